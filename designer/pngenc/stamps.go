package pngenc

import (
	"encoding/binary"
	"image"
)

// Stamped is a patch of pieces that come again in other pictures, such as the
// letters of names. Where the rows below do not change from one pixel to the
// next, what a piece packs to does not depend on what stands beside it: it is
// packed once, and copied.
type Stamped interface {
	Patch
	// Stamps lists the pieces by their left edges; none when the patch is not
	// made of any. Together they are all of it.
	Stamps() []Stamp
	// Span is Row for the columns from x0 to x1.
	Span(y, x0, x1 int, pix []byte)
}

// Stamp is a piece. Pieces of one look that begin in the same row show the same
// pixels wherever they stand by themselves, as far as one Desk is concerned.
type Stamp struct {
	Rect image.Rectangle
	Look uint32
}

// leastCalm is how many pixels alike are worth remembering.
const leastCalm = 16

// run is pixels of a row that are as the one before them.
type run struct{ from, to int32 }

// calm lists runs of a filtered row.
func calm(out []run, row []byte) []run {
	from := -1
	for x := 0; 1+4*x+4 <= len(row); x++ {
		if binary.LittleEndian.Uint32(row[1+4*x:]) == 0 {
			if from < 0 {
				from = x
			}
			continue
		}
		if from >= 0 && x-from >= leastCalm {
			out = append(out, run{int32(from), int32(x)}) // #nosec G115 -- a picture's
		}
		from = -1
	}
	if end := (len(row) - 1) / 4; from >= 0 && end-from >= leastCalm {
		out = append(out, run{int32(from), int32(end)}) // #nosec G115 -- a picture's
	}
	return out
}

// calm tells whether a rectangle of a picture, and the pixels to its right, are
// as those before them in each row.
func (b *band) calm(r image.Rectangle) bool {
	for y := r.Min.Y - b.From; y < r.Max.Y-b.From; y++ {
		held := false
		for _, c := range b.runs[b.rows[y]:b.rows[y+1]] {
			held = held || int(c.from) <= r.Min.X && r.Max.X < int(c.to)
		}
		if !held {
			return false
		}
	}
	return true
}

// lookKey is a piece in a band: rows above and below it are other bands'.
type lookKey struct {
	look uint32
	y    int32
	band *band
}

// look is a piece as it is written.
type look struct {
	from   int // its first row, in the picture
	bits   []byte
	rows   []uint32 // where each row begins, and the end
	weight weight   // of all rows, counted from its first pixel
}

// mostLooks is how many bytes of pieces a desk keeps.
const mostLooks = 4 << 20

// cluster is pieces that touch, or one that does not touch any.
type cluster struct {
	image.Rectangle
	look *look // nil: of several
}

// stamped writes the rows of a patch that is made of pieces; false when it is
// not, or when they do not stand on calm rows.
func (d *Desk) stamped(s *Series, b *band, p Patch, r image.Rectangle, sums *adler) bool {
	of, ok := p.(Stamped)
	if !ok || d.tally != nil {
		return false
	}
	stamps := of.Stamps()
	if len(stamps) == 0 || !b.calm(r) {
		return false
	}
	d.arrange(s, b, of, stamps, r, sums)
	low, high := 1+4*r.Min.X, 1+4*(r.Max.X+1)
	for y := r.Min.Y; y < r.Max.Y; y++ {
		d.stampedRow(s, b, of, y, low, high, sums)
	}
	if r.Max.Y < b.To { // what it leaned on is no longer there
		d.alone(s, b, r.Max.Y-b.From, low, high)
	}
	return true
}

// arrange finds out which pieces touch, and readies those that do not.
func (d *Desk) arrange(s *Series, b *band, p Stamped, stamps []Stamp, r image.Rectangle, sums *adler) {
	if d.lookSeries != s || d.lookBytes > mostLooks {
		d.looks, d.lookSeries, d.lookBytes = map[lookKey]*look{}, s, 0
	}
	d.clusters = d.clusters[:0]
	for i := 0; i < len(stamps); {
		c := cluster{Rectangle: stamps[i].Rect}
		k := i + 1
		for ; k < len(stamps) && stamps[k].Rect.Min.X <= c.Max.X; k++ {
			c.Rectangle = c.Union(stamps[k].Rect)
		}
		if c.Min.Y, c.Max.Y = max(c.Min.Y, r.Min.Y), min(c.Max.Y, r.Max.Y); c.Min.Y < c.Max.Y {
			if k == i+1 {
				c.look = d.lookOf(s, b, p, c.Rectangle, lookKey{stamps[i].Look, int32(stamps[i].Rect.Min.Y), b}) // #nosec G115 -- a picture's
				if sums != nil {
					sums.change(int64(c.Min.Y)*int64(s.row)+int64(1+4*c.Min.X), weight{}, c.look.weight)
				}
			}
			d.clusters = append(d.clusters, c)
		}
		i = k
	}
}

// lookOf gives a piece as it is written. It stands by itself.
func (d *Desk) lookOf(s *Series, b *band, p Stamped, r image.Rectangle, key lookKey) *look {
	if l := d.looks[key]; l != nil {
		return l
	}
	l := &look{from: r.Min.Y}
	side := &Desk{}
	side.ready(s)
	n := 4 * (r.Dx() + 1)
	var above []byte
	for y := r.Min.Y; y < r.Max.Y; y++ {
		d.span(s, b, p, y, r.Min.X, r.Max.X, side.now)
		cur := side.now[1+4*r.Min.X:][: n+8 : n+8]
		side.out.grow(4*n + 32)
		l.rows = append(l.rows, side.out.place())
		side.piece(s.table, cur, above, n)
		sum, placed := weigh(cur[:n])
		l.weight.sum += sum
		l.weight.placed += placed + sum*int64(y-r.Min.Y)*int64(s.row)
		side.now, side.above = side.above, side.now
		above = cur
	}
	l.rows = append(l.rows, side.out.place())
	side.out.grow(16)
	binary.LittleEndian.PutUint64(side.out.out[side.out.at:], side.out.word)
	l.bits = append([]byte(nil), side.out.out[:side.out.at+16]...)
	d.looks[key] = l
	d.lookBytes += len(l.bits) + 4*len(l.rows) + 128
	return l
}

// piece writes the first n bytes of a piece of a row. Nothing is known of what
// stands before it.
func (d *Desk) piece(t *table, cur, above []byte, n int) {
	d.pixel(t, cur)
	d.quick(t, cur, above, 4, n)
}

// pixel writes the first four bytes as they are.
func (d *Desk) pixel(t *table, cur []byte) {
	for _, v := range cur[:4] {
		c := t.letter[v]
		d.out.put(uint64(c>>4), uint(c&15))
	}
	d.out.flush()
}

// span puts the filtered bytes of some pixels of a row, and of the one to their
// right, into cur.
func (d *Desk) span(s *Series, b *band, p Stamped, y, x0, x1 int, cur []byte) {
	at := b.left[(y-b.From)*(s.row-1):][:s.row-1]
	lo, hi := 4*x0, 4*x1
	pix := d.pix
	if lo > 0 {
		copy(pix[lo-4:lo], at[lo-4:lo])
	}
	copy(pix[hi:hi+4], at[hi:hi+4])
	p.Span(y, x0, x1, pix[lo:hi:hi])
	if lo == 0 {
		subtract(cur[1:], pix[:hi+4])
		return
	}
	difference(cur[1+lo:5+hi], pix[lo:hi+4], pix[lo-4:hi+4])
}

// stampedRow writes row y of a picture, which differs between low and high.
func (d *Desk) stampedRow(s *Series, b *band, p Stamped, y, low, high int, sums *adler) {
	t, in := s.table, y-b.From
	base, over := b.base[in*s.row:][:s.row], b.above(in, s.row)
	knots := b.knots[b.first[in] : b.first[in+1]+1]
	k, m := around(knots, low, high+4)
	d.out.copy(b.coded, knots[0].bit, knots[k].bit)
	d.out.grow(4*s.row + 32)
	d.quick(t, base, over, int(knots[k].place), low)
	at := low
	for i := range d.clusters {
		c := &d.clusters[i]
		if y < c.Min.Y || y >= c.Max.Y {
			continue
		}
		start, n := 1+4*c.Min.X, 4*(c.Dx()+1)
		d.zeros(t, start-at)
		if l := c.look; l != nil {
			d.out.copy(l.bits, l.rows[y-l.from], l.rows[y-l.from+1])
			d.out.grow(4*s.row + 32)
		} else {
			d.span(s, b, p, y, c.Min.X, c.Max.X, d.now)
			var above []byte
			if y > c.Min.Y {
				above = d.above[start:]
			}
			d.piece(t, d.now[start:], above, n)
			if sums != nil {
				sum, placed := weigh(d.now[start : start+n])
				sums.change(int64(y)*int64(s.row)+int64(start), weight{}, weight{sum, placed})
			}
		}
		at = start + n
	}
	d.now, d.above = d.above, d.now
	end := place(knots, m, s.row)
	switch {
	case at < high:
		d.zeros(t, high-at)
		at = high
	case at < end:
		d.pixel(t, base[at:])
		at += 4
	}
	d.quick(t, base, over, at, end)
	d.out.copy(b.coded, knots[m].bit, knots[len(knots)-1].bit)
}

// zeros writes pixels that are as the one before them; before them may be others.
func (d *Desk) zeros(t *table, n int) {
	if n == 0 {
		return
	}
	c := t.letter[0]
	w, k := uint64(c>>4), uint(c&15)
	w |= w << k
	d.out.put(w|w<<(2*k), 4*k)
	d.out.flush()
	for n -= 4; n > 0; {
		long := min(n, mostMatch&^3)
		e := t.length[long]
		d.out.put(uint64(e.bits)|uint64(t.near.bits)<<e.n, uint(e.n+t.near.n))
		d.out.flush()
		n -= long
	}
}

// alone writes a row of a band, counted from its first, as it is at rest, but
// leaning on nothing above between low and high.
func (d *Desk) alone(s *Series, b *band, y, low, high int) {
	knots := b.knots[b.first[y] : b.first[y+1]+1]
	k, m := around(knots, low, high+4)
	d.out.copy(b.coded, knots[0].bit, knots[k].bit)
	d.out.grow(4*s.row + 32)
	d.quick(s.table, b.base[y*s.row:][:s.row], nil, int(knots[k].place), place(knots, m, s.row))
	d.out.copy(b.coded, knots[m].bit, knots[len(knots)-1].bit)
}
