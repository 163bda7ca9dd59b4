package bulk_test

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"testing"

	"badgekiln/designer"
	"badgekiln/designer/bulk"
	"badgekiln/designer/geom"
	"badgekiln/designer/render"
)

// plate is a design with names on ground that changes from row to row only:
// nothing, a colour, a gradient, by itself or in a group with a shadow; with
// letters far apart, close, or over each other.
func (c *chance) plate() designer.Document {
	doc := c.design()
	for i := range doc.Slots {
		doc.Slots[i].Field = ""
	}
	doc.Layers = nil
	for i := range 1 + c.IntN(3) {
		y := 40 + 190*float64(i)
		text := &designer.Layer{
			ID: fmt.Sprint("t", i), Opacity: 1, Place: geom.Move(20+540*c.Float64(), y+60*c.Float64()), Fill: designer.FillColor(designer.Color{R: 30, G: 10, B: 60, A: 255}),
			Text: &designer.Text{
				Content: fmt.Sprintf("{f%d}", i), Size: 20 + 80*c.Float64(), Track: float64(c.IntN(3)-1) * 3 * c.Float64(), Room: 100 + 500*c.Float64(), MinSize: 8,
				Font: designer.Font{Family: c.pick("sans-bold", "serif", "sans")}, Align: designer.Align(c.pick("start", "middle", "end")),
			},
		}
		if c.IntN(4) == 0 {
			text.Fill = designer.Fill("paper") // not quite opaque
		}
		ground := &designer.Layer{ID: fmt.Sprint("g", i), Opacity: 1, Place: geom.Move(10.3, y-30), Shape: &designer.Shape{Kind: "rect", W: 579.1, H: 150}}
		ground.Fill = designer.Paint{Kind: designer.Linear, From: geom.Pt(0, 0), To: geom.Pt(0, 150), Stops: []designer.Stop{
			{At: 0, Tone: designer.Tone{Slot: "accent", Alpha: 1}}, {At: 1, Tone: designer.Tone{Slot: c.pick("accent", "pop"), Alpha: []float64{1, 1, 0.5}[c.IntN(3)]}},
		}}
		switch c.IntN(4) {
		case 0:
			doc.Layers = append(doc.Layers, text)
		case 1:
			doc.Layers = append(doc.Layers, ground, text)
		default:
			g := &designer.Layer{ID: fmt.Sprint("p", i), Opacity: 1, Place: geom.Identity(), Group: &designer.Group{Layers: []*designer.Layer{ground, text}}}
			if c.IntN(2) == 0 {
				g.Shadow = &designer.Shadow{DX: 3, DY: 5, Blur: 8, Tone: designer.Tone{Slot: "ink", Alpha: 0.5}}
			}
			doc.Layers = append(doc.Layers, g)
		}
	}
	return doc
}

// Letters that are packed once and copied are those of a picture drawn whole,
// whoever's picture was made before.
func TestLettersOnEvenGround(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	designs, lettered, made := uint64(12), 0, 0
	if text := os.Getenv("BADGEKILN_DESIGNS"); text != "" {
		if _, err := fmt.Sscan(text, &designs); err != nil {
			t.Fatal(err)
		}
	}
	for seed := range designs {
		c := &chance{Rand: rand.New(rand.NewPCG(seed, 23))}
		doc, width := c.plate(), 200+c.IntN(300)
		plan, err := bulk.Prepare(ctx, doc, bulk.Options{Width: width, Fonts: fonts()})
		if err != nil {
			t.Fatal(err)
		}
		var trials []map[string]string
		for i := range names() {
			trials = append(trials, fieldsOf(i))
		}
		stage, err := render.NewStage(ctx, doc, render.Options{Width: width, Fonts: fonts()}, trials)
		if err != nil {
			t.Fatal(err)
		}
		hand := stage.Hand()
		first := map[int][]byte{}
		for i := range 2 * len(names()) {
			fields := fieldsOf(i)
			file, _, err := plan.Encode(ctx, nil, fields)
			if err != nil {
				t.Fatal(err)
			}
			if i >= len(names()) { // the same names again
				if !bytes.Equal(file, first[i-len(names())]) {
					t.Fatalf("design %d at %d pixels, person %d: other bytes the second time", seed, width, i)
				}
				continue
			}
			first[i] = file
			want, _, err := render.Image(ctx, doc, render.Options{Width: width, Fonts: fonts(), Fields: fields})
			if err != nil {
				t.Fatal(err)
			}
			if err := equal(file, render.Straight(want)); err != nil {
				t.Fatalf("design %d at %d pixels, person %d: %v", seed, width, i, err)
			}
			made++
			if _, ok := hand.Draw(fields); ok {
				for band := range hand.Bands() {
					if len(hand.Stamps(band)) > 0 {
						lettered++
						break
					}
				}
			}
		}
	}
	t.Logf("%d of %d pictures are put together from letters", lettered, made)
	if 4*lettered < made {
		t.Errorf("%d of %d pictures are put together from letters", lettered, made)
	}
}
