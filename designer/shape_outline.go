package designer

import (
	"math"

	"badgekiln/designer/geom"
)

// Outline draws the shape in its box; an unknown kind is the box itself.
func (s Shape) Outline() *geom.Path {
	p := &geom.Path{}
	switch s.Kind {
	case "ellipse":
		p.Circle(geom.Pt(1, 1), 1, true)
	case "ring":
		p.Circle(geom.Pt(1, 1), 1, true)
		p.Circle(geom.Pt(1, 1), s.Number("hole"), false)
	case "polygon":
		s.polygon(p)
	case "star", "seal":
		s.spikes(p)
	case "scallop":
		s.scallop(p)
	case "gear":
		s.gear(p)
	case "rays":
		s.rays(p)
	case "laurel":
		s.laurel(p)
	default:
		if s.more(p) {
			break
		}
		s.boxed(p) // these measure in units, not in shares of the box
		return p
	}
	return p.Mapped(geom.Scale(s.W/2, s.H/2))
}

// The round shapes are drawn in a circle of radius 1 about (1, 1), angles
// beginning at the top.
func spot(radius, degrees float64) geom.Point { return geom.Polar(geom.Pt(1, 1), radius, degrees-90) }

// contour draws a closed contour whose corners are cut by a share of the
// shorter side and rounded.
func contour(p *geom.Path, soft float64, points ...geom.Point) {
	n := len(points)
	for i, at := range points {
		if soft <= 0 {
			if i == 0 {
				p.Move(at)
			} else {
				p.Line(at)
			}
			continue
		}
		before, after := points[(i+n-1)%n].Sub(at), points[(i+1)%n].Sub(at)
		leg := min(before.Length(), after.Length()) * soft
		from, to := at, at
		if leg > 0 {
			from, to = at.Add(before.Times(leg/before.Length())), at.Add(after.Times(leg/after.Length()))
		}
		if i == 0 {
			p.Move(from)
		} else {
			p.Line(from)
		}
		p.Quad(at, to)
	}
	p.Close()
}

func (s Shape) polygon(p *geom.Path) {
	n := s.Number("points")
	points := make([]geom.Point, 0, int(n))
	for i := range int(n) {
		points = append(points, spot(1, s.Number("turn")+float64(i)*360/n))
	}
	contour(p, s.Number("soft"), points...)
}

// spikes alternates between the rim and a circle deeper by depth.
func (s Shape) spikes(p *geom.Path) {
	n := s.Number("points")
	points := make([]geom.Point, 0, 2*int(n))
	for i := range int(n) {
		points = append(points, spot(1, float64(i)*360/n), spot(1-s.Number("depth"), (float64(i)+0.5)*360/n))
	}
	contour(p, s.Number("soft"), points...)
}

// scallop joins cusps by arcs that touch the rim.
func (s Shape) scallop(p *geom.Path) {
	n, depth := s.Number("points"), s.Number("depth")
	half := math.Pi / n
	chord := 2 * (1 - depth) * math.Sin(half)
	high := 1 - (1-depth)*math.Cos(half)
	radius := (chord*chord/4 + high*high) / (2 * high)
	reach := math.Atan2(chord/2, radius-high) * 180 / math.Pi
	for i := range int(n) {
		a := float64(i) * 360 / n
		middle := spot(1-radius, a)
		if i == 0 {
			p.Move(geom.Polar(middle, radius, a-90-reach))
		}
		p.Arc(middle, radius, a-90-reach, a-90+reach)
	}
	p.Close()
}

func (s Shape) gear(p *geom.Path) {
	n, duty := s.Number("points"), s.Number("tooth")
	step := 360 / n
	var points []geom.Point
	for i := range int(n) {
		a, foot, top := float64(i)*step, 0.66*duty*step, 0.42*duty*step
		deep := 1 - s.Number("depth")
		points = append(points, spot(deep, a-foot), spot(1, a-top), spot(1, a+top), spot(deep, a+foot))
	}
	contour(p, 0, points...)
}

func (s Shape) rays(p *geom.Path) {
	n, hole := s.Number("points"), s.Number("hole")
	half := s.Number("duty") * 180 / n
	for i := range int(n) {
		a := float64(i) * 360 / n
		if hole > 0 {
			contour(p, 0, spot(hole, a-half), spot(1, a-half), spot(1, a+half), spot(hole, a+half))
		} else {
			contour(p, 0, geom.Pt(1, 1), spot(1, a-half), spot(1, a+half))
		}
	}
}

// laurel draws two branches from the foot upwards, leaves in pairs along a
// stem.
func (s Shape) laurel(p *geom.Path) {
	s.branch(p, 1)
	s.branch(p, -1)
}

// branch draws one of them: 1 is the right one, −1 the left.
func (s Shape) branch(p *geom.Path, side float64) {
	n, long := s.Number("leaves"), s.Number("leaf")
	radius := 1 - long*0.62
	end := 180 - s.Number("open")/2 // degrees from the foot
	begin := 8.0
	at := func(turn float64) geom.Point { return spot(radius, 180-side*turn) }
	stem := []geom.Point{}
	for i := range 25 {
		turn := begin - 6 + (end-begin+6)*float64(i)/24
		thick := 0.018 * (1 - 0.6*float64(i)/24)
		stem = append(stem, spot(radius+thick, 180-side*turn))
	}
	for i := 24; i >= 0; i-- {
		turn := begin - 6 + (end-begin+6)*float64(i)/24
		thick := 0.018 * (1 - 0.6*float64(i)/24)
		stem = append(stem, spot(radius-thick, 180-side*turn))
	}
	if side < 0 { // all contours wind the same way
		for i, j := 0, len(stem)-1; i < j; i, j = i+1, j-1 {
			stem[i], stem[j] = stem[j], stem[i]
		}
	}
	contour(p, 0, stem...)
	for i := range int(n) {
		share := float64(i) / n
		turn := begin + (end-begin)*(share+0.35/n)
		size := long * (1 - 0.25*share)
		along := 180 - side*turn - 90 - side*90 // direction of growth
		for _, lean := range []float64{32, -32} {
			leafAt(p, at(turn), along+lean, size, 0.42*size)
		}
	}
	leafAt(p, at(end), 180-side*end-90-side*90, long*0.75, 0.32*long)
}

// leafAt draws a pointed leaf from its stalk in a direction.
func leafAt(p *geom.Path, stalk geom.Point, degrees, long, wide float64) {
	m := geom.Rotate(degrees).Then(geom.Move(stalk.X, stalk.Y))
	at := func(x, y float64) geom.Point { return m.Apply(geom.Pt(x*long, y*wide)) }
	p.Move(at(0, 0))
	p.Cube(at(0.25, -0.75), at(0.7, -0.65), at(1, 0))
	p.Cube(at(0.7, 0.65), at(0.25, 0.75), at(0, 0))
	p.Close()
}
