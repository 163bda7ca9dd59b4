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

	GradientFrom HandleKind = "gradient-from"
	GradientTo   HandleKind = "gradient-to"
)

// handleFamily is what handles are about together.
type handleFamily int

const (
	ofTheFrame handleFamily = iota
	ofTheArc
	ofTheGradient
)

func (k HandleKind) family() handleFamily {
	switch k {
	case ArcMiddle, ArcStart, ArcEnd, ArcSpan:
		return ofTheArc
	case GradientFrom, GradientTo:
		return ofTheGradient
	default:
		return ofTheFrame
	}
}

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
	// An edge too short for three handles has only those of its corners.
	q := f.quad()
	narrow := cornersOnly(f.one) || q[0].Sub(q[1]).Length()*scale < 3*Catch
	low := cornersOnly(f.one) || q[0].Sub(q[3]).Length()*scale < 3*Catch
	var out []Handle
	for _, h := range sides() {
		if h.x == 0 && narrow || h.y == 0 && low {
			continue
		}
		at := f.m.Apply(h.at(f.box))
		out = append(out, Handle{h.kind, at, degrees(f.m.Vector(geom.Pt(h.x, h.y)))})
	}
	top := f.m.Apply(side{HandleN, 0, -1}.at(f.box))
	out = append(out, Handle{Rotate, top.Add(f.up().Times(reach / scale)), 0})
	return append(append(out, s.gradientHandles(f)...), s.arcHandles(f)...)
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
