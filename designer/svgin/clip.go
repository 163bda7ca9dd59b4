package svgin

import (
	"slices"
	"strings"

	"badgekiln/designer"
	"badgekiln/designer/geom"
)

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
		if !b.pays(one) {
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
