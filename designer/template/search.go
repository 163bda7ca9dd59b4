package template

import (
	"cmp"
	"slices"
	"strings"
)

// Search gives the templates that fit all words typed, best first; none typed
// gives all. A word fits the beginning of a word of title, family, tag or
// emblem, or any part of the id.
func (c *Catalogue) Search(typed string) []Template {
	return find(c.index.Templates, typed, func(t Template) []string {
		return append([]string{t.ID, t.Title, c.FamilyTitle(t.Family), t.Family}, append(slices.Clone(t.Tags), c.emblemTags(t)...)...)
	})
}

// Subjects are the keys of words that say in any language what a template is
// about: of its tags and its emblems.
func (t Template) Subjects() []string {
	keys := make([]string, 0, len(t.Tags)+len(t.Emblems))
	for _, tag := range t.Tags {
		keys = append(keys, "tag."+tag)
	}
	for _, e := range t.Emblems {
		keys = append(keys, "emblem."+e)
	}
	return keys
}

// SearchEmblems gives the emblems that fit all words typed, as Search does.
func (c *Catalogue) SearchEmblems(typed string) []Emblem {
	return find(c.emblems, typed, func(e Emblem) []string { return append([]string{e.Name, e.Theme}, e.Tags...) })
}

// emblemTags are the names of a template's emblems.
func (c *Catalogue) emblemTags(t Template) []string { return t.Emblems }

// find sorts by how early the words fit: a name counts more than a tag.
func find[T any](all []T, typed string, texts func(T) []string) []T {
	words := strings.Fields(strings.ToLower(typed))
	type hit struct {
		value T
		rank  int
	}
	var hits []hit
	for _, v := range all {
		rank, fits := 0, true
		for _, w := range words {
			r := rankOf(texts(v), w)
			rank, fits = rank+r, fits && r >= 0
		}
		if fits {
			hits = append(hits, hit{v, rank})
		}
	}
	slices.SortStableFunc(hits, func(a, b hit) int { return cmp.Compare(a.rank, b.rank) })
	list := make([]T, len(hits))
	for i, h := range hits {
		list[i] = h.value
	}
	return list
}

// rankOf says where a word fits, or −1.
func rankOf(texts []string, word string) int {
	for i, text := range texts {
		for part := range strings.FieldsFuncSeq(strings.ToLower(text), func(r rune) bool { return r == ' ' || r == '-' || r == ',' }) {
			if strings.HasPrefix(part, word) {
				return i
			}
		}
	}
	if len(texts) > 0 && strings.Contains(texts[0], word) {
		return len(texts)
	}
	return -1
}
