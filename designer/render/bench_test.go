package render_test

import (
	"context"
	"fmt"
	"image"
	"math"
	"slices"
	"testing"
	"time"

	"badgekiln/designer"
	"badgekiln/designer/geom"
	"badgekiln/designer/render"
)

// badge is a design of about n layers as templates are: a seal with gradients,
// rings, shadows, texts straight and round, and small ornaments.
func badge(n int) designer.Document {
	seal := shape("seal", "scallop", 20, 20, 560, 560)
	seal.Fill = designer.Paint{Kind: designer.Linear, Stops: stops(0.0, "pop", 1.0, "accent"), From: geom.Pt(0, 0), To: geom.Pt(560, 560)}
	seal.Shadow = &designer.Shadow{DY: 8, Blur: 14, Tone: designer.Tone{Slot: "ink", Alpha: 0.4}}
	field := shape("field", "ellipse", 70, 70, 460, 460)
	field.Fill = designer.Paint{
		Kind: designer.Radial, Stops: stops(0.0, "paper", 1.0, "base"),
		From: geom.Pt(230, 230), To: geom.Pt(460, 230), Focus: geom.Pt(180, 160), Ratio: 1,
	}
	field.Stroke = &designer.Stroke{Paint: designer.Fill("ink"), Width: 8}
	keyline := shape("keyline", "ellipse", 95, 95, 410, 410)
	keyline.Fill = designer.Paint{}
	keyline.Stroke = &designer.Stroke{Paint: designer.Fill("pop"), Width: 4, Dash: []float64{10, 8}}
	emblem := shape("emblem", "star", 200, 150, 200, 200)
	emblem.Fill = designer.Fill("accent")
	emblem.Shadow = &designer.Shadow{DY: 4, Blur: 8, Tone: designer.Tone{Slot: "ink", Alpha: 0.5}}
	ribbon := shape("ribbon", "ribbon", 60, 360, 480, 90)
	ribbon.Fill = designer.Fill("accent")
	ribbon.Shadow = &designer.Shadow{DY: 5, Blur: 8, Tone: designer.Tone{Slot: "ink", Alpha: 0.4}}
	title := text("title", "First Firing", 300, 415, 44)
	title.Fill, title.Text.Align = designer.Fill("paper"), designer.Middle
	arc := text("arc", "HAFENWERK MAKERSPACE", 300, 300, 34)
	arc.Text.Arc = &designer.Arc{Radius: 165, Middle: -90, Sweep: 200}
	name := text("name", "Amara Okafor", 300, 490, 30)
	name.Text.Align, name.Text.Room, name.Text.MinSize = designer.Middle, 300, 12
	layers := []*designer.Layer{seal, field, keyline, emblem, ribbon, title, arc, name}
	for i := len(layers); i < n; i++ {
		p := geom.Polar(geom.Pt(285, 285), 225, float64(i)*11)
		l := shape(fmt.Sprint("dot", i), []string{"star", "heart", "ellipse", "gear"}[i%4], p.X, p.Y, 30, 30)
		l.Fill = designer.Fill("pop")
		layers = append(layers, l)
	}
	return document(layers...)
}

func BenchmarkFirstRender(b *testing.B) {
	for _, width := range []int{600, 1000} {
		b.Run(fmt.Sprint(width), func(b *testing.B) {
			doc := badge(12)
			for b.Loop() {
				draw(b, doc, width)
			}
		})
	}
}

// BenchmarkDragStep moves one layer of several by a pointer's step, which is of
// whole pixels, and says how long half and 95 of 100 steps took at most, the
// first steps included, as the studio has them: the canvas was made ready by the
// press. Between is where the guides of other layers hold it between pixels.
func BenchmarkDragStep(b *testing.B) {
	between := func(v float64) float64 { return v }
	for _, n := range []int{10, 40} {
		for _, id := range []string{"emblem", "title", "seal"} {
			b.Run(fmt.Sprint(n, "/", id), func(b *testing.B) { drag(b, badge(n), id, math.Round) })
			b.Run(fmt.Sprint(n, "/", id, "/between"), func(b *testing.B) { drag(b, badge(n), id, between) })
		}
	}
	b.Run("cover", func(b *testing.B) {
		doc := badge(40)
		cover := shape("cover", "rect", 0, 0, 600, 600)
		cover.Fill, cover.Opacity = designer.Fill("paper"), 0.5
		cover.Shadow = &designer.Shadow{DY: 8, Blur: 14, Tone: designer.Tone{Slot: "ink", Alpha: 0.4}}
		doc.Layers = append(doc.Layers, cover)
		drag(b, doc, "cover", between)
	})
	for _, id := range []string{"emblem", "title", "seal"} {
		b.Run("40/in a group/"+id, func(b *testing.B) {
			doc := badge(40)
			doc.Layers = []*designer.Layer{{ID: "group", Opacity: 1, Place: geom.Identity(), Group: &designer.Group{Layers: doc.Layers}}}
			drag(b, doc, id, math.Round)
		})
	}
}

func drag(b *testing.B, doc designer.Document, id string, pointer func(float64) float64) {
	b.Helper()
	const side = 1000
	ctx, canvas := context.Background(), render.NewCanvas(render.Options{Width: side, Fonts: fonts()})
	into := image.NewRGBA(image.Rect(0, 0, side, side))
	if _, _, err := canvas.Draw(ctx, doc, into); err != nil {
		b.Fatal(err)
	}
	stack, regroup := &doc.Layers, func() {}
	if at := slices.IndexFunc(doc.Layers, func(l *designer.Layer) bool { return l.Group != nil }); at >= 0 {
		inner := slices.Clone(doc.Layers[at].Group.Layers)
		stack, regroup = &inner, func() {
			group := *doc.Layers[at]
			group.Group = &designer.Group{Layers: inner}
			doc.Layers = slices.Clone(doc.Layers)
			doc.Layers[at] = &group
		}
	}
	at := slices.IndexFunc(*stack, func(l *designer.Layer) bool { return l.ID == id })
	home := *(*stack)[at]
	var took []time.Duration
	canvas.Ready(map[string]bool{id: true})
	canvas.Loosely(true)
	for step := 0; b.Loop(); step++ {
		moved := home
		sin, cos := math.Sincos(float64(step) / 10)
		const unit = 600. / side
		moved.Place = home.Place.Then(geom.Move(pointer(40*cos/unit)*unit, pointer(40*sin/unit)*unit))
		*stack = slices.Clone(*stack)
		(*stack)[at] = &moved
		regroup()
		begun := time.Now()
		if _, _, err := canvas.Draw(ctx, doc, into); err != nil {
			b.Fatal(err)
		}
		took = append(took, time.Since(begun))
	}
	slices.Sort(took)
	for _, p := range []int{50, 95} {
		b.ReportMetric(float64(took[len(took)*p/100].Microseconds())/1000, fmt.Sprintf("p%d-ms", p))
	}
}

// BenchmarkTurnStep turns and sizes what lies under all others and fills nearly the
// whole picture: each step draws it anew.
func BenchmarkTurnStep(b *testing.B) {
	const side = 1000
	for name, step := range map[string]func(l *designer.Layer, n int){
		"turn": func(l *designer.Layer, n int) {
			l.Place = geom.Move(-300, -300).Then(geom.Rotate(float64(n%90) / 2)).Then(geom.Move(300, 300)).Then(l.Place)
		},
		"size": func(l *designer.Layer, n int) { l.Shape.W, l.Shape.H = 600-float64(n%90), 600-float64(n%31) },
	} {
		b.Run(name, func(b *testing.B) {
			doc := badge(40)
			whole := shape("whole", "rect", 0, 0, 600, 600)
			whole.Fill = designer.Paint{Kind: designer.Linear, Stops: stops(0.0, "pop", 1.0, "accent"), From: geom.Pt(0, 0), To: geom.Pt(600, 600)}
			doc.Layers = append([]*designer.Layer{whole}, doc.Layers...)
			canvas, into := render.NewCanvas(render.Options{Width: side, Fonts: fonts()}), image.NewRGBA(image.Rect(0, 0, side, side))
			canvas.Ready(map[string]bool{"whole": true})
			canvas.Loosely(true)
			for n := 0; b.Loop(); n++ {
				now := *whole
				shape := *whole.Shape
				now.Shape = &shape
				step(&now, n)
				doc.Layers = slices.Clone(doc.Layers)
				doc.Layers[0] = &now
				if _, _, err := canvas.Draw(context.Background(), doc, into); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
