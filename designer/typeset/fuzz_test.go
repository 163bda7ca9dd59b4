package typeset_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"badgekiln/designer"
	"badgekiln/designer/typeset"
	"badgekiln/designer/typeset/typetest"
)

// FuzzFonts reads fonts of anybody and sets texts with them, before one of ours:
// nothing panics, and nothing takes long.
func FuzzFonts(f *testing.F) {
	sound := typetest.Sources()
	for _, s := range sound[:1] {
		f.Add(s.Data, "AV fi שלום مرحبا 12")
		f.Add(s.Data[:len(s.Data)/2], "Ada")
	}
	for _, name := range []string{"great-vibes-400.ttf", "noto-sans-devanagari-700.woff", "noto-sans-thai-700.woff"} {
		if data, err := os.ReadFile(filepath.Join("..", "..", "assets", "display", name)); err == nil {
			f.Add(data, "Ada fi प्रिया ณัฐ")
		}
	}
	f.Add([]byte("\x00\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"), "a")
	f.Fuzz(func(t *testing.T, data []byte, content string) {
		if len(content) > 100 {
			return
		}
		began := time.Now()
		fonts, err := typeset.NewFonts([]typeset.Source{sound[2], {Family: "theirs", Weight: 400, Foreign: true, Data: data}})
		if err != nil {
			return
		}
		for _, text := range []designer.Text{{}, {Box: &designer.Box{W: 100, H: 50}}, {Arc: &designer.Arc{Radius: 40, Middle: -90}}} {
			text.Size, text.Font.Family = 20, "theirs"
			if l := fonts.Lay(text, content); l.Outline == nil {
				t.Error("no outline")
			}
		}
		if took := time.Since(began); took > 20*time.Second {
			t.Errorf("%d bytes took %v", len(data), took)
		}
	})
}
