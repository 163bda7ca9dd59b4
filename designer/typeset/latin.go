package typeset

import (
	"github.com/go-text/typesetting/language"
	"github.com/go-text/typesetting/shaping"
)

// latin fills in what the segmenter would make of most texts there are: one run
// of Latin letters, figures and common marks, all in the first font. It tells
// whether this is such a text.
func (b *bench) latin(in *shaping.Input, chain []int) bool {
	own, letters := b.face(chain[0]), false
	if own == nil {
		return false
	}
	for _, r := range in.Text[in.RunStart:in.RunEnd] {
		switch {
		case r >= 'A' && r <= 'Z', r >= 'a' && r <= 'z', r >= 0xc0 && r <= 0x24f && r != 0xd7 && r != 0xf7, r >= 0x1e00 && r <= 0x1eff:
			letters = true
		case r >= ' ' && r < 0x7f:
		default:
			return false
		}
		if _, ok := own.NominalGlyph(r); !ok {
			return false
		}
	}
	in.Face, in.Script, in.Language = own, language.Latin, "en"
	return letters
}
