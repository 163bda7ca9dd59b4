package edit

import (
	"slices"
	"testing"

	"badgekiln/designer"
	"badgekiln/designer/geom"
)

func TestMovingSnaps(t *testing.T) {
	for _, c := range []struct {
		name   string
		others []*designer.Layer
		x, y   float64 // where the upper left of a square of 40 is dragged to
		want   geom.Point
		guides int
	}{
		{"nothing in reach", nil, 100, 110, geom.Pt(100, 110), 0},
		{"the artboard's middle", nil, 283, 277, geom.Pt(280, 280), 2},
		{"the middle across only", nil, 284, 150, geom.Pt(280, 150), 1},
		{"the artboard's edges", nil, 4, 563, geom.Pt(0, 560), 2},
		{"seven units are too far", nil, 287, 150, geom.Pt(287, 150), 0},
		{"a neighbour's edge", []*designer.Layer{rect("b", 100, 400, 91, 33)}, 104, 200, geom.Pt(100, 200), 1},
		{"a neighbour's other edge", []*designer.Layer{rect("b", 100, 400, 91, 33)}, 187, 200, geom.Pt(191, 200), 1},
		{"a neighbour's middle", []*designer.Layer{rect("b", 100, 400, 90, 33)}, 122, 200, geom.Pt(125, 200), 1},
		{"a layer in a group", []*designer.Layer{bundle("g", geom.Move(50, 50), rect("b", 50, 350, 91, 33))}, 104, 200, geom.Pt(100, 200), 1},
		{"the artboard before a neighbour", []*designer.Layer{rect("b", 284, 400, 200, 33)}, 283, 150, geom.Pt(280, 150), 1},
		{"a gap as wide as another", []*designer.Layer{rect("b", 100, 400, 30, 33), rect("c", 145, 400, 40, 33)}, 203, 408.5, geom.Pt(200, 408.5), 2},
		{"a gap before", []*designer.Layer{rect("b", 100, 400, 30, 33), rect("c", 145, 400, 40, 33)}, 48, 408.5, geom.Pt(45, 408.5), 2},
		{"the middle of a gap", []*designer.Layer{rect("b", 100, 400, 30, 33), rect("c", 235, 400, 40, 33)}, 160, 408.5, geom.Pt(162.5, 408.5), 2},
		{"a gap down", []*designer.Layer{rect("b", 400, 100, 33, 30), rect("c", 400, 145, 33, 30)}, 423, 193, geom.Pt(423, 190), 2},
		{"a gap in another row", []*designer.Layer{rect("b", 100, 400, 30, 33), rect("c", 145, 400, 40, 33)}, 203, 507.5, geom.Pt(203, 507.5), 0},
		{"the middle down, and a ring", []*designer.Layer{ellipse("b", 300, 300, 150)}, 433, 282, geom.Pt(430, 280), 2},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := sit(t, board(append(c.others, rect("a", 500, 20, 40, 40))...))
			d.pull(520, 40, c.x+20, c.y+20)
			if got := len(d.Overlay(1).Guides); got != c.guides {
				t.Errorf("%d guides, not %d: %v", got, c.guides, d.Overlay(1).Guides)
			}
			d.Release(at(c.x+20, c.y+20))
			nearRect(t, "frame", d.bounds("a"), geom.R(c.want.X, c.want.Y, c.want.X+40, c.want.Y+40))
		})
	}
}

func TestMiddleOntoARing(t *testing.T) {
	d := sit(t, board(ellipse("b", 300, 300, 150), rect("a", 500, 20, 40, 40)))
	p := geom.Polar(geom.Pt(300, 300), 153, -40)
	d.pull(520, 40, p.X, p.Y)
	g := d.Overlay(1).Guides
	if len(g) != 1 || g[0].Radius != 150 || g[0].Middle != geom.Pt(300, 300) {
		t.Fatalf("guides %v", g)
	}
	d.Release(at(p.X, p.Y))
	near(t, "distance", d.bounds("a").Middle().Sub(geom.Pt(300, 300)).Length(), 150)
}

func TestHiddenLayersDoNotSnap(t *testing.T) {
	b := rect("b", 100, 400, 91, 33)
	b.Hidden = true
	d := sit(t, board(b, rect("a", 500, 20, 40, 40)))
	d.drag(520, 40, 124, 220)
	nearRect(t, "frame", d.bounds("a"), geom.R(104, 200, 144, 240))
}

func TestSnappingReachIsInPixels(t *testing.T) {
	far := func(p *Pointer) { p.Scale = 0.5 }
	d := sit(t, board(rect("a", 500, 20, 40, 40)))
	d.drag(520, 40, 310, 150, far)
	near(t, "left", d.bounds("a").Min.X, 280)
}

func TestSnapsCanBeSwitched(t *testing.T) {
	d := sit(t, board(rect("b", 100, 400, 91, 33), rect("a", 500, 20, 40, 40)))
	d.SetSnaps(Snaps{Grid: true})
	d.drag(520, 40, 124, 223)
	nearRect(t, "frame", d.bounds("a"), geom.R(100, 200, 140, 240))
	d.SetSnaps(Snaps{})
	d.drag(120, 220, 300, 303)
	nearRect(t, "frame", d.bounds("a"), geom.R(280, 283, 320, 323))
}

func TestResizingSnaps(t *testing.T) {
	t.Run("a side", func(t *testing.T) {
		d := sit(t, board(rect("a", 100, 100, 180, 100)))
		d.Select("a")
		d.drag(280, 150, 297, 170)
		nearRect(t, "frame", d.bounds("a"), geom.R(100, 100, 300, 200))
	})
	t.Run("a corner that keeps its proportion", func(t *testing.T) {
		d := sit(t, board(rect("a", 100, 100, 180, 90)))
		d.Select("a")
		d.drag(280, 190, 297, 197)
		nearRect(t, "frame", d.bounds("a"), geom.R(100, 100, 300, 200))
	})
	t.Run("a free corner, both ways", func(t *testing.T) {
		d := sit(t, board(rect("b", 400, 250, 50, 50), rect("a", 100, 100, 180, 90)))
		d.Select("a")
		d.drag(280, 190, 404, 247, shift)
		nearRect(t, "frame", d.bounds("a"), geom.R(100, 100, 400, 250))
	})
}

// TestGapsAreMeasured: each of the two gaps has a guide from edge to edge, at
// the height the layer comes to lie.
func TestGapsAreMeasured(t *testing.T) {
	d := sit(t, board(rect("b", 100, 400, 30, 33), rect("c", 145, 400, 40, 33), rect("a", 500, 20, 40, 33)))
	d.pull(520, 36.5, 223, 419)
	var gaps [][3]float64
	for _, g := range d.Overlay(1).Guides {
		if g.Gap {
			gaps = append(gaps, [3]float64{g.From.X, g.To.X, g.From.Y})
		}
	}
	if want := [][3]float64{{130, 145, 416.5}, {185, 200, 416.5}}; !slices.Equal(gaps, want) {
		t.Errorf("gaps %v, want %v", gaps, want)
	}
	d.Release(at(223, 419))
}
