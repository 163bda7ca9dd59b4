package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// Item is a piece of a page that can be pressed as a whole: a tile, a row of a
// list, a card. It draws hover, selection and the focus ring round what it
// holds.
type Item struct {
	Press
	content fyne.CanvasObject
	name    string
	tile    bool // a card with an edge; otherwise a row
	bar     bool // rows: a bar at the left of the selected one
	on      bool
	double  func()
	menu    func(fyne.Position)
	keys    func(*fyne.KeyEvent) bool
	rover   *Rover // of which it is one; or nil
}

// NewTile makes a card that can be pressed; name is what tests call it.
func NewTile(name string, content fyne.CanvasObject, act func()) *Item {
	i := &Item{content: content, name: name, tile: true}
	i.act = act
	i.extend(i)
	adopt(content, i)
	return i
}

// NewRow makes a row of a list that can be pressed.
func NewRow(name string, content fyne.CanvasObject, act func()) *Item {
	i := &Item{content: content, name: name}
	i.act = act
	i.extend(i)
	adopt(content, i)
	return i
}

// Bar draws a bar beside the row while it is selected.
func (i *Item) Bar() *Item { i.bar = true; return i }

// OnDouble sets what a double press does.
func (i *Item) OnDouble(f func()) *Item { i.double = f; return i }

// OnMenu sets what a press with the other button does.
func (i *Item) OnMenu(f func(fyne.Position)) *Item { i.menu = f; return i }

// OnKey may take a key before the row does.
func (i *Item) OnKey(f func(*fyne.KeyEvent) bool) *Item { i.keys = f; return i }

// SetOn shows it as selected.
func (i *Item) SetOn(on bool) *Item {
	if i.on != on {
		i.on = on
		i.Refresh()
	}
	return i
}

// Rover is what it is one stop with; nil for none.
func (i *Item) Rover() *Rover { return i.rover }

// On tells whether it is selected.
func (i *Item) On() bool { return i.on }

// Label is what tests call it.
func (i *Item) Label() string { return i.name }

// Content is what it holds.
func (i *Item) Content() fyne.CanvasObject { return i.content }

// TappedSecondary is Fyne's.
func (i *Item) TappedSecondary(e *fyne.PointEvent) {
	if i.menu != nil {
		i.menu(e.Position)
	}
}

// FocusGained is Fyne's. One of several that are one stop hands on what is not
// meant for it.
func (i *Item) FocusGained() {
	if i.rover == nil || !i.rover.came(i) {
		i.Press.FocusGained()
	}
}

// AcceptsTab is Fyne's: Tab goes on behind all that are one stop.
func (i *Item) AcceptsTab() bool { return i.Press.AcceptsTab() || i.rover != nil }

// TypedKey is Fyne's.
func (i *Item) TypedKey(k *fyne.KeyEvent) {
	if i.rover != nil && i.rover.key(i, k.Name) {
		return
	}
	if i.keys != nil && i.keys(k) {
		return
	}
	if i.double != nil && (k.Name == fyne.KeyReturn || k.Name == fyne.KeyEnter) {
		i.double()
		return
	}
	i.Press.TypedKey(k)
}

// CreateRenderer is Fyne's.
func (i *Item) CreateRenderer() fyne.WidgetRenderer {
	r := &itemLook{i: i, box: canvas.NewRectangle(color.Transparent), bar: canvas.NewRectangle(color.Transparent), ring: ring()}
	r.paint()
	return r
}

type itemLook struct {
	i              *Item
	box, bar, ring *canvas.Rectangle
}

func (r *itemLook) Layout(s fyne.Size) {
	edged(r.box, fyne.Position{}, s)
	r.i.content.Resize(s)
	r.bar.Move(fyne.NewPos(0, Px(8)))
	r.bar.Resize(fyne.NewSize(3, s.Height-Px(16)))
	if r.i.tile {
		layRing(r.ring, fyne.Position{}, s, Px(8))
	} else { // a row has neighbours: its ring lies inside
		layRing(r.ring, fyne.NewPos(4, 4), s.SubtractWidthHeight(8, 8), 2)
	}
}
func (r *itemLook) MinSize() fyne.Size { return r.i.content.MinSize() }
func (r *itemLook) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.box, r.i.content, r.bar, r.ring}
}
func (r *itemLook) Destroy() {}
func (r *itemLook) Refresh() {
	r.paint()
	r.Layout(r.i.Size())
	adopt(r.i.content, r.i)
	canvas.Refresh(r.i)
}

func (r *itemLook) paint() {
	i := r.i
	r.box.FillColor, r.box.CornerRadius = color.Transparent, 0
	r.box.StrokeWidth, r.box.StrokeColor = 0, color.Transparent
	if i.tile {
		r.box.CornerRadius = Px(8)
		r.box.FillColor = Color(ColorSurface)
		r.box.StrokeWidth, r.box.StrokeColor = 1, Color(ColorLine)
	}
	if i.hovered && !i.off && i.act != nil {
		r.box.FillColor = Color(ColorHeader)
	}
	if i.on {
		r.box.FillColor = Color(ColorSoft)
		if i.tile {
			r.box.FillColor = Color(ColorSurface)
			r.box.StrokeWidth, r.box.StrokeColor = 2, Color(ColorAccent)
		}
	}
	r.bar.FillColor = color.Transparent
	r.bar.CornerRadius = 2
	if i.on && i.bar {
		r.bar.FillColor = Color(ColorAccent)
	}
	r.ring.Hidden = !i.focused || i.off
}
