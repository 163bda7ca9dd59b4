package merge

import (
	"slices"

	"badgekiln/designer"
)

// Use is what a design does with a merge field.
type Use string

// The uses.
const (
	Says    Use = "says"    // a text or a code has it
	Shows   Use = "shows"   // it is a picture
	Colors  Use = "colors"  // it is a colour
	Decides Use = "decides" // a layer is there or not
)

// Uses lists the merge fields of a design with what it does with them, each pair
// once, in the order they are come upon.
func Uses(doc designer.Document) []Used {
	var u uses
	u.layers(doc, doc.Layers)
	return u
}

// Fields lists the merge fields of a design, each once, besides those known.
func Fields(doc designer.Document, known map[string]string) []string {
	var names []string
	for _, u := range Uses(doc) {
		if _, same := known[u.Field]; !same && !slices.Contains(names, u.Field) {
			names = append(names, u.Field)
		}
	}
	return names
}

// Used is a field and one of its uses.
type Used struct {
	Field string
	Use   Use
}

type uses []Used

func (u *uses) add(use Use, field string) {
	if one := (Used{field, use}); field != "" && !slices.Contains(*u, one) {
		*u = append(*u, one)
	}
}

func (u *uses) layers(doc designer.Document, layers []*designer.Layer) {
	for _, l := range layers {
		if l.Group != nil {
			u.layers(doc, l.Group.Layers)
		}
		if l.Mask != nil {
			u.layers(doc, l.Mask.Layers)
		}
		for _, name := range Names(contentOf(l), nil) {
			u.add(Says, name)
		}
		if l.Image != nil {
			u.add(Shows, l.Image.Field)
		}
		for _, t := range Tones(l) {
			u.add(Colors, t.Field)
			u.add(Colors, fieldOf(doc.Slots, t.Slot))
		}
		if l.When != nil {
			u.add(Decides, l.When.Field)
		}
	}
}

func fieldOf(slots []designer.Slot, name string) string {
	for _, s := range slots {
		if s.Name == name {
			return s.Field
		}
	}
	return ""
}

// Tones lists the tones that a layer is painted with, itself and not what it
// holds.
func Tones(l *designer.Layer) []designer.Tone {
	out := tonesOf(nil, l.Fill)
	if l.Stroke != nil {
		out = tonesOf(out, l.Stroke.Paint)
	}
	if l.Shadow != nil {
		out = append(out, l.Shadow.Tone)
	}
	return out
}

func tonesOf(out []designer.Tone, p designer.Paint) []designer.Tone {
	switch p.Kind {
	case designer.NoPaint:
		return out
	case designer.Solid:
		return append(out, p.Tone)
	}
	for _, s := range p.Stops {
		out = append(out, s.Tone)
	}
	return out
}

// Open tells what of a layer itself depends on fields, without what it holds:
// its shadow; anything it is made of or painted with, texts included; and
// whether it is there.
func Open(l *designer.Layer, slots []designer.Slot, known map[string]string) (shadow, look, there bool) {
	open := func(t designer.Tone) bool { return t.Field != "" || fieldOf(slots, t.Slot) != "" }
	shadow = l.Shadow != nil && open(l.Shadow.Tone)
	plain := *l
	plain.Shadow = nil
	look = slices.ContainsFunc(Tones(&plain), open) || l.Image != nil && l.Image.Field != "" || len(Names(contentOf(l), known)) > 0
	return shadow, look, l.When != nil
}
