package render_test

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"badgekiln/designer"
	"badgekiln/designer/geom"
	"badgekiln/designer/render"
	"badgekiln/designer/typeset"
	"badgekiln/designer/typeset/typetest"
)

var update = flag.Bool("update", false, "write the golden pictures anew")

var fonts = sync.OnceValue(func() *typeset.Fonts {
	f, err := typeset.NewFonts(typetest.Sources())
	if err != nil {
		panic(err)
	}
	return f
})

var palette = []designer.Slot{
	{Name: "base", Color: designer.Color{R: 0x1f, G: 0x4e, B: 0x79, A: 255}},
	{Name: "accent", Color: designer.Color{R: 0xbf, G: 0x3f, B: 0x2b, A: 255}},
	{Name: "pop", Color: designer.Color{R: 0xff, G: 0xc8, B: 0x57, A: 255}},
	{Name: "ink", Color: designer.Color{R: 0x0e, G: 0x1a, B: 0x26, A: 255}},
	{Name: "paper", Color: designer.Color{R: 255, G: 255, B: 255, A: 255}},
}

func document(layers ...*designer.Layer) designer.Document {
	return designer.Document{Width: designer.Side, Height: designer.Side, Slots: palette, Layers: layers}
}

func layer(id string, x, y float64) *designer.Layer {
	return &designer.Layer{ID: id, Opacity: 1, Place: geom.Move(x, y), Fill: designer.Fill("base")}
}

func shape(id, kind string, x, y, w, h float64) *designer.Layer {
	l := layer(id, x, y)
	l.Shape = &designer.Shape{Kind: kind, W: w, H: h}
	return l
}

func text(id, content string, x, y, size float64) *designer.Layer {
	l := layer(id, x, y)
	l.Fill = designer.Fill("ink")
	l.Text = &designer.Text{Content: content, Size: size, Font: designer.Font{Family: "sans-bold"}}
	return l
}

func draw(tb testing.TB, doc designer.Document, width int) *image.RGBA {
	tb.Helper()
	m, _, err := render.Image(context.Background(), doc, render.Options{Width: width, Fonts: fonts(), Blob: blob})
	if err != nil {
		tb.Fatal(err)
	}
	return m
}

// blob is a picture that every corner of can be told from the others.
func blob(hash string) ([]byte, error) {
	if hash != "checks" {
		return nil, fmt.Errorf("no %s", hash)
	}
	m := image.NewNRGBA(image.Rect(0, 0, 64, 48))
	for y := range 48 {
		for x := range 64 {
			c := color.NRGBA{uint8(x * 4), uint8(y * 5), 90, 255}
			if (x/8+y/8)%2 == 0 {
				c = color.NRGBA{255, 255, 255, uint8(255 - y*4)}
			}
			m.SetNRGBA(x, y, c)
		}
	}
	var out bytes.Buffer
	err := png.Encode(&out, m)
	return out.Bytes(), err
}

// golden compares with a picture in testdata, four steps per channel being
// equal: other processors round otherwise.
func golden(t *testing.T, got *image.RGBA) {
	t.Helper()
	name := strings.ReplaceAll(strings.TrimPrefix(t.Name(), "TestGolden/"), "/", "-") + ".png"
	path := filepath.Join("testdata", name)
	straight := render.Straight(got)
	if *update {
		write(t, path, straight)
		return
	}
	file, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	want, err := png.Decode(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	if far := apart(straight, want); far > 4 {
		failed := filepath.Join("testdata", "failed", name)
		write(t, failed, straight)
		t.Errorf("differs from %s by up to %d, see %s", path, far, failed)
	}
}

func write(t *testing.T, path string, m image.Image) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&out, m); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, out.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
}

// apart is the largest difference of a channel, premultiplied.
func apart(a, b image.Image) int {
	if a.Bounds() != b.Bounds() {
		return 255
	}
	most := 0
	for y := a.Bounds().Min.Y; y < a.Bounds().Max.Y; y++ {
		for x := a.Bounds().Min.X; x < a.Bounds().Max.X; x++ {
			r0, g0, b0, a0 := a.At(x, y).RGBA()
			r1, g1, b1, a1 := b.At(x, y).RGBA()
			for _, d := range []int{int(r0>>8) - int(r1>>8), int(g0>>8) - int(g1>>8), int(b0>>8) - int(b1>>8), int(a0>>8) - int(a1>>8)} {
				most = max(most, d, -d)
			}
		}
	}
	return most
}

func solid(r, g, b, a uint8) designer.Paint {
	return designer.FillColor(designer.Color{R: r, G: g, B: b, A: a})
}

func stops(at ...any) []designer.Stop {
	var out []designer.Stop
	for i := 0; i+1 < len(at); i += 2 {
		out = append(out, designer.Stop{At: at[i].(float64), Tone: designer.SlotTone(at[i+1].(string))})
	}
	return out
}

// TestGolden draws one picture per ability.
func TestGolden(t *testing.T) {
	for _, one := range goldens() {
		t.Run(one.name, func(t *testing.T) { golden(t, draw(t, one.doc, one.width)) })
	}
}

type picture struct {
	name  string
	width int
	doc   designer.Document
}

func goldens() []picture {
	return []picture{
		{"shapes", 600, shapes()},
		{"seal-shapes", 600, sealShapes()},
		{"gradients", 300, gradients()},
		{"strokes", 400, strokes()},
		{"shadows", 300, shadows()},
		{"texts", 600, texts()},
		{"arcs", 600, arcs()},
		{"scripts", 600, scripts()},
		{"images", 300, images()},
		{"evenodd", 300, evenOdd()},
		{"blends", 300, blends()},
		{"cutouts", 300, cutouts()},
		{"conic", 300, conics()},
	}
}

func paper(layers ...*designer.Layer) designer.Document {
	ground := shape("paper", "rect", 0, 0, 600, 600)
	ground.Fill = designer.Fill("paper")
	return document(append([]*designer.Layer{ground}, layers...)...)
}

func shapes() designer.Document {
	var layers []*designer.Layer
	put := func(kind string, set map[string]float64) {
		i := len(layers)
		l := shape(fmt.Sprint("s", i), kind, float64(i%5)*118+10, float64(i/5)*118+10, 104, 104)
		l.Shape.Set = set
		layers = append(layers, l)
	}
	for _, k := range designer.ShapeKinds()[:18] {
		put(k.Name, nil)
	}
	put("rect", map[string]float64{"round": 30})
	put("polygon", map[string]float64{"points": 4, "soft": 0.2})
	put("shield", map[string]float64{"style": 2})
	put("shield", map[string]float64{"style": 3})
	put("shield", map[string]float64{"style": 4})
	put("chevron", map[string]float64{"bands": 3})
	put("pennant", map[string]float64{"head": 0, "round": 20})
	for _, i := range []int{9, 11, 14} { // these are wider than high
		layers[i].Shape.H = 60
	}
	return paper(layers...)
}

// sealShapes are those of seals and papers.
func sealShapes() designer.Document {
	var layers []*designer.Layer
	for i, k := range designer.ShapeKinds()[18:] {
		l := shape(fmt.Sprint("s", i), k.Name, float64(i%4)*148+10, float64(i/4)*148+10, 132, 132)
		switch k.Name {
		case "banner", "arch":
			l.Shape.H = 60
		case "laurel-left", "laurel-right":
			l.Shape.W = 70
		}
		layers = append(layers, l)
	}
	return paper(layers...)
}

func gradients() designer.Document {
	a := shape("linear", "rect", 20, 20, 260, 260)
	a.Fill = designer.Paint{Kind: designer.Linear, Stops: stops(0.0, "base", 0.5, "pop", 1.0, "accent"), From: geom.Pt(0, 0), To: geom.Pt(260, 260)}
	b := shape("radial", "ellipse", 320, 20, 260, 260)
	b.Fill = designer.Paint{
		Kind: designer.Radial, Stops: stops(0.0, "paper", 1.0, "base"),
		From: geom.Pt(130, 130), To: geom.Pt(260, 130), Focus: geom.Pt(90, 80), Ratio: 1,
	}
	c := shape("oval", "rect", 20, 320, 260, 260)
	c.Fill = designer.Paint{
		Kind: designer.Radial, Stops: stops(0.0, "pop", 0.6, "accent", 1.0, "ink"),
		From: geom.Pt(130, 130), To: geom.Pt(230, 180), Focus: geom.Pt(130, 130), Ratio: 0.4,
	}
	d := shape("skewed", "rect", 0, 0, 200, 200)
	d.Place = geom.Parts{SX: 1, SY: 0.8, Skew: 20, Turn: 15, At: geom.Pt(370, 340)}.Affine()
	d.Fill = designer.Paint{
		Kind: designer.Linear, From: geom.Pt(0, 0), To: geom.Pt(200, 0),
		Stops: []designer.Stop{{At: 0, Tone: designer.SlotTone("base")}, {At: 1, Tone: designer.Tone{Slot: "base", Alpha: 0}}},
	}
	return document(a, b, c, d)
}

func strokes() designer.Document {
	var layers []*designer.Layer
	zigzag := &geom.Path{}
	zigzag.Move(geom.Pt(0, 60))
	zigzag.Line(geom.Pt(40, 0))
	zigzag.Line(geom.Pt(80, 60))
	zigzag.Line(geom.Pt(90, 0))
	zigzag.Cube(geom.Pt(110, 120), geom.Pt(140, 60), geom.Pt(150, 0))
	for i, join := range []designer.Join{designer.JoinMiter, designer.JoinRound, designer.JoinBevel} {
		for k, end := range []designer.Cap{designer.CapButt, designer.CapRound, designer.CapSquare} {
			l := layer(fmt.Sprint("z", i, k), 25+float64(k)*200, 40+float64(i)*110)
			l.Fill = designer.Paint{}
			l.Path = &designer.Outline{Path: zigzag}
			l.Stroke = &designer.Stroke{Paint: designer.Fill("accent"), Width: 18, Join: join, Cap: end}
			layers = append(layers, l)
		}
	}
	for i, dash := range [][]float64{nil, {20, 12}, {0, 16}, {30, 8, 6, 8}} {
		l := shape(fmt.Sprint("d", i), "ellipse", 25+float64(i)*145, 380, 120, 120)
		l.Fill = designer.Fill("pop")
		l.Stroke = &designer.Stroke{Paint: designer.Fill("base"), Width: 8, Cap: designer.CapRound, Dash: dash, Offset: float64(i)}
		if i == 1 {
			l.Stroke.Cap = designer.CapButt
		}
		layers = append(layers, l)
	}
	star := shape("tight", "star", 250, 510, 90, 85)
	star.Stroke = &designer.Stroke{Paint: designer.Fill("ink"), Width: 26, Join: designer.JoinRound}
	ghost := text("ghost", "Line", 380, 580, 70)
	ghost.Fill = designer.Paint{}
	ghost.Stroke = &designer.Stroke{Paint: designer.Fill("base"), Width: 3, Join: designer.JoinRound}
	faint := shape("faint", "rect", 40, 520, 150, 60)
	faint.Opacity = 0.5
	faint.Stroke = &designer.Stroke{Paint: designer.Fill("pop"), Width: 20, Join: designer.JoinMiter}
	return paper(append(layers, star, ghost, faint)...)
}

func shadows() designer.Document {
	a := shape("soft", "star", 40, 40, 220, 220)
	a.Fill = designer.Fill("accent")
	a.Shadow = &designer.Shadow{DX: 10, DY: 20, Blur: 24, Tone: designer.Tone{Slot: "ink", Alpha: 0.6}}
	b := shape("hard", "rect", 330, 60, 200, 160)
	b.Place = geom.Rotate(20).Then(geom.Move(380, 40))
	b.Shadow = &designer.Shadow{DX: 14.5, DY: 14.5, Tone: designer.SlotTone("pop")}
	one, two := shape("one", "ellipse", 0, 0, 160, 160), shape("two", "ellipse", 90, 0, 160, 160)
	two.Fill = designer.Fill("pop")
	g := layer("group", 40, 340)
	g.Group = &designer.Group{Layers: []*designer.Layer{one, two}}
	g.Opacity = 0.5
	g.Shadow = &designer.Shadow{DX: 0, DY: 12, Blur: 16, Tone: designer.Tone{Slot: "ink", Alpha: 0.8}}
	edge := shape("edge", "rect", 340, 400, 300, 260)
	edge.Shadow = &designer.Shadow{DX: -20, DY: -20, Blur: 40, Tone: designer.SlotTone("ink")}
	return paper(a, b, g, edge)
}

func texts() designer.Document {
	var layers []*designer.Layer
	y := 60.0
	for _, family := range fonts().Families() {
		l := text(family, "AVATAR Tofu fi ff {name}", 20, y, 34)
		l.Text.Font.Family = family
		layers = append(layers, l)
		y += 40
	}
	for i, align := range []designer.Align{designer.Start, designer.Middle, designer.End} {
		l := text(string("a"+align), "Anchor\nin two lines", 400, 390+float64(i)*60, 22)
		l.Text.Align = align
		layers = append(layers, l)
	}
	long := text("long", "A title that has to shrink to its room", 20, 580, 60)
	long.Text.Room, long.Text.MinSize = 300, 10
	wide := text("wide", "TRACKED", 350, 580, 30)
	wide.Text.Track = 12
	for i, valign := range []designer.Valign{designer.Top, designer.Centre, designer.Bottom} {
		b := text("box"+string(valign), "Wrapped words stand in a box.", 20+float64(i)*0, 400+float64(i)*55, 20)
		b.Text.Box = &designer.Box{W: 180, H: 50}
		b.Text.MinSize = 8
		b.Text.Valign = valign
		frame := shape("f"+string(valign), "rect", 20, 400+float64(i)*55, 180, 50)
		frame.Fill = solid(0, 0, 0, 20)
		layers = append(layers, frame, b)
	}
	return paper(append(layers, long, wide)...)
}

func arcs() designer.Document {
	ring := shape("ring", "ring", 100, 100, 400, 400)
	ring.Fill = solid(0, 0, 0, 30)
	top := text("top", "UNIVERSITY OF THE AVANT-GARDE", 300, 300, 44)
	top.Text.Arc = &designer.Arc{Radius: 210, Middle: -90, Sweep: 220}
	foot := text("foot", "upright at the bottom", 300, 300, 40)
	foot.Text.Arc = &designer.Arc{Radius: 232, Middle: 90, Sweep: 130, Inside: true}
	foot.Text.Track = 4
	arabic := text("arabic", "شهادة الخزف", 300, 300, 48)
	arabic.Text.Arc = &designer.Arc{Radius: 100, Middle: -90, Sweep: 170}
	low := text("low", "مرحبا بالعالم", 300, 300, 36)
	low.Text.Arc = &designer.Arc{Radius: 132, Middle: 90, Sweep: 130, Inside: true}
	return paper(ring, top, foot, arabic, low)
}

func scripts() designer.Document {
	lines := []string{
		"Zoë Ångström · Łódź · Đặng Thị Hương",
		"Ελληνικά · Кириллица · Ђорђе",
		"שלום עולם",
		"مرحبا بالعالم",
		"Ali سارة 123 Smith",
		"جائزة Badge 2026 للخزف",
		"hello שלום (42) world",
		"नमस्ते",
	}
	var layers []*designer.Layer
	for i, line := range lines {
		l := text(fmt.Sprint("l", i), line, 300, 70+float64(i)*68, 40)
		l.Text.Align = designer.Middle
		l.Text.Room = 560
		l.Text.MinSize = 10
		layers = append(layers, l)
	}
	return paper(layers...)
}

func images() designer.Document {
	plain, turned, tiny := layer("plain", 30, 30), layer("turned", 0, 0), layer("tiny", 40, 360)
	for _, l := range []*designer.Layer{plain, turned, tiny} {
		l.Image = &designer.Picture{Blob: "checks", W: 240, H: 180}
	}
	turned.Place = geom.Rotate(30).Then(geom.Move(430, 100))
	turned.Shadow = &designer.Shadow{DX: 10, DY: 10, Blur: 10, Tone: designer.SlotTone("ink")}
	turned.Stroke = &designer.Stroke{Paint: designer.Fill("ink"), Width: 6}
	tiny.Place = geom.Scale(-0.2, 0.2).Then(geom.Move(140, 400))
	tiny.Opacity = 0.5
	return document(plain, turned, tiny)
}

func evenOdd() designer.Document {
	p := &geom.Path{}
	p.Circle(geom.Pt(150, 150), 140, true)
	p.Circle(geom.Pt(250, 150), 140, true)
	p.Circle(geom.Pt(200, 240), 60.5, true)
	odd, all := layer("odd", 60, 0), layer("all", 60, 290)
	odd.Path = &designer.Outline{Path: p, EvenOdd: true}
	all.Path = &designer.Outline{Path: p}
	all.Fill = designer.Fill("accent")
	return paper(odd, all)
}
