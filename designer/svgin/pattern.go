package svgin

import (
	"math"
	"slices"

	"badgekiln/designer"
	"badgekiln/designer/geom"
)

// mostTiles bounds how often a pattern is repeated in one shape.
const mostTiles = 400

// patterned builds the fill or stroke of an element by a pattern (SVG 1.1,
// section 13.3): its tiles as layers, cut to the outline that is painted. found
// is false when the paint is no pattern; what cannot be brought over is noted.
func (b *builder) patterned(n *node, s *style, name string, path *geom.Path, evenOdd bool, box geom.Rect, v view) (layers []*designer.Layer, found bool) {
	id, _, ok := link(s.get(name))
	target := b.ids[id]
	if !ok || target == nil || target.name != "pattern" {
		return nil, false
	}
	if slices.Contains(b.using, target) || len(b.using) >= mostUses {
		b.note("loop", "what", n.title())
		return nil, true
	}
	b.using = append(b.using, target)
	defer func() { b.using = b.using[:len(b.using)-1] }()
	layers = b.tiles(target, box, path.Bounds(), v)
	if len(layers) == 0 {
		b.note("pattern", "what", n.title())
		return nil, true
	}
	one := b.group(n, layers)
	one.Opacity = share(s.get(name+"-opacity"), 1)
	return b.clipped(n, []*designer.Layer{one}, path, evenOdd), true
}

// tiles builds the tiles of a pattern that lie on a room, for an element whose
// outline lies in box; none when there are too many or the pattern is not one.
func (b *builder) tiles(target *node, box, cover geom.Rect, v view) []*designer.Layer {
	chain := b.chain(target)
	said := func(name string) string {
		for _, one := range chain {
			if one.has(name) {
				return one.attr(name)
			}
		}
		return ""
	}
	holder := target
	for _, one := range chain {
		if slices.ContainsFunc(one.kids, func(k *node) bool { return k.name != "" }) {
			holder = one
			break
		}
	}
	st := b.styleAt(holder)
	whole := geom.Affine{A: box.W(), D: box.H(), E: box.Min.X, F: box.Min.Y}
	unit := v
	shares := said("patternUnits") != "userSpaceOnUse"
	if shares {
		unit = view{1, 1}
	}
	at := func(name string, a axis) float64 {
		x, _ := unit.length(said(name), a, st)
		return x
	}
	tile := geom.R(at("x", axisX), at("y", axisY), at("x", axisX)+at("width", axisX), at("y", axisY)+at("height", axisY))
	if shares {
		tile = whole.Bounds(tile)
	}
	turned, ok := transforms(said("patternTransform"))
	back, invertible := turned.Inverse()
	if !(tile.W() > 0) || !(tile.H() > 0) || !ok || !invertible || !sound(turned) {
		return nil
	}
	inner, m := v, geom.Move(tile.Min.X, tile.Min.Y)
	if frame, ok := readBox(said("viewBox")); ok {
		inner = view{frame.W(), frame.H()}
		m = fit(frame, tile.W(), tile.H(), said("preserveAspectRatio")).Then(geom.Move(tile.Min.X, tile.Min.Y))
	} else if said("patternContentUnits") == "objectBoundingBox" {
		inner = view{1, 1}
		m = geom.Scale(box.W(), box.H()).Then(geom.Move(tile.Min.X, tile.Min.Y))
	}
	if !sound(m) {
		return nil
	}
	reach := back.Bounds(cover)
	x0, y0 := math.Floor((reach.Min.X-tile.Min.X)/tile.W()), math.Floor((reach.Min.Y-tile.Min.Y)/tile.H())
	x1, y1 := math.Ceil((reach.Max.X-tile.Min.X)/tile.W()), math.Ceil((reach.Max.Y-tile.Min.Y)/tile.H())
	if !((x1-x0)*(y1-y0) <= mostTiles) {
		return nil
	}
	var out []*designer.Layer
	for y := y0; y < y1; y++ {
		for x := x0; x < x1 && b.fault == nil; x++ {
			one := placed(b.children(holder, st, inner, deepest), m)
			if st.own["overflow"] != "visible" && !b.within(one, tile) {
				one = b.clipped(holder, one, tile.Path(), false)
			}
			out = append(out, placed(one, geom.Move(x*tile.W(), y*tile.H()).Then(turned))...)
		}
	}
	return out
}
