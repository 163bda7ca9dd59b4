package svgin

import (
	"strings"

	"badgekiln/designer"
	"badgekiln/designer/geom"
)

// children builds what an element holds.
func (b *builder) children(n *node, s *style, v view, deep int) []*designer.Layer {
	var out []*designer.Layer
	for _, kid := range n.kids {
		if b.fault != nil {
			return nil
		}
		out = append(out, b.element(kid, s, v, deep)...)
	}
	return out
}

// pays tells whether an element can still be drawn. One that is drawn again counts
// with all of its letters: a small file could be gigabytes of paths.
func (b *builder) pays(n *node) bool {
	if b.steps++; !n.paid {
		n.paid = true
		return b.steps <= mostSteps
	}
	for name, value := range n.attrs {
		if name != "href" { // of a photo, of which there is one however often it is used
			b.letters += len(value)
		}
	}
	for _, text := range n.text {
		b.letters += len(text)
	}
	return b.steps <= mostSteps && b.letters <= mostLetters
}

// element builds an element in the units of what holds it. deep is how many
// groups are around it.
func (b *builder) element(n *node, above *style, v view, deep int) []*designer.Layer {
	if !b.pays(n) {
		b.fault = designer.Fail("svg-many")
	}
	if b.fault != nil || !b.draws(n) {
		return nil
	}
	s := b.styleOf(n, above)
	if s.own["display"] == "none" {
		return nil
	}
	m := b.place(n, s)
	if !sound(m) {
		return nil
	}
	var layers []*designer.Layer
	switch n.name {
	case "g", "a":
		layers = b.children(n, s, v, deep+1)
	case "switch":
		for _, kid := range n.kids {
			if kid.name != "" && kid.name != "foreignObject" && !kid.has("requiredExtensions") && (!kid.has("systemLanguage") || strings.HasPrefix(kid.attr("systemLanguage"), "en")) {
				layers = b.element(kid, s, v, deep+1)
				break
			}
		}
	case "svg":
		layers = b.nested(n, s, v, deep, "", "")
	case "use":
		layers = b.use(n, s, v, deep)
	case "text":
		layers = b.text(n, s, v)
	case "image":
		layers = b.image(n, s, v)
	default:
		layers = b.leaf(n, s, v)
	}
	layers = b.effects(n, s, layers, v, deep >= deepest)
	return placed(layers, m)
}

// draws tells whether an element draws by itself, and lists what is left out.
func (b *builder) draws(n *node) bool {
	for name := range n.attrs {
		if len(name) > 2 && strings.HasPrefix(name, "on") {
			b.note("script", "what", name)
		}
	}
	switch n.name {
	case "g", "a", "switch", "svg", "use", "text", "image", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon":
		return true
	case "script", "handler":
		b.note("script", "what", n.name)
	case "animate", "animateTransform", "animateMotion", "animateColor", "set", "discard":
		b.note("animation", "what", n.name)
	case "foreignObject", "video", "audio", "iframe", "canvas", "flowRoot", "hatch", "mesh":
		b.note("element", "what", n.name)
	}
	return false
}

// place is an element's transform.
func (b *builder) place(n *node, s *style) geom.Affine {
	text := s.own["transform"]
	m, ok := transforms(text)
	if !ok {
		b.note("transform", "what", n.title())
		return geom.Identity()
	}
	if origin := s.own["transform-origin"]; origin != "" || n.has("transform-origin") {
		if origin == "" {
			origin = n.attr("transform-origin")
		}
		if at := arguments(origin); len(at) == 2 && !strings.Contains(origin, "%") {
			m = m.About(geom.Pt(at[0], at[1]))
		} else if m != geom.Identity() {
			b.note("transform", "what", n.title())
		}
	}
	return m
}

// leaf builds a basic shape.
func (b *builder) leaf(n *node, s *style, v view) []*designer.Layer {
	if hidden(s) {
		return nil
	}
	path, shape, at, ok := b.outline(n, s, v)
	if !ok {
		return nil
	}
	l := &designer.Layer{Opacity: 1, Place: geom.Identity()}
	move := geom.Identity()
	if shape != nil {
		l.Shape = shape
		move = geom.Move(-at.X, -at.Y)
		l.Place = geom.Move(at.X, at.Y)
	} else {
		l.Path = &designer.Outline{Path: path, EvenOdd: s.get("fill-rule") == "evenodd"}
	}
	box := l.Place.Bounds(b.measure.Bounds(l))
	var below, marks []*designer.Layer
	room := path
	if shape != nil {
		room = shape.Outline().Mapped(l.Place)
	}
	below, patterned := b.patterned(n, s, "fill", room, s.get("fill-rule") == "evenodd", box, v)
	if !patterned {
		l.Fill = moved(b.paint(n, s, "fill", box, v), move)
	}
	if n.name == "line" {
		l.Fill, below = designer.Paint{}, nil
	}
	l.Stroke = b.stroke(n, s, v, box, move)
	marks = b.lined(n, s, l, box, v)
	if shape == nil && n.name != "rect" {
		marks = append(marks, b.markers(n, s, path, v)...)
	}
	if l.Fill.Kind == designer.NoPaint && l.Stroke == nil {
		return append(below, marks...)
	}
	l.ID, l.Name = b.id(n), n.title()
	if order := strings.Fields(s.get("paint-order")); len(order) > 0 && order[0] == "stroke" && l.Stroke != nil && (l.Fill.Kind != designer.NoPaint || len(below) > 0) {
		line := *l
		line.Fill = designer.Paint{}
		l.Stroke = nil
		l.ID = b.id(&node{})
		if l.Fill.Kind == designer.NoPaint {
			return append(append([]*designer.Layer{&line}, below...), marks...)
		}
		return append([]*designer.Layer{&line, l}, marks...)
	}
	return append(append(below, l), marks...)
}

func hidden(s *style) bool {
	v := s.get("visibility")
	return v == "hidden" || v == "collapse"
}

// moved maps the points of a gradient by a translation.
func moved(p designer.Paint, m geom.Affine) designer.Paint {
	p.From, p.To, p.Focus = m.Apply(p.From), m.Apply(p.To), m.Apply(p.Focus)
	if p.Kind == designer.Solid || p.Kind == designer.NoPaint {
		p.From, p.To, p.Focus = geom.Point{}, geom.Point{}, geom.Point{}
	}
	return p
}

// lined builds a stroke that is painted by a pattern.
func (b *builder) lined(n *node, s *style, l *designer.Layer, box geom.Rect, v view) []*designer.Layer {
	id, _, _ := link(s.get("stroke"))
	if target := b.ids[id]; target == nil || target.name != "pattern" {
		return nil
	}
	line := *l
	if line.Stroke = b.line(n, s, v); line.Stroke == nil {
		return nil
	}
	path := b.measure.Stroke(&line)
	if path.Empty() {
		return nil
	}
	layers, _ := b.patterned(n, s, "stroke", path.Mapped(l.Place), false, box, v)
	return layers
}

func (b *builder) stroke(n *node, s *style, v view, box geom.Rect, move geom.Affine) *designer.Stroke {
	if id, _, ok := link(s.get("stroke")); ok && b.ids[id] != nil && b.ids[id].name == "pattern" && n.name != "text" && n.name != "tspan" && n.name != "textPath" {
		return nil // see lined
	}
	p := b.paint(n, s, "stroke", box, v)
	if p.Kind == designer.NoPaint {
		return nil
	}
	out := b.line(n, s, v)
	if out != nil {
		out.Paint = moved(p, move)
	}
	return out
}

// line reads what a stroke is like but for its paint; nil when there is none.
func (b *builder) line(n *node, s *style, v view) *designer.Stroke {
	out := &designer.Stroke{Width: 1, Cap: designer.CapButt, Join: designer.JoinMiter}
	if w, ok := v.length(s.get("stroke-width"), axisBoth, s); ok && w < 1e9 {
		out.Width = w
	}
	if !(out.Width > 0) {
		return nil
	}
	if s.own["vector-effect"] == "non-scaling-stroke" {
		b.note("stroke", "what", n.title())
	}
	switch s.get("stroke-linecap") {
	case "round":
		out.Cap = designer.CapRound
	case "square":
		out.Cap = designer.CapSquare
	}
	switch s.get("stroke-linejoin") {
	case "round":
		out.Join = designer.JoinRound
	case "bevel":
		out.Join = designer.JoinBevel
	case "arcs", "miter-clip":
		b.note("stroke", "what", n.title())
	}
	if limit, _, ok := number(s.get("stroke-miterlimit")); ok && limit >= 1 {
		out.Miter = min(limit, 1000)
	}
	out.Dash = b.dashes(n, s, v)
	if len(out.Dash) > 0 {
		out.Offset, _ = v.length(s.get("stroke-dashoffset"), axisBoth, s)
		if n.has("pathLength") {
			b.note("stroke", "what", n.title())
		}
	}
	return out
}

func (b *builder) dashes(n *node, s *style, v view) []float64 {
	text := s.get("stroke-dasharray")
	if text == "" || text == "none" {
		return nil
	}
	var out []float64
	sum := 0.0
	for _, word := range strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == ' ' || r == '\t' || r == '\n' }) {
		d, ok := v.length(word, axisBoth, s)
		if !ok || d < 0 {
			return nil
		}
		sum += d
		out = append(out, d)
	}
	if !(sum > 0) {
		return nil
	}
	if len(out) > 32 {
		b.note("stroke", "what", n.title())
		return out[:32]
	}
	return out
}

// nested builds an svg or a symbol, which has a room of its own.
func (b *builder) nested(n *node, s *style, v view, deep int, width, height string) []*designer.Layer {
	var x, y float64
	symbol := n.name == "symbol"
	if !symbol {
		x, _ = v.length(n.attr("x"), axisX, s)
		y, _ = v.length(n.attr("y"), axisY, s)
	}
	side := func(used, name string, a axis) float64 {
		for _, text := range []string{used, n.attr(name), "100%"} {
			if w, ok := v.length(text, a, s); ok {
				return w
			}
		}
		return v.whole(a)
	}
	w, h := side(width, "width", axisX), side(height, "height", axisY)
	if !(w > 0) || !(h > 0) {
		return nil
	}
	inner, m := view{w, h}, geom.Move(x, y)
	if box, ok := readBox(n.attr("viewBox")); ok {
		inner = view{box.W(), box.H()}
		m = fit(box, w, h, n.attr("preserveAspectRatio")).Then(m)
	}
	if !sound(m) {
		return nil
	}
	layers := placed(b.children(n, s, inner, deep+1), m)
	if o := s.own["overflow"]; o != "visible" && o != "auto" && !b.within(layers, geom.R(x, y, x+w, y+h)) {
		return b.clipped(n, layers, geom.R(x, y, x+w, y+h).Path(), false)
	}
	return layers
}

// use builds what another element refers to.
func (b *builder) use(n *node, s *style, v view, deep int) []*designer.Layer {
	href := n.attr("href")
	id, local := strings.CutPrefix(href, "#")
	target := b.ids[id]
	switch {
	case !local:
		b.note("external", "what", href)
		return nil
	case target == nil:
		b.note("link", "what", href)
		return nil
	case len(b.using) >= mostUses:
		b.note("loop", "what", href)
		return nil
	}
	for _, one := range b.using {
		if one == target {
			b.note("loop", "what", href)
			return nil
		}
	}
	for up := n; up != nil; up = up.parent {
		if up == target {
			b.note("loop", "what", href)
			return nil
		}
	}
	b.using = append(b.using, target)
	defer func() { b.using = b.using[:len(b.using)-1] }()
	x, _ := v.length(n.attr("x"), axisX, s)
	y, _ := v.length(n.attr("y"), axisY, s)
	var layers []*designer.Layer
	switch target.name {
	case "symbol", "svg":
		inner := b.styleOf(target, s)
		m := b.place(target, inner)
		if !sound(m) {
			return nil
		}
		b.steps++
		layers = b.nested(target, inner, v, deep+1, n.attr("width"), n.attr("height"))
		layers = placed(b.effects(target, inner, layers, v, deep >= deepest), m)
	default:
		layers = b.element(target, s, v, deep+1)
	}
	return placed(layers, geom.Move(x, y))
}
