package render

import (
	"image"
	"image/color"
	"image/draw"

	"golang.org/x/image/vector"
)

// canvas is a square picture and its scale in pixels per unit of the grid.
type canvas struct {
	pixels *image.RGBA
	scale  float64
}

func newCanvas(size int) *canvas {
	return &canvas{
		pixels: image.NewRGBA(image.Rect(0, 0, size, size)),
		scale:  float64(size) / 600,
	}
}

// fill paints the inside of a path, its edge smoothed by exact coverage.
func (c *canvas) fill(p path, paint image.Image) {
	bounds := c.pixels.Bounds()
	r := vector.NewRasterizer(bounds.Dx(), bounds.Dy())
	at := func(q point) (float32, float32) {
		return float32(q.x * c.scale), float32(q.y * c.scale)
	}
	for i, s := range p {
		x, y := at(s.to[0])
		switch {
		case s.move:
			if i > 0 {
				r.ClosePath()
			}
			r.MoveTo(x, y)
		case len(s.to) == 1:
			r.LineTo(x, y)
		case len(s.to) == 2:
			x1, y1 := at(s.to[1])
			r.QuadTo(x, y, x1, y1)
		default:
			x1, y1 := at(s.to[1])
			x2, y2 := at(s.to[2])
			r.CubeTo(x, y, x1, y1, x2, y2)
		}
	}
	r.ClosePath()
	r.Draw(c.pixels, bounds, paint, image.Point{})
}

// fade is a paint that goes from one colour to another between two heights of
// the grid.
func (c *canvas) fade(top, foot color.RGBA, from, to float64) image.Image {
	return fade{top: top, foot: foot, from: from * c.scale, to: to * c.scale}
}

// picture hands the pixels over with straight alpha, as PNG stores them.
func (c *canvas) picture() *image.NRGBA {
	out := image.NewNRGBA(c.pixels.Bounds())
	draw.Draw(out, out.Bounds(), c.pixels, image.Point{}, draw.Src)
	return out
}

type fade struct {
	top, foot color.RGBA
	from, to  float64 // pixels
}

func (f fade) ColorModel() color.Model { return color.RGBAModel }

func (f fade) Bounds() image.Rectangle { return image.Rect(-1e9, -1e9, 1e9, 1e9) }

func (f fade) At(_, y int) color.Color {
	t := min(max((float64(y)+0.5-f.from)/(f.to-f.from), 0), 1)
	mix := func(a, b uint8) uint8 { return uint8(float64(a)*(1-t) + float64(b)*t + 0.5) }
	return color.RGBA{
		R: mix(f.top.R, f.foot.R),
		G: mix(f.top.G, f.foot.G),
		B: mix(f.top.B, f.foot.B),
		A: 0xff,
	}
}
