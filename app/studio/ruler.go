package studio

import (
	"image/color"
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"badgekiln/app/kit"
	"badgekiln/designer/geom"
)

// ruler stands over the canvas and gives the units of the document.
type ruler struct {
	widget.BaseWidget
	view  view
	back  *canvas.Rectangle
	edge  *canvas.Rectangle
	marks []*canvas.Rectangle
	texts []*canvas.Text
	used  int
}

func newRuler() *ruler {
	r := &ruler{view: view{Zoom: 1}, back: canvas.NewRectangle(color.Transparent), edge: canvas.NewRectangle(color.Transparent)}
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
	out := []fyne.CanvasObject{r.back, r.edge}
	for i := range r.used {
		out = append(out, r.marks[i], r.texts[i])
	}
	return out
}

func (q *rulerRenderer) Layout(s fyne.Size) { q.draw(s) }

func (q *rulerRenderer) Refresh() {
	q.draw(q.r.Size())
	canvas.Refresh(q.r)
}

func (q *rulerRenderer) draw(s fyne.Size) {
	r := q.r
	r.back.FillColor, r.edge.FillColor = kit.Color(kit.ColorRail), kit.Color(kit.ColorLine)
	r.back.Resize(s)
	r.edge.Move(fyne.NewPos(0, s.Height-1))
	r.edge.Resize(fyne.NewSize(s.Width, 1))
	r.used = 0
	step, each := rulerStep(r.view.Zoom)
	from := math.Ceil(r.view.document(geom.Pt(0, 0)).X / step)
	ink, text := kit.Color(kit.ColorLine2), kit.Color(kit.ColorText3)
	for i := from; ; i++ {
		x := float32(r.view.screen(geom.Pt(i*step, 0)).X)
		if x > s.Width || r.used > 400 {
			break
		}
		if r.used == len(r.marks) {
			r.marks = append(r.marks, canvas.NewRectangle(ink))
			r.texts = append(r.texts, canvas.NewText("", text))
		}
		m, w := r.marks[r.used], r.texts[r.used]
		r.used++
		h := kit.Px(5)
		named := math.Mod(i, float64(each)) == 0
		if named {
			h = kit.Px(14)
			w.Text, w.TextSize, w.Color = figure(i*step, 0), kit.Px(12), text
			w.Move(fyne.NewPos(x+kit.Px(3), 0))
			w.Resize(w.MinSize())
		}
		show(w, named)
		m.FillColor = ink
		m.Move(fyne.NewPos(x, s.Height-1-h))
		m.Resize(fyne.NewSize(1, h))
	}
}
