package cure_test

import (
	"testing"

	dejavu "codeberg.org/go-fonts/dejavu/dejavusansbold"

	"badgekiln/designer"
	"badgekiln/designer/cure"
	"badgekiln/designer/edit"
	"badgekiln/designer/geom"
	"badgekiln/designer/preflight"
	"badgekiln/designer/typeset"
)

// TestLettersOnLightAndDarkGetAnOutline, which no one colour would mend; where
// one colour does, there is none.
func TestLettersOnLightAndDarkGetAnOutline(t *testing.T) {
	fonts, err := typeset.NewFonts([]typeset.Source{{Family: "sans-bold", Weight: 700, Data: dejavu.TTF}})
	if err != nil {
		t.Fatal(err)
	}
	half := func(id string, x float64, c designer.Color) *designer.Layer {
		return &designer.Layer{ID: id, Opacity: 1, Place: geom.Move(x, 0), Fill: designer.FillColor(c), Shape: &designer.Shape{Kind: "rect", W: 300, H: 600}}
	}
	white, black := designer.Color{R: 255, G: 255, B: 255, A: 255}, designer.Color{A: 255}
	for right, want := range map[designer.Color]bool{black: true, white: false} {
		doc := designer.Document{Name: "n", Width: 600, Height: 600, Layers: []*designer.Layer{
			half("left", 0, white), half("right", 300, right),
			{
				ID: "words", Opacity: 1, Place: geom.Move(300, 320), Fill: designer.FillColor(white),
				Text: &designer.Text{Content: "BOTH SIDES", Font: designer.Font{Family: "sans-bold", Weight: 700}, Size: 60, Align: designer.Middle},
			},
		}}
		next, ok, err := cure.Find(t.Context(), doc, preflight.Finding{Code: preflight.TextContrast, Severity: preflight.Bad, Layer: "words"}, preflight.Options{Fonts: fonts})
		if err != nil || !ok {
			t.Fatalf("not cured: %v, %v", ok, err)
		}
		if got := edit.Find(next, "words").Stroke != nil; got != want {
			t.Errorf("beside %v an outline: %v", right, got)
		}
	}
}
