package studio

import (
	"testing"

	"fyne.io/fyne/v2"

	"badgekiln/app/kit"
	"badgekiln/app/kit/kittest"
)

// TestEmblemsByKeys: behind the search come the emblems, which are one stop, and
// Enter in the search leads to the first that was found.
func TestEmblemsByKeys(t *testing.T) {
	b, r, _ := open(t, kittest.English)
	s := r.studio
	layers := len(s.session.Settled().Layers)
	s.chooseEmblem()
	b.Settle()
	c := b.Window.Canvas()
	search, ok := c.Focused().(*kit.Entry)
	if !ok {
		t.Fatalf("the keys are with %v", c.Focused())
	}
	c.FocusNext()
	first, ok := c.Focused().(*kit.Item)
	if !ok || first.Rover() == nil || first.Rover().Focused() != 0 {
		t.Fatalf("behind the search comes %v", c.Focused())
	}
	first.TypedKey(&fyne.KeyEvent{Name: fyne.KeyTab})
	if _, button := c.Focused().(*kit.Item); button {
		t.Errorf("behind the emblems comes %v", c.Focused())
	}
	search.SetText("flame")
	search.OnSubmitted("flame")
	found, ok := c.Focused().(*kit.Item)
	if !ok || found.Label() == first.Label() {
		t.Fatalf("Enter leads to %v", c.Focused())
	}
	if found.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn}); len(s.session.Settled().Layers) != layers+1 {
		t.Error("Enter does not take the emblem")
	}
}
