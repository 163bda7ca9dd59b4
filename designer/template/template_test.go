package template_test

import (
	"slices"
	"testing"
	"testing/fstest"

	"badgekiln/designer"
	"badgekiln/designer/geom"
	"badgekiln/designer/store"
	"badgekiln/designer/template"

	"github.com/google/go-cmp/cmp"
)

// catalogue is a small one: two templates, two palettes, an emblem.
func catalogue(t *testing.T) *template.Catalogue {
	t.Helper()
	doc := designer.Document{
		Name: "One", Width: 600, Height: 600, Template: "one",
		Slots: []designer.Slot{{Name: "base", Color: designer.Color{R: 1, A: 255}}, {Name: "metal", Color: designer.Color{R: 2, A: 255}}, {Name: "own", Color: designer.Color{R: 3, A: 255}}},
		Layers: []*designer.Layer{
			{ID: "a", Opacity: 1, Place: geom.Identity(), Role: "title", Text: &designer.Text{Content: "Hello", Font: designer.Font{Family: "sans"}, Size: 60, Align: designer.Middle}},
			{ID: "g", Opacity: 1, Place: geom.Identity(), Group: &designer.Group{Layers: []*designer.Layer{
				{ID: "b", Opacity: 1, Place: geom.Identity(), Role: "date", Text: &designer.Text{Content: "2026", Font: designer.Font{Family: "sans"}, Size: 60, Align: designer.Middle}},
			}}},
		},
	}
	data, err := store.MarshalDesign(doc)
	if err != nil {
		t.Fatal(err)
	}
	file := func(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(text)} }
	c, err := template.Load(fstest.MapFS{
		"templates/one.json": {Data: data},
		template.IndexFile: file(`{"families":[{"id":"seal","title":"Seals"},{"id":"code","title":"Code and terminal"}],"templates":[
			{"id":"one","title":"Speaker seal","family":"seal","palette":"red","level":"gold","tags":["conference"],"emblems":["microphone"],"text":[{"role":"title","font":"sans"}]},
			{"id":"two","title":"Bracket","family":"code","palette":"red","level":"gold","tags":["speaker"]}]}`),
		template.EmblemsFile:  file(`[{"name":"microphone","theme":"event","tags":["speaker"],"d":"M0 0H96V96z"},{"name":"star","theme":"award","tags":["best"],"d":"M48 0L96 96H0z"}]`),
		template.PalettesFile: file(`{"slots":["base","metal"],"palettes":[{"name":"red","level":"gold","colors":{"base":"#FF0000","metal":"#E3B443"}}],"levels":[{"name":"silver","colors":{"metal":"#B9C4CF"}}]}`),
	})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestSearch(t *testing.T) {
	t.Parallel()
	c := catalogue(t)
	for typed, want := range map[string][]string{
		"": {"one", "two"}, "SPEAK": {"one", "two"}, "speaker conference": {"one"}, "terminal": {"two"}, "micro": {"one"}, "nothing": nil, "seal code": nil,
	} {
		var got []string
		for _, found := range c.Search(typed) {
			got = append(got, found.ID)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q finds %v, want %v", typed, got, want)
		}
	}
	if got := c.SearchEmblems("speaker"); len(got) != 1 || got[0].Name != "microphone" {
		t.Errorf("emblems: %+v", got)
	}
}

func TestRecolour(t *testing.T) {
	t.Parallel()
	c := catalogue(t)
	doc, err := c.Open("one")
	if err != nil {
		t.Fatal(err)
	}
	before := slices.Clone(doc.Slots)
	red, _ := c.Palette("red")
	silver, _ := c.Level("silver")
	got := template.Recolour(doc, red, silver)
	want := []designer.Slot{{Name: "base", Color: designer.Color{R: 255, A: 255}}, {Name: "metal", Color: designer.Color{R: 0xb9, G: 0xc4, B: 0xcf, A: 255}}, {Name: "own", Color: designer.Color{R: 3, A: 255}}}
	if diff := cmp.Diff(want, got.Slots); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(before, doc.Slots); diff != "" {
		t.Errorf("the design itself changed: %s", diff)
	}
}

func TestWithText(t *testing.T) {
	t.Parallel()
	c := catalogue(t)
	doc, err := c.Open("one")
	if err != nil {
		t.Fatal(err)
	}
	got, err := template.WithText(doc, "date", "1999")
	if err != nil {
		t.Fatal(err)
	}
	texts := func(doc designer.Document) (list []string) {
		for _, l := range template.Texts(doc) {
			list = append(list, l.Text.Content)
		}
		return list
	}
	if !slices.Equal(texts(got), []string{"Hello", "1999"}) || !slices.Equal(texts(doc), []string{"Hello", "2026"}) {
		t.Errorf("%v, of %v", texts(got), texts(doc))
	}
	if got.Layers[0] != doc.Layers[0] {
		t.Error("a layer that stays was copied")
	}
	if _, err := template.WithText(doc, "org", "x"); err == nil {
		t.Error("a role that is not there was filled")
	}
}

func TestEmblems(t *testing.T) {
	t.Parallel()
	c := catalogue(t)
	star, err := c.Emblem("star")
	if err != nil {
		t.Fatal(err)
	}
	l, err := template.NewEmblem(star, "e", geom.Pt(300, 200), 192, designer.Fill("base"))
	if err != nil {
		t.Fatal(err)
	}
	if got := l.Place.Apply(geom.Pt(48, 48)); got != geom.Pt(300, 200) || l.Role != template.RoleEmblem {
		t.Errorf("placed at %v as %q", got, l.Role)
	}
}

func TestUnknown(t *testing.T) {
	t.Parallel()
	c := catalogue(t)
	_, open := c.Open("three")
	_, palette := c.Palette("x")
	_, level := c.Level("x")
	_, emblem := c.Emblem("x")
	for code, err := range map[string]error{"template-unknown": open, "palette-unknown": palette, "level-unknown": level, "emblem-unknown": emblem} {
		if fault, ok := err.(*designer.Fault); !ok || fault.Code != code { //nolint:errorlint // as it is given
			t.Errorf("%v, want %s", err, code)
		}
	}
}
