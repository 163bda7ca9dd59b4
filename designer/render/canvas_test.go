package render_test

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"image"
	"math/rand/v2"
	"sync"
	"testing"

	"badgekiln/designer"
	"badgekiln/designer/geom"
	"badgekiln/designer/render"
)

// chance makes documents and edits.
type chance struct {
	*rand.Rand
	ids int
}

func (c *chance) pick(of ...string) string { return of[c.IntN(len(of))] }

func (c *chance) paint() designer.Paint {
	tone := func() designer.Tone {
		return designer.Tone{Slot: c.pick("base", "accent", "pop", "ink", "paper"), Alpha: 0.2 + 0.8*c.Float64()}
	}
	p := designer.Paint{
		Kind: designer.PaintKind(c.pick("", "solid", "solid", "linear", "radial")), Tone: tone(),
		From: geom.Pt(c.Float64()*100, c.Float64()*100), To: geom.Pt(100+c.Float64()*100, c.Float64()*200), Ratio: 0.5 + c.Float64(),
	}
	p.Stops = []designer.Stop{{At: 0, Tone: tone()}, {At: 1, Tone: tone()}}
	p.Focus = p.From
	return p
}

func (c *chance) place() geom.Affine {
	return geom.Parts{
		SX: 0.4 + c.Float64(), SY: 0.4 + c.Float64(), Skew: 20 * c.NormFloat64(), Turn: 360 * c.Float64(),
		At: geom.Pt(c.Float64()*600, c.Float64()*600),
	}.Affine()
}

func (c *chance) layer(deep int) *designer.Layer {
	c.ids++
	l := &designer.Layer{ID: fmt.Sprint("l", c.ids), Opacity: 1, Place: c.place(), Fill: c.paint()}
	if c.IntN(3) == 0 {
		l.Opacity = c.Float64()
	}
	if c.IntN(3) == 0 {
		l.Stroke = &designer.Stroke{Paint: c.paint(), Width: 12 * c.Float64(), Join: designer.Join(c.pick("miter", "round", "bevel"))}
	}
	if c.IntN(4) == 0 {
		l.Shadow = &designer.Shadow{
			DX: 10 * c.NormFloat64(), DY: 10 * c.NormFloat64(), Blur: 20 * c.Float64(),
			Tone: designer.Tone{Slot: "ink", Alpha: c.Float64()},
		}
	}
	if c.IntN(5) == 0 {
		l.Blend = designer.Blends()[c.IntN(len(designer.Blends()))]
	}
	if c.IntN(6) == 0 {
		l.Clip = &designer.Outline{Path: designer.Shape{Kind: "star", W: 120, H: 120}.Outline()}
	}
	if c.IntN(8) == 0 && deep == 0 {
		l.Mask = &designer.Mask{Layers: []*designer.Layer{c.layer(2)}, Light: c.IntN(2) == 0}
	}
	switch c.IntN(6) {
	case 0:
		l.Text = &designer.Text{Content: c.pick("Badge", "First Firing", "شهادة", "{name}"), Size: 40, Font: designer.Font{Family: "serif"}}
	case 1:
		l.Image = &designer.Picture{Blob: "checks", W: 120, H: 90}
	case 2:
		if deep < 2 {
			l.Group = &designer.Group{}
			for range c.IntN(4) {
				l.Group.Layers = append(l.Group.Layers, c.layer(deep+1))
			}
			return l
		}
		fallthrough
	default:
		kinds := designer.ShapeKinds()
		l.Shape = &designer.Shape{Kind: kinds[c.IntN(len(kinds))].Name, W: 40 + 200*c.Float64(), H: 40 + 200*c.Float64()}
	}
	return l
}

// edit changes a document as people do: mostly one layer, often the same one
// several times in a row.
func (c *chance) edit(doc designer.Document, at int) designer.Document {
	doc.Layers = append([]*designer.Layer{}, doc.Layers...)
	switch c.IntN(12) {
	case 0:
		doc.Layers = append(doc.Layers, c.layer(0))
	case 1:
		if len(doc.Layers) > 2 {
			i := c.IntN(len(doc.Layers))
			doc.Layers = append(doc.Layers[:i], doc.Layers[i+1:]...)
		}
	case 2:
		i, j := c.IntN(len(doc.Layers)), c.IntN(len(doc.Layers))
		doc.Layers[i], doc.Layers[j] = doc.Layers[j], doc.Layers[i]
	case 3:
		doc.Slots = append([]designer.Slot{}, doc.Slots...)
		doc.Slots[c.IntN(len(doc.Slots))].Color.R = uint8(c.IntN(256))
	case 4:
		i := c.IntN(len(doc.Layers))
		l := *doc.Layers[i]
		l.Hidden = !l.Hidden
		doc.Layers[i] = &l
	default:
		i := at % len(doc.Layers)
		l := *doc.Layers[i]
		l.Place = l.Place.Then(geom.Move(10*c.NormFloat64(), 10*c.NormFloat64()))
		doc.Layers[i] = &l
	}
	return doc
}

// TestCanvasDrawsAsImage edits documents by chance: what the canvas remembers
// must never show, and nothing outside what it says changed may change.
func TestCanvasDrawsAsImage(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	for seed := range uint64(6) {
		c := &chance{Rand: rand.New(rand.NewPCG(seed, 1))}
		doc := document()
		for range 8 {
			doc.Layers = append(doc.Layers, c.layer(0))
		}
		o := render.Options{Width: 150, Fonts: fonts(), Blob: blob, Fields: map[string]string{"name": "Ada"}}
		canvas := render.NewCanvas(o)
		into, before := image.NewRGBA(image.Rect(0, 0, 150, 150)), image.NewRGBA(image.Rect(0, 0, 150, 150))
		for step := range 40 {
			copy(before.Pix, into.Pix)
			dirty, _, err := canvas.Draw(ctx, doc, into)
			if err != nil {
				t.Fatal(err)
			}
			want, _, err := render.Image(ctx, doc, o)
			if err != nil {
				t.Fatal(err)
			}
			if far := apart(into, want); far > 1 {
				t.Fatalf("seed %d, step %d: %d apart", seed, step, far)
			}
			for y := range 150 {
				for x := range 150 {
					if !image.Pt(x, y).In(dirty) && into.RGBAAt(x, y) != before.RGBAAt(x, y) {
						t.Fatalf("seed %d, step %d: (%d, %d) changed outside %v", seed, step, x, y, dirty)
					}
				}
			}
			doc = c.edit(doc, step/6)
		}
	}
}

func TestCanvasDrawsNothingTwice(t *testing.T) {
	t.Parallel()
	doc, o := shapes(), render.Options{Width: 200}
	canvas, into := render.NewCanvas(o), image.NewRGBA(image.Rect(0, 0, 200, 200))
	for i, want := range []image.Rectangle{into.Rect, {}} {
		dirty, _, err := canvas.Draw(context.Background(), doc, into)
		if err != nil || dirty != want {
			t.Errorf("draw %d: %v, %v", i, dirty, err)
		}
	}
	canvas.Hide(map[string]bool{doc.Layers[3].ID: true})
	dirty, _, err := canvas.Draw(context.Background(), doc, into)
	if err != nil || dirty.Empty() || dirty == into.Rect {
		t.Errorf("hiding one: %v, %v", dirty, err)
	}
}

func TestHideInGroups(t *testing.T) {
	t.Parallel()
	doc := paper()
	inner := shape("inner", "rect", 0, 0, 100, 100)
	g := layer("group", 0, 0)
	g.Group = &designer.Group{Layers: []*designer.Layer{inner, shape("other", "rect", 200, 0, 100, 100)}}
	doc.Layers = append(doc.Layers, g)
	o := render.Options{Width: 60}
	canvas, into := render.NewCanvas(o), image.NewRGBA(image.Rect(0, 0, 60, 60))
	blue := func() bool { return into.RGBAAt(5, 5).R != 255 }
	for i, hide := range []bool{false, true, false} {
		canvas.Hide(map[string]bool{"inner": hide})
		if _, _, err := canvas.Draw(context.Background(), doc, into); err != nil {
			t.Fatal(err)
		}
		if blue() == hide {
			t.Errorf("step %d: hidden %v, drawn %v", i, hide, blue())
		}
	}
}

// TestAtOnce draws one document in several goroutines with the same fonts and
// Measure, as a window and a batch do.
func TestAtOnce(t *testing.T) {
	t.Parallel()
	doc := texts()
	measure := render.NewMeasure(fonts(), nil)
	want := draw(t, doc, 120)
	var wait sync.WaitGroup
	for range 8 {
		wait.Go(func() {
			got, _, err := render.Image(context.Background(), doc, render.Options{Width: 120, Fonts: fonts()})
			if err != nil || apart(got, want) != 0 {
				t.Errorf("not the same picture, %v", err)
			}
			for _, l := range doc.Layers {
				if measure.Bounds(l).Empty() {
					t.Errorf("%s has no room", l.ID)
				}
			}
		})
	}
	wait.Wait()
}

// TestScale holds a picture against one twice as large, made smaller.
func TestScale(t *testing.T) {
	t.Parallel()
	for _, one := range goldens() {
		small, large := draw(t, one.doc, 150), draw(t, one.doc, 300)
		sum := 0
		for y := range 150 {
			for x := range 150 {
				for k := range 4 {
					mean := 0
					for _, p := range []image.Point{{2 * x, 2 * y}, {2*x + 1, 2 * y}, {2 * x, 2*y + 1}, {2*x + 1, 2*y + 1}} {
						mean += int(large.Pix[large.PixOffset(p.X, p.Y)+k])
					}
					d := int(small.Pix[small.PixOffset(x, y)+k]) - (mean+2)/4
					sum += max(d, -d)
				}
			}
		}
		if mean := float64(sum) / (150 * 150 * 4); mean > 1 {
			t.Errorf("%s: %.2f apart on average", one.name, mean)
		}
	}
}

func TestReport(t *testing.T) {
	t.Parallel()
	hindi, long, empty := text("hindi", "नम", 0, 50, 20), text("long", "far too long a line", 0, 90, 40), text("empty", "{name}", 0, 50, 20)
	long.Text.Room, long.Text.MinSize = 50, 30
	doc := document(hindi, long, empty)
	m, report, err := render.Image(context.Background(), document(empty), render.Options{Width: 50, Fonts: fonts(), Fields: map[string]string{"name": ""}})
	if err != nil || !report.Whole() {
		t.Fatal(report, err)
	}
	for _, v := range m.Pix {
		if v != 0 {
			t.Fatal("an empty text is drawn")
		}
	}
	_, report, err = render.Image(context.Background(), doc, render.Options{Width: 50, Fonts: fonts()})
	if err != nil || len(report.Missing["hindi"]) != 2 || !report.Overflow["long"] || len(report.Missing) != 1 || len(report.Overflow) != 1 {
		t.Fatal(report, err)
	}
}

// TestPictures shows that hostile and missing pictures are refused, and that
// a canvas goes on without them.
func TestPictures(t *testing.T) {
	t.Parallel()
	head := "IHDR\x00\x00\x40\x00\x00\x00\x40\x00\x08\x06\x00\x00\x00" // 16,384 by 16,384
	bomb := "\x89PNG\r\n\x1a\n\x00\x00\x00\r" + head
	bomb = string(binary.BigEndian.AppendUint32([]byte(bomb), crc32.ChecksumIEEE([]byte(head))))
	files := map[string]string{
		"picture-large": bomb, "picture-kind": "<svg/>", "picture-unreadable": "GIF89a", "picture-missing": "",
	}
	for want, file := range files {
		l := layer("picture", 0, 0)
		l.Image = &designer.Picture{Blob: want, W: 100, H: 100}
		o := render.Options{Width: 20, Blob: func(string) ([]byte, error) {
			if file == "" {
				return nil, errors.New("gone")
			}
			return []byte(file), nil
		}}
		_, report, err := render.Image(context.Background(), document(l), o)
		var fault *designer.Fault
		if !errors.As(err, &fault) || fault.Code != want || report.Broken["picture"] == nil {
			t.Errorf("%s: %v", want, err)
		}
		_, report, err = render.NewCanvas(o).Draw(context.Background(), document(l), image.NewRGBA(image.Rect(0, 0, 20, 20)))
		if err != nil || report.Broken["picture"] == nil {
			t.Errorf("%s: the canvas: %v, %v", want, report, err)
		}
	}
}

func TestCancelled(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, _, err := render.Image(ctx, shapes(), render.Options{Width: 50}); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	for _, width := range []int{0, -1, render.MostSide + 1} {
		if _, _, err := render.Image(context.Background(), shapes(), render.Options{Width: width}); err == nil {
			t.Errorf("a picture %d wide", width)
		}
	}
}

func TestStraight(t *testing.T) {
	t.Parallel()
	m := image.NewRGBA(image.Rect(0, 0, 4, 1))
	copy(m.Pix, []uint8{10, 20, 30, 255, 50, 25, 0, 100, 0, 0, 0, 0, 1, 1, 1, 1})
	want := []uint8{10, 20, 30, 255, 128, 64, 0, 100, 0, 0, 0, 0, 255, 255, 255, 1}
	if got := render.Straight(m).Pix; string(got) != string(want) {
		t.Errorf("%v", got)
	}
}

// TestHostileNumbers draws documents that Check would refuse: nothing may hang
// or panic.
func TestHostileNumbers(t *testing.T) {
	t.Parallel()
	for _, v := range []float64{1e300, -1e300, 1e-300, 0} {
		l := shape("a", "scallop", v, v, v, 100)
		l.Stroke = &designer.Stroke{Paint: designer.Fill("ink"), Width: v, Dash: []float64{v, 1e-9}, Offset: v}
		l.Shadow = &designer.Shadow{DX: v, DY: v, Blur: v, Tone: designer.SlotTone("ink")}
		arc := text("b", "words in an arc", 300, 300, 20)
		arc.Text.Arc = &designer.Arc{Radius: v, Middle: v, Sweep: v}
		box := text("c", "words in a box", 0, 0, 20)
		box.Text.Box = &designer.Box{W: v, H: v}
		box.Text.MinSize = 1e-3
		big := text("d", "large", 0, 0, v)
		if _, _, err := render.Image(context.Background(), document(l, arc, box, big), render.Options{Width: 40, Fonts: fonts()}); err != nil {
			t.Error(err)
		}
	}
}
