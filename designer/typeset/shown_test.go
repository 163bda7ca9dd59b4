package typeset_test

import (
	"os"
	"path/filepath"
	"testing"

	"badgekiln/designer"
	"badgekiln/designer/typeset"
)

// shown reads fonts that `make fonts` fetched.
func shown(t *testing.T, names ...string) *typeset.Fonts {
	t.Helper()
	var sources []typeset.Source
	for _, name := range names {
		data, err := os.ReadFile(filepath.Join("..", "..", "assets", "display", name))
		if err != nil {
			t.Skip("the display fonts have not been fetched")
		}
		sources = append(sources, typeset.Source{Family: name, Weight: 700, Data: data})
	}
	f, err := typeset.NewFonts(sources)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// TestKerning holds lines of a font with kerning by classes against what
// Chromium and HarfBuzz make of them, in ems.
func TestKerning(t *testing.T) {
	t.Parallel()
	f := shown(t, "inter-600.ttf")
	for text, want := range map[string]float64{"AV": 1.3798, "VA": 1.3798, "AVATAR Wave To": 8.2744, "LTLYTA": 3.6557} {
		ended := designer.Text{Content: text, Size: 1, Align: designer.End}
		started := ended
		started.Align = designer.Start
		if got := f.Lay(started, text).Outline.Bounds().Min.X - f.Lay(ended, text).Outline.Bounds().Min.X; !near(got, want, 0.001) {
			t.Errorf("%s is %.4f ems long, not %.4f", text, got, want)
		}
	}
}

// TestSpacesOfOthers sets spaces and what is not drawn with a font that has
// none of them: no box stands for them.
func TestSpacesOfOthers(t *testing.T) {
	t.Parallel()
	f := shown(t, "noto-sans-kr-700.woff", "inter-600.ttf")
	lone := f.Lay(style(nil), "김")
	for _, text := range []string{"김\t", "김\u3000", "김\u0085", "\u2028김", "김 \u200d"} {
		if l := f.Lay(style(nil), text); len(l.Missing) > 0 || !near(l.Outline.Bounds().W(), lone.Outline.Bounds().W(), 0.01) {
			t.Errorf("%q: %v, missing %q", text, l.Outline.Bounds(), string(l.Missing))
		}
	}
}

// TestWordsKeepTogether draws each word with one font where one has all of it.
func TestWordsKeepTogether(t *testing.T) {
	t.Parallel()
	f := shown(t, "montserrat-800.ttf", "inter-600.ttf")
	for text, want := range map[string][]int{
		"Ada λόγος": {0, 0, 0, 0, 1, 1, 1, 1, 1}, // the first has λ and μ alone
		"μ":         {0},
		"7 λ":       {0, 0, 0},
	} {
		for i, place := range f.Places(designer.Font{Family: "montserrat-800.ttf"}, text) {
			if place != want[i] {
				t.Errorf("%q: letter %d is from font %d, not %d", text, i, place, want[i])
			}
		}
	}
}
