package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// edges lays four sides round a middle.
type edges struct{ top, bottom, left, right, middle fyne.CanvasObject }

// Framed lays four sides round a middle; any of them may be nil. Unlike Fyne's own
// border it leaves no gaps, and Tab goes through it as one reads: from the top to
// the left, the middle, the right and the bottom.
func Framed(top, bottom, left, right, middle fyne.CanvasObject) *fyne.Container {
	e := &edges{top, bottom, left, right, middle}
	var all []fyne.CanvasObject
	for _, o := range []fyne.CanvasObject{top, left, middle, right, bottom} {
		if o != nil {
			all = append(all, o)
		}
	}
	return container.New(e, all...)
}

func there(o fyne.CanvasObject) bool { return o != nil && o.Visible() }

// Layout is Fyne's.
func (e *edges) Layout(_ []fyne.CanvasObject, s fyne.Size) {
	x, y, w, h := float32(0), float32(0), s.Width, s.Height
	put := func(o fyne.CanvasObject, x, y, w, h float32) {
		o.Move(fyne.NewPos(x, y))
		o.Resize(fyne.NewSize(max(w, 0), max(h, 0)))
	}
	if there(e.top) {
		n := heightOf(e.top, w)
		put(e.top, 0, 0, w, n)
		y, h = n, h-n
	}
	if there(e.bottom) {
		n := heightOf(e.bottom, w)
		put(e.bottom, 0, s.Height-n, w, n)
		h -= n
	}
	if there(e.left) {
		n := e.left.MinSize().Width
		put(e.left, 0, y, n, h)
		x, w = n, w-n
	}
	if there(e.right) {
		n := e.right.MinSize().Width
		put(e.right, s.Width-n, y, n, h)
		w -= n
	}
	if there(e.middle) {
		put(e.middle, x, y, w, h)
	}
}

// heightOf is how high an object wants to be in a width: what wraps knows that
// only once it has the width.
func heightOf(o fyne.CanvasObject, w float32) float32 {
	if o.Size().Width != w {
		o.Resize(fyne.NewSize(w, o.MinSize().Height))
	}
	return o.MinSize().Height
}

// MinSize is Fyne's.
func (e *edges) MinSize([]fyne.CanvasObject) fyne.Size {
	var s fyne.Size
	for _, o := range []fyne.CanvasObject{e.left, e.middle, e.right} {
		if there(o) {
			m := o.MinSize()
			s.Width += m.Width
			s.Height = max(s.Height, m.Height)
		}
	}
	for _, o := range []fyne.CanvasObject{e.top, e.bottom} {
		if there(o) {
			m := o.MinSize()
			s.Height += m.Height
			s.Width = max(s.Width, m.Width)
		}
	}
	return s
}
