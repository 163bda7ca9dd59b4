package bulk_test

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"badgekiln/designer"
	"badgekiln/designer/bulk"
	"badgekiln/designer/geom"
	"badgekiln/designer/render"
	"badgekiln/designer/typeset"
	"badgekiln/designer/typeset/typetest"
)

var fonts = sync.OnceValue(func() *typeset.Fonts {
	f, err := typeset.NewFonts(typetest.Sources())
	if err != nil {
		panic(err)
	}
	return f
})

func names() []string {
	return []string{
		"Amara Okafor", "Đặng Thị Ngọc Ánh", "Παρασκευή Ιωάννου", "Мария Ёлкина-Щукина", "فاطمة الزهراء", "אֲבִיגַיִל כֹּהֵן",
		"प्रिया श्रीवास्तव", "ณัฐวุฒิ ปิ่นแก้ว", "小林 さくら", "김지원", "", "Åse-Ǻgot Ŝtefanía Maximiliane von und zu Hohenlohe-Schillingsfürst",
	}
}

// chance makes designs.
type chance struct {
	*rand.Rand
	ids int
}

func (c *chance) pick(of ...string) string { return of[c.IntN(len(of))] }

func (c *chance) tone() designer.Tone {
	alpha := 1.0
	if c.IntN(3) == 0 {
		alpha = 0.3 + 0.7*c.Float64()
	}
	t := designer.Tone{Slot: c.pick("base", "accent", "pop", "ink", "paper"), Alpha: alpha}
	if c.IntN(40) == 0 {
		t.Field = "hue"
	}
	return t
}

func (c *chance) paint() designer.Paint {
	p := designer.Paint{
		Kind: designer.PaintKind(c.pick("solid", "solid", "linear", "radial", "conic")), Tone: c.tone(),
		From: geom.Pt(c.Float64()*100, c.Float64()*100), To: geom.Pt(100+c.Float64()*100, c.Float64()*200), Ratio: 0.5 + c.Float64(),
		Stops: []designer.Stop{{At: 0, Tone: c.tone()}, {At: 1, Tone: c.tone()}},
	}
	p.Focus = p.From
	return p
}

func (c *chance) dress(l *designer.Layer) *designer.Layer {
	c.ids++
	l.ID, l.Opacity = fmt.Sprint("l", c.ids), 1
	if c.IntN(4) == 0 {
		l.Opacity = 0.2 + 0.8*c.Float64()
	}
	if c.IntN(4) == 0 {
		l.Shadow = &designer.Shadow{DX: 6 * c.NormFloat64(), DY: 6 * c.NormFloat64(), Blur: 16 * c.Float64(), Tone: c.tone()}
	}
	if c.IntN(6) == 0 {
		l.Blend = designer.Blends()[c.IntN(len(designer.Blends()))]
	}
	if c.IntN(8) == 0 {
		at := geom.R(-40, -60, 30+150*c.Float64(), 100*c.Float64())
		l.Clip = &designer.Outline{Path: designer.Shape{Kind: "ellipse", W: at.W(), H: at.H()}.Outline().Mapped(geom.Move(at.Min.X, at.Min.Y))}
	}
	if c.IntN(12) == 0 {
		c.ids++
		l.Mask = &designer.Mask{Light: c.IntN(2) == 0, Layers: []*designer.Layer{{
			ID: fmt.Sprint("l", c.ids), Opacity: 1, Place: geom.Move(-50, -80), Fill: c.paint(), Shape: &designer.Shape{Kind: "rect", W: 300, H: 200},
		}}}
		if c.IntN(3) == 0 { // what is shown depends on a field
			m := l.Mask.Layers[0]
			m.Shape, m.Place, m.Text = nil, geom.Identity(), &designer.Text{Content: "{f0}", Size: 60, Font: designer.Font{Family: "sans-bold"}}
		}
	}
	if c.IntN(12) == 0 {
		tests := designer.Tests()
		l.When = &designer.When{Field: c.pick("level", "f0", "f1"), Test: tests[c.IntN(len(tests))], Value: "gold|Amara Okafor"}
	}
	if l.Group == nil {
		l.Fill = c.paint()
		if c.IntN(4) == 0 {
			l.Stroke = &designer.Stroke{Paint: c.paint(), Width: 8 * c.Float64(), Join: designer.JoinRound}
		}
	}
	return l
}

func (c *chance) shape() *designer.Layer {
	kinds := designer.ShapeKinds()
	if c.IntN(10) == 0 {
		field := c.pick("image", "image", "")
		return c.dress(&designer.Layer{
			Place: geom.Parts{SX: 1, SY: 1, Turn: 360 * c.Float64(), At: geom.Pt(c.Float64()*500, c.Float64()*500)}.Affine(),
			Image: &designer.Picture{Blob: c.pick("photo", "drawing"), W: 40 + 200*c.Float64(), H: 40 + 200*c.Float64(), Field: field, Crop: field != ""},
		})
	}
	return c.dress(&designer.Layer{
		Place: geom.Parts{SX: 1, SY: 1, Turn: 360 * c.Float64(), At: geom.Pt(c.Float64()*500, c.Float64()*500)}.Affine(),
		Shape: &designer.Shape{Kind: kinds[c.IntN(len(kinds))].Name, W: 40 + 300*c.Float64(), H: 40 + 300*c.Float64()},
	})
}

// blob gives pictures: grain, and flat colours with a clear edge.
func blob(hash string) ([]byte, error) {
	m := image.NewNRGBA(image.Rect(0, 0, 48, 36))
	for i := range m.Pix {
		switch {
		case hash == "photo":
			m.Pix[i] = uint8(i*i>>3 ^ i*7) // #nosec G115 -- grain
			m.Pix[i|3] = 255
		case hash == "drawing" && i/4%48 > 6:
			m.Pix[i] = uint8(255 * (i / 700 % 2)) // #nosec G115 -- 0 or 255
		case hash != "photo" && hash != "drawing":
			return nil, designer.Fail("picture-gone")
		}
	}
	var out bytes.Buffer
	err := png.Encode(&out, m)
	return out.Bytes(), err
}

// fieldsOf are the fields of one person of many.
func fieldsOf(i int) map[string]string {
	all := names()
	fields := map[string]string{
		"level": []string{"gold", "accent", "", "Silver", "pop"}[i%5], "hue": []string{"#0a5", "ink", "", "nothing"}[i%4],
		"image": []string{"photo", "", "drawing"}[i%3],
	}
	for k := range 4 {
		fields[fmt.Sprint("f", k)] = all[(i+k)%len(all)]
	}
	return fields
}

// person is a text that depends on a field: straight, turned, in a box or on an
// arc.
func (c *chance) person(field string) *designer.Layer {
	t := &designer.Text{
		Content: c.pick("{"+field+"}", "for {"+field+"}", "{ "+field+" }, {class}"), Size: 16 + 30*c.Float64(),
		Font: designer.Font{Family: c.pick("sans-bold", "serif", "sans")}, Align: designer.Align(c.pick("start", "middle", "end")),
	}
	l := &designer.Layer{Place: geom.Move(100+c.Float64()*400, 60+c.Float64()*500), Text: t}
	if c.IntN(8) == 0 {
		l.Text, l.Code = nil, &designer.Code{Content: "https://example.org/{" + field + "}", Side: 60 + 100*c.Float64(), Quiet: 2}
		return c.dress(l)
	}
	switch c.IntN(5) {
	case 0:
		l.Place = geom.Rotate(360 * c.Float64()).Then(l.Place)
	case 1:
		t.Box = &designer.Box{W: 120 + 200*c.Float64(), H: 40 + 80*c.Float64()}
		t.MinSize, t.Valign = 8, designer.Valign(c.pick("top", "centre", "bottom"))
	case 2:
		l.Place = geom.Move(300, 300)
		t.Arc = &designer.Arc{Radius: 120 + 140*c.Float64(), Middle: 360 * c.Float64(), Sweep: 60 + 200*c.Float64(), Inside: c.IntN(2) == 0}
		t.MinSize = 8
	default:
		t.Room, t.MinSize = 200+200*c.Float64(), 8
	}
	return c.dress(l)
}

func (c *chance) design() designer.Document {
	doc := designer.Document{Width: 600, Height: 600, Slots: []designer.Slot{
		{Name: "base", Color: designer.Color{R: 20, G: 60, B: 90, A: 255}},
		{Name: "accent", Color: designer.Color{R: 200, G: 80, B: 20, A: 255}},
		{Name: "pop", Color: designer.Color{R: 240, G: 200, B: 40, A: 255}},
		{Name: "ink", Color: designer.Color{R: 10, G: 10, B: 20, A: 255}},
		{Name: "paper", Color: designer.Color{R: 250, G: 248, B: 240, A: 230}},
	}}
	if c.IntN(10) == 0 {
		doc.Slots[c.IntN(len(doc.Slots))].Field = "level"
	}
	for range 1 + c.IntN(4) {
		doc.Layers = append(doc.Layers, c.shape())
	}
	for i := range 1 + c.IntN(4) {
		l := c.person(fmt.Sprint("f", i))
		for range c.IntN(3) { // in a group, or in one in one
			g := &designer.Layer{Place: geom.Rotate(10 * c.NormFloat64()), Group: &designer.Group{Layers: []*designer.Layer{l}}}
			if c.IntN(2) == 0 {
				g.Group.Layers = append([]*designer.Layer{c.shape()}, g.Group.Layers...)
			}
			if c.IntN(3) == 0 {
				g.Group.Layers = append(g.Group.Layers, c.shape())
			}
			l = c.dress(g)
		}
		if c.IntN(4) == 0 { // on a plate with a shadow, as templates have it
			plate := c.shape()
			plate.Image, plate.Shape, plate.Place, plate.Fill, plate.Opacity = nil, &designer.Shape{Kind: "rect", W: 560, H: 560}, geom.Move(20, 20), designer.Fill("accent"), 1
			g := c.dress(&designer.Layer{Place: geom.Identity(), Group: &designer.Group{Layers: []*designer.Layer{plate, l}}})
			g.Shadow = &designer.Shadow{DX: 3, DY: 5, Blur: 10 * c.Float64(), Tone: c.tone()}
			l = g
		}
		doc.Layers = append(doc.Layers, l)
		if c.IntN(2) == 0 { // something above it
			doc.Layers = append(doc.Layers, c.shape())
		}
	}
	return doc
}

// TestBulkDrawsAsImage holds the files of generated designs against pictures
// drawn whole, for names in ten scripts. BADGEKILN_DESIGNS is how many designs.
func TestBulkDrawsAsImage(t *testing.T) {
	t.Parallel()
	designs := uint64(40)
	if text := os.Getenv("BADGEKILN_DESIGNS"); text != "" {
		if _, err := fmt.Sscan(text, &designs); err != nil {
			t.Fatal(err)
		}
	}
	if testing.Short() {
		designs = 10
	}
	ctx := context.Background()
	made, apart := 0, 0
	var file []byte
	for seed := range designs {
		c := &chance{Rand: rand.New(rand.NewPCG(seed, 11))}
		doc := c.design()
		if err := doc.Check(); err != nil {
			t.Fatal(err)
		}
		same := map[string]string{"class": "Kiln"}
		width := 90 + c.IntN(160)
		plan, err := bulk.Prepare(ctx, doc, bulk.Options{Width: width, Fonts: fonts(), Blob: blob, Fields: same})
		if err != nil {
			t.Fatal(err)
		}
		for i, name := range names() {
			fields := fieldsOf(i)
			if file, _, err = plan.Encode(ctx, file[:0], fields); err != nil {
				t.Fatal(err)
			}
			fields["class"] = same["class"]
			want, _, err := render.Image(ctx, doc, render.Options{Width: width, Fonts: fonts(), Blob: blob, Fields: fields})
			if err != nil {
				t.Fatal(err)
			}
			if err := equal(file, render.Straight(want)); err != nil {
				t.Fatalf("design %d at %d pixels, %q: %v", seed, width, name, err)
			}
			made++
		}
		apart += plan.Apart()
	}
	t.Logf("%d pictures of %d designs, %d of them (%.1f %%) drawn whole", made, designs, apart, 100*float64(apart)/float64(made))
	if apart*20 > made {
		t.Errorf("%d of %d pictures were drawn whole", apart, made)
	}
}

func equal(file []byte, want *image.NRGBA) error {
	got, err := png.Decode(bytes.NewReader(file))
	if err != nil {
		return err
	}
	if got.Bounds() != want.Rect {
		return fmt.Errorf("bounds %v", got.Bounds())
	}
	if m, ok := got.(*image.NRGBA); ok && bytes.Equal(m.Pix, want.Pix) {
		return nil
	}
	for y := range want.Rect.Dy() {
		for x := range want.Rect.Dx() {
			if a, b := color.NRGBAModel.Convert(got.At(x, y)), want.NRGBAAt(x, y); a != b {
				return fmt.Errorf("pixel (%d, %d) is %v, want %v", x, y, a, b)
			}
		}
	}
	return nil
}

// Any number of goroutines at once, in any order, make the same bytes.
func TestPlanServesMany(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	c := &chance{Rand: rand.New(rand.NewPCG(2, 11))}
	doc := c.design()
	o := bulk.Options{Width: 120, Fonts: fonts(), Blob: blob, Fields: map[string]string{"class": "Kiln"}}
	plan, err := bulk.Prepare(ctx, doc, o)
	if err != nil {
		t.Fatal(err)
	}
	other, err := bulk.Prepare(ctx, doc, o)
	if err != nil {
		t.Fatal(err)
	}
	want := map[string][]byte{}
	for _, name := range names() {
		if want[name], _, err = other.Encode(ctx, nil, map[string]string{"f0": name, "f1": name}); err != nil {
			t.Fatal(err)
		}
	}
	var wait sync.WaitGroup
	for g := range 4 {
		wait.Go(func() {
			var file []byte
			for i := range 3 * len(names()) {
				name := names()[(i*(g+1)+g)%len(names())]
				var err error
				file, _, err = plan.Encode(ctx, file[:0], map[string]string{"f0": name, "f1": name})
				if err != nil || !bytes.Equal(file, want[name]) {
					t.Errorf("%q: other bytes, %v", name, err)
				}
			}
		})
	}
	wait.Wait()
}

// A text that reaches where none was expected is drawn by the longer way.
func TestTallTextIsDrawnWhole(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	doc := designer.Document{Width: 600, Height: 600, Layers: []*designer.Layer{{
		ID: "a", Opacity: 1, Place: geom.Move(10, 100), Fill: designer.FillColor(designer.Color{A: 255}),
		Text: &designer.Text{Content: "{name}", Size: 30, Font: designer.Font{Family: "sans"}},
	}}}
	plan, err := bulk.Prepare(ctx, doc, bulk.Options{Width: 200, Fonts: fonts()})
	if err != nil {
		t.Fatal(err)
	}
	for name, apart := range map[string]int{"Ada": 0, "Ada\nand\nmany\nmore": 1} {
		before := plan.Apart()
		fields := map[string]string{"name": name}
		file, _, err := plan.Encode(ctx, nil, fields)
		if err != nil {
			t.Fatal(err)
		}
		want, _, err := render.Image(ctx, doc, render.Options{Width: 200, Fonts: fonts(), Fields: fields})
		if err != nil {
			t.Fatal(err)
		}
		if err := equal(file, render.Straight(want)); err != nil || plan.Apart()-before != apart {
			t.Errorf("%q: %d apart, %v", name, plan.Apart()-before, err)
		}
	}
}

// Other people's readers find nothing wrong with the files.
func TestPNGCheckAccepts(t *testing.T) {
	t.Parallel()
	checker, err := exec.LookPath("pngcheck")
	if err != nil {
		t.Skip("pngcheck is not installed")
	}
	ctx, dir := context.Background(), t.TempDir()
	for seed := range uint64(8) {
		c := &chance{Rand: rand.New(rand.NewPCG(seed, 11))}
		plan, err := bulk.Prepare(ctx, c.design(), bulk.Options{Width: 200, Fonts: fonts(), Blob: blob})
		if err != nil {
			t.Fatal(err)
		}
		for i, name := range names()[:3] {
			file, _, err := plan.Encode(ctx, nil, map[string]string{"f0": name, "f1": name})
			if err != nil {
				t.Fatal(err)
			}
			path := filepath.Join(dir, fmt.Sprint(seed, "-", i, ".png"))
			if err := os.WriteFile(path, file, 0o600); err != nil {
				t.Fatal(err)
			}
			out, err := exec.Command(checker, "-v", path).CombinedOutput()
			if err != nil || !strings.Contains(string(out), "No errors detected") {
				t.Errorf("%v: %s", err, out)
			}
		}
	}
}
