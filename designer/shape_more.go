package designer

import (
	"math"

	"badgekiln/designer/geom"
)

// more draws the shapes of seals and papers; false for a kind that is none of
// them. They are drawn about (1, 1) in a box of 2 by 2, as the round ones are.
func (s Shape) more(p *geom.Path) bool {
	switch s.Kind {
	case "guilloche":
		s.guilloche(p)
	case "rosette":
		s.rosette(p)
	case "wax":
		s.wax(p)
	case "arch":
		s.arch(p)
	case "tails":
		s.tails(p)
	case "laurel-left":
		s.branch(p, -1)
	case "laurel-right":
		s.branch(p, 1)
	default:
		return false
	}
	if s.Kind != "guilloche" {
		fitted(p)
	}
	return true
}

// fitted stretches a path to fill the box of 2 by 2.
func fitted(p *geom.Path) {
	b := p.Bounds()
	if b.Empty() {
		return
	}
	m := geom.Move(-b.Min.X, -b.Min.Y).Then(geom.Scale(2/b.W(), 2/b.H()))
	for i, c := range p.Coords {
		p.Coords[i] = m.Apply(c)
	}
}

// wound draws a contour that winds the way all others do, so that what lies
// over each other is one silhouette.
func wound(p *geom.Path, points ...geom.Point) {
	sum := 0.0
	for i, a := range points {
		b := points[(i+1)%len(points)]
		sum += a.X*b.Y - b.X*a.Y
	}
	if sum < 0 {
		for i, j := 0, len(points)-1; i < j; i, j = i+1, j-1 {
			points[i], points[j] = points[j], points[i]
		}
	}
	contour(p, 0, points...)
}

// smooth draws a closed curve through points, once round or the other way.
func smooth(p *geom.Path, points []geom.Point, back bool) {
	n := len(points)
	at := func(i int) geom.Point {
		if back {
			i = -i
		}
		return points[((i%n)+n)%n]
	}
	p.Move(at(0))
	for i := range n {
		a, b, c, d := at(i-1), at(i), at(i+1), at(i+2)
		p.Cube(b.Add(c.Sub(a).Times(1.0/6)), c.Sub(d.Sub(b).Times(1.0/6)), c)
	}
	p.Close()
}

// guilloche is bands that swing about a circle, each a step behind the one
// before.
func (s Shape) guilloche(p *geom.Path) {
	n, deep, bands, thick := s.Number("points"), s.Number("depth"), s.Number("bands"), s.Number("thick")
	steps := int(n) * 8
	for band := range int(bands) {
		outer, inner := make([]geom.Point, steps), make([]geom.Point, steps)
		for i := range steps {
			turn := float64(i) / float64(steps) * 360
			swing := math.Cos((turn*n/360 + float64(band)/bands) * 2 * math.Pi)
			r := 1 - thick/2 - deep/2 + deep/2*swing
			outer[i], inner[i] = spot(r+thick/2, turn), spot(r-thick/2, turn)
		}
		smooth(p, outer, false)
		smooth(p, inner, true)
	}
}

// rosette is a pleated disc over two tails.
func (s Shape) rosette(p *geom.Path) {
	n, deep := s.Number("points"), s.Number("depth")
	s.strips(p, 0.34)
	points := make([]geom.Point, 0, 2*int(n))
	for i := range int(n) {
		points = append(points, spot(1, float64(i)*360/n), spot(1-deep, (float64(i)+0.5)*360/n))
	}
	wound(p, points...)
}

// tails are two strips with a notch, hanging from one place.
func (s Shape) tails(p *geom.Path) { s.strips(p, s.Number("thick")) }

// strips hang from the middle, half as wide as half.
func (s Shape) strips(p *geom.Path, half float64) {
	long, spread, notch := 1+s.Number("tail"), s.Number("spread"), s.Number("notch")
	for _, side := range []float64{1, -1} {
		m := geom.Rotate(90 - side*spread).Then(geom.Move(1, 1))
		at := func(x, y float64) geom.Point { return m.Apply(geom.Pt(x, y)) }
		wound(p, at(0, -half), at(long, -half), at(long-notch*2*half, 0), at(long, half), at(0, half))
	}
}

// wax is a drop of wax pressed flat: a circle that ran out here and there.
func (s Shape) wax(p *geom.Path) {
	deep := s.Number("depth")
	points := make([]geom.Point, 48)
	for i := range points {
		turn := float64(i) / 48 * 2 * math.Pi
		run := 0.45*math.Cos(3*turn+0.7) + 0.35*math.Cos(5*turn+2.1) + 0.2*math.Cos(8*turn+4)
		points[i] = spot(1+deep*run, turn*180/math.Pi)
	}
	smooth(p, points, false)
}

// arch is a ribbon along a circle: a band, behind its ends two tails that hang
// lower, and the folds between.
func (s Shape) arch(p *geom.Path) {
	half, thick, tail, drop := s.Number("sweep"), s.Number("thick"), s.Number("tail")*60, s.Number("drop")
	sector := func(outer, inner, from, to, cut float64) {
		// Angles begin at the top; a notch cuts the end at to.
		p.Move(spot(outer, from))
		p.Arc(geom.Pt(1, 1), outer, from-90, to-90)
		if cut != 0 {
			p.Line(spot((outer+inner)/2, to-cut))
		}
		p.Line(spot(inner, to))
		p.Arc(geom.Pt(1, 1), inner, to-90, from-90)
		p.Close()
	}
	const under = 7 // degrees of a tail behind the band
	low, deep := 1-drop, 1-thick-drop
	sector(low, deep, half-under, half+tail, tail*0.35)
	p.Append(reversed(p.Mapped(geom.Affine{A: -1, D: 1, E: 2}))) // the other tail
	for _, side := range []float64{1, -1} {
		wound(p, spot(1-thick, side*half), spot(1-thick, side*(half-under)), spot(deep, side*(half-under)))
	}
	sector(1, 1-thick, -half, half, 0)
}

// reversed is a path of one contour, drawn the other way round.
func reversed(p *geom.Path) *geom.Path {
	out := &geom.Path{}
	n := len(p.Coords)
	if n == 0 {
		return out
	}
	out.Move(p.Coords[n-1])
	at := n - 1
	for i := len(p.Verbs) - 1; i > 0; i-- {
		switch p.Verbs[i] {
		case geom.LineTo:
			out.Line(p.Coords[at-1])
			at--
		case geom.CubeTo:
			out.Cube(p.Coords[at-1], p.Coords[at-2], p.Coords[at-3])
			at -= 3
		}
	}
	out.Close()
	return out
}

// stamp is a sheet with bites along its edges, a whole number on each side.
func (s Shape) stamp(p *geom.Path) {
	r := s.Number("bite") * min(s.W, s.H)
	gap := s.Number("gap") * 2 * r
	corners := geom.R(0, 0, s.W, s.H).Corners()
	p.Move(corners[0])
	for i, from := range corners {
		to := corners[(i+1)%4]
		d := to.Sub(from)
		long := d.Length()
		if !(long > 0) || !(r > 0) {
			p.Line(to)
			continue
		}
		d = d.Times(1 / long)
		count := max(math.Round(long/(2*r+gap)), 1)
		free := (long - count*2*r) / count
		if free < 0 {
			p.Line(to)
			continue
		}
		for k := range int(count) {
			middle := from.Add(d.Times(float64(k)*(2*r+free) + free/2 + r))
			p.Line(middle.Sub(d.Times(r)))
			along := float64(i) * 90
			p.Arc(middle, r, along+180, along)
		}
		p.Line(to)
	}
	p.Close()
}

// wave is a field whose upper edge goes up and down.
func (s Shape) wave(p *geom.Path) {
	d := s.drawer(p)
	n, high := s.Number("points"), s.Number("depth")/2
	d.move(0, high)
	for i := range int(n) {
		swing := -high // of the control point: the curve goes half as far
		if i%2 == 1 {
			swing = 3 * high
		}
		d.quad((float64(i)+0.5)/n, swing, float64(i+1)/n, high)
	}
	d.line(1, 1)
	d.line(0, 1)
	p.Close()
}

// banner is a bar whose ends are cut in, or stick out with a cut below 0.
func (s Shape) banner(p *geom.Path) {
	d := s.drawer(p)
	cut := 0.0
	if s.W > 0 {
		cut = min(math.Abs(s.Number("cut"))*s.H/s.W, 0.33)
	}
	if s.Number("cut") < 0 {
		contour(p, 0, d.pt(cut, 0), d.pt(1-cut, 0), d.pt(1, 0.5), d.pt(1-cut, 1), d.pt(cut, 1), d.pt(0, 0.5))
		return
	}
	contour(p, 0, d.pt(0, 0), d.pt(1, 0), d.pt(1-cut, 0.5), d.pt(1, 1), d.pt(0, 1), d.pt(cut, 0.5))
}

// stripes are bars one over the other.
func (s Shape) stripes(p *geom.Path) {
	d := s.drawer(p)
	n, thick := s.Number("bands"), s.Number("thick")
	pitch := 1 / (n - 1 + thick)
	for i := range int(n) {
		y := float64(i) * pitch
		contour(p, 0, d.pt(0, y), d.pt(1, y), d.pt(1, y+thick*pitch), d.pt(0, y+thick*pitch))
	}
}
