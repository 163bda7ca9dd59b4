package geom_test

import (
	"math"
	"testing"

	"badgekiln/designer/geom"
)

// FuzzReadPathUntil reads anything as a path, as far as it is one: what comes out has as many points as
// its verbs take, all of them finite, and begins with a move.
func FuzzReadPathUntil(f *testing.F) {
	for _, text := range []string{
		"M10,30A20 20 0 0150 30a20 20 0 0140 0q0 30-40 60Q10 60 10 30z", "m1-1.5.5e1t3 4s1 2 3 4h5V6", "M0 0L1e308 1e308", "M0 0a1 1 0 01", "z", "",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		p, err := geom.ReadPath(text)
		if (p == nil) == (err == nil) {
			t.Fatalf("%v with %v", p, err)
		}
		part, _ := geom.ReadPathUntil(text)
		if part == nil {
			t.Fatal("nothing at all")
		}
		need := 0
		for i, v := range part.Verbs {
			if i == 0 && v != geom.MoveTo {
				t.Fatalf("begins with %d", v)
			}
			need += v.Points()
		}
		if need != len(part.Coords) {
			t.Fatalf("%d points for %d", len(part.Coords), need)
		}
		if err != nil {
			return
		}
		for _, c := range p.Coords {
			if s := math.Abs(c.X) + math.Abs(c.Y); math.IsNaN(s) || math.IsInf(s, 0) {
				t.Fatalf("a point at %v", c)
			}
		}
	})
}
