package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
)

// MenuItem is a line of a menu. One without words is a line between groups.
type MenuItem struct {
	Text    string
	Icon    string
	Bands   []color.NRGBA // colours shown before the words, in the place of an icon
	Keys    string        // as in Action; only shown
	Checked bool
	Off     bool
	Act     func()
	Sub     []MenuItem
}

// PopMenu opens a menu at a place of a widget.
func PopMenu(by fyne.CanvasObject, at fyne.Position, items ...MenuItem) {
	c := canvasOf(by)
	if c == nil {
		return
	}
	least := float32(0)
	if s, ok := by.(*Select); ok {
		least = s.Size().Width
	}
	hideTip(by)
	openPopup(c, PlaceOf(by).Add(at), least, items)
}

// MenuOf makes the lines of a menu out of actions.
func (e Env) MenuOf(actions ...Action) []MenuItem {
	out := make([]MenuItem, 0, len(actions))
	for _, a := range actions {
		if a.Word == "" {
			out = append(out, MenuItem{})
			continue
		}
		out = append(out, MenuItem{
			Text: e.T(a.Word), Icon: a.Icon, Keys: a.Keys, Off: !a.On(), Act: a.Run,
			Checked: a.Checked != nil && a.Checked(),
		})
	}
	return out
}

// NewMenuButton makes a button that opens a menu below itself; items is asked
// each time.
func NewMenuButton(text, icon string, kind Kind, items func() []MenuItem) *Button {
	b := NewButton(text, icon, kind, nil)
	if text != "" {
		b.after = "chevron-down"
	}
	b.act = func() { PopMenu(b, fyne.NewPos(0, b.Size().Height+2), items()...) }
	return b
}
