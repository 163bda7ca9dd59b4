package edit

import (
	"slices"
)

// clicked is a press that was let go where it was.
func (s *Session) clicked(pr *press) {
	again := s.click.valid && s.near(pr.from)
	s.click.at, s.click.valid = pr.from.At, true
	switch {
	case pr.handle != NoHandle && (!again || len(pr.hits) == 0 || len(s.chosen) != 1):
		// A handle was pressed and not dragged.
	case len(pr.hits) == 0 && !pr.from.Shift:
		// Beside everything: out of the group, nothing selected.
		s.inside = ""
		s.choose(nil)
	case pr.picked || len(pr.hits) == 0:
	case pr.from.Shift:
		s.Toggle(pr.hits[0])
	case again && len(s.chosen) == 1:
		s.choose([]string{below(pr.hits, s.chosen[0])})
	case len(s.chosen) != 1 || s.chosen[0] != pr.hits[0]:
		s.choose(pr.hits[:1])
	}
}

// below gives what follows an id, and the first after the last.
func below(ids []string, id string) string {
	return ids[(slices.Index(ids, id)+1)%len(ids)]
}

// Double is a double click: it edits a text in place or enters a group. It
// follows the two clicks, and takes back what the second one selected.
func (s *Session) Double(p Pointer) {
	s.Cancel()
	if s.typing != nil {
		if s.textAt(p) {
			s.markWord()
		}
		return
	}
	hits := s.under(p)
	s.click.valid = false
	if len(hits) == 0 {
		s.Leave()
		return
	}
	id := hits[0]
	for _, chosen := range s.click.before {
		if slices.Contains(hits, chosen) {
			id = chosen
		}
	}
	s.choose([]string{id})
	l := Find(s.shown, id)
	switch {
	case l.Text != nil:
		s.BeginText(id)
		s.placeCaret(p, false)
		s.markWord()
	case l.Group != nil:
		s.Enter(id)
		if inner := s.under(p); len(inner) > 0 {
			s.choose(inner[:1])
		}
	}
}

// Cancel ends a running gesture and brings back exactly what was before: the
// right button, or Escape. It tells whether there was one.
func (s *Session) Cancel() bool {
	pr, g := s.press, s.gesture
	s.press = nil
	switch {
	case pr != nil && pr.drag != nil:
		pr.drag.off(s)
	case g != nil:
		g.Cancel()
	default:
		return false
	}
	s.tell(Change{Overlay: true})
	return true
}

// Escape cancels the innermost thing: a gesture, text in place (which is kept),
// the selection, the group that was entered. It tells whether there was one.
func (s *Session) Escape() bool {
	switch {
	case s.Cancel():
	case s.typing != nil:
		s.CommitText()
	case s.inside != "":
		s.Leave()
	case len(s.chosen) > 0:
		s.Clear()
	default:
		return false
	}
	return true
}
