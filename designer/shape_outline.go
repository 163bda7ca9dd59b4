package designer

import "badgekiln/designer/geom"

// Outline draws the shape in its box; an unknown kind is the box itself.
func (s Shape) Outline() *geom.Path {
	p := &geom.Path{}
	p.Move(geom.Pt(0, 0))
	p.Line(geom.Pt(s.W, 0))
	p.Line(geom.Pt(s.W, s.H))
	p.Line(geom.Pt(0, s.H))
	p.Close()
	return p
}
