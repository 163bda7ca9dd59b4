package geom

import (
	"math"
	"math/rand/v2"
	"testing"
)

func near(a, b Point, slack float64) bool { return a.Sub(b).Length() <= slack }

func anyAffine(r *rand.Rand) Affine {
	return Parts{
		SX: 0.1 + 4*r.Float64(), SY: (0.1 + 4*r.Float64()) * float64(1-2*r.IntN(2)),
		Skew: 120*r.Float64() - 60, Turn: 360*r.Float64() - 180, At: Pt(900*r.Float64()-300, 900*r.Float64()-300),
	}.Affine()
}

// Whatever a map is made of, its parts put together are the map again.
func TestPartsRoundTrip(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(1, 2))
	for range 2000 {
		m := anyAffine(r)
		n := m.Parts().Affine()
		for _, p := range []Point{{0, 0}, {100, 0}, {0, 100}, {-37, 61}} {
			if a, b := m.Apply(p), n.Apply(p); !near(a, b, 1e-6) {
				t.Fatalf("%+v taken apart is %+v, which maps %v to %v instead of %v", m, m.Parts(), p, b, a)
			}
		}
	}
}

func TestInverseUndoes(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(3, 4))
	for range 2000 {
		m := anyAffine(r)
		back, ok := m.Inverse()
		if p := Pt(600*r.Float64(), 600*r.Float64()); !ok || !near(back.Apply(m.Apply(p)), p, 1e-6) {
			t.Fatalf("%+v: inverse %+v (%v) does not lead back from %v", m, back, ok, p)
		}
	}
	if _, ok := Scale(1, 0).Inverse(); ok {
		t.Error("a flat map has an inverse")
	}
}

// Then reads in the order things happen.
func TestThenIsInOrder(t *testing.T) {
	t.Parallel()
	if got := Scale(2, 2).Then(Move(10, 0)).Apply(Pt(1, 1)); got != Pt(12, 2) {
		t.Errorf("scaled, then moved: %v", got)
	}
	if got := Rotate(90).About(Pt(10, 10)).Apply(Pt(20, 10)); got != Pt(10, 20) {
		t.Errorf("a quarter clockwise about (10, 10): %v", got)
	}
	r := rand.New(rand.NewPCG(3, 4))
	for range 1000 {
		m, n, p := anyAffine(r), anyAffine(r), Pt(900*r.Float64(), 900*r.Float64())
		if got, want := m.Then(n).Apply(p), n.Apply(m.Apply(p)); !near(got, want, 1e-6) {
			t.Fatalf("%v by %v then %v is at %v, step by step at %v", p, m, n, got, want)
		}
	}
}

// Four right angles are no angle, to the last bit.
func TestRightAnglesAreExact(t *testing.T) {
	t.Parallel()
	m := Identity()
	for range 4 {
		m = m.Then(Rotate(90).About(Pt(300, 300)))
	}
	if m != Identity() {
		t.Errorf("four right angles: %+v", m)
	}
}

func TestArcKeepsToItsCircle(t *testing.T) {
	t.Parallel()
	var p Path
	p.Circle(Pt(300, 300), 200, true)
	var pen Point
	for v, points := range p.Steps() {
		if v == CubeTo {
			for i := range 21 {
				k := float64(i) / 20
				at := pen.Times((1 - k) * (1 - k) * (1 - k)).Add(points[0].Times(3 * k * (1 - k) * (1 - k))).
					Add(points[1].Times(3 * k * k * (1 - k))).Add(points[2].Times(k * k * k))
				if miss := math.Abs(at.Sub(Pt(300, 300)).Length() - 200); miss > 0.02 {
					t.Fatalf("%v misses the circle by %v", at, miss)
				}
			}
		}
		if len(points) > 0 {
			pen = points[len(points)-1]
		}
	}
	if !near(pen, Pt(500, 300), 1e-9) {
		t.Errorf("the circle ends at %v", pen)
	}
}

func TestRects(t *testing.T) {
	t.Parallel()
	a, b := R(0, 0, 10, 10), R(10, 5, 20, 15)
	if u := a.Union(b); u != R(0, 0, 20, 15) {
		t.Errorf("union %v", u)
	}
	if a.Union(Rect{}) != a || (Rect{}).Union(b) != b {
		t.Error("an empty rectangle counts in a union")
	}
	if !a.Touches(b) || a.Touches(R(11, 0, 12, 1)) {
		t.Error("touching is sharing a point")
	}
	for p, want := range map[Point]bool{
		b.Middle(): true, b.Min: true, b.Max: true,
		{9, 10}: false, {21, 10}: false, {15, 4}: false, {15, 16}: false,
	} {
		if b.Has(p) != want {
			t.Errorf("%v in %v: %v", p, b, !want)
		}
	}
	if g := b.Grow(2); g != R(8, 3, 22, 17) {
		t.Errorf("grown to %v", g)
	}
	if p := b.Path(); p.Bounds() != b || p.Verbs[len(p.Verbs)-1] != ClosePath {
		t.Errorf("the outline of %v is %v", b, p)
	}
	if got := Rotate(45).Bounds(R(-1, -1, 1, 1)); math.Abs(got.W()-2*math.Sqrt2) > 1e-9 {
		t.Errorf("a square on its tip is %v wide", got.W())
	}
}
