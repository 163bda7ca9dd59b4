package typeset

import (
	"math"
	"strings"

	"badgekiln/designer"
	"badgekiln/designer/geom"
)

// tight is the size, in radii, above which letters that point inwards are set
// apart, and apart how much of what is above is added to their advances: their
// heads are closer together than their feet, and would touch.
const (
	tight = 0.23
	apart = 0.8
)

// spread is how much longer a line of a size is on its arc.
func spread(arc designer.Arc, size float64) float64 {
	if !arc.Inside {
		return 1
	}
	return 1 + apart*max(size/arc.Radius-tight, 0)
}

// bend maps distances along a baseline to a circle about the origin.
type bend struct {
	radius float64
	spread float64
	middle float64 // degrees, of the baseline's middle
	half   float64 // distance of the middle
	inside bool
}

// angle is the direction of a distance along the baseline.
func (b bend) angle(along float64) float64 {
	turn := (along - b.half) * b.spread / b.radius * 180 / math.Pi
	if b.inside {
		return b.middle - turn
	}
	return b.middle + turn
}

// at maps a point of the straight line: along it, and below it.
func (b bend) at(along, down float64) geom.Point {
	if b.inside {
		return geom.Polar(geom.Point{}, b.radius+down, b.angle(along))
	}
	return geom.Polar(geom.Point{}, b.radius-down, b.angle(along))
}

// turned maps a stiff thing whose middle lies along the baseline: it is turned,
// not bent.
func (b bend) turned(along float64) geom.Affine {
	a, up := b.angle(along), 90.0
	if b.inside {
		up = -90
	}
	foot := geom.Polar(geom.Point{}, b.radius, a)
	return geom.Move(-along, 0).Then(geom.Rotate(a + up)).Then(geom.Move(foot.X, foot.Y))
}

// arc sets one line round the origin.
func (s *setter) arc(content string) {
	arc := *s.text.Arc
	arc.Radius = math.Abs(arc.Radius)
	if !(arc.Radius > 0) {
		return
	}
	text := []rune(strings.Join(lines(content), " "))
	l := s.bench.shape(s.chain, text, rightToLeft(text))
	sweep := math.Abs(arc.Sweep)
	if sweep == 0 || sweep > 360 {
		sweep = 360
	}
	s.fitArc(arc, l.long(s.text.Size, s.text.Track), arc.Radius*sweep*math.Pi/180)
	size, track := s.out.Size, s.track(s.out.Size)
	long := l.long(size, track)
	b := bend{radius: arc.Radius, spread: spread(arc, size), middle: arc.Middle, half: long / 2, inside: arc.Inside}
	s.out.Missing = append(s.out.Missing, l.missing...)
	for i := 0; i < len(l.glyphs); {
		j := i // letters and their marks are turned together
		for j < len(l.glyphs) && l.glyphs[j].at == l.glyphs[i].at {
			j++
		}
		left := l.glyphs[i].pen(size, track)
		right := l.glyphs[j-1].pen(size, track) + l.glyphs[j-1].advance*size
		turn := b.turned((left + right) / 2)
		for _, g := range l.glyphs[i:j] {
			flat := s.glyph(g).Mapped(geom.Scale(size, size).Then(geom.Move(g.pen(size, track)+g.dx*size, g.dy*size)))
			if g.joined {
				s.out.Outline.Append(b.bent(flat, size))
			} else {
				s.out.Outline.Append(flat.Mapped(turn))
			}
		}
		i = j
	}
	for _, stop := range l.stops(text, size, track) {
		s.out.Carets = append(s.out.Carets, Caret{At: stop.at, Foot: b.at(stop.x, below*size), Head: b.at(stop.x, -above*size)})
	}
	s.bounds(b.around(long, size))
}

// fitArc finds the greatest allowed size at which a line that is wide units at
// Size fits into its room on an arc.
func (s *setter) fitArc(arc designer.Arc, wide, room float64) {
	most := s.text.Size
	s.out.Size, s.out.Overflow = s.fit(wide*spread(arc, most), room)
	if s.out.Size == most || spread(arc, most) == 1 {
		return
	}
	long := func(size float64) float64 { return wide * size / most * spread(arc, size) }
	low, high := s.least(), most
	if long(low) > room*(1+1e-9) {
		s.out.Size, s.out.Overflow = low, true
		return
	}
	for range 24 {
		if middle := (low + high) / 2; long(middle) <= room {
			low = middle
		} else {
			high = middle
		}
	}
	s.out.Size, s.out.Overflow = low, false
}

// around is a Rect round the bent line.
func (b bend) around(long, size float64) geom.Rect {
	steps := 1 + int(math.Min(long*b.spread/b.radius*180/math.Pi/5, 72))
	points := make([]geom.Point, 0, 2*steps+2)
	for i := range steps + 1 {
		along := long * float64(i) / float64(steps)
		points = append(points, b.at(along, below*size), b.at(along, -above*size))
	}
	return geom.Around(points...)
}

// bent maps an outline point by point, straight lines taken in steps short
// enough to look round.
func (b bend) bent(p *geom.Path, size float64) *geom.Path {
	out := &geom.Path{}
	var pen, start geom.Point
	at := func(q geom.Point) geom.Point { return b.at(q.X, q.Y) }
	line := func(to geom.Point) {
		steps := 1 + int(math.Min(to.Sub(pen).Length()/size*8, 64))
		for i := 1; i <= steps; i++ {
			out.Line(at(pen.Add(to.Sub(pen).Times(float64(i) / float64(steps)))))
		}
	}
	for verb, q := range p.Steps() {
		switch verb {
		case geom.MoveTo:
			out.Move(at(q[0]))
			start = q[0]
		case geom.LineTo:
			line(q[0])
		case geom.QuadTo:
			for _, part := range halved([]geom.Point{pen, q[0], q[1]}, b.radius/8) {
				out.Quad(at(part[1]), at(part[2]))
			}
		case geom.CubeTo:
			for _, part := range halved([]geom.Point{pen, q[0], q[1], q[2]}, b.radius/8) {
				out.Cube(at(part[1]), at(part[2]), at(part[3]))
			}
		case geom.ClosePath:
			line(start)
			out.Close()
		}
		if len(q) > 0 {
			pen = q[len(q)-1]
		} else {
			pen = start
		}
	}
	return out
}

// halved takes a curve apart until its parts are so short that bending their
// points is bending them.
func halved(curve []geom.Point, most float64) [][]geom.Point {
	long := 0.0
	for i := 1; i < len(curve); i++ {
		long += curve[i].Sub(curve[i-1]).Length()
	}
	parts := [][]geom.Point{curve}
	for range 5 {
		if !(long > most) {
			break
		}
		long /= 2
		var next [][]geom.Point
		for _, p := range parts {
			a, b := split(p)
			next = append(next, a, b)
		}
		parts = next
	}
	return parts
}

// split cuts a curve in its middle, as de Casteljau does.
func split(p []geom.Point) (a, b []geom.Point) {
	n := len(p)
	a, b = make([]geom.Point, n), make([]geom.Point, n)
	row := append([]geom.Point{}, p...)
	for i := range n {
		a[i], b[n-1-i] = row[0], row[n-1-i]
		for j := range n - 1 - i {
			row[j] = row[j].Add(row[j+1]).Times(0.5)
		}
	}
	return a, b
}
