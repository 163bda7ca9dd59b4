package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

// Fill is a box in a colour of the theme, which follows a change of theme.
type Fill struct {
	widget.BaseWidget
	fill, edge fyne.ThemeColorName
	radius     float32
	stroke     float32
}

// NewFill makes one without an edge.
func NewFill(fill fyne.ThemeColorName) *Fill {
	f := &Fill{fill: fill}
	f.ExtendBaseWidget(f)
	return f
}

// Edge gives it an edge.
func (f *Fill) Edge(edge fyne.ThemeColorName, width float32) *Fill {
	f.edge, f.stroke = edge, width
	return f
}

// Round rounds its corners.
func (f *Fill) Round(radius float32) *Fill { f.radius = radius; return f }

// Set changes fill and edge; "" is none.
func (f *Fill) Set(fill, edge fyne.ThemeColorName, width float32) {
	if f.fill == fill && f.edge == edge && f.stroke == width {
		return
	}
	f.fill, f.edge, f.stroke = fill, edge, width
	f.Refresh()
}

// CreateRenderer is Fyne's.
func (f *Fill) CreateRenderer() fyne.WidgetRenderer {
	r := &fillLook{f: f, box: canvas.NewRectangle(color.Transparent), flat: newFlat()}
	r.paint()
	return r
}

// fillLook draws a fill as a box, or where it has neither edge nor corners as a
// flat, which costs half of that.
type fillLook struct {
	f    *Fill
	box  *canvas.Rectangle
	flat *flat
}

// plain tells whether there is nothing but a colour.
func (r *fillLook) plain() bool {
	return r.f.fill != "" && r.f.radius == 0 && (r.f.edge == "" || r.f.stroke == 0)
}

func (r *fillLook) paint() {
	if r.plain() {
		r.flat.set(Color(r.f.fill))
		return
	}
	r.box.FillColor, r.box.StrokeColor = color.Transparent, color.Transparent
	if r.f.fill != "" {
		r.box.FillColor = Color(r.f.fill)
	}
	r.box.StrokeWidth = r.f.stroke
	if r.f.edge != "" {
		r.box.StrokeColor = Color(r.f.edge)
	}
	r.box.CornerRadius = Px(r.f.radius)
}

// Layout is Fyne's.
func (r *fillLook) Layout(s fyne.Size) {
	edged(r.box, fyne.Position{}, s)
	r.flat.pic.Resize(s)
}

// Objects are Fyne's.
func (r *fillLook) Objects() []fyne.CanvasObject {
	switch {
	case r.plain():
		return []fyne.CanvasObject{r.flat.pic}
	case r.f.fill == "" && r.f.edge == "":
		return nil
	}
	return []fyne.CanvasObject{r.box}
}
func (r *fillLook) MinSize() fyne.Size { return fyne.Size{} }
func (r *fillLook) Destroy()           {}
func (r *fillLook) Refresh() {
	r.paint()
	r.Layout(r.f.Size())
	if !r.plain() {
		r.box.Refresh()
	}
	canvas.Refresh(r.f)
}

// On lays an object on a fill.
func On(fill fyne.ThemeColorName, o fyne.CanvasObject) *fyne.Container {
	return container.NewStack(NewFill(fill), o)
}

// Card is a surface with a hairline round it and 16 px inside.
func Card(content ...fyne.CanvasObject) *fyne.Container {
	return CardWith(16, VBox(12, content...))
}

// CardWith is a card with another room inside; 0 lets the content touch the
// edge.
func CardWith(pad float32, content fyne.CanvasObject) *fyne.Container {
	if pad > 0 {
		content = Pad(pad, content)
	}
	return container.NewStack(NewFill(ColorSurface).Edge(ColorLine, 1).Round(8), content)
}

// Scroll lets what does not fit be scrolled upright.
func Scroll(content fyne.CanvasObject) *container.Scroll {
	return container.NewVScroll(content)
}
