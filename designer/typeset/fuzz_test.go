package typeset_test

import (
	"bytes"
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
	for _, i := range []int{0, 5, 6} { // small ones: what is changed in them is soon met
		part, err := typeset.Trim(sound[i], []string{"AV fi ô שלום مرحبا 12"}, sound[:1])
		if err != nil {
			f.Fatal(err)
		}
		sound[i].Data = part
		f.Add(part, "AV fi ô שלום مرحبا 12")
		f.Add(part[:len(part)/2], "Ada")
	}
	if data, err := os.ReadFile(os.Getenv("BADGEKILN_VARIABLE")); err == nil {
		f.Add(data, "Hag")
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
		fonts, err := typeset.NewFonts([]typeset.Source{sound[0], {Family: "theirs", Weight: 400, Foreign: true, Data: data, Instance: "wght=650,wdth=75"}})
		if err != nil {
			return
		}
		_, _ = typeset.Faces(bytes.NewReader(data))
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
