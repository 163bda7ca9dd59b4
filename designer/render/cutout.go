package render

import (
	"image"

	"badgekiln/designer"
	"badgekiln/designer/geom"
)

// cutOut leaves of a tile what the clip and the mask of its layer show; own is
// the layer's place in pixels. A kept tile is not changed: another is given.
func (j *job) cutOut(t *tile, l *designer.Layer, own geom.Affine, room image.Rectangle, report *Report) *tile {
	if t == nil || l.Clip == nil && l.Mask == nil {
		return t
	}
	if t.kept {
		t = t.cut(t.rect)
		t.kept = false
	}
	if l.Clip != nil {
		m := j.painter.cover(l.Clip.Path.Mapped(own), l.Clip.EvenOdd, room)
		if m == nil {
			j.painter.done(t.pix)
			return nil
		}
		t.through(m.rect, func(x, y int) uint32 { return uint32(m.row(y)[x-m.rect.Min.X]) })
		j.painter.done(m.pix)
	}
	if l.Mask == nil {
		return t
	}
	held := &designer.Layer{ID: l.ID, Opacity: 1, Group: &designer.Group{Layers: l.Mask.Layers}}
	m := j.group(held, own, room, report)
	if m == nil {
		j.painter.done(t.pix)
		return nil
	}
	t.through(m.rect, func(x, y int) uint32 {
		p := m.row(x, y)[:4]
		if !l.Mask.Light {
			return uint32(p[3])
		}
		// Luminance as SVG has it, of premultiplied colours.
		return (uint32(p[0])*13933 + uint32(p[1])*46871 + uint32(p[2])*4732 + 1<<15) >> 16
	})
	if !m.kept {
		j.painter.done(m.pix)
	}
	return t
}

// through thins a tile by a cover that is nothing outside rect.
func (t *tile) through(rect image.Rectangle, cover func(x, y int) uint32) {
	for y := t.rect.Min.Y; y < t.rect.Max.Y; y++ {
		row := t.row(t.rect.Min.X, y)[:4*t.rect.Dx()]
		for x := t.rect.Min.X; x < t.rect.Max.X; x++ {
			p := row[4*(x-t.rect.Min.X):][:4:4]
			if p[3] == 0 {
				continue
			}
			k := uint32(0)
			if image.Pt(x, y).In(rect) {
				k = cover(x, y)
			}
			for i, v := range p {
				p[i] = uint8((uint32(v)*k + 127) / 255) // #nosec G115 -- at most 255
			}
		}
	}
}
