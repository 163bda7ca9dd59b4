package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// Swatch is a small square of a colour to press. A colour that lets through
// shows a checkerboard's grey below.
type Swatch struct {
	Press
	paint color.NRGBA
	none  bool
	on    bool
	side  float32
	name  string
	menu  func(fyne.Position)
}

// NewSwatch makes one; name is its tooltip and what tests call it.
func NewSwatch(name string, paint color.NRGBA, act func()) *Swatch {
	s := &Swatch{paint: paint, side: 24, name: name}
	s.act, s.tip = act, name
	s.extend(s)
	return s
}

// Side sets its size.
func (s *Swatch) Side(px float32) *Swatch { s.side = px; return s }

// SetOn draws the edge of what is chosen.
func (s *Swatch) SetOn(on bool) *Swatch {
	if s.on != on {
		s.on = on
		s.Refresh()
	}
	return s
}

// SetColor changes the colour.
func (s *Swatch) SetColor(c color.NRGBA) {
	if s.paint != c || s.none {
		s.paint, s.none = c, false
		s.Refresh()
	}
}

// SetNone shows that there is no paint.
func (s *Swatch) SetNone() *Swatch { s.none = true; s.Refresh(); return s }

// OnMenu says what the right button opens, if anything; the place is counted from the
// swatch's corner.
func (s *Swatch) OnMenu(menu func(at fyne.Position)) { s.menu = menu }

// TappedSecondary is Fyne's.
func (s *Swatch) TappedSecondary(e *fyne.PointEvent) {
	if s.menu != nil {
		s.menu(e.Position)
	}
}

// Label is what tests call it.
func (s *Swatch) Label() string { return s.name }

// CreateRenderer is Fyne's.
func (s *Swatch) CreateRenderer() fyne.WidgetRenderer {
	r := &swatchLook{s: s, box: canvas.NewRectangle(color.Transparent), edge: canvas.NewRectangle(color.Transparent), ring: ring(), line: canvas.NewLine(color.Transparent)}
	r.Refresh()
	return r
}

type swatchLook struct {
	s               *Swatch
	box, edge, ring *canvas.Rectangle
	line            *canvas.Line
}

func (r *swatchLook) Layout(s fyne.Size) {
	side := Px(r.s.side)
	pos := fyne.NewPos((s.Width-side)/2, (s.Height-side)/2)
	for _, o := range []*canvas.Rectangle{r.box, r.edge} {
		edged(o, pos, fyne.NewSquareSize(side))
	}
	r.line.Position1, r.line.Position2 = pos.AddXY(3, side-3), pos.AddXY(side-3, 3)
	layRing(r.ring, pos, fyne.NewSquareSize(side), Px(4))
}

func (r *swatchLook) MinSize() fyne.Size { return fyne.NewSquareSize(Px(max(r.s.side, 28))) }
func (r *swatchLook) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.box, r.edge, r.line, r.ring}
}
func (r *swatchLook) Destroy() {}
func (r *swatchLook) Refresh() {
	r.box.FillColor = r.s.paint
	r.box.CornerRadius, r.edge.CornerRadius = Px(4), Px(4)
	r.edge.StrokeWidth, r.edge.StrokeColor = 1, Color(ColorLine2)
	if r.s.on {
		r.edge.StrokeWidth, r.edge.StrokeColor = 2, Color(ColorAccent)
	}
	r.line.Hidden = !r.s.none
	r.line.StrokeColor, r.line.StrokeWidth = Color(ColorErr), 2
	if r.s.none {
		r.box.FillColor = Color(ColorSurface)
	}
	r.ring.Hidden = !r.s.focused
	r.Layout(r.s.Size())
	canvas.Refresh(r.s)
}
