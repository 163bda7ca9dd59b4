package kit

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

func TestTheWheelMovesThePageUnderAnEntry(t *testing.T) {
	a := test.NewTempApp(t)
	a.Settings().SetTheme(NewTheme("light", 1))
	w := a.NewWindow("wheel")
	fields := make([]fyne.CanvasObject, 0, 20)
	for range 20 {
		fields = append(fields, NewTextField("Name", "hint", "a text", nil))
	}
	page := Scroll(Pad(20, VBox(16, fields...)))
	w.SetContent(NewRoot(HBox(0, Spread(page))))
	w.Resize(fyne.NewSize(400, 300))
	entry := fields[1].(*TextField).Entry
	at := a.Driver().AbsolutePositionForObject(entry).AddXY(20, 10)
	test.Scroll(w.Canvas(), at, 0, -40)
	if page.Offset.Y != 40 {
		t.Errorf("the page is at %v, want 40", page.Offset.Y)
	}
}
