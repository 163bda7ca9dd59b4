package render

import (
	"encoding/binary"
	"image"
	"math"

	"badgekiln/designer"
	"badgekiln/designer/geom"
	"badgekiln/designer/typeset"
)

// Letters of upright texts stand on eighths of a pixel along their line, so that
// one drawn before serves again: in a batch of names most of them do. Across it
// they stand where they are: names share their baseline. Where a letter is so
// small that a sixteenth of a pixel shows, or so large that few are the same, the
// outline of the whole text is drawn.
const (
	leastLetter = 10.0 // pixels per em
	mostLetter  = 256.0
	eighths     = 8
	mostStamps  = 8 << 20 // bytes that a painter keeps of letters
	farLetter   = 1e6     // pixels from the corner: nobody sees what lies there
)

// stampKey is a letter as it is drawn: which, how large, and how far off.
type stampKey struct {
	outline *geom.Path
	sx, sy  float64 // pixels per em
	fx, fy  float64 // how far off the corner of a pixel its origin is
}

// stamps are letters that were drawn.
type stamps struct {
	known map[stampKey]*mask // nil: it covers nothing
	bytes int
	looks uint32   // how many were drawn
	put   []placed // letters of the text at hand
	set   []typeset.Glyph
}

// placed is a letter and where its mask begins.
type placed struct {
	mask   *mask
	at     image.Point
	joined bool
}

// upright tells whether a text is drawn by letters.
func (j *job) upright(l *designer.Layer, own geom.Affine) bool {
	t := l.Text
	if t.Arc != nil || own.B != 0 || own.C != 0 || l.Stroke != nil && l.Stroke.Paint.Kind != "" {
		return false
	}
	least, most := min(own.A, own.D)*t.Size, max(own.A, own.D)*t.Size
	return least >= leastLetter && most <= mostLetter
}

// letters draws an upright text.
func (j *job) letters(l *designer.Layer, own geom.Affine, clip image.Rectangle, report *Report) *tile {
	laid := j.lettering(l, report)
	with := j.inkOf(l.Fill, own)
	if with == nil {
		return nil
	}
	m := j.painter.letters(laid, own, clip)
	if m == nil {
		return nil
	}
	t := j.painter.tile(m.rect)
	j.fill(t, m, with, true)
	return t
}

// lettering sets an upright text.
func (j *job) lettering(l *designer.Layer, report *Report) typeset.Laid {
	var laid typeset.Laid
	if s := &j.painter.stamps; j.once {
		laid = j.measure.glyphs(l.Text, s.set[:0])
		s.set = laid.Glyphs
	} else {
		laid = j.measure.lay(l.Text)
	}
	report.text(l.ID, laid.Missing, laid.Overflow)
	return laid
}

// letters is what those of a text cover together inside clip; nil: nothing.
func (p *painter) letters(laid typeset.Laid, own geom.Affine, clip image.Rectangle) *mask {
	room := p.place(laid, own, clip)
	if room.Empty() {
		return nil
	}
	out := &mask{rect: room, pix: p.bytes(room.Dx() * room.Dy())}
	for _, l := range p.stamps.put {
		out.add(l)
	}
	return out
}

// place finds out where letters stand that are seen inside clip, and gives the
// room of all.
func (p *painter) place(laid typeset.Laid, own geom.Affine, clip image.Rectangle) (room image.Rectangle) {
	s := &p.stamps
	size := geom.Pt(own.A*laid.Size, own.D*laid.Size)
	s.put = s.put[:0]
	for _, g := range laid.Glyphs {
		at := own.Apply(g.At)
		if !(math.Abs(at.X) < farLetter) || !(math.Abs(at.Y) < farLetter) {
			continue
		}
		at.X = math.Floor(at.X*eighths+0.5) / eighths
		x, y := math.Floor(at.X), math.Floor(at.Y)
		m := p.stamp(stampKey{g.Outline, size.X, size.Y, at.X - x, at.Y - y})
		if m == nil {
			continue
		}
		here := placed{m, m.rect.Min.Add(image.Pt(int(x), int(y))), g.Joined}
		if r := here.rect().Intersect(clip); !r.Empty() {
			room = room.Union(r)
			s.put = append(s.put, here)
		}
	}
	return room
}

func (l placed) rect() image.Rectangle {
	return image.Rectangle{Min: l.at, Max: l.at.Add(l.mask.rect.Size())}
}

// stamp gives a letter by itself.
func (p *painter) stamp(k stampKey) *mask {
	s := &p.stamps
	if m, ok := s.known[k]; ok {
		return m
	}
	path := k.outline.Mapped(geom.Affine{A: k.sx, D: k.sy, E: k.fx, F: k.fy})
	const most = 8 * mostLetter // of a letter; more is a font that means harm
	m := p.cover(path, false, image.Rect(-most, -most, most, most))
	if s.known == nil || s.bytes > mostStamps {
		s.known, s.bytes = map[stampKey]*mask{}, 0
	}
	s.known[k] = m
	s.bytes += 128
	if m != nil {
		s.looks++
		m.look = s.looks
		m.pix = append([]uint8(nil), m.pix...)
		s.bytes += len(m.pix)
	}
	return m
}

// add covers a letter's pixels as well. Where two letters share a pixel, what
// they cover adds up, as of two that touch; those that hang together lie on each
// other there.
func (m *mask) add(l placed) {
	r := l.rect().Intersect(m.rect)
	for y := r.Min.Y; y < r.Max.Y; y++ {
		from := l.mask.pix[(y-l.at.Y)*l.mask.rect.Dx()+r.Min.X-l.at.X:][:r.Dx()]
		to := m.row(y)[r.Min.X-m.rect.Min.X:][:r.Dx()]
		for len(from) >= 8 {
			if l.joined {
				for i, v := range from[:8] {
					to[i] = max(to[i], v)
				}
			} else if a := binary.LittleEndian.Uint64(from); a != 0 {
				binary.LittleEndian.PutUint64(to, full(a, binary.LittleEndian.Uint64(to)))
			}
			from, to = from[8:], to[8:]
		}
		for i, v := range from {
			if l.joined {
				to[i] = max(to[i], v)
			} else {
				to[i] = uint8(min(int(to[i])+int(v), 255)) // #nosec G115 -- 255 at most
			}
		}
	}
}

// full adds eight bytes to eight others, each up to 255.
func full(a, b uint64) uint64 {
	if b == 0 {
		return a
	}
	const low = 0x00ff00ff_00ff00ff
	even, odd := a&low+b&low, a>>8&low+b>>8&low
	const carry = 0x01000100_01000100
	even |= (even & carry >> 8) * 255
	odd |= (odd & carry >> 8) * 255
	return even&low | odd&low<<8
}
