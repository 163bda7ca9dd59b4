package drawing

import (
	"io"
	"os"
	"slices"
	"strconv"
	"strings"

	"badgekiln/designer"
	"badgekiln/designer/brand"
	"badgekiln/designer/edit"
	"badgekiln/designer/store"
	"badgekiln/designer/template"
	"badgekiln/designer/typeset"
	"badgekiln/issuer"
)

// BrandFont is a font as a brand has it. Its file goes along where its licence
// bits let it and it is not too large.
func BrandFont(from FontFile, role string) (brand.Font, error) {
	data, err := typeset.Extract(from.Data, from.Index)
	if err != nil {
		return brand.Font{}, err
	}
	said, err := typeset.Describe(data, from.Instance)
	if err != nil {
		return brand.Font{}, err
	}
	if said.Family == "" || slices.Contains(designer.Classes(), said.Family) {
		return brand.Font{}, issuer.Fail(issuer.Input, "font-nameless")
	}
	f := brand.Font{Role: role, Family: said.Family, Weight: said.Weight, Italic: said.Italic, Instance: said.Instance}
	if said.Travels && len(data) <= typeset.MostFont {
		f.Data = data
	}
	return f, nil
}

// WithBrand gives a design the colours, the texts and the fonts of a brand. It
// tells which fonts are not on this machine, or cannot be had for these texts:
// those stay as they are.
func WithBrand(getenv func(string) string, file store.File, kit brand.Kit) (with store.File, missed []string) {
	if len(kit.Palettes) > 0 {
		file.Doc = template.Recolour(file.Doc, template.Palette{Colors: kit.Palettes[0].Colors}, template.Level{})
	}
	for role, text := range kit.Texts {
		// A design without that text stays without.
		if doc, err := template.WithText(file.Doc, role, text); err == nil && text != "" {
			file.Doc = doc
		}
	}
	return WithBrandFonts(getenv, file, kit)
}

// WithBrandFonts is WithBrand for its fonts alone.
func WithBrandFonts(getenv func(string) string, file store.File, kit brand.Kit) (with store.File, missed []string) {
	for _, f := range kit.Fonts {
		ids := textsOf(file.Doc, kit, f.Role)
		if len(ids) == 0 {
			continue
		}
		from, ok := fontOfBrand(getenv, f)
		if ok {
			next, _, err := WithFont(file, from, ids)
			if ok = err == nil; ok {
				file = next
			}
		}
		if !ok {
			missed = append(missed, f.Family)
		}
	}
	return file, missed
}

// textsOf are the texts that have a role; for "" those whose role has no font of
// its own.
func textsOf(doc designer.Document, kit brand.Kit, role string) (ids []string) {
	edit.Walk(doc, func(l *designer.Layer) {
		own := l.Role != "" && slices.ContainsFunc(kit.Fonts, func(f brand.Font) bool { return f.Role == l.Role })
		if l.Text != nil && (role == "" && !own || role != "" && l.Role == role) {
			ids = append(ids, l.ID)
		}
	})
	return ids
}

// fontOfBrand is the file that goes along, or the nearest of the family on this
// machine.
func fontOfBrand(getenv func(string) string, f brand.Font) (FontFile, bool) {
	if len(f.Data) > 0 {
		return FontFile{Data: f.Data, Instance: f.Instance}, true
	}
	found := slices.DeleteFunc(SystemFonts(getenv, f.Family), func(s SystemFont) bool { return !strings.EqualFold(s.Family, f.Family) })
	if len(found) == 0 {
		return FontFile{}, false
	}
	far := func(s SystemFont) int {
		d := max(s.Weight-f.Weight, f.Weight-s.Weight)
		if s.Italic != f.Italic {
			d += 1000
		}
		return d
	}
	best := slices.MinFunc(found, func(a, b SystemFont) int { return far(a) - far(b) })
	data, err := fontBytes(best.Path)
	return FontFile{Data: data, Index: best.Index, Instance: best.Instance}, err == nil
}

// fontBytes reads a font file that is not larger than one may be.
func fontBytes(path string) ([]byte, error) {
	f, err := os.Open(path) // #nosec G304 -- a font of this machine
	if err != nil {
		return nil, issuer.Fail(issuer.Input, "file-unreadable", "file", path).At(path).Because(err)
	}
	defer func() { _ = f.Close() }()
	data, err := io.ReadAll(io.LimitReader(f, MostFontFile+1))
	if err == nil && len(data) > MostFontFile {
		return nil, designer.Fail("font-large", "limit", strconv.Itoa(MostFontFile>>20))
	}
	return data, err
}
