package kit

import (
	"image"
	"image/color"

	"fyne.io/fyne/v2/canvas"
)

// flat is an area in one colour: a picture of one pixel, as large as asked for.
// Fyne works out edges, corners and shadow for each pixel of a rectangle whether
// it has them or not; where no graphics processor does that, large areas are
// most of what showing a window costs.
type flat struct {
	pic   *canvas.Image
	color color.Color
}

func newFlat() *flat {
	return &flat{pic: &canvas.Image{FillMode: canvas.ImageFillStretch, ScaleMode: canvas.ImageScalePixels}}
}

// set gives it a colour.
func (f *flat) set(c color.Color) {
	if f.color == c {
		return
	}
	f.color = c
	m := image.NewRGBA(image.Rect(0, 0, 1, 1))
	m.Set(0, 0, c)
	f.pic.Image = m
	f.pic.Refresh()
}
