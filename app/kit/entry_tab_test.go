package kit

import (
	"testing"

	"fyne.io/fyne/v2"
)

func TestTabLeavesATextOfSeveralLines(t *testing.T) {
	t.Parallel()
	var e any = NewMultiEntry("text", 3)
	if tab, ok := e.(fyne.Tabbable); !ok || tab.AcceptsTab() {
		t.Error("a text of several lines keeps Tab, and keys cannot go on")
	}
}
