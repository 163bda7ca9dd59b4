package edit

import (
	"math"
	"slices"
	"time"

	"badgekiln/designer/geom"
)

// Pointer is where the pointer is and what is held down with it.
type Pointer struct {
	At               geom.Point // in document units
	Shift, Ctrl, Alt bool
	Scale            float64 // screen pixels per unit
}

// scale never gives 0, so that nothing is divided by it.
func (p Pointer) scale() float64 {
	if p.Scale > 0 {
		return p.Scale
	}
	return 1
}

// Cursor is the look of the pointer.
type Cursor string

// The cursors.
const (
	CursorDefault Cursor = "default"
	CursorMove    Cursor = "move"
	CursorText    Cursor = "text"
	CursorTurn    Cursor = "turn"
	CursorHand    Cursor = "hand" // arc handles
	CursorEW      Cursor = "ew"
	CursorNS      Cursor = "ns"
	CursorNWSE    Cursor = "nwse"
	CursorNESW    Cursor = "nesw"
)

// begins is how far the pointer moves, in pixels, before a press is a drag.
const begins = 3

// doubled is how long a second click may take to be part of a double one.
const doubled = 600 * time.Millisecond

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

// look shows what a click would select.
func (s *Session) look(p Pointer) {
	id := ""
	if s.typing == nil && s.handleAt(p) == NoHandle {
		if hits := s.under(p); len(hits) > 0 && !slices.Contains(s.chosen, hits[0]) {
			id = hits[0]
		}
	}
	if id != s.hover {
		s.hover = id
		s.tell(Change{Overlay: true})
	}
}

// Gone tells that the pointer has left the canvas.
func (s *Session) Gone() {
	if s.hover != "" {
		s.hover = ""
		s.tell(Change{Overlay: true})
	}
}

// Cursor gives the look of the pointer at a place.
func (s *Session) Cursor(p Pointer) Cursor {
	kind := s.handleAt(p)
	switch {
	case s.press != nil && s.press.drag != nil:
		kind = s.press.handle
	case s.typing != nil && s.textAt(p):
		return CursorText
	case s.typing != nil:
		return CursorDefault
	}
	switch kind {
	case NoHandle:
		if hits := s.under(p); len(hits) > 0 {
			return CursorMove
		}
		return CursorDefault
	case Rotate:
		return CursorTurn
	case ArcMiddle, ArcStart, ArcEnd, ArcSpan:
		return CursorHand
	}
	for _, h := range s.handles(p.scale()) {
		if h.Kind == kind {
			return resizes(h.Axis)
		}
	}
	return CursorDefault
}

// resizes is the look for dragging along an axis, −180° to 180°.
func resizes(axis float64) Cursor {
	looks := []Cursor{CursorEW, CursorNWSE, CursorNS, CursorNESW}
	return looks[(int(math.Round(axis/45))+8)%len(looks)]
}

// band is a rubber band: it selects what it touches.
type band struct {
	from   geom.Point
	rect   geom.Rect
	before []string
	add    bool
}

func (b *band) to(s *Session, p Pointer) {
	b.rect = geom.Around(b.from, p.At)
	var ids []string
	if b.add {
		ids = append(ids, b.before...)
	}
	total := Total(s.shown, s.inside)
	for _, l := range children(s.shown, s.inside) {
		if !l.Locked && s.touches(l, total, b.rect) && !slices.Contains(ids, l.ID) {
			ids = append(ids, l.ID)
		}
	}
	inside := s.inside
	s.choose(ids)
	s.inside = inside
	s.tell(Change{Overlay: true})
}

func (b *band) end(*Session) {}

func (b *band) off(s *Session) { s.choose(b.before) }

func (s *Session) band() *geom.Rect {
	if s.press != nil {
		if b, ok := s.press.drag.(*band); ok {
			r := b.rect
			return &r
		}
	}
	return nil
}
