package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// Modifiers are the modifier keys held down now, whatever has the focus; false
// where the window system does not tell, as in tests.
func Modifiers() (held fyne.KeyModifier, told bool) {
	d, ok := fyne.CurrentApp().Driver().(desktop.Driver) //nolint:forbidigo // app-passed-in: a wheel event does not say what is held with it
	if !ok {
		return 0, false
	}
	return d.CurrentKeyModifiers(), true
}
