package svgin

import (
	"strings"

	"badgekiln/designer"
	"badgekiln/designer/geom"
)

// outline gives what a basic shape draws: a path in the element's units, or a
// shape in a box at a place. ok is false where there is nothing.
func (b *builder) outline(n *node, s *style, v view) (path *geom.Path, shape *designer.Shape, at geom.Point, ok bool) {
	get := func(name string, a axis) float64 {
		text := n.attr(name)
		if css := s.own[name]; css != "" && geometry(name) {
			text = css
		}
		x, _ := v.length(text, a, s)
		return x
	}
	p := &geom.Path{}
	switch n.name {
	case "path":
		d := n.attr("d")
		if css, has := s.own["d"]; has {
			css = strings.TrimSpace(css)
			if inside, found := strings.CutPrefix(css, "path("); found {
				d = strings.Trim(strings.TrimSuffix(inside, ")"), `"' `)
			}
		}
		if d == "" || d == "none" {
			return nil, nil, at, false
		}
		read, err := geom.ReadPathUntil(d)
		if err != nil {
			b.note("path", "what", n.title())
		}
		p = joined(read)
	case "rect":
		return b.rect(get, n, s)
	case "circle", "ellipse":
		rx, ry := get("r", axisBoth), get("r", axisBoth)
		if n.name == "ellipse" {
			rx, ry = get("rx", axisX), get("ry", axisY)
			if !given(n, s, "rx") {
				rx = ry
			}
			if !given(n, s, "ry") {
				ry = rx
			}
		}
		if !(rx > 0) || !(ry > 0) {
			return nil, nil, at, false
		}
		return nil, &designer.Shape{Kind: "ellipse", W: 2 * rx, H: 2 * ry}, geom.Pt(get("cx", axisX)-rx, get("cy", axisY)-ry), true
	case "line":
		p.Move(geom.Pt(get("x1", axisX), get("y1", axisY)))
		p.Line(geom.Pt(get("x2", axisX), get("y2", axisY)))
	case "polyline", "polygon":
		points := numbers(n.attr("points"))
		for i := 0; i+1 < len(points); i += 2 {
			q := geom.Pt(points[i], points[i+1])
			if i == 0 {
				p.Move(q)
			} else {
				p.Line(q)
			}
		}
		if n.name == "polygon" && len(p.Verbs) > 0 {
			p.Close()
		}
	}
	if p.Empty() {
		return nil, nil, at, false
	}
	if len(p.Coords) > designer.MostPath {
		b.note("number", "what", n.title())
		return nil, nil, at, false
	}
	return p, nil, at, true
}

func given(n *node, s *style, name string) bool {
	text := s.own[name]
	if text == "" {
		text = n.attr(name)
	}
	return text != "" && text != "auto"
}

func (b *builder) rect(get func(string, axis) float64, n *node, s *style) (*geom.Path, *designer.Shape, geom.Point, bool) {
	w, h := get("width", axisX), get("height", axisY)
	at := geom.Pt(get("x", axisX), get("y", axisY))
	if !(w > 0) || !(h > 0) {
		return nil, nil, at, false
	}
	rx, ry := get("rx", axisX), get("ry", axisY)
	if !given(n, s, "rx") {
		rx = ry
	}
	if !given(n, s, "ry") {
		ry = rx
	}
	rx, ry = min(max(rx, 0), w/2), min(max(ry, 0), h/2)
	if rx == ry && rx <= 1000 {
		shape := &designer.Shape{Kind: "rect", W: w, H: h}
		if rx > 0 {
			shape.Set = map[string]float64{"round": rx}
		}
		return nil, shape, at, true
	}
	if !(rx > 0) || !(ry > 0) {
		return nil, &designer.Shape{Kind: "rect", W: w, H: h}, at, true
	}
	// An ellipse's corners are a circle's, stretched.
	k := ry / rx
	round := designer.Shape{Kind: "rect", W: w, H: h / k, Set: map[string]float64{"round": rx}}
	return round.Outline().Mapped(geom.Affine{A: 1, D: k, E: at.X, F: at.Y}), nil, at, true
}

// joined begins a contour of its own wherever a path goes on after closing.
func joined(p *geom.Path) *geom.Path {
	out := &geom.Path{}
	var start geom.Point
	closed := false
	for verb, q := range p.Steps() {
		if closed && verb != geom.MoveTo && verb != geom.ClosePath {
			out.Move(start)
		}
		if verb == geom.MoveTo {
			start = q[0]
		}
		if closed && verb == geom.ClosePath {
			continue
		}
		closed = verb == geom.ClosePath
		out.Verbs = append(out.Verbs, verb)
		out.Coords = append(out.Coords, q...)
	}
	return out
}
