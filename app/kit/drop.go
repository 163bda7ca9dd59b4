package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// DropZone says what a drop will do, and opens a file chooser when pressed.
// Drops themselves come to the window, which gives them to the room.
type DropZone struct {
	Press
	title, text string
	icon        string
	height      float32
}

// NewDropZone makes one. act opens a file; it may be nil.
func NewDropZone(title, text string, height float32, act func()) *DropZone {
	d := &DropZone{title: title, text: text, icon: "download", height: height}
	d.act = act
	d.extend(d)
	return d
}

// Label is what tests call it.
func (d *DropZone) Label() string { return d.title }

// CreateRenderer is Fyne's.
func (d *DropZone) CreateRenderer() fyne.WidgetRenderer {
	box := NewFill(ColorBg).Edge(ColorLine2, 1).Round(8)
	words := VBox(0, Strong(d.title).Wrapping(Wrapped), Second(d.text).Wrapping(Wrapped))
	row := container.New(narrow{440}, HBox(16, NewGlyph(d.icon, ColorText2, 24), Spread(container.New(middle{}, words))))
	adopt(row, d)
	return &dropLook{d: d, box: box, body: container.NewStack(box, AtLeast(0, d.height, row))}
}

type dropLook struct {
	d    *DropZone
	box  *Fill
	body *fyne.Container
}

func (r *dropLook) Layout(s fyne.Size)           { r.body.Resize(s) }
func (r *dropLook) MinSize() fyne.Size           { return r.body.MinSize() }
func (r *dropLook) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.body} }
func (r *dropLook) Destroy()                     {}
func (r *dropLook) Refresh() {
	switch {
	case r.d.focused:
		r.box.Set(ColorBg, ColorAccent, 2)
	case r.d.hovered && r.d.act != nil:
		r.box.Set(ColorHeader, ColorLine2, 1)
	default:
		r.box.Set(ColorBg, ColorLine2, 1)
	}
	r.body.Refresh()
}
