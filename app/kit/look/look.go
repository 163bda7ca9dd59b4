package look

import (
	"fmt"
	"reflect"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
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
	for _, child := range children(o) {
		if child != nil {
			walk(child, at.Add(child.Position()), f)
		}
	}
}

func children(o fyne.CanvasObject) []fyne.CanvasObject {
	switch v := o.(type) {
	case *fyne.Container:
		return v.Objects
	case interface{ Whole() []fyne.CanvasObject }: // may show a picture of it
		return v.Whole()
	case fyne.Widget:
		return test.WidgetRenderer(v).Objects()
	}
	return nil
}

// Seen visits what can be operated within the part of a window that is in
// view, and every text that can be read there. Places are in the window.
func Seen(top fyne.CanvasObject, window fyne.Size, at fyne.Position,
	item func(o fyne.CanvasObject, at fyne.Position, size fyne.Size, label, kind, text string), read func(string),
) {
	seen(top, at, fyne.Position{}, fyne.NewPos(window.Width, window.Height), item, read)
}

func seen(o fyne.CanvasObject, at, low, high fyne.Position,
	item func(fyne.CanvasObject, fyne.Position, fyne.Size, string, string, string), read func(string),
) {
	if o == nil || !o.Visible() {
		return
	}
	size := o.Size()
	from := fyne.NewPos(max(at.X, low.X), max(at.Y, low.Y))
	to := fyne.NewPos(min(at.X+size.Width, high.X), min(at.Y+size.Height, high.Y))
	in := to.X > from.X && to.Y > from.Y
	if t, ok := o.(*canvas.Text); ok && in && t.Text != "" {
		read(t.Text)
	}
	if _, ok := o.(*container.Scroll); ok { // what is scrolled away cannot be pressed
		low, high = from, to
	}
	if l, ok := o.(interface{ Label() string }); ok && in {
		text := ""
		if e, ok := o.(interface{ SelectedText() string }); ok {
			_ = e
			if v, ok := o.(interface{ Content() string }); ok {
				text = v.Content()
			}
		}
		if p, ok := o.(interface{ Place() string }); ok {
			text = p.Place()
		}
		item(o, from, fyne.NewSize(to.X-from.X, to.Y-from.Y), l.Label(), strings.TrimPrefix(fmt.Sprintf("%T", o), "*"), text)
	}
	if m := menuItem(o); m != nil && in && !m.IsSeparator {
		item(o, from, fyne.NewSize(to.X-from.X, to.Y-from.Y), m.Label, "menu.Item", "")
	}
	for _, child := range children(o) {
		if child != nil {
			seen(child, at.Add(child.Position()), low, high, item, read)
		}
	}
}

// menuItem is the line of an open menu that an object shows, or nil. Fyne keeps
// the type to itself.
func menuItem(o fyne.CanvasObject) *fyne.MenuItem {
	v := reflect.ValueOf(o)
	if v.Kind() != reflect.Pointer || v.Elem().Kind() != reflect.Struct {
		return nil
	}
	f := v.Elem().FieldByName("Item")
	if !f.IsValid() || !f.CanInterface() {
		return nil
	}
	m, _ := f.Interface().(*fyne.MenuItem)
	return m
}
