package brand

import (
	"bytes"
	"encoding/json"
	"errors"
	"image"
	_ "image/png" // logos are kept as PNG
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"badgekiln/designer"
)

// Kit is what a house brings to every badge: its colours, its logo, what its
// name is on a badge. It is one file, to be handed on.
type Kit struct {
	Name     string
	Palettes []Named
	Logo     []byte            // PNG, or nil
	Texts    map[string]string // by role: what a text of a template says here
}

// Named is a palette with a name.
type Named struct {
	Name   string
	Colors map[string]designer.Color // by slot
}

// The limits of a kit that comes in.
const (
	MostKit      = 16 << 20 // bytes
	mostPalettes = 100
	mostColors   = 64
	mostTexts    = 32
	mostText     = 200 // letters
	mostLogo     = 4096
)

// wire is a kit as it is written.
type wire struct {
	Format   string            `json:"format"`
	Version  int               `json:"version"`
	Name     string            `json:"name"`
	Palettes []wirePalette     `json:"palettes"`
	Logo     []byte            `json:"logo,omitempty"`
	Texts    map[string]string `json:"texts,omitempty"`
}

type wirePalette struct {
	Name   string                    `json:"name"`
	Colors map[string]designer.Color `json:"colors"`
}

const (
	kitFormat  = "badgekiln-brand"
	kitVersion = 1
)

// Marshal writes a kit. The same kit gives the same bytes.
func (k Kit) Marshal() ([]byte, error) {
	w := wire{Format: kitFormat, Version: kitVersion, Name: k.Name, Palettes: []wirePalette{}, Logo: k.Logo, Texts: k.Texts}
	for _, p := range k.Palettes {
		w.Palettes = append(w.Palettes, wirePalette(p))
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", " ")
	if err := e.Encode(w); err != nil {
		return nil, designer.Fail("brand-unwritable").Because(err)
	}
	return b.Bytes(), nil
}

// ReadKit reads a kit that may come from anybody. Codes: "brand-large" with
// limit, "brand-unreadable", "brand-newer".
func ReadKit(data []byte) (Kit, error) {
	if len(data) > MostKit {
		return Kit{}, designer.Fail("brand-large", "limit", strconv.Itoa(MostKit>>20))
	}
	var w wire
	d := json.NewDecoder(bytes.NewReader(data))
	if err := d.Decode(&w); err != nil {
		return Kit{}, designer.Fail("brand-unreadable").Because(err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) || w.Format != kitFormat {
		return Kit{}, designer.Fail("brand-unreadable")
	}
	if w.Version != kitVersion {
		return Kit{}, designer.Fail("brand-newer")
	}
	k := Kit{Name: w.Name, Logo: w.Logo, Texts: w.Texts}
	for _, p := range w.Palettes {
		k.Palettes = append(k.Palettes, Named(p))
	}
	return k, k.check()
}

// check refuses what no kit of ours holds.
func (k Kit) check() error {
	bad := designer.Fail("brand-unreadable")
	if len(k.Palettes) > mostPalettes || len(k.Texts) > mostTexts || !short(k.Name) {
		return bad
	}
	for _, p := range k.Palettes {
		if len(p.Colors) > mostColors || !short(p.Name) {
			return bad
		}
		for slot := range p.Colors {
			if slot == "" || !short(slot) {
				return bad
			}
		}
	}
	for role, text := range k.Texts {
		if role == "" || !short(role) || !short(text) {
			return bad
		}
	}
	if k.Logo == nil {
		return nil
	}
	size, kind, err := image.DecodeConfig(bytes.NewReader(k.Logo))
	if err != nil || kind != "png" || size.Width > mostLogo || size.Height > mostLogo {
		return bad.Because(err)
	}
	return nil
}

func short(text string) bool {
	return utf8.ValidString(text) && utf8.RuneCountInString(text) <= mostText && !strings.ContainsRune(text, 0)
}
