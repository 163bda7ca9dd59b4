package studio

import (
	"image"
	"image/color"
	"image/draw"
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"badgekiln/app/kit"
	"badgekiln/designer/geom"
)

// ruler stands over the canvas and gives the units of the document. Its marks are
// one picture: a hundred small objects cost the window as much as a large one.
type ruler struct {
	widget.BaseWidget
	view  view
	marks *canvas.Raster
	texts []*canvas.Text
	used  int
}

func newRuler() *ruler {
	r := &ruler{view: view{Zoom: 1}}
	r.marks = canvas.NewRaster(r.scale)
	r.marks.ScaleMode = canvas.ImageScalePixels
	r.ExtendBaseWidget(r)
	return r
}

// follow shows another view, if it is another.
func (r *ruler) follow(v view) {
	if r.view != v {
		r.view = v
		r.Refresh()
	}
}

// rulerStep is the distance of marks in units: a round one, such that marks
// stand well apart. Every fifth or fourth of them carries its figure.
func rulerStep(zoom float64) (step float64, each int) {
	for _, s := range []float64{1, 2, 5, 10, 20, 50, 100, 200, 500, 1000} {
		if s*zoom >= 12 {
			switch s {
			case 2, 20, 200:
				return s, 5
			case 5, 50, 500:
				return s, 4
			}
			return s, 5
		}
	}
	return 2000, 5
}

// CreateRenderer is Fyne's.
func (r *ruler) CreateRenderer() fyne.WidgetRenderer { return &rulerRenderer{r} }

type rulerRenderer struct{ r *ruler }

func (q *rulerRenderer) Destroy()           {}
func (q *rulerRenderer) MinSize() fyne.Size { return fyne.NewSize(0, kit.Px(20)) }
func (q *rulerRenderer) Objects() []fyne.CanvasObject {
	r := q.r
	out := []fyne.CanvasObject{r.marks}
	for _, t := range r.texts[:r.used] {
		out = append(out, t)
	}
	return out
}

func (q *rulerRenderer) Layout(s fyne.Size) {
	q.r.marks.Resize(s)
	q.r.figures(s)
}

func (q *rulerRenderer) Refresh() {
	q.r.figures(q.r.Size())
	q.r.marks.Refresh()
	canvas.Refresh(q.r)
}

// each calls f for the marks in a width: where they stand, how high they are, and
// what they say.
func (r *ruler) each(width float32, f func(x, high float32, says string)) {
	step, each := rulerStep(r.view.Zoom)
	from := math.Ceil(r.view.document(geom.Pt(0, 0)).X / step)
	for i := from; i < from+400; i++ {
		x := float32(r.view.screen(geom.Pt(i*step, 0)).X)
		if x > width {
			break
		}
		if math.Mod(i, float64(each)) == 0 {
			f(x, kit.Px(14), figure(i*step, 0))
			continue
		}
		f(x, kit.Px(5), "")
	}
}

// figures sets the figures beside the marks that have one.
func (r *ruler) figures(s fyne.Size) {
	r.used = 0
	r.each(s.Width, func(x, _ float32, says string) {
		if says == "" {
			return
		}
		if r.used == len(r.texts) {
			r.texts = append(r.texts, canvas.NewText("", color.Transparent))
		}
		w := r.texts[r.used]
		r.used++
		w.Text, w.TextSize, w.Color = says, kit.Px(12), kit.Color(kit.ColorText3)
		w.Move(fyne.NewPos(x+kit.Px(3), 0))
		w.Resize(w.MinSize())
	})
}

// scale draws the ground, the marks and the line they stand on, in pixels.
func (r *ruler) scale(w, h int) image.Image {
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	size := r.Size()
	if size.Width <= 0 {
		return m
	}
	px := func(v float32) int { return int(math.Round(float64(v * float32(w) / size.Width))) }
	fill := func(x, y, width, high float32, c color.Color) {
		draw.Draw(m, image.Rect(px(x), px(y), px(x+width), px(y+high)), image.NewUniform(c), image.Point{}, draw.Src)
	}
	draw.Draw(m, m.Rect, image.NewUniform(kit.Color(kit.ColorRail)), image.Point{}, draw.Src)
	fill(0, size.Height-1, size.Width, 1, kit.Color(kit.ColorLine))
	r.each(size.Width, func(x, high float32, _ string) {
		fill(x, size.Height-1-high, 1, high, kit.Color(kit.ColorLine2))
	})
	return m
}
