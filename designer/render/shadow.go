package render

import (
	"image"
	"math"

	"badgekiln/designer"
	"badgekiln/designer/geom"
)

// shade is a shadow in pixels.
type shade struct {
	dx, dy float64
	sigma  float64
	color  rgba
}

// shadeOf resolves a shadow of a layer that is held under m.
func (j *job) shadeOf(s *designer.Shadow, m geom.Affine) (shade, bool) {
	if s == nil {
		return shade{}, false
	}
	c := premultiplied(j.doc.Resolve(s.Tone))
	v := m.Vector(geom.Pt(s.DX, s.DY))
	// A blur is as wide as the badge at most: more is only slow.
	sigma := min(max(s.Blur, 0)/2*math.Sqrt(math.Abs(m.Det())), float64(max(j.size.X, j.size.Y)))
	return shade{dx: v.X, dy: v.Y, sigma: sigma, color: c}, c[3] > 0
}

// reach is how far a shadow goes beyond what casts it.
func (s shade) reach() (left, top, right, foot int) {
	r := 0
	for _, k := range boxes(s.sigma) {
		r += k + 1
	}
	side := func(d float64) (int, int) {
		d = min(max(d, -1e5), 1e5)
		return r + max(int(math.Ceil(-d)), 0), r + max(int(math.Ceil(d)), 0)
	}
	left, right = side(s.dx)
	top, foot = side(s.dy)
	return left, top, right, foot
}

// boxes gives the radii of three box blurs that together come near to a
// Gaussian.
func boxes(sigma float64) [3]int {
	if sigma < 0.3 {
		return [3]int{}
	}
	// Box widths are odd; m of them take the lower one, so that the variances
	// add up best.
	ideal := math.Sqrt(12*sigma*sigma/3 + 1)
	low := int(ideal)
	if low%2 == 0 {
		low--
	}
	low = max(low, 1)
	m := int(math.Round((12*sigma*sigma - 3*float64(low*low) - 12*float64(low) - 9) / (-4*float64(low) - 4)))
	var out [3]int
	for i := range out {
		out[i] = low / 2
		if i >= m {
			out[i] = (low + 2) / 2
		}
	}
	return out
}

// plane is one channel with 16 bits.
type plane struct {
	w, h int
	pix  []uint16
}

// cast puts the shadow of t under it; the result covers clip ∩ what both need.
func (t *tile) cast(s shade, clip image.Rectangle) *tile {
	left, top, right, foot := s.reach()
	room := image.Rect(t.rect.Min.X-left, t.rect.Min.Y-top, t.rect.Max.X+right, t.rect.Max.Y+foot).Intersect(clip)
	if room.Empty() {
		return &tile{}
	}
	r := 0
	for _, k := range boxes(s.sigma) {
		r += k
	}
	// The blurred plane reaches r beyond the tile on every side.
	p := plane{w: t.rect.Dx() + 2*r, h: t.rect.Dy() + 2*r}
	p.pix = make([]uint16, p.w*p.h)
	for y := range t.rect.Dy() {
		from, to := t.row(t.rect.Min.X, t.rect.Min.Y+y), p.pix[(y+r)*p.w+r:]
		for x := range t.rect.Dx() {
			to[x] = uint16(from[4*x+3]) * 257
		}
	}
	p.blur(boxes(s.sigma))
	out := newTile(room)
	out.stain(p, s, t.rect.Min.X-r, t.rect.Min.Y-r)
	d := newDeep(room)
	d.lay(out, room)
	d.lay(t, room)
	return d.tile()
}

// stain paints a plane whose corner belongs at (x0, y0), moved by the shadow's
// offset, fractions of a pixel included.
func (t *tile) stain(p plane, s shade, x0, y0 int) {
	fx, fy := math.Floor(s.dx), math.Floor(s.dy)
	ax, ay := uint32((s.dx-fx)*256), uint32((s.dy-fy)*256)
	ox, oy := x0+int(fx), y0+int(fy)
	at := func(row []uint16, x int) uint32 {
		if x < 0 || x >= len(row) {
			return 0
		}
		return uint32(row[x])
	}
	row := func(y int) []uint16 {
		if y < 0 || y >= p.h {
			return nil
		}
		return p.pix[y*p.w : (y+1)*p.w]
	}
	for y := t.rect.Min.Y; y < t.rect.Max.Y; y++ {
		low, high := row(y-oy), row(y-oy-1)
		if low == nil && high == nil {
			continue
		}
		to := t.row(t.rect.Min.X, y)
		for x := t.rect.Min.X; x < t.rect.Max.X; x++ {
			px := x - ox
			if px < 0 || px > p.w {
				continue
			}
			a := (at(low, px)*(256-ax) + at(low, px-1)*ax) >> 8
			b := (at(high, px)*(256-ax) + at(high, px-1)*ax) >> 8
			v := (a*(256-ay) + b*ay) >> 8
			if v == 0 {
				continue
			}
			i := 4 * (x - t.rect.Min.X)
			for k := range 4 {
				to[i+k] = uint8((uint32(s.color[k])*v + 32767) / 65535) // #nosec G115 -- at most 255
			}
		}
	}
}

// blur runs box blurs over rows, then over columns.
func (p *plane) blur(radii [3]int) {
	line := make([]uint16, max(p.w, p.h))
	sums := make([]uint32, p.w)
	other := make([]uint16, len(p.pix))
	for _, r := range radii {
		if r == 0 {
			continue
		}
		width := uint32(2*r + 1) // #nosec G115 -- a blur is bounded
		for y := range p.h {
			row := p.pix[y*p.w : (y+1)*p.w]
			copy(line, row)
			sum := uint32(0)
			for x := range min(r, p.w) {
				sum += uint32(line[x])
			}
			for x := range row {
				if x+r < p.w {
					sum += uint32(line[x+r])
				}
				row[x] = uint16((sum + width/2) / width) // #nosec G115 -- a mean
				if x-r >= 0 {
					sum -= uint32(line[x-r])
				}
			}
		}
		clear(sums)
		for y := range min(r, p.h) {
			for x, v := range p.pix[y*p.w : (y+1)*p.w] {
				sums[x] += uint32(v)
			}
		}
		for y := range p.h {
			if y+r < p.h {
				for x, v := range p.pix[(y+r)*p.w : (y+r+1)*p.w] {
					sums[x] += uint32(v)
				}
			}
			out := other[y*p.w : (y+1)*p.w]
			for x, v := range sums {
				out[x] = uint16((v + width/2) / width) // #nosec G115 -- a mean
			}
			if y-r >= 0 {
				for x, v := range p.pix[(y-r)*p.w : (y-r+1)*p.w] {
					sums[x] -= uint32(v)
				}
			}
		}
		p.pix, other = other, p.pix
	}
}
