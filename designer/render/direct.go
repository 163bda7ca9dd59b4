package render

import (
	"encoding/binary"
	"image"
	"math"

	"badgekiln/designer"
)

// direct is how a text in one colour, on which nothing lies and of which only
// the letters vary, gets into the picture at once: by what its letters cover,
// without a tile of its own. It is most of what differs between people.
type direct struct {
	group *part       // that holds it; nil: none
	ink   [256]uint32 // its colour, thinned by coverage
	above []*tile     // of its group, above it
	even  [][]evenly  // of each row of its band
}

// plain readies the texts that can be drawn directly.
func (s *Stage) plain() {
	s.plainIn(nil, s.parts)
	for _, p := range s.parts {
		if p.parts != nil && p.base != nil && p.layer.Blend == "" && !(p.layer.Opacity < 1) {
			s.plainIn(p, p.parts)
		}
	}
}

func (s *Stage) plainIn(group *part, parts []*part) {
	for i, p := range parts {
		l := p.layer
		if !p.vary || p.open || p.shown != nil || l.Text == nil || l.Blend != "" || l.Opacity < 1 || !s.alone(p) ||
			l.Shadow != nil || l.Clip != nil || l.Mask != nil || l.Fill.Kind != designer.Solid || !s.job.upright(l, l.Place.Then(p.under)) {
			continue
		}
		color, ok := s.job.inkOf(l.Fill, l.Place.Then(p.under)).(flat)
		if !ok {
			continue
		}
		d := &direct{group: group, ink: thinned(rgba(color))}
		if group != nil {
			for _, q := range parts[i+1:] {
				if q.fixed != nil {
					d.above = append(d.above, q.fixed)
				}
			}
		}
		p.direct = d
		s.evenGround(p)
	}
}

// alone tells whether a leaf shares its band with no other.
func (s *Stage) alone(p *part) bool {
	for _, q := range s.leaves {
		if q != p && q.reach == p.reach {
			return false
		}
	}
	return !p.reach.Empty()
}

// directly gives what the letters of a leaf cover, if nothing but them differs
// then: as letters, where these look the same wherever they stand, else as a
// mask. When it is not so, and when there is nothing, it gives neither, and the
// leaf is to be drawn as all.
func (h *Hand) directly(p *part) (*lettered, *mask) {
	laid, own, room := h.place(p)
	if room.Empty() || !h.bare(p, room) || p.direct.group != nil && !room.In(p.direct.group.below.rect) {
		return nil, nil
	}
	if p.evenUnder(room) {
		if h.texts == nil {
			h.texts = make([]lettered, len(h.stage.leaves))
		}
		l := &h.texts[p.place]
		if l.set(h.job.painter.stamps.put, room); l.whole(room) {
			return l, nil
		}
	}
	m := h.job.painter.letters(laid, own, p.clip)
	for _, g := range p.over {
		if !g.solid.carries(m) {
			h.painter.done(m.pix)
			return nil, nil
		}
	}
	return nil, m
}

// bare tells whether nothing lies on what letters cover.
func (h *Hand) bare(p *part, room image.Rectangle) bool {
	if !room.In(p.reach) {
		return false
	}
	for _, t := range p.direct.above {
		if t.rect.Overlaps(room) {
			return false
		}
	}
	top := p
	if p.direct.group != nil {
		top = p.direct.group
	}
	for k := range h.stage.bands {
		b := &h.stage.bands[k]
		if b.rows != p.reach {
			continue
		}
		for i := len(b.from) - 1; i >= 0 && b.from[i].part != top; i-- {
			if b.from[i].vary || b.from[i].fixed != nil && b.from[i].fixed.rect.Overlaps(room) {
				return false
			}
		}
	}
	return true
}

// carries is bears for what letters cover.
func (g *solid) carries(m *mask) bool {
	if !m.rect.In(g.room) {
		return false
	}
	for y := m.rect.Min.Y; y < m.rect.Max.Y; y++ {
		cover, ground := m.row(y), g.mask.row(y)[m.rect.Min.X-g.room.Min.X:]
		ground = ground[:len(cover)]
		x := 0
		for x+8 <= len(ground) && binary.LittleEndian.Uint64(ground[x:]) == math.MaxUint64 {
			x += 8
		}
		for ; x < len(ground); x++ {
			if ground[x] == 0 && cover[x] != 0 {
				return false
			}
		}
	}
	return true
}

// direct fills in a row of letters from x on, over what the picture is without
// them.
func (b *handBand) direct(x, y int, cover, out []uint8) {
	d := b.leaf.direct
	below := b.band.below.row(x, y)[:len(cover)]
	ground := below
	if d.group != nil {
		ground = d.group.below.row(x, y)[:len(cover)]
	}
	for i := 0; i < len(cover); i++ {
		v := cover[i]
		if v == 0 {
			for i+9 <= len(cover) && binary.LittleEndian.Uint64(cover[i+1:]) == 0 {
				i += 8
			}
			continue
		}
		c := d.ink[v]
		if a := c >> 24; a < 255 {
			if a == 0 {
				continue
			}
			c = narrow(widen(c) + scale(ground[i], uint64(255-a)))
			if a = c >> 24; a < 255 {
				if d.group != nil {
					if d.group.solid != nil { // its shadow shows: as in base
						continue
					}
					c = narrow(widen(c) + scale(below[i], uint64(255-a)))
				}
				straighten(out[4*i:4*i+4:4*i+4], c)
				continue
			}
		}
		binary.LittleEndian.PutUint32(out[4*i:4*i+4], c)
	}
}
