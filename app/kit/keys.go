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
	switch keys { // the driver sends these under names of their own
	case "ctrl+z":
		return &fyne.ShortcutUndo{}
	case "ctrl+y":
		return &fyne.ShortcutRedo{}
	case "ctrl+x":
		return &fyne.ShortcutCut{}
	case "ctrl+c":
		return &fyne.ShortcutCopy{}
	case "ctrl+v":
		return &fyne.ShortcutPaste{}
	case "ctrl+a":
		return &fyne.ShortcutSelectAll{}
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

// PassOn gives a key that a widget of a room has no use for to the window, if it
// is one of those that work from anywhere; it tells whether it was.
func PassOn(o fyne.CanvasObject, k *fyne.KeyEvent) bool { return passOn(o, k) }

// passOn gives keys that a control has no use for to the window: Escape, the
// F keys and the menu key.
func passOn(o fyne.CanvasObject, k *fyne.KeyEvent) bool {
	name := string(k.Name)
	if k.Name != fyne.KeyEscape && (len(name) < 2 || name[0] != 'F' || name[1] < '0' || name[1] > '9') {
		return false
	}
	c := canvasOf(o)
	if c == nil {
		return false
	}
	if d := dialogOf(o); d != nil {
		if k.Name == fyne.KeyEscape {
			d.escape()
		}
		return true
	}
	if f := c.OnTypedKey(); f != nil {
		f(k)
	}
	return true
}
