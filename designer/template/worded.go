package template

import (
	"strings"
	"unicode"

	"badgekiln/designer"
)

// Words are those of a language: "template.layer.<name>" and "emblem.<name>".
type Words interface {
	Has(key string) bool
	T(key string, pairs ...string) string
}

// Worded gives the layers of a template, which are named in English, the names
// they have in a language. What has no word keeps its name.
func Worded(doc designer.Document, w Words) designer.Document {
	doc.Layers = worded(doc.Layers, w)
	return doc
}

func worded(layers []*designer.Layer, w Words) []*designer.Layer {
	out := make([]*designer.Layer, len(layers))
	for i, l := range layers {
		named := *l
		named.Name = layerName(l.Name, w)
		if l.Group != nil {
			group := *l.Group
			group.Layers = worded(group.Layers, w)
			named.Group = &group
		}
		out[i] = &named
	}
	return out
}

// layerName takes "Tile 3", "Org (arc)" and "Emblem gear" apart: number and arc
// are the same with every name, and emblems have words already, the first of
// which is their name.
func layerName(name string, w Words) string {
	if emblem, ok := strings.CutPrefix(name, "Emblem "); ok && w.Has("emblem."+emblem) {
		first, _, _ := strings.Cut(w.T("emblem."+emblem), ",")
		return first
	}
	if key := layerKey(name); w.Has(key) {
		return w.T(key)
	}
	if of, ok := strings.CutSuffix(name, " (arc)"); ok && w.Has(layerKey(of)) {
		return w.T("template.layer-on-arc", "name", w.T(layerKey(of)))
	}
	if i := strings.LastIndexByte(name, ' '); i > 0 && w.Has(layerKey(name[:i])) {
		return w.T(layerKey(name[:i])) + name[i:]
	}
	return name
}

// layerKey is the key of a name: "Heart of the flame", "heart-of-the-flame".
func layerKey(name string) string {
	return "template.layer." + strings.Join(strings.FieldsFunc(strings.ToLower(name), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r)
	}), "-")
}
