package kit_test

import (
	"testing"

	"fyne.io/fyne/v2"

	"badgekiln/app/kit"
	"badgekiln/app/kit/kittest"
)

// tab leads on as the driver does: what has the keys is asked whether it keeps Tab.
func tab(c fyne.Canvas) {
	if keeps, ok := c.Focused().(fyne.Tabbable); ok && keeps.AcceptsTab() {
		c.Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyTab})
		return
	}
	c.FocusNext()
}

// TestARoverIsOneStop: Tab comes to the item that is on and goes on behind all of
// them, arrows walk among them.
func TestARoverIsOneStop(t *testing.T) {
	b := kittest.New(t, kittest.English)
	before, behind := kit.NewButton("Before", "", kit.Plain, nil), kit.NewEntry("Behind")
	behind.SetText("Ada")
	var pressed string
	var items []*kit.Item
	var objects []fyne.CanvasObject
	for _, name := range []string{"a", "b", "c", "d", "e"} {
		i := kit.NewRow(name, kit.Line(name), func() { pressed += name }).SetOn(name == "b")
		items, objects = append(items, i), append(objects, i)
	}
	r := kit.NewRover(items...).Grid(func() int { return 2 })
	b.Show(kit.VBox(4, append(append([]fyne.CanvasObject{before}, objects...), behind)...))
	c := b.Window.Canvas()
	press := func(key fyne.KeyName) { c.Focused().TypedKey(&fyne.KeyEvent{Name: key}) }
	c.Focus(before)
	if tab(c); c.Focused() != fyne.Focusable(items[1]) || r.Focused() != 1 {
		t.Fatalf("Tab comes to %v", c.Focused())
	}
	for _, one := range []struct {
		key  fyne.KeyName
		want int
	}{{fyne.KeyDown, 3}, {fyne.KeyDown, 3}, {fyne.KeyRight, 4}, {fyne.KeyRight, 4}, {fyne.KeyUp, 2}, {fyne.KeyHome, 0}, {fyne.KeyUp, 0}, {fyne.KeyEnd, 4}, {fyne.KeyLeft, 3}} {
		if press(one.key); r.Focused() != one.want || r.Stop() != items[one.want] {
			t.Fatalf("%s leads to %d, not %d", one.key, r.Focused(), one.want)
		}
	}
	if pressed != "" {
		t.Errorf("arrows pressed %q", pressed)
	}
	if tab(c); c.Focused() != fyne.Focusable(behind) || r.Focused() >= 0 || behind.SelectedText() != "Ada" {
		t.Fatalf("Tab goes on to %v, %q is selected", c.Focused(), behind.SelectedText())
	}
	c.FocusPrevious() // the last of the items is the nearest
	if c.Focused() != fyne.Focusable(items[3]) {
		t.Errorf("back it comes to %v", c.Focused())
	}
	if press(fyne.KeyReturn); pressed != "d" {
		t.Errorf("Enter pressed %q", pressed)
	}
	r.Chooses()
	if press(fyne.KeyHome); pressed != "da" {
		t.Errorf("an arrow pressed %q", pressed)
	}
	items[0].Hide() // where the stop is gone, another is it
	c.Focus(items[2])
	if r.Stop() != items[2] {
		t.Error("the stop is out of sight")
	}
}
