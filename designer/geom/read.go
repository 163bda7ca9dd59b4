package geom

import (
	"fmt"
	"math"
	"strconv"
)

// ReadPath reads a path written as SVG writes it: all commands, relative and
// absolute, repeated without their letter, flags of arcs packed together.
// Arcs become cubics.
func ReadPath(text string) (*Path, error) {
	p, err := ReadPathUntil(text)
	if err != nil {
		return nil, err
	}
	return p, nil
}

// ReadPathUntil is ReadPath that gives, with an error, what stands before it.
func ReadPathUntil(text string) (*Path, error) {
	r := pathReader{text: text, out: &Path{}}
	for {
		r.skip()
		if r.at == len(r.text) {
			return r.done()
		}
		if c := r.text[r.at]; c >= 'A' && c <= 'z' && (c <= 'Z' || c >= 'a') {
			r.verb = c
			r.at++
		} else if r.verb == 0 || r.verb|0x20 == 'z' {
			return r.out, fmt.Errorf("read path: a number without a command at %d", r.at)
		}
		verbs, coords := len(r.out.Verbs), len(r.out.Coords)
		if r.step(); r.err != nil {
			r.out.Verbs, r.out.Coords = r.out.Verbs[:verbs], r.out.Coords[:coords]
			return r.out, r.err
		}
	}
}

// done gives the path, unless some number in it ran out of range.
func (r *pathReader) done() (*Path, error) {
	for _, c := range r.out.Coords {
		if size := math.Abs(c.X) + math.Abs(c.Y); math.IsNaN(size) || math.IsInf(size, 0) {
			r.fail("a number is out of range")
			return &Path{}, r.err
		}
	}
	return r.out, nil
}

// pathReader is a path half read.
type pathReader struct {
	text    string
	at      int
	verb    byte // the command that numbers now belong to
	out     *Path
	pen     Point
	start   Point // of the contour
	handle  Point // the last control point
	handled byte  // which curve it belonged to: c, q or 0
	err     error
}

// step reads the numbers of one command and draws it.
func (r *pathReader) step() {
	base := Point{}
	if r.verb >= 'a' {
		base = r.pen
	}
	kind, handled := r.verb|0x20, r.handled
	if len(r.out.Verbs) == 0 && kind != 'm' {
		r.fail("a path begins with a move")
		return
	}
	r.handled = 0
	switch kind {
	case 'm':
		r.pen = r.point(base)
		r.start = r.pen
		r.out.Move(r.pen)
		r.verb -= 'm' - 'l' // further points are lines
	case 'l':
		r.line(r.point(base))
	case 'h':
		r.line(Point{base.X + r.number(), r.pen.Y})
	case 'v':
		r.line(Point{r.pen.X, base.Y + r.number()})
	case 'c', 's':
		first := r.pen
		if kind == 'c' {
			first = r.point(base)
		} else if handled == 'c' {
			first = r.pen.Times(2).Sub(r.handle)
		}
		second := r.point(base)
		end := r.point(base)
		r.out.Cube(first, second, end)
		r.pen, r.handle, r.handled = end, second, 'c'
	case 'q', 't':
		control := r.pen
		if kind == 'q' {
			control = r.point(base)
		} else if handled == 'q' {
			control = r.pen.Times(2).Sub(r.handle)
		}
		end := r.point(base)
		r.out.Quad(control, end)
		r.pen, r.handle, r.handled = end, control, 'q'
	case 'a':
		rx, ry, turn := r.number(), r.number(), r.number()
		large, clockwise := r.flag(), r.flag()
		end := r.point(base)
		r.out.elliptic(r.pen, end, math.Abs(rx), math.Abs(ry), turn, large, clockwise)
		r.pen = end
	case 'z':
		r.out.Close()
		r.pen = r.start
	default:
		r.fail("no command %q", r.verb)
	}
}

func (r *pathReader) line(to Point) {
	r.out.Line(to)
	r.pen = to
}

func (r *pathReader) fail(format string, args ...any) {
	if r.err == nil {
		r.err = fmt.Errorf("read path: "+format+" at %d", append(args, r.at)...)
	}
}

// skip passes what may stand between numbers.
func (r *pathReader) skip() {
	for r.at < len(r.text) {
		switch r.text[r.at] {
		case ' ', ',', '\t', '\n', '\r', '\f':
			r.at++
		default:
			return
		}
	}
}

func (r *pathReader) point(base Point) Point {
	x := r.number()
	return Point{base.X + x, base.Y + r.number()}
}

// flag reads one digit, which may touch what follows.
func (r *pathReader) flag() bool {
	r.skip()
	if r.at < len(r.text) && (r.text[r.at] == '0' || r.text[r.at] == '1') {
		r.at++
		return r.text[r.at-1] == '1'
	}
	r.fail("a flag is missing")
	return false
}

func (r *pathReader) number() float64 {
	r.skip()
	end := r.digits(r.sign(r.at))
	if end < len(r.text) && r.text[end] == '.' {
		end = r.digits(end + 1)
	}
	if end < len(r.text) && r.text[end]|0x20 == 'e' {
		if power := r.sign(end + 1); r.digits(power) > power {
			end = r.digits(power)
		}
	}
	v, err := strconv.ParseFloat(r.text[r.at:end], 64)
	if err != nil {
		r.fail("a number is missing")
		return 0
	}
	r.at = end
	return v
}

// sign gives the place after a sign.
func (r *pathReader) sign(at int) int {
	if at < len(r.text) && (r.text[at] == '-' || r.text[at] == '+') {
		at++
	}
	return at
}

// digits gives the place after digits.
func (r *pathReader) digits(at int) int {
	for at < len(r.text) && r.text[at] >= '0' && r.text[at] <= '9' {
		at++
	}
	return at
}

// elliptic goes on along an ellipse of two radii, turned by degrees, from one
// point to another, the way SVG's arc command says: the radii grow when the
// points are too far apart.
func (p *Path) elliptic(from, to Point, rx, ry, turn float64, large, clockwise bool) {
	if rx == 0 || ry == 0 {
		p.Line(to)
		return
	}
	if from == to {
		return
	}
	// In the plane where the ellipse is a unit circle, its middle lies on the
	// line that halves the way between the points.
	round := Scale(rx, ry).Then(Rotate(turn))
	flat, ok := round.Inverse()
	if !ok {
		p.Line(to)
		return
	}
	a, b := flat.Apply(from), flat.Apply(to)
	half := b.Sub(a).Times(0.5)
	reach := half.Length()
	grow := max(reach, 1)
	a, b, half = a.Times(1/grow), b.Times(1/grow), half.Times(1/grow)
	reach = half.Length()
	off := math.Sqrt(max(1-reach*reach, 0)) / reach
	if large == clockwise {
		off = -off
	}
	middle := a.Add(half).Add(Point{half.Y, -half.X}.Times(-off))
	angle := func(q Point) float64 {
		d := q.Sub(middle)
		return math.Atan2(d.Y, d.X) * 180 / math.Pi
	}
	begin, end := angle(a), angle(b)
	switch {
	case clockwise && end < begin:
		end += 360
	case !clockwise && end > begin:
		end -= 360
	}
	arc := Path{}
	arc.Arc(middle, 1, begin, end)
	if n := len(arc.Coords); n > 0 {
		arc.Coords[n-1] = b // no drift where curves join
	}
	p.Append(arc.Mapped(Scale(grow, grow).Then(round)))
	if n := len(arc.Coords); n > 0 {
		p.Coords[len(p.Coords)-1] = to
	}
}
