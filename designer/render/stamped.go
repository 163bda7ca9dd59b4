package render

import (
	"image"
	"math"
	"slices"

	"badgekiln/designer/geom"
	"badgekiln/designer/typeset"
)

// Stamp is a letter of what differs, standing where Rect is. Letters of one look
// that begin in the same row of the same band look the same.
type Stamp struct {
	Rect image.Rectangle
	Look uint32
}

// evenly is pixels of a row on which a letter looks the same wherever it stands.
type evenly struct{ from, to int }

// leastEven is how many are worth remembering.
const leastEven = 16

// even finds those of a row for a text that is drawn directly.
func (s *Stage) even(p *part, b *stageBand, y int) (out []evenly) {
	d := p.direct
	below := b.below.row(0, y)[:s.size.X]
	base := s.base.Pix[y*s.base.Stride:][:4*s.size.X]
	first, last := 0, s.size.X
	ground := below
	if d.group != nil {
		row, skip := d.group.below.from(0, y)
		if first, last = max(0, -skip), min(last, len(row)-skip); first >= last {
			return nil
		}
		ground = row[first+skip:]
	}
	for _, g := range p.over {
		if y < g.solid.room.Min.Y || y >= g.solid.room.Max.Y {
			return nil
		}
	}
	bears := func(x int) bool {
		for _, g := range p.over {
			if r := g.solid.room; x < r.Min.X || x >= r.Max.X || g.solid.mask.row(y)[x-r.Min.X] == 0 {
				return false
			}
		}
		return true
	}
	like := func(x int) bool { // the pixel before it; what an opaque group hides does not matter
		g := ground[x-first]
		return g == ground[x-1-first] && (d.group != nil && g>>48 == math.MaxUint16 || below[x] == below[x-1]) &&
			[4]uint8(base[4*x:]) == [4]uint8(base[4*x-4:])
	}
	from := first
	for x := first; x <= last; x++ {
		if x < last && bears(x) && (x == from || like(x)) {
			continue
		}
		if x-from >= leastEven {
			out = append(out, evenly{from, x})
		}
		if from = x; x < last && !bears(x) {
			from++
		}
	}
	return out
}

// evenGround readies a text that is drawn directly for being put together from
// letters that were drawn before.
func (s *Stage) evenGround(p *part) {
	for i := range s.bands {
		if b := &s.bands[i]; b.rows == p.reach && b.below != nil {
			for y := b.rows.Min.Y; y < b.rows.Max.Y; y++ {
				p.direct.even = append(p.direct.even, s.even(p, b, y))
			}
		}
	}
}

// evenUnder tells whether the ground of a text changes from row to row only.
func (p *part) evenUnder(r image.Rectangle) bool {
	if !r.In(p.reach) || len(p.direct.even) != p.reach.Dy() {
		return false
	}
	for _, row := range p.direct.even[r.Min.Y-p.reach.Min.Y : r.Max.Y-p.reach.Min.Y] {
		if !slices.ContainsFunc(row, func(e evenly) bool { return e.from <= r.Min.X && r.Max.X <= e.to }) {
			return false
		}
	}
	return true
}

// lettered is a text as its letters.
type lettered struct {
	put    []placed
	stamps []Stamp
	room   image.Rectangle
	cover  []uint8 // of a part of a row
}

// set takes over the letters that a painter placed, from left to right.
func (l *lettered) set(put []placed, room image.Rectangle) {
	l.put, l.room = append(l.put[:0], put...), room
	l.stamps = l.stamps[:0]
	for i := range put {
		s := Stamp{put[i].rect(), put[i].mask.look}
		k := len(l.stamps)
		l.stamps = append(l.stamps, s)
		for ; k > 0 && l.stamps[k-1].Rect.Min.X > s.Rect.Min.X; k-- {
			l.stamps[k] = l.stamps[k-1]
		}
		l.stamps[k] = s
	}
}

// whole tells whether all letters lie in a rectangle.
func (l *lettered) whole(r image.Rectangle) bool {
	return !slices.ContainsFunc(l.stamps, func(s Stamp) bool { return !s.Rect.In(r) })
}

// row is what the letters cover of row y between two columns.
func (l *lettered) row(y, x0, x1 int) []uint8 {
	l.cover = append(l.cover[:0], make([]uint8, x1-x0)...)
	m := mask{rect: image.Rect(x0, y, x1, y+1), pix: l.cover}
	for _, q := range l.put {
		if q.at.X < x1 && q.at.X+q.mask.rect.Dx() > x0 && y >= q.at.Y && y < q.at.Y+q.mask.rect.Dy() {
			m.add(q)
		}
	}
	return l.cover
}

// mask is what the letters cover together.
func (l *lettered) mask(p *painter) *mask {
	out := &mask{rect: l.room, pix: p.bytes(l.room.Dx() * l.room.Dy())}
	for _, q := range l.put {
		out.add(q)
	}
	return out
}

// Stamps lists the letters of a band by their left edges, if what differs there
// is these and nothing else, and if they stand on what changes from row to row
// only. It holds until the next picture.
func (h *Hand) Stamps(band int) []Stamp {
	if b := &h.bands[band]; b.text != nil {
		return b.text.stamps
	}
	return nil
}

// Span is Row for the columns from x0 to x1 of a band that has Stamps.
func (h *Hand) Span(band, y, x0, x1 int, out []uint8) {
	b := &h.bands[band]
	base := h.stage.base
	copy(out[:4*(x1-x0)], base.Pix[base.PixOffset(x0, y):])
	b.direct(x0, y, b.text.row(y, x0, x1), out)
}

// place sets and places the letters of a text that is drawn directly.
func (h *Hand) place(p *part) (laid typeset.Laid, own geom.Affine, room image.Rectangle) {
	own = p.layer.Place.Then(p.under)
	laid = h.job.lettering(p.layer, &h.report)
	return laid, own, h.job.painter.place(laid, own, p.clip)
}
