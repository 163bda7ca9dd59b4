package render

import (
	"math"

	"badgekiln/designer/geom"
)

// tight is the smallest Rect around what a path draws. Path.Bounds is around
// the points that bend it, too, which a frame on the screen must not show.
func tight(p *geom.Path) geom.Rect {
	var (
		box   geom.Rect
		began bool
		pen   geom.Point
	)
	put := func(q geom.Point) {
		if !began {
			box, began = geom.Rect{Min: q, Max: q}, true
			return
		}
		box.Min = geom.Pt(min(box.Min.X, q.X), min(box.Min.Y, q.Y))
		box.Max = geom.Pt(max(box.Max.X, q.X), max(box.Max.Y, q.Y))
	}
	for verb, q := range p.Steps() {
		switch verb {
		case geom.LineTo:
			put(pen)
			put(q[0])
		case geom.QuadTo: // as a cubic
			a, b := pen.Add(q[0].Sub(pen).Times(2.0/3)), q[1].Add(q[0].Sub(q[1]).Times(2.0/3))
			curve(pen, a, b, q[1], put)
		case geom.CubeTo:
			curve(pen, q[0], q[1], q[2], put)
		}
		if len(q) > 0 {
			pen = q[len(q)-1]
		}
	}
	return box
}

// curve puts the ends of a cubic and the places where it turns back.
func curve(a, b, c, d geom.Point, put func(geom.Point)) {
	put(a)
	put(d)
	at := func(t float64) {
		if t > 0 && t < 1 {
			u := 1 - t
			put(a.Times(u * u * u).Add(b.Times(3 * u * u * t)).Add(c.Times(3 * u * t * t)).Add(d.Times(t * t * t)))
		}
	}
	for _, v := range [][4]float64{{a.X, b.X, c.X, d.X}, {a.Y, b.Y, c.Y, d.Y}} {
		// The slope is k t² + l t + m, up to a factor.
		k, l, m := v[3]-3*v[2]+3*v[1]-v[0], 2*(v[2]-2*v[1]+v[0]), v[1]-v[0]
		if math.Abs(k) < 1e-12 {
			if l != 0 {
				at(-m / l)
			}
			continue
		}
		if root := l*l - 4*k*m; root >= 0 {
			at((-l + math.Sqrt(root)) / (2 * k))
			at((-l - math.Sqrt(root)) / (2 * k))
		}
	}
}
