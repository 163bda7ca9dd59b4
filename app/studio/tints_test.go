package studio

import (
	"slices"
	"testing"

	"badgekiln/app/kit/kittest"
	"badgekiln/assets"
	"badgekiln/designer"
	"badgekiln/designer/brand"
)

// The gallery offers no palette that makes a protected sign of a template, of
// the brand's neither, and does not show it in one.
func TestNoPaletteMakesAProtectedSign(t *testing.T) {
	_, r, _ := open(t, kittest.English)
	c, err := r.engine.Catalogue()
	if err != nil {
		t.Fatal(err)
	}
	red, err := c.Palette("ember")
	if err != nil {
		t.Fatal(err)
	}
	r.brand.set(brand.Kit{Name: "Red", Palettes: []brand.Named{{Name: "Ours", Colors: red.Colors}}}, true)
	names := func(id string) (out []string) {
		list, err := r.tints(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		for _, one := range list {
			out = append(out, one.name)
		}
		return out
	}
	aid, seal := names("care-firstaid"), names("seal-scalloped")
	for _, name := range []string{"Ours", "Ember", "Berry", "Rosewood"} {
		if slices.Contains(aid, name) || !slices.Contains(seal, name) {
			t.Errorf("%s: of the first aid's %v, of the seal's %v", name, aid, seal)
		}
	}
	if aid[0] != "As it was drawn" || slices.Contains(aid, "Forest") || seal[1] != "Ours" {
		t.Errorf("order %v, %v", aid, seal)
	}
	for id, want := range map[string]bool{"care-firstaid": false, "seal-scalloped": true} {
		f, err := r.templateFile(t.Context(), id, nil)
		if err != nil {
			t.Fatal(err)
		}
		if base, _ := f.Doc.Color("base"); (base == red.Colors["base"]) != want {
			t.Errorf("%s is shown in %v", id, base)
		}
	}
}

// A template is begun in the palette that was chosen in the gallery.
func TestTemplateIsBegunInTheChosenPalette(t *testing.T) {
	b, r, _ := open(t, kittest.English)
	r.showList()
	b.Settle()
	g := r.gallery
	g.shelf = "seal"
	g.fill()
	want := designer.Color{R: 1, G: 2, B: 3, A: 255}
	g.tint("template:seal-scalloped", map[string]designer.Color{"base": want})
	p, ok := g.piece()
	if !ok || p.template != "seal-scalloped" {
		t.Fatalf("chosen %+v", p)
	}
	r.use(p)
	b.Settle()
	if got, _ := r.studio.session.Document().Color("base"); got != want {
		t.Errorf("begun in %v", got)
	}
}

// Emblems and templates are found in the language of the window, not by the
// catalogue's own words alone.
func TestFoundInTheLanguage(t *testing.T) {
	_, r, _ := open(t, kittest.English)
	words, err := assets.LoadWords("de")
	if err != nil {
		t.Fatal(err)
	}
	r.env.T, r.env.Has = words.T, words.Has
	c, err := r.engine.Catalogue()
	if err != nil {
		t.Fatal(err)
	}
	r.gallery.shown()
	r.gallery.shelf = shelfAll
	r.gallery.search.Text = "pfadfinder lagerfeuer"
	if hits := r.gallery.hits(); len(hits) != 1 || hits[0].template != "patch-merit" {
		t.Errorf("found %d templates", len(hits))
	}
	for typed, want := range map[string]string{"herz": "heart", "erste hilfe": "first-aid", "heart": "heart"} {
		if list := emblemsFor(r.env, c, typed); len(list) == 0 || list[0].Name != want {
			t.Errorf("%q finds %v", typed, list)
		}
	}
	for _, e := range c.Emblems() {
		if emblemName(r.env, e.Name) == e.Name {
			t.Errorf("no German name of %s", e.Name)
		}
	}
	for _, of := range c.Templates() {
		for _, key := range of.Subjects() {
			if !r.env.Has(key) {
				t.Errorf("%s: no word %s", of.ID, key)
			}
		}
	}
}
