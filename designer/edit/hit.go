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
		return s.textCovers(l, total, p, near)
	case l.Image != nil:
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
func (s *Session) textCovers(l *designer.Layer, total geom.Affine, p geom.Point, near float64) bool {
	if l.Text.Arc != nil {
		laid, ok := s.env.Measure.Laid(l)
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
	q := quad(Box(s.env.Measure, l), total)
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

// flatten turns a path into lines, one for each contour, closed where the path
// is. They miss the curves by about as much as asked at most.
func flatten(p *geom.Path, miss float64) [][]geom.Point {
	var out [][]geom.Point
	var line []geom.Point
	end := func() {
		if len(line) > 1 {
			out = append(out, line)
		}
		line = nil
	}
	for verb, c := range p.Steps() {
		switch verb {
		case geom.MoveTo:
			end()
			line = []geom.Point{c[0]}
		case geom.ClosePath:
			if len(line) > 0 {
				first := line[0]
				line = append(line, first)
				end()
				line = []geom.Point{first}
			}
		default:
			if len(line) == 0 {
				line = []geom.Point{{}}
			}
			line = curve(line, c, miss)
		}
	}
	end()
	return out
}

// curve appends a line or curve that begins at the last point.
func curve(line []geom.Point, c []geom.Point, miss float64) []geom.Point {
	from := line[len(line)-1]
	bend := 0.0
	last := from
	for _, q := range c {
		bend += q.Sub(last).Length()
		last = q
	}
	bend -= last.Sub(from).Length()
	n := 1
	if len(c) > 1 {
		n = int(min(max(math.Ceil(2*math.Sqrt(bend/max(miss, 1e-3))), 4), 64))
	}
	for i := 1; i <= n; i++ {
		t := float64(i) / float64(n)
		u := 1 - t
		switch len(c) {
		case 1:
			line = append(line, c[0])
		case 2:
			line = append(line, from.Times(u*u).Add(c[0].Times(2*u*t)).Add(c[1].Times(t*t)))
		case 3:
			line = append(line, from.Times(u*u*u).Add(c[0].Times(3*u*u*t)).Add(c[1].Times(3*u*t*t)).Add(c[2].Times(t*t*t)))
		}
	}
	return line
}

// inside tells whether a point is filled: by the non-zero rule, or even-odd.
func inside(lines [][]geom.Point, p geom.Point, evenOdd bool) bool {
	winding := 0
	for _, line := range lines {
		for i := range line {
			a, b := line[i], line[(i+1)%len(line)]
			if (a.Y <= p.Y) == (b.Y <= p.Y) {
				continue
			}
			if a.X+(p.Y-a.Y)/(b.Y-a.Y)*(b.X-a.X) > p.X {
				if a.Y < b.Y {
					winding++
				} else {
					winding--
				}
			}
		}
	}
	if evenOdd {
		return winding%2 != 0
	}
	return winding != 0
}

func polygonHas(corners []geom.Point, p geom.Point) bool {
	return inside([][]geom.Point{corners}, p, false)
}

// closed is a line back to its first point.
func closed(line []geom.Point) []geom.Point {
	return append(append(make([]geom.Point, 0, len(line)+1), line...), line[0])
}

// distance is how far a point lies from a line.
func distance(line []geom.Point, p geom.Point) float64 {
	best := math.Inf(1)
	for i := 0; i+1 < len(line); i++ {
		best = min(best, fromSegment(line[i], line[i+1], p))
	}
	return best
}

func fromSegment(a, b, p geom.Point) float64 {
	v, w := b.Sub(a), p.Sub(a)
	t := 0.0
	if d := v.X*v.X + v.Y*v.Y; d > 0 {
		t = min(max((v.X*w.X+v.Y*w.Y)/d, 0), 1)
	}
	return w.Sub(v.Times(t)).Length()
}

// crosses tells whether any part of a line lies in a rectangle.
func crosses(line []geom.Point, r geom.Rect) bool {
	for i := 0; i+1 < len(line); i++ {
		if clips(line[i], line[i+1], r) {
			return true
		}
	}
	return false
}

// clips tells whether a segment and a rectangle share a point.
func clips(a, b geom.Point, r geom.Rect) bool {
	from, to := 0.0, 1.0
	v := b.Sub(a)
	for _, e := range [4][2]float64{{-v.X, a.X - r.Min.X}, {v.X, r.Max.X - a.X}, {-v.Y, a.Y - r.Min.Y}, {v.Y, r.Max.Y - a.Y}} {
		switch {
		case e[0] == 0 && e[1] < 0:
			return false
		case e[0] < 0:
			from = max(from, e[1]/e[0])
		case e[0] > 0:
			to = min(to, e[1]/e[0])
		}
	}
	return from <= to
}
