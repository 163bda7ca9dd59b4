package cure_test

import (
	"bytes"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"testing"

	"badgekiln/designer"
	"badgekiln/designer/cure"
	"badgekiln/designer/edit"
	"badgekiln/designer/geom"
	"badgekiln/designer/preflight"
)

// A logo in the badge's own colour gets a plate; one that stands out does not,
// nor one that a plate does not help.
func TestLogoThatIsLostGetsAPlate(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		ground, logo designer.Color
		want         bool
	}{
		"blue on blue":   {designer.Color{R: 20, G: 30, B: 90, A: 255}, designer.Color{R: 28, G: 40, B: 96, A: 255}, true},
		"blue on yellow": {designer.Color{R: 250, G: 210, B: 90, A: 255}, designer.Color{R: 28, G: 40, B: 96, A: 255}, false},
		"white on white": {designer.Color{R: 250, G: 250, B: 250, A: 255}, designer.Color{R: 255, G: 255, B: 255, A: 255}, false},
	} {
		m := image.NewNRGBA(image.Rect(0, 0, 80, 40))
		draw.Draw(m, m.Bounds(), image.NewUniform(color.NRGBA(c.logo)), image.Point{}, draw.Src)
		var data bytes.Buffer
		if err := png.Encode(&data, m); err != nil {
			t.Fatal(err)
		}
		doc := designer.Document{Width: 600, Height: 600, Layers: []*designer.Layer{{
			ID: "ground", Opacity: 1, Place: geom.Move(20, 20), Fill: designer.FillColor(c.ground), Shape: &designer.Shape{Kind: "ellipse", W: 560, H: 560},
		}}}
		o := preflight.Options{Blob: func(string) ([]byte, error) { return data.Bytes(), nil }}
		got, err := cure.LogoPlate(t.Context(), doc, edit.Logo{ID: "logo", Blob: "aa", W: 80, H: 40}, o)
		if err != nil || got != c.want {
			t.Errorf("%s: %v, %v", name, got, err)
		}
	}
}
