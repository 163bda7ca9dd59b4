package pngenc

import (
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
		d.patch(s, b, p, r, sums)
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
			d.filter(s, b, p, r, y, cur, base)
			if sums != nil {
				sums.change(int64(b.From+y)*int64(s.row)+int64(low), base[low:high], cur[low:high])
			}
		}
		knots := b.knots[b.first[y] : b.first[y+1]+1]
		last := len(knots) - 1 // the begin of the next row
		k := sort.Search(last, func(i int) bool { return int(knots[i].place) > low }) - 1
		m := sort.Search(last, func(i int) bool { return int(knots[i].place) >= high+4 })
		d.out.grow(2*s.row + 16)
		d.out.copy(b.coded, knots[0].bit, knots[k].bit)
		end := s.row
		if m < last {
			end = int(knots[m].place)
		}
		d.out.grow(2*s.row + 16)
		d.write(s.table, cur, above, int(knots[k].place), end, end)
		d.out.copy(b.coded, knots[m].bit, knots[last].bit)
		d.now, d.above = d.above, d.now
		above = d.above
	}
}

// filter puts the pixels of a patch's row into a filtered row.
func (d *Desk) filter(s *Series, b *band, p Patch, r image.Rectangle, y int, cur, base []byte) {
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
		subtract(cur[1:], pix[:end], 4)
		return
	}
	difference(cur[1+lo:1+end], pix[lo:end], pix[lo-4:end])
}

// write writes the bytes of a filtered row from at until limit is reached,
// with no match beyond end, and tells where it stopped. Two places are looked
// at for what is there already: a pixel back and a row back.
func (d *Desk) write(t *table, cur, above []byte, at, limit, end int) int {
	out := &d.out
	for at < limit {
		room := min(end-at, mostMatch)
		if room >= leastMatch && at >= 4 {
			now := binary.LittleEndian.Uint32(cur[at:])
			near, far := 0, 0
			if now == binary.LittleEndian.Uint32(cur[at-4:]) {
				near = match(cur[at:at+room], cur[at-4:])
			}
			if above != nil && now == binary.LittleEndian.Uint32(above[at:]) {
				far = match(cur[at:at+room], above[at:])
			}
			if n := max(near, far); n >= leastMatch {
				out.put(uint64(t.length[n].bits), uint(t.length[n].n))
				if near >= far {
					out.put(uint64(t.near.bits), uint(t.near.n))
				} else {
					out.put(uint64(t.far.bits), uint(t.far.n))
				}
				out.flush()
				if d.tally != nil {
					s, _, _ := lengthCode(n)
					d.tally.length[s]++
				}
				at += n
				continue
			}
		}
		for range min(room, 4) {
			c := t.letter[cur[at]]
			out.put(uint64(c.bits), uint(c.n))
			if d.tally != nil {
				d.tally.length[cur[at]]++
			}
			at++
		}
		out.flush()
	}
	return at
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
