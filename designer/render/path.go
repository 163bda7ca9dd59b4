package render

import "math"

// point is a place on the 600-unit grid all badge art is drawn on: x grows to
// the right, y down, the middle is (300, 300).
type point struct{ x, y float64 }

// polar is the point at a distance from the middle; 0 radians points up and
// angles grow clockwise.
func polar(radius, angle float64) point {
	sin, cos := math.Sincos(angle)
	return point{300 + radius*sin, 300 - radius*cos}
}

// turn is a placing: scale, then rotate clockwise about the origin, then move.
type turn struct {
	scale, angle float64
	to           point
}

func (t turn) apply(p point) point {
	sin, cos := math.Sincos(t.angle)
	x, y := p.x*t.scale, p.y*t.scale
	return point{t.to.x + x*cos - y*sin, t.to.y + x*sin + y*cos}
}

// segment is one step of a path. A move has one point, a line one, a quadratic
// two, a cubic three; the last is where the pen arrives.
type segment struct {
	move bool
	to   []point
}

// path is a set of closed outlines, filled by the non-zero rule: outlines that
// run the same way add up, one that runs the other way is a hole.
type path []segment

func (p *path) moveTo(a point)       { *p = append(*p, segment{move: true, to: []point{a}}) }
func (p *path) lineTo(a point)       { *p = append(*p, segment{to: []point{a}}) }
func (p *path) quadTo(a, b point)    { *p = append(*p, segment{to: []point{a, b}}) }
func (p *path) cubeTo(a, b, c point) { *p = append(*p, segment{to: []point{a, b, c}}) }

// placed is the path after a turn.
func (p path) placed(t turn) path {
	out := make(path, len(p))
	for i, s := range p {
		to := make([]point, len(s.to))
		for j, q := range s.to {
			to[j] = t.apply(q)
		}
		out[i] = segment{move: s.move, to: to}
	}
	return out
}

// polygon is a closed outline of straight lines.
func polygon(points ...point) path {
	var p path
	p.moveTo(points[0])
	for _, q := range points[1:] {
		p.lineTo(q)
	}
	return p
}

// mirrored is an outline symmetrical about x = 300: the right half, given from
// top to bottom as cubics after its first point, and its reflection.
func mirrored(start point, right ...[3]point) path {
	flip := func(p point) point { return point{600 - p.x, p.y} }
	var p path
	p.moveTo(start)
	for _, c := range right {
		p.cubeTo(c[0], c[1], c[2])
	}
	p.lineTo(flip(right[len(right)-1][2]))
	for i := len(right) - 1; i >= 0; i-- {
		end := start
		if i > 0 {
			end = right[i-1][2]
		}
		p.cubeTo(flip(right[i][1]), flip(right[i][0]), flip(end))
	}
	return p
}

// circle is drawn clockwise, or counter-clockwise to make a hole.
func circle(middle point, radius float64, clockwise bool) path {
	const arcs = 8
	reach := radius * 4 / 3 * math.Tan(math.Pi/2/arcs)
	step := 2 * math.Pi / arcs
	if !clockwise {
		step, reach = -step, -reach
	}
	var p path
	p.moveTo(point{middle.x + radius, middle.y})
	for i := range arcs {
		sin0, cos0 := math.Sincos(float64(i) * step)
		sin1, cos1 := math.Sincos(float64(i+1) * step)
		a := point{middle.x + radius*cos0 - reach*sin0, middle.y + radius*sin0 + reach*cos0}
		c := point{middle.x + radius*cos1, middle.y + radius*sin1}
		b := point{c.x + reach*sin1, c.y - reach*cos1}
		p.cubeTo(a, b, c)
	}
	return p
}

// ring is a band about the middle of the badge.
func ring(outer, inner float64) path {
	middle := point{300, 300}
	return append(circle(middle, outer, true), circle(middle, inner, false)...)
}

// scallops is a disc with n round bumps on its edge, grown by a margin.
func scallops(n int, radius, bump, margin float64) path {
	p := circle(point{300, 300}, radius, true)
	for i := range n {
		p = append(p, circle(polar(radius, 2*math.Pi*float64(i)/float64(n)), bump+margin, true)...)
	}
	return p
}
