package drawing

import (
	"bytes"
	"context"
	"image"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"badgekiln/assets"
	"badgekiln/designer"
	"badgekiln/designer/geom"
	"badgekiln/designer/preflight"
	"badgekiln/designer/store"
	"badgekiln/designer/template"
	"badgekiln/issuer"
)

func catalogue(t *testing.T) *template.Catalogue {
	t.Helper()
	c, err := Templates()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// Every template opens, is what the index says of it, and is drawn with
// nothing missing, nothing too large for its room, and nothing hard to read.
func TestEveryTemplate(t *testing.T) {
	t.Parallel()
	c := catalogue(t)
	if got := [3]int{len(c.Templates()), len(c.Emblems()), len(c.Palettes())}; got != [3]int{81, 140, 16} {
		t.Errorf("templates, emblems, palettes: %v", got)
	}
	fonts, err := Fonts()
	if err != nil {
		t.Fatal(err)
	}
	words, err := assets.LoadWords("en")
	if err != nil {
		t.Fatal(err)
	}
	for _, one := range c.Templates() {
		doc, err := c.Open(one.ID)
		if err != nil {
			t.Errorf("%s: %v", one.ID, err)
			continue
		}
		if doc.Template != one.ID || doc.Name != one.Title || words.T("template."+one.ID) != one.Title {
			t.Errorf("%s: is %q of %q, said as %q", one.ID, doc.Name, doc.Template, words.T("template."+one.ID))
		}
		if !words.Has("template.family." + one.Family) {
			t.Errorf("%s: no word for the family %s", one.ID, one.Family)
		}
		var roles []string
		for _, l := range template.Texts(doc) {
			roles = append(roles, l.Role)
		}
		var said []string
		for _, l := range one.Text {
			said = append(said, l.Role)
		}
		if !slices.Equal(roles, said) || !slices.Contains(roles, template.RoleTitle) {
			t.Errorf("%s: texts %v, the index says %v", one.ID, roles, said)
		}
		report, err := preflight.Check(context.Background(), doc, preflight.Options{Fonts: fonts})
		if err != nil {
			t.Errorf("%s: %v", one.ID, err)
		}
		for _, f := range report.Findings {
			if f.Severity == preflight.Bad || f.Code == preflight.Corners || f.Code == preflight.TextOverflow {
				t.Errorf("%s: %s %v", one.ID, f.Code, f.Values)
			}
		}
	}
}

// A palette is complete, and each text colour can be read on the colours it
// may lie on, so that every palette fits every template.
func TestEveryPalette(t *testing.T) {
	t.Parallel()
	c := catalogue(t)
	for _, p := range c.Palettes() {
		if _, err := c.Level(p.Level); err != nil || len(c.Slots(p)) != 11 {
			t.Errorf("%s: level %q, slots %v", p.Name, p.Level, c.Slots(p))
		}
		for _, pair := range [][2]string{
			{"paper", "base"},
			{"paper", "base-deep"},
			{"paper", "accent"},
			{"base", "tint"},
			{"ink", "tint"},
			{"ink", "paper"},
			{"ink", "pop"},
			{"pop", "base"},
			{"ink", "metal"},
			{"metal-dark", "metal-light"},
		} {
			if got := preflight.Contrast(p.Colors[pair[0]], p.Colors[pair[1]]); got < 4.5 {
				t.Errorf("%s: %s on %s is %.2f", p.Name, pair[0], pair[1], got)
			}
		}
	}
	for _, e := range c.Emblems() {
		path, err := e.Outline()
		if err != nil {
			t.Errorf("%s: %v", e.Name, err)
			continue
		}
		if b := path.Bounds(); b.Empty() || !geom.R(0, 0, template.EmblemSide, template.EmblemSide).Has(b.Min) || b.Max.X > template.EmblemSide || b.Max.Y > template.EmblemSide {
			t.Errorf("%s reaches over its square: %v", e.Name, b)
		}
	}
}

func TestReadDesignRefuses(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	_, missing := ReadDesign(filepath.Join(dir, "none.badge"))
	_, folder := ReadDesign(dir)
	for code, err := range map[string]error{"design-missing": missing, "design-not-file": folder} {
		if issuer.CodeOf(err) != code {
			t.Errorf("%v, want %s", err, code)
		}
	}
	path := filepath.Join(dir, "x.badge")
	if err := os.WriteFile(path, []byte("PK no zip"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := ReadDesign(path)
	fault, ok := err.(*designer.Fault) //nolint:errorlint // as it is given
	words, broken := assets.LoadWords("en")
	if broken != nil {
		t.Fatal(broken)
	}
	if !ok || fault.Values["file"] != path || !words.Has("design."+fault.Code) {
		t.Errorf("%v", err)
	}
}

func TestJPEGLiesOnWhite(t *testing.T) {
	t.Parallel()
	doc, err := catalogue(t).Open("seal-scalloped")
	if err != nil {
		t.Fatal(err)
	}
	data, err := RenderDesign(context.Background(), store.File{Doc: doc}, JPEG, 100, nil)
	if err != nil {
		t.Fatal(err)
	}
	m, kind, err := image.Decode(bytes.NewReader(data))
	if err != nil || kind != "jpeg" {
		t.Fatal(kind, err)
	}
	if r, g, b, _ := m.At(1, 1).RGBA(); min(r, g, b) < 0xf000 {
		t.Errorf("the corner is %x %x %x", r, g, b)
	}
	if !strings.HasPrefix(string(data[:3]), "\xff\xd8\xff") {
		t.Error("no JPEG")
	}
}
