package render_test

import (
	"context"
	"math/rand/v2"
	"testing"

	"badgekiln/designer"
	"badgekiln/designer/geom"
	"badgekiln/designer/render"
)

// TestStrokesHaveNoHoles strokes random curves, many of them tighter than the
// line is wide: what lies near enough to the curve is covered.
func TestStrokesHaveNoHoles(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(1, 2))
	for n := range 1000 {
		at := func() geom.Point { return geom.Pt(60+80*r.Float64(), 60+80*r.Float64()) }
		a, b, c, d := at(), at(), at(), at()
		path := &geom.Path{}
		path.Move(a)
		path.Cube(b, c, d)
		width := 4 + 36*r.Float64()
		l := &designer.Layer{
			ID: "l", Opacity: 1, Place: geom.Identity(), Path: &designer.Outline{Path: path},
			Stroke: &designer.Stroke{Paint: designer.FillColor(designer.Color{A: 255}), Width: width, Cap: designer.CapRound, Join: designer.JoinRound},
		}
		m, _, err := render.Image(context.Background(), designer.Document{Width: 200, Height: 200, Layers: []*designer.Layer{l}}, render.Options{Width: 200})
		if err != nil {
			t.Fatal(err)
		}
		holes := 0
		for range 400 {
			k := r.Float64()
			u := 1 - k
			p := a.Times(u * u * u).Add(b.Times(3 * u * u * k)).Add(c.Times(3 * u * k * k)).Add(d.Times(k * k * k))
			q := geom.Polar(p, max(width/2-1.5, 0)*r.Float64(), 360*r.Float64())
			if m.RGBAAt(int(q.X), int(q.Y)).A < 128 {
				holes++
			}
		}
		if holes > 0 {
			t.Errorf("curve %d, %.1f wide: %d holes in %v %v %v %v", n, width, holes, a, b, c, d)
		}
	}
}
