package edit

import (
	"slices"

	"badgekiln/designer"
)

// ClipBelow shows of each layer only what lies inside the layer right below it,
// whose outline is taken as it is now. Code "clip-none" when nothing with an
// outline lies there.
func ClipBelow(m Measure, ids []string) Edit {
	return func(doc designer.Document) (designer.Document, error) {
		for _, id := range ids {
			l, below := Find(doc, id), under(doc.Layers, id)
			if l == nil || below == nil {
				return doc, designer.Fail("clip-none")
			}
			path := m.Outline(below)
			back, ok := l.Place.Inverse()
			if path.Empty() || !ok {
				return doc, designer.Fail("clip-none")
			}
			// Both stand in the same group, so that their places are enough.
			clip := &designer.Outline{Path: path.Mapped(below.Place.Then(back))}
			if below.Path != nil {
				clip.EvenOdd = below.Path.EvenOdd
			}
			var err error
			if doc, err = Update([]string{id}, func(n *designer.Layer) { n.Clip = clip })(doc); err != nil {
				return doc, err
			}
		}
		return doc, nil
	}
}

// Unclip shows layers whole again.
func Unclip(ids []string) Edit {
	return Update(ids, func(l *designer.Layer) { l.Clip = nil })
}

// canClip tells whether what is selected can be clipped to what lies below it.
func canClip(s *Session) bool {
	ids := free(s.past.doc(), s.chosen)
	_, err := ClipBelow(s.env.Measure, ids)(s.past.doc())
	return len(ids) > 0 && err == nil
}

// under is the layer right below another one, in the same group.
func under(layers []*designer.Layer, id string) *designer.Layer {
	at := slices.IndexFunc(layers, func(l *designer.Layer) bool { return l.ID == id })
	if at > 0 {
		return layers[at-1]
	}
	for _, l := range layers {
		if l.Group != nil {
			if found := under(l.Group.Layers, id); found != nil {
				return found
			}
		}
	}
	return nil
}
