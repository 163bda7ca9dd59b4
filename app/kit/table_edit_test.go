package kit_test

import (
	"fmt"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"badgekiln/app/kit"
	"badgekiln/app/kit/kittest"
)

// A cell is left by Enter, Tab, Shift+Tab and a press elsewhere, each told; by
// Escape without a word. The keys then act on the rows again.
func TestACellIsTypedInWhereItStands(t *testing.T) {
	b := kittest.New(t, kittest.English)
	table := bigTable(b, 50, map[int]bool{})
	var told []string
	edit := func(row int) fyne.Focusable {
		table.EditCell(row, 1, kit.CellEdit{Name: "Cell", Text: "was", Kept: true, Note: "It is wrong", Done: func(text string, how kit.Leaving) {
			told = append(told, fmt.Sprint(row, text, how))
		}})
		b.Settle()
		f := b.Window.Canvas().Focused()
		if !table.Editing() || f == nil || any(kittest.Find(b.Top(), "Cell")) != any(f) {
			t.Fatalf("the cell of row %d is not typed in", row)
		}
		return f
	}
	f := edit(45) // out of view
	if !kittest.Says(b.Top(), "It is wrong") {
		t.Error("the note is not to be read")
	}
	f.TypedRune('x') // in place of what was selected
	key(t, b, fyne.KeyReturn)
	edit(44)
	key(t, b, fyne.KeyTab)
	f = edit(43)
	f.(desktop.Keyable).KeyDown(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
	key(t, b, fyne.KeyTab)
	edit(42)
	key(t, b, fyne.KeyEscape)
	if b.Window.Canvas().Focused() != table.Pane() {
		t.Error("after Escape the rows have not got the keys")
	}
	edit(41)
	edit(40) // which leaves the one before
	b.Window.Canvas().Unfocus()
	if table.Editing() || kittest.Find(b.Top(), "Cell") != nil {
		t.Error("the cell is still typed in")
	}
	if want := "[45x1 44was1 43was2 41was0 40was0]"; fmt.Sprint(told) != want {
		t.Errorf("told %v, want %s", told, want)
	}
}
