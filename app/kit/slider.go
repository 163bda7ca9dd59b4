package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// Slider sets a number by dragging. Arrows step, Page Up and Down step by ten.
// changed is told of every tick, done when the slider is let go.
type Slider struct {
	Press
	name        string
	value       float64
	least, most float64
	step        float64
	track       func(part float64) color.Color // colours along the track; nil is plain
	changed     func(float64)
	done        func(float64)
	held        bool // whoever is told shows the number
}

// NewSlider makes one; changed and done may be nil.
func NewSlider(name string, value, least, most, step float64, changed, done func(float64)) *Slider {
	s := &Slider{name: name, value: value, least: least, most: most, step: step, changed: changed, done: done}
	s.extend(s)
	return s
}

// Track colours the track.
func (s *Slider) Track(f func(part float64) color.Color) *Slider { s.track = f; return s }

// Held leaves it to whoever is told of a tick to show the number, by Put.
func (s *Slider) Held() *Slider { s.held = true; return s }

// Label is what tests call it.
func (s *Slider) Label() string { return s.name }

// Value is the number.
func (s *Slider) Value() float64 { return s.value }

// Put shows a number without telling.
func (s *Slider) Put(v float64) {
	s.value = min(max(v, s.least), s.most)
	s.Refresh()
}

// Dragged is Fyne's.
func (s *Slider) Dragged(e *fyne.DragEvent) { s.to(e.Position.X) }

// DragEnd is Fyne's.
func (s *Slider) DragEnd() { s.end() }

// Tapped is Fyne's.
func (s *Slider) Tapped(e *fyne.PointEvent) {
	if c := canvasOf(s); c != nil {
		c.Focus(s)
	}
	s.to(e.Position.X)
	s.end()
}

// TypedKey is Fyne's.
func (s *Slider) TypedKey(k *fyne.KeyEvent) {
	var by float64
	switch k.Name {
	case fyne.KeyLeft, fyne.KeyDown:
		by = -s.step
	case fyne.KeyRight, fyne.KeyUp:
		by = s.step
	case fyne.KeyPageDown:
		by = -10 * s.step
	case fyne.KeyPageUp:
		by = 10 * s.step
	default:
		passOn(s, k)
		return
	}
	s.set(s.value + by)
	s.end()
}

func (s *Slider) to(x float32) {
	w := s.Size().Width - Px(16)
	if w > 0 && !s.off {
		s.set(s.least + float64((x-Px(8))/w)*(s.most-s.least))
	}
}

func (s *Slider) set(v float64) {
	old := s.value
	if s.value = min(max(v, s.least), s.most); !s.held {
		s.Refresh()
	}
	if s.value != old && s.changed != nil {
		s.changed(s.value)
	}
}

func (s *Slider) end() {
	if s.done != nil {
		s.done(s.value)
	}
}

// CreateRenderer is Fyne's.
func (s *Slider) CreateRenderer() fyne.WidgetRenderer {
	r := &sliderLook{s: s, track: NewFill(ColorSunken).Round(4), fill: NewFill(ColorAccent).Round(4), knob: canvas.NewCircle(color.Transparent), ring: ring()}
	r.colours = canvas.NewRasterWithPixels(func(x, _, w, _ int) color.Color {
		if s.track == nil || w < 2 {
			return color.Transparent
		}
		return s.track(float64(x) / float64(w-1))
	})
	r.Refresh()
	return r
}

type sliderLook struct {
	s           *Slider
	track, fill *Fill
	colours     *canvas.Raster
	knob        *canvas.Circle
	ring        *canvas.Rectangle
}

func (r *sliderLook) Layout(s fyne.Size) {
	part := float32(0)
	if r.s.most > r.s.least {
		part = float32((r.s.value - r.s.least) / (r.s.most - r.s.least))
	}
	h := Px(8)
	y := (s.Height - h) / 2
	for _, o := range []fyne.CanvasObject{r.track, r.colours} {
		o.Move(fyne.NewPos(Px(4), y))
		o.Resize(fyne.NewSize(s.Width-Px(8), h))
	}
	r.fill.Move(fyne.NewPos(Px(4), y))
	r.fill.Resize(fyne.NewSize((s.Width-Px(16))*part+Px(4), h))
	side := Px(16)
	pos := fyne.NewPos((s.Width-side)*part, (s.Height-side)/2)
	r.knob.Move(pos)
	r.knob.Resize(fyne.NewSquareSize(side))
	layRing(r.ring, pos, fyne.NewSquareSize(side), side/2)
}
func (r *sliderLook) MinSize() fyne.Size { return fyne.NewSize(Px(80), Px(28)) }
func (r *sliderLook) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.track, r.colours, r.fill, r.knob, r.ring}
}
func (r *sliderLook) Destroy() {}
func (r *sliderLook) Refresh() {
	r.fill.Hidden = r.s.track != nil
	r.colours.Hidden = r.s.track == nil
	r.knob.FillColor, r.knob.StrokeColor, r.knob.StrokeWidth = Color(ColorSurface), Color(ColorAccent), 2
	if r.s.off {
		r.knob.StrokeColor = Color(ColorDisabled)
	}
	r.ring.Hidden = !r.s.focused
	r.Layout(r.s.Size())
	r.colours.Refresh()
	canvas.Refresh(r.s)
}
