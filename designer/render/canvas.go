package render

import (
	"image"
	"image/color"
	"image/draw"
	"math"

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
	room := c.room(p)
	r := vector.NewRasterizer(room.Dx(), room.Dy())
	at := func(q point) (float32, float32) {
		return float32(q.x*c.scale - float64(room.Min.X)), float32(q.y*c.scale - float64(room.Min.Y))
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
	r.Draw(c.pixels, room, paint, room.Min)
}

// room is the part of the canvas that a path can touch: a curve stays among
// the points that bend it.
func (c *canvas) room(p path) image.Rectangle {
	low, high := point{math.Inf(1), math.Inf(1)}, point{math.Inf(-1), math.Inf(-1)}
	for _, s := range p {
		for _, q := range s.to {
			low = point{min(low.x, q.x), min(low.y, q.y)}
			high = point{max(high.x, q.x), max(high.y, q.y)}
		}
	}
	if low.x > high.x {
		return image.Rectangle{}
	}
	return image.Rect(
		int(math.Floor(low.x*c.scale)), int(math.Floor(low.y*c.scale)),
		int(math.Ceil(high.x*c.scale)), int(math.Ceil(high.y*c.scale)),
	).Intersect(c.pixels.Bounds())
}

// fade is a paint that goes from one colour to another between two heights of
// the grid.
func (c *canvas) fade(top, foot color.RGBA, from, to float64) image.Image {
	rows := make(fade, c.pixels.Bounds().Dy())
	for y := range rows {
		t := min(max((float64(y)+0.5-from*c.scale)/((to-from)*c.scale), 0), 1)
		mix := func(a, b uint8) uint8 { return uint8(float64(a)*(1-t) + float64(b)*t + 0.5) }
		rows[y] = color.RGBA{mix(top.R, foot.R), mix(top.G, foot.G), mix(top.B, foot.B), 0xff}
	}
	return rows
}

// picture hands the pixels over with straight alpha, as PNG stores them.
func (c *canvas) picture() *image.NRGBA {
	out := image.NewNRGBA(c.pixels.Bounds())
	draw.Draw(out, out.Bounds(), c.pixels, image.Point{}, draw.Src)
	return out
}

// fade is the colour of each row, and as wide as anybody asks.
type fade []color.Color

func (f fade) ColorModel() color.Model { return color.RGBAModel }

func (f fade) Bounds() image.Rectangle { return image.Rect(-1e9, 0, 1e9, len(f)) }

func (f fade) At(_, y int) color.Color { return f[min(max(y, 0), len(f)-1)] }
