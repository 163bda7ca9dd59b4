package edit

import (
	"math"

	"badgekiln/designer/geom"
)

// flatten turns a path into lines, one for each contour, closed where the path
// is. They miss the curves by about as much as asked at most.
func flatten(p *geom.Path, miss float64) [][]geom.Point {
	var out [][]geom.Point
	var line []geom.Point
	end := func() {
		if len(line) > 1 {
			out = append(out, line)
		}
		line = nil
	}
	for verb, c := range p.Steps() {
		switch verb {
		case geom.MoveTo:
			end()
			line = []geom.Point{c[0]}
		case geom.ClosePath:
			if len(line) > 0 {
				first := line[0]
				line = append(line, first)
				end()
				line = []geom.Point{first}
			}
		default:
			if len(line) == 0 {
				line = []geom.Point{{}}
			}
			line = curve(line, c, miss)
		}
	}
	end()
	return out
}

// curve appends a line or curve that begins at the last point.
func curve(line []geom.Point, c []geom.Point, miss float64) []geom.Point {
	from := line[len(line)-1]
	bend := 0.0
	last := from
	for _, q := range c {
		bend += q.Sub(last).Length()
		last = q
	}
	bend -= last.Sub(from).Length()
	n := 1
	if len(c) > 1 {
		n = int(min(max(math.Ceil(2*math.Sqrt(bend/max(miss, 1e-3))), 4), 64))
	}
	for i := 1; i <= n; i++ {
		t := float64(i) / float64(n)
		u := 1 - t
		switch len(c) {
		case 1:
			line = append(line, c[0])
		case 2:
			line = append(line, from.Times(u*u).Add(c[0].Times(2*u*t)).Add(c[1].Times(t*t)))
		case 3:
			line = append(line, from.Times(u*u*u).Add(c[0].Times(3*u*u*t)).Add(c[1].Times(3*u*t*t)).Add(c[2].Times(t*t*t)))
		}
	}
	return line
}

// inside tells whether a point is filled: by the non-zero rule, or even-odd.
func inside(lines [][]geom.Point, p geom.Point, evenOdd bool) bool {
	winding := 0
	for _, line := range lines {
		for i := range line {
			a, b := line[i], line[(i+1)%len(line)]
			if (a.Y <= p.Y) == (b.Y <= p.Y) {
				continue
			}
			if a.X+(p.Y-a.Y)/(b.Y-a.Y)*(b.X-a.X) > p.X {
				if a.Y < b.Y {
					winding++
				} else {
					winding--
				}
			}
		}
	}
	if evenOdd {
		return winding%2 != 0
	}
	return winding != 0
}

func polygonHas(corners []geom.Point, p geom.Point) bool {
	return inside([][]geom.Point{corners}, p, false)
}

// closed is a line back to its first point.
func closed(line []geom.Point) []geom.Point {
	return append(append(make([]geom.Point, 0, len(line)+1), line...), line[0])
}

// distance is how far a point lies from a line.
func distance(line []geom.Point, p geom.Point) float64 {
	best := math.Inf(1)
	for i := 0; i+1 < len(line); i++ {
		best = min(best, fromSegment(line[i], line[i+1], p))
	}
	return best
}

func fromSegment(a, b, p geom.Point) float64 {
	v, w := b.Sub(a), p.Sub(a)
	t := 0.0
	if d := v.X*v.X + v.Y*v.Y; d > 0 {
		t = min(max((v.X*w.X+v.Y*w.Y)/d, 0), 1)
	}
	return w.Sub(v.Times(t)).Length()
}

// crosses tells whether any part of a line lies in a rectangle.
func crosses(line []geom.Point, r geom.Rect) bool {
	for i := 0; i+1 < len(line); i++ {
		if clips(line[i], line[i+1], r) {
			return true
		}
	}
	return false
}

// clips tells whether a segment and a rectangle share a point.
func clips(a, b geom.Point, r geom.Rect) bool {
	from, to := 0.0, 1.0
	v := b.Sub(a)
	for _, e := range [4][2]float64{{-v.X, a.X - r.Min.X}, {v.X, r.Max.X - a.X}, {-v.Y, a.Y - r.Min.Y}, {v.Y, r.Max.Y - a.Y}} {
		switch {
		case e[0] == 0 && e[1] < 0:
			return false
		case e[0] < 0:
			from = max(from, e[1]/e[0])
		case e[0] > 0:
			to = min(to, e[1]/e[0])
		}
	}
	return from <= to
}
