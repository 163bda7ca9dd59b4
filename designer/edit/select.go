package edit

import (
	"slices"

	"badgekiln/designer"
)

// Selection gives the ids of the selected layers, the one chosen last at the
// end. It is never part of the history.
func (s *Session) Selection() []string { return slices.Clone(s.chosen) }

// Selected gives the selected layers themselves, in the same order.
func (s *Session) Selected() []*designer.Layer {
	out := make([]*designer.Layer, 0, len(s.chosen))
	for _, id := range s.chosen {
		if l := Find(s.shown, id); l != nil {
			out = append(out, l)
		}
	}
	return out
}

// Inside is the group that was entered, or "".
func (s *Session) Inside() string { return s.inside }

// Select selects layers and nothing else. Text in place is committed first.
func (s *Session) Select(ids ...string) {
	s.endTyping(ids)
	s.choose(ids)
}

// Toggle selects a layer besides the others, or no longer.
func (s *Session) Toggle(id string) {
	s.endTyping(nil)
	if i := slices.Index(s.chosen, id); i >= 0 {
		s.choose(slices.Delete(slices.Clone(s.chosen), i, i+1))
		return
	}
	// What is around the new one, or in it, is no longer selected.
	rest := slices.DeleteFunc(slices.Clone(s.chosen), func(other string) bool {
		return within(s.shown, id, other) || within(s.shown, other, id)
	})
	s.choose(append(rest, id))
}

// SelectAll selects whatever can be picked in the group that was entered, or in
// the document.
func (s *Session) SelectAll() {
	s.endTyping(nil)
	var ids []string
	for _, l := range children(s.shown, s.inside) {
		if !l.Hidden && !l.Locked {
			ids = append(ids, l.ID)
		}
	}
	s.choose(ids)
}

// Clear selects nothing.
func (s *Session) Clear() { s.Select() }

// SelectNext selects the layer above (or below) what is selected, among its
// neighbours; from the top it goes on at the bottom.
func (s *Session) SelectNext(above bool) {
	s.endTyping(nil)
	parent := s.inside
	if len(s.chosen) > 0 {
		parent, _ = Parent(s.shown, s.chosen[len(s.chosen)-1])
	}
	list := slices.DeleteFunc(slices.Clone(children(s.shown, parent)), func(l *designer.Layer) bool { return l.Hidden || l.Locked })
	if len(list) == 0 {
		return
	}
	at, by := -1, 1
	if !above {
		at, by = len(list), -1
	}
	if len(s.chosen) > 0 {
		if i := slices.IndexFunc(list, func(l *designer.Layer) bool { return l.ID == s.chosen[len(s.chosen)-1] }); i >= 0 {
			at = i
		}
	}
	s.choose([]string{list[(at+by+len(list))%len(list)].ID})
}

// Enter goes into a group, so that what it holds can be picked.
func (s *Session) Enter(id string) {
	if l := Find(s.shown, id); l == nil || l.Group == nil {
		return
	}
	s.endTyping(nil)
	s.inside = id
	s.choose(nil)
}

// Leave goes out of the group that was entered and selects it.
func (s *Session) Leave() {
	if s.inside == "" {
		return
	}
	s.endTyping(nil)
	id := s.inside
	s.inside, _ = Parent(s.shown, id)
	s.choose([]string{id})
}

// choose makes a selection, and enters the group its layers lie in.
func (s *Session) choose(ids []string) {
	before, inside := s.chosen, s.inside
	s.chosen = outermost(s.shown, ids)
	s.enterChosen()
	if slices.Equal(before, s.chosen) && inside == s.inside {
		return
	}
	s.past.closed = true
	s.tell(Change{Selection: true, Overlay: true})
}

// enterChosen enters the group in which all selected layers lie.
func (s *Session) enterChosen() {
	for i, id := range s.chosen {
		p, _ := Parent(s.shown, id)
		if i > 0 && p != s.inside {
			s.inside = ""
			return
		}
		s.inside = p
	}
}

// within tells whether a layer lies in a group, at any depth.
func within(doc designer.Document, id, group string) bool {
	way := Trail(doc, id)
	return slices.ContainsFunc(way[:max(len(way)-1, 0)], func(l *designer.Layer) bool { return l.ID == group })
}
