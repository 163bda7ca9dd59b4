package svgout_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"badgekiln/designer/display"
	"badgekiln/designer/render"
	"badgekiln/designer/svgout"
)

// TestWriteForReaders writes a hundred generated designs as SVG, and beside
// each the pixels of our own picture, for programs of other people to draw
// (`make conformance`). BADGEKILN_DRAWINGS is the folder.
func TestWriteForReaders(t *testing.T) {
	t.Parallel()
	dir := os.Getenv("BADGEKILN_DRAWINGS")
	if dir == "" {
		t.Skip("BADGEKILN_DRAWINGS names no folder")
	}
	r := rand.New(rand.NewPCG(7, 8))
	for n := range 100 {
		doc := generated(r)
		list, err := display.Of(t.Context(), doc, display.Options{})
		if err != nil {
			t.Fatal(err)
		}
		data, err := svgout.Write(list, side)
		if err != nil {
			t.Fatal(err)
		}
		m, _, err := render.Image(t.Context(), doc, render.Options{Width: side})
		if err != nil {
			t.Fatal(err)
		}
		base := filepath.Join(dir, fmt.Sprintf("generated-%02d-%dx%d", n, m.Rect.Dx(), m.Rect.Dy()))
		for path, data := range map[string][]byte{base + ".svg": data, base + ".rgba": render.Straight(m).Pix} {
			if err := os.WriteFile(path, data, 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
}
