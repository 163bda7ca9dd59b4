package render

import (
	"encoding/binary"
	"image"

	"badgekiln/designer"
)

// deep is a picture with 16 bits per channel, premultiplied. Layers are put
// together in it, so that the order in which parts are combined beforehand
// leaves no trace in the 8 bits that come out.
//
// A pixel is one word: red in the lowest 16 bits, then green, blue and alpha.
// Two channels are worked on at once, each in half of a word.
type deep struct {
	rect image.Rectangle
	pix  []uint64
}

// pair picks two channels, each with room for a product.
const pair = 0x0000ffff_0000ffff

func newDeep(rect image.Rectangle) *deep {
	return &deep{rect: rect, pix: make([]uint64, rect.Dx()*rect.Dy())}
}

// reset makes it transparent and of a size, its memory used again if it is
// large enough.
func (d *deep) reset(rect image.Rectangle) {
	n := rect.Dx() * rect.Dy()
	d.rect = rect
	if cap(d.pix) < n {
		d.pix = make([]uint64, n)
		return
	}
	d.pix = d.pix[:n]
	clear(d.pix)
}

func (d *deep) row(x, y int) []uint64 {
	at := (y-d.rect.Min.Y)*d.rect.Dx() + x - d.rect.Min.X
	return d.pix[at : at+d.rect.Max.X-x]
}

// from gives a row, and how far x lies behind its beginning; nothing outside.
func (d *deep) from(x, y int) (row []uint64, skip int) {
	if d == nil || y < d.rect.Min.Y || y >= d.rect.Max.Y {
		return nil, 0
	}
	return d.row(d.rect.Min.X, y), x - d.rect.Min.X
}

// widen takes four channels of 8 bits to 16.
func widen(c uint32) uint64 {
	w := uint64(c)
	w = (w | w<<16) & pair
	w = (w | w<<8) & 0x00ff00ff_00ff00ff
	return w | w<<8
}

// narrow rounds four channels of 16 bits to 8.
func narrow(v uint64) uint32 {
	const half = 32895<<32 | 32895
	even := ((v&pair)*255 + half) >> 16 & 0x000000ff_000000ff
	odd := ((v>>16&pair)*255 + half) >> 16 & 0x000000ff_000000ff
	w := even | odd<<8                   // red and green in the lower half, blue and alpha in the upper
	return uint32(w) | uint32(w>>32)<<16 // #nosec G115 -- halves of a word
}

// scale multiplies four channels by k/255. It may be too small by a part in
// 65,535, never too large: sums of premultiplied colours do not overflow.
func scale(v, k uint64) uint64 {
	const half = 0x80<<32 | 0x80
	even, odd := (v&pair)*k, (v>>16&pair)*k
	even = (even + even>>8&pair + half) >> 8 & pair
	odd = (odd + odd>>8&pair + half) >> 8 & pair
	return even | odd<<16
}

// scaleFine multiplies four channels by k/65535, as scale does.
func scaleFine(v, k uint64) uint64 {
	k += k >> 15 // to 65536 for the whole
	even, odd := (v&pair)*k, (v>>16&pair)*k
	return even>>16&pair | odd&^uint64(pair)
}

// lay puts a tile over the picture, within clip.
func (d *deep) lay(t *tile, clip image.Rectangle) {
	rect := t.rect.Intersect(d.rect).Intersect(clip)
	for y := rect.Min.Y; y < rect.Max.Y; y++ {
		layRow(d.row(rect.Min.X, y)[:rect.Dx()], t.row(rect.Min.X, y), t.blend)
	}
}

// layRow puts pixels of a tile over a row of a picture.
func layRow(to []uint64, from []uint8, mode designer.Blend) {
	from = from[:4*len(to)]
	if mode != "" {
		for i := range to {
			to[i] = meet(mode, binary.LittleEndian.Uint32(from[4*i:4*i+4]), to[i])
		}
		return
	}
	was, wide := uint32(0), uint64(0) // most pixels are as the one before them
	for i := range to {
		s := binary.LittleEndian.Uint32(from[4*i : 4*i+4])
		a := s >> 24
		if a == 0 {
			continue
		}
		if s != was {
			was, wide = s, widen(s)
		}
		if a == 255 {
			to[i] = wide
		} else {
			to[i] = wide + scale(to[i], uint64(255-a))
		}
	}
}

// over puts another deep picture over this one, within clip.
func (d *deep) over(t *deep, clip image.Rectangle) {
	rect := t.rect.Intersect(d.rect).Intersect(clip)
	for y := rect.Min.Y; y < rect.Max.Y; y++ {
		from, to := t.row(rect.Min.X, y), d.row(rect.Min.X, y)[:rect.Dx()]
		for i := range to {
			s := from[i]
			switch a := s >> 48; a {
			case 0:
			case 65535:
				to[i] = s
			default:
				to[i] = s + scaleFine(to[i], 65535-a)
			}
		}
	}
}

// copyFrom takes over the pixels of another picture of the same place.
func (d *deep) copyFrom(t *deep, clip image.Rectangle) {
	rect := t.rect.Intersect(d.rect).Intersect(clip)
	for y := rect.Min.Y; y < rect.Max.Y; y++ {
		copy(d.row(rect.Min.X, y)[:rect.Dx()], t.row(rect.Min.X, y))
	}
}

// write rounds to 8 bits.
func (d *deep) write(to *image.RGBA, clip image.Rectangle) {
	rect := clip.Intersect(d.rect).Intersect(to.Rect)
	for y := rect.Min.Y; y < rect.Max.Y; y++ {
		narrowRow(to.Pix[to.PixOffset(rect.Min.X, y):], d.row(rect.Min.X, y)[:rect.Dx()])
	}
}

// narrowRow rounds pixels to 8 bits.
func narrowRow(out []uint8, row []uint64) {
	out = out[:4*len(row)]
	was, c := uint64(0), uint32(0) // most pixels are as the one before them
	for i, v := range row {
		if v != was {
			was, c = v, narrow(v)
		}
		binary.LittleEndian.PutUint32(out[4*i:4*i+4], c)
	}
}

// straight rounds to 8 bits and takes the alpha out of the colours, as Straight
// does. All of it lies within the picture.
func (d *deep) straight(to *image.NRGBA) {
	for y := d.rect.Min.Y; y < d.rect.Max.Y; y++ {
		row := d.row(d.rect.Min.X, y)
		out := to.Pix[to.PixOffset(d.rect.Min.X, y):][:4*len(row)]
		was, c := uint64(0), uint32(0)
		for i, v := range row {
			if v != was {
				was, c = v, straightened(narrow(v))
			}
			binary.LittleEndian.PutUint32(out[4*i:4*i+4], c)
		}
	}
}

// round writes the picture into a tile of the same place.
func (d *deep) round(t *tile) *tile {
	narrowRow(t.pix, d.pix)
	return t
}
