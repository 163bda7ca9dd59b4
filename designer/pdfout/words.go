package pdfout

import (
	"fmt"
	"math"
	"strings"

	"badgekiln/designer"
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

// words puts the characters of a text where its outlines stand, not painted. own
// maps the text's units to those of the page.
func (w *writer) words(c *canvas, it display.Item, own geom.Affine) {
	runes, carets := []rune(it.Text), it.Laid.Carets
	if it.Text == "" || len(carets) < 2 {
		return
	}
	carets = upright(carets, it, own)
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
		left := along.X*up.Y-along.Y*up.X > 0                      // written to the left
		if along.Length() > 4*up.Length() || along.Length() == 0 { // a line ends here
			along, left = geom.Pt(-up.Y, up.X).Times(0.3), false
		}
		parts := []string{text}
		if left { // readers turn round what they read, each letter and mark by itself
			parts = strings.Split(text, "")
			if len(parts) > 1 && i+2 == len(carets) {
				parts = append(parts, "\u200f") // a mark has no direction of its own
			}
		}
		along = along.Times(1 / float64(len(parts)))
		for _, part := range parts {
			l := w.letterOf(part)
			if l.font != font {
				font = l.font
				c.add("/%s 1 Tf\n", font)
			}
			foot, right := at, along
			if left {
				foot, right = at.Add(along), along.Times(-1)
			}
			c.add("%s Tm <%02X> Tj\n", num(right.X, right.Y, up.X, up.Y, foot.X, foot.Y), l.code)
			at = at.Add(along)
		}
	}
	c.add("ET\n")
}

// upright puts the characters of a text on an arc, or of one that is turned, in
// rows through its middle: readers make no words of letters that do not stand on
// a level line.
func upright(carets []typeset.Caret, it display.Item, own geom.Affine) []typeset.Caret {
	back, ok := own.Inverse()
	if !ok || it.Layer.Text == nil {
		return carets
	}
	room := own.Bounds(it.Laid.Bounds)
	var level func(typeset.Caret) typeset.Caret
	turn := math.Atan2(own.B, own.A) * 180 / math.Pi
	switch arc := it.Layer.Text.Arc; {
	case arc != nil:
		level = unbent(carets, *arc, room)
	case math.Abs(math.Remainder(turn, 90)) > 0.2:
		m := room.Middle()
		straight := own.Then(geom.Move(-m.X, -m.Y)).Then(geom.Rotate(-turn)).Then(geom.Move(m.X, m.Y))
		level = func(c typeset.Caret) typeset.Caret {
			return typeset.Caret{At: c.At, Foot: straight.Apply(c.Foot), Head: straight.Apply(c.Head)}
		}
	default:
		return carets
	}
	out := make([]typeset.Caret, len(carets))
	for i, c := range carets {
		l := level(c)
		out[i] = typeset.Caret{At: c.At, Foot: back.Apply(l.Foot), Head: back.Apply(l.Head)}
	}
	return out
}

// unbent lays carets of an arc on a line of the page, as wide as the text.
func unbent(carets []typeset.Caret, arc designer.Arc, room geom.Rect) func(typeset.Caret) typeset.Caret {
	along := func(c typeset.Caret) float64 { // degrees from the middle, in reading order of what lies on the line
		d := math.Remainder(math.Atan2(c.Foot.Y, c.Foot.X)*180/math.Pi-arc.Middle, 360)
		if arc.Inside {
			return -d
		}
		return d
	}
	most := 1e-6
	for _, c := range carets {
		most = max(most, math.Abs(along(c)))
	}
	high := min(2*room.W()/float64(len(carets)), room.H())
	m := room.Middle()
	return func(c typeset.Caret) typeset.Caret {
		foot := geom.Pt(m.X+along(c)/most*room.W()/2, m.Y-high/2)
		return typeset.Caret{At: c.At, Foot: foot, Head: foot.Add(geom.Pt(0, high))}
	}
}

// emptyGlyph paints nothing, and has a box: PDFium, which is what Chromium and Edge
// show files with, finds no letter whose glyph has none.
const emptyGlyph = "1000 0 0 0 1000 1000 d1\n"

// fonts writes the fonts of nothing.
func (w *writer) fonts() {
	for first := 0; first < len(w.order); first += lettersPerFont {
		some := w.order[first:min(first+lettersPerFont, len(w.order))]
		glyph := w.file.reserve()
		w.file.stream(glyph, "", []byte(emptyGlyph), false)
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
