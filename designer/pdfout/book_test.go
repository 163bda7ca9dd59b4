package pdfout_test

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"badgekiln/designer"
	"badgekiln/designer/display"
	"badgekiln/designer/geom"
	"badgekiln/designer/pdfout"
	"badgekiln/designer/typeset/typetest"
)

// seal is a design with much that is the same for all: a shadow, a picture, a
// gradient round a point; and with what is not: a name, above and below it
// something else, a colour by a field, a layer for some.
func seal() designer.Document {
	tone := func(r, g, b uint8) designer.Tone {
		return designer.Tone{Color: designer.Color{R: r, G: g, B: b, A: 255}, Alpha: 1}
	}
	layer := func(id string, l designer.Layer, place geom.Affine) *designer.Layer {
		l.ID, l.Place = id, place
		if l.Opacity == 0 {
			l.Opacity = 1
		}
		return &l
	}
	solid := func(t designer.Tone) designer.Paint { return designer.Paint{Kind: designer.Solid, Tone: t} }
	name := designer.Text{Content: "{name}", Font: designer.Font{Family: "sans-bold"}, Size: 40, MinSize: 8, Room: 360, Align: designer.Middle}
	arc := name
	arc.Content, arc.Room, arc.Arc = "Awarded {issued_on|long}", 0, &designer.Arc{Radius: 210, Middle: -90, Sweep: 200}
	by := solid(tone(200, 60, 30))
	by.Tone.Field = "level"
	return designer.Document{Name: "Seal", Width: 600, Height: 600, Layers: []*designer.Layer{
		layer("back", designer.Layer{
			Shape: &designer.Shape{Kind: "scallop", W: 560, H: 560}, Fill: solid(tone(20, 60, 90)),
			Shadow: &designer.Shadow{DY: 8, Blur: 14, Tone: tone(0, 0, 0)},
		}, geom.Move(20, 20)),
		layer("wheel", designer.Layer{Shape: &designer.Shape{Kind: "ellipse", W: 300, H: 300}, Fill: designer.Paint{
			Kind: designer.Conic, From: geom.Pt(150, 150), To: geom.Pt(150, 0), Stops: []designer.Stop{{Tone: tone(250, 200, 60)}, {At: 1, Tone: tone(220, 90, 20)}},
		}}, geom.Move(150, 150)),
		layer("photo", designer.Layer{Image: &designer.Picture{Blob: "photo", W: 120, H: 90}}, geom.Move(240, 180)),
		layer("level", designer.Layer{Shape: &designer.Shape{Kind: "rect", W: 360, H: 60}, Fill: by, Opacity: 0.9}, geom.Move(120, 290)),
		layer("name", designer.Layer{Text: &name, Fill: solid(tone(255, 255, 255))}, geom.Move(300, 335)),
		layer("arc", designer.Layer{Text: &arc, Fill: solid(tone(255, 255, 255))}, geom.Move(300, 300)),
		layer("star", designer.Layer{
			Shape: &designer.Shape{Kind: "star", W: 90, H: 90}, Fill: solid(tone(240, 240, 90)), Blend: designer.Screen,
			When: &designer.When{Field: "level", Test: designer.Equals, Value: "#00aa55"},
		}, geom.Move(255, 400)),
		layer("gloss", designer.Layer{Shape: &designer.Shape{Kind: "rect", W: 500, H: 100}, Fill: solid(tone(255, 255, 255)), Opacity: 0.15}, geom.Move(50, 260)),
	}}
}

func photo(string) ([]byte, error) {
	m := image.NewNRGBA(image.Rect(0, 0, 80, 60))
	for i := range m.Pix {
		m.Pix[i] = uint8(i*i>>5 ^ i*3) // #nosec G115 -- grain
	}
	var out bytes.Buffer
	err := png.Encode(&out, m)
	return out.Bytes(), err
}

func person(i int) map[string]string {
	all := texts()
	return map[string]string{"name": all[i%len(all)], "issued_on": fmt.Sprintf("2026-11-%02d", i%28+1), "level": []string{"#00aa55", "#aa0055", ""}[i%3]}
}

// TestBook makes a page for each of many people: poppler draws each as it draws
// the page made by itself, finds its name, and qpdf has nothing to say.
func TestBook(t *testing.T) {
	t.Parallel()
	how := display.Options{Fonts: typetest.Fonts(t), Blob: photo}
	bound := func(pages int) []byte {
		var out bytes.Buffer
		book, err := pdfout.NewBook(&out, seal(), 300, how)
		if err != nil {
			t.Fatal(err)
		}
		for i := range pages {
			told, err := book.Page(t.Context(), person(i))
			if err != nil {
				t.Fatal(err)
			}
			if len(told.Notes) != 1 || told.Notes[0].Layer != "wheel" {
				t.Errorf("page %d: %v", i, told.Notes)
			}
		}
		if err := book.Close(); err != nil {
			t.Fatal(err)
		}
		return out.Bytes()
	}
	const pages = 26
	data := bound(pages)
	if !bytes.Equal(data, bound(pages)) {
		t.Error("the same pages give other bytes")
	}
	if one := len(bound(1)); len(data) > one+(pages-1)*20_000 {
		t.Errorf("%d bytes for %d pages, %d for one: what is the same is there more than once", len(data), pages, one)
	}
	dir := t.TempDir()
	path := filepath.Join(dir, "book.pdf")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	if tool, err := exec.LookPath("qpdf"); err == nil {
		if said, err := exec.CommandContext(t.Context(), tool, "--check", path).CombinedOutput(); err != nil || bytes.Contains(said, []byte("WARNING")) {
			t.Errorf("%v: %s", err, said)
		}
	}
	tool, err := exec.LookPath("pdftoppm")
	if err != nil {
		t.Skip("there is no pdftoppm to draw with")
	}
	if said, err := exec.CommandContext(t.Context(), tool, "-r", "48", path, filepath.Join(dir, "book")).CombinedOutput(); err != nil || len(said) > 0 {
		t.Fatalf("%v: %s", err, said)
	}
	for i := range pages {
		if i%5 == 0 {
			alone(t, dir, how, i)
		}
		read, err := exec.CommandContext(t.Context(), "pdftotext", "-enc", "UTF-8", "-f", strconv.Itoa(i+1), "-l", strconv.Itoa(i+1), path, "-").Output()
		if err != nil {
			t.Fatal(err)
		}
		for _, word := range strings.Fields(person(i)["name"]) {
			if !strings.Contains(squeezed(string(read)), squeezed(word)) {
				t.Errorf("page %d: no %q in %q", i+1, word, read)
			}
		}
	}
}

// alone draws a page made by itself, and compares.
func alone(t *testing.T, dir string, how display.Options, i int) {
	t.Helper()
	how.Fields = person(i)
	list, err := display.Of(t.Context(), seal(), how)
	if err != nil {
		t.Fatal(err)
	}
	data, err := pdfout.Write(t.Context(), list, 300, how)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "one.pdf")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	if said, err := exec.CommandContext(t.Context(), "pdftoppm", "-r", "48", "-singlefile", path, filepath.Join(dir, "one")).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, said)
	}
	want, err := os.ReadFile(filepath.Join(dir, "one.ppm"))
	if err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(filepath.Join(dir, fmt.Sprintf("book-%02d.ppm", i+1)))
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("page %d is not drawn as the page made by itself", i+1)
	}
}

// TestBookStops gives back what a writer, a picture or a caller says.
func TestBookStops(t *testing.T) {
	t.Parallel()
	how := display.Options{Fonts: typetest.Fonts(t)}
	if _, err := pdfout.NewBook(&bytes.Buffer{}, designer.Document{}, 100, how); err == nil {
		t.Error("a book without a size begins")
	}
	if _, err := pdfout.NewBook(full{}, seal(), 100, how); err == nil {
		t.Error("a full disk is no failure")
	}
	book, err := pdfout.NewBook(&bytes.Buffer{}, seal(), 100, how)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := book.Page(t.Context(), nil); err == nil {
		t.Error("a picture that is not there is no failure")
	}
}

type full struct{}

func (full) Write([]byte) (int, error) { return 0, os.ErrPermission }

// A file says in which language it is: that of its first page, where it knows one.
func TestBookSaysItsLanguage(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ first, second, want string }{
		{"de-AT", "en", "/Lang (de-AT)"}, {"", "en", "/Lang (en)"}, {"d)e", "", ""}, {"", "", ""},
	} {
		var out bytes.Buffer
		b, err := pdfout.NewBook(&out, designer.Document{Name: "Seal", Width: 60, Height: 60}, 0, display.Options{})
		if err != nil {
			t.Fatal(err)
		}
		for _, one := range []string{c.first, c.second} {
			if _, err := b.Page(t.Context(), map[string]string{"language": one}); err != nil {
				t.Fatal(err)
			}
		}
		if err := b.Close(); err != nil {
			t.Fatal(err)
		}
		if got := out.String(); strings.Contains(got, "/Lang") != (c.want != "") || !strings.Contains(got, c.want) {
			t.Errorf("%+v: %s", c, got)
		}
	}
}
