package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

// wheel lies over a text of one line and gives what the mouse wheel does there
// to the page around it. Fyne's entry would keep it, and a page would stand
// still as soon as an entry comes under the pointer.
type wheel struct{ widget.BaseWidget }

func newWheel() *wheel {
	w := &wheel{}
	w.ExtendBaseWidget(w)
	return w
}

// CreateRenderer is Fyne's: there is nothing to see.
func (w *wheel) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(container.NewWithoutLayout())
}

// Scrolled is Fyne's.
func (w *wheel) Scrolled(e *fyne.ScrollEvent) {
	root := rootOf(w)
	if root == nil {
		return
	}
	if s := scrollAt(root.content, positionIn(w, root).Add(e.Position)); s != nil {
		s.Scrolled(e)
	}
}

// scrollAt is the innermost page at a place that can be scrolled, as far as
// containers lead to it.
func scrollAt(o fyne.CanvasObject, at fyne.Position) *container.Scroll {
	at = at.Subtract(o.Position())
	if size := o.Size(); !o.Visible() || at.X < 0 || at.Y < 0 || at.X > size.Width || at.Y > size.Height {
		return nil
	}
	switch v := o.(type) {
	case *container.Scroll:
		if in := scrollAt(v.Content, at); in != nil {
			return in
		}
		return v
	case *fyne.Container:
		for i := len(v.Objects) - 1; i >= 0; i-- {
			if in := scrollAt(v.Objects[i], at); in != nil {
				return in
			}
		}
	}
	return nil
}
