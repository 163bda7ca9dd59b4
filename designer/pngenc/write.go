package pngenc

import (
	"bytes"
	"encoding/binary"
	"image"
	"math/bits"
	"sort"
)

// band writes one band as a block, with what a patch changes of it, and takes
// note of that in sums, if there are any.
func (d *Desk) band(s *Series, b *band, p Patch, sums *adler) {
	t := s.table
	d.out.copy(t.header, 0, t.bits)
	var r image.Rectangle
	if p != nil {
		r = p.Rect().Intersect(image.Rect(0, b.From, s.size.X, b.To))
	}
	n := b.To - b.From
	from, to := n, n // rows that change, counted in the band
	if !r.Empty() {
		from, to = r.Min.Y-b.From, r.Max.Y-b.From
	}
	d.rest(b, 0, from)
	if from < n {
		if !d.stamped(s, b, p, r, sums) {
			d.patch(s, b, p, r, sums)
		}
		d.rest(b, min(to+1, n), n)
	}
	d.out.grow(16)
	d.out.put(uint64(t.end.bits), uint(t.end.n))
	d.out.flush()
	d.out.sync()
}

// rest copies whole rows as they are at rest.
func (d *Desk) rest(b *band, from, to int) {
	if from < to {
		d.out.copy(b.coded, b.knots[b.first[from]].bit, b.knots[b.first[to]].bit)
	}
}

// patch writes the rows of a patch, and the one below, which may lean on the
// last of them.
func (d *Desk) patch(s *Series, b *band, p Patch, r image.Rectangle, sums *adler) {
	// Bytes of a filtered row that change: those of the pixels, and of the one
	// to the right, which is told by what it adds to the last of them.
	low, high := 1+4*r.Min.X, min(1+4*(r.Max.X+1), s.row)
	left, right := max(low-reach, 0), min(high+reach, s.row)
	from, to := r.Min.Y-b.From, min(r.Max.Y+1, b.To)-b.From
	var above []byte
	if from > 0 {
		above = b.above(from, s.row)
	}
	for y := from; y < to; y++ {
		base := b.base[y*s.row:][:s.row]
		cur := d.now
		copy(cur[left:right], base[left:right])
		if y+b.From < r.Max.Y {
			d.filter(s, b, p, r, y, cur)
			if sums != nil {
				b.reckon(sums, y, s.row, low, high, cur)
			}
		}
		d.out.grow(4*s.row + 32)
		knots := b.knots[b.first[y] : b.first[y+1]+1]
		if d.tally == nil {
			d.mend(s.table, b, knots, rows{cur, above, base, b.above(y, s.row)}, low, high+4)
		} else {
			k, m := around(knots, low, high+4)
			d.tally.count(cur, above, int(knots[k].place), place(knots, m, s.row))
		}
		d.now, d.above = d.above, d.now
		above = d.above
	}
}

// rows are a filtered row as it is now and at rest, and the ones above these.
type rows struct{ cur, above, base, over []byte }

// mend writes a row that differs from what it is at rest between two places at
// most. What was written before holds for every stretch between two knots that
// neither differs itself nor leans on anything that does: on the pixel before
// it, or on the row above.
func (d *Desk) mend(t *table, b *band, knots []knot, r rows, low, high int) {
	k, m := around(knots, low, high)
	kept := 0 // the first knot that is not written yet
	from := k // the first of the stretches that do not hold
	end := len(r.base)
	for at := int(knots[k].place); k < m; k++ {
		next := place(knots, k+1, end)
		if r.same(at, next) {
			if from < k {
				d.out.copy(b.coded, knots[kept].bit, knots[from].bit)
				d.quick(t, r.cur, r.above, int(knots[from].place), at)
				kept = k
			}
			from = k + 1
		}
		at = next
	}
	if from < m {
		d.out.copy(b.coded, knots[kept].bit, knots[from].bit)
		d.quick(t, r.cur, r.above, int(knots[from].place), place(knots, m, end))
		kept = m
	}
	d.out.copy(b.coded, knots[kept].bit, knots[len(knots)-1].bit)
}

// place is where a knot of a row lies. The last is the first of the next row,
// or the end of all.
func place(knots []knot, k, row int) int {
	if k == len(knots)-1 {
		return row
	}
	return int(knots[k].place)
}

// same tells whether the code of a stretch still holds.
func (r *rows) same(from, to int) bool {
	back := max(from, 4) - 4
	return bytes.Equal(r.cur[back:to], r.base[back:to]) && (r.above == nil || bytes.Equal(r.above[from:to], r.over[from:to]))
}

// around gives the knots that enclose the bytes from low to high.
func around(knots []knot, low, high int) (k, m int) {
	last := len(knots) - 1
	k = sort.Search(last, func(i int) bool { return int(knots[i].place) > low }) - 1
	m = sort.Search(last, func(i int) bool { return int(knots[i].place) >= high })
	return k, m
}

// quick is write for what is written again and again: it only looks for
// repetitions of two pixels or more, which are most of what can be saved, and
// writes letters by pairs.
func (d *Desk) quick(t *table, cur, above []byte, at, end int) {
	out, to, word, n := d.out.out, d.out.at, d.out.word, d.out.n
	if at == 0 { // the row's filter, and the first pixel, which has none before it
		for first := min(5, end); at < first; at++ {
			c := t.letter[cur[at]]
			word |= uint64(c>>4) << n
			n += uint(c & 15)
			binary.LittleEndian.PutUint64(out[to:], word)
			to += int(n >> 3) // #nosec G115 -- 8 at most
			word >>= n &^ 7
			n &= 7
		}
	}
	over := above != nil
	if !over {
		above = cur
	}
	for at+8 <= end {
		x := binary.LittleEndian.Uint64(cur[at:])
		far := over && x == binary.LittleEndian.Uint64(above[at:])
		if !far && x != binary.LittleEndian.Uint64(cur[at-4:]) {
			a, b := t.pair[x&0xffff], t.pair[x>>16&0xffff]
			word |= (uint64(a>>5) | uint64(b>>5)<<(a&31)) << n
			n += uint(a&31 + b&31)
			binary.LittleEndian.PutUint64(out[to:], word)
			to += int(n >> 3) // #nosec G115 -- 8 at most
			word >>= n &^ 7
			n &= 7
			a, b = t.pair[x>>32&0xffff], t.pair[x>>48]
			word |= (uint64(a>>5) | uint64(b>>5)<<(a&31)) << n
			n += uint(a&31 + b&31)
			at += 8
		} else {
			room := min(end-at, mostMatch)
			long, e := 8, t.far
			if x == binary.LittleEndian.Uint64(cur[at-4:]) {
				e, far = t.near, false
			}
			if far {
				long += match(cur[at+8:at+room], above[at+8:])
			} else {
				long += match(cur[at+8:at+room], cur[at+4:])
			}
			c := t.length[long]
			word |= uint64(c.bits)<<n | uint64(e.bits)<<(n+uint(c.n))
			n += uint(c.n) + uint(e.n)
			at += long
		}
		binary.LittleEndian.PutUint64(out[to:], word)
		to += int(n >> 3) // #nosec G115 -- 8 at most
		word >>= n &^ 7
		n &= 7
	}
	for ; at < end; at++ {
		c := t.letter[cur[at]]
		word |= uint64(c>>4) << n
		n += uint(c & 15)
		binary.LittleEndian.PutUint64(out[to:], word)
		to += int(n >> 3) // #nosec G115 -- 8 at most
		word >>= n &^ 7
		n &= 7
	}
	d.out.at, d.out.word, d.out.n = to, word, n
}

// reckon takes note of what a row adds to the checksum where it differs.
func (b *band) reckon(sums *adler, y, row, low, high int, cur []byte) {
	steps := (row+weightStep-1)/weightStep + 1
	of := b.sums[y*steps:][:steps]
	first, last := low/weightStep, (high+weightStep-1)/weightStep
	was := weight{of[last].sum - of[first].sum, of[last].placed - of[first].placed}
	from, to := first*weightStep, min(last*weightStep, row)
	s, p := weigh(cur[from:to])
	sums.change(int64(b.From+y)*int64(row), was, weight{s, p + int64(from)*s})
}

// filter puts the pixels of a patch's row into a filtered row.
func (d *Desk) filter(s *Series, b *band, p Patch, r image.Rectangle, y int, cur []byte) {
	w := s.row - 1
	at := b.left[y*w:][:w]
	lo, hi := 4*r.Min.X, 4*r.Max.X
	// One pixel to the left and one to the right stay as they are.
	pix := d.pix
	if lo > 0 {
		copy(pix[lo-4:lo], at[lo-4:lo])
	}
	copy(pix[hi:min(hi+4, w)], at[hi:min(hi+4, w)])
	p.Row(b.From+y, pix[lo:hi:hi])
	end := min(hi+4, w)
	if lo == 0 {
		subtract(cur[1:], pix[:end])
		return
	}
	difference(cur[1+lo:1+end], pix[lo:end], pix[lo-4:end])
}

// write writes the bytes of a filtered row from at to end. Two places are looked
// at for what is there already: a pixel back and a row back. There must be room
// for twice as many bytes.
func (d *Desk) write(t *table, cur, above []byte, at, end int) {
	// Kept apart from d, so that they stay in registers.
	out, to, word, n := d.out.out, d.out.at, d.out.word, d.out.n
	for at < end {
		room := min(end-at, mostMatch)
		if room < 4 || at < 4 {
			for _, v := range cur[at : at+min(room, 4)] {
				c := t.letter[v]
				word |= uint64(c>>4) << n
				n += uint(c & 15)
			}
			at += min(room, 4)
		} else if long, far := repeated(cur, above, at, room); long > 0 {
			c, e := t.length[long], t.near
			if far {
				e = t.far
			}
			word |= uint64(c.bits)<<n | uint64(e.bits)<<(n+uint(c.n))
			n += uint(c.n) + uint(e.n)
			at += long
		} else { // a pixel, two letters by two
			v := binary.LittleEndian.Uint32(cur[at:])
			a, b := uint64(t.letter[v&255]), uint64(t.letter[v>>8&255])
			c, e := uint64(t.letter[v>>16&255]), uint64(t.letter[v>>24])
			ab, ce := a>>4|b>>4<<(a&15), c>>4|e>>4<<(c&15)
			long := a&15 + b&15
			word |= (ab | ce<<long) << n
			n += uint(long + c&15 + e&15)
			at += 4
		}
		binary.LittleEndian.PutUint64(out[to:], word)
		to += int(n >> 3) // #nosec G115 -- 8 at most
		word >>= n &^ 7
		n &= 7
	}
	d.out.at, d.out.word, d.out.n = to, word, n
}

// count notes what write would write.
func (t *tally) count(cur, above []byte, at, end int) {
	for at < end {
		room := min(end-at, mostMatch)
		if room >= 4 && at >= 4 {
			if long, _ := repeated(cur, above, at, room); long > 0 {
				s, _, _ := lengthCode(long)
				t.length[s]++
				at += long
				continue
			}
		}
		for _, v := range cur[at : at+min(room, 4)] {
			t.length[v]++
		}
		at += min(room, 4)
	}
}

// repeated tells how many bytes, room at most and none or at least four, are
// those of a pixel or of a row back; far is the row. A pixel needs fewer bits.
func repeated(cur, above []byte, at, room int) (long int, far bool) {
	now := binary.LittleEndian.Uint32(cur[at:])
	if now == binary.LittleEndian.Uint32(cur[at-4:]) {
		long = match(cur[at:at+room], cur[at-4:])
	}
	if above != nil && now == binary.LittleEndian.Uint32(above[at:]) {
		if n := match(cur[at:at+room], above[at:]); n > long {
			return n, true
		}
	}
	return long, false
}

// match tells how many bytes of a are those of b.
func match(a, b []byte) int {
	i := 0
	b = b[:len(a)]
	for ; i+8 <= len(a); i += 8 {
		if x := binary.LittleEndian.Uint64(a[i:]) ^ binary.LittleEndian.Uint64(b[i:]); x != 0 {
			return i + bits.TrailingZeros64(x)/8
		}
	}
	for i < len(a) && a[i] == b[i] {
		i++
	}
	return i
}
