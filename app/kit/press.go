package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// Press is the part that all things one can operate share: a tap, Enter and
// Space act, Tab reaches it, the pointer shows on it, and it has a tooltip.
// A widget embeds it and draws by its state.
type Press struct {
	widget.BaseWidget
	me                       fyne.Widget
	act                      func()
	focused, hovered, downed bool
	off                      bool
	tip                      string
}

// Tapped is Fyne's.
func (p *Press) Tapped(*fyne.PointEvent) { p.Act() }

// Act does what it is for, unless it is disabled.
func (p *Press) Act() {
	if !p.off && p.act != nil {
		hideTip(p.me)
		p.act()
	}
}

// AcceptsTab is Fyne's, which asks it right before Tab leads on.
func (p *Press) AcceptsTab() bool {
	tabLeads(p.me)
	return false
}

// FocusGained is Fyne's.
func (p *Press) FocusGained() {
	tabbedTo(p.me)
	p.focused = true
	p.Refresh()
	reveal(p.me)
}

// FocusLost is Fyne's.
func (p *Press) FocusLost() { p.focused = false; p.Refresh() }

// TypedRune is Fyne's.
func (p *Press) TypedRune(rune) {}

// TypedKey is Fyne's.
func (p *Press) TypedKey(k *fyne.KeyEvent) {
	switch k.Name {
	case fyne.KeySpace, fyne.KeyReturn, fyne.KeyEnter:
		p.Act()
	default:
		passOn(p.me, k)
	}
}

// MouseIn is Fyne's.
func (p *Press) MouseIn(*desktop.MouseEvent) {
	p.hovered = true
	if p.tip != "" {
		showTip(p.me, p.tip)
	}
	p.Refresh()
}

// MouseMoved is Fyne's.
func (p *Press) MouseMoved(*desktop.MouseEvent) {}

// MouseOut is Fyne's.
func (p *Press) MouseOut() {
	p.hovered, p.downed = false, false
	hideTip(p.me)
	p.Refresh()
}

// MouseDown is Fyne's.
func (p *Press) MouseDown(*desktop.MouseEvent) { p.downed = true; p.Refresh() }

// MouseUp is Fyne's.
func (p *Press) MouseUp(*desktop.MouseEvent) { p.downed = false; p.Refresh() }

// Disable makes it refuse.
func (p *Press) Disable() { p.SetEnabled(false) }

// Enable makes it act again.
func (p *Press) Enable() { p.SetEnabled(true) }

// Disabled tells whether it refuses.
func (p *Press) Disabled() bool { return p.off }

// SetEnabled is Enable or Disable.
func (p *Press) SetEnabled(on bool) {
	if p.off == !on {
		return
	}
	p.off = !on
	p.Refresh()
}

// SetTip sets the tooltip.
func (p *Press) SetTip(tip string) { p.tip = tip }

// Tip is the tooltip.
func (p *Press) Tip() string { return p.tip }

// OnTap sets what it does.
func (p *Press) OnTap(act func()) { p.act = act }

// extend makes it part of a widget.
func (p *Press) extend(me fyne.Widget) {
	p.me = me
	p.ExtendBaseWidget(me)
}

// ring is the focus ring: 2 px with a gap of 2 px, round what is focused. It
// lies outside the widget and takes no room.
func ring() *canvas.Rectangle {
	r := canvas.NewRectangle(color.Transparent)
	r.StrokeWidth = 2
	r.Hide()
	return r
}

// edged puts a box with an edge into bounds. On the screen the edge is drawn
// inside them; only Fyne's painter for tests lets half of it stand out.
func edged(r *canvas.Rectangle, pos fyne.Position, s fyne.Size) {
	r.Move(pos)
	r.Resize(s)
}

// layRing puts the ring round a box with corners of a radius.
func layRing(r *canvas.Rectangle, pos fyne.Position, s fyne.Size, radius float32) {
	edged(r, pos.SubtractXY(4, 4), s.AddWidthHeight(8, 8))
	r.CornerRadius = radius + 4
	r.StrokeColor = Color(ColorAccent)
}
