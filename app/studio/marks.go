package studio

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"badgekiln/designer/geom"
)

// marks draws frames, handles and guides over the art with canvas objects
// that are made once and used again: a new object for every move would fill
// the window system's memory of textures.
type marks struct {
	group  *fyne.Container
	lines  []*canvas.Line
	boxes  []*canvas.Rectangle
	discs  []*canvas.Circle
	shapes []*canvas.ArbitraryPolygon
	used   struct{ lines, boxes, discs, shapes int }
	colors markColors
	extent geom.Rect // what is drawn lies in it
}

// markColors are the colours of one theme.
type markColors struct{ accent, guide, halo color.Color }

func newMarks() *marks { return &marks{group: &fyne.Container{}} }

// begin forgets what was drawn; end hides what was not drawn again.
func (m *marks) begin(c markColors) {
	m.colors, m.extent = c, geom.Rect{}
	m.used.lines, m.used.boxes, m.used.discs, m.used.shapes = 0, 0, 0, 0
}

// reaches says how far something goes that is drawn, with a pen.
func (m *marks) reaches(r geom.Rect, pen float32) {
	m.extent = m.extent.Union(r.Grow(float64(pen)/2 + 1)) // a line is no empty rectangle then
}

func (m *marks) end() {
	for _, l := range m.lines[m.used.lines:] {
		l.Hide()
	}
	for _, r := range m.boxes[m.used.boxes:] {
		r.Hide()
	}
	for _, d := range m.discs[m.used.discs:] {
		d.Hide()
	}
	for _, p := range m.shapes[m.used.shapes:] {
		p.Hide()
	}
}

func (m *marks) line(a, b geom.Point, c color.Color, width float32) {
	if m.used.lines == len(m.lines) {
		l := canvas.NewLine(c)
		m.lines = append(m.lines, l)
		m.group.Objects = append(m.group.Objects, l)
	}
	l := m.lines[m.used.lines]
	m.used.lines++
	l.StrokeColor, l.StrokeWidth = c, width
	l.Position1, l.Position2 = pos(a), pos(b)
	m.reaches(geom.Around(a, b), width)
	l.Show()
	l.Refresh()
}

// twice draws a line that shows on any art: a light one under a thin one.
func (m *marks) twice(points []geom.Point, closed bool, width float32) {
	for _, pen := range []struct {
		c color.Color
		w float32
	}{{m.colors.halo, width + 1.7}, {m.colors.accent, width}} {
		for i := 1; i < len(points); i++ {
			m.line(points[i-1], points[i], pen.c, pen.w)
		}
		if closed && len(points) > 2 {
			m.line(points[len(points)-1], points[0], pen.c, pen.w)
		}
	}
}

// thin draws a plain closed line.
func (m *marks) thin(points []geom.Point, c color.Color, width float32) {
	for i := range points {
		m.line(points[i], points[(i+1)%len(points)], c, width)
	}
}

func (m *marks) box(r geom.Rect, fill, stroke color.Color, width, radius float32) {
	if m.used.boxes == len(m.boxes) {
		b := canvas.NewRectangle(fill)
		m.boxes = append(m.boxes, b)
		m.group.Objects = append(m.group.Objects, b)
	}
	b := m.boxes[m.used.boxes]
	m.used.boxes++
	b.FillColor, b.StrokeColor, b.StrokeWidth, b.CornerRadius = fill, stroke, width, radius
	m.reaches(r, width)
	b.Move(pos(r.Min))
	b.Resize(fyne.NewSize(float32(r.W()), float32(r.H())))
	b.Show()
	b.Refresh()
}

func (m *marks) disc(middle geom.Point, radius float64, fill, stroke color.Color, width float32) {
	if m.used.discs == len(m.discs) {
		d := canvas.NewCircle(fill)
		m.discs = append(m.discs, d)
		m.group.Objects = append(m.group.Objects, d)
	}
	d := m.discs[m.used.discs]
	m.used.discs++
	d.FillColor, d.StrokeColor, d.StrokeWidth = fill, stroke, width
	m.reaches(geom.R(middle.X-radius, middle.Y-radius, middle.X+radius, middle.Y+radius), width)
	d.Move(pos(geom.Pt(middle.X-radius, middle.Y-radius)))
	d.Resize(fyne.NewSquareSize(float32(2 * radius)))
	d.Show()
	d.Refresh()
}

// diamond is the handle that bends.
func (m *marks) diamond(middle geom.Point, reach float64, fill, stroke color.Color) {
	p := m.polygon([]geom.Point{
		{X: middle.X, Y: middle.Y - reach},
		{X: middle.X + reach, Y: middle.Y},
		{X: middle.X, Y: middle.Y + reach},
		{X: middle.X - reach, Y: middle.Y},
	})
	p.FillColor, p.StrokeColor, p.StrokeWidth = fill, stroke, 2
	p.Refresh()
}

// patch fills a polygon.
func (m *marks) patch(points []geom.Point, fill color.Color) {
	p := m.polygon(points)
	p.FillColor, p.StrokeColor, p.StrokeWidth = fill, color.Transparent, 0
	p.Refresh()
}

func (m *marks) polygon(points []geom.Point) *canvas.ArbitraryPolygon {
	if m.used.shapes == len(m.shapes) {
		p := &canvas.ArbitraryPolygon{}
		m.shapes = append(m.shapes, p)
		m.group.Objects = append(m.group.Objects, p)
	}
	p := m.shapes[m.used.shapes]
	m.used.shapes++
	r := geom.Around(points...)
	m.reaches(r, 2)
	p.Points = p.Points[:0]
	for _, q := range points {
		p.Points = append(p.Points, pos(q.Sub(r.Min)))
	}
	p.Move(pos(r.Min))
	p.Resize(fyne.NewSize(float32(r.W()), float32(r.H())))
	p.Show()
	return p
}

func pos(p geom.Point) fyne.Position { return fyne.NewPos(float32(p.X), float32(p.Y)) }
