package kit

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
)

func TestTabLeavesATextOfSeveralLines(t *testing.T) {
	t.Parallel()
	var e any = NewMultiEntry("text", 3)
	if tab, ok := e.(fyne.Tabbable); !ok || tab.AcceptsTab() {
		t.Error("a text of several lines keeps Tab, and keys cannot go on")
	}
}

// TestTabSelectsWhatIsThere comes into fields by Tab, by a click and otherwise.
func TestTabSelectsWhatIsThere(t *testing.T) {
	app := test.NewTempApp(t)
	name, width, more := NewEntry("Name"), NewNumberEntry("Width", 30, 0, 99, "", nil), NewMultiEntry("More", 2)
	name.SetText("Ada")
	more.SetText("Two\nlines")
	w := app.NewWindow("")
	w.SetContent(VBox(4, name, width, more))
	w.Resize(fyne.NewSize(300, 300))
	c := w.Canvas()
	tab := &fyne.KeyEvent{Name: fyne.KeyTab}
	c.FocusNext()
	c.Focused().(desktop.Keyable).KeyUp(tab)
	if name.SelectedText() != "Ada" {
		t.Errorf("Tab selects %q of a name", name.SelectedText())
	}
	c.Focused().(desktop.Keyable).KeyDown(tab)
	c.FocusNext()
	c.Focused().(desktop.Keyable).KeyUp(tab)
	c.Focused().TypedRune('7')
	if width.Text != "7" {
		t.Errorf("what is typed after Tab makes %q of a number", width.Text)
	}
	c.FocusNext()
	c.Focused().(desktop.Keyable).KeyUp(tab)
	if more.SelectedText() != "" {
		t.Errorf("Tab selects %q of several lines", more.SelectedText())
	}
	for how, come := range map[string]func(){
		"a click":                          func() { name.MouseDown(&desktop.MouseEvent{Button: desktop.MouseButtonPrimary}) },
		"a press of Tab of its own":        func() { c.Focus(name); name.KeyDown(tab) },
		"a letter that comes before":       func() { c.Focus(name); name.TypedRune('!') },
		"a Tab that went on already":       func() { c.Focus(name); c.FocusNext() },
		"a Tab let go a second time":       func() { c.Focus(name); name.KeyUp(tab); name.TypedKey(&fyne.KeyEvent{Name: fyne.KeyRight}) },
		"a key that was pressed elsewhere": func() { c.Focus(name); name.KeyUp(&fyne.KeyEvent{Name: fyne.KeyReturn}); name.KeyDown(tab) },
	} {
		c.Unfocus()
		name.SetText("Ada")
		come()
		name.KeyUp(tab)
		if name.SelectedText() != "" {
			t.Errorf("%s selects %q", how, name.SelectedText())
		}
	}
}
