package designer_test

import (
	"errors"
	"fmt"
	"math"
	"testing"

	"badgekiln/designer"
	"badgekiln/designer/geom"
)

func sound() designer.Document {
	l := func(id string) *designer.Layer {
		return &designer.Layer{ID: id, Opacity: 1, Place: geom.Identity(), Fill: designer.Fill("base")}
	}
	a, b, c, d, e, f := l("a"), l("b"), l("c"), l("d"), l("e"), l("f")
	a.Shape = &designer.Shape{Kind: "star", W: 10, H: 10, Set: map[string]float64{"points": 5}}
	a.Stroke = &designer.Stroke{Paint: designer.Fill("base"), Width: 2, Dash: []float64{1, 2}}
	a.Shadow = &designer.Shadow{DY: 3, Blur: 4, Tone: designer.SlotTone("base")}
	b.Path = &designer.Outline{Path: a.Shape.Outline()}
	b.Fill = designer.Paint{Kind: designer.Radial, Ratio: 1, Stops: []designer.Stop{{At: 0}, {At: 1}}}
	c.Text = &designer.Text{Content: "x", Size: 10, Arc: &designer.Arc{Radius: 5, Sweep: 90}}
	d.Image = &designer.Picture{Blob: "0", W: 1, H: 1}
	f.Text = &designer.Text{Content: "y", Size: 10, Box: &designer.Box{W: 10, H: 10}}
	e.Group = &designer.Group{Layers: []*designer.Layer{d, f}}
	return designer.Document{
		Width: 600, Height: 600, Slots: []designer.Slot{{Name: "base"}, {Name: "ink"}}, Layers: []*designer.Layer{a, b, c, e},
	}
}

func nested(deep int) *designer.Layer {
	l := &designer.Layer{ID: fmt.Sprint("g", deep), Opacity: 1, Place: geom.Identity(), Group: &designer.Group{}}
	if deep > 0 {
		l.Group.Layers = []*designer.Layer{nested(deep - 1)}
	}
	return l
}

// TestCheck breaks a sound document in one way after the other.
func TestCheck(t *testing.T) {
	t.Parallel()
	if err := sound().Check(); err != nil {
		t.Fatal(err)
	}
	nan, inf := math.NaN(), math.Inf(1)
	for code, harms := range map[string][]func(*designer.Document){
		"unsound-size": {
			func(d *designer.Document) { d.Width = 0 },
			func(d *designer.Document) { d.Height = nan },
			func(d *designer.Document) { d.Height = inf },
		},
		"unsound-slot": {
			func(d *designer.Document) { d.Slots[1].Name = "base" },
			func(d *designer.Document) { d.Slots[1].Name = "" },
		},
		"unsound-slots": {func(d *designer.Document) { d.Slots = make([]designer.Slot, designer.MostSlots+1) }},
		"unsound-id": {
			func(d *designer.Document) { d.Layers[0].ID = "" },
			func(d *designer.Document) { d.Layers[0].ID = "d" },
		},
		"unsound-kind": {
			func(d *designer.Document) { d.Layers[0].Shape = nil },
			func(d *designer.Document) { d.Layers[0].Group = &designer.Group{} },
			func(d *designer.Document) { d.Layers[3].Group.Layers[0] = nil },
		},
		"unsound-place": {
			func(d *designer.Document) { d.Layers[0].Place = geom.Affine{} },
			func(d *designer.Document) { d.Layers[0].Place = geom.Scale(1, 0) },
			func(d *designer.Document) { d.Layers[0].Place.E = nan },
			func(d *designer.Document) { d.Layers[0].Place.F = inf },
		},
		"unsound-deep": {func(d *designer.Document) { d.Layers = []*designer.Layer{nested(designer.MostDeep + 1)} }},
		"unsound-many": {func(d *designer.Document) {
			for i := range designer.MostLayers {
				l := *d.Layers[0]
				l.ID = fmt.Sprint(i)
				d.Layers = append(d.Layers, &l)
			}
		}},
		"unsound-number": {
			func(d *designer.Document) { d.Layers[0].Opacity = 1.1 },
			func(d *designer.Document) { d.Layers[0].Opacity = nan },
			func(d *designer.Document) { d.Layers[0].Fill.Kind = "plaid" },
			func(d *designer.Document) { d.Layers[0].Fill.Tone.Alpha = -1 },
			func(d *designer.Document) { d.Layers[0].Stroke.Width = -1 },
			func(d *designer.Document) { d.Layers[0].Stroke.Dash = []float64{1, nan} },
			func(d *designer.Document) { d.Layers[0].Shadow.Blur = inf },
			func(d *designer.Document) { d.Layers[0].Shape.W = -1 },
			func(d *designer.Document) { d.Layers[0].Shape.Set = map[string]float64{"points": nan} },
			func(d *designer.Document) { d.Layers[1].Path.Path = nil },
			func(d *designer.Document) { d.Layers[1].Path.Path.Coords[2].X = nan },
			func(d *designer.Document) { d.Layers[1].Path.Path.Coords = d.Layers[1].Path.Path.Coords[1:] },
			func(d *designer.Document) { d.Layers[1].Path.Path.Verbs[1] = 9 },
			func(d *designer.Document) { d.Layers[1].Fill.Stops[0].At = 2 },
			func(d *designer.Document) { d.Layers[1].Fill.Stops = d.Layers[1].Fill.Stops[:1] },
			func(d *designer.Document) { d.Layers[2].Text.Size = 0 },
			func(d *designer.Document) { d.Layers[2].Text.Content = string(make([]byte, designer.MostText+1)) },
			func(d *designer.Document) { d.Layers[2].Text.Arc.Radius = 0 },
			func(d *designer.Document) { d.Layers[2].Text.Box = &designer.Box{W: 1, H: 1} },
			func(d *designer.Document) { d.Layers[3].Group.Layers[0].Image.Blob = "" },
			func(d *designer.Document) { d.Layers[3].Group.Layers[1].Text.Box.W = nan },
		},
	} {
		for i, harm := range harms {
			doc := sound()
			harm(&doc)
			var fault *designer.Fault
			if err := doc.Check(); !errors.As(err, &fault) || fault.Code != code {
				t.Errorf("%s %d: %v", code, i, err)
			}
		}
	}
}
