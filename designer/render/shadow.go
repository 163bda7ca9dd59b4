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
	f := s.coarse()
	r := f * (spread(boxes(s.sigma/float64(f))) + 2)
	side := func(d float64) (int, int) {
		d = min(max(d, -1e5), 1e5)
		return r + max(int(math.Ceil(-d)), 0), r + max(int(math.Ceil(d)), 0)
	}
	left, right = side(s.dx)
	top, foot = side(s.dy)
	return left, top, right, foot
}

// coarse is how many pixels, along each side, the blurred plane takes as one: a
// wide blur has no detail to lose.
func (s shade) coarse() int {
	switch {
	case s.sigma >= 12:
		return 4
	case s.sigma >= 4:
		return 2
	}
	return 1
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

// spread is how far box blurs reach.
func spread(radii [3]int) int { return radii[0] + radii[1] + radii[2] }

// plane is one channel with 16 bits. Its pixel (0, 0) covers f × f pixels of
// the picture from (x0, y0) on.
type plane struct {
	w, h, f int
	x0, y0  int
	pix     []uint16
}

// cast puts the shadow of t under it, within clip.
func (j *job) cast(t *tile, s shade, clip image.Rectangle) *tile {
	left, top, right, foot := s.reach()
	room := image.Rect(t.rect.Min.X-left, t.rect.Min.Y-top, t.rect.Max.X+right, t.rect.Max.Y+foot).Intersect(clip)
	if room.Empty() {
		return &tile{}
	}
	f := s.coarse()
	radii := boxes(s.sigma / float64(f))
	p := t.plane(f, spread(radii)+1, j.painter)
	p.blur(radii, j.painter)
	out := j.painter.tile(room)
	out.under(t, p, s)
	return out
}

// plane takes the alpha of a tile, with room to spread and a rim of nothing.
func (t *tile) plane(f, spread int, scratch *painter) plane {
	w, h := (t.rect.Dx()+f-1)/f, (t.rect.Dy()+f-1)/f
	p := plane{
		w: w + 2*spread, h: h + 2*spread, f: f,
		x0: t.rect.Min.X - spread*f, y0: t.rect.Min.Y - spread*f,
	}
	p.pix = scratch.plane(0, p.w*p.h)
	clear(p.pix)
	sums := make([]uint32, w)
	share := uint32(257 * 256 / (f * f)) // #nosec G115 -- 257 * 256 at most
	for y := range h {
		clear(sums)
		for k := y * f; k < min((y+1)*f, t.rect.Dy()); k++ {
			from := t.row(t.rect.Min.X, t.rect.Min.Y+k)
			for x, at := 0, 3; x < w; x++ {
				sum := sums[x]
				for end := min(at+4*f, len(from)); at < end; at += 4 {
					sum += uint32(from[at])
				}
				sums[x] = sum
			}
		}
		to := p.pix[(y+spread)*p.w+spread:][:w]
		for x, v := range sums {
			to[x] = uint16(v * share >> 8) // #nosec G115 -- a mean
		}
	}
	return p
}

// under fills the tile with another, and with a shadow where that one is not
// opaque. The plane is looked at between its pixels, so that fractions of a
// pixel count.
func (t *tile) under(top *tile, p plane, s shade) {
	w := t.rect.Dx()
	at, part := make([]int, w), make([]uint32, w)
	for x := range w {
		at[x], part[x] = p.place(float64(t.rect.Min.X+x)+0.5-s.dx-float64(p.x0), p.w)
	}
	line := make([]uint32, p.w+1) // a row of the plane between its rows, 0 at its end
	for y := t.rect.Min.Y; y < t.rect.Max.Y; y++ {
		to := t.row(t.rect.Min.X, y)
		k, share := p.place(float64(y)+0.5-s.dy-float64(p.y0), p.h)
		if k >= 0 {
			first := p.pix[k*p.w : (k+1)*p.w]
			second := first
			if k+1 < p.h {
				second = p.pix[(k+1)*p.w : (k+2)*p.w]
			}
			for x, v := range first {
				line[x] = (uint32(v)*(256-share) + uint32(second[x])*share) >> 8
			}
		}
		var over []uint8
		if y >= top.rect.Min.Y && y < top.rect.Max.Y {
			over = top.row(top.rect.Min.X, y)
		}
		if skip := 4 * (t.rect.Min.X - top.rect.Min.X); skip < 0 {
			copy(to[min(-skip, 4*w):4*w], over)
		} else {
			copy(to[:4*w], over[min(skip, len(over)):])
		}
		if k < 0 {
			continue
		}
		for x := range w {
			q := to[4*x : 4*x+4 : 4*x+4]
			rest := 255 - uint32(q[3])
			if rest == 0 || at[x] < 0 {
				continue
			}
			v := (line[at[x]]*(256-part[x]) + line[at[x]+1]*part[x]) >> 8 * rest
			if v == 0 {
				continue
			}
			const most = 65535 * 255
			for c := range q {
				q[c] += uint8((uint64(s.color[c])*uint64(v) + most/2) / most) // #nosec G115 -- what is left at most
			}
		}
	}
}

// place finds the pixel of the plane before a distance from its edge in
// pixels of the picture, and how much of the next one counts, of 256; −1
// outside.
func (p plane) place(far float64, n int) (int, uint32) {
	u := far/float64(p.f) - 0.5
	k := math.Floor(u)
	if k < 0 || k >= float64(n) {
		return -1, 0
	}
	return int(k), uint32((u - k) * 256)
}

// mean divides by a box's width: by a multiplication, the sums being far from
// filling a word.
type mean struct{ half, factor uint64 }

func meanOf(r int) mean {
	width := uint64(2*r + 1) // #nosec G115 -- a blur is bounded
	return mean{width / 2, (1<<32 + width - 1) / width}
}

func (m mean) of(sum uint32) uint16 {
	return uint16((uint64(sum) + m.half) * m.factor >> 32) // #nosec G115 -- a mean
}

// blur runs box blurs over rows, then over columns.
func (p *plane) blur(radii [3]int, scratch *painter) {
	line, sums := make([]uint16, p.w), make([]uint32, p.w)
	other := scratch.plane(1, len(p.pix))
	for _, r := range radii {
		if r == 0 {
			continue
		}
		m := meanOf(r)
		for y := range p.h {
			copy(line, p.pix[y*p.w:])
			box(p.pix[y*p.w:(y+1)*p.w], line, r, m)
		}
		clear(sums)
		row := func(y int) []uint16 { return p.pix[y*p.w : (y+1)*p.w] }
		for y := range min(r, p.h) {
			for x, v := range row(y) {
				sums[x] += uint32(v)
			}
		}
		zero := make([]uint16, p.w)
		for y := range p.h {
			enter, leave := zero, zero
			if y+r < p.h {
				enter = row(y + r)
			}
			if y-r >= 0 {
				leave = row(y - r)
			}
			out := other[y*p.w : (y+1)*p.w]
			enter, leave = enter[:len(out)], leave[:len(out)]
			for x, sum := range sums[:len(out)] {
				sum += uint32(enter[x])
				out[x] = m.of(sum)
				sums[x] = sum - uint32(leave[x])
			}
		}
		p.pix, other = other, p.pix
	}
}

// box blurs one row.
func box(to, from []uint16, r int, m mean) {
	n, sum := len(to), uint32(0)
	from = from[:n]
	for _, v := range from[:min(r, n)] {
		sum += uint32(v)
	}
	if n <= 2*r { // nowhere does the whole box fit
		for x := range to {
			if x+r < n {
				sum += uint32(from[x+r])
			}
			to[x] = m.of(sum)
			if x >= r {
				sum -= uint32(from[x-r])
			}
		}
		return
	}
	for x := range r {
		sum += uint32(from[x+r])
		to[x] = m.of(sum)
	}
	enter, leave, mid := from[2*r:], from[:n-2*r], to[r:n-r]
	enter, leave = enter[:len(mid)], leave[:len(mid)]
	for x := range mid {
		sum += uint32(enter[x])
		mid[x] = m.of(sum)
		sum -= uint32(leave[x])
	}
	for x := n - r; x < n; x++ {
		to[x] = m.of(sum)
		sum -= uint32(from[x-r])
	}
}
