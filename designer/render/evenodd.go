package render

import (
	"math"

	"badgekiln/designer/geom"
)

// foldEvenOdd rasterises by the even-odd rule: exact signed areas are
// accumulated as for the non-zero rule, and then folded, so that what is
// covered twice is a hole. golang.org/x/image/vector has no such rule.
func foldEvenOdd(m *mask, path *geom.Path) {
	w, h := m.rect.Dx(), m.rect.Dy()
	a := area{w: w, h: h, cells: make([]float32, w*h+2)}
	ox, oy := float64(m.rect.Min.X), float64(m.rect.Min.Y)
	for _, line := range flatten(path, fine) {
		if len(line.points) < 2 {
			continue
		}
		last := line.points[len(line.points)-1]
		for _, q := range line.points {
			a.line(last.X-ox, last.Y-oy, q.X-ox, q.Y-oy)
			last = q
		}
	}
	for y := range h {
		sum := float32(0)
		for x := range w {
			sum += a.cells[y*w+x]
			v := float64(sum)
			v = math.Abs(v - 2*math.Round(v/2)) // 0 at even, 1 at odd windings
			m.pix[y*w+x] = uint8(v*255 + 0.5)
		}
	}
}

// area accumulates signed areas: the running sum along a row is the winding.
type area struct {
	w, h  int
	cells []float32
}

// line adds an edge. What lies left of the picture counts at its left edge,
// what lies right of it not at all.
func (a *area) line(x0, y0, x1, y1 float64) {
	way := float32(1)
	if y0 > y1 {
		x0, y0, x1, y1, way = x1, y1, x0, y0, -1
	}
	if y0 == y1 || y1 <= 0 || y0 >= float64(a.h) {
		return
	}
	slope := (x1 - x0) / (y1 - y0)
	if y0 < 0 {
		x0, y0 = x0-y0*slope, 0
	}
	y1 = min(y1, float64(a.h))
	for y := int(y0); y < a.h && float64(y) < y1; y++ {
		top, foot := max(y0, float64(y)), min(y1, float64(y+1))
		xa, xb := x0+(top-y0)*slope, x0+(foot-y0)*slope
		a.row(y, way*float32(foot-top), min(xa, xb), max(xa, xb))
	}
}

// row spreads an edge of a height over the cells it crosses, from left to
// right.
func (a *area) row(y int, height float32, left, right float64) {
	w := float64(a.w)
	cells := a.cells[y*a.w : (y+1)*a.w]
	if left < 0 { // this part lies left of all cells
		out := float32(1)
		if right > 0 {
			out = float32(-left / (right - left))
		}
		cells[0] += height * out
		height, left = height*(1-out), 0
	}
	if left >= w || right <= left && right < 0 {
		return
	}
	if right > w { // this part covers none of them
		height, right = height*float32((w-left)/(right-left)), w
	}
	first := int(left)
	if right <= float64(first+1) {
		mid := float32((left+right)/2 - float64(first))
		cells[first] += height * (1 - mid)
		if first+1 < a.w {
			cells[first+1] += height * mid
		}
		return
	}
	// now is how much of a column lies to the right of the edge: of the part of
	// it left of the column everything, of the part inside what is beyond its
	// middle.
	per := 1 / (right - left)
	before := 0.0
	for x := first; x < a.w; x++ {
		l, r := max(left, float64(x)), min(right, float64(x+1))
		now := (l - left) * per
		if r > l {
			now += (r - l) * per * (float64(x+1) - (l+r)/2)
		}
		if float64(x) >= right {
			now = 1
		}
		cells[x] += height * float32(now-before)
		before = now
		if float64(x) >= right {
			return
		}
	}
}
