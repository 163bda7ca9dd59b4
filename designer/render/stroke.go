package render

import (
	"math"

	"badgekiln/designer"
	"badgekiln/designer/geom"
)

// strokeOutline is the room of a line along a path, for the non-zero rule.
// Every piece of it, each gentle stretch, join and cap, is a contour of its own
// and winds the same way: so what any of them covers is covered, and a bend that
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
	// The outer edge of a narrow bend magnifies what its middle line misses.
	for _, line := range flatten(path, fine/4/max(detail, 1e-6)) {
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
	if !l.closed && n > 3 && b.stroke.Cap == designer.CapRound && p[n-1].Sub(p[0]).Length() <= b.half*1e-4 {
		// Two round ends in one place are a round join.
		l = polyline{points: p[:n-1], smooth: append([]bool{true}, l.smooth[1:n-1]...), closed: true}
		p, n = l.points, n-1
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
	begin, round := 0, l.closed && b.gentle(dirs, n-1, 0)
	if round {
		for i := 1; i < n && round; i++ {
			round = b.gentle(dirs, i-1, i)
		}
		if round {
			b.loop(p, dirs, lengths)
			return
		}
	}
	for i := 1; i < stretches; i++ {
		if b.gentle(dirs, i-1, i) {
			continue
		}
		b.strip(p, dirs, lengths, begin, i)
		b.join(p[i], dirs[i-1], dirs[i], l.smooth[i])
		begin = i
	}
	b.strip(p, dirs, lengths, begin, stretches)
	if l.closed {
		b.join(p[0], dirs[n-1], dirs[0], l.smooth[0])
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

// tight tells whether the inner edges of two stretches pass each other before
// they meet, and which way the line turns.
func (b *brush) tight(dirs []geom.Point, lengths []float64, in, out int) float64 {
	cross, dot := turning(dirs[in], dirs[out])
	if b.half*math.Abs(cross)*1.01 > min(lengths[in], lengths[out])/2*(1+dot) {
		return cross
	}
	return 0
}

// corner is where the left edges of two stretches meet, from the point between
// them.
func (b *brush) corner(in, out geom.Point) geom.Point {
	mid := in.Add(out)
	return b.side(mid.Times(2 / (mid.X*mid.X + mid.Y*mid.Y)))
}

// strip is the room of stretches that bend gently, from one point to another.
// Where they bend tighter than the line is wide, the edges of a strip would pass
// each other: there each stretch is a piece of its own, as wide as the line,
// with the outer side of the bend between it and the next.
func (b *brush) strip(p, dirs []geom.Point, lengths []float64, begin, end int) {
	from := begin
	for i := begin + 1; i < end; i++ {
		cross := b.tight(dirs, lengths, i-1, i)
		if cross == 0 {
			continue
		}
		b.plain(p, dirs, from, i)
		outer := 1.0
		if cross > 0 {
			outer = -1
		}
		in, tip, out := b.side(dirs[i-1]), b.corner(dirs[i-1], dirs[i]), b.side(dirs[i])
		b.piece(p[i], p[i].Add(in.Times(outer)), p[i].Add(tip.Times(outer)), p[i].Add(out.Times(outer)))
		from = i
	}
	b.plain(p, dirs, from, end)
}

// plain is a strip without tight bends.
func (b *brush) plain(p, dirs []geom.Point, begin, end int) {
	n := len(p)
	left, right := make([]geom.Point, 0, 2*(end-begin+1)), make([]geom.Point, 0, end-begin+1)
	for i := begin; i <= end; i++ {
		s := b.corner(dirs[max(i-1, begin)], dirs[min(i, end-1)])
		left, right = append(left, p[i%n].Add(s)), append(right, p[i%n].Sub(s))
	}
	for i := len(right) - 1; i >= 0; i-- {
		left = append(left, right[i])
	}
	b.piece(left...)
}

// loop is a closed line that bends gently everywhere: its two edges, or where it
// bends tightly, a strip that comes back to where it begins.
func (b *brush) loop(p, dirs []geom.Point, lengths []float64) {
	n := len(p)
	left, right := make([]geom.Point, n), make([]geom.Point, n)
	way, calm := 0.0, 0
	for i := range p {
		in := (i + n - 1) % n
		s := b.corner(dirs[in], dirs[i])
		left[i], right[i] = p[i].Add(s), p[i].Sub(s)
		cross, _ := turning(dirs[in], dirs[i])
		way += cross
		if b.tight(dirs, lengths, in, i) == 0 {
			calm = i
		}
	}
	outer, inner := left, right
	if way > 0 {
		outer, inner = right, left
	}
	if b.calm(dirs, lengths) {
		b.piece(outer...)
		for i := range inner { // against the outer one, which may have been turned
			q := inner[i]
			if way > 0 {
				q = inner[n-1-i]
			}
			if i == 0 {
				b.out.Move(q)
			} else {
				b.out.Line(q)
			}
		}
		b.out.Close()
		return
	}
	// It begins where it is wide enough, if there is such a place.
	turned := func(v []geom.Point) []geom.Point { return append(append([]geom.Point{}, v[calm:]...), v[:calm]...) }
	q, d := turned(p), turned(dirs)
	long := append(append([]float64{}, lengths[calm:]...), lengths[:calm]...)
	b.strip(q, d, long, 0, n)
	b.join(q[0], d[n-1], d[0], true)
}

// calm tells whether a closed line bends tightly nowhere.
func (b *brush) calm(dirs []geom.Point, lengths []float64) bool {
	for i := range dirs {
		if b.tight(dirs, lengths, (i+len(dirs)-1)%len(dirs), i) != 0 {
			return false
		}
	}
	return true
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
	if cross >= 0 { // turning right on the screen, or straight back: the gap is on the other side
		s, e = s.Times(-1), e.Times(-1)
	}
	kind := b.stroke.Join
	if smooth {
		kind = designer.JoinRound
	}
	switch kind {
	case designer.JoinRound:
		b.fan(at, s, math.Atan2(cross+0, dot)) // 0, not -0: the other way round
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
