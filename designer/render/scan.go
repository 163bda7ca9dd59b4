package render

import (
	"math"
	"slices"

	"badgekiln/designer/geom"
)

// scanner finds out how much of each pixel a path covers, by the exact areas of
// the trapezoids that lie inside it.
//
// Which side of an edge is inside is decided by the winding rule before areas
// are added up. A rasteriser that adds up signed areas first cannot tell a pixel
// whose halves are covered once each from one of which a half is covered twice,
// and a pixel that is covered once forward and once backward from an empty one.
//
// It works row by row. Edges of a row whose reaches to left and right touch are
// looked at together: between such bunches the winding is the same over the
// whole height of the row, and so is what lies there.
type scanner struct {
	w, h    int
	evenOdd bool
	edges   []scanEdge
	first   []int32 // of each row: the last edge that begins in it, 0 for none; the others by next
	active  []int32
	pieces  []scanPiece
	loose   []scanPiece // not yet in order
	keys    []uint64
	at      []int32 // of each edge in the row: its piece
	aside   []int32 // edges in the row that lie beside the picture
	lines   []scanLine
	heights []float64
	cells   []float32 // of a row: how much more is covered than one pixel to the left
	out     scanRun
}

// scanEdge is a straight line going down the picture.
type scanEdge struct {
	x0, y0, x1, y1 float64
	slope          float64
	way, next      int32
}

// scanPiece is the part of an edge in a row.
type scanPiece struct {
	top, foot, xa, xb float64
	left, right       float64
	edge, way         int32
}

// scanLine is the part of an edge in a band of a row that it crosses from top
// to foot.
type scanLine struct {
	xa, xb float64
	way    int32
}

// scanRun is the pixels of a row that edges lie on, not yet written.
type scanRun struct {
	pix      []uint8
	done     int // pixels up to here are written
	from, to int
	sum      float32 // what is covered left of it
}

// farthest bounds coordinates, in pixels: beyond, they would lose their places.
const farthest = 1e7

// cover writes the coverage of a path whose origin is moved to (x0, y0).
func (s *scanner) cover(path *geom.Path, evenOdd bool, x0, y0 float64, w, h int, pix []uint8) {
	s.w, s.h, s.evenOdd = w, h, evenOdd
	s.edges = append(s.edges[:0], scanEdge{}) // 0 is none
	s.first = zeros(s.first, h)
	s.cells = zeros(s.cells, w+2)
	s.active = s.active[:0]
	s.take(path, x0, y0)
	s.at = slices.Grow(s.at[:0], len(s.edges))[:len(s.edges)]
	for y := range h {
		known := len(s.active)
		for i := s.first[y]; i != 0; i = s.edges[i].next {
			s.active = append(s.active, i)
		}
		if len(s.active) > 0 {
			s.row(y, known, pix[y*w:(y+1)*w])
		}
	}
}

func zeros[T int32 | float32](v []T, n int) []T {
	if cap(v) < n {
		return make([]T, n)
	}
	v = v[:n]
	clear(v)
	return v
}

// take turns a path into edges. Curves are taken apart so finely that small
// circles have no corners.
func (s *scanner) take(path *geom.Path, x0, y0 float64) {
	var pen, start geom.Point
	line := func(q geom.Point) {
		q = geom.Pt(min(max(q.X-x0, -farthest), farthest), min(max(q.Y-y0, -farthest), farthest))
		s.edge(pen, q)
		pen = q
	}
	at := func() geom.Point { return geom.Pt(pen.X+x0, pen.Y+y0) }
	for verb, q := range path.Steps() {
		switch verb {
		case geom.MoveTo:
			s.edge(pen, start)
			pen = geom.Pt(min(max(q[0].X-x0, -farthest), farthest), min(max(q[0].Y-y0, -farthest), farthest))
			start = pen
		case geom.LineTo:
			line(q[0])
		case geom.QuadTo:
			quadPieces(at(), q[0], q[1], fine, line)
		case geom.CubeTo:
			cubePieces(at(), q[0], q[1], q[2], fine, line)
		case geom.ClosePath:
			s.edge(pen, start)
			pen = start
		}
	}
	s.edge(pen, start)
}

// edge adds a line as far as it lies in rows of the picture. One that does not go
// down is kept as well: it holds together those that it joins.
func (s *scanner) edge(a, b geom.Point) {
	if a == b {
		return
	}
	e := scanEdge{x0: a.X, y0: a.Y, x1: b.X, y1: b.Y, way: 1}
	if a.Y > b.Y {
		e = scanEdge{x0: b.X, y0: b.Y, x1: a.X, y1: a.Y, way: -1}
	}
	h := float64(s.h)
	if !(e.y1 > 0) || !(e.y0 < h) || !(min(e.x0, e.x1) < float64(s.w)) {
		return
	}
	if e.y0 == e.y1 {
		e.way = 0
	} else {
		e.slope = (e.x1 - e.x0) / (e.y1 - e.y0)
	}
	if e.y0 < 0 {
		e.x0, e.y0 = e.x0-e.y0*e.slope, 0
	}
	if e.y1 > h {
		e.x1, e.y1 = e.x1+(h-e.y1)*e.slope, h
	}
	row := int(e.y0)
	e.next = s.first[row]
	s.first[row] = int32(len(s.edges)) // #nosec G115 -- memory is full long before
	s.edges = append(s.edges, e)
}

// inside tells how much a winding covers.
func (s *scanner) inside(winding int32) float32 {
	if s.evenOdd {
		winding &= 1
	}
	if winding != 0 {
		return 1
	}
	return 0
}

// row writes a row of coverage. So many of its edges were in the row before.
func (s *scanner) row(y, known int, pix []uint8) {
	winding := s.cut(float64(y), known)
	s.out = scanRun{pix: pix, from: -1}
	for i := 0; i < len(s.pieces); {
		right := s.pieces[i].right
		k := i + 1
		for k < len(s.pieces) && int(s.pieces[k].left*parts) <= int(right*parts) {
			right = max(right, s.pieces[k].right)
			k++
		}
		winding = s.bunch(s.pieces[i:k], right, winding)
		i = k
	}
	s.flush()
	s.solid(s.w, s.inside(winding))
}

// cut gives the pieces of a row's edges from left to right, and the winding that
// those left of the picture make.
func (s *scanner) cut(y float64, known int) (winding int32) {
	s.pieces, s.aside = s.pieces[:0], s.aside[:0]
	w, inOrder := float64(s.w), 0
	for n, i := range s.active {
		if n == known {
			inOrder = len(s.pieces)
		}
		e := &s.edges[i]
		if e.y1 <= y {
			continue
		}
		p := scanPiece{top: y, foot: y + 1, edge: i, way: e.way}
		if e.y0 >= y {
			p.top, p.xa = e.y0, e.x0
		} else {
			p.xa = e.x0 + (y-e.y0)*e.slope
		}
		if e.y1 <= y+1 { // its own end, so that it meets the next edge there
			p.foot, p.xb = e.y1, e.x1
		} else {
			p.xb = e.x0 + (y+1-e.y0)*e.slope
		}
		if p.left, p.right = p.xa, p.xb; p.left > p.right {
			p.left, p.right = p.right, p.left
		}
		if p.right <= 0 && p.foot-p.top == 1 {
			winding += p.way
			s.aside = append(s.aside, i)
			continue
		}
		if p.left >= w {
			s.aside = append(s.aside, i)
			continue
		}
		p.left, p.right = max(p.left, 0), max(p.right, 0)
		s.pieces = append(s.pieces, p)
	}
	if known == len(s.active) {
		inOrder = len(s.pieces)
	}
	s.sort(inOrder)
	s.active = s.active[:0]
	for i := range s.pieces {
		s.active = append(s.active, s.pieces[i].edge)
	}
	s.active = append(s.active, s.aside...)
	return winding
}

// parts of a pixel that are told apart when pieces are put in order.
const parts = 256

// sort orders the pieces by their left ends, then by their edges. So many of them
// stood in order one row before.
func (s *scanner) sort(inOrder int) {
	keys := s.keys[:0]
	ordered := true
	for i := range s.pieces {
		p := &s.pieces[i]
		key := uint64(p.left*parts)<<32 | uint64(p.edge) // #nosec G115 -- inside the picture
		ordered = ordered && (i == 0 || key > keys[i-1])
		keys = append(keys, key)
		s.at[p.edge] = int32(i) // #nosec G115 -- memory is full long before
	}
	s.keys = keys
	if ordered {
		return
	}
	for i := 1; i < inOrder; i++ { // edges that cross
		key, k := keys[i], i
		for ; k > 0 && keys[k-1] > key; k-- {
			keys[k] = keys[k-1]
		}
		keys[k] = key
	}
	known, fresh := keys[:inOrder], keys[inOrder:]
	slices.Sort(fresh)
	s.loose, s.pieces = s.pieces, s.loose[:0]
	for len(known) > 0 || len(fresh) > 0 {
		var key uint64
		if len(fresh) == 0 || len(known) > 0 && known[0] < fresh[0] {
			key, known = known[0], known[1:]
		} else {
			key, fresh = fresh[0], fresh[1:]
		}
		s.pieces = append(s.pieces, s.loose[s.at[uint32(key)]]) // #nosec G115 -- its lower half
	}
}

// bunch adds what pieces that touch cover, and gives the winding to their right.
func (s *scanner) bunch(p []scanPiece, right float64, winding int32) int32 {
	before := winding
	if len(p) == 1 {
		one := &p[0]
		if one.foot-one.top == 1 {
			winding += one.way
		}
		s.begin(one.left, right, before)
		if d := s.inside(before+one.way) - s.inside(before); d != 0 && one.way != 0 {
			s.put(d*float32(one.foot-one.top), one.xa, one.xb)
		}
		return winding
	}
	var (
		whole    float64
		up, down int32
	)
	for i := range p {
		whole += (p[i].foot - p[i].top) * float64(p[i].way)
		switch {
		case p[i].way > 0:
			down++
		case p[i].way < 0:
			up++
		}
	}
	winding += int32(math.Round(whole))
	if !s.evenOdd && (before-up > 0 || before+down < 0) {
		return winding // whatever their order, everything is covered
	}
	s.begin(p[0].left, right, before)
	switch {
	case (up == 0 || down == 0) && math.Abs(whole) < 1+1e-9: // one line through the row, of several pieces
		way := int32(1)
		if up > 0 {
			way = -1
		}
		if d := s.inside(before+way) - s.inside(before); d != 0 {
			for i := range p {
				if p[i].way != 0 {
					s.put(d*float32(p[i].foot-p[i].top), p[i].xa, p[i].xb)
				}
			}
		}
	case len(p) == 2 && p[0].top == p[1].top && p[0].foot == p[1].foot:
		s.lines = append(s.lines[:0], scanLine{p[0].xa, p[0].xb, p[0].way}, scanLine{p[1].xa, p[1].xb, p[1].way})
		s.band(0, p[0].foot-p[0].top, before)
	case len(p) <= mostPieces:
		s.bands(p, before)
	default:
		s.sampled(p, before)
	}
	return winding
}

const (
	mostPieces  = 256     // of a bunch that is taken apart exactly; of more, samples are looked at
	samples     = 32      // of a row
	fewSamples  = 2       // of a row of so many pieces that all of it looks covered
	mostSampled = 1 << 16 // pieces times samples of one row
	leastBand   = 1. / 64 // of a row: edges that cross in a lower band count as if they did not
)

// bands takes a row apart where pieces begin and end.
func (s *scanner) bands(p []scanPiece, winding int32) {
	ys := s.heights[:0]
	for i := range p {
		if p[i].way != 0 {
			ys = append(ys, p[i].top, p[i].foot)
		}
	}
	slices.Sort(ys)
	s.heights = ys
	for i := 1; i < len(ys); i++ {
		a, b := ys[i-1], ys[i]
		if b <= a {
			continue
		}
		s.lines = s.lines[:0]
		for k := range p {
			q := &p[k]
			if q.way == 0 || q.top > a || q.foot < b {
				continue
			}
			slope := s.edges[q.edge].slope
			l := scanLine{q.xa + (a-q.top)*slope, q.xa + (b-q.top)*slope, q.way}
			if b == q.foot {
				l.xb = q.xb
			}
			s.lines = append(s.lines, l)
		}
		s.band(0, b-a, winding)
	}
}

// sampled takes a row apart evenly, for what has too many edges.
func (s *scanner) sampled(p []scanPiece, winding int32) {
	y := math.Floor(p[0].top)
	n := min(max(mostSampled/len(p), fewSamples), samples)
	step := 1 / float64(n)
	for i := range n {
		a := y + float64(i)*step
		s.lines = s.lines[:0]
		for k := range p {
			if q := &p[k]; q.way != 0 && q.top <= a+step/2 && q.foot > a+step/2 {
				slope := s.edges[q.edge].slope
				at := min(max(q.xa+(a+step/2-q.top)*slope, q.left-1), q.right+1)
				s.lines = append(s.lines, scanLine{at, at, q.way})
			}
		}
		s.band(0, step, winding)
	}
}

// band adds what the lines from first on cover of a band. Where some cross, it is
// halved until that matters no more.
func (s *scanner) band(first int, height float64, winding int32) {
	l := s.lines[first:]
	crossed := false
	for i := 1; i < len(l); i++ {
		one := l[i]
		k := i
		for ; k > 0 && l[k-1].xa+l[k-1].xb > one.xa+one.xb; k-- {
			l[k] = l[k-1]
		}
		l[k] = one
	}
	for i := 1; i < len(l) && !crossed; i++ {
		const near = 1e-6
		crossed = l[i-1].xa > l[i].xa+near || l[i-1].xb > l[i].xb+near
	}
	if crossed && height > leastBand {
		n := len(s.lines)
		for half := range 2 {
			for i := first; i < n; i++ {
				one := s.lines[i]
				mid := (one.xa + one.xb) / 2
				if half == 0 {
					one.xb = mid
				} else {
					one.xa = mid
				}
				s.lines = append(s.lines, one)
			}
			s.band(n, height/2, winding)
			s.lines = s.lines[:n]
		}
		return
	}
	for i := range l {
		next := winding + l[i].way
		if d := s.inside(next) - s.inside(winding); d != 0 {
			s.put(d*float32(height), l[i].xa, l[i].xb)
		}
		winding = next
	}
}

// begin makes room for a bunch, and writes what lies before it.
func (s *scanner) begin(left, right float64, winding int32) {
	r := &s.out
	from, to := int(left), s.w
	if right < float64(s.w-2) {
		to = int(right) + 2
	}
	if r.from >= 0 && from < r.to {
		r.to = max(r.to, to)
		return
	}
	s.flush()
	r.from, r.to, r.sum = from, to, s.inside(winding)
	s.solid(from, r.sum)
}

// solid writes pixels that are covered wholly or not at all.
func (s *scanner) solid(to int, covered float32) {
	if r := &s.out; to > r.done {
		if covered != 0 {
			span := r.pix[r.done:to]
			for i := range span {
				span[i] = 255
			}
		}
		r.done = to
	}
}

// flush writes the pixels that edges lie on.
func (s *scanner) flush() {
	r := &s.out
	if r.from < 0 {
		return
	}
	cells, pix, sum := s.cells[r.from:r.to], r.pix[r.from:r.to], r.sum
	for i, v := range cells {
		sum += v
		pix[i] = uint8(min(max(sum, 0), 1)*255 + 0.5)
	}
	clear(cells)
	r.done, r.from = r.to, -1
}

// put spreads the area right of a line of a height over the cells it crosses.
// What lies left of the picture counts at its left edge, what lies right of it
// not at all.
func (s *scanner) put(height float32, left, right float64) {
	if left > right {
		left, right = right, left
	}
	w := float64(s.w)
	if left < 0 {
		if right <= 0 {
			s.cells[0] += height
			return
		}
		out := float32(-left / (right - left))
		s.cells[0] += height * out
		height, left = height*(1-out), 0
	}
	if left >= w {
		return
	}
	if right > w {
		height, right = height*float32((w-left)/(right-left)), w
	}
	first := int(left)
	if right <= float64(first+1) {
		mid := height * float32((left+right)/2-float64(first))
		s.cells[first] += height - mid
		s.cells[first+1] += mid
		return
	}
	// now is how much of a column lies to the right of the line: of the part of
	// it left of the column everything, of the part inside what is beyond its
	// middle.
	per := 1 / (right - left)
	before := 0.0
	for x := first; ; x++ {
		l, r := max(left, float64(x)), min(right, float64(x+1))
		if float64(x) >= right {
			s.cells[x] += height * float32(1-before)
			return
		}
		now := (l-left)*per + (r-l)*per*(float64(x+1)-(l+r)/2)
		s.cells[x] += height * float32(now-before)
		before = now
	}
}
