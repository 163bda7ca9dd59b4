package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// Entry is Fyne's entry with the edges of tokens.md §6: 2 px accent in focus,
// crimson when wrong. OnKey may take a key before the entry does; Escape gives
// the focus back without changing anything.
type Entry struct {
	widget.Entry
	OnKey   func(*fyne.KeyEvent) bool
	OnFocus func(bool)
	name    string
	wrong   bool
	focused bool
}

// NewEntry makes an entry of one line; name is what tests and help call it.
func NewEntry(name string) *Entry {
	e := &Entry{name: name}
	e.ExtendBaseWidget(e)
	return e
}

// NewMultiEntry makes an entry of several lines.
func NewMultiEntry(name string, rows int) *Entry {
	e := NewEntry(name)
	e.MultiLine = true
	e.Wrapping = fyne.TextWrapWord
	e.SetMinRowsVisible(rows)
	return e
}

// NewPasswordEntry makes an entry that hides what is typed.
func NewPasswordEntry(name string) *Entry {
	e := NewEntry(name)
	e.Password = true
	return e
}

// Label is what tests call it.
func (e *Entry) Label() string { return e.name }

// SetWrong draws the edge of an error.
func (e *Entry) SetWrong(wrong bool) {
	if e.wrong != wrong {
		e.wrong = wrong
		e.Refresh()
	}
}

// Content is what is typed.
func (e *Entry) Content() string { return e.Text }

// Focused tells whether it has the focus.
func (e *Entry) Focused() bool { return e.focused }

// FocusGained is Fyne's.
func (e *Entry) FocusGained() {
	e.focused = true
	e.Entry.FocusGained()
	if e.OnFocus != nil {
		e.OnFocus(true)
	}
}

// FocusLost is Fyne's.
func (e *Entry) FocusLost() {
	e.focused = false
	e.Entry.FocusLost()
	if e.OnFocus != nil {
		e.OnFocus(false)
	}
}

// TypedKey is Fyne's.
func (e *Entry) TypedKey(k *fyne.KeyEvent) {
	if e.OnKey != nil && e.OnKey(k) {
		return
	}
	if k.Name == fyne.KeyEscape && dialogOf(e) == nil {
		if c := canvasOf(e); c != nil {
			c.Unfocus()
			return
		}
	}
	if passOn(e, k) {
		return
	}
	if (k.Name == fyne.KeyReturn || k.Name == fyne.KeyEnter) && !e.MultiLine && e.OnSubmitted == nil {
		if d := dialogOf(e); d != nil {
			d.enter()
			return
		}
	}
	e.Entry.TypedKey(k)
}

// Cursor is Fyne's.
func (e *Entry) Cursor() desktop.Cursor { return e.Entry.Cursor() }

// CreateRenderer is Fyne's.
func (e *Entry) CreateRenderer() fyne.WidgetRenderer {
	edge := canvas.NewRectangle(color.Transparent)
	edge.Hide()
	cover := canvas.NewRectangle(color.Transparent)
	return &entryLook{WidgetRenderer: e.Entry.CreateRenderer(), e: e, edge: edge, cover: cover}
}

type entryLook struct {
	fyne.WidgetRenderer
	e     *Entry
	edge  *canvas.Rectangle
	cover *canvas.Rectangle // over the scroll bar of a single line, which would underline it
}

func (r *entryLook) Layout(s fyne.Size) {
	r.WidgetRenderer.Layout(s)
	r.edge.Resize(s)
	bar := theme.Size(theme.SizeNameScrollBarSmall)
	r.cover.Move(fyne.NewPos(4, s.Height-bar-1))
	r.cover.Resize(fyne.NewSize(s.Width-8, bar-1)) // the entry's own edge stays free
}

func (r *entryLook) MinSize() fyne.Size {
	m := r.WidgetRenderer.MinSize()
	if !r.e.MultiLine {
		m.Height = Px(34)
		m.Width = max(m.Width, Px(48))
	}
	return m
}

func (r *entryLook) Objects() []fyne.CanvasObject {
	return append(append([]fyne.CanvasObject{}, r.WidgetRenderer.Objects()...), r.cover, r.edge)
}

func (r *entryLook) Refresh() {
	r.WidgetRenderer.Refresh()
	r.edge.CornerRadius = theme.Size(theme.SizeNameInputRadius)
	r.edge.Hidden = !r.e.focused && !r.e.wrong
	r.edge.StrokeWidth, r.edge.StrokeColor = 2, Color(ColorAccent)
	if r.e.wrong {
		r.edge.StrokeColor = Color(ColorErr)
		if !r.e.focused {
			r.edge.StrokeWidth = 1
		}
	}
	r.edge.Refresh()
	r.cover.Hidden = r.e.MultiLine
	r.cover.FillColor = Color(ColorSurface)
	r.cover.Refresh()
}
