package edit

import (
	"math"

	"badgekiln/designer"
	"badgekiln/designer/geom"
)

// Quad is a rectangle that may lie askew: its corners, clockwise from the upper
// left of what it surrounds.
type Quad [4]geom.Point

// Bounds is the upright rectangle around it.
func (q Quad) Bounds() geom.Rect { return geom.Around(q[:]...) }

func quad(r geom.Rect, m geom.Affine) Quad {
	c := r.Corners()
	return Quad{m.Apply(c[0]), m.Apply(c[1]), m.Apply(c[2]), m.Apply(c[3])}
}

// Box is the frame of a layer in its own units: the box of shapes, pictures and
// boxed texts, around everything visible in a group, and else what is measured.
// A text that shows nothing still has room for a caret.
func Box(m Measure, l *designer.Layer) geom.Rect {
	switch {
	case l.Shape != nil:
		return geom.R(0, 0, l.Shape.W, l.Shape.H)
	case l.Image != nil:
		return geom.R(0, 0, l.Image.W, l.Image.H)
	case l.Code != nil:
		return geom.R(0, 0, l.Code.Side, l.Code.Side)
	case l.Group != nil:
		return groupBox(m, l.Group)
	case l.Text != nil && l.Text.Box != nil:
		return geom.R(0, 0, l.Text.Box.W, l.Text.Box.H)
	}
	r := m.Bounds(l)
	if l.Text != nil && (r.W() <= 0 || r.H() <= 0) {
		return emptyText(m, l)
	}
	return r
}

func groupBox(m Measure, g *designer.Group) geom.Rect {
	var points []geom.Point
	for _, all := range []bool{false, true} {
		for _, l := range g.Layers {
			if !l.Hidden || all {
				q := quad(Box(m, l), l.Place)
				points = append(points, q[:]...)
			}
		}
		if len(points) > 0 {
			break
		}
	}
	return geom.Around(points...)
}

func emptyText(m Measure, l *designer.Layer) geom.Rect {
	if laid, ok := m.Laid(l); ok && len(laid.Carets) > 0 {
		c := laid.Carets[0]
		if r := geom.Around(c.Foot, c.Head).Grow(l.Text.Size / 10); !r.Empty() {
			return r
		}
	}
	size := max(l.Text.Size, 1)
	r := geom.R(-size/4, -size*0.8, size/4, size*0.2)
	if arc := l.Text.Arc; arc != nil {
		at := geom.Polar(geom.Point{}, arc.Radius, arc.Middle)
		r.Min, r.Max = r.Min.Add(at), r.Max.Add(at)
	}
	return r
}

// Bounds is the upright rectangle around layers in document units.
func Bounds(m Measure, doc designer.Document, ids []string) geom.Rect {
	var points []geom.Point
	for _, id := range ids {
		if l := Find(doc, id); l != nil {
			q := quad(Box(m, l), Total(doc, id))
			points = append(points, q[:]...)
		}
	}
	return geom.Around(points...)
}

// frame is the common frame of layers: a box in units of its own. That of a
// single layer lies as the layer does.
type frame struct {
	box geom.Rect
	m   geom.Affine // the frame's units to the document's
	one *designer.Layer
}

func (s *Session) frameOf(doc designer.Document, ids []string) (frame, bool) {
	switch len(ids) {
	case 0:
		return frame{}, false
	case 1:
		l := Find(doc, ids[0])
		if l == nil {
			return frame{}, false
		}
		return frame{Box(s.env.Measure, l), Total(doc, l.ID), l}, true
	}
	return frame{box: Bounds(s.env.Measure, doc, ids), m: geom.Identity()}, true
}

func (f frame) quad() Quad { return quad(f.box, f.m) }

func (f frame) middle() geom.Point { return f.m.Apply(f.box.Middle()) }

// upright tells whether the frame's edges lie along the document's.
func (f frame) upright() bool {
	return math.Abs(f.m.B) < 1e-9 && math.Abs(f.m.C) < 1e-9
}

// free leaves out what is locked, itself or by a group around it.
func free(doc designer.Document, ids []string) []string {
	out := []string{}
	for _, id := range ids {
		locked := false
		for _, l := range Trail(doc, id) {
			locked = locked || l.Locked
		}
		if !locked {
			out = append(out, id)
		}
	}
	return out
}
