package typeset

import (
	"math"
	"slices"
	"strings"
	"unicode"

	"github.com/go-text/typesetting/di"
	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/language"
	"github.com/go-text/typesetting/shaping"
	"golang.org/x/image/math/fixed"
	unibidi "golang.org/x/text/unicode/bidi"
)

// glyph is one shaped glyph in its line, measured in ems.
type glyph struct {
	face    int
	gid     font.GID
	x       float64 // pen, without tracking
	gaps    int     // how many trackings lie before it
	dx, dy  float64 // from the pen, y down
	advance float64
	at, n   int // runes of its cluster: first, count
	rtl     bool
	joined  bool // its script joins letters, so that nothing may come between them
}

// strip is one line, its glyphs from left to right.
type strip struct {
	glyphs  []glyph
	width   float64 // ems, without tracking
	gaps    int     // trackings in the whole line
	rtl     bool    // the line's own direction
	missing []rune
}

// unit is the size texts are shaped at: fine enough for any em.
const unit = 4096

// invisible runes steer a text and are never drawn.
func invisible(r rune) bool {
	switch {
	case r < ' ', r == 0x7f, r >= 0x200b && r <= 0x200f, r >= 0x2028 && r <= 0x202e,
		r >= 0x2060 && r <= 0x206f, r >= 0xfe00 && r <= 0xfe0f, r == 0xfeff, r >= 0xe0000 && r <= 0xe0fff:
		return true
	}
	return false
}

// rightToLeft tells the direction of a paragraph: that of its first letter.
func rightToLeft(text []rune) bool {
	for _, r := range text {
		p, _ := unibidi.LookupRune(r)
		switch p.Class() {
		case unibidi.L:
			return false
		case unibidi.R, unibidi.AL:
			return true
		}
	}
	return false
}

// span is a stretch of runes of one embedding level.
type span struct {
	from, to int
	level    int
}

// shape sets a text as one line.
func (b *bench) shape(chain []int, text []rune, rtl bool) strip {
	return b.shapeAt(chain, text, embedding(text, rtl), rtl)
}

// shapeAt sets a text whose embedding levels are known: those of a row are
// what its whole paragraph makes them.
func (b *bench) shapeAt(chain []int, text []rune, levels []int, rtl bool) strip {
	out := strip{rtl: rtl, glyphs: make([]glyph, 0, len(text)+1)}
	for _, s := range visual(spans(levels)) {
		out.add(b, chain, text, s)
	}
	return out
}

// spans puts neighbours of one level together, in reading order.
func spans(levels []int) []span {
	var out []span
	for i, level := range levels {
		if k := len(out) - 1; k >= 0 && out[k].level == level {
			out[k].to++
			continue
		}
		out = append(out, span{i, i + 1, level})
	}
	return out
}

// visual orders stretches from left to right (rule L2 of Unicode's
// bidirectional algorithm).
func visual(spans []span) []span {
	most := 0
	for _, s := range spans {
		most = max(most, s.level)
	}
	for level := most; level >= 1; level-- {
		for i := 0; i < len(spans); i++ {
			j := i
			for j < len(spans) && spans[j].level >= level {
				j++
			}
			if j > i {
				slices.Reverse(spans[i:j])
				i = j
			}
		}
	}
	return spans
}

// add shapes one stretch and puts it at the right end of the line.
func (s *strip) add(b *bench, chain []int, text []rune, part span) {
	way, rtl := di.DirectionLTR, part.level%2 == 1
	if rtl {
		way = di.DirectionRTL
	}
	whole := shaping.Input{Text: text, RunStart: part.from, RunEnd: part.to, Direction: way, Size: fixed.I(unit), Language: tongue(text)}
	if !rtl && b.latin(&whole, chain) {
		s.put(b, chain, text, b.shaper.Shape(whole), false, false)
		return
	}
	runs := slices.Clone(b.segmenter.Split(whole, &chooser{bench: b, chain: chain, text: text, next: part.from, to: part.to, lacks: &s.missing}))
	if rtl {
		slices.Reverse(runs)
	}
	for _, run := range runs {
		run.Direction = way
		s.put(b, chain, text, b.shaper.Shape(run), joins(run.Script), rtl)
	}
}

func (s *strip) put(b *bench, chain []int, text []rune, run shaping.Output, joined, rtl bool) {
	const ems = 1 / (64.0 * unit)
	for _, g := range run.Glyphs {
		one := glyph{
			face: b.of[run.Face], gid: g.GlyphID, x: s.width, gaps: s.gaps,
			dx: float64(g.XOffset) * ems, dy: -float64(g.YOffset) * ems,
			advance: float64(g.Advance) * ems, at: g.TextIndex(), n: g.RunesCount(), rtl: rtl, joined: joined,
		}
		if r := text[one.at]; one.gid == 0 && (invisible(r) || unicode.IsSpace(r) || pictured(r)) {
			one = one.blank(b, chain, r) // an emoji that no font has is told of, and no box stands in a name
		}
		if text[one.at] == ' ' && !joined && b.faces[one.face] != nil && emojiFont(b.faces[one.face]) {
			one = one.blank(b, chain, ' ') // theirs are as wide as their pictures
		}
		if k := len(s.glyphs); k > 0 && s.glyphs[k-1].at != one.at && (!joined || !s.glyphs[k-1].joined) {
			s.gaps++
			one.gaps = s.gaps
		}
		if fallen(text, one) && len(s.glyphs) > 0 && s.glyphs[len(s.glyphs)-1].at == one.at && !slices.Contains(s.missing, text[one.at]) {
			s.missing = append(s.missing, text[one.at]) // its parts stand side by side
		}
		s.glyphs = append(s.glyphs, one)
		s.width += one.advance
	}
}

// tongue is the language of a text whose Han letters are Japanese or Korean, as
// its other letters tell; otherwise the scripts tell it.
func tongue(text []rune) language.Language {
	for _, r := range text {
		switch {
		case r < 0x1100:
		case r >= 0x3041 && r <= 0x30ff:
			return "ja"
		case r <= 0x11ff, r >= 0xac00 && r <= 0xd7a3:
			return "ko"
		}
	}
	return ""
}

// blank stands for a space, or for something that is not drawn, that its face
// lacks: fonts of one script come without, and would show their box.
func (g glyph) blank(b *bench, chain []int, r rune) glyph {
	g.gid, g.advance = noGlyph, 0
	if !unicode.IsSpace(r) {
		return g
	}
	for _, i := range chain {
		if own := b.face(i); own != nil {
			if gid, ok := own.NominalGlyph(' '); ok {
				g.face, g.gid, g.advance = i, gid, float64(own.HorizontalAdvance(gid))/float64(own.Upem())
				return g
			}
		}
	}
	return g
}

// noGlyph is one that no font has.
const noGlyph = font.GID(math.MaxUint32)

// joins tells whether letters of a script hang together.
func joins(s language.Script) bool {
	switch s {
	case language.Arabic, language.Syriac, language.Mongolian, language.Nko, language.Mandaic,
		language.Devanagari, language.Bengali, language.Gurmukhi,
		language.Adlam, language.Hanifi_Rohingya, language.Phags_Pa, language.Sogdian, language.Manichaean:
		return true
	}
	return false
}

// long is the width in units at a size with its tracking.
func (s *strip) long(size, track float64) float64 { return s.width*size + float64(s.gaps)*track }

// pen is where a glyph's pen stands in units.
func (g glyph) pen(size, track float64) float64 { return g.x*size + float64(g.gaps)*track }

// lines splits a text at its line breaks.
func lines(content string) []string {
	return strings.Split(strings.ReplaceAll(strings.ReplaceAll(content, "\r\n", "\n"), "\r", "\n"), "\n")
}
