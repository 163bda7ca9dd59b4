package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// beside sets two objects side by side, the second with a fixed width, and
// below each other where there is no room for both.
type beside struct {
	gap, side, least float32
	stacked          bool
}

// Beside sets a main object and one at its side that is so many px wide. In
// less than least px the second stands below the first.
func Beside(gap, side, least float32, first, second fyne.CanvasObject) *fyne.Container {
	return container.New(&beside{gap: gap, side: side, least: least}, first, second)
}

func (b *beside) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	b.stacked = size.Width < Px(b.least)
	if b.stacked {
		flow{gap: b.gap, down: true}.Layout(objects, size)
		return
	}
	columns{gap: b.gap, weights: []float32{1, b.side}}.Layout(objects, size)
}

func (b *beside) MinSize(objects []fyne.CanvasObject) fyne.Size {
	if b.stacked {
		return flow{gap: b.gap, down: true}.MinSize(objects)
	}
	m := columns{gap: b.gap, weights: []float32{1, b.side}}.MinSize(objects)
	m.Width = 0 // it can always be stacked
	for _, o := range objects {
		m.Width = max(m.Width, o.MinSize().Width)
	}
	return m
}

// fitting is a row of as many objects as there is room for.
type fitting struct{ gap, least float32 }

// Fitting sets objects in one row, equally wide but at least so many px; those
// for which there is no room are left out.
func Fitting(gap, least float32, objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(fitting{gap, least}, objects...)
}

func (f fitting) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	gap, n := Px(f.gap), len(objects)
	if n == 0 {
		return
	}
	fit := min(n, max(1, int((size.Width+gap)/(Px(f.least)+gap))))
	w := (size.Width - gap*float32(fit-1)) / float32(fit)
	for i, o := range objects {
		if i >= fit {
			o.Hide()
			continue
		}
		o.Show()
		o.Move(fyne.NewPos(float32(i)*(w+gap), 0))
		o.Resize(fyne.NewSize(w, size.Height))
	}
}

func (f fitting) MinSize(objects []fyne.CanvasObject) fyne.Size {
	s := fyne.NewSize(Px(f.least), 0)
	for _, o := range objects {
		s.Height = max(s.Height, o.MinSize().Height)
	}
	return s
}
