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
	// Put puts a part of an opaque picture there, whose upper left corner is at
	// upper left of the screen's lower left corner: pixel by pixel, where that is let
	// through.
	Put(m *image.RGBA, part image.Rectangle, at image.Point)
}

// gate does something in the middle of each paint, after all objects before it and
// before all that follow. Fyne tells nobody that it paints; but it asks each time
// for the texture of a shader whose picture is another one, and so this one's
// always is. It shows nothing.
func gate(do func()) fyne.CanvasObject {
	g := canvas.NewShader("gate", []byte("void main() { discard; }"), nil)
	var ask func()
	ask = func() {
		g.Textures = map[string]image.Image{"gate": &asked{func() {
			do()
			ask()
		}}}
	}
	ask()
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
	keeps                    bool // the screen does
	alone                    bool // nothing stands before the window but a dialog at its side
	slim                     bool // and this paint is a narrow one
	stage, figures, menus    image.Rectangle
	card                     image.Rectangle // of that dialog
	foot                     int             // where the window ends, down from its upper edge
	scale                    float64         // pixels for a unit of the window
	patch                    *Patch          // of what lives on first, or nil
}

func newGates(s *still) *gates {
	g := &gates{s: s}
	g.first = gate(g.begin)
	g.live = gate(func() { g.only(g.stage) })
	g.aside = gate(func() { g.only(g.figures) })
	g.last = gate(g.end)
	return g
}

// begin lets through what lives on aside, with the picture under it: that is not
// seen through but has no ground of its own.
func (g *gates) begin() {
	if g.s.screen == nil {
		return
	}
	was := g.card
	g.measure()
	g.alone = g.s.state == stillOn && g.keeps && g.clear()
	g.slim = g.alone && g.s.screen.Narrow()
	if g.slim && g.card != was { // a dialog came or went
		g.alone, g.slim = false, false
	}
	if g.alone {
		g.only(g.figures.Union(g.card))
		return
	}
	if g.s.screen.Narrow() && g.s.state == stillOn {
		g.s.tasks.After(0, g.s.root.Free)
	}
	g.s.screen.Whole()
}

// measure looks at the window's size, whose corner pictures are counted from.
func (g *gates) measure() {
	c := canvasOf(g.s.root)
	if c == nil {
		return
	}
	const far = 1000
	n, _ := c.PixelCoordinateForPosition(fyne.NewPos(far, far))
	_, g.foot = c.PixelCoordinateForPosition(fyne.NewPos(c.Size().Width, c.Size().Height))
	g.scale, g.keeps = float64(n)/far, g.s.screen.Keeps()
}

// clear tells whether nothing stands before the window but what has gates too.
func (g *gates) clear() bool {
	g.card = image.Rectangle{}
	c := canvasOf(g.s.root)
	if c == nil || len(g.s.root.layer.Objects) > 0 {
		return false
	}
	switch before := c.Overlays().List(); len(before) {
	case 0:
		return true
	case 1:
		if d, ok := before[0].(*Dialog); ok && d.aside && len(d.root.layer.Objects) == 0 {
			g.card = pixels(PlaceOf(d.root), d.root.Size(), g.scale).Inset(-edge)
			return true
		}
	}
	return false
}

// narrow tells whether the picture was on the screen already when this paint began,
// or the last one if none goes on: so it is with all but the first of a hold.
func (g *gates) narrow() bool { return g.slim && g.s.state == stillOn }

// only lets a part through, in narrow paints.
func (g *gates) only(part image.Rectangle) {
	if g.narrow() {
		g.through(part)
	}
}

// through lets a part through, counted from the window's upper left corner.
func (g *gates) through(part image.Rectangle) {
	part.Min.Y, part.Max.Y = g.foot-part.Max.Y, g.foot-part.Min.Y
	g.s.screen.Only(part)
}

// end lets what follows through, which are the menus of the window: the next paint
// begins with clearing their place alone. A dialog comes after them.
func (g *gates) end() {
	if g.slim || g.alone && g.card.Empty() {
		g.through(g.menus)
	}
}

// dialog lets the dialog through, and dialogEnd ends the paint behind it.
func (g *gates) dialog() { g.only(g.card) }

func (g *gates) dialogEnd() {
	if g.alone {
		g.through(g.menus)
	}
}

// gatesOf are those of the window that an object is in, if it stands still at times.
func gatesOf(o fyne.CanvasObject) *gates {
	c := canvasOf(o)
	if c == nil {
		return nil
	}
	root, ok := c.Content().(*Root)
	if !ok || root.still.screen == nil {
		return nil
	}
	return root.still.gates
}

// stand says what lives on in a window of a width in which menus are above the root, in
// pixels from its upper left corner.
func (g *gates) stand(width int, root image.Rectangle, lives []image.Rectangle) {
	g.menus = image.Rect(0, 0, width, root.Min.Y)
	g.stage, g.figures = lives[0], image.Rectangle{}
	for _, r := range lives[1:] {
		g.figures = g.figures.Union(r.Inset(-edge))
	}
}
