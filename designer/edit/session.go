package edit

import (
	"reflect"
	"slices"
	"time"

	"badgekiln/designer"
	"badgekiln/designer/geom"
	"badgekiln/designer/typeset"
)

// Measure tells how large layers are, in their own units, without stroke and
// shadow. Outline is nil for pictures and groups.
type Measure interface {
	Bounds(l *designer.Layer) geom.Rect
	Outline(l *designer.Layer) *geom.Path
	Laid(l *designer.Layer) (typeset.Laid, bool)
}

// Env is what a session needs from outside. Measure, NewID and Now are needed.
type Env struct {
	Measure Measure
	Plain   Measure              // measures texts as they are written, merge fields not filled in; nil: Measure
	NewID   func() string        // a fresh layer id
	Now     func() time.Time     // tells changes that flow together from those that do not
	Word    func(string) string  // names of new layers, by key; nil: the key itself
	Shapes  []designer.ShapeKind // kinds that can be added
	// Ink names the colour of the design that letters about a place can be read in,
	// "" where any can; nil: always.
	Ink func(at geom.Point) string
}

// Change tells a listener what is no longer as it was.
type Change struct{ Document, Selection, Overlay bool }

// Session is a design being edited.
type Session struct {
	env     Env
	past    history
	shown   designer.Document // as in the history, or a preview of what a gesture would make of it
	gesture *Gesture
	chosen  []string // selected layers, the one clicked last at the end
	inside  string   // the group that was entered, or ""
	press   *press
	click   click
	hover   string
	typing  *typing
	clip    clip
	twin    twin
	snaps   Snaps
	against AlignTo
	hears   []*func(Change)
}

// NewSession begins with a document as the first state of its history.
func NewSession(doc designer.Document, env Env) *Session {
	if env.Plain == nil {
		env.Plain = env.Measure
	}
	if env.Word == nil {
		env.Word = func(key string) string { return key }
	}
	return &Session{env: env, past: newHistory(doc), shown: doc, snaps: AllSnaps()}
}

// Document is what is to be shown now: the current state, or a preview while a
// gesture runs.
func (s *Session) Document() designer.Document { return s.shown }

// OnChange has f called after every change, in the order of registration. The
// function given back ends that.
func (s *Session) OnChange(f func(Change)) (stop func()) {
	p := &f
	s.hears = append(s.hears, p)
	return func() {
		s.hears = slices.DeleteFunc(slices.Clone(s.hears), func(q *func(Change)) bool { return p == q })
	}
}

func (s *Session) tell(c Change) {
	for _, f := range s.hears {
		(*f)(c)
	}
}

// Apply does an edit as one step. An edit that fails, or changes nothing,
// leaves no step. A gesture still running is cancelled before.
func (s *Session) Apply(label string, e Edit) error { return s.Tick(label, "", e) }

// Tick is Apply for changes that come in quick succession, from a slider or a
// held key: those with the same key, less than a second apart, with nothing else
// done and selected in between, are one step.
func (s *Session) Tick(label, key string, e Edit) error {
	s.stop()
	doc, err := e(s.past.doc())
	if err != nil {
		return err
	}
	return s.commit(label, key, doc)
}

// commit makes a document the current state, unless it equals the current one.
// One that is not sound, groups being nested too deep for example, is refused.
func (s *Session) commit(label, key string, doc designer.Document) error {
	if !equal(s.past.doc(), doc) {
		if err := doc.Check(); err != nil {
			return err
		}
		s.past.push(step{label: label, key: key, at: s.env.Now(), doc: doc, chosen: slices.Clone(s.chosen)})
	}
	s.show(s.past.doc())
	return nil
}

// show makes a document the one that is shown, and drops from the selection
// what it does not hold.
func (s *Session) show(doc designer.Document) { s.showWith(doc, s.chosen) }

// showWith is show with another selection.
func (s *Session) showWith(doc designer.Document, ids []string) {
	s.shown = doc
	before := s.chosen
	s.chosen = outermost(doc, ids)
	if l := Find(doc, s.inside); l == nil || l.Group == nil {
		s.inside = ""
	}
	if s.typing != nil && s.gesture == nil {
		if l := Find(doc, s.typing.id); l == nil || l.Text == nil {
			s.typing = nil
		}
	}
	s.enterChosen()
	s.tell(Change{Document: true, Overlay: true, Selection: !slices.Equal(before, s.chosen)})
}

// stop ends whatever a pointer or a caller has begun and not finished.
func (s *Session) stop() {
	s.press = nil
	if s.gesture != nil {
		s.gesture.Cancel()
	}
}

// equal compares documents; layers they share cost nothing.
func equal(a, b designer.Document) bool { return reflect.DeepEqual(a, b) }

// Undo goes one step back.
func (s *Session) Undo() bool {
	s.stop()
	gone, ok := s.past.undo()
	if !ok {
		return false
	}
	s.showWith(s.past.doc(), gone.chosen)
	s.retype()
	return true
}

// Redo goes one step forward again.
func (s *Session) Redo() bool {
	s.stop()
	if !s.past.redo() {
		return false
	}
	s.show(s.past.doc())
	s.retype()
	return true
}

// CanUndo tells whether there is a step to undo, and its label.
func (s *Session) CanUndo() (label string, ok bool) {
	if s.past.now == 0 {
		return "", false
	}
	return s.past.steps[s.past.now].label, true
}

// CanRedo tells whether there is a step to redo, and its label.
func (s *Session) CanRedo() (label string, ok bool) {
	if s.past.now == len(s.past.steps)-1 {
		return "", false
	}
	return s.past.steps[s.past.now+1].label, true
}

// Settled is the current state: Document without the preview of a gesture. It
// is what gets saved.
func (s *Session) Settled() designer.Document { return s.past.doc() }

// State names the current state: no two of a session have the same name.
func (s *Session) State() int { return s.past.steps[s.past.now].serial }

// MarkSaved says that the current state is on disk now.
func (s *Session) MarkSaved() { s.MarkSavedAs(s.State()) }

// MarkSavedAs says that the state of a name is on disk now. It need not be the
// current one: a change, or an undo, may have come while it was written.
func (s *Session) MarkSavedAs(state int) {
	s.past.markSaved(state)
	s.tell(Change{Document: true})
}

// Dirty tells whether the current state differs from the one on disk. A session
// begins clean.
func (s *Session) Dirty() bool { return s.past.dirty() }
