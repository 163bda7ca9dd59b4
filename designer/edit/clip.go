package edit

import (
	"slices"

	"badgekiln/designer"
	"badgekiln/designer/geom"
)

// clip is what was copied.
type clip struct {
	layers []*designer.Layer // in document units
	slots  []designer.Slot   // of the document they were copied from
	pasted int
}

// twin remembers the last duplicate, so that the next one goes as far again.
type twin struct {
	old, fresh string
}

// offset is how far a copy lies beside its original.
const offset = 20

// Group groups what is selected, and selects the group.
func (s *Session) Group() error {
	id := freeID(s.past.doc(), s.env.NewID)
	if err := s.Apply("step.group", Group(s.chosen, id, s.env.Word("edit.group"))); err != nil {
		return err
	}
	s.Select(id)
	return nil
}

// Ungroup takes the selected groups apart, and selects what they held along
// with the rest.
func (s *Session) Ungroup() error {
	var parts, rest []string
	for _, l := range s.Selected() {
		if l.Group == nil {
			rest = append(rest, l.ID)
		}
	}
	if err := s.Apply("step.ungroup", Ungroup(s.chosen, func(ids []string) { parts = ids })); err != nil {
		return err
	}
	s.Select(append(rest, parts...)...)
	return nil
}

// Delete removes what is selected.
func (s *Session) Delete() error { return s.Apply("step.delete", Delete(s.chosen)) }

// Duplicate copies what is selected, and selects the copies. When the last
// duplicate was moved since, the next one goes as far again.
func (s *Session) Duplicate() error {
	if len(s.chosen) == 0 {
		return designer.Fail("nothing-selected")
	}
	doc, by := s.past.doc(), geom.Pt(offset, offset)
	first := s.chosen[0]
	if s.twin.fresh == first && Find(doc, s.twin.old) != nil {
		m := s.env.Measure
		by = Bounds(m, doc, []string{first}).Middle().Sub(Bounds(m, doc, []string{s.twin.old}).Middle())
	}
	var made []string
	err := s.Apply("step.duplicate", Duplicate(s.chosen, by, s.env.NewID, func(ids []string) { made = ids }))
	if err != nil {
		return err
	}
	s.twin = twin{old: first, fresh: made[0]}
	s.Select(made...)
	return nil
}

// Copy keeps what is selected for Paste.
func (s *Session) Copy() {
	doc := s.past.doc()
	s.clip = clip{slots: doc.Slots}
	for _, id := range stacked(doc, s.chosen) {
		n := clone(Find(doc, id))
		replace(n, around(doc, id))
		s.clip.layers = append(s.clip.layers, n)
	}
}

// Cut copies what is selected and removes it.
func (s *Session) Cut() error {
	s.Copy()
	return s.Apply("step.cut", Delete(s.chosen))
}

// Copied gives what Paste would add.
func (s *Session) Copied() []*designer.Layer { return s.clip.layers }

// Paste adds what was copied, a little beside where it was, or exactly there.
func (s *Session) Paste(inPlace bool) error {
	if len(s.clip.layers) == 0 {
		return designer.Fail("nothing-copied")
	}
	by := geom.Point{}
	if !inPlace {
		s.clip.pasted++
		by = geom.Pt(offset, offset).Times(float64(s.clip.pasted))
	}
	parent, index := s.room()
	var made []string
	err := s.Apply("step.paste", func(doc designer.Document) (designer.Document, error) {
		back, ok := Total(doc, parent).Inverse()
		if !ok {
			return doc, designer.Fail("layer-flat")
		}
		doc = withSlots(doc, s.clip)
		for i, l := range s.clip.layers {
			n := renewed(doc, l, s.env.NewID)
			replace(n, geom.Move(by.X, by.Y).Then(back))
			at := index
			if at >= 0 {
				at += i
			}
			var err error
			if doc, err = AddLayer(parent, at, n)(doc); err != nil {
				return doc, err
			}
			made = append(made, n.ID)
		}
		return doc, nil
	})
	if err == nil {
		s.Select(made...)
	}
	return err
}

// TakeClip takes what was copied in another session, to be pasted here.
func (s *Session) TakeClip(from *Session) {
	s.clip = from.clip
	s.clip.pasted = 0
}

// withSlots adds the colours that copied layers are painted by and the document
// has not: where it has one of the same name, they take that.
func withSlots(doc designer.Document, c clip) designer.Document {
	used := map[string]bool{}
	// A document of the copies alone tells which colours they need.
	_, _ = retone(designer.Document{Layers: c.layers}, func(t designer.Tone) designer.Tone {
		used[t.Slot] = true
		return t
	})
	doc.Slots = slices.Clone(doc.Slots)
	for _, slot := range c.slots {
		if _, has := doc.Color(slot.Name); used[slot.Name] && !has {
			doc.Slots = append(doc.Slots, slot)
		}
	}
	return doc
}

// Nudge moves what is selected, as arrow keys do; quick ones are one step.
func (s *Session) Nudge(dx, dy float64) error {
	return s.Tick("step.move", "nudge", Move(free(s.past.doc(), s.chosen), geom.Pt(dx, dy)))
}
