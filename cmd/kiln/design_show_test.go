package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"badgekiln/cmd/internal/drawing"
	"badgekiln/designer"
	"badgekiln/designer/geom"
	"badgekiln/designer/store"
)

// TestDesignShow tells of what no template has: credits of pictures that were
// taken from elsewhere, layers in groups, hidden and locked, fonts that are not
// to be had.
func TestDesignShow(t *testing.T) {
	t.Parallel()
	text := &designer.Layer{
		ID: "t", Name: "Greeting", Opacity: 1, Place: geom.Identity(), Locked: true, Role: "title",
		Text: &designer.Text{Content: "Hi {name}", Font: designer.Font{Family: "Quirk", Weight: 700}, Size: 40},
	}
	disc := &designer.Layer{ID: "d", Name: "Disc", Opacity: 1, Place: geom.Identity(), Hidden: true, Shape: &designer.Shape{Kind: "ellipse", W: 9, H: 9}}
	code := &designer.Layer{ID: "c", Name: "Code", Opacity: 1, Place: geom.Identity(), Code: &designer.Code{Content: "{verify_url}", Side: 90}}
	doc := designer.Document{
		Name: "Seal", Width: 600, Height: 400.5, About: designer.Credits{Author: "Ada", Licence: "CC-BY-4.0", Source: "icons: Ona", Alt: "A seal"},
		Slots:  []designer.Slot{{Name: "base", Color: designer.Color{R: 255, A: 255}}},
		Layers: []*designer.Layer{code, {ID: "g", Name: "Both", Opacity: 1, Place: geom.Identity(), Group: &designer.Group{Layers: []*designer.Layer{disc, text}}}},
	}
	data, err := drawing.DesignBytes(store.File{Doc: doc})
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "seal.badge")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	show := func(more ...string) string {
		var out, errs bytes.Buffer
		if status := run(t.Context(), append([]string{"design", "show", path}, more...), strings.NewReader(""), &out, &errs, func(string) string { return "" }); status != 0 {
			t.Fatalf("status %d: %s", status, errs.String())
		}
		return out.String()
	}
	const want = `
  size         600 × 400.5
  author       Ada
  licence      CC-BY-4.0
  source       icons: Ona
  description  A seal
Layers, from the top down:
  Both        group
    Greeting  text   title, locked  "Hi {name}"
    Disc      shape  hidden
  Code        code                  "{verify_url}"
Colours:
  base  #FF0000
Fonts:
  Quirk  700  not to be had here; another is drawn
`
	if got := show(); !strings.HasSuffix(got, want) {
		t.Errorf("%s", got)
	}
	var compact bytes.Buffer
	if err := json.Compact(&compact, []byte(show("--json"))); err != nil {
		t.Fatal(err)
	}
	for _, part := range []string{
		`"licence":"CC-BY-4.0","source":"icons: Ona"`, `"hidden":true`, `"locked":true`, `"height":400.5`,
		`"kind":"missing"`, `"fields":[{"field":"name","uses":["says"]}]`,
	} {
		if !strings.Contains(compact.String(), part) {
			t.Errorf("no %s in %s", part, &compact)
		}
	}
}
