package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// MenuItem is a line of a menu. One without words is a line between groups.
type MenuItem struct {
	Text    string
	Icon    string
	Keys    string // as in Action; only shown
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
	d := fyne.CurrentApp().Driver() //nolint:forbidigo // app-passed-in: a widget has no other way to its own place
	menu := widget.NewPopUpMenu(fyne.NewMenu("", fyneItems(items)...), c)
	menu.ShowAtPosition(d.AbsolutePositionForObject(by).Add(at))
}

func fyneItems(items []MenuItem) []*fyne.MenuItem {
	out := make([]*fyne.MenuItem, 0, len(items))
	for _, it := range items {
		if it.Text == "" {
			out = append(out, fyne.NewMenuItemSeparator())
			continue
		}
		m := fyne.NewMenuItem(it.Text, it.Act)
		m.Checked, m.Disabled = it.Checked, it.Off
		if it.Icon != "" {
			m.Icon = Icon(it.Icon)
		}
		if it.Keys != "" {
			m.Shortcut = Shortcut(it.Keys)
		}
		if len(it.Sub) > 0 {
			m.ChildMenu = fyne.NewMenu("", fyneItems(it.Sub)...)
		}
		out = append(out, m)
	}
	return out
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
