package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// Strip sets one object above each column, which go along when the table is
// scrolled sideways; nil leaves a column without. A table has one strip at most.
func (t *Table) Strip(height float32, objects ...fyne.CanvasObject) fyne.CanvasObject {
	shown := make([]fyne.CanvasObject, len(objects))
	for i, o := range objects {
		if shown[i] = o; o == nil {
			shown[i] = Gap(0, 0)
		}
	}
	t.strip = container.New(&stripLayout{t: t, height: height}, shown...)
	return Exactly(0, height, clipped(t.strip))
}

// clipped cuts an object off at its edges. Fyne's clip lays out what it holds
// only once it knows itself, which it does not before it is first drawn.
func clipped(o fyne.CanvasObject) *container.Clip {
	c := container.NewClip(o)
	c.ExtendBaseWidget(c)
	return c
}

type stripLayout struct {
	t      *Table
	height float32
}

func (l *stripLayout) Layout(objects []fyne.CanvasObject, s fyne.Size) {
	x := -l.t.scroll.Offset.X
	for i, o := range objects {
		if i >= len(l.t.widths) {
			return
		}
		m := o.MinSize()
		o.Move(fyne.NewPos(x+Px(4), (s.Height-m.Height)/2))
		o.Resize(fyne.NewSize(max(0, l.t.widths[i]-Px(8)), m.Height))
		x += l.t.widths[i]
	}
}

func (l *stripLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(1, Px(l.height)) }
