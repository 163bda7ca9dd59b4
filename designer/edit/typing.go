package edit

import (
	"slices"
	"strings"

	"badgekiln/designer/geom"
)

// typing is a text being edited in place. Places in it count runes.
type typing struct {
	id     string
	at     int // the caret
	mark   int // where the selected part begins or ends; equal to at: none
	fresh  bool
	run    int // typing in one run is one step
	before history
	wish   *geom.Point // where up and down aim, along the line
}

// Editing is the layer whose text is edited in place, or "".
func (s *Session) Editing() string {
	if s.typing == nil {
		return ""
	}
	return s.typing.id
}

// Typing tells whether a text is edited in place: letters then belong to it.
func (s *Session) Typing() bool { return s.typing != nil }

// BeginText edits a text in place, all of it selected. It tells whether there
// is such a text.
func (s *Session) BeginText(id string) bool { return s.beginText(id, false) }

func (s *Session) beginText(id string, fresh bool) bool {
	l := Find(s.shown, id)
	if l == nil || l.Text == nil {
		return false
	}
	s.stop()
	s.endTyping(nil)
	s.choose([]string{id})
	s.past.closed = true
	s.typing = &typing{id: id, fresh: fresh, before: s.past, mark: 0, at: len(s.runes(id))}
	s.hover = ""
	s.tell(Change{Selection: true, Overlay: true})
	return true
}

// CommitText ends editing in place. A text that was new and is empty is taken
// away again; empty tells that one without a letter stays.
func (s *Session) CommitText() (empty bool) {
	t := s.typing
	if t == nil {
		return false
	}
	s.typing = nil
	s.past.closed = true
	if strings.TrimSpace(string(s.runes(t.id))) == "" {
		if empty = !t.fresh; !empty {
			// Failing, it stays: an empty text does no harm.
			_ = s.Apply("step.delete", Delete([]string{t.id}))
		}
	}
	s.tell(Change{Selection: true, Overlay: true})
	return empty
}

// CancelText ends editing in place; text and history are as they were before.
func (s *Session) CancelText() {
	t := s.typing
	if t == nil {
		return
	}
	s.stop()
	s.typing = nil
	serial, saved := s.past.serial, s.past.saved
	s.past = t.before
	s.past.serial, s.past.saved, s.past.closed = serial, saved, true
	s.show(s.past.doc())
}

// endTyping commits text in place, unless its layer is all that is chosen.
func (s *Session) endTyping(ids []string) {
	if s.typing != nil && !slices.Equal(ids, []string{s.typing.id}) {
		s.CommitText()
	}
}

// retype keeps the caret in the text after a step back or forward, and ends
// editing when that went back behind its beginning.
func (s *Session) retype() {
	t := s.typing
	if t == nil {
		return
	}
	if l := Find(s.shown, t.id); l == nil || l.Text == nil ||
		s.past.steps[s.past.now].serial < t.before.steps[t.before.now].serial {
		s.typing = nil
		s.tell(Change{Selection: true, Overlay: true})
		return
	}
	t.run++
	n := len(s.runes(t.id))
	t.at = min(t.at, n)
	t.mark = t.at
	s.chosen = []string{t.id}
	s.tell(Change{Overlay: true})
}
