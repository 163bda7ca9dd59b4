package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
)

// Check is on or off.
type Check struct {
	Press
	text string
	on   bool
	// round makes it one of a Radio.
	round   bool
	step    func(by int) // to one of its neighbours
	changed func(bool)
}

// NewCheck makes a check; changed may be nil.
func NewCheck(text string, on bool, changed func(bool)) *Check {
	c := &Check{text: text, on: on, changed: changed}
	c.act = func() { c.Set(!c.on) }
	c.extend(c)
	return c
}

// On tells whether it is on.
func (c *Check) On() bool { return c.on }

// Set switches it and tells.
func (c *Check) Set(on bool) {
	if c.round && c.on {
		return
	}
	c.Put(on)
	if c.changed != nil {
		c.changed(on)
	}
}

// Put switches it without telling.
func (c *Check) Put(on bool) {
	if c.on != on {
		c.on = on
		c.Refresh()
	}
}

// Label is what tests call it.
func (c *Check) Label() string { return c.text }

// TypedKey is Fyne's. Space switches; Enter is the dialog's where it stands in
// one, and arrows walk through a Radio.
func (c *Check) TypedKey(k *fyne.KeyEvent) {
	d := dialogOf(c)
	switch {
	case d != nil && (k.Name == fyne.KeyReturn || k.Name == fyne.KeyEnter):
		d.enter()
	case c.step != nil && (k.Name == fyne.KeyUp || k.Name == fyne.KeyLeft):
		c.step(-1)
	case c.step != nil && (k.Name == fyne.KeyDown || k.Name == fyne.KeyRight):
		c.step(1)
	default:
		c.Press.TypedKey(k)
	}
}

// CreateRenderer is Fyne's.
func (c *Check) CreateRenderer() fyne.WidgetRenderer {
	r := &checkLook{c: c, box: canvas.NewRectangle(color.Transparent), ring: ring(), tick: NewGlyph("check", ColorOn, 14), text: canvas.NewText("", color.Black)}
	r.Refresh()
	return r
}

type checkLook struct {
	c         *Check
	box, ring *canvas.Rectangle
	tick      *Glyph
	text      *canvas.Text
}

func (r *checkLook) Layout(s fyne.Size) {
	side := Px(18)
	y := (s.Height - side) / 2
	edged(r.box, fyne.NewPos(0, y), fyne.NewSquareSize(side))
	r.tick.Move(fyne.NewPos(0, y))
	r.tick.Resize(fyne.NewSquareSize(side))
	layRing(r.ring, fyne.NewPos(0, y), fyne.NewSquareSize(side), r.box.CornerRadius)
	m := r.text.MinSize()
	r.text.Move(fyne.NewPos(side+Px(8), (s.Height-m.Height)/2))
	r.text.Resize(m)
}

func (r *checkLook) MinSize() fyne.Size {
	w := Px(18)
	if r.c.text != "" {
		w += Px(8) + r.text.MinSize().Width
	}
	return fyne.NewSize(w, Px(28))
}

func (r *checkLook) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.box, r.tick, r.text, r.ring}
}
func (r *checkLook) Destroy() {}
func (r *checkLook) Refresh() {
	c := r.c
	edge, fill := ColorLine2, ColorSurface
	stroke := float32(1.5)
	if c.on {
		edge, fill = ColorAccent, ColorAccent
		if c.round {
			fill, stroke = ColorSurface, Px(5.5)
		}
	}
	if c.off {
		edge = ColorDisabled
		if c.on && !c.round {
			fill = ColorDisabled
		}
	}
	r.box.FillColor, r.box.StrokeColor, r.box.StrokeWidth = Color(fill), Color(edge), stroke
	if c.hovered && !c.off && !c.on {
		r.box.FillColor = Color(ColorHeader)
	}
	r.box.CornerRadius = Px(4)
	if c.round {
		r.box.CornerRadius = Px(9)
	}
	r.tick.Hidden = !c.on || c.round
	r.tick.Refresh()
	ink := ColorText
	if c.off {
		ink = ColorDisabled
	}
	r.text.Text, r.text.Color, r.text.TextSize = c.text, Color(ink), theme.Size(SizeBody)
	r.ring.Hidden = !c.focused || c.off
	r.Layout(c.Size())
	canvas.Refresh(c)
}

// Radio is one of several. Each has a value for the program and a text for
// people.
type Radio struct {
	held
	checks []*Check
	values []string
}

// NewRadio makes a radio; upright sets the choices below each other.
func NewRadio(values, texts []string, chosen string, upright bool, changed func(string)) *Radio {
	r := &Radio{values: values}
	objects := make([]fyne.CanvasObject, 0, len(values))
	for i, value := range values {
		c := NewCheck(texts[i], value == chosen, nil)
		c.round, c.step = true, func(by int) { r.walk(i + by) }
		c.changed = func(bool) {
			r.Put(value)
			if changed != nil {
				changed(value)
			}
		}
		r.checks = append(r.checks, c)
		objects = append(objects, c)
	}
	if upright {
		r.hold(r, VBox(4, objects...))
	} else {
		r.hold(r, HBox(16, objects...))
	}
	return r
}

// walk chooses by keys.
func (r *Radio) walk(to int) {
	to = (to + len(r.checks)) % len(r.checks)
	if c := canvasOf(r.checks[to]); c != nil {
		c.Focus(r.checks[to])
	}
	r.checks[to].Act()
}

// Value is the choice.
func (r *Radio) Value() string {
	for i, c := range r.checks {
		if c.on {
			return r.values[i]
		}
	}
	return ""
}

// Put changes the choice without telling.
func (r *Radio) Put(value string) {
	for i, c := range r.checks {
		c.Put(r.values[i] == value)
	}
}

// Segmented is one of a few, as buttons side by side. icons may be nil.
type Segmented struct {
	held
	buttons []*Button
	values  []string
	value   string
}

// NewSegmented makes one.
func NewSegmented(values, texts, icons []string, chosen string, changed func(string)) *Segmented {
	s := &Segmented{values: values, value: chosen}
	objects := make([]fyne.CanvasObject, 0, len(values))
	for i, value := range values {
		act := func() {
			s.Put(value)
			if changed != nil {
				changed(value)
			}
		}
		var b *Button
		if icons != nil && icons[i] != "" {
			b = NewIconButton(icons[i], texts[i], act)
		} else {
			b = NewButton(texts[i], "", Quiet, act).Small()
		}
		b.on = value == chosen
		s.buttons = append(s.buttons, b)
		objects = append(objects, b)
	}
	s.hold(s, HBox(2, objects...))
	return s
}

// Value is the choice.
func (s *Segmented) Value() string { return s.value }

// Put changes the choice without telling.
func (s *Segmented) Put(value string) {
	s.value = value
	for i, b := range s.buttons {
		b.SetOn(s.values[i] == value)
	}
}
