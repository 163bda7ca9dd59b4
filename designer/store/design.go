package store

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strconv"
	"strings"

	"badgekiln/designer"
)

// MostDesign is how large design.json may be, in bytes.
const MostDesign = 8 << 20

// How much a design.json may nest, and how many objects it may hold: enough for
// every sound document, and little enough to be read without harm.
const (
	mostNested  = 3*designer.MostDeep + 16
	mostObjects = 40 * designer.MostLayers
)

// MarshalDesign writes a document as design.json. The same document gives the
// same bytes.
func MarshalDesign(doc designer.Document) ([]byte, error) {
	if err := doc.Check(); err != nil {
		return nil, err
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", " ")
	if err := e.Encode(toWire(doc)); err != nil {
		return nil, designer.Fail("store-unwritable").Because(err)
	}
	if b.Len() > MostDesign {
		return nil, designer.Fail("store-design-large", "limit", strconv.Itoa(MostDesign>>20))
	}
	return b.Bytes(), nil
}

// UnmarshalDesign reads a design.json. What it does not understand to the last
// member it refuses, so that saving never loses what a newer release has put in.
func UnmarshalDesign(data []byte) (designer.Document, error) {
	if err := scan(data); err != nil {
		return designer.Document{}, err
	}
	var head struct {
		Format  string `json:"format"`
		Version int    `json:"version"`
	}
	if err := json.Unmarshal(data, &head); err != nil {
		return designer.Document{}, designer.Fail("store-unreadable").Because(err)
	}
	switch {
	case head.Format != formatName || head.Version < 1:
		return designer.Document{}, designer.Fail("store-not-design")
	case head.Version > formatVersion:
		return designer.Document{}, designer.Fail("store-newer")
	}
	var wire wireDesign
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(&wire); err != nil {
		return designer.Document{}, refusal(err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return designer.Document{}, designer.Fail("store-unreadable")
	}
	doc, err := fromWire(wire)
	if err != nil {
		return designer.Document{}, err
	}
	if err := doc.Check(); err != nil {
		return designer.Document{}, err
	}
	return doc, nil
}

// refusal makes a fault of what the decoder says. It has no type for a member
// it does not know.
func refusal(err error) error {
	var fault *designer.Fault
	switch {
	case errors.As(err, &fault):
		return fault
	case strings.HasPrefix(err.Error(), "json: unknown field"):
		return designer.Fail("store-newer").Because(err)
	}
	return designer.Fail("store-unreadable").Because(err)
}

// scan refuses what would take too much room to be read at all.
func scan(data []byte) error {
	if len(data) > MostDesign {
		return designer.Fail("store-design-large", "limit", strconv.Itoa(MostDesign>>20))
	}
	deep, objects, quoted := 0, 0, false
	for i := 0; i < len(data); i++ {
		switch c := data[i]; {
		case quoted:
			switch c {
			case '\\':
				i++
			case '"':
				quoted = false
			}
		case c == '"':
			quoted = true
		case c == '{' || c == '[':
			deep++
			if c == '{' {
				objects++
			}
			if deep > mostNested {
				return designer.Fail("unsound-deep")
			}
			if objects > mostObjects {
				return designer.Fail("unsound-many")
			}
		case c == '}' || c == ']':
			deep--
		}
	}
	return nil
}
