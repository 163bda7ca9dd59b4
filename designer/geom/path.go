package geom

import (
	"iter"
	"math"
)

// Verb says what a step of a path does.
type Verb uint8

// The verbs, with the number of points they take.
const (
	MoveTo    Verb = iota // 1: begins a contour
	LineTo                // 1
	QuadTo                // 2: control, end
	CubeTo                // 3: two controls, end
	ClosePath             // 0: back to where the contour began
)

// Points is how many points a verb takes.
func (v Verb) Points() int { return [...]int{1, 1, 2, 3, 0}[v] }

// Path is a sequence of contours. A published Path is never changed; the
// methods that draw are for whoever makes one.
type Path struct {
	Verbs  []Verb
	Coords []Point // the points of all verbs, one after the other
}

// Empty tells whether there is nothing to draw.
func (p *Path) Empty() bool { return p == nil || len(p.Verbs) == 0 }

// Move begins a contour.
func (p *Path) Move(a Point) { p.add(MoveTo, a) }

// Line draws a straight line.
func (p *Path) Line(a Point) { p.add(LineTo, a) }

// Quad draws a quadratic curve.
func (p *Path) Quad(a, b Point) { p.add(QuadTo, a, b) }

// Cube draws a cubic curve.
func (p *Path) Cube(a, b, c Point) { p.add(CubeTo, a, b, c) }

// Close ends a contour where it began.
func (p *Path) Close() { p.add(ClosePath) }

func (p *Path) add(v Verb, points ...Point) {
	p.Verbs = append(p.Verbs, v)
	p.Coords = append(p.Coords, points...)
}

// Append draws another path after this one.
func (p *Path) Append(q *Path) {
	if q != nil {
		p.Verbs = append(p.Verbs, q.Verbs...)
		p.Coords = append(p.Coords, q.Coords...)
	}
}

// Steps yields the verbs with their points.
func (p *Path) Steps() iter.Seq2[Verb, []Point] {
	return func(yield func(Verb, []Point) bool) {
		if p == nil {
			return
		}
		at := 0
		for _, v := range p.Verbs {
			n := v.Points()
			if at+n > len(p.Coords) || !yield(v, p.Coords[at:at+n:at+n]) {
				return
			}
			at += n
		}
	}
}

// Mapped is the path with every point mapped.
func (p *Path) Mapped(m Affine) *Path {
	out := &Path{Verbs: p.Verbs, Coords: make([]Point, len(p.Coords))}
	for i, c := range p.Coords {
		out.Coords[i] = m.Apply(c)
	}
	return out
}

// Bounds is a Rect around the path: around all its points, so that it may be
// larger than the curve but is never smaller.
func (p *Path) Bounds() Rect {
	if p == nil {
		return Rect{}
	}
	return Around(p.Coords...)
}

// Circle draws a full circle as a closed contour, clockwise or, to make a
// hole, counter-clockwise.
func (p *Path) Circle(middle Point, radius float64, clockwise bool) {
	end := 360.0
	if !clockwise {
		end = -360
	}
	p.Move(Polar(middle, radius, 0))
	p.Arc(middle, radius, 0, end)
	p.Close()
}

// Arc goes on along a circle from one angle to another, as cubics that miss
// the circle by less than 1/10,000 of its radius. The pen must already be at
// the beginning.
func (p *Path) Arc(middle Point, radius, from, to float64) {
	n := math.Ceil(math.Abs(to-from)/45 - 1e-9)
	if n < 1 {
		return
	}
	step := (to - from) / n
	reach := radius * 4 / 3 * math.Tan(step*math.Pi/180/4)
	for i := range int(n) {
		a, b := from+float64(i)*step, from+float64(i+1)*step
		p.Cube(
			Polar(Polar(middle, radius, a), reach, a+90),
			Polar(Polar(middle, radius, b), reach, b-90),
			Polar(middle, radius, b),
		)
	}
}
