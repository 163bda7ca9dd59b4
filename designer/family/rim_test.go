package family_test

import (
	"testing"

	"badgekiln/designer"
	"badgekiln/designer/edit"
	"badgekiln/designer/family"
	"badgekiln/designer/geom"
)

// TestARimGoesRoundTheSilhouette: whatever the lowest layer is. Where nothing is
// large enough to be one, there is no rim, and nothing becomes smaller for it.
func TestARimGoesRoundTheSilhouette(t *testing.T) {
	t.Parallel()
	c := catalogue(t)
	box := func(id string, at geom.Affine, w, h float64) *designer.Layer {
		return &designer.Layer{ID: id, Opacity: 1, Place: at, Fill: designer.Fill("base"), Shape: &designer.Shape{Kind: "rect", W: w, H: h}}
	}
	words := &designer.Layer{ID: "words", Opacity: 1, Place: geom.Move(300, 500), Fill: designer.Fill("ink"), Text: &designer.Text{Content: "A", Font: designer.Font{Family: "sans"}, Size: 60}}
	photo := &designer.Layer{ID: "photo", Opacity: 1, Place: geom.Scale(2, 2), Image: &designer.Picture{W: 300, H: 200, Field: "portrait"}}
	cut := *photo
	cut.ID, cut.Clip = "cut", &designer.Outline{Path: geom.R(50, 0, 250, 200).Path()}
	open := box("open", geom.Identity(), 590, 590)
	open.Fill, open.Stroke = designer.Paint{}, &designer.Stroke{Paint: designer.Fill("ink"), Width: 2}
	for name, one := range map[string]struct {
		layers []*designer.Layer
		want   geom.Rect // what the rim goes round; empty: there is none
	}{
		"a large one below":  {[]*designer.Layer{box("low", geom.Move(10, 10), 500, 500), box("high", geom.Move(0, 0), 590, 590)}, geom.R(10, 10, 510, 510)},
		"tails below a disc": {[]*designer.Layer{box("tail", geom.Move(250, 400), 90, 190), box("disc", geom.Move(50, 50), 500, 400)}, geom.R(50, 50, 550, 450)},
		"words below":        {[]*designer.Layer{words, box("disc", geom.Move(50, 50), 400, 400)}, geom.R(50, 50, 450, 450)},
		"in a group": {[]*designer.Layer{{ID: "all", Opacity: 1, Place: geom.Scale(3, 3), Group: &designer.Group{Layers: []*designer.Layer{
			{ID: "in", Opacity: 1, Place: geom.Move(10, 10), Group: &designer.Group{Layers: []*designer.Layer{box("disc", geom.Identity(), 150, 150)}}},
		}}}}, geom.R(30, 30, 480, 480)},
		"a photo":             {[]*designer.Layer{photo}, geom.R(0, 0, 600, 400)},
		"a photo that is cut": {[]*designer.Layer{&cut}, geom.R(100, 0, 500, 400)},
		"words alone":         {[]*designer.Layer{words}, geom.Rect{}},
		"small pieces":        {[]*designer.Layer{box("a", geom.Identity(), 90, 90), box("b", geom.Move(200, 0), 90, 90)}, geom.Rect{}},
		"a line alone":        {[]*designer.Layer{open}, geom.Rect{}},
	} {
		doc := parent()
		doc.Layers = one.layers
		made := make1(t, doc, c, family.Member{Level: "silver"})
		low := edit.Find(made, "family-rim")
		if one.want.Empty() {
			if low != nil || len(made.Layers) != len(doc.Layers) {
				t.Errorf("%s has the rim %+v and %d layers", name, low, len(made.Layers))
			}
			continue
		}
		if low == nil {
			t.Errorf("%s has no rim", name)
			continue
		}
		var got geom.Rect
		if low.Shape != nil {
			got = low.Place.Bounds(geom.R(0, 0, low.Shape.W, low.Shape.H))
		} else {
			got = low.Place.Bounds(low.Path.Path.Bounds())
		}
		if wide := low.Stroke.Width * low.Place.Parts().SX; got != one.want || wide < 23.9 || wide > 24.1 {
			t.Errorf("%s has a rim of %v round %v, not %v", name, wide, got, one.want)
		}
	}
}
