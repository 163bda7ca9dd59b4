package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
)

// Kind is the weight of a button.
type Kind int

// The kinds: one primary per screen; quiet has no fill; danger takes something
// away and is filled where it is the answer of a dialog; link is accent text.
const (
	Plain Kind = iota
	Primary
	Quiet
	Danger
	DangerFilled
	Link
)

// Button does something. Its words are never cut.
type Button struct {
	Press
	kind  Kind
	text  string
	icon  string
	after string // icon behind the words
	small bool
	on    bool // an icon button that is switched on
}

// NewButton makes a button; icon may be "".
func NewButton(text, icon string, kind Kind, act func()) *Button {
	b := &Button{text: text, icon: icon, kind: kind}
	b.act = act
	b.extend(b)
	return b
}

// NewIconButton makes a button that is only an icon; tip names it, with its
// keys where it has some.
func NewIconButton(icon, tip string, act func()) *Button {
	b := &Button{icon: icon, kind: Quiet}
	b.act, b.tip = act, tip
	b.extend(b)
	return b
}

// Small makes it 28 px high.
func (b *Button) Small() *Button { b.small = true; return b }

// After puts an icon behind the words.
func (b *Button) After(icon string) *Button { b.after = icon; return b }

// SetOn shows that what it stands for is on.
func (b *Button) SetOn(on bool) {
	if b.on != on {
		b.on = on
		b.Refresh()
	}
}

// On tells whether it is shown as on.
func (b *Button) On() bool { return b.on }

// SetText changes its words.
func (b *Button) SetText(text string) {
	if b.text != text {
		b.text = text
		b.Refresh()
	}
}

// Text is its words.
func (b *Button) Text() string { return b.text }

// Label is what tests and screen readers call it.
func (b *Button) Label() string {
	if b.text != "" {
		return b.text
	}
	return b.tip
}

// SetIcon changes its icon.
func (b *Button) SetIcon(icon string) {
	if b.icon != icon {
		b.icon = icon
		b.Refresh()
	}
}

// SetKind changes its weight.
func (b *Button) SetKind(kind Kind) {
	if b.kind != kind {
		b.kind = kind
		b.Refresh()
	}
}

// CreateRenderer is Fyne's.
func (b *Button) CreateRenderer() fyne.WidgetRenderer {
	r := &buttonLook{b: b, fill: canvas.NewRectangle(color.Transparent), over: canvas.NewRectangle(color.Transparent), ring: ring(), text: canvas.NewText("", color.Black)}
	r.icon = NewGlyph("blank", ColorText, 18)
	r.after = NewGlyph("blank", ColorText, 14)
	r.Refresh()
	return r
}

type buttonLook struct {
	b                *Button
	fill, over, ring *canvas.Rectangle
	icon, after      *Glyph
	text             *canvas.Text
}

func (r *buttonLook) Layout(s fyne.Size) {
	for _, o := range []*canvas.Rectangle{r.fill, r.over} {
		o.Resize(s)
	}
	layRing(r.ring, fyne.Position{}, s, theme.Size(theme.SizeNameInputRadius))
	w := r.content().Width
	x := (s.Width - w) / 2
	place := func(o fyne.CanvasObject) {
		if o.Visible() {
			m := o.MinSize()
			o.Resize(m)
			o.Move(fyne.NewPos(x, (s.Height-m.Height)/2))
			x += m.Width + Px(8)
		}
	}
	place(r.icon)
	place(r.text)
	place(r.after)
}

func (r *buttonLook) content() fyne.Size {
	var s fyne.Size
	n := 0
	for _, o := range []fyne.CanvasObject{r.icon, r.text, r.after} {
		if o.Visible() {
			m := o.MinSize()
			s.Width += m.Width
			s.Height = max(s.Height, m.Height)
			n++
		}
	}
	if n > 1 {
		s.Width += Px(8) * float32(n-1)
	}
	return s
}

func (r *buttonLook) MinSize() fyne.Size {
	h, pad := Px(34), Px(14)
	if r.b.small {
		h, pad = Px(28), Px(10)
	}
	if r.b.text == "" && r.b.after == "" {
		side := Px(30)
		if r.b.small {
			side = Px(28)
		}
		return fyne.NewSquareSize(side)
	}
	return fyne.NewSize(r.content().Width+2*pad, h)
}

func (r *buttonLook) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.fill, r.over, r.icon, r.text, r.after, r.ring}
}
func (r *buttonLook) Destroy() {}
func (r *buttonLook) Refresh() {
	b := r.b
	fill, ink := r.colours()
	r.fill.FillColor, r.over.FillColor = fill, color.Transparent
	if !b.off && b.downed {
		r.over.FillColor = Color(theme.ColorNamePressed)
	} else if !b.off && b.hovered && (b.kind != Primary && b.kind != Plain || b.on) {
		r.over.FillColor = Color(theme.ColorNameHover)
	}
	radius := theme.Size(theme.SizeNameInputRadius)
	r.fill.CornerRadius, r.over.CornerRadius = radius, radius
	r.ring.Hidden = !b.focused || b.off
	r.text.Text, r.text.Color, r.text.TextSize = b.text, Color(ink), theme.Size(SizeBody)
	r.text.TextStyle = fyne.TextStyle{Bold: true}
	r.text.Hidden = b.text == ""
	side := float32(18)
	if b.small {
		side = 16
	}
	glyph(r.icon, b.icon, ink, side)
	glyph(r.after, b.after, ink, 14)
	r.Layout(b.Size())
	canvas.Refresh(b)
}

func glyph(g *Glyph, name string, ink fyne.ThemeColorName, side float32) {
	g.Hidden = name == ""
	g.name, g.ink, g.side = name, ink, side
	if name != "" {
		g.Refresh()
	}
}

func (r *buttonLook) colours() (fill color.Color, ink fyne.ThemeColorName) {
	b := r.b
	switch {
	case b.on:
		fill, ink = Color(ColorSoft), ColorAccent
	case b.kind == Primary:
		fill, ink = Color(ColorAccent), ColorOn
		if b.hovered {
			fill = Color(ColorAccent2)
		}
	case b.kind == DangerFilled:
		fill, ink = Color(ColorErr), ColorOn
	case b.kind == Plain:
		fill, ink = Color(ColorBtn), ColorText
		if b.hovered {
			fill = Color(ColorBtnHover)
		}
	case b.kind == Danger:
		fill, ink = color.Transparent, ColorErr
	case b.kind == Link:
		fill, ink = color.Transparent, ColorAccent
	default:
		fill, ink = color.Transparent, ColorText2
	}
	if b.off {
		if fill != color.Transparent {
			fill = Color(ColorBtn)
		}
		ink = ColorDisabled
	}
	return fill, ink
}
