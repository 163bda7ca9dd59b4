package bulk_test

import (
	"context"
	"fmt"
	"image"
	"testing"

	"badgekiln/designer"
	"badgekiln/designer/bulk"
	"badgekiln/designer/geom"
	"badgekiln/designer/pngenc"
	"badgekiln/designer/render"
)

// seal is a design as people use it: gradients, shadows, a name below.
func seal() designer.Document {
	c := func(r, g, b uint8) designer.Color { return designer.Color{R: r, G: g, B: b, A: 255} }
	stops := []designer.Stop{{At: 0, Tone: designer.Tone{Color: c(245, 200, 60), Alpha: 1}}, {At: 1, Tone: designer.Tone{Color: c(180, 60, 20), Alpha: 1}}}
	shape := func(id, kind string, x, y, w, h float64, fill designer.Paint) *designer.Layer {
		return &designer.Layer{ID: id, Opacity: 1, Place: geom.Move(x, y), Fill: fill, Shape: &designer.Shape{Kind: kind, W: w, H: h}}
	}
	text := func(id, content string, x, y, size float64, color designer.Color) *designer.Layer {
		return &designer.Layer{ID: id, Opacity: 1, Place: geom.Move(x, y), Fill: designer.FillColor(color), Text: &designer.Text{
			Content: content, Size: size, Align: designer.Middle, Font: designer.Font{Family: "sans-bold"}, Room: 320, MinSize: 12,
		}}
	}
	back := shape("seal", "scallop", 20, 20, 560, 560, designer.Paint{Kind: designer.Linear, Stops: stops, To: geom.Pt(560, 560)})
	back.Shadow = &designer.Shadow{DY: 8, Blur: 14, Tone: designer.Tone{Color: c(0, 0, 0), Alpha: 0.4}}
	field := shape("field", "ellipse", 70, 70, 460, 460, designer.Paint{
		Kind: designer.Radial, Stops: stops, From: geom.Pt(230, 230), To: geom.Pt(460, 230), Focus: geom.Pt(180, 160), Ratio: 1,
	})
	star := shape("star", "star", 200, 130, 200, 200, designer.FillColor(c(20, 60, 90)))
	arc := text("arc", "HAFENWERK MAKERSPACE", 300, 300, 34, c(20, 20, 30))
	arc.Text.Arc = &designer.Arc{Radius: 165, Middle: -90, Sweep: 200}
	return designer.Document{Width: 600, Height: 600, Layers: []*designer.Layer{
		back, field, star, arc, text("title", "First Firing", 300, 400, 44, c(20, 20, 30)), text("name", "{name}", 300, 460, 30, c(20, 20, 30)),
	}}
}

func BenchmarkPersonal(b *testing.B) {
	ctx := context.Background()
	for _, width := range []int{600, 2048} {
		b.Run(fmt.Sprint(width), func(b *testing.B) {
			plan, err := bulk.Prepare(ctx, seal(), bulk.Options{Width: width, Fonts: fonts()})
			if err != nil {
				b.Fatal(err)
			}
			var file []byte
			fields := map[string]string{}
			b.ReportAllocs()
			began, n := worked(), 0
			for i := 0; b.Loop(); i++ {
				fields["name"] = fmt.Sprintf("Amara Okafor %c%d", 'A'+i%26, i%1000)
				if file, _, err = plan.Encode(ctx, file[:0], fields); err != nil {
					b.Fatal(err)
				}
				n++
			}
			b.ReportMetric(float64((worked()-began).Nanoseconds())/1000/float64(n), "cpu-us/op")
			b.ReportMetric(float64(len(file)), "bytes")
			b.ReportMetric(float64(plan.Apart()), "whole")
		})
	}
}

func BenchmarkPrepare(b *testing.B) {
	for _, width := range []int{600, 2048} {
		b.Run(fmt.Sprint(width), func(b *testing.B) {
			for b.Loop() {
				if _, err := bulk.Prepare(context.Background(), seal(), bulk.Options{Width: width, Fonts: fonts()}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkNaive draws and packs each picture whole.
func BenchmarkNaive(b *testing.B) {
	ctx := context.Background()
	var file []byte
	for b.Loop() {
		m, _, err := render.Image(ctx, seal(), render.Options{Width: 600, Fonts: fonts(), Fields: map[string]string{"name": "Amara Okafor"}})
		if err != nil {
			b.Fatal(err)
		}
		var art image.Image = render.Straight(m)
		if file, err = pngenc.Encode(art); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(len(file)), "bytes")
}
