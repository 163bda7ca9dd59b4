package edit

import (
	"math"

	"badgekiln/designer"
	"badgekiln/designer/geom"
)

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
