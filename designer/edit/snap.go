package edit

import (
	"math"

	"badgekiln/designer"
	"badgekiln/designer/geom"
)

// Snaps says what things being dragged snap to.
type Snaps struct {
	Artboard bool // its centre, then its edges
	Rings    bool // visible circles
	Layers   bool // centres and edges of visible neighbours, then gaps as wide as theirs
	Grid     bool
}

// GridStep is the distance of grid lines, in units.
const GridStep = 10

// AllSnaps is how a session begins: everything but the grid.
func AllSnaps() Snaps { return Snaps{Artboard: true, Rings: true, Layers: true} }

// Snaps gives what things snap to.
func (s *Session) Snaps() Snaps { return s.snaps }

// SetSnaps changes what things snap to, from the next gesture on.
func (s *Session) SetSnaps(on Snaps) {
	s.snaps = on
	s.tell(Change{Overlay: true})
}

// line is something to snap to along one axis: at which value, and from where
// to where it spans along the other one.
type line struct {
	at, from, to float64
	centre       bool // meets centres only; else edges only
}

// targets is everything a gesture can snap to, the kinds in falling rank.
type targets struct {
	x, y  [][]line
	rings []ring
	rows  []geom.Rect // neighbours in the same group, between which gaps count
	grid  bool
}

// ring is a visible circle.
type ring struct {
	middle geom.Point
	radius float64
}

// targets collects what there is besides the layers being dragged.
func (s *Session) targets(doc designer.Document, ids []string) targets {
	var t targets
	if s.snaps.Artboard {
		w, h := doc.Width, doc.Height
		t.x = append(t.x, []line{{w / 2, 0, h, true}}, []line{{0, 0, h, false}, {w, 0, h, false}})
		t.y = append(t.y, []line{{h / 2, 0, w, true}}, []line{{0, 0, w, false}, {h, 0, w, false}})
	}
	moved := set(ids)
	var x, y []line
	s.neighbours(doc.Layers, geom.Identity(), moved, func(l *designer.Layer, total geom.Affine) {
		if r, ok := s.circleOf(l, total); ok && s.snaps.Rings {
			t.rings = append(t.rings, r...)
		}
		if l.Group != nil && s.inside != "" && (l.ID == s.inside || within(doc, s.inside, l.ID)) {
			return
		}
		b := quad(Box(s.env.Measure, l), total).Bounds()
		x = append(x, line{b.Middle().X, b.Min.Y, b.Max.Y, true}, line{b.Min.X, b.Min.Y, b.Max.Y, false}, line{b.Max.X, b.Min.Y, b.Max.Y, false})
		y = append(y, line{b.Middle().Y, b.Min.X, b.Max.X, true}, line{b.Min.Y, b.Min.X, b.Max.X, false}, line{b.Max.Y, b.Min.X, b.Max.X, false})
	})
	if s.snaps.Layers {
		t.x, t.y = append(t.x, x), append(t.y, y)
		t.rows = s.rows(doc, moved)
	}
	t.grid = s.snaps.Grid
	return t
}

// neighbours gives visible layers besides those being dragged.
func (s *Session) neighbours(layers []*designer.Layer, total geom.Affine, moved map[string]bool, f func(*designer.Layer, geom.Affine)) {
	for _, l := range layers {
		if l.Hidden || moved[l.ID] {
			continue
		}
		own := l.Place.Then(total)
		f(l, own)
		if l.Group != nil {
			s.neighbours(l.Group.Layers, own, moved, f)
		}
	}
}

// circleOf gives the circles of a layer: of an even ellipse, of a ring its two
// and the one between them.
func (s *Session) circleOf(l *designer.Layer, total geom.Affine) ([]ring, bool) {
	if l.Shape == nil || l.Shape.Kind != "ellipse" && l.Shape.Kind != "ring" {
		return nil, false
	}
	q := quad(geom.R(0, 0, l.Shape.W, l.Shape.H), total)
	w, h := q[1].Sub(q[0]).Length(), q[3].Sub(q[0]).Length()
	if math.Abs(w-h) > 0.5 || w == 0 {
		return nil, false
	}
	middle := q.Bounds().Middle()
	out := []ring{{middle, w / 2}}
	if outline := s.env.Measure.Outline(l); l.Shape.Kind == "ring" && !outline.Empty() {
		// The hole is the contour with the nearest points.
		inner := math.Inf(1)
		for verb, c := range outline.Steps() {
			if n := verb.Points(); n > 0 {
				inner = min(inner, total.Apply(c[n-1]).Sub(middle).Length())
			}
		}
		if inner > least && inner < w/2-least {
			out = append(out, ring{middle, inner}, ring{middle, (inner + w/2) / 2})
		}
	}
	return out, true
}

// rings gives the radii of circles about the middle of a text on an arc, in its
// own units.
func (s *Session) rings(doc designer.Document, ids []string, f frame) []float64 {
	middle, unit := f.m.Apply(geom.Point{}), math.Sqrt(math.Abs(f.m.Det()))
	if unit == 0 {
		return nil
	}
	var out []float64
	for _, r := range s.targets(doc, ids).rings {
		if r.middle.Sub(middle).Length() < 1 {
			out = append(out, r.radius/unit)
		}
	}
	return out
}

// snap finds how far a box must be moved to meet something, and what.
func (t targets) snap(box geom.Rect, reach float64, across, down bool) (geom.Point, []Guide) {
	var by geom.Point
	var guides []Guide
	rankX, rankY := -1, -1
	if across {
		if l, d, rank := best(t.x, box.Min.X, box.Middle().X, box.Max.X, reach); rank >= 0 {
			by.X, rankX = d, rank
			guides = append(guides, Guide{From: geom.Pt(l.at, min(l.from, box.Min.Y)), To: geom.Pt(l.at, max(l.to, box.Max.Y))})
		}
	}
	if down {
		if l, d, rank := best(t.y, box.Min.Y, box.Middle().Y, box.Max.Y, reach); rank >= 0 {
			by.Y, rankY = d, rank
			guides = append(guides, Guide{From: geom.Pt(min(l.from, box.Min.X), l.at), To: geom.Pt(max(l.to, box.Max.X), l.at)})
		}
	}
	if across && rankX < 0 {
		if d, g, ok := gap(t.rows, box, reach); ok {
			by.X, rankX = d, len(t.x)
			guides = append(guides, g)
		}
	}
	if down && rankY < 0 {
		if d, g, ok := gap(turnedOver(t.rows), over(box), reach); ok {
			by.Y, rankY = d, len(t.y)
			guides = append(guides, Guide{From: swapped(g.From), To: swapped(g.To)})
		}
	}
	if across && down && rankX < 0 && rankY < 0 {
		if v, g, ok := t.ontoRing(box.Middle(), reach); ok {
			return v, []Guide{g}
		}
	}
	if across && down && (rankX < 0) != (rankY < 0) {
		// One way is given: a ring may still be met along the other.
		middle := box.Middle().Add(by)
		if v, g, ok := t.alongRing(middle, reach, rankX < 0); ok {
			return by.Add(v), append(guides, g)
		}
	}
	if t.grid {
		if across && rankX < 0 {
			by.X = math.Round(box.Min.X/GridStep)*GridStep - box.Min.X
		}
		if down && rankY < 0 {
			by.Y = math.Round(box.Min.Y/GridStep)*GridStep - box.Min.Y
		}
	}
	return by, guides
}

// ontoRing moves a middle onto a circle.
func (t targets) ontoRing(middle geom.Point, reach float64) (geom.Point, Guide, bool) {
	var by geom.Point
	var g Guide
	found := false
	for _, r := range t.rings {
		v := middle.Sub(r.middle)
		d := v.Length()
		if off := math.Abs(d - r.radius); d > 0 && off < reach {
			reach, found = off, true
			by = v.Times(r.radius/d - 1)
			g = Guide{Middle: r.middle, Radius: r.radius}
		}
	}
	return by, g, found
}

// alongRing moves a middle across, or else down, until it lies on a circle.
func (t targets) alongRing(middle geom.Point, reach float64, across bool) (geom.Point, Guide, bool) {
	var by geom.Point
	var g Guide
	found := false
	for _, r := range t.rings {
		v := middle.Sub(r.middle)
		own, other := v.X, v.Y
		if !across {
			own, other = v.Y, v.X
		}
		half := r.radius*r.radius - other*other
		if half <= 0 {
			continue
		}
		off := math.Copysign(math.Sqrt(half), own) - own
		if math.Abs(off) < reach {
			reach, found = math.Abs(off), true
			by = geom.Pt(off, 0)
			if !across {
				by = geom.Pt(0, off)
			}
			g = Guide{Middle: r.middle, Radius: r.radius}
		}
	}
	return by, g, found
}

// best is the nearest line of the first rank that has one in reach.
func best(ranks [][]line, low, mid, high, reach float64) (line, float64, int) {
	for rank, lines := range ranks {
		var found line
		by, far := 0.0, reach
		for _, l := range lines {
			own := []float64{low, high}
			if l.centre {
				own = []float64{mid}
			}
			for _, v := range own {
				if d := math.Abs(l.at - v); d <= far && (d < far || far == reach) {
					found, by, far = l, l.at-v, d
				}
			}
		}
		if found != (line{}) {
			return found, by, rank
		}
	}
	return line{}, 0, -1
}

// snapPoint finds how far an edge or corner must be moved to meet something.
func (t targets) snapPoint(p geom.Point, reach float64, across, down bool) (geom.Point, []Guide) {
	either := func(ranks [][]line) [][]line {
		out := make([][]line, len(ranks))
		for i, lines := range ranks {
			for _, l := range lines {
				l.centre = true // an edge may meet a centre, and an edge
				out[i] = append(out[i], l)
			}
		}
		return out
	}
	var by geom.Point
	var guides []Guide
	if across {
		if l, d, rank := best(either(t.x), p.X, p.X, p.X, reach); rank >= 0 {
			by.X = d
			guides = append(guides, Guide{From: geom.Pt(l.at, min(l.from, p.Y)), To: geom.Pt(l.at, max(l.to, p.Y))})
		} else if t.grid {
			by.X = math.Round(p.X/GridStep)*GridStep - p.X
		}
	}
	if down {
		if l, d, rank := best(either(t.y), p.Y, p.Y, p.Y, reach); rank >= 0 {
			by.Y = d
			guides = append(guides, Guide{From: geom.Pt(min(l.from, p.X), l.at), To: geom.Pt(max(l.to, p.X), l.at)})
		} else if t.grid {
			by.Y = math.Round(p.Y/GridStep)*GridStep - p.Y
		}
	}
	return by, guides
}
