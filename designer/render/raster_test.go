package render_test

import (
	"fmt"
	"image/color"
	"testing"

	"badgekiln/designer"
	"badgekiln/designer/geom"
	"badgekiln/designer/render"
)

// blends is every blend mode over a ground of colours.
func blends() designer.Document {
	ground := shape("ground", "rect", 0, 0, 600, 600)
	ground.Fill = designer.Paint{Kind: designer.Linear, Stops: stops(0.0, "paper", 0.3, "pop", 0.6, "accent", 1.0, "ink"), To: geom.Pt(600, 0)}
	layers := []*designer.Layer{ground}
	for i, mode := range designer.Blends() {
		l := shape(fmt.Sprint("b", i), "rect", 20, 10+float64(i)*48, 560, 40)
		l.Fill = designer.Paint{Kind: designer.Linear, Stops: stops(0.0, "base", 1.0, "pop"), To: geom.Pt(560, 0)}
		l.Blend = mode
		if i%3 == 2 {
			l.Opacity = 0.6
		}
		layers = append(layers, l)
	}
	return document(layers...)
}

// cutouts are a clip, a mask by alpha and one by light, on a layer, a picture and
// a group, with a shadow of what is left.
func cutouts() designer.Document {
	star := &designer.Outline{Path: designer.Shape{Kind: "star", W: 240, H: 240}.Outline()}
	ring := shape("ring", "ellipse", 0, 0, 240, 240)
	ring.Fill = designer.Paint{Kind: designer.Radial, Stops: stops(0.0, "paper", 1.0, "ink"), From: geom.Pt(120, 120), To: geom.Pt(240, 120), Focus: geom.Pt(120, 120), Ratio: 1}
	clipped := shape("clipped", "rect", 30, 30, 240, 240)
	clipped.Clip = star
	clipped.Shadow = &designer.Shadow{DX: 8, DY: 8, Blur: 8, Tone: designer.SlotTone("ink")}
	picture := layer("picture", 330, 30)
	picture.Image, picture.Fill = &designer.Picture{Blob: "checks", W: 240, H: 240}, designer.Paint{}
	picture.Clip = &designer.Outline{Path: star.Path, EvenOdd: true}
	light := shape("light", "rect", 30, 330, 240, 240)
	light.Mask = &designer.Mask{Layers: []*designer.Layer{ring}, Light: true}
	word := text("word", "KILN", 20, 150, 90)
	group := layer("group", 330, 330)
	group.Fill, group.Group = designer.Paint{}, &designer.Group{Layers: []*designer.Layer{shape("a", "rect", 0, 0, 240, 240), shape("c", "ellipse", 60, 60, 120, 120)}}
	group.Group.Layers[1].Fill = designer.Fill("pop")
	group.Mask = &designer.Mask{Layers: []*designer.Layer{word}}
	return paper(clipped, picture, light, group)
}

func conics() designer.Document {
	wheel := shape("wheel", "ellipse", 30, 30, 540, 540)
	wheel.Fill = designer.Paint{
		Kind: designer.Conic, Stops: stops(0.0, "pop", 0.25, "accent", 0.5, "base", 0.75, "ink", 1.0, "pop"), From: geom.Pt(270, 270), To: geom.Pt(270, 0),
	}
	wheel.Stroke = &designer.Stroke{Width: 30, Paint: designer.Paint{Kind: designer.Conic, Stops: stops(0.0, "paper", 1.0, "ink"), From: geom.Pt(270, 270), To: geom.Pt(540, 270)}}
	return paper(wheel)
}

// Each blend mode gives the colour that its definition gives by hand.
func TestBlendOfTwoColours(t *testing.T) {
	t.Parallel()
	for mode, want := range map[designer.Blend]uint8{
		designer.Normal: 102, designer.Multiply: 82, designer.Screen: 224, designer.Overlay: 194, designer.Darken: 102, designer.Lighten: 204,
		designer.ColorDodge: 255, designer.ColorBurn: 128, designer.HardLight: 163, designer.SoftLight: 196, designer.Difference: 102, designer.Exclusion: 143,
	} {
		below, above := shape("below", "rect", 0, 0, 600, 600), shape("above", "rect", 0, 0, 600, 600)
		below.Fill, above.Fill, above.Blend = solid(204, 204, 204, 255), solid(102, 102, 102, 255), mode
		if got := draw(t, document(below, above), 32).RGBAAt(16, 16); got.A != 255 || max(got.R, want)-min(got.R, want) > 1 {
			t.Errorf("%q: %v, want %d", mode, got, want)
		}
		// On nothing, every mode covers.
		if got := draw(t, document(above), 32).RGBAAt(16, 16); got != (color.RGBA{102, 102, 102, 255}) {
			t.Errorf("%q on nothing: %v", mode, got)
		}
	}
}

// A picture is drawn in every size that is offered, and in no other.
func TestSizes(t *testing.T) {
	t.Parallel()
	doc := document(shape("a", "star", 10, 10, 580, 580))
	for _, width := range []int{32, 33, 90, 1023, render.MostSide} {
		if m := draw(t, doc, width); m.Rect.Dx() != width || m.RGBAAt(width/2, width/2).A != 255 {
			t.Errorf("%d: %v", width, m.Rect)
		}
	}
	for _, width := range []int{0, -1, render.MostSide + 1} {
		if _, _, err := render.Image(t.Context(), doc, render.Options{Width: width}); err == nil {
			t.Errorf("%d is drawn", width)
		}
	}
}
