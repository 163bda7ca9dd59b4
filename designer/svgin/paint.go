package svgin

import (
	"math"
	"strings"

	"badgekiln/designer"
	"badgekiln/designer/geom"
)

// link reads what url(…) points to inside the file: the id and what stands
// after it.
func link(text string) (id, rest string, ok bool) {
	text = strings.TrimSpace(text)
	if !strings.HasPrefix(strings.ToLower(text), "url(") {
		return "", "", false
	}
	inside, rest, ok := strings.Cut(text[4:], ")")
	inside = strings.Trim(strings.TrimSpace(inside), `"'`)
	id, local := strings.CutPrefix(strings.TrimSpace(inside), "#")
	if !ok || !local {
		return "", strings.TrimSpace(rest), true
	}
	return id, strings.TrimSpace(rest), true
}

// paint reads fill or stroke of an element whose outline lies in box, all in
// the element's own units.
func (b *builder) paint(n *node, s *style, name string, box geom.Rect, v view) designer.Paint {
	text := s.get(name)
	if text == "" {
		if name == "stroke" {
			return designer.Paint{}
		}
		text = "black"
	}
	alpha := share(s.get(name+"-opacity"), 1)
	id, rest, ok := link(text)
	if !ok {
		return b.flat(n, s, text, alpha)
	}
	target := b.ids[id]
	if target != nil {
		switch target.name {
		case "linearGradient", "radialGradient":
			if p, ok := b.gradient(target, box, v, alpha); ok {
				return p
			}
		case "pattern":
			b.note("pattern", "what", n.title())
		}
	}
	if rest == "" {
		if target == nil {
			b.note("link", "what", text)
		}
		return designer.Paint{}
	}
	return b.flat(n, s, rest, alpha)
}

func (b *builder) flat(n *node, s *style, text string, alpha float64) designer.Paint {
	if strings.EqualFold(text, "none") {
		return designer.Paint{}
	}
	c, ok := color(text, s.current())
	if !ok {
		b.note("color", "color", text)
		if text = n.name; text == "" {
			return designer.Paint{}
		}
		return designer.Paint{}
	}
	return designer.Paint{Kind: designer.Solid, Tone: designer.Tone{Color: c, Alpha: alpha}}
}

// chain is a gradient or pattern and those it takes its attributes from.
func (b *builder) chain(n *node) []*node {
	var out []*node
	for n != nil && len(out) < 16 {
		out = append(out, n)
		id, local := strings.CutPrefix(n.attr("href"), "#")
		if !local {
			break
		}
		n = b.ids[id]
		if n != nil && n.name != "linearGradient" && n.name != "radialGradient" && n.name != "pattern" {
			break
		}
		for _, known := range out {
			if known == n {
				return out
			}
		}
	}
	return out
}

func (b *builder) gradient(n *node, box geom.Rect, v view, alpha float64) (designer.Paint, bool) {
	chain := b.chain(n)
	attr := func(name string) string {
		for _, g := range chain {
			if g.has(name) {
				return g.attr(name)
			}
		}
		return ""
	}
	stops := b.stops(chain, alpha)
	if len(stops) == 0 {
		return designer.Paint{}, true
	}
	last := designer.Paint{Kind: designer.Solid, Tone: stops[len(stops)-1].Tone}
	if len(stops) == 1 {
		return last, true
	}
	m, ok := transforms(attr("gradientTransform"))
	if !ok {
		b.note("transform", "what", n.title())
	}
	if attr("gradientUnits") != "userSpaceOnUse" {
		if !(box.W() > 0) || !(box.H() > 0) {
			return designer.Paint{}, false
		}
		m = m.Then(geom.Affine{A: box.W(), D: box.H(), E: box.Min.X, F: box.Min.Y})
		v = view{1, 1}
	}
	if !sound(m) {
		return last, true
	}
	at := func(name, usual string, a axis) float64 {
		text := attr(name)
		if text == "" {
			text = usual
		}
		x, ok := v.length(text, a, nil)
		if !ok {
			x, _ = v.length(usual, a, nil)
		}
		return x
	}
	var p designer.Paint
	if n.name == "linearGradient" {
		p, ok = linear(geom.Pt(at("x1", "0%", axisX), at("y1", "0%", axisY)), geom.Pt(at("x2", "100%", axisX), at("y2", "0%", axisY)), m)
	} else {
		middle := geom.Pt(at("cx", "50%", axisX), at("cy", "50%", axisY))
		focus := middle
		if attr("fx") != "" {
			focus.X = at("fx", "50%", axisX)
		}
		if attr("fy") != "" {
			focus.Y = at("fy", "50%", axisY)
		}
		r, fr := at("r", "50%", axisBoth), at("fr", "0%", axisBoth)
		p, ok = radial(middle, focus, r, m)
		if fr > 0 && fr < r {
			if focus != middle {
				b.note("gradient", "what", n.title())
			} else {
				for i := range stops {
					stops[i].At = (fr + stops[i].At*(r-fr)) / r
				}
			}
		}
	}
	if !ok {
		return last, true
	}
	p.Stops = stops
	if how := attr("spreadMethod"); how == "repeat" || how == "reflect" {
		if !spread(&p, box, how == "reflect") {
			b.note("gradient", "what", n.title())
		}
	}
	return p, true
}

// stops reads the colours of the first gradient of a chain that has any.
func (b *builder) stops(chain []*node, alpha float64) []designer.Stop {
	for _, g := range chain {
		var out []designer.Stop
		least := 0.0
		for _, kid := range g.kids {
			if kid.name != "stop" {
				continue
			}
			s := b.styleAt(kid)
			text := s.own["stop-color"]
			if text == "" {
				text = "black"
			}
			c, ok := color(text, s.current())
			if !ok {
				b.note("color", "color", text)
				c = designer.Color{A: 0xff}
			}
			least = max(least, share(kid.attr("offset"), 0))
			out = append(out, designer.Stop{At: least, Tone: designer.Tone{Color: c, Alpha: share(s.own["stop-opacity"], 1) * alpha}})
			if len(out) == 200 {
				b.note("gradient", "what", g.title())
				break
			}
		}
		if len(out) > 0 {
			return out
		}
	}
	return nil
}

// styleAt works out the properties of an element from the root on.
func (b *builder) styleAt(n *node) *style {
	if n.parent == nil {
		return b.styleOf(n, nil)
	}
	return b.styleOf(n, b.styleAt(n.parent))
}

// linear maps a gradient along a line. Its colours stay on straight lines, but
// these need no longer stand at a right angle to its axis: the axis is turned
// so that they do.
func linear(from, to geom.Point, m geom.Affine) (designer.Paint, bool) {
	axis := to.Sub(from)
	even := m.Vector(geom.Pt(-axis.Y, axis.X)) // along one colour
	normal := geom.Pt(even.Y, -even.X)
	along := m.Vector(axis)
	long := normal.X*normal.X + normal.Y*normal.Y
	if axis.Length() < 1e-9 || !(long > 0) {
		return designer.Paint{}, false
	}
	k := (along.X*normal.X + along.Y*normal.Y) / long
	begin := m.Apply(from)
	return designer.Paint{Kind: designer.Linear, From: begin, To: begin.Add(normal.Times(k))}, true
}

// radial maps a gradient out of a circle: it becomes an ellipse with two radii
// at a right angle, found where the map stretches most and least.
func radial(middle, focus geom.Point, r float64, m geom.Affine) (designer.Paint, bool) {
	if !(r > 1e-9) {
		return designer.Paint{}, false
	}
	// The longest radius of the ellipse is the eigenvector of M Mᵀ.
	p, q, t := m.A*m.A+m.C*m.C, m.B*m.B+m.D*m.D, m.A*m.B+m.C*m.D
	turn := math.Atan2(2*t, p-q) / 2
	mid, far := (p+q)/2, math.Hypot((p-q)/2, t)
	long, wide := math.Sqrt(max(mid+far, 0)), math.Sqrt(max(mid-far, 0))
	if !(long > 0) || !(wide/long > 1e-6) {
		return designer.Paint{}, false
	}
	from := m.Apply(middle)
	sin, cos := math.Sincos(turn)
	return designer.Paint{
		Kind: designer.Radial, From: from, To: from.Add(geom.Pt(cos, sin).Times(r * long)), Ratio: wide / long, Focus: m.Apply(focus),
	}, true
}

// spread repeats a gradient as far as the box goes; false when that is too
// often to be said.
func spread(p *designer.Paint, box geom.Rect, mirror bool) bool {
	axis := p.To.Sub(p.From)
	long := axis.X*axis.X + axis.Y*axis.Y
	low, high := 0.0, 1.0
	for _, c := range box.Corners() {
		d := c.Sub(p.From)
		t := (d.X*axis.X + d.Y*axis.Y) / long
		if p.Kind == designer.Radial {
			across := (-d.X*axis.Y + d.Y*axis.X) / long / max(p.Ratio, 1e-6)
			t = math.Hypot(t, across)
		}
		low, high = min(low, t), max(high, t)
	}
	first, last := math.Floor(low), math.Ceil(high)
	times := last - first
	if times*float64(len(p.Stops)) > 250 || p.Kind == designer.Radial && p.Focus.Sub(p.From).Length() > 1e-6 {
		return false
	}
	var stops []designer.Stop
	for i := range int(times) {
		turned := mirror && (int(first)+i)&1 != 0
		for k := range p.Stops {
			stop := p.Stops[k]
			if turned {
				stop = p.Stops[len(p.Stops)-1-k]
				stop.At = 1 - stop.At
			}
			stop.At = min((float64(i)+stop.At)/times, 1)
			stops = append(stops, stop)
		}
	}
	p.From, p.To = p.From.Add(axis.Times(first)), p.From.Add(axis.Times(last))
	if p.Kind == designer.Radial {
		p.Focus = p.From
	}
	p.Stops = stops
	return true
}
