package render

import (
	"encoding/binary"
	"image"

	"badgekiln/designer"
	"badgekiln/designer/merge"
)

// Hand draws pictures of a Stage, one after the other. It serves one goroutine.
type Hand struct {
	stage   *Stage
	job     job
	painter painter
	tiles   []*tile           // of the leaves
	masks   []*mask           // of those that need no tile
	letters []*lettered       // of those that need no mask either
	texts   []lettered        // memory of these
	seen    []image.Rectangle // where these change the picture
	loose   []loose
	filler  merge.Filler
	report  Report
	bands   []handBand
	parts   []*tile // of the groups at hand, those of inner ones behind
	vary    []bool  // which of them differ
	rows    []handRow
	wide    []uint64 // a row being put together
	mark    []uint8  // not 0 where it may differ
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
	tiles []*tile   // from the bottom up
	vary  []bool    // which of them differ
	leaf  *part     // of what is drawn directly
	mask  *mask     // of that; else nil
	text  *lettered // of that instead, where letters look the same wherever they stand
	anew  bool      // all of dirty may be other than the base, whatever covers it
	rows  []handRow
}

// handRow is a row of a tile.
type handRow struct {
	pix      []uint8
	from, to int
	vary     bool
	blend    designer.Blend
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
		if b.mask != nil {
			h.painter.done(b.mask.pix)
		}
	}
	h.leaves(fields, false)
	if len(h.bands) != len(h.stage.bands) {
		h.bands = make([]handBand, len(h.stage.bands))
	}
	for k := range h.bands {
		b := &h.bands[k]
		b.hand, b.band, b.dirty, b.anew, b.mask, b.text = h, &h.stage.bands[k], image.Rectangle{}, false, nil, nil
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
		if h.masks[i] != nil || h.letters[i] != nil {
			h.bands[at].leaf, h.bands[at].mask, h.bands[at].text = h.stage.leaves[i], h.masks[i], h.letters[i]
		}
		h.bands[at].dirty = h.bands[at].dirty.Union(seen)
		h.bands[at].anew = h.bands[at].anew || len(h.loose) > 0
	}
	for k := range h.bands {
		if b := &h.bands[k]; !b.dirty.Empty() && b.mask == nil && b.text == nil {
			b.gather()
		}
	}
	return h.report, true
}

// leaves draws the layers that vary. With all of them, those are too that these
// fields leave out.
func (h *Hand) leaves(fields map[string]string, all bool) {
	h.report = Report{}
	h.job.measure = NewMeasure(h.job.options.Fonts, fields)
	h.filler = merge.Filler{Fields: fields, Slots: h.stage.job.doc.Slots, All: all}
	if h.stage.colors {
		h.job.doc.Slots = merge.Slots(h.filler.Slots, fields)
		h.job.ramps = &memo[*designer.Stop, *ramp]{}
	}
	h.tiles, h.masks, h.letters, h.seen, h.loose = h.tiles[:0], h.masks[:0], h.letters[:0], h.seen[:0], h.loose[:0]
	for _, p := range h.stage.leaves {
		var t *tile
		var m *mask
		var text *lettered
		if p.direct != nil && !all {
			text, m = h.directly(p)
		}
		if m == nil && text == nil {
			t = h.leaf(p)
		}
		h.tiles, h.masks, h.letters = append(h.tiles, t), append(h.masks, m), append(h.letters, text)
		var seen image.Rectangle
		switch {
		case m != nil:
			seen = m.rect
		case text != nil:
			seen = text.room
		}
		if t != nil {
			seen = h.ground(t, p.over).Intersect(image.Rectangle{Max: h.stage.size})
		}
		h.seen = append(h.seen, seen)
	}
}

// leaf draws a layer as it is with the fields at hand.
func (h *Hand) leaf(p *part) *tile {
	l := p.layer
	if p.open {
		l = h.filler.Layer(l)
	}
	if p.shown != nil {
		if l.Hidden {
			return nil
		}
		return p.shown
	}
	return h.job.layer(l, p.under, p.clip, &h.report)
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
		if t, was = h.again(p), p.base; t == nil {
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
	t := h.job.layer(h.filler.Layer(p.layer), p.under, p.clip, &h.report)
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
	return h.join(p, dirty)
}

// join puts a group together inside dirty: it is what it is without what varies,
// but for the pixels on which something of that lies.
func (h *Hand) join(p *part, dirty image.Rectangle) *tile {
	var room image.Rectangle
	mark := len(h.parts)
	for i, q := range p.parts {
		t := h.tile(q, dirty)
		if t == nil || !t.rect.Overlaps(dirty) {
			continue
		}
		room = room.Union(t.rect)
		if i >= p.first || len(h.loose) > 0 {
			h.parts, h.vary = append(h.parts, t), append(h.vary, q.vary)
		}
	}
	parts, vary := h.parts[mark:], h.vary[mark:]
	defer func() { h.parts, h.vary = h.parts[:mark], h.vary[:mark] }()
	if p.base != nil {
		room = room.Union(p.base.rect)
	}
	if room = room.Intersect(dirty); room.Empty() {
		return nil
	}
	out := h.painter.tile(room)
	for y := room.Min.Y; y < room.Max.Y; y++ {
		to := out.row(room.Min.X, y)
		if p.base != nil && y >= p.base.rect.Min.Y && y < p.base.rect.Max.Y {
			from, end := max(p.base.rect.Min.X, room.Min.X), min(p.base.rect.Max.X, room.Max.X)
			if from < end {
				copy(to[4*(from-room.Min.X):], p.base.row(from, y)[:4*(end-from)])
			}
		}
		var from, end int
		h.rows, from, end = rowsOf(h.rows[:0], parts, vary, y, room.Min.X, room.Max.X)
		if len(h.loose) > 0 {
			h.anew(p, to, room)
			continue
		}
		if from < end {
			p.join(to[4*(from-room.Min.X):4*(end-room.Min.X)], h.rows, from, y)
		}
	}
	for i, t := range parts {
		if vary[i] && !t.kept {
			h.painter.done(t.pix)
		}
	}
	out.thin(p.layer.Opacity)
	out.blend = p.layer.Blend
	return out
}

// anew puts a row of a group together in which more may differ than what varies.
func (h *Hand) anew(p *part, to []uint8, room image.Rectangle) {
	for x := room.Min.X; x < room.Max.X; x++ {
		p.put(to[4*(x-room.Min.X):], narrow(overlay(h.rows, x, 0)))
	}
}

// join puts what varies, and what lies above that, into a row of a group.
func (p *part) join(to []uint8, rows []handRow, from, y int) {
	below, skip := p.below.from(from, y)
	if len(rows) == 1 && rows[0].blend == "" && skip >= 0 && skip+len(to)/4 <= len(below) {
		p.single(to, rows[0].pix[:len(to)], below[skip:])
		return
	}
	for i := range len(to) / 4 {
		x := from + i
		if !differs(rows, x) {
			continue
		}
		v := uint64(0)
		if at := i + skip; at >= 0 && at < len(below) {
			v = below[at]
		}
		p.put(to[4*i:4*i+4], narrow(overlay(rows, x, v)))
	}
}

// put sets a pixel of a group. Where one that has a shadow is not opaque, that
// shows: as in base.
func (p *part) put(to []uint8, c uint32) {
	if p.solid == nil || c>>24 == 255 {
		binary.LittleEndian.PutUint32(to, c)
	}
}

// single is a row of one tile that varies with nothing above it.
func (p *part) single(to, pix []uint8, below []uint64) {
	for i := 0; i+4 <= len(pix) && i+4 <= len(to); i += 4 {
		s := binary.LittleEndian.Uint32(pix[i : i+4])
		switch a := s >> 24; a {
		case 0:
		case 255:
			binary.LittleEndian.PutUint32(to[i:i+4], s)
		default:
			p.put(to[i:i+4], narrow(widen(s)+scale(below[i/4], uint64(255-a))))
		}
	}
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
	if b.text != nil && b.mask == nil {
		b.mask = b.text.mask(&h.painter)
	}
	if b.mask != nil {
		b.direct(x0, y, b.mask.row(y)[x0-b.mask.rect.Min.X:][:x1-x0], out)
		return
	}
	var from, to int
	b.rows, from, to = rowsOf(b.rows[:0], b.tiles, b.vary, y, x0, x1)
	if b.anew {
		from, to = x0, x1
	}
	if from >= to {
		return
	}
	below := b.band.below.row(from, y)
	if len(b.rows) == 1 && !b.anew && b.rows[0].blend == "" {
		single(b.rows[0].pix[:4*(to-from)], below, out[4*(from-x0):])
		return
	}
	b.hand.over(b.rows, below[:to-from], from, b.anew, out[4*(from-x0):])
}

// over lays the tiles of a row, from the column from on, over what is below, and
// puts pixels into out: all, or those that may differ.
func (h *Hand) over(rows []handRow, below []uint64, from int, all bool, out []uint8) {
	n := len(below)
	h.wide = append(h.wide[:0], below...)
	h.mark = append(h.mark[:0], make([]uint8, n)...)
	for i := range rows {
		r := &rows[i]
		a, b := max(r.from-from, 0), min(r.to-from, n)
		if a >= b {
			continue
		}
		pix := r.pix[4*(a+from-r.from):][:4*(b-a)]
		layRow(h.wide[a:b], pix, r.blend)
		if r.vary && !all {
			mark := h.mark[a:b]
			for i := range mark {
				mark[i] |= pix[4*i+3]
			}
		}
	}
	was, c := uint64(0), uint32(0)
	for i, v := range h.wide {
		if !all && h.mark[i] == 0 {
			continue
		}
		if v != was {
			was, c = v, straightened(narrow(v))
		}
		binary.LittleEndian.PutUint32(out[4*i:4*i+4], c)
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

// rowsOf gives a row of tiles from x0 to x1, and the part of it on which one
// that varies may lie.
func rowsOf(rows []handRow, tiles []*tile, vary []bool, y, x0, x1 int) (out []handRow, from, to int) {
	from, to = x1, x0
	for i, t := range tiles {
		r := handRow{from: max(t.rect.Min.X, x0), to: min(t.rect.Max.X, x1), vary: vary[i], blend: t.blend}
		if y < t.rect.Min.Y || y >= t.rect.Max.Y || r.from >= r.to {
			continue
		}
		r.pix = t.row(r.from, y)
		rows = append(rows, r)
		if r.vary {
			from, to = min(from, r.from), max(to, r.to)
		}
	}
	return rows, from, to
}

// differs tells whether anything that varies lies on a pixel.
func differs(rows []handRow, x int) bool {
	for i := range rows {
		if r := &rows[i]; r.vary && x >= r.from && x < r.to && r.pix[4*(x-r.from)+3] != 0 {
			return true
		}
	}
	return false
}

// overlay puts one pixel together on what is below, from the uppermost tile on
// that hides all else.
func overlay(rows []handRow, x int, v uint64) uint64 {
	first := len(rows) - 1
	for ; first > 0; first-- {
		if r := &rows[first]; r.blend == "" && x >= r.from && x < r.to && r.pix[4*(x-r.from)+3] == 255 {
			break
		}
	}
	for i := max(first, 0); i < len(rows); i++ {
		r := &rows[i]
		if x < r.from || x >= r.to {
			continue
		}
		at := 4 * (x - r.from)
		s := binary.LittleEndian.Uint32(r.pix[at : at+4])
		switch a := s >> 24; {
		case a == 0:
		case r.blend != "":
			v = meet(r.blend, s, v)
		case a == 255:
			v = widen(s)
		default:
			v = widen(s) + scale(v, uint64(255-a))
		}
	}
	return v
}

// straighten takes the alpha out of a colour, as Straight does.
func straighten(out []uint8, c uint32) { binary.LittleEndian.PutUint32(out, straightened(c)) }

// straightened is a colour with the alpha taken out of it.
func straightened(c uint32) uint32 {
	switch a := c >> 24; a {
	case 0:
		return 0
	case 255:
		return c
	default:
		r := min((c&255*255+a/2)/a, 255)
		g := min((c>>8&255*255+a/2)/a, 255)
		b := min((c>>16&255*255+a/2)/a, 255)
		return r | g<<8 | b<<16 | a<<24
	}
}
