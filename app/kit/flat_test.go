package kit_test

import (
	"image/color"
	"math"
	"testing"

	"fyne.io/fyne/v2/theme"

	"badgekiln/app/kit"
)

// Fyne clears a window to the colour of pages, and whoever else asks for it gets
// the same: pages need no ground of their own.
func TestTheWindowIsClearedToTheGround(t *testing.T) {
	for _, name := range []string{"light", "dark"} {
		th := kit.NewTheme(name, 1)
		want, _ := th.Color(kit.ColorBg, 0).(color.NRGBA)
		ground := th.Color(theme.ColorNameBackground, 0)
		r, g, b, _ := ground.RGBA()
		cleared := func(v uint32) uint8 { return uint8(math.Round(float64(float32(v)/float32(255*255)) * 255)) } // as painter/gl Clear has it
		if cleared(r) != want.R || cleared(g) != want.G || cleared(b) != want.B {
			t.Errorf("%s: cleared to %d %d %d, not to %v", name, cleared(r), cleared(g), cleared(b), want)
		}
		if n, _ := color.NRGBAModel.Convert(ground).(color.NRGBA); n.R != want.R || n.G != want.G || n.B != want.B {
			t.Errorf("%s: others get %v, not %v", name, n, want)
		}
	}
}
