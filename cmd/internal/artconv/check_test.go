package main

import (
	"os"
	"slices"
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
				if f.Severity == preflight.Bad || f.Code == preflight.TextNear || f.Code == preflight.TitleLost || f.Code == preflight.EmblemFaint || f.Code == preflight.Protected {
					t.Errorf("%s in %s: %s %s %v", one.ID, doc.Name, f.Code, f.Layer, f.Values)
				}
			}
		}
	}
	if looked < 35 {
		t.Errorf("only %d were looked at", looked)
	}
}

// First aid must not become a red cross on white, which is a protected sign:
// the palettes that a template avoids are those the preflight warns of.
func TestProtectedSigns(t *testing.T) {
	t.Parallel()
	catalogue, err := template.Load(assets.Art())
	if err != nil {
		t.Fatal(err)
	}
	fonts, err := fonts()
	if err != nil {
		t.Fatal(err)
	}
	aid, _ := catalogue.Template("care-firstaid")
	doc, err := catalogue.Open(aid.ID)
	if err != nil || len(aid.Avoid) == 0 {
		t.Fatal(aid.Avoid, err)
	}
	for _, p := range catalogue.Palettes() {
		r, err := preflight.Check(t.Context(), template.Recolour(doc, p, template.Level{}), preflight.Options{Fonts: fonts})
		if err != nil {
			t.Fatal(err)
		}
		warned := slices.ContainsFunc(r.Findings, func(f preflight.Finding) bool { return f.Code == preflight.Protected })
		if warned != aid.Avoids(p.Name) {
			t.Errorf("%s: warned %v, to be avoided %v", p.Name, warned, aid.Avoids(p.Name))
		}
	}
}
