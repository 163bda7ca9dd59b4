package typeset

import (
	"reflect"
	"unsafe"

	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/font/opentype/tables"
)

// mend works round a defect of the shaper (0.3.5): where a table covers its
// glyphs by ranges, those of later ranges can be taken for glyphs that it has
// nothing for, and a font that writes VA as AV loses half of its kerning. A
// table that lists its glyphs one by one is read rightly. The shaper gives no
// way to change a table, so the fields are set from outside; a later version
// without the defect makes this file needless, which TestKerning tells.
func mend(f *font.Font) {
	for _, l := range f.GSUB.Lookups {
		for i := range l.Subtables {
			list(reflect.ValueOf(&l.Subtables[i]).Elem())
		}
	}
	for _, l := range f.GPOS.Lookups {
		for i := range l.Subtables {
			list(reflect.ValueOf(&l.Subtables[i]).Elem())
		}
	}
}

// list replaces the ranges in a subtable, and in what it is made of.
func list(v reflect.Value) {
	switch v.Kind() {
	case reflect.Interface:
		if v.IsNil() {
			return
		}
		if ranges, ok := v.Interface().(tables.Coverage2); ok {
			if glyphs, ok := listed(ranges); ok {
				v.Set(reflect.ValueOf(tables.Coverage1{Glyphs: glyphs}))
			}
			return
		}
		if v.Elem().Kind() != reflect.Struct {
			return
		}
		inner := reflect.New(v.Elem().Type()).Elem()
		inner.Set(v.Elem())
		list(inner)
		v.Set(inner)
	case reflect.Struct:
		for i := range v.NumField() {
			field := v.Field(i)
			switch field.Kind() {
			case reflect.Interface, reflect.Struct, reflect.Slice:
				list(reflect.NewAt(field.Type(), unsafe.Pointer(field.UnsafeAddr())).Elem()) // #nosec G103 -- see above
			}
		}
	case reflect.Slice:
		if v.Type().Elem() == reflect.TypeFor[tables.Coverage]() {
			for i := range v.Len() {
				list(v.Index(i))
			}
		}
	}
}

// listed takes ranges apart; false when there are more glyphs than a font can
// have.
func listed(ranges tables.Coverage2) ([]tables.GlyphID, bool) {
	const most = 1 << 16
	var glyphs []tables.GlyphID
	for _, r := range ranges.Ranges {
		if len(glyphs)+int(r.EndGlyphID)-int(r.StartGlyphID) >= most || r.EndGlyphID < r.StartGlyphID || int(r.StartCoverageIndex) != len(glyphs) {
			return nil, false
		}
		for g := int(r.StartGlyphID); g <= int(r.EndGlyphID); g++ {
			glyphs = append(glyphs, tables.GlyphID(g)) // #nosec G115 -- within two of them
		}
	}
	return glyphs, true
}
