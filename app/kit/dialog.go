package kit

import (
	"image/color"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// Dialog asks what cannot be asked in the page. Escape closes it, Enter presses
// the primary button, Tab stays inside, the page behind it is darkened.
type Dialog struct {
	widget.BaseWidget
	title   string
	body    fyne.CanvasObject
	buttons []*Button
	primary *Button
	width   float32
	height  float32
	closed  func()
	first   fyne.Focusable
	canvas  fyne.Canvas
	before  fyne.Focusable
	root    *Root
	open    bool
	keep    func() bool // asked before Escape closes; false keeps it open
	whole   bool        // it fills the window, and nothing behind it is seen
	aside   bool        // it stands at the left, and what is behind it is seen as it is
}

// NewDialog makes a dialog; the last button is the primary one unless none is.
func (e Env) NewDialog(title string, body fyne.CanvasObject, buttons ...*Button) *Dialog {
	d := &Dialog{title: title, body: body, buttons: buttons, width: 440, canvas: e.Window.Canvas()}
	for _, b := range buttons {
		if b.kind == Primary || b.kind == DangerFilled {
			d.primary = b
		}
	}
	d.root = NewRoot(d.lay())
	d.ExtendBaseWidget(d)
	return d
}

// Sized sets width and least height, in px of tokens.md; a height of 0 is what
// the content asks for.
func (d *Dialog) Sized(w, h float32) *Dialog { d.width, d.height = w, h; return d }

// Focus says what has the focus at first; without it that is the first control.
func (d *Dialog) Focus(f fyne.Focusable) *Dialog { d.first = f; return d }

// OnClosed sets what follows, however it closes.
func (d *Dialog) OnClosed(f func()) *Dialog { d.closed = f; return d }

// Whole makes it fill the window: nothing of the page behind it is seen.
func (d *Dialog) Whole() *Dialog {
	d.whole = true
	d.root = NewRoot(container.NewStack(NewFill(ColorBg), d.body))
	return d
}

// Aside makes it stand at the left edge of a page that is not darkened: what is
// chosen in it shows there at once.
func (d *Dialog) Aside() *Dialog { d.aside = true; return d }

// Refocus puts the focus on something of its own, as when its content changed.
func (d *Dialog) Refocus(f fyne.Focusable) {
	if d.open {
		d.canvas.Focus(f)
	}
}

// Guard is asked before Escape closes.
func (d *Dialog) Guard(f func() bool) *Dialog { d.keep = f; return d }

// Show opens it.
func (d *Dialog) Show() {
	if d.open {
		return
	}
	d.open = true
	d.before = d.canvas.Focused()
	d.canvas.Overlays().Add(d)
	d.Resize(d.canvas.Size())
	d.BaseWidget.Show()
	d.Refresh()
	switch {
	case d.first != nil:
		d.canvas.Focus(d.first)
	default:
		d.canvas.FocusNext()
	}
}

// Close closes it.
func (d *Dialog) Close() {
	if !d.open {
		return
	}
	d.open = false
	d.canvas.Overlays().Remove(d)
	if d.before != nil {
		d.canvas.Focus(d.before)
	}
	if d.closed != nil {
		d.closed()
	}
}

// IsOpen tells whether it is open.
func (d *Dialog) IsOpen() bool { return d.open }

func (d *Dialog) tips() *Root { return d.root }

func (d *Dialog) escape() {
	if d.keep == nil || d.keep() {
		d.Close()
	}
}

// enter presses the primary button. One that takes something away is not
// pressed over the head of the one beside it that has the focus: for Ctrl+Enter,
// the key that goes on everywhere else, it would be no question.
func (d *Dialog) enter() {
	at, _ := d.canvas.Focused().(*Button)
	if d.primary == nil || d.primary.kind == DangerFilled && at != d.primary && slices.Contains(d.buttons, at) {
		return
	}
	d.primary.Act()
}

// dialogOf is the dialog an object stands in, or nil.
func dialogOf(o fyne.CanvasObject) *Dialog {
	c := canvasOf(o)
	if c == nil {
		return nil
	}
	d, _ := c.Overlays().Top().(*Dialog)
	return d
}

// EscapeTop closes the topmost dialog or menu of a canvas and tells whether
// there was one.
func EscapeTop(c fyne.Canvas) bool {
	switch top := c.Overlays().Top().(type) {
	case nil:
		return false
	case *Dialog:
		top.escape()
	case *popup:
		top.close()
	case interface{ Hide() }:
		top.Hide()
		c.Overlays().Remove(top.(fyne.CanvasObject))
	}
	return true
}

// EnterTop presses the primary button of the topmost dialog, if one is open.
func EnterTop(c fyne.Canvas) bool {
	d, ok := c.Overlays().Top().(*Dialog)
	if ok {
		d.enter()
	}
	return ok
}

func (d *Dialog) lay() fyne.CanvasObject {
	row := []fyne.CanvasObject{Spread()}
	for _, b := range d.buttons {
		row = append(row, b)
	}
	column := []fyne.CanvasObject{}
	if d.title != "" {
		column = append(column, Section(d.title).Wrapping(Wrapped))
	}
	column = append(column, Spread(d.body))
	if len(d.buttons) > 0 {
		column = append(column, HBox(8, row...))
	}
	return container.NewStack(NewFill(ColorRaised).Edge(ColorLine2, 1).Round(8), Pad(20, VBox(16, column...)))
}

// Tapped is Fyne's: a press beside the dialog does nothing.
func (d *Dialog) Tapped(*fyne.PointEvent) {}

// CreateRenderer is Fyne's.
func (d *Dialog) CreateRenderer() fyne.WidgetRenderer {
	r := &dialogLook{d: d, scrim: newFlat()}
	r.scrim.set(color.NRGBA{A: 0x66})
	r.first = gate(func() {
		if g := gatesOf(d); g != nil {
			g.dialog()
		}
	})
	r.last = gate(func() {
		if g := gatesOf(d); g != nil {
			g.dialogEnd()
		}
	})
	return r
}

type dialogLook struct {
	d           *Dialog
	scrim       *flat
	first, last fyne.CanvasObject // gates
}

func (r *dialogLook) Layout(s fyne.Size) {
	r.scrim.pic.Resize(s)
	if r.d.whole {
		r.d.root.Move(fyne.NewPos(0, 0))
		r.d.root.Resize(s)
		return
	}
	w := min(Px(r.d.width), s.Width-32)
	r.d.root.Resize(fyne.NewSize(w, r.d.root.MinSize().Height))
	h := min(max(r.d.root.MinSize().Height, Px(r.d.height)), s.Height-32)
	r.d.root.Resize(fyne.NewSize(w, h))
	x := (s.Width - w) / 2
	if r.d.aside {
		x = 16
	}
	r.d.root.Move(fyne.NewPos(x, max(16, (s.Height-h)*2/5)))
}
func (r *dialogLook) MinSize() fyne.Size { return fyne.Size{} }

// Objects are Fyne's. Behind a dialog as large as the window nothing is seen.
func (r *dialogLook) Objects() []fyne.CanvasObject {
	if r.d.whole {
		return []fyne.CanvasObject{r.d.root}
	}
	if r.d.aside {
		return []fyne.CanvasObject{r.first, r.d.root, r.last}
	}
	return []fyne.CanvasObject{r.scrim.pic, r.d.root}
}
func (r *dialogLook) Destroy() {}
func (r *dialogLook) Refresh() {
	r.scrim.set(theme.Color(ColorScrim))
	r.Layout(r.d.Size())
	canvas.Refresh(r.d)
}

// Ask asks before something that cannot be taken back: a sentence as title, an
// explanation, and a filled button that names what is done. Escape is no.
func (e Env) Ask(title, text, yes string, danger bool, act func()) *Dialog {
	kind := Primary
	if danger {
		kind = DangerFilled
	}
	var d *Dialog
	no := NewButton(e.T("app.cancel"), "", Plain, func() { d.Close() })
	do := NewButton(yes, "", kind, func() { d.Close(); act() })
	d = e.NewDialog(title, Body(text).In(ColorText2), no, do)
	if danger {
		d.first = no
	} else {
		d.first = do
	}
	d.Show()
	return d
}

// Tell shows something to be read.
func (e Env) Tell(title string, body fyne.CanvasObject) *Dialog {
	var d *Dialog
	ok := NewButton(e.T("app.close"), "", Primary, func() { d.Close() })
	d = e.NewDialog(title, body, ok)
	d.first = ok
	d.Show()
	return d
}

// ShowError is what Env.Fail does.
func (e Env) ShowError(err error) {
	m := e.Say(err)
	if m.Code == "interrupted" {
		return
	}
	text := m.Hint
	if m.Where != "" {
		text = m.Where + "\n" + text
	}
	var d *Dialog
	more := NewButton(e.T("app.error.details"), "", Quiet, func() { e.showDetail(m) })
	ok := NewButton(e.T("app.close"), "", Primary, func() { d.Close() })
	d = e.NewDialog(m.Text, Body(text).In(ColorText2), more, ok)
	d.first = ok
	d.Show()
}

// showDetail shows the technical text of an error, to copy.
func (e Env) showDetail(m Message) {
	var d *Dialog
	words := Mono(m.Detail).Wrapping(Wrapped)
	cp := NewButton(e.T("app.copy"), "copy", Plain, func() { e.Copy(m.Detail) })
	ok := NewButton(e.T("app.close"), "", Primary, func() { d.Close() })
	d = e.NewDialog(e.T("app.error.technical"), AtLeast(0, 120, container.NewVScroll(words)), cp, ok).Sized(560, 260)
	d.first = ok
	d.Show()
}
