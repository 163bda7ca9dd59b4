package drawing_test

import (
	"context"
	"image/color"
	"strings"
	"testing"

	"badgekiln/cmd/internal/drawing"
)

// A stranger's SVG is shown as it is drawn, with a badge baked into it or not;
// what would act or never end shows nothing of that.
func TestShowPictureOfSVG(t *testing.T) {
	t.Parallel()
	const red = `<rect width="50" height="100" fill="#ff0000"/>`
	head := `<svg xmlns="http://www.w3.org/2000/svg" xmlns:openbadges="https://purl.imsglobal.org/ob/v3p0" viewBox="0 0 50 100">`
	for name, text := range map[string]string{
		"plain":  head + red + `</svg>`,
		"baked":  `<?xml version="1.0"?>` + head + `<openbadges:credential verify="a.b.c"></openbadges:credential>` + red + `</svg>`,
		"active": head + red + `<script>alert(1)</script><image href="https://elsewhere.example/x.png" width="9" height="9"/></svg>`,
	} {
		m := drawing.ShowPicture(context.Background(), []byte(text), 200)
		if m == nil {
			t.Fatalf("%s: nothing", name)
		}
		if b := m.Bounds(); b.Dx() != 100 || b.Dy() != 200 {
			t.Errorf("%s: %v", name, b)
		}
		if got := color.RGBAModel.Convert(m.At(50, 100)); got != (color.RGBA{R: 255, A: 255}) {
			t.Errorf("%s: %v", name, got)
		}
	}
	for name, text := range map[string]string{"cut": head, "huge": head + strings.Repeat("<g>", 100_000)} {
		if m := drawing.ShowPicture(context.Background(), []byte(text), 200); m != nil {
			t.Errorf("%s: %v", name, m.Bounds())
		}
	}
}
