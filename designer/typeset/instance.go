package typeset

import (
	"encoding/binary"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/go-text/typesetting/font"
	ot "github.com/go-text/typesetting/font/opentype"
	"github.com/go-text/typesetting/font/opentype/tables"
)

// What of a variable font is looked at.
const (
	mostAxes      = 32
	mostInstances = 200
)

// axis is one way in which a font varies, in the units of its designer.
type axis struct {
	tag            string
	low, usual, up float64
}

// place is a named place in the room of a variable font.
type place struct {
	name tables.NameID
	at   []float64 // along each axis
}

// varies reads the axes of a variable font and its named instances (OpenType
// 1.9, "fvar"). The reader of the shaper steps over the instances wrongly.
func varies(from *ot.Loader) (axes []axis, places []place) {
	data, err := from.RawTable(ot.MustNewTag("fvar"))
	if err != nil || len(data) < 16 {
		return nil, nil
	}
	word := func(at int) int { return int(binary.BigEndian.Uint16(data[at:])) }
	fixed := func(at int) float64 { return float64(int32(binary.BigEndian.Uint32(data[at:]))) / 65536 } // #nosec G115 -- 16.16, signed
	first, count, size, many, each := word(4), word(8), word(10), word(12), word(14)
	if count == 0 || count > mostAxes || size < 20 || each < 4+4*count || first+count*size > len(data) {
		return nil, nil
	}
	for i := range count {
		at := first + i*size
		axes = append(axes, axis{string(data[at : at+4]), fixed(at + 4), fixed(at + 8), fixed(at + 12)})
	}
	for i := range min(many, mostInstances) {
		at := first + count*size + i*each
		if at+each > len(data) {
			break
		}
		p := place{name: tables.NameID(word(at))} // #nosec G115 -- two bytes
		for k := range count {
			p.at = append(p.at, fixed(at+4+4*k))
		}
		places = append(places, p)
	}
	return axes, places
}

// instance writes a place as designs name it: wght=650,wdth=75.
func instance(axes []axis, at []float64) string {
	parts := make([]string, len(axes))
	for i, a := range axes {
		parts[i] = a.tag + "=" + strconv.FormatFloat(at[i], 'f', -1, 32)
	}
	return strings.Join(parts, ",")
}

// variations reads an instance; false for what is none. "" is none of a font
// that does not vary.
func variations(text string) ([]font.Variation, bool) {
	if text == "" {
		return nil, true
	}
	parts := strings.Split(text, ",")
	if len(parts) > mostAxes {
		return nil, false
	}
	var list []font.Variation
	for _, part := range parts {
		tag, value, ok := strings.Cut(part, "=")
		v, err := strconv.ParseFloat(value, 32)
		if !ok || err != nil || len(tag) != 4 || math.IsNaN(v) || math.Abs(v) > 1<<15 {
			return nil, false
		}
		list = append(list, font.Variation{Tag: ot.MustNewTag(tag), Value: float32(v)})
	}
	return list, true
}

// Instance tells whether a text names a place in the room of a variable font.
func Instance(text string) bool {
	_, ok := variations(text)
	return ok
}

// wished reads an instance for a font: where nothing is said of an axis, its
// usual place, and no further than it reaches. False for what is none, and for a
// font that does not vary.
func wished(axes []axis, text string) ([]float64, bool) {
	list, ok := variations(text)
	if !ok || len(axes) == 0 {
		return nil, false
	}
	at := make([]float64, len(axes))
	for _, v := range list {
		if !slices.ContainsFunc(axes, func(a axis) bool { return a.tag == v.Tag.String() }) {
			return nil, false
		}
	}
	for i, a := range axes {
		at[i] = a.usual
		for _, v := range list {
			if v.Tag.String() == a.tag {
				at[i] = min(max(float64(v.Value), a.low), a.up)
			}
		}
	}
	return at, true
}

// along is where a place is on an axis; false when the font has none such.
func along(axes []axis, at []float64, tag string) (float64, bool) {
	i := slices.IndexFunc(axes, func(a axis) bool { return a.tag == tag })
	if i < 0 {
		return 0, false
	}
	return at[i], true
}
