package assets_test

import (
	"strings"
	"testing"

	"badgekiln/assets"
	"badgekiln/designer"
	"badgekiln/designer/template"
)

// Every layer of every template has a name in every language; in English it is
// the one it is drawn with.
func TestLayersOfTemplatesHaveWords(t *testing.T) {
	catalogue, err := template.Load(assets.Art())
	if err != nil {
		t.Fatal(err)
	}
	for _, language := range assets.Languages() {
		words, err := assets.LoadWords(language)
		if err != nil {
			t.Fatal(err)
		}
		asked := &counted{Words: words}
		for _, one := range catalogue.Templates() {
			doc, err := catalogue.Open(one.ID)
			if err != nil {
				t.Fatal(err)
			}
			namesOf(t, language, asked, doc.Layers, template.Worded(doc, asked).Layers)
		}
		if asked.missing != "" {
			t.Errorf("%s: no word for %s", language, asked.missing)
		}
	}
}

// counted notes the name whose last key is unknown.
type counted struct {
	*assets.Words
	used    int
	missing string
}

func (c *counted) T(key string, pairs ...string) string {
	c.used++
	return c.Words.T(key, pairs...)
}

func namesOf(t *testing.T, language string, asked *counted, before, after []*designer.Layer) {
	t.Helper()
	for i, l := range before {
		asked.used = 0
		template.Worded(designer.Document{Layers: []*designer.Layer{{Name: l.Name}}}, asked)
		if asked.used == 0 {
			asked.missing = l.Name
		}
		if name := after[i].Name; language == "en" && name != l.Name && !strings.HasPrefix(l.Name, "Emblem ") {
			t.Errorf("%q is called %q in English", l.Name, name)
		}
		if l.Group != nil {
			namesOf(t, language, asked, l.Group.Layers, after[i].Group.Layers)
		}
	}
}
