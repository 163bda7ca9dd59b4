package kit

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// Shortcut turns keys as actions write them into Fyne's; nil when there are
// none.
func Shortcut(keys string) fyne.Shortcut {
	if keys == "" {
		return nil
	}
	var mod fyne.KeyModifier
	name := keys
	for {
		head, tail, more := strings.Cut(name, "+")
		if !more || tail == "" {
			break
		}
		switch head {
		case "ctrl":
			mod |= fyne.KeyModifierControl
		case "shift":
			mod |= fyne.KeyModifierShift
		case "alt":
			mod |= fyne.KeyModifierAlt
		}
		name = tail
	}
	return &desktop.CustomShortcut{KeyName: KeyName(name), Modifier: mod}
}

// KeyName is Fyne's name of a key as actions write it.
func KeyName(key string) fyne.KeyName {
	switch key {
	case "return", "enter":
		return fyne.KeyReturn
	case "delete":
		return fyne.KeyDelete
	case "escape":
		return fyne.KeyEscape
	case "backspace":
		return fyne.KeyBackspace
	case "up":
		return fyne.KeyUp
	case "down":
		return fyne.KeyDown
	case "left":
		return fyne.KeyLeft
	case "right":
		return fyne.KeyRight
	case "pageup":
		return fyne.KeyPageUp
	case "pagedown":
		return fyne.KeyPageDown
	case "home":
		return fyne.KeyHome
	case "end":
		return fyne.KeyEnd
	case "space":
		return fyne.KeySpace
	case "tab":
		return fyne.KeyTab
	}
	return fyne.KeyName(strings.ToUpper(key))
}
