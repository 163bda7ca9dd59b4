package geom

import "math"

// Affine maps (x, y) to (A x + C y + E, B x + D y + F), as SVG's matrix() does.
// Identity is what moves nothing; the zero Affine flattens everything to a
// point and is never valid in a document.
type Affine struct{ A, B, C, D, E, F float64 }

// Identity moves nothing.
func Identity() Affine { return Affine{A: 1, D: 1} }

// Move is a translation.
func Move(x, y float64) Affine { return Affine{1, 0, 0, 1, x, y} }

// Scale stretches about the origin.
func Scale(x, y float64) Affine { return Affine{x, 0, 0, y, 0, 0} }

// Rotate turns clockwise about the origin.
func Rotate(degrees float64) Affine {
	// Right angles are exact: a badge turned four times is the badge.
	sin, cos := math.Sincos(degrees * math.Pi / 180)
	if r := math.Mod(degrees, 90); r == 0 {
		sin, cos = math.Round(sin), math.Round(cos)
	}
	return Affine{cos, sin, -sin, cos, 0, 0}
}

// Then is m followed by n.
func (m Affine) Then(n Affine) Affine {
	return Affine{
		A: n.A*m.A + n.C*m.B, B: n.B*m.A + n.D*m.B,
		C: n.A*m.C + n.C*m.D, D: n.B*m.C + n.D*m.D,
		E: n.A*m.E + n.C*m.F + n.E, F: n.B*m.E + n.D*m.F + n.F,
	}
}

// About is m done about a point instead of the origin.
func (m Affine) About(p Point) Affine { return Move(-p.X, -p.Y).Then(m).Then(Move(p.X, p.Y)) }

// Apply maps a point.
func (m Affine) Apply(p Point) Point {
	return Point{m.A*p.X + m.C*p.Y + m.E, m.B*p.X + m.D*p.Y + m.F}
}

// Vector maps a vector: as Apply, but nothing is moved.
func (m Affine) Vector(p Point) Point { return Point{m.A*p.X + m.C*p.Y, m.B*p.X + m.D*p.Y} }

// Bounds is the smallest Rect around a mapped Rect.
func (m Affine) Bounds(r Rect) Rect {
	c := r.Corners()
	return Around(m.Apply(c[0]), m.Apply(c[1]), m.Apply(c[2]), m.Apply(c[3]))
}

// Det is the factor by which areas grow; negative when mirrored.
func (m Affine) Det() float64 { return m.A*m.D - m.B*m.C }

// Inverse undoes m; false when m is flat and cannot be undone.
func (m Affine) Inverse() (Affine, bool) {
	det := m.Det()
	if math.Abs(det) < 1e-12 {
		return Affine{}, false
	}
	return Affine{
		A: m.D / det, B: -m.B / det, C: -m.C / det, D: m.A / det,
		E: (m.C*m.F - m.D*m.E) / det, F: (m.B*m.E - m.A*m.F) / det,
	}, true
}

// Parts takes m apart: first stretched by (SX, SY), then sheared by Skew
// degrees, then turned by Turn degrees clockwise, then moved to At.
type Parts struct {
	SX, SY, Skew, Turn float64
	At                 Point
}

// Parts gives the parts of m. A mirrored m has a negative SY.
func (m Affine) Parts() Parts {
	turn := math.Atan2(m.B, m.A)
	sx := math.Hypot(m.A, m.B)
	p := Parts{SX: sx, Turn: turn * 180 / math.Pi, At: Point{m.E, m.F}}
	if sx == 0 {
		p.SY = math.Hypot(m.C, m.D)
		return p
	}
	p.SY = m.Det() / sx
	if p.SY != 0 {
		p.Skew = math.Atan2((m.A*m.C+m.B*m.D)/sx, p.SY) * 180 / math.Pi
		if p.SY < 0 {
			p.Skew = math.Atan((m.A*m.C+m.B*m.D)/sx/p.SY) * 180 / math.Pi
		}
	}
	return p
}

// Affine puts the parts together again.
func (p Parts) Affine() Affine {
	shear := Affine{A: 1, C: math.Tan(p.Skew * math.Pi / 180), D: 1}
	return Scale(p.SX, p.SY).Then(shear).Then(Rotate(p.Turn)).Then(Move(p.At.X, p.At.Y))
}
