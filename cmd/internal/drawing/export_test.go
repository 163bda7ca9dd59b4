package drawing_test

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/draw"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"badgekiln/cmd/internal/drawing"
	"badgekiln/designer"
	"badgekiln/designer/geom"
	"badgekiln/designer/merge"
	"badgekiln/designer/store"
)

// What other programs draw of a drawing may differ from our own picture: at
// 300 pixels, by more than 48 of 255 in a share of the pixels, on white.
// Poppler smooths edges in 4 by 4 steps and thickens thin lines.
const (
	exportSide = 300
	exportMuch = 48
	svgShare   = 0.002
	pdfShare   = 0.015
)

// TestDrawings writes templates as SVG and PDF and lets other people's programs
// draw them: every third and every fifth, or all with BADGEKILN_LONG.
func TestDrawings(t *testing.T) {
	t.Parallel()
	catalogue, err := drawing.Templates()
	if err != nil {
		t.Fatal(err)
	}
	fields := map[string]string{"name": "Ada Lovelace", "issued_on": "2026-11-26"}
	for _, kind := range []drawing.PictureKind{drawing.SVG, drawing.PDF} {
		tool := map[drawing.PictureKind]string{drawing.SVG: "rsvg-convert", drawing.PDF: "pdftoppm"}[kind]
		t.Run(string(kind), func(t *testing.T) {
			t.Parallel()
			if _, err := exec.LookPath(tool); err != nil {
				t.Skip("there is no " + tool + " to compare with")
			}
			limit, every := svgShare, 3
			if kind == drawing.PDF {
				limit, every = pdfShare, 5
			}
			if os.Getenv("BADGEKILN_LONG") != "" {
				every = 1
			}
			files, names := []store.File{peculiar(t)}, []string{"peculiar"}
			for i, one := range catalogue.Templates() {
				if i%every != 0 {
					continue
				}
				doc, err := catalogue.Open(one.ID)
				if err != nil {
					t.Fatal(err)
				}
				files, names = append(files, store.File{Doc: doc}), append(names, one.ID)
			}
			worst, at := 0.0, ""
			for i, file := range files {
				out, err := drawing.ExportDesign(context.Background(), file, drawing.Export{Kind: kind, Width: exportSide, Fields: fields})
				if err != nil {
					t.Fatal(names[i], err)
				}
				if len(out.Notes) > 0 {
					t.Errorf("%s: %v", names[i], out.Notes)
				}
				ours, err := drawing.DrawDesign(context.Background(), file, exportSide, fields)
				if err != nil {
					t.Fatal(err)
				}
				share := apart(onWhite(ours), onWhite(drawn(t, tool, out.Data)))
				if share > worst {
					worst, at = share, names[i]
				}
				if kind == drawing.SVG {
					returned(t, names[i], out.Data, ours)
				} else {
					readable(t, names[i], out.Data, file.Doc.Layers, fields)
				}
				if share > limit {
					t.Errorf("%s: %.2f %% of the pixels differ", names[i], 100*share)
				}
			}
			t.Logf("%d designs; at worst %.2f %% of the pixels differ, in %s", len(files), 100*worst, at)
		})
	}
}

// readable has qpdf find nothing wrong with a page, and pdftotext every word of
// its texts.
func readable(t *testing.T, name string, data []byte, layers []*designer.Layer, fields map[string]string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "a.pdf")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	if tool, err := exec.LookPath("qpdf"); err == nil {
		if said, err := exec.Command(tool, "--check", path).CombinedOutput(); err != nil || bytes.Contains(said, []byte("WARNING")) {
			t.Errorf("%s: %v: %s", name, err, said)
		}
	}
	tool, err := exec.LookPath("pdftotext")
	if err != nil {
		return
	}
	read, err := exec.Command(tool, "-enc", "UTF-8", path, "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	squeezed := func(text string) string { return strings.Join(strings.Fields(text), "") }
	var walk func([]*designer.Layer)
	walk = func(layers []*designer.Layer) {
		for _, l := range layers {
			if l.Group != nil {
				walk(l.Group.Layers)
			}
			if l.Text == nil || l.Hidden || l.When != nil {
				continue
			}
			for _, word := range strings.Fields(merge.Fill(l.Text.Content, fields)) {
				if !strings.Contains(squeezed(string(read)), word) {
					t.Errorf("%s: no %q in %q", name, word, read)
				}
			}
		}
	}
	walk(layers)
}

// returned reads a drawing back in: it must look the same.
func returned(t *testing.T, name string, data []byte, want *image.RGBA) {
	t.Helper()
	file, notes, err := drawing.ImportDesign(data, "back.svg")
	if err != nil || len(notes) > 0 {
		t.Fatalf("%s: %v %v", name, err, notes)
	}
	again, err := drawing.DrawDesign(context.Background(), file, exportSide, nil)
	if err != nil {
		t.Fatal(name, err)
	}
	if share := apart(onWhite(again), onWhite(want)); share > svgShare {
		t.Errorf("%s: %.2f %% of the pixels differ when it comes back", name, 100*share)
	}
}

// peculiar is a design of what templates seldom have: a group that is seen
// through and casts a shadow, gradients that can be seen through and lie askew,
// in fills and strokes, dashes, holes by the even-odd rule, a picture with alpha
// turned and stroked, a code.
func peculiar(t *testing.T) store.File {
	t.Helper()
	art := image.NewNRGBA(image.Rect(0, 0, 40, 40))
	for i := range art.Pix {
		art.Pix[i] = uint8(i * 5)
	}
	var picture bytes.Buffer
	if err := png.Encode(&picture, art); err != nil {
		t.Fatal(err)
	}
	hash := store.Hash(picture.Bytes())
	c := func(r, g, b, a uint8) designer.Tone {
		return designer.Tone{Color: designer.Color{R: r, G: g, B: b, A: a}, Alpha: 1}
	}
	fade := []designer.Stop{{At: 0.1, Tone: c(200, 30, 30, 255)}, {At: 0.5, Tone: c(30, 200, 30, 128)}, {At: 0.5, Tone: c(30, 30, 200, 200)}, {At: 1, Tone: c(250, 250, 30, 0)}}
	linear := designer.Paint{Kind: designer.Linear, Stops: fade, From: geom.Pt(0, 0), To: geom.Pt(200, 120)}
	radial := designer.Paint{Kind: designer.Radial, Stops: fade, From: geom.Pt(100, 100), To: geom.Pt(190, 130), Ratio: 0.6, Focus: geom.Pt(130, 110)}
	id := 0
	at := func(l designer.Layer, place geom.Affine) *designer.Layer {
		id++
		l.ID, l.Place = fmt.Sprint("l", id), place
		if l.Opacity == 0 {
			l.Opacity = 1
		}
		return &l
	}
	seal := &designer.Shape{Kind: "seal", W: 200, H: 200}
	hole := &geom.Path{}
	hole.Circle(geom.Pt(100, 100), 100, true)
	hole.Circle(geom.Pt(130, 100), 60, true)
	group := designer.Layer{
		Opacity: 0.6, Shadow: &designer.Shadow{DX: 8, DY: 12, Blur: 14, Tone: c(0, 0, 60, 200)},
		Group: &designer.Group{Layers: []*designer.Layer{
			at(designer.Layer{Shape: seal, Fill: linear}, geom.Identity()),
			at(designer.Layer{Shape: seal, Fill: designer.Paint{Kind: designer.Solid, Tone: c(10, 90, 90, 255)}, Opacity: 0.5}, geom.Rotate(20).Then(geom.Move(90, 40))),
		}},
	}
	layers := []*designer.Layer{
		at(group, geom.Scale(1.1, 1).Then(geom.Move(30, 30))),
		at(designer.Layer{Shape: seal, Fill: radial, Stroke: &designer.Stroke{Paint: linear, Width: 14, Join: designer.JoinRound}}, geom.Rotate(15).Then(geom.Move(380, 20))),
		at(designer.Layer{
			Path: &designer.Outline{Path: hole, EvenOdd: true}, Fill: designer.Paint{Kind: designer.Solid, Tone: c(120, 0, 120, 180)},
			Stroke:  &designer.Stroke{Paint: designer.Paint{Kind: designer.Solid, Tone: c(0, 0, 0, 255)}, Width: 10, Dash: []float64{30, 18}, Cap: designer.CapRound, Offset: 7},
			Opacity: 0.8,
		}, geom.Move(40, 350)),
		at(designer.Layer{Image: &designer.Picture{Blob: hash, W: 160, H: 120}, Stroke: &designer.Stroke{Paint: designer.FillColor(designer.Color{A: 255}), Width: 6}}, geom.Rotate(-12).Then(geom.Move(300, 330))),
		at(designer.Layer{Code: &designer.Code{Content: "https://example.org/a", Side: 140, Quiet: 1}, Fill: designer.FillColor(designer.Color{A: 255})}, geom.Move(440, 440)),
	}
	star := designer.Shape{Kind: "star", W: 180, H: 180}.Outline()
	stripe := at(designer.Layer{Shape: &designer.Shape{Kind: "stripes", W: 180, H: 180}, Fill: designer.FillColor(designer.Color{R: 255, G: 255, B: 255, A: 255})}, geom.Identity())
	grey := at(designer.Layer{Shape: &designer.Shape{Kind: "rect", W: 180, H: 90}, Fill: designer.Paint{
		Kind: designer.Linear, To: geom.Pt(180, 0), Stops: []designer.Stop{{At: 0, Tone: c(0, 0, 0, 255)}, {At: 1, Tone: c(255, 255, 255, 255)}},
	}}, geom.Identity())
	dark := &designer.Shadow{DX: 4, DY: 4, Blur: 6, Tone: c(0, 0, 0, 255)}
	layers = append(layers,
		at(designer.Layer{Shape: seal, Fill: linear, Clip: &designer.Outline{Path: star}, Shadow: dark}, geom.Move(20, 200)),
		at(designer.Layer{Shape: seal, Fill: designer.Paint{Kind: designer.Solid, Tone: c(200, 80, 0, 255)}, Mask: &designer.Mask{Layers: []*designer.Layer{stripe}}, Opacity: 0.9}, geom.Move(200, 150)),
		at(designer.Layer{Shape: seal, Fill: designer.Paint{Kind: designer.Solid, Tone: c(0, 80, 200, 255)}, Mask: &designer.Mask{Layers: []*designer.Layer{grey}, Light: true}}, geom.Move(390, 200)),
		at(designer.Layer{Shape: seal, Fill: designer.Paint{Kind: designer.Solid, Tone: c(0, 200, 200, 255)}, Blend: designer.Multiply, Opacity: 0.8}, geom.Move(190, 300)),
		at(designer.Layer{Group: &designer.Group{Layers: []*designer.Layer{
			at(designer.Layer{Shape: seal, Fill: designer.Paint{Kind: designer.Solid, Tone: c(90, 40, 160, 255)}}, geom.Scale(0.5, 0.5)),
			at(designer.Layer{Shape: seal, Fill: designer.Paint{Kind: designer.Solid, Tone: c(200, 160, 60, 255)}, Blend: designer.Screen}, geom.Scale(0.5, 0.5).Then(geom.Move(40, 0))),
		}}}, geom.Move(10, 480)),
	)
	doc := designer.Document{Name: "Peculiar <&>", Width: 600, Height: 600, Layers: layers}
	if err := doc.Check(); err != nil {
		t.Fatal(err)
	}
	return store.File{Doc: doc, Blobs: map[string][]byte{hash: picture.Bytes()}}
}

// TestWhatNoFormatSays writes a gradient round a point: a picture, and a note.
func TestWhatNoFormatSays(t *testing.T) {
	t.Parallel()
	doc := designer.Document{Name: "Round", Width: 600, Height: 600, Layers: []*designer.Layer{{
		ID: "c", Name: "Wheel", Opacity: 1, Place: geom.Move(50, 50), Shape: &designer.Shape{Kind: "ellipse", W: 500, H: 500},
		Fill: designer.Paint{Kind: designer.Conic, From: geom.Pt(250, 250), To: geom.Pt(250, 0), Stops: []designer.Stop{
			{Tone: designer.Tone{Color: designer.Color{R: 255, A: 255}, Alpha: 1}}, {At: 1, Tone: designer.Tone{Color: designer.Color{B: 255, A: 255}, Alpha: 1}},
		}},
	}}}
	for _, kind := range []drawing.PictureKind{drawing.SVG, drawing.PDF} {
		out, err := drawing.ExportDesign(context.Background(), store.File{Doc: doc}, drawing.Export{Kind: kind, Width: 300})
		if err != nil {
			t.Fatal(err)
		}
		if len(out.Notes) != 1 || out.Notes[0].Code != "paint" || out.Notes[0].Values["layer"] != "Wheel" {
			t.Errorf("%s: %+v", kind, out.Notes)
		}
		if kind == drawing.SVG {
			ours, err := drawing.DrawDesign(context.Background(), store.File{Doc: doc}, exportSide, nil)
			if err != nil {
				t.Fatal(err)
			}
			returned(t, "Round", out.Data, ours)
		}
	}
}

// TestPDFIsSearchable reads the letters back out of a page, in several scripts.
func TestPDFIsSearchable(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("pdftotext"); err != nil {
		t.Skip("there is no pdftotext to read with")
	}
	doc := designer.Document{Name: "Words", Width: 600, Height: 600}
	for i, content := range []string{"{name} fired it", "Žluťoučký kůň", "شهادة تقدير", "FIRST FIRING"} {
		text := &designer.Text{Content: content, Font: designer.Font{Family: "sans"}, Size: 40, Align: designer.Middle}
		if i == 3 {
			text.Arc = &designer.Arc{Radius: 150, Middle: 90, Sweep: 160, Inside: true}
		}
		doc.Layers = append(doc.Layers, &designer.Layer{
			ID: fmt.Sprint("text", i), Opacity: 1, Place: geom.Move(300, 100+100*float64(i)), Fill: designer.FillColor(designer.Color{A: 255}), Text: text,
		})
	}
	out, err := drawing.ExportDesign(context.Background(), store.File{Doc: doc}, drawing.Export{
		Kind: drawing.PDF, Width: 600, Fields: map[string]string{"name": "Ada Lovelace"},
	})
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "a.pdf")
	if err := os.WriteFile(path, out.Data, 0o600); err != nil {
		t.Fatal(err)
	}
	read, err := exec.Command("pdftotext", "-enc", "UTF-8", path, "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"Ada Lovelace fired it", "Žluťoučký kůň", "شهادة", "FIRST FIRING"} {
		if !strings.Contains(string(read), want) {
			t.Errorf("no %q in %q", want, read)
		}
	}
}

// drawn lets a program draw.
func drawn(t *testing.T, tool string, data []byte) image.Image {
	t.Helper()
	dir := t.TempDir()
	in, out := filepath.Join(dir, "in"), filepath.Join(dir, "out.png")
	if err := os.WriteFile(in, data, 0o600); err != nil {
		t.Fatal(err)
	}
	side := fmt.Sprint(exportSide)
	args := []string{"-w", side, "-h", side, "-o", out, in}
	if tool == "pdftoppm" {
		args = []string{"-png", "-singlefile", "-scale-to", side, in, strings.TrimSuffix(out, ".png")}
	}
	if said, err := exec.Command(tool, args...).CombinedOutput(); err != nil || len(said) > 0 {
		t.Fatalf("%s: %v: %s", tool, err, said)
	}
	data, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	m, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func onWhite(m image.Image) *image.RGBA {
	out := image.NewRGBA(image.Rect(0, 0, m.Bounds().Dx(), m.Bounds().Dy()))
	draw.Draw(out, out.Rect, image.White, image.Point{}, draw.Src)
	draw.Draw(out, out.Rect, m, m.Bounds().Min, draw.Over)
	return out
}

// apart is the share of pixels that differ by much; 1 when the sizes do.
func apart(a, b *image.RGBA) float64 {
	if a.Rect != b.Rect {
		return 1
	}
	off := 0
	for i := 0; i < len(a.Pix); i += 4 {
		for c := range 3 {
			if d := int(a.Pix[i+c]) - int(b.Pix[i+c]); d > exportMuch || d < -exportMuch {
				off++
				break
			}
		}
	}
	return float64(off) / float64(len(a.Pix)/4)
}
