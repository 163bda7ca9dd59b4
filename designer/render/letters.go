package render

import (
	"math"

	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// glyph is one letter in font units (y down, origin on the baseline) and the
// room it takes in its line.
type glyph struct {
	outline path
	left    float64 // from the start of the line, kerning and tracking included
	width   float64
}

// line is a text measured and taken apart into outlines, in ems: a size of 40
// units makes it 40 times as big.
type line struct {
	glyphs []glyph
	width  float64
	cap    float64 // height of a capital
}

// setLine measures a text. tracking is added between letters, in ems. A letter
// the font does not have becomes the font's own box.
func setLine(f *sfnt.Font, text string, tracking float64) line {
	var (
		buf   sfnt.Buffer
		out   line
		last  sfnt.GlyphIndex
		unit  = float64(f.UnitsPerEm())
		ppem  = fixed.I(int(f.UnitsPerEm()))
		toEms = func(v fixed.Int26_6) float64 { return float64(v) / 64 / unit }
	)
	if m, err := f.Metrics(&buf, ppem, font.HintingNone); err == nil {
		out.cap = toEms(m.CapHeight)
	}
	for i, r := range []rune(text) {
		index, err := f.GlyphIndex(&buf, r)
		if err != nil {
			index = 0
		}
		if i > 0 {
			out.width += tracking
			if k, err := f.Kern(&buf, last, index, ppem, font.HintingNone); err == nil {
				out.width += toEms(k)
			}
		}
		advance, err := f.GlyphAdvance(&buf, index, ppem, font.HintingNone)
		if err != nil {
			continue
		}
		segments, err := f.LoadGlyph(&buf, index, ppem, nil)
		if err != nil {
			continue
		}
		width := toEms(advance)
		out.glyphs = append(out.glyphs, glyph{outline: outline(segments, toEms), left: out.width, width: width})
		out.width += width
		last = index
	}
	return out
}

func outline(segments sfnt.Segments, toEms func(fixed.Int26_6) float64) path {
	at := func(p fixed.Point26_6) point { return point{toEms(p.X), toEms(p.Y)} }
	var p path
	for _, s := range segments {
		switch s.Op {
		case sfnt.SegmentOpMoveTo:
			p.moveTo(at(s.Args[0]))
		case sfnt.SegmentOpLineTo:
			p.lineTo(at(s.Args[0]))
		case sfnt.SegmentOpQuadTo:
			p.quadTo(at(s.Args[0]), at(s.Args[1]))
		case sfnt.SegmentOpCubeTo:
			p.cubeTo(at(s.Args[0]), at(s.Args[1]), at(s.Args[2]))
		}
	}
	return p
}

// fit is the greatest size up to the wish at which the line is no wider than
// the room.
func (l line) fit(wish, room float64) float64 {
	if l.width*wish <= room {
		return wish
	}
	return room / l.width
}

// straight sets the line level, its capitals centred on a point.
func (l line) straight(middle point, size float64) path {
	var p path
	for _, g := range l.glyphs {
		x := middle.x + (g.left-l.width/2)*size
		p = append(p, g.outline.placed(turn{scale: size, to: point{x, middle.y + l.cap*size/2}})...)
	}
	return p
}

// over sets the line on the upper arc, each letter upright on its own radius;
// the middle of the capitals runs on the given radius.
func (l line) over(radius, size float64) path {
	var p path
	for _, g := range l.glyphs {
		angle := (g.left + g.width/2 - l.width/2) * size / radius
		foot := polar(radius-l.cap*size/2, angle)
		p = append(p, g.outline.placed(rooted(g, size, angle, foot))...)
	}
	return p
}

// under sets the line on the lower arc, to be read without turning the head.
func (l line) under(radius, size float64) path {
	var p path
	for _, g := range l.glyphs {
		angle := (g.left + g.width/2 - l.width/2) * size / radius
		foot := polar(radius+l.cap*size/2, math.Pi-angle)
		p = append(p, g.outline.placed(rooted(g, size, -angle, foot))...)
	}
	return p
}

// rooted places a letter so that the middle of its foot is at a point.
func rooted(g glyph, size, angle float64, foot point) turn {
	sin, cos := math.Sincos(angle)
	half := g.width / 2 * size
	return turn{scale: size, angle: angle, to: point{foot.x - half*cos, foot.y - half*sin}}
}
