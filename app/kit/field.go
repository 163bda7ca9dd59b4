package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

// Field is a control with its label above and help, or what is wrong, below.
type Field struct {
	widget.BaseWidget
	label   string
	hint    string
	control fyne.CanvasObject
	title   *Text
	below   *Text
	box     *fyne.Container
}

// NewField puts a label over any control and a hint under it; both may be "".
func NewField(label, hint string, control fyne.CanvasObject) *Field {
	f := newField(label, hint, control)
	f.ExtendBaseWidget(f)
	return f
}

// newField leaves it to the caller to say which widget it is.
func newField(label, hint string, control fyne.CanvasObject) *Field {
	f := &Field{label: label, hint: hint, control: control, title: Label(label).Wrapping(Wrapped), below: Hint(hint)}
	f.title.Hidden = label == ""
	f.below.Hidden = hint == ""
	f.box = VBox(4, f.title, control, f.below)
	return f
}

// CreateRenderer is Fyne's.
func (f *Field) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(f.box) }

// SetHint changes the help.
func (f *Field) SetHint(hint string) {
	f.hint = hint
	f.SetError("")
}

// SetError shows what is wrong and what to do; "" shows the help again.
func (f *Field) SetError(text string) {
	shown, ink := text, ColorErr
	if text == "" {
		shown, ink = f.hint, ColorText3
	}
	f.below.ink = ink
	f.below.Hidden = shown == ""
	f.below.text = shown
	f.below.Refresh()
	if w, ok := f.control.(interface{ SetWrong(bool) }); ok {
		w.SetWrong(text != "")
	}
	f.box.Refresh()
	f.Refresh()
}

// Control is what it holds.
func (f *Field) Control() fyne.CanvasObject { return f.control }

// TextField is a Field with an Entry, the commonest.
type TextField struct {
	*Field
	Entry *Entry
}

// NewTextField makes a field for one line of text. changed may be nil.
func NewTextField(label, hint, text string, changed func(string)) *TextField {
	e := NewEntry(label)
	e.SetText(text)
	e.OnChanged = changed
	f := &TextField{Field: newField(label, hint, e), Entry: e}
	f.ExtendBaseWidget(f) // what is in the tree, so that its entry can be focused at once
	return f
}

// NewTextArea makes a field for several lines.
func NewTextArea(label, hint, text string, rows int, changed func(string)) *TextField {
	e := NewMultiEntry(label, rows)
	e.SetText(text)
	e.OnChanged = changed
	f := &TextField{Field: newField(label, hint, e), Entry: e}
	f.ExtendBaseWidget(f) // what is in the tree, so that its entry can be focused at once
	return f
}

// Text is what is typed.
func (f *TextField) Text() string { return f.Entry.Text }

// SetText sets it.
func (f *TextField) SetText(text string) { f.Entry.SetText(text) }

// ReadOnly shows a value that cannot be changed, with a lock. The text can be
// read in full as a tooltip.
func ReadOnly(label, hint, text string) *Field {
	return NewField(label, hint, Locked(text))
}

// Locked is the box of ReadOnly alone, for a field with something beside it.
func Locked(text string) fyne.CanvasObject { return locked(Body(text)) }

// LockedLine is Locked for an address: one line, which loses its middle where there is
// no room, because its host and its end tell it from others.
func LockedLine(text string) fyne.CanvasObject { return locked(Line(text).Inner()) }

func locked(text *Text) fyne.CanvasObject {
	return container.NewStack(NewFill(ColorSunken).Edge(ColorLine, 1).Round(6),
		AtLeast(0, 34, Inset(6, 10, 6, 10, HBox(8, NewGlyph("lock", ColorText2, 16), Spread(Upright(text))))))
}
