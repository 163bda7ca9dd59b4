package render

import (
	"encoding/binary"
	"image"
	"math"
	"slices"

	"badgekiln/designer"
	"badgekiln/designer/geom"
)

// rgba is a premultiplied colour.
type rgba [4]uint8

func premultiplied(c designer.Color) rgba {
	a := uint32(c.A)
	by := func(v uint8) uint8 { return uint8((uint32(v)*a + 127) / 255) } // #nosec G115 -- at most 255
	return rgba{by(c.R), by(c.G), by(c.B), c.A}
}

// ink gives the colours of a row of pixels.
type ink interface {
	// row fills out with the colours of the pixels from (x, y) to the right.
	row(x, y int, out []rgba)
}

// flat is one colour.
type flat rgba

func (f flat) row(_, _ int, out []rgba) {
	for i := range out {
		out[i] = rgba(f)
	}
}

// ramp is the colours of a gradient, from 0 to 1.
type ramp [1024]rgba

func (r *ramp) at(t float64) rgba {
	return r[int(min(max(t, 0), 1)*float64(len(r)-1)+0.5)]
}

// linear is a gradient along a line: t = t0 + tx x + ty y at pixel middles.
type linear struct {
	ramp       *ramp
	t0, tx, ty float64
}

func (l linear) row(x, y int, out []rgba) {
	// Whole numbers with 32 bits behind the point: places on the ramp, rounded.
	const one, most = 1 << 32, 1 << 20
	n := float64(len(l.ramp) - 1)
	t := (l.t0+l.tx*(float64(x)+0.5)+l.ty*(float64(y)+0.5))*n + 0.5
	at, step := int64(min(max(t, -most), most)*one), int64(min(max(l.tx*n, -most), most)*one)
	last := len(l.ramp) - 1
	if math.Abs(t)+math.Abs(l.tx*n)*float64(len(out)) < most { // it stays within
		for i := range out {
			out[i] = l.ramp[min(max(int(at>>32), 0), last)]
			at += step
		}
		return
	}
	for i := range out {
		out[i] = l.ramp[min(max(int(at>>32), 0), last)]
		if at += step; at > most*one || at < -most*one {
			at = min(max(at, -most*one), most*one)
		}
	}
}

// radial is a gradient from a focus to the unit circle, to which back maps
// pixels.
type radial struct {
	ramp  *ramp
	back  geom.Affine
	focus geom.Point
}

func (r radial) row(x, y int, out []rgba) {
	c := r.focus.X*r.focus.X + r.focus.Y*r.focus.Y - 1
	p := r.back.Apply(geom.Pt(float64(x)+0.5, float64(y)+0.5))
	for i := range out {
		d := geom.Pt(p.X+r.back.A*float64(i)-r.focus.X, p.Y+r.back.B*float64(i)-r.focus.Y)
		a := d.X*d.X + d.Y*d.Y
		t := 0.0
		if a > 0 { // the circle is met s times as far out as the pixel
			b := r.focus.X*d.X + r.focus.Y*d.Y
			t = a / (math.Sqrt(max(b*b-a*c, 0)) - b)
		}
		out[i] = r.ramp.at(t)
	}
}

// conic is a gradient round the origin, clockwise from the right, to which back
// maps pixels.
type conic struct {
	ramp *ramp
	back geom.Affine
}

func (c conic) row(x, y int, out []rgba) {
	p := c.back.Apply(geom.Pt(float64(x)+0.5, float64(y)+0.5))
	for i := range out {
		t := math.Atan2(p.Y+c.back.B*float64(i), p.X+c.back.A*float64(i)) / (2 * math.Pi)
		if t < 0 {
			t++
		}
		out[i] = c.ramp.at(t)
	}
}

// inkOf resolves a paint whose layer lies under m; nil paints nothing.
func (j *job) inkOf(p designer.Paint, m geom.Affine) ink {
	switch p.Kind {
	case designer.Solid:
		c := premultiplied(j.doc.Resolve(p.Tone))
		if c[3] == 0 {
			return nil
		}
		return flat(c)
	case designer.Linear, designer.Radial, designer.Conic:
	default:
		return nil
	}
	stops := j.stops(p.Stops)
	if stops == nil {
		return nil
	}
	back, ok := m.Inverse()
	axis := p.To.Sub(p.From)
	long := axis.X*axis.X + axis.Y*axis.Y
	if !ok || !(long > 0) {
		return flat(stops[len(stops)-1])
	}
	if p.Kind == designer.Linear {
		t := func(v geom.Point) float64 { return (v.X*axis.X + v.Y*axis.Y) / long }
		return linear{
			ramp: stops, t0: t(back.Apply(geom.Point{}).Sub(p.From)),
			tx: t(geom.Pt(back.A, back.B)), ty: t(geom.Pt(back.C, back.D)),
		}
	}
	if p.Kind == designer.Conic {
		unit, ok := geom.Affine{A: axis.X, B: axis.Y, C: -axis.Y, D: axis.X, E: p.From.X, F: p.From.Y}.Inverse()
		if !ok {
			return flat(stops[len(stops)-1])
		}
		return conic{stops, back.Then(unit)}
	}
	ratio := p.Ratio
	if !(ratio > 0) {
		ratio = 1
	}
	unit, ok := geom.Affine{A: axis.X, B: axis.Y, C: -axis.Y * ratio, D: axis.X * ratio, E: p.From.X, F: p.From.Y}.Inverse()
	if !ok {
		return flat(stops[len(stops)-1])
	}
	focus := unit.Apply(p.Focus)
	if far := focus.Length(); far > 0.99 { // on the edge the cone has no end
		focus = focus.Times(0.99 / far)
	}
	return radial{ramp: stops, back: back.Then(unit), focus: focus}
}

// stops gives the ramp of a gradient, remembered where the same design is drawn
// again and again.
func (j *job) stops(stops []designer.Stop) *ramp {
	if j.ramps == nil || len(stops) == 0 {
		return j.ramp(stops)
	}
	return j.ramps.of(&stops[0], func() *ramp { return j.ramp(stops) })
}

// ramp mixes the stops of a gradient, in straight alpha.
func (j *job) ramp(stops []designer.Stop) *ramp {
	if len(stops) == 0 {
		return nil
	}
	stops = slices.Clone(stops)
	slices.SortStableFunc(stops, func(a, b designer.Stop) int {
		switch {
		case a.At < b.At:
			return -1
		case a.At > b.At:
			return 1
		}
		return 0
	})
	colors := make([]designer.Color, len(stops))
	for i, s := range stops {
		colors[i] = j.doc.Resolve(s.Tone)
	}
	out := &ramp{}
	k := 0
	for i := range out {
		t := float64(i) / float64(len(out)-1)
		for k < len(stops) && stops[k].At <= t {
			k++
		}
		switch {
		case k == 0:
			out[i] = premultiplied(colors[0])
		case k == len(stops):
			out[i] = premultiplied(colors[k-1])
		default:
			share := (t - stops[k-1].At) / (stops[k].At - stops[k-1].At)
			mix := func(a, b uint8) uint8 { return uint8(float64(a)*(1-share) + float64(b)*share + 0.5) }
			a, b := colors[k-1], colors[k]
			out[i] = premultiplied(designer.Color{R: mix(a.R, b.R), G: mix(a.G, b.G), B: mix(a.B, b.B), A: mix(a.A, b.A)})
		}
	}
	return out
}

// tile is a cropped picture: premultiplied pixels in a rectangle of the whole.
type tile struct {
	rect image.Rectangle
	pix  []uint8 // four bytes each, rows without gaps
	kept bool    // it is used again: neither changed nor given back

	blend designer.Blend // how it meets what is below
}

// row gives the pixels of a row from x on.
func (t *tile) row(x, y int) []uint8 {
	at := 4 * ((y-t.rect.Min.Y)*t.rect.Dx() + x - t.rect.Min.X)
	return t.pix[at : at+4*(t.rect.Max.X-x)]
}

// fill paints ink through a mask, which is then used up. fresh says that
// nothing has been painted on the tile.
func (j *job) fill(t *tile, m *mask, with ink, fresh bool) {
	if m == nil {
		return
	}
	defer j.painter.done(m.pix)
	rect := m.rect.Intersect(t.rect)
	if c, plain := with.(flat); plain && fresh {
		stamp(t, m, rect, rgba(c))
		return
	}
	if l, even := with.(linear); even && fresh && l.tx == 0 { // each row has its colour
		var one [1]rgba
		for y := rect.Min.Y; y < rect.Max.Y; y++ {
			l.row(rect.Min.X, y, one[:])
			stampRow(t.row(rect.Min.X, y), m.row(y)[rect.Min.X-m.rect.Min.X:][:rect.Dx()], one)
		}
		return
	}
	colors := make([]rgba, rect.Dx())
	one, plain := with.(flat)
	if plain {
		one.row(0, 0, colors)
	}
	for y := rect.Min.Y; y < rect.Max.Y; y++ {
		cover := m.row(y)[rect.Min.X-m.rect.Min.X:][:rect.Dx()]
		from, to := trimmed(cover)
		if from >= to {
			continue
		}
		if !plain {
			with.row(rect.Min.X+from, y, colors[:to-from])
		}
		blend(t.row(rect.Min.X+from, y), colors, cover[from:to])
	}
}

// trimmed is the part of a row outside which nothing is covered.
func trimmed(cover []uint8) (from, to int) {
	to = len(cover)
	for from+8 <= to && binary.LittleEndian.Uint64(cover[from:]) == 0 {
		from += 8
	}
	for to-8 >= from && binary.LittleEndian.Uint64(cover[to-8:]) == 0 {
		to -= 8
	}
	return from, to
}

// stamp lays one colour on nothing, thinned by coverage, as blend does.
func stamp(t *tile, m *mask, rect image.Rectangle, c rgba) {
	thinned := thinned(c)
	for y := rect.Min.Y; y < rect.Max.Y; y++ {
		cover := m.row(y)[rect.Min.X-m.rect.Min.X:][:rect.Dx()]
		to := t.row(rect.Min.X, y)[:4*len(cover)]
		for len(cover) >= 8 {
			if binary.LittleEndian.Uint64(cover) != 0 {
				for i, v := range cover[:8] {
					binary.LittleEndian.PutUint32(to[4*i:4*i+4], thinned[v])
				}
			}
			cover, to = cover[8:], to[32:]
		}
		for i, v := range cover {
			binary.LittleEndian.PutUint32(to[4*i:4*i+4], thinned[v])
		}
	}
}

// stampRow lays one colour on nothing in one row, thinned by coverage, as blend
// does.
func stampRow(to, cover []uint8, one [1]rgba) {
	c := binary.LittleEndian.Uint32(one[0][:])
	for i := 0; i < len(cover); {
		switch v := cover[i]; {
		case v == 0:
			for i++; i+8 <= len(cover) && binary.LittleEndian.Uint64(cover[i:]) == 0; {
				i += 8
			}
		case v == 255 && one[0][3] == 255:
			from := i
			for i++; i+8 <= len(cover) && binary.LittleEndian.Uint64(cover[i:]) == math.MaxUint64; {
				i += 8
			}
			for run := to[4*from : 4*i]; len(run) >= 4; run = run[4:] {
				binary.LittleEndian.PutUint32(run, c)
			}
		default:
			blend(to[4*i:4*i+4], one[:], cover[i:i+1])
			i++
		}
	}
}

// thinned is a colour on nothing by how much of a pixel it covers.
func thinned(c rgba) (out [256]uint32) {
	for v := range out {
		var p [4]uint8
		blend(p[:], []rgba{c}, []uint8{uint8(v)}) // #nosec G115 -- 255 at most
		out[v] = binary.LittleEndian.Uint32(p[:])
	}
	return out
}

// blend lays colours over pixels, thinned by coverage.
func blend(to []uint8, colors []rgba, cover []uint8) {
	for i, v := range cover {
		if v == 0 {
			continue
		}
		c := &colors[i]
		d := to[4*i : 4*i+4 : 4*i+4]
		if v == 255 && c[3] == 255 {
			binary.LittleEndian.PutUint32(d, binary.LittleEndian.Uint32(c[:]))
			continue
		}
		s0, s1, s2, s3 := uint32(c[0])*uint32(v), uint32(c[1])*uint32(v), uint32(c[2])*uint32(v), uint32(c[3])*uint32(v)
		rest := 255*255 - s3
		const half = 255 * 255 / 2
		d[0] = uint8((s0*255 + uint32(d[0])*rest + half) / (255 * 255)) // #nosec G115 -- at most 255
		d[1] = uint8((s1*255 + uint32(d[1])*rest + half) / (255 * 255)) // #nosec G115 -- at most 255
		d[2] = uint8((s2*255 + uint32(d[2])*rest + half) / (255 * 255)) // #nosec G115 -- at most 255
		d[3] = uint8((s3*255 + uint32(d[3])*rest + half) / (255 * 255)) // #nosec G115 -- at most 255
	}
}

// thin makes everything more transparent.
func (t *tile) thin(opacity float64) {
	k := uint32(min(max(opacity, 0), 1)*255 + 0.5)
	if k == 255 {
		return
	}
	for i, v := range t.pix {
		t.pix[i] = uint8((uint32(v)*k + 127) / 255) // #nosec G115 -- at most 255
	}
}
