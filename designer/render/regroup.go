package render

import (
	"image"

	"badgekiln/designer"
	"badgekiln/designer/geom"
)

// A group in which one layer is worked on is not drawn anew: what is in it is
// remembered, and only where the layer was and is are the parts put together
// again. So a step in a group that was entered costs what one outside does.

// grouped is what is in a group, drawn.
type grouped struct {
	own   geom.Affine
	parts map[*designer.Layer]*raster
	tiles []*tile // those to be seen, from the bottom up
}

// plainGroup tells whether a group's picture is just its parts, one over the other.
func plainGroup(l *designer.Layer) bool {
	return l.Group != nil && l.Shadow == nil && l.Clip == nil && l.Mask == nil && l.Opacity == 1 && !l.Hidden
}

// before finds a layer in the last picture.
func (c *Canvas) before(i item) *raster {
	for _, was := range c.seen {
		if was.layer.ID == i.layer.ID && (was.hide == i.hide || was.hide == ghost+i.hide) {
			return c.rasters[was]
		}
	}
	return nil
}

// regroup draws a group that was there before and has been changed; nil when it
// is not one of that kind.
func (c *Canvas) regroup(j *job, i item) *raster {
	if !plainGroup(i.layer) {
		return nil
	}
	was := c.before(i)
	if was == nil {
		return nil
	}
	r := &raster{}
	if r.group = c.parts(j, i.layer, was.group, nil); r.group == nil {
		return nil
	}
	var room image.Rectangle
	for _, p := range r.group.parts {
		r.report.add(p.report)
		r.loose = r.loose || p.loose
		if p.tile != nil {
			room = room.Union(p.rect)
		}
	}
	room = room.Intersect(image.Rectangle{Max: c.size})
	if room.Empty() {
		return nil
	}
	again, old := room, was.tile
	if was.group == nil || was.group.own != r.group.own || old == nil || old.rect.Empty() {
		old = nil
	} else {
		again = differ(was.group.tiles, r.group.tiles)
		r.since, r.changed = was, again
	}
	r.tile = j.painter.tile(room)
	r.blend = i.layer.Blend
	if old != nil {
		r.takeOver(old)
	}
	r.group.lay(r.tile, again.Intersect(room))
	return r
}

// parts draws what is in a group, apart from what is remembered of it and what was
// only moved; nil when there is too little in it to be worth that. What is about
// to be dragged is drawn with what lies outside of the picture.
func (c *Canvas) parts(j *job, l *designer.Layer, old *grouped, dragged map[string]bool) *grouped {
	if len(l.Group.Layers) < 2 {
		return nil
	}
	g := &grouped{own: l.Place.Then(j.view), parts: map[*designer.Layer]*raster{}}
	if _, ok := g.own.Inverse(); !ok {
		return nil
	}
	if old != nil && old.own != g.own {
		old = nil
	}
	for _, child := range l.Group.Layers {
		p, known := (*raster)(nil), false
		if old != nil {
			p, known = old.parts[child]
		}
		if !known || p.loose && !c.loose {
			p = c.part(j, child, g.own, old, dragged[child.ID])
		}
		g.parts[child] = p
		if p.tile != nil {
			p.kept = true
			g.tiles = append(g.tiles, p.tile)
		}
	}
	return g
}

// part draws one layer of a group.
func (c *Canvas) part(j *job, l *designer.Layer, own geom.Affine, old *grouped, dragged bool) *raster {
	if old != nil {
		for was, known := range old.parts {
			if was.ID != l.ID || was == l || known.tile == nil || len(known.report.Broken) > 0 {
				continue
			}
			by, slip, ok := shifted(known, was, l, own, c.loose)
			if ok && known.wide {
				if r := j.shift(known, l, own, by, slip, c.loose); r != nil {
					return r
				}
			}
			dragged = dragged || ok
		}
	}
	if dragged {
		r := &raster{wide: true}
		r.tile = j.layer(l, own, c.wide(), &r.report)
		if r.tile != nil && r.rect.In(c.wide().Inset(1)) && j.uncutUnder(l, own, r.rect) {
			return r
		}
	}
	r, whole := &raster{}, image.Rectangle{Max: c.size}
	r.tile = j.layer(l, own, whole, &r.report)
	r.wide = r.tile != nil && r.rect.In(whole.Inset(1)) && j.uncutUnder(l, own, r.rect)
	return r
}

// differ is where two stacks of tiles may not look the same.
func differ(was, now []*tile) (r image.Rectangle) {
	for len(was) > 0 && len(now) > 0 && was[0] == now[0] {
		was, now = was[1:], now[1:]
	}
	for len(was) > 0 && len(now) > 0 && was[len(was)-1] == now[len(now)-1] {
		was, now = was[:len(was)-1], now[:len(now)-1]
	}
	for _, stack := range [][]*tile{was, now} {
		for _, t := range stack {
			r = r.Union(t.rect)
		}
	}
	return r
}

// takeOver copies another tile as far as both reach.
func (t *tile) takeOver(old *tile) {
	r := t.rect.Intersect(old.rect)
	for y := r.Min.Y; y < r.Max.Y; y++ {
		copy(t.row(r.Min.X, y)[:4*r.Dx()], old.row(r.Min.X, y))
	}
}

// lay puts the parts together again within a rectangle of the group's tile.
func (g *grouped) lay(to *tile, within image.Rectangle) {
	var d deep
	for y := within.Min.Y; y < within.Max.Y; y += stripRows {
		rows := within
		rows.Min.Y, rows.Max.Y = y, min(y+stripRows, within.Max.Y)
		d.reset(rows)
		for _, t := range g.tiles {
			d.lay(t, rows)
		}
		for y := rows.Min.Y; y < rows.Max.Y; y++ {
			narrowRow(to.row(rows.Min.X, y), d.row(rows.Min.X, y))
		}
	}
}
