package edit

import (
	"math"

	"badgekiln/designer"
	"badgekiln/designer/geom"
)

// HandleKind is what dragging a handle does.
type HandleKind string

// The handles. Those of the frame are named by where they sit.
const (
	NoHandle  HandleKind = ""
	HandleNW  HandleKind = "nw"
	HandleN   HandleKind = "n"
	HandleNE  HandleKind = "ne"
	HandleE   HandleKind = "e"
	HandleSE  HandleKind = "se"
	HandleS   HandleKind = "s"
	HandleSW  HandleKind = "sw"
	HandleW   HandleKind = "w"
	Rotate    HandleKind = "rotate"
	ArcMiddle HandleKind = "arc-middle" // the diamond: radius
	ArcStart  HandleKind = "arc-start"
	ArcEnd    HandleKind = "arc-end"
	ArcSpan   HandleKind = "arc-span" // the line between them; not drawn as a handle
)

// Catch is how far from its middle a handle catches the pointer, in pixels.
const Catch = 10

// reach is how far above the frame the rotate handle sits, in pixels.
const reach = 20

// Handle is something to drag, at a place of the document.
type Handle struct {
	Kind HandleKind
	At   geom.Point
	Axis float64 // degrees of the direction it is dragged in; for the pointer's look
}

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
	Angle  float64 // degrees turned, or the middle of an arc
	Radius float64
	From   float64 // degrees: start of an arc
	To     float64
	Size   float64 // of text
}

// Overlay is what lies above the picture while editing, in document units.
type Overlay struct {
	Frames  []Quad // one for each selected layer
	Key     int    // index of the key object in Frames when there are several; else -1
	Common  *Quad  // around all of them, when there are several
	Entered *Quad  // around the group that was entered
	Hover   *Quad  // around the layer a click would select
	Handles []Handle
	Guides  []Guide // two at most
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
	for _, l := range s.Selected() {
		o.Frames = append(o.Frames, quad(Box(s.env.Measure, l), Total(s.shown, l.ID)))
	}
	if len(o.Frames) > 1 {
		common, _ := s.frameOf(s.shown, s.chosen)
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
	o.Handles = s.handles(scale)
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

// side is a handle of a frame: which edges it moves.
type side struct {
	kind HandleKind
	x, y float64
}

func sides() []side {
	return []side{
		{HandleNW, -1, -1},
		{HandleN, 0, -1},
		{HandleNE, 1, -1},
		{HandleE, 1, 0},
		{HandleSE, 1, 1},
		{HandleS, 0, 1},
		{HandleSW, -1, 1},
		{HandleW, -1, 0},
	}
}

// at is where a handle sits, in the frame's units.
func (h side) at(r geom.Rect) geom.Point {
	c := r.Middle()
	return geom.Pt(c.X+h.x*r.W()/2, c.Y+h.y*r.H()/2)
}

// cornersOnly tells whether a layer keeps its proportion whatever is dragged.
func cornersOnly(l *designer.Layer) bool {
	return l != nil && l.Text != nil && l.Text.Box == nil
}

// handles gives the handles of the selection, those that are caught first at
// the end.
func (s *Session) handles(scale float64) []Handle {
	ids := s.chosen
	if len(free(s.shown, ids)) == 0 || scale <= 0 {
		return nil
	}
	f, ok := s.frameOf(s.shown, ids)
	if !ok {
		return nil
	}
	var out []Handle
	// A frame too small for eight has four; the corner at the end wins anyway.
	q := f.quad()
	few := cornersOnly(f.one) || q[0].Sub(q[1]).Length()*scale < 3*Catch || q[0].Sub(q[3]).Length()*scale < 3*Catch
	for _, h := range sides() {
		if few && (h.x == 0 || h.y == 0) && cornersOnly(f.one) {
			continue
		}
		if few && !cornersOnly(f.one) && (h.x == 0 && q[0].Sub(q[1]).Length()*scale < 3*Catch ||
			h.y == 0 && q[0].Sub(q[3]).Length()*scale < 3*Catch) {
			continue
		}
		at := f.m.Apply(h.at(f.box))
		out = append(out, Handle{h.kind, at, degrees(f.m.Vector(geom.Pt(h.x, h.y)))})
	}
	top := f.m.Apply(side{HandleN, 0, -1}.at(f.box))
	out = append(out, Handle{Rotate, top.Add(f.up().Times(reach / scale)), 0})
	return append(out, s.arcHandles(f)...)
}

// up is the direction of the frame's upper edge, outwards, of length 1.
func (f frame) up() geom.Point {
	v := f.m.Vector(geom.Pt(1, 0))
	n := geom.Pt(v.Y, -v.X)
	if f.m.Det() < 0 {
		n = n.Times(-1)
	}
	if l := n.Length(); l > 0 {
		return n.Times(1 / l)
	}
	return geom.Pt(0, -1)
}

func degrees(v geom.Point) float64 { return math.Atan2(v.Y, v.X) * 180 / math.Pi }

func (s *Session) arcHandles(f frame) []Handle {
	if f.one == nil || f.one.Text == nil || f.one.Text.Arc == nil {
		return nil
	}
	a := f.one.Text.Arc
	on := func(kind HandleKind, angle float64) Handle {
		return Handle{kind, f.m.Apply(geom.Polar(geom.Point{}, a.Radius, angle)), 0}
	}
	return []Handle{
		on(ArcStart, a.Middle-a.Sweep/2),
		on(ArcEnd, a.Middle+a.Sweep/2),
		on(ArcMiddle, a.Middle),
	}
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
