package studio

import (
	"image"
	"image/color"
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"badgekiln/app/kit"
	"badgekiln/designer/edit"
	"badgekiln/designer/geom"
)

// gridLines shows the grid that gestures snap to, over the art and only while it
// is snapped to. Lines that would stand too close are left out.
type gridLines struct {
	group *fyne.Container
	pic   *canvas.Image
	last  gridState
}

// gridState is all that the lines depend on.
type gridState struct {
	view  view
	size  fyne.Size
	w, h  float64
	scale float64
	ink   color.NRGBA
}

const (
	gridClose  = 6    // pixels of the screen: closer lines are left out
	gridFaint  = 0x38 // how much of a line's colour is seen
	gridStrong = 0x70 // of each tenth
	gridTenth  = 10
)

func newGridLines() *gridLines {
	g := &gridLines{pic: &canvas.Image{FillMode: canvas.ImageFillStretch, ScaleMode: canvas.ImageScalePixels}}
	g.group = container.NewWithoutLayout(g.pic)
	g.group.Hide()
	return g
}

// follow shows the lines where the design stands now, or none.
func (g *gridLines) follow(s *studio) {
	size := s.board.Size()
	if s.session == nil || !s.snapOn("grid") || size.Width < 1 || size.Height < 1 {
		g.group.Hide()
		return
	}
	ink, _ := color.NRGBAModel.Convert(kit.Color(kit.ColorGuide)).(color.NRGBA)
	doc := s.session.Document()
	now := gridState{s.board.view, size, doc.Width, doc.Height, s.scale(), ink}
	if g.group.Visible() && now == g.last {
		return
	}
	g.last = now
	area := geom.Around(now.view.screen(geom.Pt(0, 0)), now.view.screen(geom.Pt(now.w, now.h)))
	area = geom.R(max(area.Min.X, 0), max(area.Min.Y, 0), min(area.Max.X, float64(size.Width)), min(area.Max.Y, float64(size.Height)))
	if area.Empty() {
		g.group.Hide()
		return
	}
	g.pic.Image = now.draw(area)
	g.pic.Move(fyne.NewPos(float32(area.Min.X), float32(area.Min.Y)))
	g.pic.Resize(fyne.NewSize(float32(area.W()), float32(area.H())))
	g.group.Show()
	g.pic.Refresh()
}

// draw makes the picture of the lines in an area of the canvas.
func (n gridState) draw(area geom.Rect) image.Image {
	m := image.NewNRGBA(image.Rect(0, 0, max(int(math.Round(area.W()*n.scale)), 1), max(int(math.Round(area.H()*n.scale)), 1)))
	for _, x := range n.lines(n.view.At.X-area.Min.X, n.w, m.Rect.Dx()) {
		for y := range m.Rect.Dy() {
			m.SetNRGBA(x.at, y, x.ink)
		}
	}
	for _, y := range n.lines(n.view.At.Y-area.Min.Y, n.h, m.Rect.Dy()) {
		for x := range m.Rect.Dx() {
			m.SetNRGBA(x, y.at, y.ink)
		}
	}
	return m
}

// gridLine is a column or a row of pixels.
type gridLine struct {
	at  int
	ink color.NRGBA
}

// lines are those of one direction: where the design begins, how long it is, and
// how many pixels there are.
func (n gridState) lines(begin, length float64, pixels int) (out []gridLine) {
	step := float64(edit.GridStep)
	for step*n.view.Zoom*n.scale < gridClose {
		step *= gridTenth / 2
	}
	for k := 0; float64(k)*step <= length; k++ {
		at := int(math.Round((begin + float64(k)*step*n.view.Zoom) * n.scale))
		if at < 0 || at >= pixels {
			continue
		}
		ink := n.ink
		ink.A = gridFaint
		if k%gridTenth == 0 {
			ink.A = gridStrong
		}
		out = append(out, gridLine{at, ink})
	}
	return out
}
