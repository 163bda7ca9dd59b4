package edit

import (
	"slices"

	"badgekiln/designer"
)

// Trail is all that can be undone and done again. Its documents are the
// session's own and are never changed.
func (s *Session) Trail() designer.Trail {
	t := designer.Trail{Steps: make([]designer.TrailStep, len(s.past.steps)), Now: s.past.now}
	for i, p := range s.past.steps {
		t.Steps[i] = designer.TrailStep{Serial: p.serial, Label: p.label, At: p.at, Doc: p.doc, Chosen: p.chosen}
	}
	return t
}

// Resume begins a session where another one stopped. What was shown there last
// counts as not yet saved, unless clean says that it is on disk.
func Resume(t designer.Trail, env Env, clean bool) *Session {
	s := NewSession(t.Steps[t.Now].Doc, env)
	h := history{steps: make([]step, len(t.Steps)), now: t.Now, closed: true, saved: -1}
	for i, p := range t.Steps {
		h.steps[i] = step{label: p.Label, doc: p.Doc, at: p.At, serial: p.Serial, chosen: slices.Clone(p.Chosen)}
		h.serial = max(h.serial, p.Serial)
	}
	if clean {
		h.saved = h.steps[h.now].serial
	}
	s.past = h
	return s
}

// Past is a step as a list of them shows it.
type Past struct {
	Label string // key of the words; "" for the state it began with
	Now   bool
}

// Steps lists all states, the oldest first.
func (s *Session) Steps() []Past {
	out := make([]Past, len(s.past.steps))
	for i, p := range s.past.steps {
		out[i] = Past{p.label, i == s.past.now}
	}
	return out
}

// GoTo shows the state at an index of Steps; what lies after it can be done
// again.
func (s *Session) GoTo(i int) {
	for s.past.now != i {
		walk := s.Redo
		if s.past.now > i {
			walk = s.Undo
		}
		if !walk() {
			return
		}
	}
}
