package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// holder is a widget of ours that shows other objects.
type holder interface{ holds() []fyne.CanvasObject }

func (r *Root) holds() []fyne.CanvasObject   { return []fyne.CanvasObject{r.content} }
func (d *Dialog) holds() []fyne.CanvasObject { return []fyne.CanvasObject{d.root} }
func (h *held) holds() []fyne.CanvasObject   { return []fyne.CanvasObject{h.Container} }
func (i *Item) holds() []fyne.CanvasObject   { return []fyne.CanvasObject{i.content} }
func (f *Field) holds() []fyne.CanvasObject  { return []fyne.CanvasObject{f.box} }

// reveal scrolls what has the focus into view: Tab must not lead out of sight.
func reveal(o fyne.CanvasObject) {
	c := canvasOf(o)
	if c == nil {
		return
	}
	top := c.Content()
	if over := c.Overlays().Top(); over != nil {
		top = over
	}
	var scrolls []*container.Scroll
	if top == nil || !trace(top, o, &scrolls) {
		return
	}
	const margin = 12
	for _, s := range scrolls { // the innermost first
		at, room := positionIn(o, s).Y, s.Size().Height
		low := at + o.Size().Height + margin
		if o.Size().Height > room {
			continue
		}
		to := s.Offset
		switch {
		case at < margin:
			to.Y = max(0, to.Y+at-margin)
		case low > room:
			to.Y += low - room
		}
		if to != s.Offset {
			s.ScrollToOffset(to)
		}
	}
}

// trace finds an object and the scrolls round it.
func trace(in, o fyne.CanvasObject, scrolls *[]*container.Scroll) bool {
	if in == o {
		return true
	}
	if in == nil || !in.Visible() {
		return false
	}
	var children []fyne.CanvasObject
	switch v := in.(type) {
	case *fyne.Container:
		children = v.Objects
	case *container.Scroll:
		children = []fyne.CanvasObject{v.Content}
	case holder:
		children = v.holds()
	}
	for _, child := range children {
		if trace(child, o, scrolls) {
			if s, ok := in.(*container.Scroll); ok {
				*scrolls = append(*scrolls, s)
			}
			return true
		}
	}
	return false
}
