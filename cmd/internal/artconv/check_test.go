package main

import (
	"os"
	"testing"

	"badgekiln/assets"
	"badgekiln/designer/preflight"
	"badgekiln/designer/template"
)

// Every template passes the preflight in every palette it is meant for. All of
// them take minutes, so some of each are looked at here, and all when
// BADGEKILN_LONG is set.
func TestEveryTemplateInEveryPalette(t *testing.T) {
	t.Parallel()
	catalogue, err := template.Load(assets.Art())
	if err != nil {
		t.Fatal(err)
	}
	fonts, err := fonts()
	if err != nil {
		t.Fatal(err)
	}
	looked := 0
	for i, one := range catalogue.Templates() {
		for j, doc := range palettesOf(one, catalogue) {
			if os.Getenv("BADGEKILN_LONG") == "" && (i%2 != 0 || (i/2+j)%16 != 0) {
				continue
			}
			looked++
			r, err := preflight.Check(t.Context(), doc, preflight.Options{Fonts: fonts})
			if err != nil {
				t.Fatal(err)
			}
			for _, f := range r.Findings {
				if f.Severity == preflight.Bad || f.Code == preflight.TextNear || f.Code == preflight.TitleLost || f.Code == preflight.EmblemFaint {
					t.Errorf("%s in %s: %s %s %v", one.ID, doc.Name, f.Code, f.Layer, f.Values)
				}
			}
		}
	}
	if looked < 35 {
		t.Errorf("only %d were looked at", looked)
	}
}

// The first-aid templates must not become a red cross on white: that is a
// protected sign.
func TestProtectedSigns(t *testing.T) {
	t.Parallel()
	catalogue, err := template.Load(assets.Art())
	if err != nil {
		t.Fatal(err)
	}
	aid, _ := catalogue.Template("care-firstaid")
	list := palettesOf(aid, catalogue)
	if len(list) != len(catalogue.Palettes())-len(aid.Avoid) || len(aid.Avoid) == 0 {
		t.Errorf("%d palettes for first aid, %v to be avoided", len(list), aid.Avoid)
	}
	for _, doc := range list {
		for _, s := range doc.Slots {
			if c := s.Color; s.Name == "base" && int(c.R) > 2*int(c.G) && int(c.R) > 2*int(c.B) {
				t.Errorf("%s makes it red: %v", doc.Name, c)
			}
		}
	}
}
