package designer_test

import (
	"math"
	"testing"

	"badgekiln/designer"
	"badgekiln/designer/geom"
)

// TestShapes draws every kind with every number at its ends: the outline is
// sound, stays about in its box, and closes every contour.
func TestShapes(t *testing.T) {
	t.Parallel()
	for _, k := range designer.ShapeKinds() {
		sets := []map[string]float64{nil, {"unknown": 1}}
		for _, n := range k.Numbers {
			if !(n.Least < n.Most && n.Least <= n.Default && n.Default <= n.Most) {
				t.Errorf("%s of %s: %g to %g, usually %g", n.Name, k.Name, n.Least, n.Most, n.Default)
			}
			for _, v := range []float64{n.Least, n.Most, math.NaN(), math.Inf(1), -1e9} {
				sets = append(sets, map[string]float64{n.Name: v})
			}
		}
		for _, set := range sets {
			for _, size := range []geom.Point{{X: 100, Y: 100}, {X: 300, Y: 40}, {X: 20, Y: 200}, {}} {
				s := designer.Shape{Kind: k.Name, W: size.X, H: size.Y, Set: set}
				drawn(t, s)
			}
		}
	}
}

func drawn(t *testing.T, s designer.Shape) {
	t.Helper()
	p := s.Outline()
	l := &designer.Layer{ID: "x", Opacity: 1, Place: geom.Identity(), Path: &designer.Outline{Path: p}}
	if p.Empty() || l.Check() != nil {
		t.Errorf("%+v: %v", s, l.Check())
		return
	}
	b := p.Bounds() // around control points: a little more than the outline
	room := geom.R(0, 0, s.W, s.H)
	if over := room.Union(b); over.W() > s.W*1.25+1 || over.H() > s.H*1.25+1 {
		t.Errorf("%+v lies in %v", s, b)
	}
	if s.W > 0 && s.Kind != "laurel" && s.Kind != "polygon" && (b.W() < 0.8*s.W || b.H() < 0.6*s.H) {
		t.Errorf("%+v fills only %v", s, b)
	}
	open := false
	for v := range p.Steps() {
		switch v {
		case geom.MoveTo:
			if open {
				t.Errorf("%+v leaves a contour open", s)
			}
			open = true
		case geom.ClosePath:
			open = false
		default:
			if !open {
				t.Errorf("%+v draws without a contour", s)
			}
		}
	}
	if open {
		t.Errorf("%+v leaves its last contour open", s)
	}
}

func TestUnknownShape(t *testing.T) {
	t.Parallel()
	s := designer.Shape{Kind: "of the future", W: 10, H: 20}
	if b := s.Outline().Bounds(); b != geom.R(0, 0, 10, 20) {
		t.Errorf("%v", b)
	}
}
