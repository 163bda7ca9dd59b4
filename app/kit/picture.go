package kit

import (
	"image"
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// Ground is what a picture lies on.
type Ground int

// The grounds. Light and dark are those a badge is judged on, whatever the
// theme.
const (
	NoGround Ground = iota
	Board           // a checkerboard
	OnWhite
	OnDark
	Sunken
	OnPhoto
)

// PictureWell shows a picture as large as its room, square pixels kept sharp:
// Pixels says how many it can show, so that its maker draws just so many.
type PictureWell struct {
	widget.BaseWidget
	img    image.Image
	ground Ground
	w, h   float32
	radius float32
	resize func(pixels int)
	pixels int
}

// NewPictureWell makes one of a least size in px.
func NewPictureWell(w, h float32, ground Ground) *PictureWell {
	p := &PictureWell{w: w, h: h, ground: ground, radius: 8}
	p.ExtendBaseWidget(p)
	return p
}

// Round sets the radius of its corners.
func (p *PictureWell) Round(radius float32) *PictureWell { p.radius = radius; return p }

// SetImage shows a picture; nil shows none. The picture must not be written to
// while it is shown.
func (p *PictureWell) SetImage(img image.Image) {
	p.img = img
	p.Refresh()
}

// Image is what is shown.
func (p *PictureWell) Image() image.Image { return p.img }

// OnPixels is told how many pixels across the well can show, at first and
// whenever that changes.
func (p *PictureWell) OnPixels(f func(pixels int)) { p.resize = f }

// Pixels is how many pixels of the screen a length takes in a canvas.
func Pixels(o fyne.CanvasObject, length float32) int {
	scale := float32(1)
	if c := canvasOf(o); c != nil {
		scale = c.Scale()
	}
	return int(length*scale + .5)
}

// CreateRenderer is Fyne's.
func (p *PictureWell) CreateRenderer() fyne.WidgetRenderer {
	r := &wellLook{p: p, box: canvas.NewRectangle(color.Transparent), img: &canvas.Image{FillMode: canvas.ImageFillContain, ScaleMode: canvas.ImageScaleSmooth}}
	r.board = canvas.NewRasterWithPixels(r.square)
	r.photo = &canvas.Image{FillMode: canvas.ImageFillCover}
	r.Refresh()
	return r
}

type wellLook struct {
	p     *PictureWell
	box   *canvas.Rectangle
	board *canvas.Raster
	photo *canvas.Image
	img   *canvas.Image
}

func (r *wellLook) square(x, y, _, _ int) color.Color {
	n := max(4, Pixels(r.p, 8))
	if (x/n+y/n)%2 == 0 {
		return Color(ColorCheck1)
	}
	return Color(ColorCheck2)
}

func (r *wellLook) Layout(s fyne.Size) {
	r.box.Resize(s)
	r.board.Resize(s)
	r.photo.Resize(s)
	r.img.Resize(s)
	if n := Pixels(r.p, min(s.Width, s.Height)); n != r.p.pixels && n > 0 && r.p.resize != nil {
		r.p.pixels = n
		r.p.resize(n)
	}
}
func (r *wellLook) MinSize() fyne.Size { return fyne.NewSize(Px(r.p.w), Px(r.p.h)) }
func (r *wellLook) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.box, r.board, r.photo, r.img}
}
func (r *wellLook) Destroy() {}
func (r *wellLook) Refresh() {
	r.board.Hidden = r.p.ground != Board
	r.box.CornerRadius, r.photo.CornerRadius = Px(r.p.radius), Px(r.p.radius)
	if r.photo.Hidden = r.p.ground != OnPhoto; !r.photo.Hidden {
		r.photo.Image = Photo()
		r.photo.Refresh()
	}
	switch r.p.ground {
	case OnWhite:
		r.box.FillColor = color.White
	case OnDark:
		r.box.FillColor = opaque(0x1E1B1A)
	case Sunken:
		r.box.FillColor = Color(ColorSunken)
	default:
		r.box.FillColor = color.Transparent
	}
	r.img.Image = r.p.img
	r.img.Hidden = r.p.img == nil
	r.img.Refresh()
	r.board.Refresh()
	r.box.Refresh()
}
