package typeset

import (
	"bytes"
	"encoding/binary"
	"maps"
	"slices"

	"github.com/go-text/typesetting/font"
	ot "github.com/go-text/typesetting/font/opentype"
	"golang.org/x/text/unicode/norm"

	"badgekiln/designer"
	"badgekiln/designer/geom"
)

// Trim leaves in a font what some lines need, so that they look the same, and
// nothing more: other letters are those of the fonts behind it. Glyphs keep
// their numbers, so that all tables about them hold. What is left is tried out,
// and a font that it cannot be done with (its outlines are not TrueType, it
// substitutes in ways that were not met) is font-whole.
func Trim(s Source, lines []string, behind []Source) (out []byte, err error) {
	defer func() {
		if recover() != nil {
			err = designer.Fail("font-whole", "family", s.Family)
		}
	}()
	loader, err := ot.NewLoader(bytes.NewReader(s.Data))
	if err != nil {
		return nil, designer.Fail("font-unreadable", "family", s.Family).Because(err)
	}
	want := designer.Font{Family: s.Family, Weight: s.Weight, Italic: s.Italic}
	whole, err := NewFonts(append(slices.Clone(behind), s))
	if err != nil {
		return nil, err
	}
	runes, glyphs := whole.needed(want, lines, len(behind))
	tables, ok := trimmed(loader, runes, glyphs)
	if !ok {
		return nil, designer.Fail("font-whole", "family", s.Family)
	}
	if out, err = rebuilt(loader, tables); err != nil {
		return nil, err
	}
	part := s
	part.Data = out
	less, err := NewFonts(append(slices.Clone(behind), part))
	if err != nil || len(out) >= len(s.Data) {
		return nil, designer.Fail("font-whole", "family", s.Family).Because(err)
	}
	for _, line := range lines {
		text := designer.Text{Font: want, Size: 100}
		if !alike(whole.Lay(text, line).Outline, less.Lay(text, line).Outline) {
			return nil, designer.Fail("font-whole", "family", s.Family)
		}
	}
	return out, nil
}

func alike(a, b *geom.Path) bool {
	return slices.Equal(a.Verbs, b.Verbs) && slices.Equal(a.Coords, b.Coords)
}

// needed are the letters of some lines that a font draws, and the glyphs they
// become; a glyph by itself, too, as where a line is broken.
func (f *Fonts) needed(want designer.Font, content []string, place int) (map[rune]font.GID, map[font.GID]bool) {
	b := f.benches.Get().(*bench)
	defer f.benches.Put(b)
	runes, glyphs := map[rune]font.GID{' ': 0}, map[font.GID]bool{0: true}
	for _, one := range content {
		for _, line := range lines(one) {
			text := []rune(line)
			for _, g := range b.shape(f.chain(want), text, rightToLeft(text)).glyphs {
				if g.face != place || g.gid == noGlyph {
					continue
				}
				glyphs[g.gid] = true
				cluster := string(text[g.at : g.at+g.n])
				for _, r := range cluster + norm.NFC.String(cluster) + norm.NFD.String(cluster) { // the shaper takes them together and apart
					runes[r] = 0
				}
			}
		}
	}
	own := b.face(place)
	for r := range runes {
		gid, ok := own.NominalGlyph(r)
		if !ok {
			delete(runes, r)
			continue
		}
		runes[r], glyphs[gid] = gid, true
	}
	return runes, glyphs
}

// trimmed are the tables of a font that change; false where its outlines are
// none that are known here.
func trimmed(from *ot.Loader, runes map[rune]font.GID, glyphs map[font.GID]bool) (map[string][]byte, bool) {
	tables := map[string][]byte{}
	for _, name := range []string{"glyf", "loca", "head", "gvar"} {
		if data, err := from.RawTable(ot.MustNewTag(name)); err == nil {
			tables[name] = data
		}
	}
	at := offsets(tables["loca"], len(tables["head"]) > 51 && tables["head"][51] == 0, len(tables["glyf"]))
	if at == nil {
		return nil, false
	}
	for next := slices.Collect(maps.Keys(glyphs)); len(next) > 0; next = next[1:] {
		for _, part := range parts(glyph1(tables["glyf"], at, next[0])) {
			if !glyphs[part] {
				glyphs[part], next = true, append(next, part)
			}
		}
	}
	tables["loca"], tables["glyf"] = repacked(tables["glyf"], at, glyphs)
	tables["head"] = bytes.Clone(tables["head"])
	tables["head"][51] = 1 // offsets are of four bytes
	if old := tables["gvar"]; old != nil {
		if tables["gvar"] = lessVaried(old, glyphs); tables["gvar"] == nil {
			return nil, false
		}
	}
	tables["cmap"] = mapped(runes)
	for _, name := range []string{ // hints, and other pictures of the letters
		"fpgm", "prep", "cvt ", "cvar", "gasp", "hdmx", "VDMX", "LTSH", "SVG ", "COLR", "CPAL", "CBDT", "CBLC", "sbix", "EBDT", "EBLC", "EBSC", "meta", "TSI0", "TSI1", "TSI2", "TSI3", "TSI5",
	} {
		tables[name] = nil
	}
	return tables, true
}

// offsets reads where each glyph begins, and where the last ends (OpenType 1.9,
// "loca"); nil for what cannot be.
func offsets(loca []byte, short bool, end int) []int {
	var at []int
	if short {
		for ; len(loca) >= 2; loca = loca[2:] {
			at = append(at, 2*int(binary.BigEndian.Uint16(loca)))
		}
	} else {
		for ; len(loca) >= 4; loca = loca[4:] {
			at = append(at, int(binary.BigEndian.Uint32(loca)))
		}
	}
	if len(at) < 2 || !slices.IsSorted(at) || at[len(at)-1] > end {
		return nil
	}
	return at
}

func glyph1(glyf []byte, at []int, gid font.GID) []byte {
	if int(gid)+1 >= len(at) {
		return nil
	}
	return glyf[at[gid]:at[gid+1]]
}

// parts are the glyphs that a glyph is put together of (OpenType 1.9, "glyf").
func parts(data []byte) []font.GID {
	const (
		words, scale, more, scales, matrix = 0x01, 0x08, 0x20, 0x40, 0x80
	)
	if len(data) < 10 || data[0] < 0x80 {
		return nil
	}
	var list []font.GID
	for at := 10; at+4 <= len(data); {
		flags := binary.BigEndian.Uint16(data[at:])
		list = append(list, font.GID(binary.BigEndian.Uint16(data[at+2:])))
		at += 6
		for bit, size := range map[uint16]int{words: 2, scale: 2, scales: 4, matrix: 8} {
			if flags&bit != 0 {
				at += size
			}
		}
		if flags&more == 0 {
			break
		}
	}
	return list
}

// repacked leaves out what belongs to other glyphs; its index is of four bytes.
func repacked(data []byte, at []int, glyphs map[font.GID]bool) (index, kept []byte) {
	for gid := range len(at) - 1 {
		index = binary.BigEndian.AppendUint32(index, uint32(len(kept))) // #nosec G115 -- not longer than it was
		if glyphs[font.GID(gid)] {
			kept = append(kept, data[at[gid]:at[gid+1]]...)
			for len(kept)%4 != 0 {
				kept = append(kept, 0)
			}
		}
	}
	return binary.BigEndian.AppendUint32(index, uint32(len(kept))), kept // #nosec G115 -- as above
}

// lessVaried leaves out how other glyphs vary (OpenType 1.9, "gvar"); nil for
// what cannot be.
func lessVaried(gvar []byte, glyphs map[font.GID]bool) []byte {
	if len(gvar) < 20 {
		return nil
	}
	count, begin := int(binary.BigEndian.Uint16(gvar[12:])), int(binary.BigEndian.Uint32(gvar[16:]))
	shared, tuples := int(binary.BigEndian.Uint32(gvar[8:])), 2*int(binary.BigEndian.Uint16(gvar[4:]))*int(binary.BigEndian.Uint16(gvar[6:]))
	short := gvar[15]&1 == 0
	size := 4
	if short {
		size = 2
	}
	if begin > len(gvar) || 20+(count+1)*size > len(gvar) || shared+tuples > len(gvar) {
		return nil
	}
	at := offsets(gvar[20:20+(count+1)*size], short, len(gvar)-begin)
	if at == nil {
		return nil
	}
	index, kept := repacked(gvar[begin:], at, glyphs)
	out := bytes.Clone(gvar[:20])
	out[15] |= 1
	out = append(out, index...)
	binary.BigEndian.PutUint32(out[8:], uint32(len(out))) // #nosec G115 -- not longer than it was
	out = append(out, gvar[shared:shared+tuples]...)
	binary.BigEndian.PutUint32(out[16:], uint32(len(out))) // #nosec G115 -- as above
	return append(out, kept...)
}

// mapped is the table that leads from letters to glyphs, for all of Unicode
// (OpenType 1.9, "cmap", format 12).
func mapped(runes map[rune]font.GID) []byte {
	list := slices.Sorted(maps.Keys(runes))
	var out []byte
	for _, v := range []uint16{0, 1, 3, 10} {
		out = binary.BigEndian.AppendUint16(out, v)
	}
	out = binary.BigEndian.AppendUint32(out, 12)
	out = append(out, 0, 12, 0, 0)
	for _, v := range []int{16 + 12*len(list), 0, len(list)} {
		out = binary.BigEndian.AppendUint32(out, uint32(v)) // #nosec G115 -- few letters
	}
	for _, r := range list {
		for _, v := range []uint32{uint32(r), uint32(r), uint32(runes[r])} { // #nosec G115 -- letters
			out = binary.BigEndian.AppendUint32(out, v)
		}
	}
	return out
}
