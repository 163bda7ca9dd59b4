package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
)

// RailItem is one place of the rail; one without a value is a line between
// groups.
type RailItem struct {
	Value, Text, Icon, Keys string
	Foot                    bool // stands at the foot
}

// Rail is the list of places at the left of a window: wide with words, or slim
// with icons and tooltips.
type Rail struct {
	*fyne.Container
	items  []*railItem
	layout *railLayout
}

// NewRail makes a rail.
func NewRail(items []RailItem, chosen func(string)) *Rail {
	r := &Rail{layout: &railLayout{}}
	objects := []fyne.CanvasObject{NewFill(ColorRail), NewFill(ColorLine)}
	for _, it := range items {
		if it.Value == "" {
			objects = append(objects, NewFill(ColorLine))
			r.layout.kinds = append(r.layout.kinds, railLine)
			continue
		}
		b := &railItem{item: it, rail: r}
		b.act = func() { chosen(it.Value) }
		b.extend(b)
		r.items = append(r.items, b)
		objects = append(objects, b)
		kind := railPlace
		if it.Foot {
			kind = railFoot
		}
		r.layout.kinds = append(r.layout.kinds, kind)
	}
	r.Container = container.New(r.layout, objects...)
	return r
}

// SetOn shows where one is.
func (r *Rail) SetOn(value string) {
	for _, it := range r.items {
		if on := it.item.Value == value; on != it.on {
			it.on = on
			it.Refresh()
		}
	}
}

// SetSlim folds the rail to icons.
func (r *Rail) SetSlim(slim bool) {
	if r.layout.slim == slim {
		return
	}
	r.layout.slim = slim
	for _, it := range r.items {
		it.tip = ""
		if slim {
			it.tip = it.item.Text
			if it.item.Keys != "" {
				it.tip += "  " + KeyText(it.item.Keys)
			}
		}
		it.Refresh()
	}
	r.Refresh()
}

// First is the place the focus goes to: where one is.
func (r *Rail) First() fyne.Focusable {
	for _, it := range r.items {
		if it.on {
			return it
		}
	}
	return r.items[0]
}

// Slim tells whether it is folded.
func (r *Rail) Slim() bool { return r.layout.slim }

type railKind int

const (
	railPlace railKind = iota
	railLine
	railFoot
)

type railLayout struct {
	kinds []railKind
	slim  bool
}

func (l *railLayout) width() float32 {
	if l.slim {
		return Px(56)
	}
	return Px(176)
}

func (l *railLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(l.width(), Px(300)) }

func (l *railLayout) Layout(objects []fyne.CanvasObject, s fyne.Size) {
	objects[0].Resize(s)
	objects[1].Move(fyne.NewPos(s.Width-1, 0))
	objects[1].Resize(fyne.NewSize(1, s.Height))
	y, foot := Px(12), s.Height-Px(12)
	for i, o := range objects[2:] {
		switch l.kinds[i] {
		case railLine:
			o.Move(fyne.NewPos(Px(18), y+Px(8)))
			o.Resize(fyne.NewSize(s.Width-Px(36)-1, 1))
			y += Px(19)
		case railFoot:
			foot -= Px(36)
			o.Move(fyne.NewPos(Px(8), foot))
			o.Resize(fyne.NewSize(s.Width-Px(16)-1, Px(36)))
		default:
			o.Move(fyne.NewPos(Px(8), y))
			o.Resize(fyne.NewSize(s.Width-Px(16)-1, Px(36)))
			y += Px(38)
		}
	}
}

type railItem struct {
	Press
	item RailItem
	rail *Rail
	on   bool
}

// Label is what tests call it.
func (i *railItem) Label() string { return i.item.Text }

// TypedKey is Fyne's: up and down walk the rail.
func (i *railItem) TypedKey(k *fyne.KeyEvent) {
	var step int
	switch k.Name {
	case fyne.KeyUp:
		step = -1
	case fyne.KeyDown:
		step = 1
	default:
		i.Press.TypedKey(k)
		return
	}
	for at, other := range i.rail.items {
		if to := at + step; other == i && to >= 0 && to < len(i.rail.items) {
			if c := canvasOf(i); c != nil {
				c.Focus(i.rail.items[to])
			}
			return
		}
	}
}

// CreateRenderer is Fyne's.
func (i *railItem) CreateRenderer() fyne.WidgetRenderer {
	r := &railLook{i: i, box: canvas.NewRectangle(color.Transparent), bar: canvas.NewRectangle(color.Transparent), ring: ring(), icon: NewGlyph(i.item.Icon, ColorText2, 18), text: canvas.NewText("", color.Black)}
	r.Refresh()
	return r
}

type railLook struct {
	i              *railItem
	box, bar, ring *canvas.Rectangle
	icon           *Glyph
	text           *canvas.Text
}

func (r *railLook) Layout(s fyne.Size) {
	r.box.Resize(s)
	r.bar.Move(fyne.NewPos(0, Px(8)))
	r.bar.Resize(fyne.NewSize(3, s.Height-Px(16)))
	side := Px(18)
	x := Px(10)
	if r.i.rail.layout.slim {
		x = (s.Width - side) / 2
	}
	r.icon.Move(fyne.NewPos(x, (s.Height-side)/2))
	r.icon.Resize(fyne.NewSquareSize(side))
	m := r.text.MinSize()
	r.text.Move(fyne.NewPos(x+side+Px(10), (s.Height-m.Height)/2))
	r.text.Resize(m)
	layRing(r.ring, fyne.NewPos(4, 4), s.SubtractWidthHeight(8, 8), Px(4))
}
func (r *railLook) MinSize() fyne.Size { return fyne.NewSize(Px(36), Px(36)) }
func (r *railLook) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.box, r.bar, r.icon, r.text, r.ring}
}
func (r *railLook) Destroy() {}
func (r *railLook) Refresh() {
	i := r.i
	r.box.FillColor, r.bar.FillColor = color.Transparent, color.Transparent
	ink, textInk := ColorText2, ColorText2
	if i.hovered {
		r.box.FillColor = Color(theme.ColorNameHover)
	}
	if i.on {
		r.box.FillColor, r.bar.FillColor = Color(ColorSoft), Color(ColorAccent)
		ink, textInk = ColorAccent, ColorText
	}
	r.box.CornerRadius, r.bar.CornerRadius = Px(6), 2
	r.icon.name, r.icon.ink = i.item.Icon, ink
	r.icon.Refresh()
	r.text.Text, r.text.Color, r.text.TextSize = i.item.Text, Color(textInk), theme.Size(SizeBody)
	r.text.TextStyle = fyne.TextStyle{Bold: i.on}
	r.text.Hidden = i.rail.layout.slim
	r.ring.Hidden = !i.focused
	r.Layout(i.Size())
	canvas.Refresh(i)
}
