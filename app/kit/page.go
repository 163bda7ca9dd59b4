package kit

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// Head is the head of a page: what it is, one line of state, and what can be
// done, the primary action last.
type Head struct {
	held
	Title *Text
	State *Text
	right *fyne.Container
}

// NewHead makes a head; state may be "".
func NewHead(title, state string, actions ...fyne.CanvasObject) *Head {
	return NewHeadWith(nil, title, state, actions...)
}

// NewHeadWith makes a head with something before the title: a picture, a way
// back.
func NewHeadWith(before fyne.CanvasObject, title, state string, actions ...fyne.CanvasObject) *Head {
	h := &Head{Title: Title(title).Wrapping(Ellipsis), State: Second(state).Wrapping(Ellipsis), right: HBox(12, actions...)}
	h.State.Hidden = state == ""
	words := Spread(container.New(middle{}, VBox(0, h.Title, h.State)))
	row := []fyne.CanvasObject{words, h.right}
	if before != nil {
		row = append([]fyne.CanvasObject{before}, row...)
	}
	h.hold(h, VBox(0, Exactly(0, 63, Inset(0, 24, 0, 24, HBox(12, row...))), Rule()))
	return h
}

// SetState changes the line of state.
func (h *Head) SetState(text string) {
	h.State.Hidden = text == ""
	h.State.SetText(text)
	h.Container.Refresh()
}

// SetTitle changes the title.
func (h *Head) SetTitle(text string) { h.Title.SetText(text) }

// SetActions changes what stands at the right.
func (h *Head) SetActions(actions ...fyne.CanvasObject) {
	h.right.Objects = actions
	h.right.Refresh()
	h.Container.Refresh()
}

// Page puts a head over a body, and under it a foot; head and foot may be nil.
func Page(head, body, foot fyne.CanvasObject) *fyne.Container {
	column := []fyne.CanvasObject{}
	if head != nil {
		column = append(column, head)
	}
	column = append(column, Spread(body))
	if foot != nil {
		column = append(column, foot)
	}
	return VBox(0, column...)
}

// PageBody scrolls its content and keeps it from the edges: 20 above, 24 beside.
func PageBody(content ...fyne.CanvasObject) *container.Scroll {
	return container.NewVScroll(Inset(20, 24, 24, 24, VBox(16, content...)))
}

// Foot is the foot of a wizard: 60 high. left stands at the left, the rest at
// the right, the primary last.
func Foot(left fyne.CanvasObject, right ...fyne.CanvasObject) *fyne.Container {
	if left == nil {
		left = Gap(0, 0)
	}
	row := HBox(12, append([]fyne.CanvasObject{Spread(container.New(middle{}, left))}, right...)...)
	return VBox(0, Rule(), Exactly(0, 59, Inset(0, 24, 0, 24, row)))
}

// Empty is what a page shows while there is nothing: an icon, what will be
// here, and how to begin.
func Empty(icon, title, text string, actions ...fyne.CanvasObject) *fyne.Container {
	return emptyIn(ColorText2, icon, title, text, actions...)
}

func emptyIn(ink fyne.ThemeColorName, icon, title, text string, actions ...fyne.CanvasObject) *fyne.Container {
	column := []fyne.CanvasObject{NewGlyph(icon, ink, 36)}
	if title != "" {
		column = append(column, Section(title).Wrapping(Wrapped).Aligned(fyne.TextAlignCenter))
	}
	if text != "" {
		column = append(column, Body(text).In(ColorText2).Aligned(fyne.TextAlignCenter))
	}
	if len(actions) > 0 {
		column = append(column, container.NewCenter(HBox(8, actions...)))
	}
	return container.NewCenter(Exactly(440, 0, VBox(12, column...)))
}

// ErrorPage is what a page shows when it cannot be read: sentence, hint, and
// what can be done.
func (e Env) ErrorPage(err error, actions ...fyne.CanvasObject) *fyne.Container {
	m := e.Say(err)
	text := m.Hint
	if m.Where != "" {
		text = m.Where + "\n" + text
	}
	return emptyIn(ColorErr, "error", m.Text, text, append(actions, e.detailButton(m))...)
}

func number(n int) string { return strconv.Itoa(n) }
