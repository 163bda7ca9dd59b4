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
	whole   fyne.CanvasObject // a NumberEntry, when it is part of one
	wrong   bool
	focused bool
	fresh   bool // it has the focus, and nothing has been done in it yet
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

// self is the whole widget: an entry may be part of another.
func (e *Entry) self() fyne.CanvasObject {
	if e.whole != nil {
		return e.whole
	}
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

// IsWrong tells whether it has the edge of an error.
func (e *Entry) IsWrong() bool { return e.wrong }

// Content is what is typed.
func (e *Entry) Content() string { return e.Text }

// Focused tells whether it has the focus.
func (e *Entry) Focused() bool { return e.focused }

// FocusGained is Fyne's. What Tab comes to is selected, ready to be typed over.
func (e *Entry) FocusGained() {
	e.focused, e.fresh = true, true
	e.Entry.FocusGained()
	if tabbedTo(e.self()) && !e.MultiLine {
		e.TypedShortcut(&fyne.ShortcutSelectAll{})
	}
	reveal(e.self())
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

// KeyDown is Fyne's.
func (e *Entry) KeyDown(k *fyne.KeyEvent) {
	e.fresh = false
	e.Entry.KeyDown(k)
}

// KeyUp is Fyne's. A Tab that is let go where it was not pressed has brought the
// focus here, also where what it came from is none of ours and could not tell.
// What is typed before that stays.
func (e *Entry) KeyUp(k *fyne.KeyEvent) {
	e.Entry.KeyUp(k)
	if k.Name == fyne.KeyTab && e.fresh && e.focused && !e.MultiLine {
		e.TypedShortcut(&fyne.ShortcutSelectAll{})
	}
	e.fresh = e.fresh && k.Name != fyne.KeyTab
}

// TypedRune is Fyne's.
func (e *Entry) TypedRune(r rune) {
	e.fresh = false
	e.Entry.TypedRune(r)
}

// MouseDown is Fyne's. The focus it brings selects nothing.
func (e *Entry) MouseDown(m *desktop.MouseEvent) {
	e.Entry.MouseDown(m)
	e.fresh = false
}

// TypedKey is Fyne's.
func (e *Entry) TypedKey(k *fyne.KeyEvent) {
	e.fresh = false
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

// AcceptsTab is Fyne's, which asks it right before Tab leads on: Tab leaves a text
// of several lines too, so that a form can be filled in by keys alone.
func (e *Entry) AcceptsTab() bool {
	tabLeads(e.self())
	return false
}

// Cursor is Fyne's.
func (e *Entry) Cursor() desktop.Cursor { return e.Entry.Cursor() }

// CreateRenderer is Fyne's.
func (e *Entry) CreateRenderer() fyne.WidgetRenderer {
	edge := canvas.NewRectangle(color.Transparent)
	wheel := newWheel()
	wheel.Hidden = e.MultiLine
	r := &entryLook{WidgetRenderer: e.Entry.CreateRenderer(), e: e, edge: edge, wheel: wheel}
	for i := range r.covers {
		r.covers[i] = canvas.NewRectangle(color.Transparent)
	}
	return r
}

// entryLook draws over Fyne's entry: the edge of its state, and below it covers
// at the foot and sides of a single line, where Fyne shows a scroll bar and
// text that was scrolled past the room it should keep.
type entryLook struct {
	fyne.WidgetRenderer
	e      *Entry
	edge   *canvas.Rectangle
	wheel  *wheel
	covers [4]*canvas.Rectangle // foot, left, right, and what of the foot is between the round corners
}

func (r *entryLook) Layout(s fyne.Size) {
	r.WidgetRenderer.Layout(s)
	edged(r.edge, fyne.Position{}, s)
	r.wheel.Resize(s)
	bar, side := theme.Size(theme.SizeNameScrollBarSmall), Px(6)
	foot, left, right := r.covers[0], r.covers[1], r.covers[2]
	foot.Move(fyne.NewPos(3, s.Height-bar-1.5))
	foot.Resize(fyne.NewSize(s.Width-6, bar+.5))
	r.covers[3].Move(fyne.NewPos(1.2, s.Height-bar-2.5))
	r.covers[3].Resize(fyne.NewSize(s.Width-2.4, bar))
	left.Move(fyne.NewPos(0, 6))
	left.Resize(fyne.NewSize(side+1, s.Height-12))
	right.Move(fyne.NewPos(s.Width-side-1, 6))
	right.Resize(fyne.NewSize(side+1, s.Height-12))
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
	own := []fyne.CanvasObject{}
	for i, o := range r.WidgetRenderer.Objects() {
		if _, box := o.(*canvas.Rectangle); !box || i != 1 { // Fyne's own edge, half a pixel beside ours
			own = append(own, o)
		}
	}
	return append(own, r.covers[0], r.covers[1], r.covers[2], r.covers[3], r.edge, r.wheel)
}

func (r *entryLook) Refresh() {
	r.WidgetRenderer.Refresh()
	r.edge.CornerRadius = theme.Size(theme.SizeNameInputRadius)
	r.edge.StrokeWidth, r.edge.StrokeColor = 1, Color(ColorLine2)
	switch {
	case r.e.Disabled():
		r.edge.StrokeColor = Color(ColorLine)
	case r.e.wrong:
		r.edge.StrokeColor = Color(ColorErr)
	case r.e.focused:
		r.edge.StrokeColor = Color(ColorAccent)
	}
	if r.e.focused && !r.e.Disabled() {
		r.edge.StrokeWidth = 2
	}
	edged(r.edge, fyne.Position{}, r.e.Size())
	r.edge.Refresh()
	for _, c := range r.covers {
		c.Hidden = r.e.MultiLine
		c.FillColor = Color(ColorSurface)
		c.Refresh()
	}
}
