package preflight

import (
	"image"
	"math"
)

// What an outline needs to be seen on any page.
const (
	edgeDepth  = 22.0 / 600 // how far inside the outline a band still counts, of the width
	edgeRatio  = 2.0
	edgeLost   = 0.25 // of the outline may be lost
	solidAlpha = 200
)

// silhouette looks at the outline: that there is one, that it shows on white
// and on dark, and that the corners are open.
func (c *checker) silhouette(m *image.RGBA) {
	edge := outline(m)
	if len(edge) == 0 && !opaque(m) {
		c.note(Finding{Code: Nothing, Severity: Bad})
		return
	}
	if opaque(m) {
		c.note(Finding{Code: Corners, Severity: Info})
	}
	for _, ground := range []struct {
		code  string
		color [3]float64
	}{{EdgeOnWhite, white()}, {EdgeOnDark, dark()}} {
		shows := showing(m, ground.color)
		lost, depth := 0, int(math.Ceil(edgeDepth*float64(m.Bounds().Dx())))
		for _, at := range edge {
			if !anyInside(m.Bounds(), shows, at, depth) {
				lost++
			}
		}
		if share := float64(lost) / float64(max(len(edge), 1)); share > edgeLost {
			percent := math.Round(share * 100)
			c.note(Finding{Code: ground.code, Severity: Warn, Measured: percent, Wanted: edgeLost * 100}, "percent", decimal(percent, 0))
		}
	}
}

// opaque tells whether all four corners are covered.
func opaque(m *image.RGBA) bool {
	b := m.Bounds()
	for _, p := range []image.Point{b.Min, {b.Max.X - 1, b.Min.Y}, {b.Min.X, b.Max.Y - 1}, b.Max.Sub(image.Pt(1, 1))} {
		if m.RGBAAt(p.X, p.Y).A < solidAlpha {
			return false
		}
	}
	return true
}

// outline lists the solid pixels with an open one beside them, where the
// picture's border counts as open.
func outline(m *image.RGBA) []image.Point {
	b := m.Bounds()
	solid := func(x, y int) bool { return image.Pt(x, y).In(b) && m.RGBAAt(x, y).A >= solidAlpha }
	var list []image.Point
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			if solid(x, y) && (!solid(x-1, y) || !solid(x+1, y) || !solid(x, y-1) || !solid(x, y+1)) {
				list = append(list, image.Pt(x, y))
			}
		}
	}
	return list
}

// showing tells for each pixel whether it is solid and stands out from a
// ground.
func showing(m *image.RGBA, ground [3]float64) []bool {
	b := m.Bounds()
	known := map[[4]uint8]bool{}
	shows := make([]bool, b.Dx()*b.Dy())
	for i := range shows {
		p := m.Pix[m.PixOffset(b.Min.X+i%b.Dx(), b.Min.Y+i/b.Dx()):][:4]
		if p[3] < solidAlpha {
			continue
		}
		does, seen := known[[4]uint8(p)]
		if !seen {
			does = contrast(over(p, ground), ground) >= edgeRatio
			known[[4]uint8(p)] = does
		}
		shows[i] = does
	}
	return shows
}

// anyInside tells whether something shows as near as depth.
func anyInside(b image.Rectangle, shows []bool, at image.Point, depth int) bool {
	for dy := -depth; dy <= depth; dy++ {
		for dx := -depth; dx <= depth; dx++ {
			p := at.Add(image.Pt(dx, dy))
			if dx*dx+dy*dy <= depth*depth && p.In(b) && shows[(p.Y-b.Min.Y)*b.Dx()+p.X-b.Min.X] {
				return true
			}
		}
	}
	return false
}
