package kit_test

import (
	"testing"

	"fyne.io/fyne/v2"

	"badgekiln/app/kit"
	"badgekiln/app/kit/kittest"
)

func TestMenuByKeysAndPointer(t *testing.T) {
	b := kittest.New(t, kittest.English)
	var did []string
	do := func(name string) func() { return func() { did = append(did, name) } }
	items := []kit.MenuItem{
		{Text: "Duplicate", Keys: "ctrl+d", Act: do("duplicate")},
		{Text: "Group", Off: true, Act: do("group")},
		{},
		{Text: "Align", Sub: []kit.MenuItem{{Text: "Left", Act: do("left")}, {Text: "Right", Act: do("right")}}},
		{Text: "Delete", Act: do("delete")},
	}
	button := kit.NewMenuButton("More", "", kit.Plain, func() []kit.MenuItem { return items })
	b.Show(kit.HBox(0, button))
	c := b.Window.Canvas()
	c.Focus(button)
	press := func(names ...fyne.KeyName) {
		t.Helper()
		for _, n := range names {
			c.Focused().TypedKey(&fyne.KeyEvent{Name: n})
		}
	}
	press(fyne.KeyReturn, fyne.KeyDown, fyne.KeyDown) // over the one that is off
	press(fyne.KeyRight, fyne.KeyDown, fyne.KeyReturn)
	if len(did) != 1 || did[0] != "right" {
		t.Fatalf("did %v", did)
	}
	if c.Overlays().Top() != nil || c.Focused() != fyne.Focusable(button) {
		t.Error("the menu stays, or the focus is lost")
	}
	press(fyne.KeyReturn)
	c.Focused().TypedRune('d') // Delete, since Duplicate stands before it in the circle
	press(fyne.KeyEscape)
	if len(did) != 1 || c.Overlays().Top() != nil {
		t.Error("Escape chose something or closed nothing")
	}
	press(fyne.KeyReturn, fyne.KeyEnd, fyne.KeySpace)
	b.Press(t, "More")
	b.Press(t, "Duplicate")
	if len(did) != 3 || did[1] != "delete" || did[2] != "duplicate" {
		t.Errorf("did %v", did)
	}
	b.Press(t, "More")
	if !kit.EscapeTop(c) || c.Overlays().Top() != nil {
		t.Error("Escape by the window does not close the menu")
	}
}

func TestChoosingInAMenu(t *testing.T) {
	b := kittest.New(t, kittest.English)
	got := ""
	s := kit.NewSelect("Size", []string{"a", "b"}, []string{"Small", "Large"}, "a", func(v string) { got = v })
	b.Show(kit.VBox(0, s))
	b.Press(t, "Size")
	b.Press(t, "Large")
	if got != "b" || s.Value() != "b" {
		t.Errorf("chose %q", got)
	}
}
