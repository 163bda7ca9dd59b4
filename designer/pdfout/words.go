package pdfout

import (
	"fmt"
	"strings"

	"badgekiln/designer/display"
	"badgekiln/designer/geom"
	"badgekiln/designer/typeset"
)

// letter is where a character stands among the fonts of nothing: each has up to
// 255 characters that are not painted, and says what they mean.
type letter struct {
	font string
	code int
}

const lettersPerFont = 255

// letterOf gives a character its place.
func (w *writer) letterOf(text string) letter {
	if l, ok := w.letters[text]; ok {
		return l
	}
	n := len(w.order)
	l := letter{fmt.Sprintf("F%d", n/lettersPerFont+1), n%lettersPerFont + 1}
	w.letters[text], w.order = l, append(w.order, text)
	return l
}

// words puts the characters of a text where its outlines stand, not painted.
func (w *writer) words(c *canvas, it display.Item) {
	runes, carets := []rune(it.Text), it.Laid.Carets
	if it.Text == "" || len(carets) < 2 {
		return
	}
	if it.Layer.Text != nil && it.Layer.Text.Arc != nil {
		carets = unbent(carets, it.Laid.Bounds)
	}
	c.add("BT 3 Tr\n")
	font := ""
	for i := 0; i+1 < len(carets); i++ {
		from, to := carets[i], carets[i+1]
		if from.At < 0 || to.At > len(runes) || from.At >= to.At {
			continue
		}
		text := strings.Trim(string(runes[from.At:to.At]), "\n")
		if text == "" {
			continue
		}
		up := from.Head.Sub(from.Foot)
		along, at := to.Foot.Sub(from.Foot), from.Foot
		if along.X*up.Y-along.Y*up.X > 0 { // written to the left
			along, at = along.Times(-1), to.Foot
		}
		if along.Length() > 4*up.Length() || along.Length() == 0 { // a line ends here
			along = geom.Pt(-up.Y, up.X).Times(0.3)
		}
		l := w.letterOf(text)
		if l.font != font {
			font = l.font
			c.add("/%s 1 Tf\n", font)
		}
		c.add("%s Tm <%02X> Tj\n", num(along.X, along.Y, up.X, up.Y, at.X, at.Y), l.code)
	}
	c.add("ET\n")
}

// unbent puts the characters of a text on an arc in a row through its middle:
// readers make no words of letters that each have a direction of their own.
func unbent(carets []typeset.Caret, room geom.Rect) []typeset.Caret {
	out := make([]typeset.Caret, len(carets))
	step := room.W() / float64(len(carets)-1)
	high := min(2*step, room.H())
	for i, c := range carets {
		foot := geom.Pt(room.Min.X+float64(i)*step, room.Middle().Y+high/2)
		out[i] = typeset.Caret{At: c.At, Foot: foot, Head: foot.Sub(geom.Pt(0, high))}
	}
	return out
}

// fonts writes the fonts of nothing.
func (w *writer) fonts() {
	for first := 0; first < len(w.order); first += lettersPerFont {
		some := w.order[first:min(first+lettersPerFont, len(w.order))]
		glyph := w.file.reserve()
		w.file.stream(glyph, "", []byte("1000 0 d0\n"), false)
		var names, widths, meanings strings.Builder
		for i, text := range some {
			fmt.Fprintf(&names, " /c%d", i+1)
			widths.WriteString(" 1000")
			fmt.Fprintf(&meanings, "<%02X> <%s>\n", i+1, utf16Hex(text))
		}
		var glyphs strings.Builder
		for i := range some {
			fmt.Fprintf(&glyphs, " /c%d %d 0 R", i+1, glyph)
		}
		var table strings.Builder
		table.WriteString("/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n" +
			"/CMapName /Adobe-Identity-UCS def /CMapType 2 def\n1 begincodespacerange\n<00> <FF>\nendcodespacerange\n")
		lines := strings.SplitAfter(meanings.String(), "\n")
		lines = lines[:len(lines)-1]
		for len(lines) > 0 {
			n := min(len(lines), 100)
			fmt.Fprintf(&table, "%d beginbfchar\n%sendbfchar\n", n, strings.Join(lines[:n], ""))
			lines = lines[n:]
		}
		table.WriteString("endcmap CMapName currentdict /CMap defineresource pop end end\n")
		unicode := w.file.reserve()
		w.file.stream(unicode, "", []byte(table.String()), false)
		font := w.file.add("<</Type /Font /Subtype /Type3 /Name /F%d /FontBBox [0 0 1000 1000] /FontMatrix [0.001 0 0 0.001 0 0] /FirstChar 1 /LastChar %d /Widths [%s]"+
			" /Encoding <</Type /Encoding /Differences [1%s]>> /CharProcs <<%s>> /Resources <<>> /ToUnicode %d 0 R>>",
			first/lettersPerFont+1, len(some), widths.String(), names.String(), glyphs.String(), unicode)
		w.entries = append(w.entries, entry{"Font", fmt.Sprintf("F%d", first/lettersPerFont+1), fmt.Sprintf("%d 0 R", font)})
	}
}
