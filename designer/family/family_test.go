package family_test

import (
	"testing"

	"badgekiln/designer"
	"badgekiln/designer/edit"
	"badgekiln/designer/family"
	"badgekiln/designer/geom"
)

// TestLayersAreCalledInTheLanguageOfWhoMakesThem, whatever a level adds.
func TestLayersAreCalledInTheLanguageOfWhoMakesThem(t *testing.T) {
	t.Parallel()
	doc := designer.Document{Name: "A", Width: 600, Height: 600, Slots: []designer.Slot{{Name: "ink"}, {Name: "paper"}}}
	doc.Layers = []*designer.Layer{{ID: "a", Name: "Own", Place: geom.Identity(), Opacity: 1, Fill: designer.Fill("ink"), Shape: &designer.Shape{Kind: "rect", W: 600, H: 600}}}
	members := family.Named([]family.Member{{Label: "STUFE 1", Count: 1}}, func(layer string) string { return "wort " + layer })
	made, err := family.Make(doc, nil, members[0])
	if err != nil {
		t.Fatal(err)
	}
	known := map[string]bool{"Own": true}
	for _, layer := range family.LayerNames() {
		known["wort "+layer] = true
	}
	edit.Walk(made, func(l *designer.Layer) {
		if !known[l.Name] {
			t.Errorf("a layer is called %q", l.Name)
		}
	})
}

// TestStepsCountAsFarAsStarsGo and write each step whatever its number.
func TestStepsCountAsFarAsStarsGo(t *testing.T) {
	for _, n := range []int{1, 5, 6, 99} {
		steps := family.Steps(n, func(s string) string { return "step " + s })
		if len(steps) != n || steps[n-1].Label == steps[0].Label && n > 1 {
			t.Fatalf("%d steps: %+v", n, steps)
		}
		if want := map[bool]int{true: n}[n <= family.MostStars]; steps[n-1].Count != want {
			t.Errorf("step %d counts %d", n, steps[n-1].Count)
		}
	}
}
