package kit_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"badgekiln/app/kit"
	"badgekiln/app/kit/kittest"
)

func TestTabLeavesATextOfSeveralLines(t *testing.T) {
	t.Parallel()
	var e any = kit.NewMultiEntry("text", 3)
	if tab, ok := e.(fyne.Tabbable); !ok || tab.AcceptsTab() {
		t.Error("a text of several lines keeps Tab, and keys cannot go on")
	}
}

// TestTabSelectsWhatIsThere comes into fields by Tab, by a click and otherwise.
func TestTabSelectsWhatIsThere(t *testing.T) {
	b := kittest.New(t, kittest.English)
	name, width, more := kit.NewEntry("Name"), kit.NewNumberEntry("Width", 30, 0, 99, "", nil), kit.NewMultiEntry("More", 2)
	name.SetText("Ada")
	more.SetText("Two\nlines")
	b.Show(kit.VBox(4, name, width, more))
	c := b.Window.Canvas()
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
	for how, come := range map[string]func(*kit.Entry){
		"a click":                          func(e *kit.Entry) { e.MouseDown(&desktop.MouseEvent{Button: desktop.MouseButtonPrimary}) },
		"a press of Tab of its own":        func(e *kit.Entry) { c.Focus(e); e.KeyDown(tab) },
		"a letter that comes before":       func(e *kit.Entry) { c.Focus(e); e.TypedRune('!') },
		"a Tab that went on already":       func(e *kit.Entry) { c.Focus(e); c.FocusNext() },
		"a key that was pressed elsewhere": func(e *kit.Entry) { c.Focus(e); e.KeyUp(&fyne.KeyEvent{Name: fyne.KeyReturn}); e.KeyDown(tab) },
	} {
		e := kit.NewEntry("Name")
		e.SetText("Ada")
		b.Show(kit.VBox(4, e, kit.NewEntry("Next")))
		come(e)
		e.KeyUp(tab)
		if e.SelectedText() != "" {
			t.Errorf("%s selects %q", how, e.SelectedText())
		}
	}
}
