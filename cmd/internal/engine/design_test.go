package engine

import (
	"bytes"
	"context"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"badgekiln/assets"
	"badgekiln/designer"
	"badgekiln/designer/bulk"
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

// The sample's picture is its design, drawn: title and place can be read, and
// no name is in it.
func TestSampleIsADesign(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	e, files, _ := sampled(t, world(t))
	onDisk, err := os.ReadFile(files.Design)
	if err != nil {
		t.Fatal(err)
	}
	kept, err := e.ClassDesign(ctx, files.Class, 0)
	if err != nil || !bytes.Equal(kept, onDisk) {
		t.Fatalf("the class keeps %d bytes, %d lie on disk, %v", len(kept), len(onDisk), err)
	}
	file, err := ReadDesign(files.Design)
	if err != nil {
		t.Fatal(err)
	}
	if file.Doc.Name != "First Firing" || file.Doc.About.Alt == "" || len(bulk.Fields(file.Doc)) > 0 {
		t.Errorf("%q, %q, fields %v", file.Doc.Name, file.Doc.About.Alt, bulk.Fields(file.Doc))
	}
	report, err := Preflight(ctx, file, Checking{})
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range report.Findings {
		if f.Severity != preflight.Info {
			t.Errorf("%s: %v", f.Code, f.Values)
		}
	}
	list, err := e.Classes(ctx, "")
	if err != nil || len(list) != 1 {
		t.Fatal(list, err)
	}
	picture, err := e.Blob(ctx, list[0].Image)
	if err != nil {
		t.Fatal(err)
	}
	drawn, err := RenderDesign(ctx, file, PNG, ClassSide, nil)
	if err != nil || !bytes.Equal(drawn, picture) {
		t.Errorf("the picture is not the design drawn: %d and %d bytes, %v", len(picture), len(drawn), err)
	}
	if len(list[0].DataImage) > 24<<10 {
		t.Errorf("the small picture has %d bytes", len(list[0].DataImage))
	}
}

// A class picture is the same for everybody: fields of the class are filled,
// those of a person are left empty.
func TestClassPictureFillsWhatIsPublic(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	e, _, _ := sampled(t, world(t))
	doc, err := catalogue(t).Open("seal-scalloped")
	if err != nil {
		t.Fatal(err)
	}
	with := func(org string) []byte {
		changed, err := template.WithText(doc, template.RoleOrg, org)
		if err != nil {
			t.Fatal(err)
		}
		data, err := DesignBytes(store.File{Doc: changed})
		if err != nil {
			t.Fatal(err)
		}
		return data
	}
	edit := func(design []byte, name string) issuer.BadgeClass {
		c, err := e.EditClass(ctx, "first-firing", ClassChange{Design: design, Name: &name})
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	byField := edit(with("{class.name}"), "Any Name")
	byHand := edit(with("Any Name"), "Any Name")
	if byField.Image != byHand.Image || byField.Design == byHand.Design {
		t.Error("the name of the class is not filled in")
	}
	forOne := edit(with("{name}"), "Any Name")
	empty := edit(with(""), "Any Name")
	if forOne.Image != empty.Image {
		t.Error("the field of a person shows in the picture for all")
	}
	if got := edit(with(""), "Any Name"); got.Version != empty.Version {
		t.Errorf("the same design made version %d after %d", got.Version, empty.Version)
	}
	picture, err := NewPicture(smallPNG(t))
	if err != nil {
		t.Fatal(err)
	}
	plain, err := e.EditClass(ctx, "first-firing", ClassChange{Picture: picture})
	if err != nil || plain.Design != "" {
		t.Errorf("a picture leaves the design %q, %v", plain.Design, err)
	}
	if kept, err := e.ClassDesign(ctx, "first-firing", byField.Version); err != nil || !bytes.Equal(kept, with("{class.name}")) {
		t.Errorf("the old version lost its design: %v", err)
	}
	if report, err := e.Check(ctx); err != nil || len(report.Findings) > 0 {
		t.Errorf("check: %+v %v", report.Findings, err)
	}
}

func smallPNG(t *testing.T) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := png.Encode(&out, image.NewNRGBA(image.Rect(0, 0, 64, 64))); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestDesignsFolder(t *testing.T) {
	t.Parallel()
	e, files, _ := sampled(t, world(t))
	if list, err := e.Designs(); err != nil || len(list) != 0 {
		t.Fatalf("%v, %v", list, err)
	}
	file, err := ReadDesign(files.Design)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"first-firing.badge", "first-firing-2.badge"} {
		path, err := e.NewDesignPath("First Firing")
		if err != nil || filepath.Base(path) != want {
			t.Fatalf("%s, %v, want %s", path, err, want)
		}
		if err := WriteDesign(path, file); err != nil {
			t.Fatal(err)
		}
	}
	broken := filepath.Join(e.DesignsDir(), "broken.badge")
	for path, text := range map[string]string{broken: "nothing", filepath.Join(e.DesignsDir(), "note.txt"): "mine"} {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	list, err := e.Designs()
	if err != nil || len(list) != 3 {
		t.Fatalf("%+v, %v", list, err)
	}
	for _, d := range list {
		if bad := d.Path == broken; bad != (d.Err != nil) || bad != (d.Name == "broken") {
			t.Errorf("%+v", d)
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

// TestWhatTheTemplateSaid sees that made-up names of a template are told of until
// somebody writes their own, and that the sample's are its own.
func TestWhatTheTemplateSaid(t *testing.T) {
	t.Parallel()
	doc, err := catalogue(t).Open("seal-scalloped")
	if err != nil {
		t.Fatal(err)
	}
	left := func(f store.File) []string {
		t.Helper()
		report, err := Preflight(t.Context(), f, Checking{})
		if err != nil {
			t.Fatal(err)
		}
		var texts []string
		for _, one := range report.Findings {
			if one.Code == preflight.TextLeft {
				texts = append(texts, one.Layer+": "+one.Values["text"])
			}
		}
		return texts
	}
	if got := left(store.File{Doc: doc}); !slices.Equal(got, []string{"name: Hafenwerk Makerspace"}) {
		t.Errorf("as the template is: %q", got)
	}
	own, err := template.WithText(doc, template.RoleOrg, "Holzwerkstatt Nord")
	if err != nil {
		t.Fatal(err)
	}
	if got := left(store.File{Doc: own}); len(got) > 0 {
		t.Errorf("with words of one's own: %q", got)
	}
	words, _ := testWords(t)
	sample, err := sampleDesign(words)
	if err != nil {
		t.Fatal(err)
	}
	if got := left(sample); len(got) > 0 {
		t.Errorf("the sample: %q", got)
	}
}
