package kit

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

// Tab goes through a frame as one reads it, and a side that is hidden takes no room.
func TestAFrameIsReadFromItsTop(t *testing.T) {
	test.NewTempApp(t)
	names := []string{"top", "left", "middle", "right", "bottom"}
	entries := map[string]*Entry{}
	for _, n := range names {
		entries[n] = NewEntry(n)
	}
	f := Framed(entries["top"], entries["bottom"], entries["left"], entries["right"], entries["middle"])
	w := test.NewTempWindow(t, f)
	w.SetPadded(false)
	w.Resize(fyne.NewSize(400, 300))
	for _, n := range names {
		w.Canvas().FocusNext()
		if got, ok := w.Canvas().Focused().(*Entry); !ok || got.Label() != n {
			t.Fatalf("%s is not where Tab goes", n)
		}
	}
	middle := entries["middle"]
	if at := middle.Position(); at.Y != entries["top"].Size().Height || at.X != entries["left"].Size().Width {
		t.Errorf("the middle is at %v", at)
	}
	entries["top"].Hide()
	f.Refresh()
	f.Layout.Layout(f.Objects, f.Size())
	if middle.Position().Y != 0 {
		t.Errorf("a hidden top leaves the middle at %v", middle.Position())
	}
}
