package render

import "image"

// deep is a picture with 16 bits per channel, premultiplied. Layers are put
// together in it, so that the order in which parts are combined beforehand
// leaves no trace in the 8 bits that come out.
type deep struct {
	rect image.Rectangle
	pix  []uint16
}

func newDeep(rect image.Rectangle) *deep {
	return &deep{rect: rect, pix: make([]uint16, 4*rect.Dx()*rect.Dy())}
}

// reset makes it transparent and of a size, its memory used again if it is
// large enough.
func (d *deep) reset(rect image.Rectangle) {
	n := 4 * rect.Dx() * rect.Dy()
	d.rect = rect
	if cap(d.pix) < n {
		d.pix = make([]uint16, n)
		return
	}
	d.pix = d.pix[:n]
	clear(d.pix)
}

func (d *deep) row(x, y int) []uint16 {
	at := 4 * ((y-d.rect.Min.Y)*d.rect.Dx() + x - d.rect.Min.X)
	return d.pix[at : at+4*(d.rect.Max.X-x)]
}

// lay puts a tile over the picture, within clip.
func (d *deep) lay(t *tile, clip image.Rectangle) {
	rect := t.rect.Intersect(d.rect).Intersect(clip)
	if rect.Empty() {
		return
	}
	n := 4 * rect.Dx()
	for y := rect.Min.Y; y < rect.Max.Y; y++ {
		from, to := t.row(rect.Min.X, y)[:n], d.row(rect.Min.X, y)[:n]
		for i := 0; i+4 <= len(from) && i+4 <= len(to); i += 4 {
			s := from[i : i+4 : i+4]
			a := uint32(s[3])
			if a == 0 {
				continue
			}
			q := to[i : i+4 : i+4]
			if a == 255 {
				q[0], q[1], q[2], q[3] = uint16(s[0])*257, uint16(s[1])*257, uint16(s[2])*257, 65535
				continue
			}
			a = 255 - a
			q[0] = uint16(uint32(s[0])*257 + (uint32(q[0])*a+127)/255) // #nosec G115 -- at most 65535
			q[1] = uint16(uint32(s[1])*257 + (uint32(q[1])*a+127)/255) // #nosec G115 -- at most 65535
			q[2] = uint16(uint32(s[2])*257 + (uint32(q[2])*a+127)/255) // #nosec G115 -- at most 65535
			q[3] = uint16(uint32(s[3])*257 + (uint32(q[3])*a+127)/255) // #nosec G115 -- at most 65535
		}
	}
}

// over puts another deep picture over this one, within clip.
func (d *deep) over(t *deep, clip image.Rectangle) {
	rect := t.rect.Intersect(d.rect).Intersect(clip)
	if rect.Empty() {
		return
	}
	n := 4 * rect.Dx()
	for y := rect.Min.Y; y < rect.Max.Y; y++ {
		from, to := t.row(rect.Min.X, y)[:n], d.row(rect.Min.X, y)[:n]
		for i := 0; i+4 <= len(from) && i+4 <= len(to); i += 4 {
			s := from[i : i+4 : i+4]
			a := uint32(s[3])
			if a == 0 {
				continue
			}
			q := to[i : i+4 : i+4]
			if a == 65535 {
				q[0], q[1], q[2], q[3] = s[0], s[1], s[2], s[3]
				continue
			}
			a = 65535 - a
			q[0] = uint16(uint32(s[0]) + (uint32(q[0])*a+32767)/65535) // #nosec G115 -- at most 65535
			q[1] = uint16(uint32(s[1]) + (uint32(q[1])*a+32767)/65535) // #nosec G115 -- at most 65535
			q[2] = uint16(uint32(s[2]) + (uint32(q[2])*a+32767)/65535) // #nosec G115 -- at most 65535
			q[3] = uint16(uint32(s[3]) + (uint32(q[3])*a+32767)/65535) // #nosec G115 -- at most 65535
		}
	}
}

// copyFrom takes over the pixels of another picture of the same place.
func (d *deep) copyFrom(t *deep, clip image.Rectangle) {
	rect := t.rect.Intersect(d.rect).Intersect(clip)
	for y := rect.Min.Y; y < rect.Max.Y; y++ {
		copy(d.row(rect.Min.X, y)[:4*rect.Dx()], t.row(rect.Min.X, y))
	}
}

// write rounds to 8 bits.
func (d *deep) write(to *image.RGBA, clip image.Rectangle) {
	rect := clip.Intersect(d.rect).Intersect(to.Rect)
	for y := rect.Min.Y; y < rect.Max.Y; y++ {
		from := d.row(rect.Min.X, y)[:4*rect.Dx()]
		out := to.Pix[to.PixOffset(rect.Min.X, y):][:len(from)]
		for i, v := range from {
			out[i] = uint8((uint32(v) + 128) / 257) // #nosec G115 -- at most 255
		}
	}
}

// tile rounds the picture to a tile.
func (d *deep) tile() *tile {
	t := newTile(d.rect)
	for i, v := range d.pix {
		t.pix[i] = uint8((uint32(v) + 128) / 257) // #nosec G115 -- at most 255
	}
	return t
}
