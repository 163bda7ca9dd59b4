package typeset

import (
	"slices"

	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/language"
	"golang.org/x/text/unicode/norm"
)

// chooser hands out faces by coverage: one for a whole word where there is one
// that has all of it. A word with two letters of another font looks broken, and
// a mark of another font does not find its letter.
//
// The segmenter asks for runes in reading order, leaving out some that are not
// drawn.
type chooser struct {
	bench *bench
	chain []int
	text  []rune
	next  int // no rune before was left to be asked for
	to    int // end of the stretch
	lacks *[]rune

	until int // end of the runes that face has been chosen for
	face  *font.Face
}

// ResolveFace implements shaping.Fontmap.
func (c *chooser) ResolveFace(r rune) *font.Face {
	for c.next < c.to && c.text[c.next] != r {
		c.next++
	}
	if c.next >= c.to {
		return c.single(r)
	}
	at := c.next
	c.next++
	if at >= c.until {
		c.choose(at)
	}
	return c.face
}

// choose finds the face of the word that begins at a rune; if none has all of
// it, of its first letter with the marks on it; at last of the rune alone.
func (c *chooser) choose(at int) {
	if end := emoji(c.text, at, c.to); end > at {
		if c.face = c.picture(at, end); c.face != nil {
			c.until = end
			return
		}
	}
	word := at + 1
	if s := language.LookupScript(c.text[at]); s != language.Common {
		word = c.run(at, s)
	}
	for _, end := range [2]int{word, c.run(at, language.Inherited)} {
		if c.face = c.whole(c.text[at:end]); c.face != nil {
			c.until = end
			return
		}
	}
	c.face, c.until = c.single(c.text[at]), at+1
}

// run is where the runes of a script and what belongs to them end.
func (c *chooser) run(at int, script language.Script) int {
	for at++; at < c.to; at++ {
		r := c.text[at]
		if s := language.LookupScript(r); s != script && s != language.Inherited && !invisible(r) {
			break
		}
	}
	return at
}

// whole gives the first face that has all runes of a word, as they are or as
// the shaper takes marks and letters together or apart.
func (c *chooser) whole(word []rune) *font.Face {
	var forms [][]rune
	for _, i := range c.chain {
		own := c.bench.face(i)
		if own == nil {
			continue
		}
		if hasAll(own, word) {
			return own
		}
		if forms == nil {
			forms = [][]rune{[]rune(norm.NFC.String(string(word))), []rune(norm.NFD.String(string(word)))}
		}
		for _, form := range forms {
			if len(form) != len(word) && hasAll(own, form) {
				return own
			}
		}
	}
	return nil
}

func hasAll(own *font.Face, word []rune) bool {
	for _, r := range word {
		if invisible(r) {
			continue
		}
		if _, ok := own.NominalGlyph(r); !ok {
			return false
		}
	}
	return true
}

// single gives the first face that has a rune. One that none has is drawn as
// the first face says so.
func (c *chooser) single(r rune) *font.Face {
	for _, i := range c.chain {
		if own := c.bench.face(i); own != nil {
			if _, ok := own.NominalGlyph(r); ok {
				return own
			}
		}
	}
	if !invisible(r) && !slices.Contains(*c.lacks, r) {
		*c.lacks = append(*c.lacks, r)
	}
	if own := c.bench.face(c.chain[0]); own != nil {
		return own
	}
	return c.bench.face(0)
}
