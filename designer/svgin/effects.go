package svgin

import (
	"slices"

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
