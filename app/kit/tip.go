package kit

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// Root is what a window shows: a page, and above it room for tooltips, which
// never take a click.
type Root struct {
	widget.BaseWidget
	content fyne.CanvasObject
	layer   *fyne.Container
	wait    *fyne.Animation
	about   fyne.CanvasObject
	still   *still
	left    fyne.CanvasObject // what Tab leads away from, until something has the focus
}

// NewRoot makes the content of a window or of a dialog.
func NewRoot(content fyne.CanvasObject) *Root {
	r := &Root{content: content, layer: container.NewWithoutLayout()}
	r.still = newStill(r)
	r.ExtendBaseWidget(r)
	return r
}

// CreateRenderer is Fyne's.
func (r *Root) CreateRenderer() fyne.WidgetRenderer {
	return &rootLook{r}
}

// canvasOf finds the canvas of a widget.
func canvasOf(o fyne.CanvasObject) fyne.Canvas {
	return fyne.CurrentApp().Driver().CanvasForObject(o) //nolint:forbidigo // app-passed-in: a widget has no other way to its own canvas
}

func rootOf(o fyne.CanvasObject) *Root {
	c := canvasOf(o)
	if c == nil {
		return nil
	}
	if top := c.Overlays().Top(); top != nil {
		if d, ok := top.(interface{ tips() *Root }); ok {
			return d.tips()
		}
		return nil
	}
	root, _ := c.Content().(*Root)
	return root
}

// ShowTip is for widgets of rooms with parts that have tooltips of their own.
func ShowTip(part fyne.CanvasObject, text string) { showTip(part, text) }

// HideTip takes the tooltip of a part away.
func HideTip(part fyne.CanvasObject) { hideTip(part) }

// showTip shows a tooltip by an object after half a second.
func showTip(o fyne.CanvasObject, text string) {
	root := rootOf(o)
	if root == nil || text == "" {
		return
	}
	root.drop()
	root.about = o
	root.wait = fyne.NewAnimation(500*time.Millisecond, func(done float32) {
		if done >= 1 && root.about == o {
			root.put(o, text)
		}
	})
	root.wait.Start()
}

// hideTip takes the tooltip of an object away, also when the object has left
// its window meanwhile or a dialog stands before it.
func hideTip(o fyne.CanvasObject) {
	for _, root := range roots() {
		if root.about == o {
			root.drop()
		}
	}
}

// HideTips takes every tooltip away: what they speak of is shown no more.
func HideTips() {
	for _, root := range roots() {
		root.drop()
	}
}

// roots are those of all windows and of the dialogs before them.
func roots() []*Root {
	var all []*Root
	for _, w := range fyne.CurrentApp().Driver().AllWindows() { //nolint:forbidigo // app-passed-in: an object that left its window has no way back to it
		if root, ok := w.Canvas().Content().(*Root); ok {
			all = append(all, root)
		}
		for _, o := range w.Canvas().Overlays().List() {
			if d, ok := o.(interface{ tips() *Root }); ok {
				all = append(all, d.tips())
			}
		}
	}
	return all
}

func (r *Root) drop() {
	r.about = nil
	if r.wait != nil {
		r.wait.Stop()
		r.wait = nil
	}
	if len(r.layer.Objects) > 0 {
		r.layer.Objects = nil
		r.layer.Refresh()
	}
}

func (r *Root) put(o fyne.CanvasObject, text string) {
	width := min(r.Size().Width-16, Px(360))
	measure := func(s string) fyne.Size { return fyne.MeasureText(s, theme.Size(SizeSmall), fyne.TextStyle{}) }
	lines := breakLines(text, width-16, measure)
	box := canvas.NewRectangle(Color(ColorTip))
	box.CornerRadius = 4
	objects := []fyne.CanvasObject{box}
	w, h := float32(0), Px(3)
	for _, line := range lines {
		t := canvas.NewText(line, Color(ColorTipText))
		t.TextSize = theme.Size(SizeSmall)
		t.Move(fyne.NewPos(8, h))
		objects = append(objects, t)
		w, h = max(w, t.MinSize().Width), h+t.MinSize().Height
	}
	size := fyne.NewSize(w+16, h+Px(3))
	box.Resize(size)
	tip := container.NewWithoutLayout(objects...)
	tip.Resize(size)
	at := positionIn(o, r)
	x := min(max(at.X, 8), max(r.Size().Width-size.Width-8, 8))
	y := at.Y + o.Size().Height + 6
	if y+size.Height > r.Size().Height-4 {
		y = at.Y - size.Height - 6
	}
	tip.Move(fyne.NewPos(x, y))
	r.layer.Objects = []fyne.CanvasObject{tip}
	r.layer.Refresh()
}

// PlaceOf is where in its window an object lies.
func PlaceOf(o fyne.CanvasObject) fyne.Position {
	return fyne.CurrentApp().Driver().AbsolutePositionForObject(o) //nolint:forbidigo // app-passed-in: a widget has no other way to its own place
}

// positionIn is where an object lies within another.
func positionIn(o, within fyne.CanvasObject) fyne.Position {
	return PlaceOf(o).Subtract(PlaceOf(within))
}
