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

// TestTabSelectsBeforeItIsLetGo: the next letter may come while Tab is still held,
// and takes the place of what is there.
func TestTabSelectsBeforeItIsLetGo(t *testing.T) {
	b := kittest.New(t, kittest.English)
	name, width := kit.NewEntry("Name"), kit.NewNumberEntry("Width", 30, 0, 99, "", nil)
	go1, more := kit.NewButton("Go", "", kit.Plain, nil), kit.NewMultiEntry("More", 2)
	name.SetText("Ada")
	more.SetText("Two")
	b.Show(kit.VBox(4, go1, name, width, more, kit.NewEntry("Last")))
	c := b.Window.Canvas()
	c.Focus(go1)
	for _, one := range []struct {
		e    *kit.Entry
		want string
	}{{name, "x"}, {&width.Entry, "7"}, {more, "Two"}} {
		tab(c)
		if more.Focused() {
			if more.SelectedText() != "" {
				t.Errorf("%q of several lines is selected", more.SelectedText())
			}
			continue
		}
		letter := []rune(one.want)[0]
		c.Focused().(desktop.Keyable).KeyDown(&fyne.KeyEvent{Name: fyne.KeyName(one.want)})
		c.Focused().TypedRune(letter)
		c.Focused().(desktop.Keyable).KeyUp(&fyne.KeyEvent{Name: fyne.KeyTab})
		if one.e.Text != one.want || one.e.SelectedText() != "" {
			t.Errorf("%s says %q, of which %q is selected", one.e.Label(), one.e.Text, one.e.SelectedText())
		}
	}
	// The window goes behind another one and comes again: what was typed stays as it is.
	c.Focus(name)
	name.SetText("Ada")
	name.FocusLost()
	name.FocusGained()
	if name.SelectedText() != "" {
		t.Errorf("%q is selected", name.SelectedText())
	}
}
