package geom_test

import (
	"math"
	"testing"

	"badgekiln/designer/geom"
)

func TestReadPathKnowsEveryCommand(t *testing.T) {
	t.Parallel()
	same := [][2]string{
		{"M1 2L3 4 5 6H7V8Z", "m1,2 2,2 2 2h2v2z"},
		{"M0 0 10 0", "M0 0L10 0"},
		{"M0 0C0 5 5 10 10 10S20 5 20 0", "M0 0C0 5 5 10 10 10C15 10 20 5 20 0"},
		{"M0 0Q5 5 10 0T20 0", "M0 0Q5 5 10 0Q15 -5 20 0"},
		{"M0 0a5 5 0 0110 0", "M0 0A5 5 0 0 1 10 0"},
		{"M0 0a5 5 0 1 0 10 0 5 5 0 1 0 -10 0", "M0 0A5 5 0 1 0 10 0A5 5 0 1 0 0 0"},
		{"M.5.5-1-1e1", "M 0.5 0.5 L -1 -10"},
		{"M1 1zm1 0l1 0", "M1 1ZM2 1L3 1"},
	}
	for _, pair := range same {
		a, errA := geom.ReadPath(pair[0])
		b, errB := geom.ReadPath(pair[1])
		if errA != nil || errB != nil {
			t.Fatalf("%q: %v, %q: %v", pair[0], errA, pair[1], errB)
		}
		if len(a.Verbs) != len(b.Verbs) || len(a.Coords) != len(b.Coords) {
			t.Fatalf("%q and %q differ: %v %v", pair[0], pair[1], a, b)
		}
		for i := range a.Coords {
			if a.Coords[i].Sub(b.Coords[i]).Length() > 1e-9 {
				t.Errorf("%q and %q differ at %d: %v, %v", pair[0], pair[1], i, a.Coords[i], b.Coords[i])
			}
		}
	}
}

// Points of an arc lie on the circle that the command means.
func TestReadPathArcs(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		text   string
		middle geom.Point
		low    float64 // y of the lowest point
	}{
		{"M-10 0A10 10 0 0 1 10 0", geom.Pt(0, 0), 0},
		{"M-10 0A10 10 0 0 0 10 0", geom.Pt(0, 0), 10},
		{"M-6 0A10 10 0 0 1 6 0", geom.Pt(0, 8), 0},
		{"M-6 0A10 10 0 1 1 6 0", geom.Pt(0, -8), 0},
		{"M-6 0A10 10 0 0 0 6 0", geom.Pt(0, -8), 2},
		{"M-6 0A10 10 0 1 0 6 0", geom.Pt(0, 8), 18},
		{"M-6 0A3 3 0 1 0 6 0", geom.Pt(0, 0), 6}, // radii grow
	} {
		p, err := geom.ReadPath(c.text)
		if err != nil {
			t.Fatal(err)
		}
		radius := p.Coords[0].Sub(c.middle).Length()
		low := math.Inf(-1)
		at := 0
		for v, points := range p.Steps() {
			if v == geom.CubeTo {
				from := p.Coords[at-1]
				for i := range 9 {
					q := cube(from, points, float64(i)/8)
					low = max(low, q.Y)
					if d := q.Sub(c.middle).Length(); math.Abs(d-radius) > radius/1000 {
						t.Errorf("%s: %v is %.3f from the middle, want %.3f", c.text, q, d, radius)
					}
				}
			}
			at += v.Points()
		}
		if math.Abs(low-c.low) > 0.5 {
			t.Errorf("%s: reaches down to %.2f, want %.2f", c.text, low, c.low)
		}
	}
}

func cube(a geom.Point, p []geom.Point, t float64) geom.Point {
	u := 1 - t
	return a.Times(u * u * u).Add(p[0].Times(3 * u * u * t)).Add(p[1].Times(3 * u * t * t)).Add(p[2].Times(t * t * t))
}

func TestReadPathRefuses(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"L1 1", "1 2", "M1", "M1 1X2", "M1 1Z 2 2", "M0 0A1 1 0 2 1 3 3", "M1e999 0", "M1 1 é"} {
		if _, err := geom.ReadPath(text); err == nil {
			t.Errorf("%q was read", text)
		}
	}
}

// Whatever is read, it ends, and what comes out can be drawn.
func FuzzReadPath(f *testing.F) {
	for _, text := range []string{"M1 2L3 4z", "m0 0a5 5 0 0110 0", "M0 0C0 5 5 10 10 10S20 5 20 0T1 1Q2 2 3 3H1v2", "M1e308 0A1e308 1e308 7 1 0-1e308 5"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		p, err := geom.ReadPath(text)
		if err != nil {
			return
		}
		points := 0
		for _, v := range p.Verbs {
			points += v.Points()
		}
		if points != len(p.Coords) || len(p.Verbs) > 0 && p.Verbs[0] != geom.MoveTo {
			t.Fatalf("%q gives %v with %d points", text, p.Verbs, len(p.Coords))
		}
		for _, c := range p.Coords {
			if math.IsNaN(c.X-c.X) || math.IsNaN(c.Y-c.Y) {
				t.Fatalf("%q gives %v", text, c)
			}
		}
	})
}
