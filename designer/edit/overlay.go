package edit

import (
	"math"
	"slices"

	"badgekiln/designer/geom"
)

// Circle is a thin helping circle. From and To, in degrees, are the part that
// text may fill.
type Circle struct {
	Quad     Quad // the square around it, which may lie askew
	Middle   geom.Point
	Radius   float64 // in document units; that of an even circle
	From, To float64
}

// Guide is a line, or a circle, that something being dragged has snapped to.
type Guide struct {
	From, To geom.Point // the line; unused for a circle
	Middle   geom.Point
	Radius   float64 // above 0: a circle
	Gap      bool    // the line is one of the gaps that are as wide as each other
}

// Caret is where typing goes.
type Caret struct{ Foot, Head geom.Point }

// Figures are the numbers of a gesture for the label beside the pointer. Kind
// is "move", "resize", "turn", "radius", "sweep" or "middle"; the word's key is
// "figures.<kind>", with the values named here in lower case.
type Figures struct {
	Kind   string
	At     geom.Point // the pointer
	X, Y   float64    // of a move: how far; else of the frame
	W, H   float64
	Angle  float64 // degrees turned, or the middle of an arc from the top (or bottom)
	Radius float64
	From   float64 // degrees, likewise: start of an arc
	To     float64
	Size   float64 // of text
}

// Overlay is what lies above the picture while editing, in document units. While
// layers are dragged it has no more than says where they are: no handles but those
// that go with the one that is dragged, and no frame for each of several.
type Overlay struct {
	Frames  []Quad // one for each selected layer
	Key     int    // index of the key object in Frames when there are several; else -1
	Common  *Quad  // around all of them, when there are several
	Entered *Quad  // around the group that was entered
	Hover   *Quad  // around the layer a click would select
	Handles []Handle
	Guides  []Guide // of two things at most; gaps come in pairs
	Band    *geom.Rect
	Circle  *Circle
	Caret   *Caret
	Marked  []Quad // the selected part of a text in place
	Editing string // the layer whose text is edited in place, or ""
	Figures *Figures
}

// Overlay gives what is to be drawn above the picture. scale is pixels per
// unit: the rotate handle keeps its distance on the screen.
func (s *Session) Overlay(scale float64) Overlay {
	o := Overlay{Key: -1, Guides: s.guides(), Band: s.band(), Figures: s.figures()}
	drag := s.dragging()
	several := len(s.chosen) > 1
	for _, l := range s.Selected() {
		if several && drag != nil {
			break
		}
		m := s.env.Measure
		if l.ID == s.Editing() {
			m = s.env.Plain // it is shown as it is written
		}
		o.Frames = append(o.Frames, quad(Box(m, l), Total(s.shown, l.ID)))
	}
	if common, ok := s.frameOf(s.shown, s.chosen); ok && several {
		q := common.quad()
		o.Common, o.Key = &q, len(o.Frames)-1
	}
	o.Entered, o.Hover = s.around(s.inside), s.around(s.hover)
	if s.typing != nil {
		o.Editing = s.typing.id
		o.Caret, o.Marked = s.caret()
		return o
	}
	o.Circle = s.circle()
	if drag == nil || s.press.handle != NoHandle {
		o.Handles = s.handles(scale)
	}
	if drag != nil {
		held := s.press.handle.family()
		o.Handles = slices.DeleteFunc(o.Handles, func(h Handle) bool { return h.Kind.family() != held })
	}
	return o
}

func (s *Session) around(id string) *Quad {
	l := Find(s.shown, id)
	if l == nil {
		return nil
	}
	q := quad(Box(s.env.Measure, l), Total(s.shown, id))
	return &q
}

func (s *Session) circle() *Circle {
	f, ok := s.frameOf(s.shown, s.chosen)
	if !ok || f.one == nil || f.one.Text == nil || f.one.Text.Arc == nil {
		return nil
	}
	a := f.one.Text.Arc
	turn := f.m.Parts().Turn
	return &Circle{
		Quad:   quad(geom.R(-a.Radius, -a.Radius, a.Radius, a.Radius), f.m),
		Middle: f.m.Apply(geom.Point{}),
		Radius: a.Radius * math.Sqrt(math.Abs(f.m.Det())),
		From:   a.Middle - a.Sweep/2 + turn, To: a.Middle + a.Sweep/2 + turn,
	}
}
