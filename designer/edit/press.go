package edit

import (
	"slices"
	"time"

	"badgekiln/designer/geom"
)

// drag is a press that became a movement. Each move begins anew from what was
// there at the press.
type drag interface {
	to(s *Session, p Pointer)
	end(s *Session) // done
	off(s *Session) // cancelled: everything is as before
}

// press is a pressed pointer.
type press struct {
	from   Pointer
	handle HandleKind
	hits   []string // under the pointer, top first
	held   bool     // a selected layer is under the pointer
	picked bool     // the press itself has changed the selection
	text   bool     // within the text edited in place
	drag   drag
}

// click remembers the last click, and when a possible double one began.
type click struct {
	at     geom.Point
	valid  bool
	when   time.Time
	before []string // selected then
}

// Press is the pointer's main button going down.
func (s *Session) Press(p Pointer) {
	s.Cancel()
	if s.typing != nil {
		if s.textAt(p) {
			s.press = &press{from: p, text: true}
			s.placeCaret(p, p.Shift)
			return
		}
		s.CommitText()
	}
	s.press = &press{from: p, handle: s.handleAt(p), hits: s.under(p)}
	if s.press.handle != NoHandle {
		return
	}
	s.press.held = slices.ContainsFunc(s.press.hits, func(id string) bool { return slices.Contains(s.chosen, id) })
	s.remember(p)
	if len(s.press.hits) > 0 && !s.press.held {
		s.press.picked = true
		if p.Shift {
			s.Toggle(s.press.hits[0])
		} else {
			s.choose(s.press.hits[:1])
		}
	}
}

// remember keeps what a double click comes back to.
func (s *Session) remember(p Pointer) {
	now := s.env.Now()
	if s.click.valid && now.Sub(s.click.when) <= doubled && s.near(p) {
		return
	}
	s.click.before, s.click.when = s.chosen, now
}

func (s *Session) near(p Pointer) bool {
	return p.At.Sub(s.click.at).Length()*p.scale() <= begins
}

// under gives the layers a click can mean, top first: those in the group that
// was entered or, beside them, those of the document.
func (s *Session) under(p Pointer) []string {
	if s.inside != "" {
		if ids := s.hits(children(s.shown, s.inside), Total(s.shown, s.inside), p.At, p.scale()); len(ids) > 0 {
			return ids
		}
	}
	return s.hits(s.shown.Layers, geom.Identity(), p.At, p.scale())
}

// handleAt gives the handle that catches the pointer, or none.
func (s *Session) handleAt(p Pointer) HandleKind {
	list := s.handles(p.scale())
	best, far := NoHandle, Catch/p.scale()
	for _, h := range slices.Backward(list) {
		if d := h.At.Sub(p.At).Length(); d < far {
			best, far = h.Kind, d
		}
	}
	if best == NoHandle && s.onSpan(p) {
		best = ArcSpan
	}
	return best
}

// Move is the pointer moving, pressed or not.
func (s *Session) Move(p Pointer) {
	switch {
	case s.press == nil:
		s.look(p)
	case s.press.text:
		s.placeCaret(p, true)
	case s.press.drag != nil:
		s.press.drag.to(s, p)
	case p.At.Sub(s.press.from.At).Length()*p.scale() > begins:
		if s.press.drag = s.start(); s.press.drag != nil {
			s.hover = ""
			s.press.drag.to(s, p)
		}
	}
}

// start makes a drag of the press.
func (s *Session) start() drag {
	pr := s.press
	switch pr.handle {
	case NoHandle:
	case Rotate:
		return s.startTurn(pr.from)
	case ArcMiddle, ArcStart, ArcEnd, ArcSpan:
		return s.startArc(pr.handle, pr.from)
	case GradientFrom, GradientTo:
		return s.startShade(pr.handle, pr.from)
	default:
		return s.startResize(pr.handle, pr.from)
	}
	if pr.held || pr.picked && len(s.chosen) > 0 {
		return s.startMove(pr.from)
	}
	return &band{from: pr.from.At, rect: geom.Around(pr.from.At), before: s.chosen, add: pr.from.Shift}
}

// Release is the main button going up.
func (s *Session) Release(p Pointer) {
	if s.press == nil {
		return
	}
	s.Move(p)
	pr := s.press
	s.press = nil
	switch {
	case pr == nil || pr.text:
	case pr.drag != nil:
		s.click.valid = false
		pr.drag.end(s)
	default:
		s.clicked(pr)
	}
	s.tell(Change{Overlay: true})
}
