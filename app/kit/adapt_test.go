package kit_test

import (
	"testing"

	"fyne.io/fyne/v2"

	"badgekiln/app/kit"
	"badgekiln/app/kit/kittest"
)

func TestPagesAdaptToTheirWidth(t *testing.T) {
	b := kittest.New(t, kittest.English)
	main, side := kit.Strong("Main"), kit.Strong("Side")
	page := kit.Beside(20, 300, 800, main, side)
	b.Show(page)
	if side.Position().Y != 0 || side.Size().Width != 300 {
		t.Errorf("with room the side stands at %v, %v", side.Position(), side.Size())
	}
	page.Resize(fyne.NewSize(700, 800))
	if side.Position().X != 0 || side.Position().Y <= 0 || side.Size().Width != 700 {
		t.Errorf("without room the side stands at %v, %v", side.Position(), side.Size())
	}
	tiles := []fyne.CanvasObject{kit.Strong("A"), kit.Strong("B"), kit.Strong("C")}
	row := kit.Fitting(10, 100, tiles...)
	for width, want := range map[float32]int{330: 3, 319: 2, 100: 1, 20: 1} {
		row.Resize(fyne.NewSize(width, 40))
		shown := 0
		for _, o := range tiles {
			if o.Visible() {
				shown++
			}
		}
		if shown != want {
			t.Errorf("%v px show %d tiles, not %d", width, shown, want)
		}
	}
}
