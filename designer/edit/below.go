package edit

import (
	"slices"
	"strings"

	"badgekiln/designer"
	"badgekiln/designer/geom"
)

// ClipBelow shows of each layer only what lies inside the layer right below, as
// it is now: below all of ids that lie on each other, so that several together
// are cut to the same. An outline cuts as a clip; what has none, or another one
// for every person, as a mask made of a copy. Code "clip-none" when nothing that
// could cut lies there.
func ClipBelow(m Measure, ids []string, newID func() string) Edit {
	return func(doc designer.Document) (designer.Document, error) {
		chosen := set(ids)
		for _, id := range ids {
			l, below := Find(doc, id), under(doc.Layers, id, chosen)
			if l == nil || below == nil {
				return doc, designer.Fail("clip-none")
			}
			back, ok := l.Place.Inverse()
			if !ok {
				return doc, designer.Fail("clip-none")
			}
			// Both stand in the same group, so that their places are enough.
			clip, mask := cutter(m, doc, below, back, newID)
			if clip == nil && mask == nil {
				return doc, designer.Fail("clip-none")
			}
			var err error
			if doc, err = Update([]string{id}, func(n *designer.Layer) { n.Clip, n.Mask = clip, mask })(doc); err != nil {
				return doc, err
			}
		}
		return doc, nil
	}
}

// cutter is what a layer cuts another by, in whose units back tells; one of the
// two, or neither where it covers nothing.
func cutter(m Measure, doc designer.Document, below *designer.Layer, back geom.Affine, newID func() string) (*designer.Outline, *designer.Mask) {
	if path := m.Outline(below); !path.Empty() && !worded(below) {
		clip := &designer.Outline{Path: path.Mapped(below.Place.Then(back))}
		if below.Path != nil {
			clip.EvenOdd = below.Path.EvenOdd
		}
		return clip, nil
	}
	if m.Bounds(below).Empty() && !worded(below) {
		return nil, nil
	}
	n := clone(renewed(doc, below, newID))
	// It cuts where it is, however it looks, and for whomever it is there.
	n.Hidden, n.Opacity, n.Shadow, n.Blend, n.When = false, 1, nil, designer.Normal, nil
	n.Place = tidy(n.Place.Then(back))
	return nil, &designer.Mask{Layers: []*designer.Layer{n}}
}

// worded tells whether a text says something else to everybody.
func worded(l *designer.Layer) bool {
	return l.Text != nil && strings.Contains(l.Text.Content, "{")
}

// Unclip shows layers whole again.
func Unclip(ids []string) Edit {
	return Update(ids, func(l *designer.Layer) { l.Clip, l.Mask = nil, nil })
}

// Cut tells whether a layer shows only a part of itself.
func Cut(l *designer.Layer) bool { return l.Clip != nil || l.Mask != nil }

// canClip tells whether what is selected can be clipped to what lies below it.
func canClip(s *Session) bool {
	ids := free(s.past.doc(), s.chosen)
	chosen := set(ids)
	for _, id := range ids {
		below := under(s.past.doc().Layers, id, chosen)
		if below == nil || s.env.Measure.Outline(below).Empty() && s.env.Measure.Bounds(below).Empty() {
			return false
		}
	}
	return len(ids) > 0
}

// under is the next layer below another one, in the same group, that is none of
// those chosen.
func under(layers []*designer.Layer, id string, chosen map[string]bool) *designer.Layer {
	at := slices.IndexFunc(layers, func(l *designer.Layer) bool { return l.ID == id })
	if at >= 0 {
		for at--; at >= 0; at-- {
			if !chosen[layers[at].ID] {
				return layers[at]
			}
		}
		return nil
	}
	for _, l := range layers {
		if l.Group != nil {
			if found := under(l.Group.Layers, id, chosen); found != nil {
				return found
			}
		}
	}
	return nil
}
