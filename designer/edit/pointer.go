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
	case ArcMiddle, ArcStart, ArcEnd, ArcSpan, GradientFrom, GradientTo:
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
