package svgin

import (
	"slices"
	"strconv"
	"strings"

	"badgekiln/designer"
	"badgekiln/designer/geom"
)

// effects puts on layers what an element says of them as a whole, in the order
// that SVG has: shadow, clip, mask, opacity, blending. Several layers become a
// group where that makes a difference; flat leaves out groups that only hold
// together.
func (b *builder) effects(n *node, s *style, layers []*designer.Layer, v view, flat bool) []*designer.Layer {
	opacity := share(s.own["opacity"], 1)
	if len(layers) == 0 || opacity == 0 {
		return nil
	}
	layers = b.filter(n, s, layers, v)
	layers = b.mask(n, s, b.clip(n, s, layers, v), v)
	if len(layers) == 0 {
		return nil
	}
	blend := b.blend(s)
	if opacity < 1 || blend != designer.Normal {
		one := b.one(n, layers, func(l *designer.Layer) bool { return l.Blend == designer.Normal })
		one.Opacity *= opacity
		one.Blend = blend
		return []*designer.Layer{one}
	}
	// A group keeps the mixing of colours to itself; SVG's does not.
	mixed := slices.ContainsFunc(layers, func(l *designer.Layer) bool { return l.Blend != designer.Normal })
	if mixed && s.own["isolation"] == "isolate" || len(layers) > 1 && !flat && !mixed {
		return []*designer.Layer{b.group(n, layers)}
	}
	return layers
}

func (b *builder) group(n *node, layers []*designer.Layer) *designer.Layer {
	group := b.layer(n)
	group.Group = &designer.Group{Layers: layers}
	return group
}

// one gives layers as one: a group, unless there is only one that has room for
// what is to be put on it.
func (b *builder) one(n *node, layers []*designer.Layer, room func(*designer.Layer) bool) *designer.Layer {
	if len(layers) == 1 && room(layers[0]) {
		return layers[0]
	}
	return b.group(n, layers)
}

// blend reads how colours are mixed with those below.
func (b *builder) blend(s *style) designer.Blend {
	text := s.own["mix-blend-mode"]
	if text == "" || text == "normal" {
		return designer.Normal
	}
	if slices.Contains(designer.Blends(), designer.Blend(text)) {
		return designer.Blend(text)
	}
	b.note("blend", "what", text)
	return designer.Normal
}

// mask puts on layers what the mask of an element lets through.
func (b *builder) mask(n *node, s *style, layers []*designer.Layer, v view) []*designer.Layer {
	text := s.own["mask"]
	if text == "" || text == "none" || len(layers) == 0 {
		return layers
	}
	id, _, ok := link(text)
	target := b.ids[id]
	if !ok || target == nil || target.name != "mask" || slices.Contains(b.using, target) || len(b.using) >= mostUses {
		b.note("mask", "what", n.title())
		return layers
	}
	b.using = append(b.using, target)
	defer func() { b.using = b.using[:len(b.using)-1] }()
	st := b.styleAt(target)
	if m := st.own["mask"]; m != "" && m != "none" {
		b.note("mask", "what", n.title())
	}
	var box geom.Rect
	for _, l := range layers {
		box = box.Union(l.Place.Bounds(b.measure.Bounds(l)))
	}
	whole := geom.Affine{A: box.W(), D: box.H(), E: box.Min.X, F: box.Min.Y}
	inner := b.children(target, st, v, deepest)
	if target.attr("maskContentUnits") == "objectBoundingBox" {
		if !sound(whole) {
			return layers
		}
		inner = placed(inner, whole)
	}
	if len(inner) == 0 {
		return nil // nothing is let through
	}
	light := st.own["mask-type"] != "alpha"
	one := b.one(n, layers, func(l *designer.Layer) bool { return l.Shadow == nil && l.Mask == nil && l.Blend == designer.Normal })
	if back, ok := one.Place.Inverse(); ok {
		one.Mask = &designer.Mask{Layers: placed(inner, back), Light: light}
	}
	layers = []*designer.Layer{one}
	region := b.region(target, st, whole, v)
	if !region.Empty() && !b.within(layers, region) {
		return b.clipped(n, layers, region.Path(), false)
	}
	return layers
}

// region is the room outside of which a mask or a filter lets nothing through.
func (b *builder) region(n *node, s *style, whole geom.Affine, v view) geom.Rect {
	shares := n.attr(n.name+"Units") != "userSpaceOnUse"
	if shares {
		v = view{1, 1}
	}
	at := func(name, usual string, a axis) float64 {
		if x, ok := v.length(n.attr(name), a, s); ok {
			return x
		}
		x, _ := v.length(usual, a, s)
		return x
	}
	x, y := at("x", "-10%", axisX), at("y", "-10%", axisY)
	room := geom.R(x, y, x+at("width", "120%", axisX), y+at("height", "120%", axisY))
	if shares {
		return whole.Bounds(room)
	}
	return room
}

// within tells whether all that layers draw lies in a room.
func (b *builder) within(layers []*designer.Layer, room geom.Rect) bool {
	room = room.Grow(1e-6 * (room.W() + room.H()))
	for _, l := range layers {
		box := b.reach(l)
		if box.Empty() {
			continue
		}
		if !room.Has(box.Min) || !room.Has(box.Max) {
			return false
		}
	}
	return true
}

// reach is the room of a layer with its stroke, in the units around it.
func (b *builder) reach(l *designer.Layer) geom.Rect {
	if l.Group != nil {
		var all geom.Rect
		for _, kid := range l.Group.Layers {
			all = all.Union(b.reach(kid))
		}
		return l.Place.Bounds(all)
	}
	box := b.measure.Bounds(l)
	if l.Stroke != nil {
		wide := l.Stroke.Width / 2
		if l.Stroke.Join == designer.JoinMiter {
			wide *= max(l.Stroke.Miter, 4)
			if stroked := b.measure.Stroke(l); stroked != nil {
				return l.Place.Bounds(box.Union(stroked.Bounds()))
			}
		}
		box = box.Grow(wide)
	}
	return l.Place.Bounds(box)
}

// clip cuts layers to what clip-path refers to.
func (b *builder) clip(n *node, s *style, layers []*designer.Layer, v view) []*designer.Layer {
	text := s.own["clip-path"]
	if text == "" || text == "none" {
		return layers
	}
	id, _, ok := link(text)
	target := b.ids[id]
	if !ok || target == nil || target.name != "clipPath" {
		b.note("clip", "what", n.title())
		return layers
	}
	m, _ := transforms(target.attr("transform"))
	if target.attr("clipPathUnits") == "objectBoundingBox" {
		var box geom.Rect
		for _, l := range layers {
			box = box.Union(l.Place.Bounds(b.measure.Bounds(l)))
		}
		m = m.Then(geom.Affine{A: box.W(), D: box.H(), E: box.Min.X, F: box.Min.Y})
	}
	path, evenOdd, whole := b.clipOutline(target, v)
	if !whole {
		if masked, ok := b.letThrough(n, target, layers, m, v); ok {
			return masked
		}
		b.note("clip", "what", n.title())
	}
	if path.Empty() || !sound(m) {
		if whole {
			return nil // nothing is let through
		}
		return layers
	}
	path = path.Mapped(m)
	if box, ok := rectangle(path); ok && b.within(layers, box) {
		return layers
	}
	return b.clipped(n, layers, path, evenOdd)
}

// letThrough cuts layers to what no single outline says, such as letters or a
// clipPath that is cut itself: a mask of all it holds.
func (b *builder) letThrough(n, target *node, layers []*designer.Layer, m geom.Affine, v view) ([]*designer.Layer, bool) {
	if slices.Contains(b.using, target) || len(b.using) >= mostUses || !sound(m) {
		return nil, false
	}
	b.using = append(b.using, target)
	defer func() { b.using = b.using[:len(b.using)-1] }()
	st := b.styleAt(target)
	inner := b.clip(target, st, filled(b.children(target, st, v, deepest)), v)
	if len(inner) == 0 {
		return nil, true
	}
	one := b.one(n, layers, func(l *designer.Layer) bool { return l.Shadow == nil && l.Mask == nil && l.Blend == designer.Normal })
	back, ok := one.Place.Inverse()
	if !ok {
		return nil, true
	}
	one.Mask = &designer.Mask{Layers: placed(inner, m.Then(back))}
	return []*designer.Layer{one}, true
}

// filled makes layers as a clipPath takes them: all of their outlines, however
// they are painted.
func filled(layers []*designer.Layer) []*designer.Layer {
	for _, l := range layers {
		l.Opacity, l.Stroke, l.Shadow = 1, nil, nil
		if l.Group != nil {
			filled(l.Group.Layers)
		} else {
			l.Fill = designer.FillColor(designer.Color{A: 0xff})
		}
	}
	return layers
}

// clipOutline joins the outlines of a clipPath; whole is false when some of it
// cannot be said by one outline.
func (b *builder) clipOutline(target *node, v view) (path *geom.Path, evenOdd, whole bool) {
	path, whole = &geom.Path{}, true
	above := b.styleAt(target)
	if c := target.attr("clip-path"); c != "" && c != "none" {
		whole = false
	}
	parts := 0
	for _, kid := range target.kids {
		m := geom.Identity()
		one, s := kid, above
		if kid.name == "use" {
			s = b.styleOf(kid, above)
			um := b.place(kid, s)
			x, _ := v.length(kid.attr("x"), axisX, s)
			y, _ := v.length(kid.attr("y"), axisY, s)
			id, _ := strings.CutPrefix(kid.attr("href"), "#")
			if one = b.ids[id]; one == nil {
				whole = false
				continue
			}
			m = geom.Move(x, y).Then(um)
		}
		if b.steps++; b.steps > mostSteps {
			b.fault = designer.Fail("svg-many")
			return path, false, false
		}
		switch one.name {
		case "path", "rect", "circle", "ellipse", "polygon", "polyline":
		case "text", "g", "image", "use":
			whole = false
			continue
		default:
			continue
		}
		st := b.styleOf(one, s)
		if st.own["display"] == "none" || hidden(st) {
			continue
		}
		p, shape, at, ok := b.outline(one, st, v)
		if !ok {
			continue
		}
		if shape != nil {
			p = shape.Outline().Mapped(geom.Move(at.X, at.Y))
		}
		own := b.place(one, st)
		path.Append(p.Mapped(own.Then(m)))
		parts++
		if st.get("clip-rule") == "evenodd" {
			evenOdd = true
		}
	}
	if evenOdd && parts > 1 {
		whole = false
	}
	return path, evenOdd, whole
}

// rectangle tells whether a path is one upright rectangle.
func rectangle(p *geom.Path) (geom.Rect, bool) {
	if len(p.Coords) < 4 || len(p.Coords) > 5 {
		return geom.Rect{}, false
	}
	box := p.Bounds()
	for i, verb := range p.Verbs {
		if verb == geom.MoveTo && i > 0 || verb == geom.QuadTo || verb == geom.CubeTo {
			return geom.Rect{}, false
		}
	}
	for i, c := range p.Coords {
		next := p.Coords[(i+1)%len(p.Coords)]
		if (c.X != box.Min.X && c.X != box.Max.X) || (c.Y != box.Min.Y && c.Y != box.Max.Y) || c.X != next.X && c.Y != next.Y {
			return geom.Rect{}, false
		}
	}
	return box, true
}

// clipped cuts layers to an outline in the units around them.
func (b *builder) clipped(n *node, layers []*designer.Layer, path *geom.Path, evenOdd bool) []*designer.Layer {
	if len(layers) == 0 {
		return nil
	}
	one := b.one(n, layers, func(l *designer.Layer) bool {
		return l.Shadow == nil && l.Clip == nil && l.Blend == designer.Normal
	})
	back, ok := one.Place.Inverse()
	if !ok {
		return nil
	}
	one.Clip = &designer.Outline{Path: path.Mapped(back), EvenOdd: evenOdd}
	return []*designer.Layer{one}
}

// filter puts on layers what the filter of an element does: a shadow that they
// can have stays one, anything else is drawn. What can be neither is listed.
func (b *builder) filter(n *node, s *style, layers []*designer.Layer, v view) []*designer.Layer {
	text := s.own["filter"]
	if text == "" || text == "none" {
		return layers
	}
	id, _, linked := link(text)
	target := b.ids[id]
	if !linked {
		target = filterOf(text)
	}
	if target == nil || target.name != "filter" {
		b.note("filter", "what", n.title())
		return layers
	}
	if shadow, ok := b.dropShadow(target); ok {
		one := b.one(n, layers, func(l *designer.Layer) bool { return l.Shadow == nil && l.Blend == designer.Normal })
		one.Shadow = shadow
		return []*designer.Layer{one}
	}
	drawn, ok := b.filtered(n, target, layers, v)
	if !ok {
		b.note("filter", "what", n.title())
		return layers
	}
	return drawn
}

// filterOf makes a filter of the functions that CSS has for the usual ones
// (Filter Effects, section 12); nil when one is not known.
func filterOf(text string) *node {
	f := &node{name: "filter", attrs: map[string]string{"x": "-50%", "y": "-50%", "width": "200%", "height": "200%", "color-interpolation-filters": "sRGB"}}
	step := func(name string, pairs ...string) *node {
		one := &node{name: name, attrs: map[string]string{}, parent: f}
		for i := 0; i+1 < len(pairs); i += 2 {
			one.attrs[pairs[i]] = pairs[i+1]
		}
		f.kids = append(f.kids, one)
		return one
	}
	for rest := strings.TrimSpace(text); rest != ""; rest = strings.TrimSpace(rest) {
		name, behind, ok := strings.Cut(rest, "(")
		depth, end := 1, 0
		for end < len(behind) && depth > 0 {
			switch behind[end] {
			case '(':
				depth++
			case ')':
				depth--
			}
			end++
		}
		if !ok || depth > 0 || len(f.kids) >= 8 {
			return nil
		}
		inside := strings.TrimSpace(behind[:end-1])
		rest = behind[end:]
		amount := strconv.FormatFloat(share(inside, 1), 'g', -1, 64)
		if n, unit, ok := number(inside); ok && n > 1 && unit == "" {
			amount = inside // more than all, which share does not let through
		}
		switch strings.ToLower(strings.TrimSpace(name)) {
		case "blur":
			step("feGaussianBlur", "stdDeviation", pixels(inside))
		case "drop-shadow":
			at, ink := shadowOf(inside)
			if len(at) < 2 {
				return nil
			}
			step("feDropShadow", "dx", at[0], "dy", at[1], "stdDeviation", append(at, "0")[2], "flood-color", ink)
		case "saturate":
			step("feColorMatrix", "type", "saturate", "values", amount)
		case "grayscale":
			less, _ := strconv.ParseFloat(amount, 64)
			step("feColorMatrix", "type", "saturate", "values", strconv.FormatFloat(1-min(less, 1), 'g', -1, 64))
		case "hue-rotate":
			turn, _, _ := number(strings.TrimSuffix(inside, "deg"))
			step("feColorMatrix", "type", "hueRotate", "values", strconv.FormatFloat(turn, 'g', -1, 64))
		case "brightness":
			curves(step("feComponentTransfer"), "RGB", "type", "linear", "slope", amount)
		case "opacity":
			curves(step("feComponentTransfer"), "A", "type", "table", "tableValues", "0 "+amount)
		case "invert":
			to, _ := strconv.ParseFloat(amount, 64)
			curves(step("feComponentTransfer"), "RGB", "type", "table", "tableValues", amount+" "+strconv.FormatFloat(1-to, 'g', -1, 64))
		case "contrast":
			slope, _ := strconv.ParseFloat(amount, 64)
			curves(step("feComponentTransfer"), "RGB", "type", "linear", "slope", amount, "intercept", strconv.FormatFloat(0.5-slope/2, 'g', -1, 64))
		default:
			return nil
		}
	}
	return f
}

// curves gives a step the same curve for some channels.
func curves(n *node, channels string, pairs ...string) {
	for _, c := range channels {
		one := &node{name: "feFunc" + string(c), attrs: map[string]string{}, parent: n}
		for i := 0; i+1 < len(pairs); i += 2 {
			one.attrs[pairs[i]] = pairs[i+1]
		}
		n.kids = append(n.kids, one)
	}
}

// pixels reads a measure of CSS as a number.
func pixels(text string) string {
	x, _ := view{}.length(text, axisX, &style{inherited: map[string]string{}, own: map[string]string{}})
	return strconv.FormatFloat(x, 'g', -1, 64)
}

// shadowOf reads the measures and the colour of drop-shadow().
func shadowOf(text string) (at []string, ink string) {
	ink = "black"
	if open := strings.Index(text, "("); open >= 0 { // rgb(1, 2, 3) is one word
		start, end := strings.LastIndexByte(text[:open], ' ')+1, strings.LastIndexByte(text, ')')+1
		if end > open {
			ink, text = text[start:end], text[:start]+text[end:]
		}
	}
	for _, word := range strings.Fields(text) {
		if _, _, ok := number(word); ok {
			at = append(at, pixels(word))
		} else {
			ink = word
		}
	}
	return at, ink
}

// dropShadow reads the usual ways to say a shadow: feDropShadow, or a blur, an
// offset and a flood under the picture.
func (b *builder) dropShadow(target *node) (*designer.Shadow, bool) {
	out := &designer.Shadow{Tone: designer.Tone{Color: designer.Color{A: 0xff}, Alpha: 1}}
	first := func(text string, usual float64) float64 {
		if n := numbers(text); len(n) > 0 {
			return n[0]
		}
		return usual
	}
	flood := func(n *node) {
		s := b.styleAt(n)
		if c, ok := color(s.own["flood-color"], s.current()); ok {
			out.Tone.Color = c
		}
		out.Tone.Alpha = share(s.own["flood-opacity"], 1)
	}
	if target.attr("primitiveUnits") == "objectBoundingBox" {
		return nil, false
	}
	merged, colored, flooded := false, false, false
	for i, kid := range target.kids {
		switch kid.name {
		case "feDropShadow":
			out.DX, out.DY = first(kid.attr("dx"), 2), first(kid.attr("dy"), 2)
			out.Blur = 2 * first(kid.attr("stdDeviation"), 2)
			flood(kid)
			return out, i == len(target.kids)-1
		case "feGaussianBlur":
			if in := kid.attr("in"); in != "SourceAlpha" {
				colored = true // as the picture is, unless a flood covers it
				if in != "" && in != "SourceGraphic" {
					return nil, false
				}
			}
			out.Blur = 2 * first(kid.attr("stdDeviation"), 0)
		case "feOffset":
			out.DX, out.DY = first(kid.attr("dx"), 0), first(kid.attr("dy"), 0)
		case "feFlood":
			flood(kid)
			flooded = true
		case "feComposite":
			if kid.attr("operator") != "in" {
				return nil, false
			}
		case "feMerge":
			last := len(kid.kids) - 1
			if last != 1 || kid.kids[last].attr("in") != "SourceGraphic" {
				return nil, false
			}
			merged = true
		case "":
		default:
			return nil, false
		}
	}
	return out, merged && out.Blur >= 0 && (flooded || !colored)
}
