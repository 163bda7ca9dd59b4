package studio

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"badgekiln/app/kit"
	"badgekiln/designer/edit"
	"badgekiln/designer/geom"
)

// How near in time and place two presses make a double press.
const (
	doubleWithin = 500 * time.Millisecond
	doubleNear   = 5
)

// doing is what a held button does.
type doing int

const (
	nothing doing = iota
	working       // the session follows the pointer
	panning       // the view follows the pointer
)

// hand is what is known of pointer and keys between two events; Fyne tells
// modifiers with some events only.
type hand struct {
	doing     doing
	from      fyne.Position // of the last pan event
	at        fyne.Position // of the last event
	pressed   time.Time
	pressedAt fyne.Position
	onArt     bool // that press was on no handle
	mods      fyne.KeyModifier
	space     bool
	noMenu    bool         // the right press took a gesture back
	next      edit.Pointer // where a drag has come to
	due       bool         // and that it is to be followed there
}

func at(p fyne.Position) geom.Point { return geom.Pt(float64(p.X), float64(p.Y)) }

// mods are the modifiers held down: as the window system says, or as key events
// told.
func (b *board) mods() fyne.KeyModifier {
	if held, told := kit.Modifiers(); told {
		return held
	}
	return b.hand.mods
}

// pointer is an event as the session takes it.
func (b *board) pointer(p fyne.Position) edit.Pointer {
	mods := b.mods()
	return edit.Pointer{
		At:    b.view.document(at(p)),
		Shift: mods&fyne.KeyModifierShift != 0,
		Ctrl:  mods&fyne.KeyModifierControl != 0,
		Alt:   mods&fyne.KeyModifierAlt != 0,
		Scale: b.view.Zoom,
	}
}

// MouseDown begins what the button is for: a gesture, a pan, or a cancel.
func (b *board) MouseDown(ev *desktop.MouseEvent) {
	b.byKey = false
	b.host.free()
	b.host.focus()
	b.hand.mods, b.hand.at = ev.Modifier, ev.Position
	switch {
	case b.session == nil:
	case ev.Button == desktop.MouseButtonSecondary:
		b.rightPress()
	case b.hand.doing != nothing:
	case ev.Button == desktop.MouseButtonTertiary || b.hand.space || b.host.tool() == toolHand:
		b.hand.doing, b.hand.from = panning, ev.Position
	case ev.Button == desktop.MouseButtonPrimary:
		b.press(ev.Position)
	}
}

func (b *board) press(p fyne.Position) {
	now := b.host.now()
	near := b.hand.pressedAt.SubtractXY(p.X, p.Y)
	double := now.Sub(b.hand.pressed) < doubleWithin && max(near.X, -near.X) < doubleNear && max(near.Y, -near.Y) < doubleNear
	// The first press may bring up a handle right under the pointer, as in the
	// middle of text on an arc: what counts is what it was on itself.
	double = double && b.hand.onArt
	b.hand.pressed, b.hand.pressedAt, b.hand.onArt = now, p, b.onArt(p)
	if b.host.place(b.pointer(p)) {
		return
	}
	if double {
		b.hand.pressed = time.Time{}
		b.session.Double(b.pointer(p))
		return
	}
	b.hand.doing, b.hand.next = working, b.pointer(p)
	b.session.Press(b.pointer(p))
	if ids := b.session.Selection(); len(ids) > 0 {
		b.paper.ready(ids)
	}
}

// onArt tells that no handle is under the pointer: two quick presses on one are
// two presses.
func (b *board) onArt(p fyne.Position) bool {
	switch b.session.Cursor(b.pointer(p)) {
	case edit.CursorMove, edit.CursorText, edit.CursorDefault:
		return true
	}
	return false
}

// rightPress takes a running gesture back; with none, the menu follows on
// release.
func (b *board) rightPress() {
	if b.hand.doing == working {
		b.hand.doing = nothing
		b.session.Cancel()
		b.hand.noMenu = true
		return
	}
	b.hand.noMenu = false
}

// MouseUp ends what MouseDown began.
func (b *board) MouseUp(ev *desktop.MouseEvent) {
	b.hand.at = ev.Position
	if ev.Button == desktop.MouseButtonSecondary {
		return
	}
	was := b.hand.doing
	b.hand.doing = nothing
	b.host.free()
	if was == working {
		b.session.Release(b.pointer(ev.Position))
	}
	b.point(ev.Position)
}

// Dragged follows the pointer with a button held.
func (b *board) Dragged(ev *fyne.DragEvent) {
	b.hand.at = ev.Position
	switch b.hand.doing {
	case working:
		b.follow(b.pointer(ev.Position))
	case panning:
		b.host.still(true)
		b.pan(ev.Position.X-b.hand.from.X, ev.Position.Y-b.hand.from.Y)
		b.hand.from = ev.Position
	case nothing:
	}
}

// follow takes a drag to where the pointer is once the window has a moment: of
// the moves that a busy machine sends at once only the last one counts. Release
// goes there by itself.
func (b *board) follow(p edit.Pointer) {
	b.hand.next = p
	if b.hand.due {
		return
	}
	b.hand.due = true
	session := b.session
	b.host.soon(func() {
		if b.session != session {
			return
		}
		b.hand.due = false
		if b.hand.doing == working {
			b.host.still(false)
			session.Move(b.hand.next)
		}
	})
}

// DragEnd adds nothing to MouseUp, which always comes too.
func (b *board) DragEnd() {}

// MouseIn is the pointer's coming.
func (b *board) MouseIn(ev *desktop.MouseEvent) { b.MouseMoved(ev) }

// MouseMoved lets the cursor say what a press here would do.
func (b *board) MouseMoved(ev *desktop.MouseEvent) {
	b.hand.at = ev.Position
	b.point(ev.Position)
	if b.session != nil && b.hand.doing == nothing && b.host.tool() == toolSelect {
		b.session.Move(b.pointer(ev.Position))
	}
}

// MouseOut is the pointer's going.
func (b *board) MouseOut() {
	if b.hand.doing == nothing {
		b.host.free() // where the pointer goes, things must be themselves
	}
	if b.session != nil {
		b.session.Gone()
	}
}

// Scrolled goes over the pasteboard, or with Ctrl closer and further about the
// pointer.
func (b *board) Scrolled(ev *fyne.ScrollEvent) {
	mods := b.mods()
	b.host.still(true)
	switch {
	case mods&fyne.KeyModifierControl != 0:
		b.show(b.view.zoomed(wheelZoom(b.view.Zoom, ev.Scrolled.DY), at(ev.Position)))
	case mods&fyne.KeyModifierShift != 0 && ev.Scrolled.DX == 0:
		b.pan(ev.Scrolled.DY*2, 0)
	default:
		b.pan(ev.Scrolled.DX*2, ev.Scrolled.DY*2)
	}
}

// TappedSecondary opens the context menu of what lies under the pointer.
func (b *board) TappedSecondary(ev *fyne.PointEvent) {
	if b.hand.noMenu {
		b.hand.noMenu = false
		return
	}
	b.host.menu(b.pointer(ev.Position), ev.Position)
}
