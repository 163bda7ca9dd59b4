package typeset

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"io"
	"slices"
	"strconv"

	ot "github.com/go-text/typesetting/font/opentype"

	"badgekiln/designer"
)

// mostFaces is how many fonts of one collection are looked at.
const mostFaces = 64

// collection is how a file begins that holds several fonts (OpenType 1.9, "Font
// Collections").
const collection = "ttcf"

// loaders opens the fonts of a file: one, or those of a collection.
func loaders(file ot.Resource) ([]*ot.Loader, error) {
	var head [12]byte
	if _, err := file.ReadAt(head[:], 0); err == nil && string(head[:4]) == collection {
		// The reader believes what a file says of how many there are.
		if n := binary.BigEndian.Uint32(head[8:]); n == 0 || n > mostFaces {
			return nil, designer.Fail("font-unreadable", "family", "")
		}
	}
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return nil, err
	}
	list, err := ot.NewLoaders(file)
	if err != nil {
		return nil, err
	}
	if len(list) > mostFaces {
		list = list[:mostFaces]
	}
	return list, nil
}

// Extract gives one font of a collection as a file of its own; a file with one
// font as it is, whatever the index. It is the same for the same bytes.
func Extract(data []byte, index int) (out []byte, err error) {
	defer func() {
		if recover() != nil {
			err = designer.Fail("font-unreadable", "family", "")
		}
	}()
	if !bytes.HasPrefix(data, []byte(collection)) {
		return data, nil
	}
	list, err := loaders(bytes.NewReader(data))
	if err != nil {
		return nil, designer.Fail("font-unreadable", "family", "").Because(err)
	}
	if index < 0 || index >= len(list) {
		return nil, designer.Fail("font-index", "count", strconv.Itoa(len(list)))
	}
	return rebuilt(list[index], nil)
}

// rebuilt writes the tables of a font, some of them replaced; nil leaves one
// out. The signature of a font that is changed says nothing any more.
func rebuilt(from *ot.Loader, other map[string][]byte) ([]byte, error) {
	var list []table
	total := 0
	for _, tag := range from.Tables() {
		name := tag.String()
		content, ok := other[name]
		if !ok {
			var err error
			if content, err = from.RawTable(tag); err != nil {
				return nil, designer.Fail("font-unreadable", "family", "").Because(err)
			}
		}
		if ok && content == nil || name == "DSIG" {
			continue
		}
		if total += len(content) + 20; total > mostUnpacked {
			return nil, designer.Fail("font-large", "limit", strconv.Itoa(MostFont>>20))
		}
		list = append(list, table{name, content})
	}
	return assembled(from.Type, list), nil
}

// mostUnpacked bounds what the tables of a font may take together, in bytes.
const mostUnpacked = 128 << 20

type table struct {
	name    string
	content []byte
}

// assembled is a font file of tables (OpenType 1.9, "Organization of an OpenType
// font").
func assembled(kind ot.Tag, list []table) []byte {
	slices.SortFunc(list, func(a, b table) int { return cmp.Compare(a.name, b.name) })
	if kind != ot.OpenType {
		kind = ot.TrueType // a collection, or a file of an Apple
	}
	out := binary.BigEndian.AppendUint32(nil, uint32(kind))
	n := len(list)
	log := 0
	for 2<<log <= n {
		log++
	}
	for _, v := range []int{n, 16 << log, log, 16*n - 16<<log} {
		out = binary.BigEndian.AppendUint16(out, uint16(v)) // #nosec G115 -- a font has few tables
	}
	at := len(out) + 16*n
	for _, t := range list {
		out = append(out, t.name...)
		for _, v := range []int{int(sum(t.content)), at, len(t.content)} {
			out = binary.BigEndian.AppendUint32(out, uint32(v)) // #nosec G115 -- below mostUnpacked
		}
		at += (len(t.content) + 3) &^ 3
	}
	for _, t := range list {
		out = append(out, t.content...)
		for len(out)%4 != 0 {
			out = append(out, 0)
		}
	}
	return out
}

func sum(data []byte) (s uint32) {
	for len(data) >= 4 {
		s += binary.BigEndian.Uint32(data)
		data = data[4:]
	}
	var rest [4]byte
	copy(rest[:], data)
	return s + binary.BigEndian.Uint32(rest[:])
}
