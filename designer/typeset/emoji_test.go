package typeset

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"codeberg.org/go-fonts/dejavu/dejavusansbold"
	"eliasnaur.com/font/roboto/robotobold"

	"badgekiln/designer"
)

// TestEmojiEnds finds where emoji end.
func TestEmojiEnds(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]int{
		"🎉": 1, "👍🏽x": 2, "👩‍🔬": 3, "👨‍👩‍👧‍👦!": 7, "👩🏾‍🚀": 4, "❤️‍🔥": 4, "👩‍❤️‍👨": 6, "🏳️‍🌈": 4, "🇩🇪🇫🇷": 2, "1️⃣2": 3, "#⃣": 2, "🏴󠁧󠁢󠁥󠁮󠁧󠁿a": 7, "☎️": 2,
		"☎": 0, "☎︎": 0, "⌚︎": 0, "1": 0, "12": 0, "Ada": 0, "漢字": 0, "a\u200db": 0, "©": 0, "🇩x": 1, "🎉\u200da": 1, "م\u200dد": 0,
	} {
		runes := []rune(text)
		if got := emoji(runes, 0, len(runes)); got != want {
			t.Errorf("%q ends at %d, want %d", text, got, want)
		}
	}
	if list := pictures(); !slices.IsSorted(list) || len(list)%2 != 0 {
		t.Error("the table is not in order")
	}
}

// TestEmojiWithout tells of emoji that no font has, and draws no boxes.
func TestEmojiWithout(t *testing.T) {
	t.Parallel()
	f := fontsOf(t, Source{Family: "sans", Data: robotobold.TTF}, Source{Family: "wide", Data: dejavusansbold.TTF})
	text := designer.Text{Font: designer.Font{Family: "sans"}, Size: 100}
	with, without := f.Lay(text, "Ada 🎉"), f.Lay(text, "Ada ")
	if !alike(with.Outline, without.Outline) || !slices.Equal(with.Missing, []rune{'🎉'}) {
		t.Errorf("missing %q, %v", with.Missing, with.Outline.Bounds())
	}
}

// TestEmoji draws those of an emoji font whole, where the font is there (make
// fonts).
func TestEmoji(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile(filepath.Join("..", "..", "assets", "display", "noto-emoji-700.ttf"))
	if err != nil {
		t.Skip("the emoji font is not there: make fonts")
	}
	f := fontsOf(t, Source{Family: "sans", Data: robotobold.TTF}, Source{Family: "wide", Data: dejavusansbold.TTF}, Source{Family: "emoji", Data: data})
	text := designer.Text{Font: designer.Font{Family: "sans"}, Size: 100}
	for _, one := range []string{"🎉", "😀", "👍🏽", "👩‍🔬", "👨‍👩‍👧‍👦", "🏳️‍🌈", "❤️‍🔥", "🇩🇪", "1️⃣", "🏴󠁧󠁢󠁥󠁮󠁧󠁿"} {
		l := f.Lay(text, one)
		if len(l.Missing) > 0 || len(l.Glyphs) != 1 {
			t.Errorf("%s is %d glyphs, missing %q", one, len(l.Glyphs), l.Missing)
		}
		if places := f.Places(text.Font, one); places[0] != 2 {
			t.Errorf("%s is drawn by font %d", one, places[0])
		}
	}
	for sign, place := range map[string]int{"★": 1, "→": 1, "1": 0, "©": 0} {
		if places := f.Places(text.Font, sign); places[0] != place {
			t.Errorf("%s is drawn by font %d", sign, places[0])
		}
	}
	if l := f.Lay(text, "👩‍🐙"); !slices.Equal(l.Missing, []rune{'👩'}) {
		t.Errorf("what falls apart is not told of: %q", l.Missing)
	}
	a, b := f.Lay(text, "🎉 Ada").Outline.Bounds().W(), f.Lay(text, "🎉").Outline.Bounds().W()+f.Lay(text, "Ada").Outline.Bounds().W()
	if a > b+60 {
		t.Errorf("a space of %.0f hundredths of an em", a-b)
	}
}
