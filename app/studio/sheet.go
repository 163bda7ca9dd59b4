package studio

import (
	"image"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"badgekiln/designer/geom"
)

// stripe is how many rows of pixels of a sheet are an image of their own.
const stripe = 64

// sheet shows a picture in stripes: what changes in it is given to the window
// system anew without the rest. In a drag that is most of what a step costs
// besides drawing.
type sheet struct {
	group   *fyne.Container
	stripes []*canvas.Image
	picture *image.RGBA
	exact   bool        // a pixel of the picture is one of the screen
	at      geom.Rect   // where it stands
	direct  func() bool // it is put on the screen without the stripes
	owed    bool        // stripes are not what they show
}

func newSheet(direct func() bool) *sheet {
	s := &sheet{group: &fyne.Container{}, direct: direct}
	s.group.Hide()
	return s
}

func (s *sheet) hide() { s.group.Hide() }

// rows is how high a stripe is: a picture that is stretched stays in one piece.
func (s *sheet) rows() int {
	if s.exact {
		return stripe
	}
	return max(s.picture.Rect.Dy(), 1)
}

// show shows a picture that differs from the last one in dirty only, and gives
// where that is.
func (s *sheet) show(m *image.RGBA, dirty image.Rectangle, exact bool) geom.Rect {
	if s.picture == nil || s.picture.Rect != m.Rect || s.exact != exact || !s.group.Visible() {
		dirty = m.Rect
	}
	s.picture, s.exact = m, exact
	rows := s.rows()
	count := (m.Rect.Dy() + rows - 1) / rows
	for len(s.stripes) < count {
		pic := &canvas.Image{FillMode: canvas.ImageFillStretch}
		s.stripes = append(s.stripes, pic)
	}
	s.group.Objects = s.group.Objects[:0]
	for i, pic := range s.stripes[:count] {
		s.group.Objects = append(s.group.Objects, pic)
		r := image.Rect(0, i*rows, m.Rect.Dx(), min((i+1)*rows, m.Rect.Dy()))
		// Stripes that did not change hold what they show as well: the old
		// picture will be drawn over.
		pic.Image, _ = m.SubImage(r).(*image.RGBA)
		pic.ScaleMode = canvas.ImageScalePixels
		if !exact {
			pic.ScaleMode = canvas.ImageScaleFastest
		}
		switch {
		case !r.Overlaps(dirty):
		case exact && s.direct():
			s.owed = true
		default:
			pic.Refresh()
		}
	}
	s.group.Show()
	s.place(s.at)
	return s.part(dirty)
}

// renew brings all stripes up to date.
func (s *sheet) renew() {
	if !s.owed {
		return
	}
	s.owed = false
	for _, o := range s.group.Objects {
		o.Refresh()
	}
}

// pixels are those of the screen, and where they stand; nil if the picture's are
// others.
func (s *sheet) pixels() (*image.RGBA, fyne.Position) {
	if !s.exact || !s.group.Visible() {
		return nil, fyne.Position{}
	}
	return s.picture, pos(s.at.Min)
}

// part is where a part of the picture is seen.
func (s *sheet) part(r image.Rectangle) geom.Rect {
	if !s.exact {
		r = r.Inset(-1) // what is between two pixels is made of both
	}
	across, down := s.at.W()/float64(max(s.picture.Rect.Dx(), 1)), s.at.H()/float64(max(s.picture.Rect.Dy(), 1))
	corner := func(p image.Point) geom.Point {
		return s.at.Min.Add(geom.Pt(float64(p.X)*across, float64(p.Y)*down))
	}
	return geom.Around(corner(r.Min), corner(r.Max))
}

// place puts the picture somewhere.
func (s *sheet) place(r geom.Rect) {
	s.at = r
	if s.picture == nil {
		return
	}
	s.group.Move(pos(r.Min))
	s.group.Resize(fyne.NewSize(float32(r.W()), float32(r.H())))
	rows, high := s.rows(), s.picture.Rect.Dy()
	row := r.H() / float64(max(high, 1))
	if s.exact { // a height in pixels is rounded
		row = r.W() / float64(max(s.picture.Rect.Dx(), 1))
	}
	for i, o := range s.group.Objects {
		from, to := i*rows, min((i+1)*rows, high)
		o.Move(fyne.NewPos(0, float32(float64(from)*row)))
		o.Resize(fyne.NewSize(float32(r.W()), float32(float64(to-from)*row)))
	}
}
