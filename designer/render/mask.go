package render

import (
	"image"
	"math"

	"badgekiln/designer/geom"
)

// mask is the coverage of a path in a rectangle of pixels.
type mask struct {
	rect image.Rectangle
	pix  []uint8 // a byte each, rows without gaps
	look uint32  // of a letter: which of those that its painter drew
}

// row gives a row of the mask.
func (m *mask) row(y int) []uint8 {
	w := m.rect.Dx()
	at := (y - m.rect.Min.Y) * w
	return m.pix[at : at+w]
}

// pixels is the smallest whole rectangle around r that lies in clip.
func pixels(r geom.Rect, clip image.Rectangle) image.Rectangle {
	in := func(v float64) int { return int(min(max(v, -1e6), 1e6)) }
	if math.IsNaN(r.Min.X + r.Min.Y + r.Max.X + r.Max.Y) {
		return image.Rectangle{}
	}
	return image.Rect(
		in(math.Floor(r.Min.X)), in(math.Floor(r.Min.Y)), in(math.Ceil(r.Max.X)), in(math.Ceil(r.Max.Y)),
	).Intersect(clip)
}

// cover rasterises a path of pixels inside clip, or gives nil where there is
// nothing.
func (p *painter) cover(path *geom.Path, evenOdd bool, clip image.Rectangle) *mask {
	rect := pixels(path.Bounds(), clip)
	if rect.Empty() {
		return nil
	}
	m := &mask{rect: rect, pix: p.bytes(rect.Dx() * rect.Dy())}
	p.scan.cover(path, evenOdd, float64(rect.Min.X), float64(rect.Min.Y), rect.Dx(), rect.Dy(), m.pix)
	return m
}

// painter is what drawing needs for itself; it serves one goroutine.
type painter struct {
	scan   scanner
	planes [2][]uint16
	deep   deep      // for groups, one at a time
	free   [][]uint8 // memory of masks and tiles no longer needed
	stamps stamps
}

// mostFree is how many pieces of memory are kept.
const mostFree = 6

// bytes gives n zeros.
func (p *painter) bytes(n int) []uint8 {
	best := -1
	for i, b := range p.free {
		if cap(b) >= n && cap(b) <= 4*n+1<<16 && (best < 0 || cap(b) < cap(p.free[best])) {
			best = i
		}
	}
	if best < 0 || n < 1<<10 {
		return make([]uint8, n)
	}
	b := p.free[best][:n]
	p.free[best] = p.free[len(p.free)-1]
	p.free = p.free[:len(p.free)-1]
	clear(b)
	return b
}

// done takes back memory that bytes gave. The largest pieces are kept.
func (p *painter) done(pix []uint8) {
	if cap(pix) < 1<<10 {
		return
	}
	if len(p.free) < mostFree {
		p.free = append(p.free, pix)
		return
	}
	least := 0
	for i, b := range p.free {
		if cap(b) < cap(p.free[least]) {
			least = i
		}
	}
	if cap(p.free[least]) < cap(pix) {
		p.free[least] = pix
	}
}

// tile gives a transparent tile.
func (p *painter) tile(rect image.Rectangle) *tile {
	return &tile{rect: rect, pix: p.bytes(4 * rect.Dx() * rect.Dy())}
}

// plane gives memory for n numbers, whatever they are; it is the painter's
// again with the next call for the same place.
func (p *painter) plane(i, n int) []uint16 {
	if cap(p.planes[i]) < n {
		p.planes[i] = make([]uint16, n)
	}
	return p.planes[i][:n]
}
