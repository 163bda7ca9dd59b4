package kit

import (
	"path/filepath"

	"fyne.io/fyne/v2"
)

type chooser struct {
	env   Env
	want  Choose
	done  func(string)
	entry *Entry
	d     *Dialog
}

func newChooser(e Env, c Choose, done func(string)) *chooser {
	return &chooser{env: e, want: c, done: done}
}

func (c *chooser) show() {
	c.entry = NewEntry(c.env.T("app.choose.path"))
	c.entry.SetText(filepath.Join(c.want.Start, c.want.Name))
	no := NewButton(c.env.T("app.cancel"), "", Plain, func() { c.d.Close() })
	yes := NewButton(c.want.Button, "", Primary, func() {
		c.d.Close()
		c.done(c.entry.Text)
	})
	c.d = c.env.NewDialog(c.want.Title, c.entry, no, yes).Focus(fyne.Focusable(c.entry))
	c.d.Show()
}
