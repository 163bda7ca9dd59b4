package typeset

import (
	"encoding/binary"

	"github.com/go-text/typesetting/font"
	ot "github.com/go-text/typesetting/font/opentype"
)

// What a glyph of anybody's font may be made of.
const (
	mostPoints = 20_000 // of its outline, parts of parts counted
	mostInside = 16     // parts within parts
)

// heavy tells of a font whose glyphs are put together of parts that are put
// together of parts, without end or nearly so: a small file that takes for ever
// to draw.
func heavy(from *ot.Loader) bool {
	for _, name := range []string{"CFF ", "CFF2"} {
		if table, err := from.RawTable(ot.MustNewTag(name)); err == nil && heavyCFF(table) {
			return true
		}
	}
	head, errHead := from.RawTable(ot.MustNewTag("head"))
	loca, errLoca := from.RawTable(ot.MustNewTag("loca"))
	glyf, errGlyf := from.RawTable(ot.MustNewTag("glyf"))
	if errHead != nil || errLoca != nil || errGlyf != nil || len(head) < 52 {
		return false
	}
	w := weighing{glyf: glyf, at: places(loca, head[51] == 0), known: map[font.GID]int{}}
	for gid := range len(w.at) - 1 {
		if w.points(font.GID(gid), 0) > mostPoints { // #nosec G115 -- as many as there are offsets
			return true
		}
	}
	return false
}

// places are offsets as a font has them, in whatever order.
func places(loca []byte, short bool) []int {
	size := 4
	if short {
		size = 2
	}
	at := make([]int, 0, len(loca)/size)
	for ; len(loca) >= size; loca = loca[size:] {
		if short {
			at = append(at, 2*int(binary.BigEndian.Uint16(loca)))
		} else {
			at = append(at, int(binary.BigEndian.Uint32(loca)))
		}
	}
	return at
}

type weighing struct {
	glyf  []byte
	at    []int
	known map[font.GID]int
}

// points counts those of a glyph, more than enough where there is no end.
func (w *weighing) points(gid font.GID, deep int) int {
	if int(gid)+1 >= len(w.at) {
		return 0
	}
	from, to := w.at[gid], w.at[gid+1]
	if from < 0 || to > len(w.glyf) || to-from < 10 {
		return 0
	}
	if n, ok := w.known[gid]; ok {
		return n
	}
	if deep > mostInside {
		return mostPoints + 1
	}
	w.known[gid] = mostPoints + 1 // while it is being counted: a glyph within itself
	data, sum := w.glyf[from:to], 0
	if contours := int(int16(binary.BigEndian.Uint16(data))); contours > 0 && 10+2*contours <= len(data) { // #nosec G115 -- signed, as the format has it
		sum = int(binary.BigEndian.Uint16(data[8+2*contours:])) + 1
	}
	for _, part := range parts(data) {
		if sum += w.points(part, deep+1) + 1; sum > mostPoints {
			break
		}
	}
	w.known[gid] = sum
	return sum
}
