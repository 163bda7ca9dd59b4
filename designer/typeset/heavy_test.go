package typeset

import (
	"bytes"
	"encoding/binary"
	"testing"

	ot "github.com/go-text/typesetting/font/opentype"

	"codeberg.org/go-fonts/dejavu/dejavusansbold"
	"codeberg.org/go-fonts/liberation/liberationserifregular"
	"eliasnaur.com/font/roboto/robotobold"

	"badgekiln/designer"
)

// parted is a font whose glyphs are so many times the next each, in chains of
// forty, or in rings of seven.
func parted(t *testing.T, times int, ring bool) []byte {
	t.Helper()
	from, err := ot.NewLoader(bytes.NewReader(liberationserifregular.TTF))
	if err != nil {
		t.Fatal(err)
	}
	head, err := from.RawTable(ot.MustNewTag("head"))
	if err != nil {
		t.Fatal(err)
	}
	loca, err := from.RawTable(ot.MustNewTag("loca"))
	if err != nil {
		t.Fatal(err)
	}
	count := len(places(loca, head[51] == 0)) - 1
	head = bytes.Clone(head)
	head[51] = 1
	var glyf, index []byte
	for g := range count {
		index = binary.BigEndian.AppendUint32(index, uint32(len(glyf)))
		next := g + 1
		switch {
		case ring && g%7 == 6:
			next = g - 6
		case next >= count || !ring && g%40 == 39:
			glyf = append(glyf, 0, 1, 0, 0, 0, 0, 4, 0, 4, 0, 0, 2, 0, 0, 1, 1, 1, 0, 0, 0, 9, 0, 9, 0, 0, 0, 9, 0, 9, 0, 0, 0)
			continue
		}
		glyf = append(glyf, 0xff, 0xff, 0, 0, 0, 0, 4, 0, 4, 0)
		for i := range times {
			flags := uint16(3)
			if i < times-1 {
				flags |= 0x20
			}
			glyf = binary.BigEndian.AppendUint16(glyf, flags)
			glyf = binary.BigEndian.AppendUint16(glyf, uint16(next))
			glyf = append(glyf, 0, 1, 0, 1)
		}
		for len(glyf)%4 != 0 {
			glyf = append(glyf, 0)
		}
	}
	index = binary.BigEndian.AppendUint32(index, uint32(len(glyf)))
	out, err := rebuilt(from, map[string][]byte{"glyf": glyf, "loca": index, "head": head})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// TestHeavy leaves fonts out that would take for ever to draw, and no others.
func TestHeavy(t *testing.T) {
	t.Parallel()
	for name, data := range map[string][]byte{"fans": parted(t, 4, false), "rings": parted(t, 2, true), "one in the other": parted(t, 1, false)} {
		if _, err := Describe(data, ""); err == nil {
			t.Errorf("%s: travels", name)
		}
		f := fontsOf(t, Source{Family: "sans", Data: robotobold.TTF}, Source{Family: "theirs", Data: data, Foreign: true})
		text := designer.Text{Font: designer.Font{Family: "theirs"}, Size: 10}
		if l := f.Lay(text, "Ada"); len(l.Outline.Coords) == 0 || f.Places(text.Font, "Ada")[0] != 0 {
			t.Errorf("%s: %d points, drawn by %v", name, len(l.Outline.Coords), f.Places(text.Font, "Ada"))
		}
	}
	for _, data := range [][]byte{robotobold.TTF, dejavusansbold.TTF, liberationserifregular.TTF, variable(t)} {
		if _, err := Describe(data, ""); err != nil {
			t.Error(err)
		}
	}
}
