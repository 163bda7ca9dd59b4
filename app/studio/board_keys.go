package studio

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"badgekiln/app/kit"
	"badgekiln/designer/edit"
)

// FocusGained shows the ring when it was the keyboard that came here.
func (b *board) FocusGained() {
	b.focused = true
	b.Refresh()
}

// FocusLost forgets what is held down: its release will go elsewhere.
func (b *board) FocusLost() {
	b.host.free() // a menu may come
	// What a menu or dialog took comes back without the ring.
	c := b.host.canvas()
	b.focused, b.byKey = false, c == nil || c.Overlays().Top() == nil
	b.hand.mods, b.hand.space = 0, false
	b.Refresh()
}

// AcceptsTab keeps the key while a text is edited: it goes on to the next one.
func (b *board) AcceptsTab() bool { return b.typing() }

// KeyDown notes what is held down. A key may go anywhere, unless it writes.
func (b *board) KeyDown(k *fyne.KeyEvent) {
	b.held(k.Name, true)
	if !b.writes(k.Name) {
		b.host.free()
	}
}

// writes tells whether a key only changes a text in place, or how other keys and
// the pointer are meant.
func (b *board) writes(k fyne.KeyName) bool {
	switch k {
	case desktop.KeyShiftLeft, desktop.KeyShiftRight, desktop.KeyControlLeft, desktop.KeyControlRight,
		desktop.KeyAltLeft, desktop.KeyAltRight, fyne.KeySpace:
		return true
	case fyne.KeyBackspace, fyne.KeyDelete, fyne.KeyLeft, fyne.KeyRight:
		return b.typing()
	}
	return b.typing() && len(k) == 1 && b.mods()&(fyne.KeyModifierControl|fyne.KeyModifierAlt) == 0
}

// KeyUp notes what is let go.
func (b *board) KeyUp(k *fyne.KeyEvent) { b.held(k.Name, false) }

func (b *board) held(key fyne.KeyName, down bool) {
	var bit fyne.KeyModifier
	switch key {
	case desktop.KeyShiftLeft, desktop.KeyShiftRight:
		bit = fyne.KeyModifierShift
	case desktop.KeyControlLeft, desktop.KeyControlRight:
		bit = fyne.KeyModifierControl
	case desktop.KeyAltLeft, desktop.KeyAltRight:
		bit = fyne.KeyModifierAlt
	case fyne.KeySpace:
		b.hand.space = down && !b.typing()
		b.point(b.hand.at)
		return
	default:
		return
	}
	b.hand.mods &^= bit
	if down {
		b.hand.mods |= bit
	}
	// What a key means for the gesture shows at once, not at the next move.
	if b.hand.doing == working {
		b.session.Move(b.pointer(b.hand.at))
	}
}

// typing tells whether a text is edited in place.
func (b *board) typing() bool { return b.session != nil && b.session.Editing() != "" }

// TypedRune writes into a text in place; otherwise a letter chooses a tool.
func (b *board) TypedRune(r rune) {
	if b.session == nil {
		return
	}
	if b.typing() {
		b.session.TextInput(r)
		return
	}
	if r != ' ' {
		b.host.keyed(strings.ToLower(string(r)))
	}
}

// TypedKey moves the caret, or what is selected.
func (b *board) TypedKey(k *fyne.KeyEvent) {
	if b.session == nil {
		return
	}
	if b.typing() {
		if k.Name == fyne.KeyEscape || !kit.PassOn(b, k) {
			b.textKey(k.Name, b.mods()&fyne.KeyModifierShift != 0, false)
		}
		return
	}
	if k.Name == fyne.KeyEscape {
		b.Escape()
		return
	}
	keys := keyText(k.Name)
	if len(keys) == 1 {
		// It comes as a rune, too, and last: what it opens would be typed into.
		return
	}
	if b.mods()&fyne.KeyModifierShift != 0 {
		keys = "shift+" + keys
	}
	if !b.host.keyed(keys) {
		kit.PassOn(b, k)
	}
}

// textKey gives a key to the text in place.
func (b *board) textKey(k fyne.KeyName, shift, word bool) {
	switch k {
	case fyne.KeyLeft, fyne.KeyRight, fyne.KeyUp, fyne.KeyDown, fyne.KeyHome, fyne.KeyEnd, fyne.KeyEscape:
		b.session.TextKey(edit.Key(strings.ToLower(string(k))), shift, word)
	case fyne.KeyBackspace:
		b.session.TextKey(edit.TextBackspace, shift, word)
	case fyne.KeyDelete:
		b.session.TextKey(edit.TextDelete, shift, word)
	case fyne.KeyTab:
		b.session.NextText(shift)
	case fyne.KeyReturn, fyne.KeyEnter:
		if word {
			b.session.CommitText()
			return
		}
		b.session.TextKey(edit.TextEnter, shift, word)
	}
}

// Escape takes back the innermost thing; it tells whether there was one.
func (b *board) Escape() bool {
	b.hand.doing = nothing
	return b.host.dropTool() || b.session != nil && b.session.Escape()
}

// TypedShortcut is for keys with Ctrl or Alt that no menu took.
func (b *board) TypedShortcut(s fyne.Shortcut) {
	if b.session == nil {
		return
	}
	keys := keysOf(s)
	if b.typing() {
		if c, ok := s.(*desktop.CustomShortcut); ok && c.Modifier&fyne.KeyModifierControl != 0 {
			b.textKey(c.KeyName, c.Modifier&fyne.KeyModifierShift != 0, true)
			return
		}
		if keys == "ctrl+a" {
			b.session.TextKey(edit.TextAll, false, false)
			return
		}
	}
	b.host.keyed(keys)
}

// keysOf writes a shortcut as actions do.
func keysOf(s fyne.Shortcut) string {
	switch c := s.(type) {
	case *fyne.ShortcutUndo:
		return "ctrl+z"
	case *fyne.ShortcutRedo:
		return "ctrl+y"
	case *fyne.ShortcutCopy:
		return "ctrl+c"
	case *fyne.ShortcutCut:
		return "ctrl+x"
	case *fyne.ShortcutPaste:
		return "ctrl+v"
	case *fyne.ShortcutSelectAll:
		return "ctrl+a"
	case *desktop.CustomShortcut:
		keys := ""
		if c.Modifier&fyne.KeyModifierControl != 0 {
			keys += "ctrl+"
		}
		if c.Modifier&fyne.KeyModifierAlt != 0 {
			keys += "alt+"
		}
		if c.Modifier&fyne.KeyModifierShift != 0 {
			keys += "shift+"
		}
		return keys + keyText(c.KeyName)
	}
	return ""
}

// keyText writes a key as actions do.
func keyText(k fyne.KeyName) string {
	switch k {
	case fyne.KeyReturn, fyne.KeyEnter:
		return "return"
	case fyne.KeyPageUp:
		return "pageup"
	case fyne.KeyPageDown:
		return "pagedown"
	case fyne.KeyDelete, fyne.KeyBackspace:
		return "delete"
	}
	return strings.ToLower(string(k))
}

// cursorOf is what Fyne has for a cursor.
func cursorOf(c edit.Cursor) desktop.Cursor {
	switch c {
	case edit.CursorText:
		return desktop.TextCursor
	case edit.CursorTurn:
		return desktop.CrosshairCursor
	case edit.CursorHand:
		return desktop.PointerCursor
	case edit.CursorEW:
		return desktop.HResizeCursor
	case edit.CursorNS:
		return desktop.VResizeCursor
	case edit.CursorNWSE:
		return desktop.NWSEResizeCursor
	case edit.CursorNESW:
		return desktop.NESWResizeCursor
	}
	return desktop.DefaultCursor
}
