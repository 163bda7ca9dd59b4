package kit

import (
	"image/color"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// popup is an open menu and the menus opened from it. Arrows move, Enter and
// Space choose, a letter goes to the next line that begins with it, Escape and
// a press elsewhere close it.
type popup struct {
	widget.BaseWidget
	canvas fyne.Canvas
	panes  []*menuPane
	before fyne.Focusable
	open   bool
}

// openPopup opens a menu with its corner at a place of the canvas.
func openPopup(c fyne.Canvas, at fyne.Position, least float32, items []MenuItem) {
	p := &popup{canvas: c, before: c.Focused(), open: true}
	p.ExtendBaseWidget(p)
	p.add(items, at, least)
	c.Overlays().Add(p)
	p.Resize(c.Size())
	c.Focus(p)
}

func (p *popup) close() {
	if !p.open {
		return
	}
	p.open = false
	p.canvas.Overlays().Remove(p)
	if p.before != nil {
		p.canvas.Focus(p.before)
	}
}

// add opens a further menu.
func (p *popup) add(items []MenuItem, at fyne.Position, least float32) {
	m := newMenuPane(p, items)
	size := m.MinSize()
	size.Width = max(size.Width, least)
	room := p.canvas.Size()
	size.Height = min(size.Height, room.Height-8)
	m.Resize(size)
	m.Move(fyne.NewPos(max(4, min(at.X, room.Width-size.Width-4)), max(4, min(at.Y, room.Height-size.Height-4))))
	p.panes = append(p.panes, m)
	p.Refresh()
}

// cut closes the menus opened from one.
func (p *popup) cut(m *menuPane) {
	for i, other := range p.panes {
		if other == m && len(p.panes) > i+1 {
			p.panes = p.panes[:i+1]
			p.Refresh()
			return
		}
	}
}

func (p *popup) last() *menuPane { return p.panes[len(p.panes)-1] }

// Tapped is Fyne's.
func (p *popup) Tapped(*fyne.PointEvent) { p.close() }

// TappedSecondary is Fyne's.
func (p *popup) TappedSecondary(*fyne.PointEvent) { p.close() }

// FocusGained is Fyne's.
func (p *popup) FocusGained() {}

// FocusLost is Fyne's.
func (p *popup) FocusLost() {}

// TypedRune is Fyne's.
func (p *popup) TypedRune(r rune) { p.last().find(r) }

// TypedKey is Fyne's.
func (p *popup) TypedKey(k *fyne.KeyEvent) {
	m := p.last()
	switch k.Name {
	case fyne.KeyEscape:
		p.close()
	case fyne.KeyDown:
		m.step(1)
	case fyne.KeyUp:
		m.step(-1)
	case fyne.KeyHome:
		m.at = -1
		m.step(1)
	case fyne.KeyEnd:
		m.at = len(m.rows)
		m.step(-1)
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace:
		if m.at >= 0 && m.at < len(m.rows) {
			m.rows[m.at].Tapped(nil)
		}
	case fyne.KeyRight:
		if m.at >= 0 && len(m.rows[m.at].item.Sub) > 0 {
			m.rows[m.at].Tapped(nil)
		}
	case fyne.KeyLeft:
		if len(p.panes) > 1 {
			p.cut(p.panes[len(p.panes)-2])
		}
	}
}

// CreateRenderer is Fyne's.
func (p *popup) CreateRenderer() fyne.WidgetRenderer { return &popupLook{p: p} }

type popupLook struct{ p *popup }

func (r *popupLook) Layout(fyne.Size)   {}
func (r *popupLook) MinSize() fyne.Size { return fyne.Size{} }
func (r *popupLook) Objects() []fyne.CanvasObject {
	out := make([]fyne.CanvasObject, 0, len(r.p.panes))
	for _, m := range r.p.panes {
		out = append(out, m)
	}
	return out
}
func (r *popupLook) Destroy() {}
func (r *popupLook) Refresh() { canvas.Refresh(r.p) }

// menuPane is one menu.
type menuPane struct {
	widget.BaseWidget
	p      *popup
	rows   []*menuRow
	at     int
	box    *fyne.Container
	scroll *container.Scroll
}

func newMenuPane(p *popup, items []MenuItem) *menuPane {
	m := &menuPane{p: p, at: -1}
	marked := false
	for _, it := range items {
		marked = marked || it.Icon != "" || it.Checked || len(it.Bands) > 0
	}
	column := []fyne.CanvasObject{}
	for _, it := range items {
		if it.Text == "" {
			column = append(column, Inset(4, 0, 4, 0, Rule()))
			continue
		}
		row := &menuRow{m: m, item: it, marked: marked}
		row.ExtendBaseWidget(row)
		if it.Checked {
			m.at = len(m.rows)
		}
		m.rows = append(m.rows, row)
		column = append(column, row)
	}
	m.scroll = container.NewVScroll(VBox(0, column...))
	m.box = container.NewStack(NewFill(ColorRaised).Edge(ColorLine2, 1).Round(8), Pad(5, m.scroll))
	m.ExtendBaseWidget(m)
	return m
}

// MinSize is Fyne's: all lines, without scrolling.
func (m *menuPane) MinSize() fyne.Size {
	return m.scroll.Content.MinSize().AddWidthHeight(Px(10), Px(10))
}

// Tapped is Fyne's: a press between the lines does nothing.
func (m *menuPane) Tapped(*fyne.PointEvent) {}

// CreateRenderer is Fyne's.
func (m *menuPane) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(m.box) }

func (m *menuPane) step(by int) {
	for i := m.at + by; i >= 0 && i < len(m.rows); i += by {
		if !m.rows[i].item.Off {
			m.mark(i)
			return
		}
	}
}

func (m *menuPane) mark(i int) {
	m.at = i
	for _, r := range m.rows {
		r.Refresh()
	}
	row := m.rows[i]
	top := row.Position().Y
	switch {
	case top < m.scroll.Offset.Y:
		m.scroll.ScrollToOffset(fyne.NewPos(0, top))
	case top+row.Size().Height > m.scroll.Offset.Y+m.scroll.Size().Height:
		m.scroll.ScrollToOffset(fyne.NewPos(0, top+row.Size().Height-m.scroll.Size().Height))
	}
}

// find goes to the next line that begins with a letter.
func (m *menuPane) find(letter rune) {
	for k := 1; k <= len(m.rows); k++ {
		i := (max(m.at, 0) + k) % len(m.rows)
		if it := m.rows[i].item; !it.Off && strings.HasPrefix(strings.ToLower(it.Text), strings.ToLower(string(letter))) {
			m.mark(i)
			return
		}
	}
}

// menuRow is one line of a menu.
type menuRow struct {
	widget.BaseWidget
	m      *menuPane
	item   MenuItem
	marked bool
}

// Label is what tests call it.
func (r *menuRow) Label() string { return r.item.Text }

// Disabled tells whether it cannot be chosen.
func (r *menuRow) Disabled() bool { return r.item.Off }

// Enable is Fyne's; a line of an open menu stays as it is.
func (r *menuRow) Enable() {}

// Disable is Fyne's; a line of an open menu stays as it is.
func (r *menuRow) Disable() {}

func (r *menuRow) index() int {
	for i, other := range r.m.rows {
		if other == r {
			return i
		}
	}
	return -1
}

// Tapped is Fyne's.
func (r *menuRow) Tapped(*fyne.PointEvent) {
	switch {
	case r.item.Off:
	case len(r.item.Sub) > 0:
		r.openSub()
		r.m.p.last().step(1)
	default:
		r.m.p.close()
		if r.item.Act != nil {
			r.item.Act()
		}
	}
}

func (r *menuRow) openSub() {
	p := r.m.p
	p.cut(r.m)
	if p.last() == r.m {
		at := r.m.Position().Add(r.Position()).AddXY(r.m.Size().Width-4, 5-r.m.scroll.Offset.Y)
		p.add(r.item.Sub, at, 0)
	}
}

// MouseIn is Fyne's.
func (r *menuRow) MouseIn(*desktop.MouseEvent) {
	if r.item.Off {
		return
	}
	if r.m.at != r.index() || len(r.item.Sub) == 0 {
		r.m.p.cut(r.m)
	}
	r.m.mark(r.index())
	if len(r.item.Sub) > 0 {
		r.openSub()
	}
}

// MouseMoved is Fyne's.
func (r *menuRow) MouseMoved(*desktop.MouseEvent) {}

// MouseOut is Fyne's.
func (r *menuRow) MouseOut() {}

// CreateRenderer is Fyne's.
func (r *menuRow) CreateRenderer() fyne.WidgetRenderer {
	l := &menuRowLook{
		r: r, bands: bandsOf(r.item.Bands), box: canvas.NewRectangle(color.Transparent), icon: NewGlyph("blank", ColorText2, 16), more: NewGlyph("chevron-right", ColorText2, 14),
		text: canvas.NewText("", color.Black), keys: canvas.NewText("", color.Black),
	}
	l.Refresh()
	return l
}

type menuRowLook struct {
	r          *menuRow
	box        *canvas.Rectangle
	icon, more *Glyph
	text, keys *canvas.Text
	bands      []fyne.CanvasObject
}

// bandsOf draws colours, to stand one beside the other.
func bandsOf(colors []color.NRGBA) []fyne.CanvasObject {
	out := make([]fyne.CanvasObject, 0, len(colors))
	for _, c := range colors {
		out = append(out, canvas.NewRectangle(c))
	}
	return out
}

func (l *menuRowLook) Layout(s fyne.Size) {
	l.box.Resize(s)
	x := Px(10)
	if l.r.marked {
		l.icon.Move(fyne.NewPos(Px(6), (s.Height-Px(16))/2))
		l.icon.Resize(fyne.NewSquareSize(Px(16)))
		x = Px(30)
	}
	for i, band := range l.bands {
		w := Px(18) / float32(len(l.bands))
		band.Move(fyne.NewPos(Px(6)+w*float32(i), (s.Height-Px(14))/2))
		band.Resize(fyne.NewSize(w, Px(14)))
	}
	m := l.text.MinSize()
	l.text.Move(fyne.NewPos(x, (s.Height-m.Height)/2))
	l.text.Resize(m)
	k := l.keys.MinSize()
	l.keys.Move(fyne.NewPos(s.Width-k.Width-Px(10), (s.Height-k.Height)/2))
	l.keys.Resize(k)
	l.more.Move(fyne.NewPos(s.Width-Px(20), (s.Height-Px(14))/2))
	l.more.Resize(fyne.NewSquareSize(Px(14)))
}

func (l *menuRowLook) MinSize() fyne.Size {
	w := l.text.MinSize().Width + Px(20)
	if l.r.marked {
		w += Px(20)
	}
	if l.keys.Text != "" {
		w += l.keys.MinSize().Width + Px(24)
	}
	if len(l.r.item.Sub) > 0 {
		w += Px(24)
	}
	return fyne.NewSize(w, Px(28))
}

func (l *menuRowLook) Objects() []fyne.CanvasObject {
	return append([]fyne.CanvasObject{l.box, l.icon, l.text, l.keys, l.more}, l.bands...)
}
func (l *menuRowLook) Destroy() {}
func (l *menuRowLook) Refresh() {
	it := l.r.item
	l.box.FillColor, l.box.CornerRadius = color.Transparent, Px(4)
	if l.r.m.at == l.r.index() && !it.Off {
		l.box.FillColor = Color(ColorSoft)
	}
	ink, quiet := ColorText, ColorText2
	if it.Off {
		ink, quiet = ColorDisabled, ColorDisabled
	}
	name := it.Icon
	if it.Checked {
		name, quiet = "check", ColorAccent
	}
	l.icon.Hidden = name == ""
	l.icon.name, l.icon.ink = name, quiet
	if name != "" {
		l.icon.Refresh()
	}
	l.text.Text, l.text.Color, l.text.TextSize = it.Text, Color(ink), theme.Size(SizeBody)
	l.keys.Text, l.keys.Color, l.keys.TextSize = KeyText(it.Keys), Color(ColorText2), theme.Size(SizeSmall)
	l.more.Hidden = len(it.Sub) == 0
	l.Layout(l.r.Size())
	canvas.Refresh(l.r)
}
