package family_test

import (
	"math"
	"slices"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"badgekiln/designer"
	"badgekiln/designer/edit"
	"badgekiln/designer/family"
	"badgekiln/designer/geom"
	"badgekiln/designer/template"
)

func shade(v uint8) designer.Color { return designer.Color{R: v, G: v, B: v, A: 255} }

// parent is a disc with an emblem, a title and a group; its slots are those of most
// templates, without metals.
func parent() designer.Document {
	doc := designer.Document{Name: "Firing", Width: 600, Height: 600}
	for i, name := range []string{"base", "base-deep", "accent", "accent-deep", "ink", "paper"} {
		doc.Slots = append(doc.Slots, designer.Slot{Name: name, Color: shade(uint8(10 + i))})
	}
	doc.Layers = []*designer.Layer{
		{ID: "disc", Opacity: 1, Place: geom.Move(100, 100), Fill: designer.Fill("base"), Shape: &designer.Shape{Kind: "ellipse", W: 400, H: 400}},
		{
			ID: "sign", Role: template.RoleEmblem, Emblem: "star", Opacity: 1, Place: geom.Move(250, 200), Fill: designer.Fill("paper"),
			Path: &designer.Outline{Path: geom.R(0, 0, 96, 96).Path()},
		},
		{ID: "title", Role: template.RoleTitle, Opacity: 1, Place: geom.Move(300, 400), Fill: designer.Fill("paper"), Text: &designer.Text{Content: "FIRING", Font: designer.Font{Family: "sans"}, Size: 60, Align: designer.Middle}},
		{ID: "own", Opacity: 1, Place: geom.Identity(), Group: &designer.Group{Layers: []*designer.Layer{
			{ID: "dot", Opacity: 1, Place: geom.Move(290, 480), Fill: designer.Fill("ink"), Shape: &designer.Shape{Kind: "ellipse", W: 20, H: 20}},
		}}},
	}
	return doc
}

func catalogue(t *testing.T) *template.Catalogue {
	t.Helper()
	file := func(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(text)} }
	c, err := template.Load(fstest.MapFS{
		template.IndexFile:   file(`{"families":[],"templates":[]}`),
		template.EmblemsFile: file(`[{"name":"moon","theme":"award","tags":[],"d":"M0 0H48V96z"}]`),
		template.PalettesFile: file(`{"slots":[],"palettes":[],"levels":[
			{"name":"bronze","colors":{"metal-light":"#D09060","metal":"#A06030","metal-dark":"#603010"}},
			{"name":"silver","colors":{"metal-light":"#E0E0E0","metal":"#A0A0A0","metal-dark":"#606060"}}]}`),
	})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func make1(t *testing.T, doc designer.Document, c *template.Catalogue, m family.Member) designer.Document {
	t.Helper()
	made, err := family.Make(doc, c, m)
	if err != nil {
		t.Fatal(err)
	}
	return made
}

// TestASetMadeAgainIsMadeOfItsParent: what an earlier Make added goes, however
// often, and the parent's own layers stay what they are.
func TestASetMadeAgainIsMadeOfItsParent(t *testing.T) {
	t.Parallel()
	c := catalogue(t)
	levels := family.Levels(c, func(level string) string { return level })
	for i, m := range levels {
		if m.Label != []string{"BRONZE", "SILVER"}[i] || m.Count != i+1 || m.Level != []string{"bronze", "silver"}[i] {
			t.Errorf("level %d is %+v", i, m)
		}
	}
	once := make1(t, parent(), c, levels[1])
	again := make1(t, make1(t, make1(t, parent(), c, levels[0]), c, levels[0]), c, levels[1])
	if diff := cmp.Diff(once.Layers, again.Layers); diff != "" {
		t.Error(diff)
	}
	plain := make1(t, once, c, family.Member{Name: "Firing"})
	if diff := cmp.Diff(parent().Layers, plain.Layers); diff != "" {
		t.Error(diff)
	}
	if once.Name != "Firing Silver" {
		t.Errorf("called %q", once.Name)
	}
}

// TestMetalsOfALevel are those of the catalogue, on a rim of its own where
// nothing is of metal.
func TestMetalsOfALevel(t *testing.T) {
	t.Parallel()
	c := catalogue(t)
	silver, err := c.Level("silver")
	if err != nil {
		t.Fatal(err)
	}
	rims := func(doc designer.Document) (n int) {
		edit.Walk(doc, func(l *designer.Layer) {
			if l.ID == "family-rim" {
				n++
			}
		})
		return n
	}
	made := make1(t, parent(), c, family.Member{Level: "silver"})
	for _, slot := range []string{"metal-light", "metal", "metal-dark"} {
		if got, _ := made.Color(slot); got != silver.Colors[slot] {
			t.Errorf("%s is %v", slot, got)
		}
	}
	if rims(made) != 1 || len(made.Layers) != 1 || made.Layers[0].Place == geom.Identity() {
		t.Errorf("%d rims, %d layers: nothing was made smaller for it", rims(made), len(made.Layers))
	}
	for name, put := range map[string]func(l *designer.Layer){
		"filled": func(l *designer.Layer) { l.Fill = designer.Fill("metal") },
		"edged":  func(l *designer.Layer) { l.Stroke = &designer.Stroke{Paint: designer.Fill("metal-dark"), Width: 4} },
	} {
		doc := parent()
		doc.Slots = append(doc.Slots, designer.Slot{Name: "metal", Color: shade(90)}, designer.Slot{Name: "metal-dark", Color: shade(40)})
		put(doc.Layers[0])
		made := make1(t, doc, c, family.Member{Level: "silver"})
		if got, _ := made.Color("metal"); rims(made) != 0 || got != silver.Colors["metal"] {
			t.Errorf("%s: %d rims, %v", name, rims(made), got)
		}
		if diff := cmp.Diff(doc.Layers, made.Layers); diff != "" { // nothing has to make room
			t.Errorf("%s: %s", name, diff)
		}
	}
	if _, err := family.Make(parent(), c, family.Member{Level: "tin"}); err == nil {
		t.Error("a level that is none")
	}
}

// TestTitlesTurn: every other member has base and accent changed, deep ones too.
func TestTitlesTurn(t *testing.T) {
	t.Parallel()
	c := catalogue(t)
	for i, m := range family.Titles([]string{"ONE", "TWO", "THREE"}) {
		made := make1(t, parent(), c, m)
		var got, want []designer.Color
		for _, slot := range []string{"base", "base-deep", "accent", "accent-deep", "ink"} {
			color, _ := made.Color(slot)
			got = append(got, color)
		}
		want = []designer.Color{shade(10), shade(11), shade(12), shade(13), shade(14)}
		if i == 1 {
			want = []designer.Color{shade(12), shade(13), shade(10), shade(11), shade(14)}
		}
		if !slices.Equal(got, want) || made.Layers[2].Text.Content != m.Title || made.Name != m.Title {
			t.Errorf("%s: %v, says %q", made.Name, got, made.Layers[2].Text.Content)
		}
	}
	if doc := parent(); doc.Slots[0].Color != shade(10) {
		t.Error("the parent was changed")
	}
}

func TestEmblemIsAnother(t *testing.T) {
	t.Parallel()
	c := catalogue(t)
	made := make1(t, parent(), c, family.Member{Emblem: "moon"})
	sign, was := made.Layers[1], parent().Layers[1]
	if sign.Emblem != "moon" || cmp.Equal(sign.Path, was.Path) || sign.Place != was.Place {
		t.Errorf("%+v", sign)
	}
	if _, err := family.Make(parent(), c, family.Member{Emblem: "sun"}); err == nil {
		t.Error("an emblem that is none")
	}
}

// TestPlateHoldsItsStarsAndLabel side by side, none upon another, at the lower
// edge of a design of any width.
func TestPlateHoldsItsStarsAndLabel(t *testing.T) {
	t.Parallel()
	for count := range family.MostStars + 3 {
		for _, side := range []float64{600, 300} {
			doc := parent()
			doc.Width, doc.Height = side, side
			made := make1(t, doc, nil, family.Member{Label: "LEVEL 3", Count: count})
			plate := made.Layers[len(made.Layers)-1]
			parts := plate.Group.Layers
			ground := parts[0].Place.Bounds(geom.R(0, 0, parts[0].Shape.W, parts[0].Shape.H))
			begin, end, stars := 0.0, ground.Min.X, 0
			for i, l := range parts[1:] {
				var box geom.Rect
				if l.Text != nil {
					half := (l.Text.Room - 8) / 2
					box = geom.R(l.Place.E-half, 0, l.Place.E+half, 1)
				} else {
					box = l.Place.Bounds(geom.R(0, 0, l.Shape.W, l.Shape.H))
					stars++
				}
				if box.Min.X <= end || box.Max.X >= ground.Max.X {
					t.Errorf("%d stars: %s from %v to %v, after %v and in %v", count, l.ID, box.Min.X, box.Max.X, end, ground)
				}
				if i == 0 {
					begin = box.Min.X
				}
				end = box.Max.X
			}
			before, behind := begin-ground.Min.X, ground.Max.X-end
			if parts[len(parts)-1].Text == nil || math.Abs(before-behind) > 1e-9 {
				t.Errorf("%d stars: %v before and %v behind", count, before, behind)
			}
			if stars != min(count, family.MostStars) {
				t.Errorf("%d stars for %d", stars, count)
			}
			if at := plate.Place.Bounds(ground); at.Max.Y > side || at.Max.Y < side*0.98 {
				t.Errorf("the plate ends at %v of %v", at.Max.Y, side)
			}
		}
	}
}
