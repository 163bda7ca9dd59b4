package edit

import (
	"math"
	"reflect"
	"testing"

	"badgekiln/designer"
	"badgekiln/designer/geom"
)

// emblem is a square outline that stands for an emblem.
func emblem(id, role string, x, y, side float64) *designer.Layer {
	p := &geom.Path{}
	p.Move(geom.Pt(0, 0))
	p.Line(geom.Pt(side, 0))
	p.Line(geom.Pt(side, side))
	p.Line(geom.Pt(0, side))
	p.Close()
	return &designer.Layer{ID: id, Role: role, Emblem: "star", Opacity: 1, Fill: designer.Fill("base"), Place: geom.Move(x, y), Path: &designer.Outline{Path: p}}
}

// A logo takes the emblem's place, as one step, even in a group; onto what is
// selected it is put so that it stays inside; alone it is in the middle.
func TestLogoHasItsPlace(t *testing.T) {
	doc := board(rect("field", 0, 0, 400, 400), bundle("g", geom.Move(100, 50), emblem("e", "emblem", 50, 50, 200)), emblem("small", "", 0, 0, 20))
	for name, c := range map[string]struct {
		doc    designer.Document
		chosen string
		want   geom.Rect
		under  string
		hidden string
	}{
		// As much room as the emblem has, and longer than it.
		"emblem":           {doc, "", around2(250, 200, 254.56, 127.28), "g", "e"},
		"selected":         {doc, "field", around2(200, 200, 280, 159.6), "", ""},
		"selected emblem":  {doc, "small", around2(10, 10, 25.46, 12.73), "", "small"},
		"nothing to go by": {board(rect("field", 0, 0, 400, 400)), "", around2(300, 300, 216, 108), "", ""},
	} {
		d := sit(t, c.doc)
		before := d.Document()
		if c.chosen != "" {
			d.Select(c.chosen)
		}
		l := Logo{ID: "logo", Name: "Logo", Blob: "aa", W: 240, H: 120, On: d.LogoOn(), Plate: name == "selected"}
		if err := d.AddLogo(l); err != nil {
			t.Fatal(name, err)
		}
		got := Bounds(measure(t), d.Document(), []string{l.ID})
		parent, _ := Parent(d.Document(), l.ID)
		if far(got, c.want) > 0.1 || parent != c.under {
			t.Errorf("%s: %v in %q, want %v in %q", name, got, parent, c.want, c.under)
		}
		if l := Find(d.Document(), c.hidden); l != nil && !l.Hidden {
			t.Errorf("%s: the emblem still shows", name)
		}
		d.Undo()
		if !reflect.DeepEqual(d.Document(), before) {
			t.Errorf("%s: it is more than one step", name)
		}
	}
}

func around2(x, y, w, h float64) geom.Rect { return geom.R(x-w/2, y-h/2, x+w/2, y+h/2) }

func far(a, b geom.Rect) float64 {
	return max(math.Abs(a.Min.X-b.Min.X), math.Abs(a.Min.Y-b.Min.Y), math.Abs(a.Max.X-b.Max.X), math.Abs(a.Max.Y-b.Max.Y))
}
