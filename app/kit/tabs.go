package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
)

// TabItem is one tab.
type TabItem struct {
	Value, Text string
	Wrong       bool // something in it is wrong: it gets ⊗
}

// Tabs choose between views of one thing. Left and right move between them.
type Tabs struct {
	held
	tabs    []*tab
	value   string
	changed func(string)
}

// NewTabs makes the strip of tabs, without the views.
func NewTabs(items []TabItem, chosen string, changed func(string)) *Tabs {
	t := &Tabs{value: chosen, changed: changed}
	row := make([]fyne.CanvasObject, 0, len(items))
	for _, item := range items {
		b := &tab{item: item, tabs: t}
		b.act = func() { t.Choose(item.Value) }
		b.extend(b)
		t.tabs = append(t.tabs, b)
		row = append(row, b)
	}
	t.hold(t, VBox(0, HBox(4, row...), Rule()))
	return t
}

// Value is the tab in front.
func (t *Tabs) Value() string { return t.value }

// Choose changes the tab and tells.
func (t *Tabs) Choose(value string) {
	t.Put(value)
	if t.changed != nil {
		t.changed(value)
	}
}

// Put changes the tab without telling.
func (t *Tabs) Put(value string) {
	t.value = value
	for _, b := range t.tabs {
		b.Refresh()
	}
}

// SetWrong marks a tab.
func (t *Tabs) SetWrong(value string, wrong bool) {
	for _, b := range t.tabs {
		if b.item.Value == value && b.item.Wrong != wrong {
			b.item.Wrong = wrong
			b.Refresh()
			t.Container.Refresh()
		}
	}
}

type tab struct {
	Press
	item TabItem
	tabs *Tabs
}

// Label is what tests call it.
func (b *tab) Label() string { return b.item.Text }

// TypedKey is Fyne's.
func (b *tab) TypedKey(k *fyne.KeyEvent) {
	var step int
	switch k.Name {
	case fyne.KeyLeft:
		step = -1
	case fyne.KeyRight:
		step = 1
	default:
		b.Press.TypedKey(k)
		return
	}
	for i, other := range b.tabs.tabs {
		if other == b && i+step >= 0 && i+step < len(b.tabs.tabs) {
			next := b.tabs.tabs[i+step]
			b.tabs.Choose(next.item.Value)
			if c := canvasOf(b); c != nil {
				c.Focus(next)
			}
			return
		}
	}
}

// CreateRenderer is Fyne's.
func (b *tab) CreateRenderer() fyne.WidgetRenderer {
	r := &tabLook{b: b, text: canvas.NewText("", color.Black), bar: canvas.NewRectangle(color.Transparent), over: canvas.NewRectangle(color.Transparent), ring: ring(), mark: NewGlyph("error", ColorErr, 14)}
	r.Refresh()
	return r
}

type tabLook struct {
	b               *tab
	text            *canvas.Text
	bar, over, ring *canvas.Rectangle
	mark            *Glyph
}

func (r *tabLook) Layout(s fyne.Size) {
	m := r.text.MinSize()
	r.text.Move(fyne.NewPos(Px(12), (s.Height-m.Height)/2))
	r.text.Resize(m)
	r.mark.Move(fyne.NewPos(Px(12)+m.Width+Px(5), (s.Height-Px(14))/2))
	r.mark.Resize(r.mark.MinSize())
	r.over.Resize(fyne.NewSize(s.Width, s.Height-2))
	r.bar.Move(fyne.NewPos(0, s.Height-2))
	r.bar.Resize(fyne.NewSize(s.Width, 2))
	layRing(r.ring, fyne.NewPos(4, 6), s.SubtractWidthHeight(8, 12), 4)
}

func (r *tabLook) MinSize() fyne.Size {
	w := r.text.MinSize().Width + Px(24)
	if r.b.item.Wrong {
		w += Px(19)
	}
	return fyne.NewSize(w, Px(36))
}

func (r *tabLook) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.over, r.bar, r.text, r.mark, r.ring}
}
func (r *tabLook) Destroy() {}
func (r *tabLook) Refresh() {
	on := r.b.tabs.value == r.b.item.Value
	ink := ColorText2
	r.bar.FillColor, r.over.FillColor = color.Transparent, color.Transparent
	if on {
		ink = ColorAccent
		r.bar.FillColor = Color(ColorAccent)
	} else if r.b.hovered {
		r.over.FillColor = Color(ColorHeader)
	}
	r.over.CornerRadius = Px(4)
	r.text.Text, r.text.Color, r.text.TextSize, r.text.TextStyle = r.b.item.Text, Color(ink), theme.Size(SizeBody), fyne.TextStyle{Bold: true}
	r.mark.Hidden = !r.b.item.Wrong
	r.ring.Hidden = !r.b.focused
	r.Layout(r.b.Size())
	canvas.Refresh(r.b)
}

// Steps shows where one is in a wizard: names, and which is the present one.
// Steps before it carry a tick.
func Steps(names []string, present int) *fyne.Container {
	row := []fyne.CanvasObject{}
	for i, name := range names {
		if i > 0 {
			row = append(row, Exactly(24, 2, NewFill(ColorLine)))
		}
		row = append(row, step(i, name, present))
	}
	return HBox(8, row...)
}

func step(i int, name string, present int) fyne.CanvasObject {
	text := NewText(name)
	switch {
	case i == present:
		text.Strong()
	case i > present:
		text.In(ColorText3)
	}
	return HBox(8, StepMark(i, present, 22), text)
}

// StepMark is the disc of a step: its number, or a tick once it is done.
func StepMark(i, present int, side float32) fyne.CanvasObject {
	fill := NewFill(ColorSurface).Edge(ColorLine2, 1.5).Round(side / 2)
	var in fyne.CanvasObject = container.NewCenter(NewText(number(i + 1)).With(SizeSmall).In(ColorText3).Strong())
	switch {
	case i < present:
		fill = NewFill(ColorOKSoft).Round(side / 2)
		in = NewGlyph("check", ColorOK, 14)
	case i == present:
		fill = NewFill(ColorAccent).Round(side / 2)
		in = container.NewCenter(NewText(number(i + 1)).With(SizeSmall).In(ColorOn).Strong())
	}
	return Exactly(side, side, container.NewStack(fill, in))
}
