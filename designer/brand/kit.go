package brand

import (
	"bytes"
	"encoding/json"
	"errors"
	"image"
	_ "image/png" // logos are kept as PNG
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"badgekiln/designer"
)

// Kit is what a house brings to every badge: its colours, its logo, its fonts,
// what its name is on a badge. It is one file, to be handed on.
type Kit struct {
	Name     string
	Palettes []Named
	Logo     []byte            // PNG, or nil
	Texts    map[string]string // by role: what a text of a template says here
	Fonts    []Font
}

// Font is what texts of a role are set in, or all that have no font of their
// own here. Its file goes along where its licence bits let it; else its name
// does, and it is looked for on the machine.
type Font struct {
	Role     string // of the texts; "" for all others
	Family   string
	Weight   int // 100 to 900
	Italic   bool
	Instance string // of a variable font: where in its room, as wght=650; or ""
	Data     []byte // the font file, or nil
}

// Named is a palette with a name.
type Named struct {
	Name   string
	Colors map[string]designer.Color // by slot
}

// The limits of a kit that comes in.
const (
	MostKit      = 48 << 20 // bytes
	mostFonts    = 4
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
	Fonts    []wireFont        `json:"fonts,omitempty"` // version 2
}

type wireFont struct {
	Role     string `json:"role,omitempty"`
	Family   string `json:"family"`
	Weight   int    `json:"weight"`
	Italic   bool   `json:"italic,omitempty"`
	Instance string `json:"instance,omitempty"`
	Data     []byte `json:"data,omitempty"`
}

type wirePalette struct {
	Name   string                    `json:"name"`
	Colors map[string]designer.Color `json:"colors"`
}

const (
	kitFormat  = "badgekiln-brand"
	kitVersion = 2
)

// Marshal writes a kit. The same kit gives the same bytes; one without fonts is
// of the first version, which older programs read, too.
func (k Kit) Marshal() ([]byte, error) {
	w := wire{Format: kitFormat, Version: 1, Name: k.Name, Palettes: []wirePalette{}, Logo: k.Logo, Texts: k.Texts}
	for _, p := range k.Palettes {
		w.Palettes = append(w.Palettes, wirePalette(p))
	}
	for _, f := range k.Fonts {
		w.Version, w.Fonts = kitVersion, append(w.Fonts, wireFont(f))
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
	if w.Version < 1 || w.Version > kitVersion {
		return Kit{}, designer.Fail("brand-newer")
	}
	k := Kit{Name: w.Name, Logo: w.Logo, Texts: w.Texts}
	for _, p := range w.Palettes {
		k.Palettes = append(k.Palettes, Named(p))
	}
	for _, f := range w.Fonts {
		k.Fonts = append(k.Fonts, Font(f))
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
	if len(k.Fonts) > mostFonts {
		return bad
	}
	for i, f := range k.Fonts {
		twice := slices.ContainsFunc(k.Fonts[:i], func(g Font) bool { return g.Role == f.Role })
		if f.Family == "" || !short(f.Family) || !short(f.Role) || !short(f.Instance) || f.Weight < 1 || f.Weight > 1000 || twice {
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
