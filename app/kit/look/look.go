package look

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

// Walk visits an object and all that is visible in it, with places relative to
// the first. f returns false to leave out what is inside.
func Walk(o fyne.CanvasObject, f func(o fyne.CanvasObject, at fyne.Position) bool) {
	walk(o, fyne.Position{}, f)
}

func walk(o fyne.CanvasObject, at fyne.Position, f func(fyne.CanvasObject, fyne.Position) bool) {
	if o == nil || !o.Visible() || !f(o, at) {
		return
	}
	var in []fyne.CanvasObject
	switch v := o.(type) {
	case *fyne.Container:
		in = v.Objects
	case fyne.Widget:
		in = test.WidgetRenderer(v).Objects()
	}
	for _, child := range in {
		if child != nil {
			walk(child, at.Add(child.Position()), f)
		}
	}
}
