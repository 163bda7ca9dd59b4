//go:build probe

package kit

// painted is told of each paint of the window.
var painted func()

// OnPaint has f told, on the window's goroutine, whenever the window is painted
// anew, for trials that count. Fyne tells nobody, but clears the window each time
// and asks the theme for the colour to do it with.
func OnPaint(f func()) { painted = f }

func painting() {
	if painted != nil {
		painted()
	}
}
