package kit_test

import (
	"fmt"
	"testing"

	"fyne.io/fyne/v2"

	"badgekiln/app/kit"
	"badgekiln/app/kit/kittest"
)

func TestTabStaysInSight(t *testing.T) {
	b := kittest.New(t, kittest.English)
	rows := []fyne.CanvasObject{}
	for i := range 40 {
		switch i % 4 {
		case 0:
			rows = append(rows, kit.NewButton(fmt.Sprint("Button ", i), "", kit.Plain, func() {}))
		case 1:
			rows = append(rows, kit.NewTextField(fmt.Sprint("Field ", i), "help", "", nil))
		case 2:
			rows = append(rows, kit.NewRow(fmt.Sprint("Row ", i), kit.Pad(8, kit.Strong("Row")), func() {}))
		default:
			rows = append(rows, kit.NewField(fmt.Sprint("Number ", i), "", kit.NewNumberEntry(fmt.Sprint("Number ", i), 1, 0, 9, "", nil)))
		}
	}
	page := kit.PageBody(rows...)
	b.Show(kit.Page(kit.NewHead("Long", ""), page, nil))
	c := b.Window.Canvas()
	driver := b.App.Driver()
	for i := range 79 {
		if i < 40 {
			c.FocusNext()
		} else {
			c.FocusPrevious()
		}
		o := c.Focused().(fyne.CanvasObject)
		top := driver.AbsolutePositionForObject(o).Y - driver.AbsolutePositionForObject(page).Y
		if top < 0 || top+o.Size().Height > page.Size().Height {
			t.Fatalf("step %d leads to %.0f, and %.0f are in sight", i, top, page.Size().Height)
		}
	}
	if page.Offset.Y > 40 {
		t.Errorf("back at the first the page stands at %.0f", page.Offset.Y)
	}
}
