package edit

import "badgekiln/designer"

// Gesture is a change in the making: many previews, then one step or none.
type Gesture struct {
	s      *Session
	label  string
	base   designer.Document
	chosen []string
}

// Begin starts a gesture. One that still runs is cancelled.
func (s *Session) Begin(label string) *Gesture {
	s.stop()
	s.past.closed = true
	s.gesture = &Gesture{s: s, label: label, base: s.past.doc(), chosen: s.chosen}
	return s.gesture
}

// Running tells whether a gesture of any kind has begun and not ended.
func (s *Session) Running() bool { return s.gesture != nil || s.press != nil && s.press.drag != nil }

// Preview shows what an edit makes of the document as it was when the gesture
// began. When the edit fails, what was shown stays.
func (g *Gesture) Preview(e Edit) error {
	if g.s.gesture != g {
		return nil
	}
	doc, err := e(g.base)
	if err != nil {
		return err
	}
	g.s.show(doc)
	return nil
}

// Commit makes one step of the last preview. Without any change there is none,
// and what cannot be kept is undone.
func (g *Gesture) Commit() {
	if g.s.gesture != g {
		return
	}
	g.s.gesture = nil
	if g.s.commit(g.label, "", g.s.shown) != nil {
		g.s.showWith(g.base, g.chosen)
	}
}

// Cancel brings back exactly what was before.
func (g *Gesture) Cancel() {
	if g.s.gesture != g {
		return
	}
	g.s.gesture = nil
	g.s.showWith(g.base, g.chosen)
}
