package typeset

import (
	"fmt"

	"github.com/go-text/typesetting/di"
	"github.com/go-text/typesetting/shaping"
	"golang.org/x/image/math/fixed"

	"badgekiln/designer"
)

// Latin tells whether a text is taken for one run of Latin letters, and what the
// segmenter makes of it if that is not the same.
func (f *Fonts) Latin(text []rune, want designer.Font) (taken bool, other string) {
	b := f.benches.Get().(*bench)
	defer f.benches.Put(b)
	chain := f.chain(want)
	in := shaping.Input{Text: text, RunEnd: len(text), Direction: di.DirectionLTR, Size: fixed.I(unit)}
	quick := in
	if !b.latin(&quick, chain) {
		return false, ""
	}
	var lacks []rune
	runs := b.segmenter.Split(in, &chooser{bench: b, chain: chain, lacks: &lacks})
	if len(runs) != 1 || len(lacks) > 0 || fmt.Sprint(runs[0]) != fmt.Sprint(quick) {
		other = fmt.Sprint(runs)
	}
	return true, other
}
