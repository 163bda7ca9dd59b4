package render

import (
	"image"
	"math"
	"reflect"

	"badgekiln/designer"
	"badgekiln/designer/geom"
)

// A layer that was only moved, by whole pixels, looks as it did: its picture is
// moved, too. Pointers move by whole pixels, so most steps of a drag cost no
// drawing. For that a layer is drawn with what lies outside of the picture from
// its second step on.

// nearWhole is how far from a whole number of pixels a move may be: as far as
// adding up leaves it.
const nearWhole = 1e-6

// movedFrom finds a layer of the last picture that differs from this one only
// by a move of whole pixels.
func (c *Canvas) movedFrom(i item) (old *raster, by image.Point, slip geom.Point, ok bool) {
	for _, was := range c.seen {
		if was.layer == i.layer || was.hide != i.hide || was.layer.ID != i.layer.ID {
			continue
		}
		known := c.rasters[was]
		if known == nil || known.tile == nil || len(known.report.Broken) > 0 {
			return nil, by, slip, false
		}
		if w := c.wider[was]; w != nil {
			known = w
		}
		by, slip, ok = shifted(known, was.layer, i.layer, c.view, c.loose)
		return known, by, slip, ok
	}
	return nil, by, slip, false
}

// shifted tells by how many pixels a layer that is held under m was moved since
// it was drawn, if that is all that changed of it.
func shifted(known *raster, was, now *designer.Layer, m geom.Affine, loose bool) (by image.Point, slip geom.Point, ok bool) {
	v := m.Vector(geom.Pt(now.Place.E-was.Place.E, now.Place.F-was.Place.F)).Add(known.slip)
	x, y := math.Round(v.X), math.Round(v.Y)
	slip = v.Sub(geom.Pt(x, y))
	beside := !(max(math.Abs(slip.X), math.Abs(slip.Y)) < nearWhole)
	if beside && !loose || !(max(math.Abs(x), math.Abs(y)) < 1e5) {
		return by, slip, false
	}
	a, b := *was, *now
	b.Place.E, b.Place.F = a.Place.E, a.Place.F
	return image.Pt(int(x), int(y)), slip, reflect.DeepEqual(a, b)
}

// wide is where a layer that is being moved is drawn.
func (c *Canvas) wide() image.Rectangle {
	return image.Rect(-c.size.X, -c.size.Y, 2*c.size.X, 2*c.size.Y)
}

// move gives a layer's picture, moved; nil when it has to be drawn.
func (c *Canvas) move(j *job, i item) *raster {
	old, by, slip, ok := c.movedFrom(i)
	switch {
	case !ok:
	case old.wide:
		return j.shift(old, i.layer, c.view, by, slip, c.loose)
	case by == (image.Point{}) && slip == old.slip: // nothing of it changed, as when a guide holds what is dragged in a group
		old.kept = true // another item has it now
		return old
	}
	return nil
}

// shift moves the picture of a layer that is held under m; nil when it has to be
// drawn.
func (j *job) shift(old *raster, l *designer.Layer, m geom.Affine, by image.Point, slip geom.Point, loose bool) *raster {
	t := *old.tile
	t.rect, t.kept = t.rect.Add(by), true
	beside := old.loose || max(math.Abs(slip.X), math.Abs(slip.Y)) >= nearWhole
	if !beside && !j.uncutUnder(l, m, t.rect) {
		if beside = loose; !beside {
			return nil
		}
	}
	old.kept = true // both have its memory
	return &raster{tile: &t, report: old.report, wide: true, slip: slip, loose: beside}
}

// uncut tells whether the shadows in a layer are the same when only the picture
// is drawn: a shadow is blurred from where what casts it begins, which may be the
// edge of what is drawn.
func (j *job) uncut(l *designer.Layer, rect image.Rectangle) bool {
	return j.uncutUnder(l, j.view, rect)
}

// uncutUnder is uncut for a layer that is held under m.
func (j *job) uncutUnder(l *designer.Layer, m geom.Affine, rect image.Rectangle) bool {
	whole := image.Rectangle{Max: j.size}
	for _, q := range inside(l) {
		if q.Shadow != nil {
			return rect.In(whole)
		}
	}
	s, cast := j.shadeOf(l.Shadow, m)
	if !cast {
		return true
	}
	left, top, right, foot := s.reach()
	return image.Rect(rect.Min.X+left, rect.Min.Y+top, rect.Max.X-right, rect.Max.Y-foot).In(s.room(whole))
}

// drawWide draws a layer with what lies outside of the picture; nil when it goes
// on beyond that, or when that would make a difference.
func (j *job) drawWide(l *designer.Layer, clip image.Rectangle) *raster {
	r := &raster{wide: true}
	r.tile = j.layer(l, j.view, clip, &r.report)
	if r.tile == nil || !r.rect.In(clip.Inset(1)) || !j.uncut(l, r.rect) {
		return nil
	}
	return r
}
