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

// TestALongNameIsMadeToShrink: a name that reaches over the border is cured by
// shrinking it where it must, so that those of others stay as large; one that
// could then not be read gets lines.
func TestALongNameIsMadeToShrink(t *testing.T) {
	fonts, err := typeset.NewFonts([]typeset.Source{{Family: "sans-bold", Weight: 700, Data: dejavu.TTF}})
	if err != nil {
		t.Fatal(err)
	}
	doc := designer.Document{
		Name: "named", Width: 600, Height: 600,
		Layers: []*designer.Layer{
			{ID: "ground", Opacity: 1, Place: geom.Identity(), Fill: designer.FillColor(designer.Color{R: 255, G: 255, B: 255, A: 255}), Shape: &designer.Shape{Kind: "rect", W: 600, H: 600}},
			{
				ID: "name", Name: "name", Opacity: 1, Place: geom.Scale(2, 2).Then(geom.Move(300, 300)), Fill: designer.FillColor(designer.Color{A: 255}),
				Text: &designer.Text{Content: "{name}", Font: designer.Font{Family: "sans-bold", Weight: 700}, Size: 24, Align: designer.Middle},
			},
		},
	}
	f := preflight.Finding{Code: preflight.TextCut, Severity: preflight.Bad, Layer: "name"}
	cured := func(name string) *designer.Layer {
		next, ok, err := cure.Find(t.Context(), doc, f, preflight.Options{Fonts: fonts, Fields: map[string]string{"name": name}})
		if err != nil || !ok {
			t.Fatalf("%s is not cured: %v, %v", name, ok, err)
		}
		return edit.Find(next, "name")
	}
	if l := cured("Maximiliane Oberstein"); l.Text.Size != 24 || l.Place != doc.Layers[1].Place || l.Text.Room <= 0 || l.Text.Room > 0.85*300 || l.Text.Box != nil {
		t.Errorf("a long one: %+v at %v", l.Text, l.Place)
	}
	if l := cured("Maximiliane Freifrau von Schnurbein-Hohenwarth"); l.Text.Size != 24 || l.Text.Box == nil || l.Text.Room != 0 {
		t.Errorf("a very long one: %+v at %v", l.Text, l.Place)
	}
}
