package assets_test

import (
	"os"
	"testing"

	"badgekiln/assets"
	"badgekiln/designer"
)

// TestShapeWords wants a word for every shape and each of its numbers, and no
// others.
func TestShapeWords(t *testing.T) {
	t.Parallel()
	words, err := assets.LoadWords("en")
	if err != nil {
		t.Fatal(err)
	}
	for _, kind := range designer.ShapeKinds() {
		if !words.Has("shape." + kind.Name) {
			t.Errorf("no word for %s", kind.Name)
		}
		for _, number := range kind.Numbers {
			if !words.Has("shape.number." + number.Name) {
				t.Errorf("no word for %s of %s", number.Name, kind.Name)
			}
		}
	}
}

// TestDesignFonts keeps the fonts in a size that a program may carry.
func TestDesignFonts(t *testing.T) {
	t.Parallel()
	sum := 0
	classes := map[string]bool{}
	for _, f := range assets.BaseFonts() {
		sum += len(f.Data)
		classes[f.Family] = true
	}
	if sum > 4_500_000 {
		t.Errorf("%d bytes of fonts", sum)
	}
	fetched := 0
	for _, f := range assets.FontsWith(os.DirFS(".")) {
		fetched += len(f.Data)
		classes[f.Family] = true
	}
	if fetched-sum > 9_000_000 {
		t.Errorf("%d bytes of fetched fonts", fetched-sum)
	}
	for _, class := range []string{"sans", "sans-bold", "sans-condensed", "serif", "script", "mono"} {
		if !classes[class] {
			t.Errorf("no font of the class %s", class)
		}
	}
}
