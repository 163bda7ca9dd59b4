package designer

import (
	"math"

	"badgekiln/designer/geom"
)

// boxed draws the shapes that fill their box edge to edge.
func (s Shape) boxed(p *geom.Path) {
	switch s.Kind {
	case "shield":
		s.shield(p)
	case "ribbon":
		s.ribbon(p)
	case "pennant":
		s.pennant(p)
	case "ticket":
		s.ticket(p)
	case "heart":
		d := s.drawer(p)
		d.move(0.5, 0.27)
		d.cube(0.44, 0.08, 0.32, 0, 0.25, 0)
		d.cube(0.1, 0, 0, 0.13, 0, 0.3)
		d.cube(0, 0.56, 0.26, 0.78, 0.5, 1)
		d.cube(0.74, 0.78, 1, 0.56, 1, 0.3)
		d.cube(1, 0.13, 0.9, 0, 0.75, 0)
		d.cube(0.68, 0, 0.56, 0.08, 0.5, 0.27)
		p.Close()
	case "leaf":
		d := s.drawer(p)
		d.move(0, 1)
		d.cube(-0.02, 0.42, 0.3, 0.02, 1, 0)
		d.cube(0.98, 0.7, 0.58, 1.02, 0, 1)
		p.Close()
	case "cloud":
		d := s.drawer(p)
		d.move(0.2, 1)
		d.cube(0.08, 1, 0, 0.89, 0, 0.74)
		d.cube(0, 0.58, 0.08, 0.48, 0.19, 0.47)
		d.cube(0.2, 0.2, 0.32, 0, 0.48, 0)
		d.cube(0.61, 0, 0.71, 0.12, 0.75, 0.3)
		d.cube(0.9, 0.28, 1, 0.43, 1, 0.64)
		d.cube(1, 0.85, 0.91, 1, 0.79, 1)
		p.Close()
	case "chevron":
		s.chevron(p)
	case "stamp":
		s.stamp(p)
	case "wave":
		s.wave(p)
	case "banner":
		s.banner(p)
	case "stripes":
		s.stripes(p)
	default:
		s.roundRect(p, 0, 0, s.W, s.H, s.Number("round"))
	}
}

// drawer draws in shares of the box.
type drawer struct {
	path    *geom.Path
	x, w, h float64
}

func (s Shape) drawer(p *geom.Path) drawer { return drawer{p, 0, s.W, s.H} }

func (d drawer) pt(x, y float64) geom.Point { return geom.Pt(d.x+x*d.w, y*d.h) }
func (d drawer) move(x, y float64)          { d.path.Move(d.pt(x, y)) }
func (d drawer) line(x, y float64)          { d.path.Line(d.pt(x, y)) }
func (d drawer) quad(a, b, x, y float64)    { d.path.Quad(d.pt(a, b), d.pt(x, y)) }

func (d drawer) cube(a, b, c, e, x, y float64) {
	d.path.Cube(d.pt(a, b), d.pt(c, e), d.pt(x, y))
}

func (s Shape) roundRect(p *geom.Path, x0, y0, x1, y1, r float64) {
	r = min(max(r, 0), (x1-x0)/2, (y1-y0)/2)
	if !(r > 0) {
		contour(p, 0, geom.Pt(x0, y0), geom.Pt(x1, y0), geom.Pt(x1, y1), geom.Pt(x0, y1))
		return
	}
	p.Move(geom.Pt(x0+r, y0))
	p.Line(geom.Pt(x1-r, y0))
	p.Arc(geom.Pt(x1-r, y0+r), r, -90, 0)
	p.Line(geom.Pt(x1, y1-r))
	p.Arc(geom.Pt(x1-r, y1-r), r, 0, 90)
	p.Line(geom.Pt(x0+r, y1))
	p.Arc(geom.Pt(x0+r, y1-r), r, 90, 180)
	p.Line(geom.Pt(x0, y0+r))
	p.Arc(geom.Pt(x0+r, y0+r), r, 180, 270)
	p.Close()
}

// shield has four styles: heater, swiss, modern, french.
func (s Shape) shield(p *geom.Path) {
	d := s.drawer(p)
	switch int(s.Number("style")) {
	case 2: // hollow top, flanks that bulge
		d.x, d.w = s.W*0.0225, s.W*0.955
		d.move(0, 0.03)
		d.quad(0.25, 0.1, 0.5, 0.02)
		d.quad(0.75, 0.1, 1, 0.03)
		d.cube(0.92, 0.25, 1.06, 0.4, 0.99, 0.58)
		d.cube(0.93, 0.76, 0.72, 0.88, 0.5, 1)
		d.cube(0.28, 0.88, 0.07, 0.76, 0.01, 0.58)
		d.cube(-0.06, 0.4, 0.08, 0.25, 0, 0.03)
	case 3: // peaked top, shoulders
		d.move(0.5, 0)
		d.cube(0.64, 0.07, 0.82, 0.12, 1, 0.12)
		d.line(1, 0.5)
		d.cube(1, 0.74, 0.8, 0.9, 0.5, 1)
		d.cube(0.2, 0.9, 0, 0.74, 0, 0.5)
		d.line(0, 0.12)
		d.cube(0.18, 0.12, 0.36, 0.07, 0.5, 0)
	case 4: // square, a nib at the foot
		d.move(0, 0)
		d.line(1, 0)
		d.line(1, 0.79)
		d.cube(1, 0.87, 0.95, 0.91, 0.87, 0.91)
		d.line(0.62, 0.91)
		d.cube(0.56, 0.91, 0.52, 0.95, 0.5, 1)
		d.cube(0.48, 0.95, 0.44, 0.91, 0.38, 0.91)
		d.line(0.13, 0.91)
		d.cube(0.05, 0.91, 0, 0.87, 0, 0.79)
	default:
		d.move(0, 0)
		d.line(1, 0)
		d.line(1, 0.42)
		d.cube(1, 0.72, 0.76, 0.9, 0.5, 1)
		d.cube(0.24, 0.9, 0, 0.72, 0, 0.42)
	}
	p.Close()
}

// ribbon is a band before two notched tails that hang lower; between them the
// folds. Everything winds the same way, so that it is one silhouette.
func (s Shape) ribbon(p *geom.Path) {
	d := s.drawer(p)
	tail, drop, notch := s.Number("tail"), s.Number("drop"), s.Number("notch")
	high := 1 - drop // of the band
	in := 0.55 * tail
	cut := tail * notch
	for _, right := range []bool{false, true} {
		x := func(v float64) float64 {
			if right {
				return 1 - v
			}
			return v
		}
		points := []geom.Point{
			d.pt(x(0), drop), d.pt(x(tail+in), drop), d.pt(x(tail+in), 1), d.pt(x(0), 1), d.pt(x(cut), drop+high/2),
		}
		if right {
			points[0], points[1], points[2], points[3] = points[1], points[0], points[3], points[2]
			points = []geom.Point{points[0], points[1], d.pt(x(cut), drop+high/2), points[2], points[3]}
		}
		contour(p, 0, points...)
	}
	contour(p, 0, d.pt(tail, 0), d.pt(1-tail, 0), d.pt(1-tail, high), d.pt(tail, high))
}

func (s Shape) pennant(p *geom.Path) {
	d := s.drawer(p)
	head := s.Number("head")
	points := []geom.Point{d.pt(0, 0), d.pt(1, 0), d.pt(1, head), d.pt(0.5, 1), d.pt(0, head)}
	if head <= 0 {
		points = []geom.Point{d.pt(0, 0), d.pt(1, 0), d.pt(0.5, 1)}
	}
	soft := 0.0
	if r := s.Number("round"); r > 0 && s.W > 0 && s.H > 0 {
		shortest := math.Inf(1)
		for i, q := range points {
			shortest = min(shortest, q.Sub(points[(i+1)%len(points)]).Length())
		}
		soft = min(r/shortest, 0.5)
	}
	contour(p, soft, points...)
}

// ticket is a rounded rectangle with a bite above and below.
func (s Shape) ticket(p *geom.Path) {
	bite := s.Number("bite") * min(s.W, s.H)
	r := min(s.Number("round"), s.W/2, s.H/2)
	x := min(max(s.Number("place")*s.W, r+bite), max(s.W-r-bite, 0))
	p.Move(geom.Pt(r, 0))
	p.Line(geom.Pt(x-bite, 0))
	p.Arc(geom.Pt(x, 0), bite, 180, 0)
	p.Line(geom.Pt(s.W-r, 0))
	p.Arc(geom.Pt(s.W-r, r), r, -90, 0)
	p.Line(geom.Pt(s.W, s.H-r))
	p.Arc(geom.Pt(s.W-r, s.H-r), r, 0, 90)
	p.Line(geom.Pt(x+bite, s.H))
	p.Arc(geom.Pt(x, s.H), bite, 0, -180)
	p.Line(geom.Pt(r, s.H))
	p.Arc(geom.Pt(r, s.H-r), r, 90, 180)
	p.Line(geom.Pt(0, r))
	p.Arc(geom.Pt(r, r), r, 180, 270)
	p.Close()
}

// chevron is a number of bands that point down and together fill the box. A
// single band is as thick as its slope leaves room for.
func (s Shape) chevron(p *geom.Path) {
	d := s.drawer(p)
	n, deep, thick := s.Number("bands"), s.Number("slope"), s.Number("thick")
	pitch := (1 - deep) / (n - 1 + thick)
	thick *= pitch
	for i := range int(n) {
		y := float64(i) * pitch
		contour(p, 0, d.pt(0, y), d.pt(0.5, y+deep), d.pt(1, y), d.pt(1, y+thick), d.pt(0.5, y+deep+thick), d.pt(0, y+thick))
	}
}
