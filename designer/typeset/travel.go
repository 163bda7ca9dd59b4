package typeset

import (
	"bytes"
	"encoding/binary"
	"slices"
	"strings"

	"github.com/go-text/typesetting/font"
	ot "github.com/go-text/typesetting/font/opentype"
	"github.com/go-text/typesetting/font/opentype/tables"

	"badgekiln/designer"
)

// MostFont is the largest font file that travels with a design, in bytes.
const MostFont = 16 << 20

// Described is what a font file says of itself.
type Described struct {
	Family  string
	Style   string // its name among those of its family, as its maker wrote it; or ""
	Weight  int
	Italic  bool
	Travels bool // its licence bits let it travel with a design that others edit
	Trims   bool // they let it travel with some of its letters only

	Index    int    // of a collection: which of its fonts
	Instance string // of a variable font: where in its room, as wght=650,wdth=75
}

// Describe reads what a font file says of itself at an instance ("" for where it
// stands by itself), and whether it can be drawn with at all. One file with
// several fonts is none: see Extract.
func Describe(data []byte, instance string) (d Described, err error) {
	defer func() { // it is anybody's file
		if recover() != nil {
			err = designer.Fail("font-unreadable", "family", d.Family)
		}
	}()
	if bytes.HasPrefix(data, []byte(collection)) {
		return d, designer.Fail("font-collection")
	}
	loader, err := ot.NewLoader(bytes.NewReader(data))
	if err != nil {
		return d, designer.Fail("font-unreadable", "family", "").Because(err)
	}
	d = described(loader)
	if _, err := font.NewFont(loader); err != nil {
		return d, designer.Fail("font-unreadable", "family", d.Family).Because(err)
	}
	if heavy(loader) {
		return d, designer.Fail("font-heavy", "family", d.Family)
	}
	if instance == "" {
		return d, nil
	}
	axes, places := varies(loader)
	at, ok := wished(axes, instance)
	if !ok {
		return d, designer.Fail("font-instance", "family", d.Family, "instance", instance)
	}
	p := place{at: at}
	if i := slices.IndexFunc(places, func(p place) bool { return slices.Equal(p.at, at) }); i >= 0 {
		p = places[i]
	}
	return placed(loader, d, axes, p), nil
}

// Faces reads what a font file says of all there is in it and nothing else: the
// fonts of a collection, and of a variable font its named instances. It is for
// lists of many.
func Faces(file ot.Resource) (list []Described, err error) {
	defer func() {
		if recover() != nil {
			err = designer.Fail("font-unreadable", "family", "")
		}
	}()
	fonts, err := loaders(file)
	if err != nil {
		return nil, designer.Fail("font-unreadable", "family", "").Because(err)
	}
	for i, loader := range fonts {
		d := described(loader)
		d.Index = i
		list = append(list, instances(loader, d)...)
	}
	return list, nil
}

// described is what a font says of itself, a variable one where it stands when
// nothing is asked of it.
func described(loader *ot.Loader) Described {
	said, _ := font.Describe(loader, nil)
	bits := licence(loader)
	return Described{
		Family: widthNamed(said.Family, float64(said.Aspect.Stretch)), Style: named(loader, 17, 2),
		Weight: min(max(int(said.Aspect.Weight), 1), 1000), Italic: said.Aspect.Style == font.StyleItalic,
		Travels: travels(bits), Trims: travels(bits) && bits&unparted == 0,
	}
}

// instances are a font, or the named instances of a variable one.
func instances(loader *ot.Loader, usual Described) []Described {
	axes, places := varies(loader)
	if len(places) == 0 {
		return []Described{usual}
	}
	list := make([]Described, len(places))
	for i, p := range places {
		list[i] = placed(loader, usual, axes, p)
	}
	return list
}

// placed is what a variable font is at a place.
func placed(loader *ot.Loader, d Described, axes []axis, p place) Described {
	d.Instance, d.Style = instance(axes, p.at), ""
	if p.name != 0 {
		d.Style = named(loader, p.name)
	}
	if w, ok := along(axes, p.at, "wght"); ok {
		d.Weight = min(max(int(w), 1), 1000)
	}
	if w, ok := along(axes, p.at, "wdth"); ok {
		d.Family = widthNamed(d.Family, w/100)
	}
	for _, slant := range []string{"ital", "slnt"} {
		if v, ok := along(axes, p.at, slant); ok && v != 0 {
			d.Italic = true
		}
	}
	return d
}

// widthNamed tells narrow and wide fonts of a family apart by its name: designs
// know family, weight and slant.
func widthNamed(family string, stretch float64) string {
	low, word := strings.ToLower(family), ""
	switch {
	case stretch > 0 && stretch < 0.95:
		word = "Condensed"
	case stretch > 1.05:
		word = "Expanded"
	}
	for _, known := range []string{"cond", "narrow", "compress", "expand", "extend", "wide"} {
		if strings.Contains(low, known) {
			return family
		}
	}
	if word == "" || family == "" {
		return family
	}
	return family + " " + word
}

// named is the first of some names that a font has.
func named(loader *ot.Loader, ids ...tables.NameID) string {
	data, err := loader.RawTable(ot.MustNewTag("name"))
	if err != nil {
		return ""
	}
	names, _, err := tables.ParseName(data)
	if err != nil {
		return ""
	}
	for _, id := range ids {
		if name := names.Name(id); name != "" && len(name) <= mostName {
			return name
		}
	}
	return ""
}

// mostName bounds a name that is shown, in bytes.
const mostName = 100

// The licence bits of a font (OS/2, fsType).
const (
	restricted = 0x0002
	readOnly   = 0x0004 // for documents that are looked at and printed
	editable   = 0x0008
	unparted   = 0x0100 // it is given on whole or not at all
	bitmaps    = 0x0200 // its outlines stay where they are
)

// licence reads the licence bits. A font that says nothing sets no bounds.
func licence(loader *ot.Loader) uint16 {
	table, err := loader.RawTable(ot.MustNewTag("OS/2"))
	if err != nil || len(table) < 10 {
		return 0
	}
	return binary.BigEndian.Uint16(table[8:])
}

// travels tells whether bits let a font go on with a design, which is edited by
// those who open it.
func travels(bits uint16) bool {
	switch {
	case bits&bitmaps != 0:
		return false
	case bits&editable != 0: // the least of several holds
		return true
	}
	return bits&(restricted|readOnly) == 0
}
