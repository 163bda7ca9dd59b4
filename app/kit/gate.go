package kit

import (
	"image"
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// Screen is what a window is painted on. Its methods are called in the middle of a
// paint, when it is known of which window. Parts are in pixels from the lower left
// corner.
type Screen interface {
	// Read gives what is painted so far of a window of w × h pixels, from its lower
	// left corner, four bytes a pixel; nil if that cannot be read.
	Read(w, h int) []byte
	// Keeps tells whether what is not painted stays as it was in the last paint. A
	// graphics processor promises nothing; one that is played by the processor
	// itself does.
	Keeps() bool
	// Only has nothing painted but a part, clearing the window at the beginning of
	// the next paint included.
	Only(part image.Rectangle)
	// Narrow tells whether that is so.
	Narrow() bool
	// Whole has all painted again, and clears what was not cleared.
	Whole()
}

// gate does something in the middle of each paint, after all objects before it and
// before all that follow. Fyne tells nobody that it paints; but it asks each time
// for the texture of a shader whose picture is another one, and so this one's
// always is. It shows nothing.
func gate(name string, do func()) fyne.CanvasObject {
	g := canvas.NewShader(name, []byte("void main() { discard; }"), nil)
	var again func()
	again = func() {
		do()
		g.Textures = map[string]image.Image{"gate": &asked{again}}
	}
	again()
	g.Resize(fyne.NewSquareSize(1))
	return g
}

// asked is a picture of one pixel without colour that tells when it is looked at.
type asked struct{ told func() }

func (*asked) ColorModel() color.Model { return color.RGBAModel }
func (*asked) Bounds() image.Rectangle { return image.Rect(0, 0, 1, 1) }

func (a *asked) At(int, int) color.Color {
	a.told()
	return color.RGBA{}
}

// gates let a paint through to what lives on, while the rest of the window is a
// picture of itself that is on the screen already. A processor that paints by
// itself then has little to do.
type gates struct {
	s                        *still
	first, live, aside, last fyne.CanvasObject
	alone                    bool // nothing stands before the window
	stage, figures           image.Rectangle
	scale                    float64 // pixels for a unit of the window
}

func newGates(s *still) *gates {
	g := &gates{s: s}
	g.first = gate("gate first", g.begin)
	g.live = gate("gate live", func() { g.only(g.stage) })
	g.aside = gate("gate aside", func() { g.only(g.figures) })
	g.last = gate("gate last", g.end)
	return g
}

// begin lets through what lives on aside, with the picture under it: that is not
// seen through but has no ground of its own.
func (g *gates) begin() {
	if g.s.screen == nil {
		return
	}
	c := canvasOf(g.s.root)
	g.alone = g.s.state == stillOn && g.s.keeps && c != nil && c.Overlays().Top() == nil && len(g.s.root.layer.Objects) == 0
	if !g.alone {
		g.s.screen.Whole()
		return
	}
	g.only(g.figures)
}

// only lets a part through, in all paints but the first.
func (g *gates) only(part image.Rectangle) {
	if g.alone && g.s.screen.Narrow() {
		g.s.screen.Only(part)
	}
}

// end lets the next paint clear nothing, which it does before begin.
func (g *gates) end() {
	if g.alone {
		g.s.screen.Only(image.Rectangle{})
	}
}

// stand says what lives on, in pixels from the upper left corner of a window as
// high as foot.
func (g *gates) stand(lives []image.Rectangle, foot int, scale float64) {
	g.scale = scale
	flip := func(r image.Rectangle) image.Rectangle {
		r.Min.Y, r.Max.Y = foot-r.Max.Y, foot-r.Min.Y
		return r
	}
	g.stage, g.figures = flip(lives[0]), image.Rectangle{}
	for _, r := range lives[1:] {
		g.figures = g.figures.Union(flip(r.Inset(-edge)))
	}
}

// within is a part of what lives on first, in units from its upper left corner.
func (g *gates) within(part image.Rectangle) image.Rectangle {
	if part.Empty() {
		return image.Rectangle{}
	}
	px := pixels(fyne.NewPos(float32(part.Min.X), float32(part.Min.Y)), fyne.NewSize(float32(part.Dx()), float32(part.Dy())), g.scale)
	px.Min.Y, px.Max.Y = g.stage.Dy()-px.Max.Y, g.stage.Dy()-px.Min.Y
	return px.Add(g.stage.Min).Intersect(g.stage)
}
