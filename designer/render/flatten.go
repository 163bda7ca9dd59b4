package render

import (
	"math"

	"badgekiln/designer/geom"
)

// polyline is a contour of straight lines.
type polyline struct {
	points []geom.Point
	closed bool
	smooth []bool // whether a point lies inside a curve: its join is round whatever the stroke says
}

func (l *polyline) add(p geom.Point, smooth bool) {
	if n := len(l.points); n > 0 && l.points[n-1] == p {
		return
	}
	l.points, l.smooth = append(l.points, p), append(l.smooth, smooth)
}

// flatten turns curves into lines that miss them by no more than tolerance.
func flatten(path *geom.Path, tolerance float64) []polyline {
	var out []polyline
	var now polyline
	var pen, start geom.Point
	end := func() {
		if len(now.points) > 0 {
			out = append(out, now)
		}
		now = polyline{}
	}
	begin := func() {
		if len(now.points) == 0 {
			now.add(pen, false)
		}
	}
	for verb, q := range path.Steps() {
		switch verb {
		case geom.MoveTo:
			end()
			pen, start = q[0], q[0]
			now.add(pen, false)
		case geom.LineTo:
			begin()
			now.add(q[0], false)
			pen = q[0]
		case geom.QuadTo:
			begin()
			bend := q[0].Times(2).Sub(pen).Sub(q[1]).Length() / 4
			n := pieces(bend, tolerance)
			for i := 1; i <= n; i++ {
				t := float64(i) / float64(n)
				u := 1 - t
				now.add(geom.Pt(
					u*u*pen.X+2*u*t*q[0].X+t*t*q[1].X,
					u*u*pen.Y+2*u*t*q[0].Y+t*t*q[1].Y), i < n)
			}
			pen = q[1]
		case geom.CubeTo:
			begin()
			bend := max(
				pen.Sub(q[0].Times(2)).Add(q[1]).Length(),
				q[0].Sub(q[1].Times(2)).Add(q[2]).Length()) * 0.75
			n := pieces(bend, tolerance)
			for i := 1; i <= n; i++ {
				t := float64(i) / float64(n)
				u := 1 - t
				a, b, c, d := u*u*u, 3*u*u*t, 3*u*t*t, t*t*t
				now.add(geom.Pt(
					a*pen.X+b*q[0].X+c*q[1].X+d*q[2].X,
					a*pen.Y+b*q[0].Y+c*q[1].Y+d*q[2].Y), i < n)
			}
			pen = q[2]
		case geom.ClosePath:
			if len(now.points) > 0 {
				now.closed = true
				if n := len(now.points); n > 1 && now.points[n-1].Sub(now.points[0]).Length() < 1e-9 {
					now.points, now.smooth = now.points[:n-1], now.smooth[:n-1]
				}
			}
			end()
			pen = start
		}
	}
	end()
	return out
}

// pieces is how many lines a curve needs.
func pieces(bend, tolerance float64) int {
	if !(bend > tolerance) {
		return 1
	}
	return min(int(math.Ceil(math.Sqrt(bend/tolerance))), 500)
}
