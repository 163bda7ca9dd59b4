package preflight

import (
	"image"
	"math"

	"badgekiln/designer"
	"badgekiln/designer/geom"
)

// A cross has arms as long as each other, and is no small ornament.
const (
	crossRatio = 1.25
	crossLeast = 0.15 // of the badge's width
	crossAt    = 64   // pixels it is drawn at to be recognised
)

// protected looks for a red cross on white and a white one on red: the Geneva
// Conventions and most countries' laws keep the first for the medical services,
// the second is the arms of Switzerland, kept by its laws and taken for the
// first.
func (c *checker) protected(p placed) error {
	color, ok := c.plain(p.layer)
	b := p.place.Bounds(c.measure.Bounds(p.layer))
	long, short := max(b.W(), b.H()), min(b.W(), b.H())
	if !ok || !isRed(color) && !isPale(color) {
		return nil
	}
	if p.layer.Emblem == emblemAid {
		return c.cutOut(p, color, b)
	}
	if long > crossRatio*short || short < crossLeast*c.doc.Width {
		return nil
	}
	alone, err := c.drawAt(crossAt, c.allBut(p.layer.ID))
	if err != nil || !isCross(alone, b, crossAt/c.doc.Width) {
		return err
	}
	whole, err := c.drawAt(crossAt, nil)
	if err != nil {
		return err
	}
	around := 0
	for _, at := range corners() {
		q := pixel(whole, b, crossAt/c.doc.Width, at)
		ground := designer.Color{R: q[0], G: q[1], B: q[2], A: 0xff}
		if q[3] < 128 {
			ground = designer.Color{R: 0xff, G: 0xff, B: 0xff, A: 0xff} // most pages
		}
		if isRed(color) && isPale(ground) || isPale(color) && isRed(ground) {
			around++
		}
	}
	if around >= 3 {
		c.note(Finding{Code: Protected, Severity: Warn, Layer: p.layer.ID}, "name", nameOf(p.layer))
	}
	return nil
}

// emblemAid is the emblem whose cross is cut out of a case: what lies below
// shows as the cross.
const emblemAid = "first-aid"

func (c *checker) cutOut(p placed, color designer.Color, b geom.Rect) error {
	whole, err := c.drawAt(crossAt, nil)
	if err != nil {
		return err
	}
	q := pixel(whole, b, crossAt/c.doc.Width, geom.Pt(0.5, 0.5))
	cross := designer.Color{R: q[0], G: q[1], B: q[2], A: 0xff}
	if isRed(color) && isPale(cross) || isPale(color) && isRed(cross) {
		c.note(Finding{Code: Protected, Severity: Warn, Layer: p.layer.ID}, "name", nameOf(p.layer))
	}
	return nil
}

// plain is the colour of a layer that is filled by one.
func (c *checker) plain(l *designer.Layer) (designer.Color, bool) {
	if l.Shape == nil && l.Path == nil || l.Fill.Kind != designer.Solid {
		return designer.Color{}, false
	}
	color := c.doc.Resolve(l.Fill.Tone)
	return color, color.A > 128
}

func isRed(c designer.Color) bool {
	return c.R > 120 && int(c.R) > 2*int(c.G) && 10*int(c.R) > 17*int(c.B)
}

func isPale(c designer.Color) bool { return min(c.R, c.G, c.B) > 200 }

// corners are places of its box that a cross leaves empty.
func corners() []geom.Point {
	return []geom.Point{geom.Pt(0.14, 0.14), geom.Pt(0.86, 0.14), geom.Pt(0.14, 0.86), geom.Pt(0.86, 0.86)}
}

// isCross tells whether a picture has arms in the middle of each side of a box,
// as wide at their ends as a diamond or a star is not, and nothing in its
// corners.
func isCross(m *image.RGBA, b geom.Rect, scale float64) bool {
	for _, at := range corners() {
		if pixel(m, b, scale, at)[3] > 64 {
			return false
		}
	}
	for _, at := range []geom.Point{geom.Pt(0.5, 0.5), geom.Pt(0.5, 0.12), geom.Pt(0.5, 0.88), geom.Pt(0.12, 0.5), geom.Pt(0.88, 0.5), geom.Pt(0.58, 0.06), geom.Pt(0.42, 0.94), geom.Pt(0.06, 0.42), geom.Pt(0.94, 0.58)} {
		if pixel(m, b, scale, at)[3] < 128 {
			return false
		}
	}
	for _, at := range []geom.Point{geom.Pt(0.2, 0.24), geom.Pt(0.8, 0.24), geom.Pt(0.2, 0.76), geom.Pt(0.8, 0.76)} { // a disc is filled there
		if pixel(m, b, scale, at)[3] > 64 {
			return false
		}
	}
	return true
}

func pixel(m *image.RGBA, b geom.Rect, scale float64, at geom.Point) [4]uint8 {
	x, y := int(math.Floor((b.Min.X+at.X*b.W())*scale)), int(math.Floor((b.Min.Y+at.Y*b.H())*scale))
	if !image.Pt(x, y).In(m.Rect) {
		return [4]uint8{}
	}
	return [4]uint8(m.Pix[m.PixOffset(x, y):][:4])
}
