package edit

import (
	"math"

	"badgekiln/designer"
	"badgekiln/designer/geom"
)

// slack is how far beside a line or an edge a click still counts, in pixels.
const slack = 4

// hits gives the layers of a list under a point of the document, the topmost
// first. Hidden and locked ones are passed through; a group counts as one.
// total maps the units of the list to the document's, scale is pixels per unit.
func (s *Session) hits(layers []*designer.Layer, total geom.Affine, p geom.Point, scale float64) []string {
	var out []string
	for i := len(layers) - 1; i >= 0; i-- {
		if l := layers[i]; !l.Locked && s.covers(l, total, p, slack/scale) {
			out = append(out, l.ID)
		}
	}
	return out
}

// covers tells whether a layer is under a point. near is the slack in document
// units.
func (s *Session) covers(l *designer.Layer, total geom.Affine, p geom.Point, near float64) bool {
	if l.Hidden {
		return false
	}
	total = l.Place.Then(total)
	switch {
	case l.Group != nil:
		for _, c := range l.Group.Layers {
			if s.covers(c, total, p, near) {
				return true
			}
		}
		return false
	case l.Text != nil:
		return textCovers(s.env.Measure, l, total, p, near)
	case l.Image != nil || l.Code != nil:
		q := quad(Box(s.env.Measure, l), total)
		return polygonHas(q[:], p) || distance(closed(q[:]), p) <= near
	}
	return s.outlineCovers(l, total, p, near)
}

func (s *Session) outlineCovers(l *designer.Layer, total geom.Affine, p geom.Point, near float64) bool {
	outline := s.env.Measure.Outline(l)
	if outline.Empty() {
		return false
	}
	width := 0.0
	if l.Stroke != nil {
		width = l.Stroke.Width / 2 * math.Sqrt(math.Abs(total.Det()))
	}
	outline = outline.Mapped(total)
	if !outline.Bounds().Grow(near + width).Has(p) {
		return false
	}
	lines := flatten(outline, near/slack/4)
	evenOdd := l.Path != nil && l.Path.EvenOdd
	if l.Fill.Kind != designer.NoPaint && inside(lines, p, evenOdd) {
		return true
	}
	for _, line := range lines {
		if distance(line, p) <= near+width {
			return true
		}
	}
	return false
}

// textCovers takes a text for its box; one on an arc, for the band its letters
// lie in.
func textCovers(m Measure, l *designer.Layer, total geom.Affine, p geom.Point, near float64) bool {
	if l.Text.Arc != nil {
		laid, ok := m.Laid(l)
		for i := 0; ok && i+1 < len(laid.Carets); i++ {
			a, b := laid.Carets[i], laid.Carets[i+1]
			q := []geom.Point{total.Apply(a.Foot), total.Apply(b.Foot), total.Apply(b.Head), total.Apply(a.Head)}
			if polygonHas(q, p) || distance(closed(q), p) <= near {
				return true
			}
		}
		if ok && len(laid.Carets) > 1 {
			return false
		}
	}
	q := quad(Box(m, l), total)
	return polygonHas(q[:], p) || distance(closed(q[:]), p) <= near
}

// touches tells whether any visible part of a layer lies in a rectangle.
func (s *Session) touches(l *designer.Layer, total geom.Affine, r geom.Rect) bool {
	if l.Hidden {
		return false
	}
	total = l.Place.Then(total)
	if l.Group != nil {
		for _, c := range l.Group.Layers {
			if s.touches(c, total, r) {
				return true
			}
		}
		return false
	}
	if outline := s.env.Measure.Outline(l); l.Text == nil && !outline.Empty() {
		mapped := outline.Mapped(total)
		if !mapped.Bounds().Touches(r) {
			return false
		}
		lines := flatten(mapped, 0.5)
		for _, line := range lines {
			if crosses(line, r) {
				return true
			}
		}
		return l.Fill.Kind != designer.NoPaint && inside(lines, r.Min, l.Path != nil && l.Path.EvenOdd)
	}
	q := quad(Box(s.env.Measure, l), total)
	return crosses(closed(q[:]), r) || polygonHas(q[:], r.Min)
}
