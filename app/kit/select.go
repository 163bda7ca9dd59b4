package kit

import (
	"image/color"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
)

// Select is one of many, in a menu. Each choice has a value for the program and
// a text for people.
type Select struct {
	Press
	name          string
	values, texts []string
	value         string
	placeholder   string
	small, wrong  bool
	changed       func(string)
}

// NewSelect makes a select; name is what tests call it, changed may be nil.
func NewSelect(name string, values, texts []string, chosen string, changed func(string)) *Select {
	s := &Select{name: name, values: values, texts: texts, value: chosen, changed: changed}
	s.act = s.open
	s.extend(s)
	return s
}

// Opening sets what opens in place of a menu.
func (s *Select) Opening(f func()) *Select { s.act = f; return s }

// Small makes it 28 px high.
func (s *Select) Small() *Select { s.small = true; return s }

// Placeholder is shown while nothing is chosen.
func (s *Select) Placeholder(text string) *Select { s.placeholder = text; return s }

// Label is what tests call it.
func (s *Select) Label() string { return s.name }

// Value is the choice.
func (s *Select) Value() string { return s.value }

// Put changes the choice without telling.
func (s *Select) Put(value string) {
	s.value = value
	s.Refresh()
}

// Choose changes the choice and tells.
func (s *Select) Choose(value string) {
	s.Put(value)
	if s.changed != nil {
		s.changed(value)
	}
}

// SetChoices changes what there is.
func (s *Select) SetChoices(values, texts []string, chosen string) {
	if chosen != "" && s.value == chosen && slices.Equal(s.values, values) && slices.Equal(s.texts, texts) {
		return
	}
	s.values, s.texts, s.value = values, texts, chosen
	s.Refresh()
}

// SetWrong draws the edge of an error.
func (s *Select) SetWrong(wrong bool) { s.wrong = wrong; s.Refresh() }

// TypedKey is Fyne's: up and down change the choice.
func (s *Select) TypedKey(k *fyne.KeyEvent) {
	var step int
	switch k.Name {
	case fyne.KeyDown:
		step = 1
	case fyne.KeyUp:
		step = -1
	default:
		s.Press.TypedKey(k)
		return
	}
	at := -1
	for i, v := range s.values {
		if v == s.value {
			at = i
		}
	}
	if at += step; at >= 0 && at < len(s.values) && !s.off {
		s.Choose(s.values[at])
	}
}

func (s *Select) text() string {
	for i, v := range s.values {
		if v == s.value && i < len(s.texts) {
			return s.texts[i]
		}
	}
	return ""
}

func (s *Select) open() {
	items := make([]MenuItem, len(s.values))
	for i, v := range s.values {
		items[i] = MenuItem{Text: s.texts[i], Checked: v == s.value, Act: func() { s.Choose(v) }}
	}
	PopMenu(s, fyne.NewPos(0, s.Size().Height+2), items...)
}

// CreateRenderer is Fyne's.
func (s *Select) CreateRenderer() fyne.WidgetRenderer {
	r := &selectLook{s: s, box: canvas.NewRectangle(color.Transparent), edge: canvas.NewRectangle(color.Transparent), text: Line(""), mark: NewGlyph("chevron-down", ColorText2, 18)}
	r.Refresh()
	return r
}

type selectLook struct {
	s         *Select
	box, edge *canvas.Rectangle
	text      *Text
	mark      *Glyph
}

func (r *selectLook) Layout(s fyne.Size) {
	r.box.Resize(s)
	edged(r.edge, fyne.Position{}, s)
	m := r.mark.MinSize()
	r.mark.Resize(m)
	r.mark.Move(fyne.NewPos(s.Width-m.Width-Px(8), (s.Height-m.Height)/2))
	r.text.Move(fyne.NewPos(Px(10), 0))
	r.text.Resize(fyne.NewSize(max(0, s.Width-m.Width-Px(26)), s.Height))
}

func (r *selectLook) MinSize() fyne.Size {
	h := Px(34)
	if r.s.small {
		h = Px(28)
	}
	w := float32(0)
	for _, t := range r.s.texts {
		w = max(w, fyne.MeasureText(t, theme.Size(SizeBody), fyne.TextStyle{}).Width)
	}
	return fyne.NewSize(min(max(w, Px(40)), Px(240))+Px(18)+Px(26)+2, h)
}

func (r *selectLook) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.box, r.edge, r.text, r.mark}
}
func (r *selectLook) Destroy() {}
func (r *selectLook) Refresh() {
	s := r.s
	radius := theme.Size(theme.SizeNameInputRadius)
	r.box.CornerRadius, r.edge.CornerRadius = radius, radius
	r.box.FillColor, r.edge.StrokeWidth, r.edge.StrokeColor = Color(ColorSurface), 1, Color(ColorLine2)
	if s.hovered && !s.off {
		r.box.FillColor = Color(ColorHeader)
	}
	switch {
	case s.focused && !s.off:
		r.edge.StrokeWidth, r.edge.StrokeColor = 2, Color(ColorAccent)
	case s.wrong:
		r.edge.StrokeColor = Color(ColorErr)
	case s.off:
		r.edge.StrokeColor = Color(ColorLine)
	}
	r.text.text, r.text.ink = s.text(), ColorText
	if r.text.text == "" {
		r.text.text, r.text.ink = s.placeholder, ColorText3
	}
	if s.off {
		r.text.ink = ColorDisabled
	}
	r.text.Refresh()
	r.mark.Refresh()
	r.Layout(s.Size())
	canvas.Refresh(s)
}
