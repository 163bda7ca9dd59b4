package studio

import (
	"image"
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"badgekiln/app/kit"
	"badgekiln/designer/edit"
	"badgekiln/designer/geom"
	"badgekiln/designer/render"
)

// paint shows a drawn picture, which differs from the last one in dirty only.
func (b *board) paint(m *image.RGBA, dirty image.Rectangle, opaque bool, report render.Report) {
	if b.check.Visible() == opaque || b.host.floats() {
		b.patch.All()
	}
	show(b.check, !opaque) // if it is, nothing would be seen
	part := b.pic.show(m, dirty, m.Rect.Dx() == b.across())
	b.patch.Add(pos(part.Min), fyne.NewSize(float32(part.W()), float32(part.H())))
	b.host.reported(report)
}

// ground is what the picture is drawn on: what stands for nothing, where a pixel
// of it is one of the screen.
func (b *board) ground() ground {
	if b.across() > widest {
		return ground{}
	}
	return ground{side: b.checkSide(), light: rgba(kit.Color(kit.ColorCheck1)), dark: rgba(kit.Color(kit.ColorCheck2))}
}

// checkSide is how many pixels a square of the checkerboard has.
func (b *board) checkSide() int { return max(int(float64(kit.Px(12))*b.host.scale()+0.5), 2) }

// checks draws the checkerboard that stands for nothing. Its squares hang on
// the artboard's corner, not on the window's.
func (b *board) checks(w, h int) image.Image {
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	if w == 0 || h == 0 {
		return m
	}
	light, dark := rgba(kit.Color(kit.ColorCheck1)), rgba(kit.Color(kit.ColorCheck2))
	scale := b.host.scale()
	side := b.checkSide()
	origin := b.view.screen(b.area().Min)
	ox := int((float64(b.check.Position().X) - origin.X) * scale)
	oy := int((float64(b.check.Position().Y) - origin.Y) * scale)
	rows := [2][]byte{make([]byte, 4*w), make([]byte, 4*w)}
	for x := range w {
		even := (x+ox)/side%2 == 0
		first, second := light, dark
		if !even {
			first, second = dark, light
		}
		copy(rows[0][4*x:], first[:])
		copy(rows[1][4*x:], second[:])
	}
	for y := range h {
		copy(m.Pix[y*m.Stride:], rows[(y+oy)/side%2])
	}
	return m
}

func rgba(c color.Color) [4]byte {
	r, g, bl, _ := c.RGBA()
	return [4]byte{byte(r >> 8), byte(g >> 8), byte(bl >> 8), 255} // #nosec G115 -- the upper byte of sixteen bits
}

// The sizes of what lies over the art, in units of the window.
const (
	handleSide = 11
	frameLine  = 1.3
)

// overlay draws frames, handles and guides where the session has them.
func (b *board) overlay() {
	if b.session == nil {
		return
	}
	accent := kit.Color(kit.ColorAccent)
	b.touch()
	b.marks.begin(markColors{accent: accent, guide: kit.Color(kit.ColorGuide), halo: color.NRGBA{255, 255, 255, 179}})
	o := b.session.Overlay(b.view.Zoom)
	b.frames(o)
	b.arc(o)
	b.gradient(o)
	for _, h := range o.Handles {
		b.handle(h)
	}
	for _, g := range o.Guides {
		b.guide(g)
	}
	if o.Band != nil {
		r := geom.Around(b.view.screen(o.Band.Min), b.view.screen(o.Band.Max))
		b.marks.box(r, faint(accent), accent, 1, 0)
	}
	b.typed(o)
	b.marks.end()
	b.figures(o.Figures)
	b.touch()
	canvas.Refresh(b.marks.group)
}

// touch says that what lies over the art is to be painted, where it is now.
func (b *board) touch() {
	if b.host.floats() {
		b.patch.All()
		return
	}
	if r := b.marks.extent; !r.Empty() {
		b.patch.Add(pos(r.Min), fyne.NewSize(float32(r.W()), float32(r.H())))
	}
	if b.label.box.Visible() {
		b.patch.Add(b.label.box.Position(), b.label.box.Size())
	}
}

func (b *board) quad(q edit.Quad) []geom.Point {
	out := make([]geom.Point, len(q))
	for i, p := range q {
		out[i] = b.view.screen(p)
	}
	return out
}

func (b *board) frames(o edit.Overlay) {
	if o.Entered != nil {
		b.marks.thin(b.quad(*o.Entered), kit.Color(kit.ColorLine2), 1)
	}
	if o.Hover != nil && o.Editing == "" {
		b.marks.thin(b.quad(*o.Hover), b.marks.colors.accent, 1)
	}
	for i, q := range o.Frames {
		width := float32(frameLine)
		if o.Common != nil {
			width = 1
			if i == o.Key {
				width = 2.2
			}
		}
		b.marks.twice(b.quad(q), true, width)
	}
	if o.Common != nil {
		b.marks.twice(b.quad(*o.Common), true, frameLine)
	}
}

// arc shows the full circle thinly and the part that text may fill strongly.
func (b *board) arc(o edit.Overlay) {
	c := o.Circle
	if c == nil {
		return
	}
	m, r := b.view.screen(c.Middle), c.Radius*b.view.Zoom
	b.circle(m, r, half(b.marks.colors.accent), 1)
	const bits = 48
	var points []geom.Point
	for i := range bits + 1 {
		points = append(points, geom.Polar(m, r, c.From+(c.To-c.From)*float64(i)/bits))
	}
	b.marks.twice(points, false, frameLine)
}

// gradient shows the way of a gradient between its handles.
func (b *board) gradient(o edit.Overlay) {
	var ends []geom.Point
	for _, h := range o.Handles {
		if h.Kind == edit.GradientFrom || h.Kind == edit.GradientTo {
			ends = append(ends, b.view.screen(h.At))
		}
	}
	b.marks.twice(ends, false, 1)
}

func (b *board) handle(h edit.Handle) {
	at, accent := b.view.screen(h.At), b.marks.colors.accent
	const half = handleSide / 2.0
	switch h.Kind {
	case edit.ArcSpan, edit.NoHandle:
	case edit.Rotate:
		b.marks.disc(at, half+0.5, color.White, accent, 2)
	case edit.ArcMiddle:
		b.marks.diamond(at, half+4, accent, color.White)
	case edit.GradientFrom, edit.GradientTo:
		b.marks.disc(at, half+2.5, color.White, color.Transparent, 0)
		b.marks.disc(at, half+1.5, color.Transparent, accent, 1.5)
		b.marks.disc(at, half-1.5, accent, color.Transparent, 0)
	case edit.ArcStart, edit.ArcEnd:
		b.marks.disc(at, half+1.5, accent, color.Transparent, 0)
		b.marks.disc(at, half, color.White, accent, 1.3)
	default:
		r := geom.R(at.X-half, at.Y-half, at.X+half, at.Y+half)
		b.marks.box(r, color.White, accent, 1.5, 1)
	}
}

func (b *board) guide(g edit.Guide) {
	if g.Radius > 0 {
		b.circle(b.view.screen(g.Middle), g.Radius*b.view.Zoom, b.marks.colors.guide, 1.3)
		return
	}
	from, to := b.view.screen(g.From), b.view.screen(g.To)
	d := to.Sub(from)
	if n := d.Length(); n > 0 {
		d = d.Times(1 / n)
	}
	if g.Gap { // it ends where the gap does, as measures do
		d = geom.Pt(-d.Y*6, d.X*6)
		b.haloed(from, to)
		b.haloed(from.Sub(d), from.Add(d))
		b.haloed(to.Sub(d), to.Add(d))
		return
	}
	// A guide goes on beyond what it touches, so that it reads as a line.
	b.haloed(from.Sub(d.Times(18)), to.Add(d.Times(18)))
}

// haloed draws a guide's line so that it shows on any art.
func (b *board) haloed(from, to geom.Point) {
	b.marks.line(from, to, b.marks.colors.halo, 3)
	b.marks.line(from, to, b.marks.colors.guide, 1.3)
}

// circle draws one so that it shows on any art. A disc's line lies within it,
// and is to lie on the circle, with as much light outside as inside.
func (b *board) circle(m geom.Point, r float64, line color.Color, width float64) {
	const halo = 3
	b.marks.disc(m, r+halo/2.0, color.Transparent, b.marks.colors.halo, halo)
	b.marks.disc(m, r+width/2, color.Transparent, line, float32(width))
}

// typed draws caret and marked letters of a text in place.
func (b *board) typed(o edit.Overlay) {
	for _, q := range o.Marked {
		b.marks.patch(b.quad(q), faint(b.marks.colors.accent))
	}
	if o.Caret == nil {
		return
	}
	foot, head := b.view.screen(o.Caret.Foot), b.view.screen(o.Caret.Head)
	b.marks.line(foot, head, color.White, 4)
	b.marks.line(foot, head, color.NRGBA{0x24, 0x21, 0x1e, 255}, 2)
}

func (b *board) figures(f *edit.Figures) {
	words := b.host.figures(f)
	if words == "" {
		b.label.hide()
		return
	}
	b.label.say(words, pos(b.view.screen(f.At)), b.Size())
}

func faint(c color.Color) color.Color { return alpha(c, 84) }

func half(c color.Color) color.Color { return alpha(c, 150) }

func alpha(c color.Color, a uint8) color.Color {
	n, _ := color.NRGBAModel.Convert(c).(color.NRGBA)
	n.A = a
	return n
}
