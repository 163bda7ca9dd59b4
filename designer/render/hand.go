package render

import (
	"encoding/binary"
	"image"
)

// Hand draws pictures of a Stage, one after the other. It serves one goroutine.
type Hand struct {
	stage   *Stage
	job     job
	painter painter
	tiles   []*tile           // of the leaves
	seen    []image.Rectangle // where these change the picture
	loose   []loose
	report  Report
	bands   []handBand
}

// loose is a group that is drawn anew, since what varies in it stands out of what
// is opaque: its shadow is another.
type loose struct {
	part *part
	tile *tile
}

// handBand is a band of the picture at hand.
type handBand struct {
	hand  *Hand
	band  *stageBand
	dirty image.Rectangle
	tiles []*tile // from the bottom up
	vary  []bool  // which of them differ
	anew  bool    // all of dirty may be other than the base, whatever covers it
	rows  []handRow
}

// handRow is a row of a tile.
type handRow struct {
	pix      []uint8
	from, to int
	vary     bool
}

// Hand makes a new one.
func (s *Stage) Hand() *Hand {
	h := &Hand{stage: s, job: s.job}
	h.job.painter = &h.painter
	return h
}

// Draw prepares the picture of some fields, all of them. It gives where it
// differs from the base, one rectangle for each band, and false when it differs
// outside the bands: such a picture must be drawn by Image.
func (h *Hand) Draw(fields map[string]string) (Report, bool) {
	for k := range h.bands {
		b := &h.bands[k]
		for i, t := range b.tiles {
			if b.vary[i] && !t.kept {
				h.painter.done(t.pix)
			}
		}
	}
	h.leaves(fields)
	if len(h.bands) != len(h.stage.bands) {
		h.bands = make([]handBand, len(h.stage.bands))
	}
	for k := range h.bands {
		b := &h.bands[k]
		b.hand, b.band, b.dirty, b.anew = h, &h.stage.bands[k], image.Rectangle{}, false
		b.tiles, b.vary = b.tiles[:0], b.vary[:0]
	}
	for i, seen := range h.seen {
		if seen.Empty() {
			continue
		}
		at := -1
		for k := range h.bands {
			if seen.In(h.bands[k].band.rows) && h.stage.leaves[i].reach == h.bands[k].band.rows {
				at = k
			}
		}
		if at < 0 {
			return h.report, false
		}
		h.bands[at].dirty = h.bands[at].dirty.Union(seen)
		h.bands[at].anew = h.bands[at].anew || len(h.loose) > 0
	}
	for k := range h.bands {
		if !h.bands[k].dirty.Empty() {
			h.bands[k].gather()
		}
	}
	return h.report, true
}

// leaves draws the layers that vary.
func (h *Hand) leaves(fields map[string]string) {
	h.report = Report{}
	h.job.measure = NewMeasure(h.job.options.Fonts, fields)
	h.tiles, h.seen, h.loose = h.tiles[:0], h.seen[:0], h.loose[:0]
	for _, p := range h.stage.leaves {
		t := h.job.layer(p.layer, p.under, p.clip, &h.report)
		h.tiles = append(h.tiles, t)
		var seen image.Rectangle
		if t != nil {
			seen = h.ground(t, p.over).Intersect(image.Rectangle{Max: h.stage.size})
		}
		h.seen = append(h.seen, seen)
	}
}

// ground draws those groups around a tile anew whose shadow it changes, and
// gives where the picture differs then.
func (h *Hand) ground(t *tile, over []*part) image.Rectangle {
	seen := t.rect
	var was *tile
	for _, p := range over {
		if p.solid.bears(t) && (was == nil || p.solid.bears(was)) {
			continue
		}
		if t, was = h.again(p), p.solid.cast; t == nil {
			t = &tile{}
		}
		seen = seen.Union(t.rect).Union(was.rect)
	}
	return seen
}

// again draws a group as it is now.
func (h *Hand) again(p *part) *tile {
	if t, ok := h.looseOf(p); ok {
		return t
	}
	t := h.job.layer(p.layer, p.under, p.clip, &h.report)
	h.loose = append(h.loose, loose{p, t})
	return t
}

func (h *Hand) looseOf(p *part) (*tile, bool) {
	for _, l := range h.loose {
		if l.part == p {
			return l.tile, true
		}
	}
	return nil, false
}

// gather lists the tiles of a band.
func (b *handBand) gather() {
	for _, p := range b.band.from {
		t := p.fixed
		if p.vary {
			t = b.hand.tile(p.part, b.dirty)
		}
		if t != nil && t.rect.Overlaps(b.dirty) {
			b.tiles, b.vary = append(b.tiles, t), append(b.vary, p.vary)
		}
	}
}

// tile gives a part as it looks now, as far as it lies in dirty.
func (h *Hand) tile(p *part, dirty image.Rectangle) *tile {
	if t, ok := h.looseOf(p); ok {
		return t
	}
	switch {
	case !p.vary:
		return p.fixed
	case p.parts == nil:
		return h.tiles[p.place]
	}
	parts := make([]*tile, 0, len(p.parts))
	for _, q := range p.parts {
		if t := h.tile(q, dirty); t != nil && t.rect.Overlaps(dirty) {
			parts = append(parts, t)
		}
	}
	return p.joined(&h.job, parts, dirty)
}

// Bands are the bands of the picture at hand, as many as the stage has.
func (h *Hand) Bands() int { return len(h.bands) }

// Rect is where a band differs from the base.
func (h *Hand) Rect(band int) image.Rectangle { return h.bands[band].dirty }

// Row fills in a row of where a band differs, alpha not multiplied in.
func (h *Hand) Row(band, y int, out []uint8) {
	b := &h.bands[band]
	x0, x1 := b.dirty.Min.X, b.dirty.Max.X
	base := h.stage.base
	copy(out[:4*(x1-x0)], base.Pix[base.PixOffset(x0, y):])
	b.rows = b.rows[:0]
	from, to := x1, x0
	for i, t := range b.tiles {
		if y < t.rect.Min.Y || y >= t.rect.Max.Y {
			continue
		}
		r := handRow{from: max(t.rect.Min.X, x0), to: min(t.rect.Max.X, x1), vary: b.vary[i]}
		r.pix = t.row(r.from, y)
		b.rows = append(b.rows, r)
		if r.vary {
			from, to = min(from, r.from), max(to, r.to)
		}
	}
	if b.anew {
		from, to = x0, x1
	}
	if from >= to {
		return
	}
	below := b.band.below.row(from, y)
	if len(b.rows) == 1 && !b.anew {
		single(b.rows[0].pix[:4*(to-from)], below, out[4*(from-x0):])
		return
	}
	for x := from; x < to; x++ {
		b.pixel(x, below[x-from], out[4*(x-x0):][:4:4])
	}
}

// single is a row of one tile that varies with nothing above it.
func single(pix []uint8, below []uint64, out []uint8) {
	for i := 0; i+4 <= len(pix); i += 4 {
		s := binary.LittleEndian.Uint32(pix[i : i+4])
		switch a := s >> 24; a {
		case 0:
		case 255:
			binary.LittleEndian.PutUint32(out[i:i+4], s)
		default:
			straighten(out[i:i+4:i+4], narrow(widen(s)+scale(below[i/4], uint64(255-a))))
		}
	}
}

// pixel puts one pixel together, if anything that varies lies on it.
func (b *handBand) pixel(x int, v uint64, out []uint8) {
	differs := b.anew
	for i := range b.rows {
		r := &b.rows[i]
		if x < r.from || x >= r.to {
			continue
		}
		at := 4 * (x - r.from)
		s := binary.LittleEndian.Uint32(r.pix[at : at+4])
		a := s >> 24
		if a == 0 {
			continue
		}
		differs = differs || r.vary
		if a == 255 {
			v = widen(s)
		} else {
			v = widen(s) + scale(v, uint64(255-a))
		}
	}
	if differs {
		straighten(out, narrow(v))
	}
}

// straighten takes the alpha out of a colour, as Straight does.
func straighten(out []uint8, c uint32) {
	a := c >> 24
	if a == 0 {
		clear(out[:4])
		return
	}
	if a < 255 {
		r := min((c&255*255+a/2)/a, 255)
		g := min((c>>8&255*255+a/2)/a, 255)
		b := min((c>>16&255*255+a/2)/a, 255)
		c = r | g<<8 | b<<16 | a<<24
	}
	binary.LittleEndian.PutUint32(out, c)
}
