package render

import (
	"math"

	"badgekiln/designer"
	"badgekiln/designer/geom"
)

// strokeOutline is the room of a line along a path, for the non-zero rule.
// Every piece of it, each gentle stretch, join and cap, is a contour of its own
// and winds the same way: so pieces that overlap add up, and a bend that
// is tighter than the line is wide leaves no hole. detail is how many pixels a
// unit has.
func strokeOutline(path *geom.Path, s designer.Stroke, detail float64) *geom.Path {
	if !(s.Width > 0) {
		return nil
	}
	b := brush{
		stroke: s, half: s.Width / 2, out: &geom.Path{},
		step: 2 * math.Acos(1-min(fine/max(s.Width/2*detail, 2*fine), 0.9)),
	}
	for _, line := range flatten(path, fine/max(detail, 1e-6)) {
		for _, dash := range dashes(line, s.Dash, s.Offset) {
			b.line(dash)
		}
	}
	return b.out
}

// brush draws the pieces of a stroke.
type brush struct {
	stroke designer.Stroke
	half   float64
	step   float64 // radians of an arc's pieces
	out    *geom.Path
}

func (b *brush) line(l polyline) {
	p := l.points
	n := len(p)
	if n == 0 {
		return
	}
	if n == 1 { // a dot
		b.cap(p[0], geom.Pt(1, 0))
		b.cap(p[0], geom.Pt(-1, 0))
		return
	}
	stretches := n - 1
	if l.closed {
		stretches = n
	}
	dirs, lengths := make([]geom.Point, stretches), make([]float64, stretches)
	for i := range dirs {
		d := p[(i+1)%n].Sub(p[i])
		if lengths[i] = d.Length(); lengths[i] > 0 {
			dirs[i] = d.Times(1 / lengths[i])
		}
	}
	// Stretches that bend gently are one strip: pieces of their own would count
	// twice where their edges lie over each other.
	begin := 0
	round := l.closed && b.gentle(dirs, n-1, 0)
	for i := 1; i < stretches; i++ {
		if b.gentle(dirs, i-1, i) {
			continue
		}
		b.strip(p, dirs, lengths, begin, i, round)
		b.join(p[i], dirs[i-1], dirs[i], l.smooth[i])
		begin = i
	}
	b.strip(p, dirs, lengths, begin, stretches, round)
	if l.closed {
		if !round {
			b.join(p[0], dirs[n-1], dirs[0], l.smooth[0])
		}
		return
	}
	b.cap(p[0], dirs[0].Times(-1))
	b.cap(p[n-1], dirs[stretches-1])
}

// gentle tells whether two stretches bend so little that a corner of both
// edges is as good as any join.
func (b *brush) gentle(dirs []geom.Point, i, k int) bool {
	cross, dot := turning(dirs[i], dirs[k])
	const most = 0.94 // cosine of 20 degrees
	return dot > most && math.Atan2(math.Abs(cross), dot) <= b.step
}

func turning(in, out geom.Point) (cross, dot float64) {
	return in.X*out.Y - in.Y*out.X, in.X*out.X + in.Y*out.Y
}

// strip is the room of some stretches, from one point to another. On a line
// that goes round, the corner where it closes is gentle, too.
func (b *brush) strip(p, dirs []geom.Point, lengths []float64, begin, end int, round bool) {
	n := len(p)
	left, right := make([]geom.Point, 0, 2*(end-begin+1)), make([]geom.Point, 0, end-begin+1)
	var tight []int // corners, that bend more than the line is wide
	for i := begin; i <= end; i++ {
		in, out := max(i-1, begin), min(i, end-1)
		if round && i == 0 {
			in = len(dirs) - 1
		}
		if round && i == len(dirs) {
			out = 0
		}
		mid := dirs[in].Add(dirs[out])
		// The edges meet on the line that halves the corner; on its inner side
		// they reach no further than the stretches go.
		s := b.side(mid.Times(2 / (mid.X*mid.X + mid.Y*mid.Y)))
		l, r := s, s
		cross, dot := turning(dirs[in], dirs[out])
		if room := min(lengths[in], lengths[out]) / 2 * (1 + dot) / max(math.Abs(cross), 1e-12); room*1.001 < b.half {
			tight = append(tight, i)
			if short := s.Times(room / b.half); cross > 0 {
				l = short
			} else {
				r = short
			}
		}
		left, right = append(left, p[i%n].Add(l)), append(right, p[i%n].Sub(r))
	}
	for i := len(right) - 1; i >= 0; i-- {
		left = append(left, right[i])
	}
	b.piece(left...)
	for _, i := range tight { // what the inner edge did not reach
		for k := max(i-1, begin); k <= min(i, end-1); k++ {
			s := b.side(dirs[k])
			if cross, _ := turning(dirs[max(i-1, begin)], dirs[min(i, end-1)%len(dirs)]); cross < 0 {
				s = s.Times(-1)
			}
			b.piece(p[k], p[(k+1)%n], p[(k+1)%n].Add(s), p[k].Add(s))
		}
	}
}

// side is the vector to the left edge of a line of a direction.
func (b *brush) side(d geom.Point) geom.Point { return geom.Pt(-d.Y*b.half, d.X*b.half) }

// piece adds a contour, turned so that all wind the same way.
func (b *brush) piece(points ...geom.Point) {
	sum := 0.0
	for i, p := range points {
		q := points[(i+1)%len(points)]
		sum += p.X*q.Y - q.X*p.Y
	}
	if sum == 0 {
		return
	}
	n := len(points)
	for i := range points {
		p := points[i]
		if sum < 0 {
			p = points[n-1-i]
		}
		if i == 0 {
			b.out.Move(p)
		} else {
			b.out.Line(p)
		}
	}
	b.out.Close()
}

// join fills the outer side of a corner.
func (b *brush) join(at, in, out geom.Point, smooth bool) {
	cross, dot := in.X*out.Y-in.Y*out.X, in.X*out.X+in.Y*out.Y
	if math.Abs(cross) < 1e-9 && dot > 0 {
		return
	}
	s, e := b.side(in), b.side(out)
	if cross > 0 { // turning right on the screen: the gap is on the other side
		s, e = s.Times(-1), e.Times(-1)
	}
	kind := b.stroke.Join
	if smooth {
		kind = designer.JoinRound
	}
	switch kind {
	case designer.JoinRound:
		turn := math.Atan2(cross, dot)
		b.fan(at, s, turn)
		return
	case designer.JoinMiter, "":
		limit := b.stroke.Miter
		if limit <= 0 {
			limit = 4
		}
		// The tip lies 1/cos(half the turn) half-widths away.
		half := math.Sqrt(max((1+dot)/2, 0))
		if half > 1e-6 && 1/half <= limit {
			mid := s.Add(e)
			tip := mid.Times(b.half / half / mid.Length())
			b.piece(at, at.Add(s), at.Add(tip), at.Add(e))
			return
		}
	}
	b.piece(at, at.Add(s), at.Add(e))
}

// fan fills a sector from a radius through an angle.
func (b *brush) fan(at, radius geom.Point, turn float64) {
	n := max(int(math.Ceil(math.Abs(turn)/b.step)), 1)
	points := make([]geom.Point, 0, n+2)
	points = append(points, at)
	for i := range n + 1 {
		sin, cos := math.Sincos(turn * float64(i) / float64(n))
		points = append(points, at.Add(geom.Pt(radius.X*cos-radius.Y*sin, radius.X*sin+radius.Y*cos)))
	}
	b.piece(points...)
}

// cap ends a line whose end points to d.
func (b *brush) cap(at, d geom.Point) {
	s := b.side(d)
	switch b.stroke.Cap {
	case designer.CapRound:
		b.fan(at, s, -math.Pi)
	case designer.CapSquare:
		out := d.Times(b.half)
		b.piece(at.Add(s), at.Add(s).Add(out), at.Sub(s).Add(out), at.Sub(s))
	}
}

// mostDashes bounds the work of one contour: a finer pattern is a whole line.
const mostDashes = 4000

// dashes cuts a line into the dashes of a pattern.
func dashes(l polyline, pattern []float64, offset float64) []polyline {
	whole := 0.0
	for _, d := range pattern {
		if d < 0 || math.IsNaN(d) {
			return []polyline{l}
		}
		whole += d
	}
	if len(pattern)%2 == 1 {
		pattern = append(append([]float64{}, pattern...), pattern...)
		whole *= 2
	}
	points, smooth := l.points, l.smooth
	if l.closed {
		points, smooth = append(append([]geom.Point{}, points...), points[0]), append(append([]bool{}, smooth...), smooth[0])
	}
	length := 0.0
	for i := 1; i < len(points); i++ {
		length += points[i].Sub(points[i-1]).Length()
	}
	if !(whole > 0) || math.IsInf(whole, 0) || length/whole*float64(len(pattern)) > mostDashes || len(points) < 2 {
		return []polyline{l}
	}
	at, left := 0, math.Mod(offset, whole)
	if left < 0 {
		left += whole
	}
	for left > 0 && left >= pattern[at] { // at 0, a dot may be due
		left -= pattern[at]
		at = (at + 1) % len(pattern)
	}
	left = pattern[at] - left
	var out []polyline
	var now polyline
	if at%2 == 0 {
		now.add(points[0], false)
	}
	beganOn := at%2 == 0
	for i := 1; i < len(points); i++ {
		from, to := points[i-1], points[i]
		long := to.Sub(from).Length()
		gone := 0.0
		for long-gone > left {
			gone += left
			p := from.Add(to.Sub(from).Times(gone / long))
			if at%2 == 0 {
				now.add(p, false)
				out = append(out, now)
				now = polyline{}
			} else {
				now.add(p, false)
			}
			at = (at + 1) % len(pattern)
			left = pattern[at]
		}
		left -= long - gone
		if at%2 == 0 {
			now.add(to, smooth[i])
		}
	}
	if len(now.points) > 0 {
		// On a closed line the last dash goes on as the first.
		if l.closed && beganOn && len(out) > 0 {
			first := out[0]
			now.points, now.smooth = append(now.points, first.points[1:]...), append(now.smooth, first.smooth[1:]...)
			out[0] = now
		} else if l.closed && beganOn {
			return []polyline{l}
		} else {
			out = append(out, now)
		}
	}
	return out
}
