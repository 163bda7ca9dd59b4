package geom

import "math"

// Point is a place or a vector.
type Point struct{ X, Y float64 }

// Pt is shorthand for a Point.
func Pt(x, y float64) Point { return Point{x, y} }

// Add is p moved by q.
func (p Point) Add(q Point) Point { return Point{p.X + q.X, p.Y + q.Y} }

// Sub is the vector from q to p.
func (p Point) Sub(q Point) Point { return Point{p.X - q.X, p.Y - q.Y} }

// Times is p stretched by k.
func (p Point) Times(k float64) Point { return Point{p.X * k, p.Y * k} }

// Length is the distance from the origin.
func (p Point) Length() float64 { return math.Hypot(p.X, p.Y) }

// Polar is the point at a distance and an angle from a middle; 0° points to
// the right, 90° down.
func Polar(middle Point, radius, degrees float64) Point {
	sin, cos := math.Sincos(degrees * math.Pi / 180)
	return Point{middle.X + radius*cos, middle.Y + radius*sin}
}

// Rect is an upright rectangle. It is empty unless Min lies before Max on both
// axes; the zero Rect is empty.
type Rect struct{ Min, Max Point }

// R makes a Rect of its edges.
func R(x0, y0, x1, y1 float64) Rect { return Rect{Point{x0, y0}, Point{x1, y1}} }

// W is the width.
func (r Rect) W() float64 { return r.Max.X - r.Min.X }

// H is the height.
func (r Rect) H() float64 { return r.Max.Y - r.Min.Y }

// Middle is the centre.
func (r Rect) Middle() Point { return Point{(r.Min.X + r.Max.X) / 2, (r.Min.Y + r.Max.Y) / 2} }

// Empty tells whether nothing lies inside.
func (r Rect) Empty() bool { return !(r.Min.X < r.Max.X && r.Min.Y < r.Max.Y) }

// Has tells whether a point lies inside or on the edge.
func (r Rect) Has(p Point) bool {
	return p.X >= r.Min.X && p.X <= r.Max.X && p.Y >= r.Min.Y && p.Y <= r.Max.Y
}

// Union is the smallest Rect around both; an empty one counts for nothing.
func (r Rect) Union(s Rect) Rect {
	switch {
	case r.Empty():
		return s
	case s.Empty():
		return r
	}
	return Rect{
		Point{min(r.Min.X, s.Min.X), min(r.Min.Y, s.Min.Y)},
		Point{max(r.Max.X, s.Max.X), max(r.Max.Y, s.Max.Y)},
	}
}

// Touches tells whether two rectangles share a point.
func (r Rect) Touches(s Rect) bool {
	return r.Min.X <= s.Max.X && s.Min.X <= r.Max.X && r.Min.Y <= s.Max.Y && s.Min.Y <= r.Max.Y
}

// Grow is r with every edge moved outwards by d.
func (r Rect) Grow(d float64) Rect {
	return Rect{Point{r.Min.X - d, r.Min.Y - d}, Point{r.Max.X + d, r.Max.Y + d}}
}

// Corners are the four corners, clockwise from the upper left.
func (r Rect) Corners() [4]Point {
	return [4]Point{r.Min, {r.Max.X, r.Min.Y}, r.Max, {r.Min.X, r.Max.Y}}
}

// Path is the outline of r, clockwise from the upper left.
func (r Rect) Path() *Path {
	c := r.Corners()
	p := &Path{}
	p.Move(c[0])
	for _, to := range c[1:] {
		p.Line(to)
	}
	p.Close()
	return p
}

// Around is the smallest Rect that holds all points.
func Around(points ...Point) Rect {
	if len(points) == 0 {
		return Rect{}
	}
	r := Rect{points[0], points[0]}
	for _, p := range points[1:] {
		r.Min = Point{min(r.Min.X, p.X), min(r.Min.Y, p.Y)}
		r.Max = Point{max(r.Max.X, p.X), max(r.Max.Y, p.Y)}
	}
	return r
}
