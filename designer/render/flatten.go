package render

import (
	"math"

	"badgekiln/designer/geom"
)

// fine is how far from a curve its straight pieces may lie, in pixels.
const fine = 0.03

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
			quadPieces(pen, q[0], q[1], tolerance, func(p geom.Point) { now.add(p, p != q[1]) })
			pen = q[1]
		case geom.CubeTo:
			begin()
			cubePieces(pen, q[0], q[1], q[2], tolerance, func(p geom.Point) { now.add(p, p != q[2]) })
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

// quadPieces gives the ends of the straight pieces of a quadratic curve.
func quadPieces(a, b, c geom.Point, tolerance float64, line func(geom.Point)) {
	n := pieces(math.Hypot(a.X-2*b.X+c.X, a.Y-2*b.Y+c.Y)/4, tolerance)
	for i := 1; i < n; i++ {
		t := float64(i) / float64(n)
		u := 1 - t
		line(geom.Pt(u*u*a.X+2*u*t*b.X+t*t*c.X, u*u*a.Y+2*u*t*b.Y+t*t*c.Y))
	}
	line(c)
}

// cubePieces gives the ends of the straight pieces of a cubic curve.
func cubePieces(a, b, c, d geom.Point, tolerance float64, line func(geom.Point)) {
	bend := max(math.Hypot(a.X-2*b.X+c.X, a.Y-2*b.Y+c.Y), math.Hypot(b.X-2*c.X+d.X, b.Y-2*c.Y+d.Y))
	n := pieces(bend*0.75, tolerance)
	for i := 1; i < n; i++ {
		t := float64(i) / float64(n)
		u := 1 - t
		k, l, m, o := u*u*u, 3*u*u*t, 3*u*t*t, t*t*t
		line(geom.Pt(k*a.X+l*b.X+m*c.X+o*d.X, k*a.Y+l*b.Y+m*c.Y+o*d.Y))
	}
	line(d)
}

// pieces is how many lines a curve needs.
func pieces(bend, tolerance float64) int {
	if !(bend > tolerance) {
		return 1
	}
	return min(int(math.Ceil(math.Sqrt(bend/tolerance))), 500)
}
