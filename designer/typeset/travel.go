package typeset

import (
	"bytes"
	"encoding/binary"
	"strconv"

	"github.com/go-text/typesetting/font"
	ot "github.com/go-text/typesetting/font/opentype"

	"badgekiln/designer"
)

// MostFont is the largest font file that travels with a design, in bytes.
const MostFont = 16 << 20

// Described is what a font file says of itself.
type Described struct {
	Family  string
	Weight  int
	Italic  bool
	Travels bool // its licence bits let it travel with a design that others edit
}

// Describe reads what a font file says of itself, and whether it can be drawn
// with at all. One file with several fonts is none of ours.
func Describe(data []byte) (d Described, err error) {
	defer func() { // it is anybody's file
		if recover() != nil {
			err = designer.Fail("font-unreadable", "family", d.Family)
		}
	}()
	if len(data) > MostFont {
		return d, designer.Fail("font-large", "limit", strconv.Itoa(MostFont>>20))
	}
	if bytes.HasPrefix(data, []byte("ttcf")) {
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
	return d, nil
}

// Glance reads what a font file says of itself and nothing else of it: for
// lists of many.
func Glance(file ot.Resource) (d Described, err error) {
	defer func() {
		if recover() != nil {
			err = designer.Fail("font-unreadable", "family", "")
		}
	}()
	loader, err := ot.NewLoader(file)
	if err != nil {
		return d, designer.Fail("font-unreadable", "family", "").Because(err)
	}
	return described(loader), nil
}

func described(loader *ot.Loader) Described {
	said, _ := font.Describe(loader, nil)
	return Described{
		Family: said.Family, Weight: min(max(int(said.Aspect.Weight), 1), 1000), Italic: said.Aspect.Style == font.StyleItalic, Travels: travels(loader),
	}
}

// The licence bits of a font (OS/2, fsType).
const (
	restricted = 0x0002
	readOnly   = 0x0004 // for documents that are looked at and printed
	editable   = 0x0008
	bitmaps    = 0x0200 // its outlines stay where they are
)

// travels reads the licence bits: a design is edited by those who open it. A
// font that says nothing of it sets no bounds.
func travels(loader *ot.Loader) bool {
	table, err := loader.RawTable(ot.MustNewTag("OS/2"))
	if err != nil || len(table) < 10 {
		return true
	}
	bits := binary.BigEndian.Uint16(table[8:])
	switch {
	case bits&bitmaps != 0:
		return false
	case bits&editable != 0: // the least of several holds
		return true
	}
	return bits&(restricted|readOnly) == 0
}
