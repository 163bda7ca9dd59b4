package engine

import (
	"bytes"
	"context"
	"encoding/base64"
	"image"
	"image/jpeg"
	"image/png"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"badgekiln/cmd/internal/drawing"
	"badgekiln/designer/bulk"
	"badgekiln/designer/preflight"
	"badgekiln/designer/store"
	"badgekiln/designer/template"
	"badgekiln/issuer"
)

func catalogue(t *testing.T) *template.Catalogue {
	t.Helper()
	c, err := drawing.Templates()
	if err != nil {
		t.Fatal(err)
	}
	return c
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
	file, err := drawing.ReadDesign(files.Design)
	if err != nil {
		t.Fatal(err)
	}
	if file.Doc.Name != "First Firing" || file.Doc.About.Alt == "" || len(bulk.Fields(file.Doc)) > 0 {
		t.Errorf("%q, %q, fields %v", file.Doc.Name, file.Doc.About.Alt, bulk.Fields(file.Doc))
	}
	report, err := drawing.Preflight(ctx, file, drawing.Checking{})
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
	drawn, err := drawing.RenderDesign(ctx, file, drawing.PNG, drawing.ClassSide, nil)
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
		data, err := drawing.DesignBytes(store.File{Doc: changed})
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
	picture, err := drawing.NewPicture(smallPNG(t))
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
	file, err := drawing.ReadDesign(files.Design)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"first-firing.badge", "first-firing-2.badge"} {
		path, err := e.NewDesignPath("First Firing")
		if err != nil || filepath.Base(path) != want {
			t.Fatalf("%s, %v, want %s", path, err, want)
		}
		if err := drawing.WriteDesign(path, file); err != nil {
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
		report, err := drawing.Preflight(t.Context(), f, drawing.Checking{})
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

// TestSmallPictures holds the copy inside a credential against its limit: the
// sample's is large enough to be read, that of a noisy photograph still fits.
func TestSmallPictures(t *testing.T) {
	t.Parallel()
	e, _, order := sampled(t, world(t))
	classes, err := e.Classes(t.Context(), "")
	if err != nil || len(classes) != 1 || classes[0].Slug != order.Class {
		t.Fatal(classes, err)
	}
	photo := image.NewRGBA(image.Rect(0, 0, 900, 600))
	for i := range photo.Pix {
		photo.Pix[i] = byte(i * i >> 7)
	}
	var data bytes.Buffer
	if err := jpeg.Encode(&data, photo, nil); err != nil {
		t.Fatal(err)
	}
	p, err := drawing.NewPicture(data.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		uri   string
		least int
	}{"sample": {classes[0].DataImage, 200}, "photo": {p.Small, 90}} {
		text, ok := strings.CutPrefix(c.uri, "data:image/png;base64,")
		small, err := base64.StdEncoding.DecodeString(text)
		if !ok || err != nil || len(c.uri) > 24<<10 {
			t.Fatalf("%s: %d bytes, %v", name, len(c.uri), err)
		}
		got, err := png.DecodeConfig(bytes.NewReader(small))
		if err != nil || got.Width < c.least {
			t.Errorf("%s: %d pixels wide, want %d: %v", name, got.Width, c.least, err)
		}
		t.Logf("%s: %d × %d, %d bytes of URI", name, got.Width, got.Height, len(c.uri))
	}
}
