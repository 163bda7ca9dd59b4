package render

import (
	"image"
	"math"

	"golang.org/x/image/vector"

	"badgekiln/designer/geom"
)

// mask is the coverage of a path in a rectangle of pixels.
type mask struct {
	rect image.Rectangle
	pix  []uint8 // a byte each, rows without gaps
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
	m := &mask{rect: rect, pix: make([]uint8, rect.Dx()*rect.Dy())}
	if evenOdd {
		foldEvenOdd(m, path)
		return m
	}
	r := &p.vector
	r.Reset(rect.Dx(), rect.Dy())
	at := func(q geom.Point) (float32, float32) {
		return float32(q.X - float64(rect.Min.X)), float32(q.Y - float64(rect.Min.Y))
	}
	open := false
	for verb, q := range path.Steps() {
		switch verb {
		case geom.MoveTo:
			if open {
				r.ClosePath()
			}
			open = true
			r.MoveTo(at(q[0]))
		case geom.LineTo:
			r.LineTo(at(q[0]))
		case geom.QuadTo:
			bx, by := at(q[0])
			cx, cy := at(q[1])
			r.QuadTo(bx, by, cx, cy)
		case geom.CubeTo:
			bx, by := at(q[0])
			cx, cy := at(q[1])
			dx, dy := at(q[2])
			r.CubeTo(bx, by, cx, cy, dx, dy)
		case geom.ClosePath:
			r.ClosePath()
			open = false
		}
	}
	if open {
		r.ClosePath()
	}
	alpha := &image.Alpha{Pix: m.pix, Stride: rect.Dx(), Rect: image.Rect(0, 0, rect.Dx(), rect.Dy())}
	r.Draw(alpha, alpha.Rect, image.Opaque, image.Point{})
	return m
}

// painter is what drawing needs for itself; it serves one goroutine.
type painter struct {
	vector vector.Rasterizer
	planes [2][]uint16
}

// plane gives memory for n numbers, whatever they are; it is the painter's
// again with the next call for the same place.
func (p *painter) plane(i, n int) []uint16 {
	if cap(p.planes[i]) < n {
		p.planes[i] = make([]uint16, n)
	}
	return p.planes[i][:n]
}
