package cure_test

import (
	"testing"

	dejavu "codeberg.org/go-fonts/dejavu/dejavusansbold"

	"badgekiln/designer"
	"badgekiln/designer/cure"
	"badgekiln/designer/geom"
	"badgekiln/designer/preflight"
	"badgekiln/designer/typeset"
)

// bad is a design with about everything wrong.
func bad() designer.Document {
	text := func(id, says string, x, y, size, room float64, slot string) *designer.Layer {
		return &designer.Layer{
			ID: id, Name: id, Opacity: 1, Place: geom.Move(x, y), Fill: designer.Fill(slot),
			Text: &designer.Text{Content: says, Font: designer.Font{Family: "sans-bold", Weight: 700}, Size: size, Room: room, Align: designer.Middle},
		}
	}
	return designer.Document{
		Name: "bad", Width: 600, Height: 500,
		Slots: []designer.Slot{
			{Name: "base", Color: designer.Color{R: 0xee, G: 0xee, B: 0xea, A: 255}},
			{Name: "paper", Color: designer.Color{R: 255, G: 255, B: 255, A: 255}},
			{Name: "ink", Color: designer.Color{R: 20, G: 20, B: 30, A: 255}},
		},
		Layers: []*designer.Layer{
			{ID: "ground", Name: "ground", Opacity: 1, Place: geom.Move(60, 40), Fill: designer.Fill("base"), Shape: &designer.Shape{Kind: "ellipse", W: 460, H: 420}},
			text("pale", "PALE", 300, 200, 80, 0, "paper"),
			text("tiny", "TINY", 300, 300, 22, 0, "ink"),
			text("wide", "MUCH TOO WIDE", 300, 380, 60, 200, "ink"),
			text("near", "EDGE", 300, 440, 60, 0, "paper"),
		},
	}
}

// TestEveryFindingIsCured: one after the other until nothing is left that there
// is a cure for.
func TestEveryFindingIsCured(t *testing.T) {
	fonts, err := typeset.NewFonts([]typeset.Source{{Family: "sans-bold", Weight: 700, Data: dejavu.TTF}})
	if err != nil {
		t.Fatal(err)
	}
	o := preflight.Options{Fonts: fonts}
	doc := bad()
	seen := map[string]bool{}
	for range 30 {
		report, err := preflight.Check(t.Context(), doc, o)
		if err != nil {
			t.Fatal(err)
		}
		done := true
		for _, f := range report.Findings {
			if !cure.Can(f.Code) || seen["not "+f.Code+f.Layer] {
				continue
			}
			next, ok, err := cure.Find(t.Context(), doc, f, o)
			if err != nil {
				t.Fatal(err)
			}
			if !ok {
				seen["not "+f.Code+f.Layer] = true
				t.Logf("no cure for %s of %q", f.Code, f.Layer)
				continue
			}
			if err := next.Check(); err != nil {
				t.Fatal(err)
			}
			seen[f.Code], doc, done = true, next, false
			break
		}
		if done {
			break
		}
	}
	for _, code := range []string{preflight.NotSquare, preflight.TextContrast, preflight.TextSmall, preflight.TextOverflow, preflight.NoAlt} {
		if !seen[code] {
			t.Errorf("%s was never cured", code)
		}
	}
	report, err := preflight.Check(t.Context(), doc, o)
	if err != nil {
		t.Fatal(err)
	}
	if report.Worst() == preflight.Bad {
		t.Errorf("still bad: %+v", report.Findings)
	}
}
