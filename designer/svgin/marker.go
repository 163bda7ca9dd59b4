package svgin

import (
	"math"
	"slices"
	"strings"

	"badgekiln/designer"
	"badgekiln/designer/geom"
)

// corner is a place along a line, with the directions in which the line comes
// and goes.
type corner struct {
	at      geom.Point
	in, out geom.Point // zero: there is none
}

// mostCorners bounds how many marks a line has.
const mostCorners = 2000

// markers builds the marks along a line (SVG 1.1, section 11.6).
func (b *builder) markers(n *node, s *style, path *geom.Path, v view) []*designer.Layer {
	var names [3]string // start, mid, end
	found := false
	for i, name := range []string{"marker-start", "marker-mid", "marker-end"} {
		text := s.get(name)
		if text == "" {
			text = s.get("marker")
		}
		if text != "none" {
			names[i] = text
		}
		found = found || names[i] != ""
	}
	if !found {
		return nil
	}
	at := corners(path)
	if path == nil || len(at) > mostCorners {
		b.note("marker", "what", n.title())
		return nil
	}
	var out []*designer.Layer
	for i, c := range at {
		if i == 0 {
			out = append(out, b.mark(n, s, names[0], c, true, v)...)
		}
		if i > 0 && i < len(at)-1 {
			out = append(out, b.mark(n, s, names[1], c, false, v)...)
		}
		if i == len(at)-1 {
			out = append(out, b.mark(n, s, names[2], c, false, v)...)
		}
	}
	return out
}

// corners lists where the pieces of a path meet.
func corners(path *geom.Path) []corner {
	if path == nil {
		return nil
	}
	var out []corner
	first := 0 // of the contour
	way := func(points ...geom.Point) geom.Point {
		for _, p := range points[1:] {
			if d := p.Sub(points[0]); d.Length() > 1e-9 {
				return d.Times(1 / d.Length())
			}
		}
		return geom.Point{}
	}
	for verb, q := range path.Steps() {
		n := len(out)
		switch {
		case verb == geom.MoveTo:
			first = n
			out = append(out, corner{at: q[0]})
		case n == 0:
		case verb == geom.ClosePath:
			d := way(out[n-1].at, out[first].at)
			out[n-1].out = d
			out[first].in = d
			if d == (geom.Point{}) {
				out[n-1].out, out[first].in = out[first].out, out[n-1].in
			}
			out = append(out, corner{at: out[first].at, in: out[first].in, out: out[first].out})
		default:
			from := out[n-1].at
			back := []geom.Point{q[len(q)-1]}
			for i := len(q) - 2; i >= 0; i-- {
				back = append(back, q[i])
			}
			out[n-1].out = way(append([]geom.Point{from}, q...)...)
			out = append(out, corner{at: q[len(q)-1], in: way(append(back, from)...).Times(-1)})
		}
	}
	return out
}

// mark builds one mark.
func (b *builder) mark(n *node, s *style, text string, c corner, start bool, v view) []*designer.Layer {
	if text == "" {
		return nil
	}
	id, _, ok := link(text)
	target := b.ids[id]
	if !ok || target == nil || target.name != "marker" || slices.Contains(b.using, target) || len(b.using) >= mostUses {
		b.note("marker", "what", n.title())
		return nil
	}
	b.using = append(b.using, target)
	defer func() { b.using = b.using[:len(b.using)-1] }()
	st := b.styleAt(target)
	side := func(name string, usual float64, a axis) float64 {
		if x, ok := v.length(target.attr(name), a, st); ok {
			return x
		}
		return usual
	}
	w, h := side("markerWidth", 3, axisX), side("markerHeight", 3, axisY)
	if !(w > 0) || !(h > 0) {
		return nil
	}
	inner, m := view{w, h}, geom.Identity()
	if box, ok := readBox(target.attr("viewBox")); ok {
		inner = view{box.W(), box.H()}
		m = fit(box, w, h, target.attr("preserveAspectRatio"))
	}
	layers := placed(b.children(target, st, inner, deepest), m)
	if o := st.own["overflow"]; o != "visible" && o != "auto" && !b.within(layers, geom.R(0, 0, w, h)) {
		layers = b.clipped(target, layers, geom.R(0, 0, w, h).Path(), false)
	}
	ref := m.Apply(geom.Pt(side("refX", 0, axisX), side("refY", 0, axisY)))
	place := geom.Move(-ref.X, -ref.Y)
	if target.attr("markerUnits") != "userSpaceOnUse" {
		k := 1.0
		if x, ok := v.length(s.get("stroke-width"), axisBoth, s); ok {
			k = x
		}
		place = place.Then(geom.Scale(k, k))
	}
	place = place.Then(geom.Rotate(turnOf(target.attr("orient"), c, start))).Then(geom.Move(c.at.X, c.at.Y))
	if !sound(place) {
		return nil
	}
	return placed(layers, place)
}

// turnOf is how far a mark is turned, in degrees.
func turnOf(orient string, c corner, start bool) float64 {
	orient = strings.TrimSpace(orient)
	if !strings.HasPrefix(orient, "auto") {
		angle, _, _ := number(orient)
		return angle
	}
	d := c.in.Add(c.out) // between both, of the same length
	if d.Length() < 1e-9 {
		if d = c.in; d == (geom.Point{}) {
			d = c.out
		}
		if c.in != (geom.Point{}) && c.out != (geom.Point{}) { // straight back
			d = geom.Pt(-c.in.Y, c.in.X)
		}
	}
	angle := math.Atan2(d.Y, d.X) * 180 / math.Pi
	if start && orient == "auto-start-reverse" {
		angle += 180
	}
	return angle
}
