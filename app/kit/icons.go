package kit

import (
	"bytes"
	"fmt"
	"image/color"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"badgekiln/assets"
)

// Icon gives one of our icons in the colour of text.
func Icon(name string) fyne.Resource { return IconIn(name, ColorText) }

// IconIn gives one of our icons in a colour of the theme. An unknown name gives
// an empty picture.
func IconIn(name string, ink fyne.ThemeColorName) fyne.Resource {
	return drawing{name: name, ink: ink, pixels: 18}
}

// drawing is an icon that follows the theme. Fyne's own themed resources
// recolour areas only, and ours are lines; and it draws lines as wide as they
// are written, in pixels, however large the icon: so they are written for the
// size it is drawn at.
type drawing struct {
	name   string
	ink    fyne.ThemeColorName
	pixels int
}

// grid is the side that icons are drawn on.
const grid = 24

// Name is what the picture is remembered by.
func (d drawing) Name() string {
	return string(d.ink) + "_" + strconv.Itoa(d.pixels) + "_" + d.name + ".svg"
}

// ThemeColorName is the colour it is drawn in.
func (d drawing) ThemeColorName() fyne.ThemeColorName { return d.ink }

// Content is the SVG in today's colour.
func (d drawing) Content() []byte {
	data, ok := assets.Icon(d.name)
	if !ok {
		data, _ = assets.Icon("blank")
	}
	data = bytes.ReplaceAll(data, []byte("#000000"), []byte(solid(Color(d.ink))))
	const mark = `stroke-width="`
	parts := strings.Split(string(data), mark)
	for i, part := range parts[1:] {
		width, rest, _ := strings.Cut(part, `"`)
		if n, err := strconv.ParseFloat(width, 64); err == nil {
			width = strconv.FormatFloat(max(n*float64(d.pixels)/grid, 1), 'f', 3, 64)
		}
		parts[i+1] = width + `"` + rest
	}
	return []byte(strings.Join(parts, mark))
}

// solid writes a colour as SVG does, without its alpha.
func solid(c color.Color) string {
	n := color.NRGBAModel.Convert(c).(color.NRGBA) //nolint:forcetypeassert // the model makes nothing else
	return fmt.Sprintf("#%02x%02x%02x", n.R, n.G, n.B)
}

// stockIcons are those of ours that stand in for Fyne's inside its own widgets.
func stockIcons(name fyne.ThemeIconName) (string, bool) {
	switch name {
	case theme.IconNameMenuExpand:
		return "chevron-right", true
	case theme.IconNameConfirm:
		return "check", true
	case theme.IconNameError:
		return "error", true
	case theme.IconNameVisibility:
		return "eye", true
	case theme.IconNameVisibilityOff:
		return "eye-off", true
	case theme.IconNameArrowDropDown:
		return "chevron-down", true
	}
	return "", false
}

// Glyph shows an icon at a size of tokens.md: 18, 16, 14 or 24.
type Glyph struct {
	widget.BaseWidget
	name string
	ink  fyne.ThemeColorName
	side float32
}

// NewGlyph makes one.
func NewGlyph(name string, ink fyne.ThemeColorName, side float32) *Glyph {
	g := &Glyph{name: name, ink: ink, side: side}
	g.ExtendBaseWidget(g)
	return g
}

// Set changes what it shows.
func (g *Glyph) Set(name string, ink fyne.ThemeColorName) {
	if g.name == name && g.ink == ink {
		return
	}
	g.name, g.ink = name, ink
	g.Refresh()
}

func (g *Glyph) drawing() drawing {
	return drawing{name: g.name, ink: g.ink, pixels: Pixels(g, Px(g.side))}
}

// CreateRenderer is Fyne's.
func (g *Glyph) CreateRenderer() fyne.WidgetRenderer {
	img := canvas.NewImageFromResource(g.drawing())
	img.FillMode = canvas.ImageFillContain
	return &glyphLook{g: g, img: img, in: solid(Color(g.ink))}
}

type glyphLook struct {
	g   *Glyph
	img *canvas.Image
	in  string // the colour it was drawn in
}

// draw draws the icon if it is another, or in another colour: reading it anew
// costs more than all else that a row of a list does to be shown.
func (r *glyphLook) draw() {
	d, in := r.g.drawing(), solid(Color(r.g.ink))
	if r.img.Resource == fyne.Resource(d) && r.in == in {
		return
	}
	r.img.Resource, r.in = d, in
	r.img.Refresh()
}

func (r *glyphLook) Layout(s fyne.Size) {
	side := Px(r.g.side)
	r.draw() // it may be on another screen, or not yet have been on any before
	r.img.Resize(fyne.NewSquareSize(side))
	r.img.Move(fyne.NewPos((s.Width-side)/2, (s.Height-side)/2))
}
func (r *glyphLook) MinSize() fyne.Size           { return fyne.NewSquareSize(Px(r.g.side)) }
func (r *glyphLook) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.img} }
func (r *glyphLook) Destroy()                     {}
func (r *glyphLook) Refresh() {
	r.Layout(r.g.Size())
}
