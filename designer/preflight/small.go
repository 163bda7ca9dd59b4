package preflight

import (
	"image"
	"math"
	"slices"

	"badgekiln/designer"
	"badgekiln/designer/geom"
	"badgekiln/designer/render"
)

// What the smallest pictures have to keep.
const (
	titleAt     = 64  // pixels: where the title should still be read
	titleLeast  = 4.5 // of its letters' size there; capitals are seven tenths of that
	emblemAt    = 32  // pixels: where the emblem should still be seen
	emblemRatio = 2.0 // what is left of 3 : 1 when two colours share a pixel
	safe        = 12  // units of 600 that a text stays away from the border
)

// emblems look the same way as texts: what they are drawn on counts.
const (
	roleEmblem = "emblem"
	roleTitle  = "title"
)

// title looks at the title as small as lists show it.
func (c *checker) title(t placed, units float64) {
	px := math.Round(10*units*titleAt/c.doc.Width) / 10
	if t.layer.Role == roleTitle && px < titleLeast {
		c.note(Finding{Code: TitleLost, Severity: Warn, Layer: t.layer.ID, Measured: px, Wanted: titleLeast}, "name", nameOf(t.layer), "px", decimal(px, 1))
	}
}

// near looks how far a text stays away from the border. A text that reaches
// over it is cut.
func (c *checker) near(t placed) {
	ink := c.measure.Outline(t.layer)
	if ink.Empty() {
		return
	}
	b := ink.Mapped(t.place).Bounds()
	gap := min(b.Min.X, b.Min.Y, c.doc.Width-b.Max.X, c.doc.Height-b.Max.Y) * designer.Side / c.doc.Width
	switch gap = math.Round(gap); {
	case gap < 0:
		c.note(Finding{Code: TextCut, Severity: Bad, Layer: t.layer.ID, Measured: gap}, "name", nameOf(t.layer))
	case gap < safe:
		c.note(Finding{Code: TextNear, Severity: Warn, Layer: t.layer.ID, Measured: gap, Wanted: safe}, "name", nameOf(t.layer), "gap", decimal(gap, 0))
	}
}

// emblem looks whether a picture sign still stands out when the badge is a sign
// itself.
func (c *checker) emblem(l *designer.Layer) error {
	with, err := c.drawAt(emblemAt, nil)
	if err != nil {
		return err
	}
	below, err := c.drawAt(emblemAt, map[string]bool{l.ID: true})
	if err != nil {
		return err
	}
	alone, err := c.drawAt(emblemAt, c.allBut(l.ID))
	if err != nil {
		return err
	}
	ratios := massRatios(alone, with, below)
	if len(ratios) == 0 {
		return nil // nothing of it shows
	}
	slices.Sort(ratios)
	if ratio := math.Floor(10*ratios[len(ratios)/2]) / 10; ratio < emblemRatio {
		c.note(Finding{Code: EmblemFaint, Severity: Warn, Layer: l.ID, Measured: ratio, Wanted: emblemRatio},
			"name", nameOf(l), "ratio", decimal(ratio, 1), "wanted", decimal(emblemRatio, 1))
	}
	return nil
}

// massRatios gives the contrast of the pixels that are mostly an emblem's.
func massRatios(alone, with, below *image.RGBA) []float64 {
	most := uint8(0)
	for i := 3; i < len(alone.Pix); i += 4 {
		most = max(most, alone.Pix[i])
	}
	var ratios []float64
	for i := 0; i+3 < len(alone.Pix); i += 4 {
		if a := alone.Pix[i+3]; a < 16 || a < most-most/4 {
			continue
		}
		ratios = append(ratios, min(
			contrast(over(with.Pix[i:], white()), over(below.Pix[i:], white())),
			contrast(over(with.Pix[i:], dark()), over(below.Pix[i:], dark())),
		))
	}
	return ratios
}

// drawAt renders the design so many pixels wide without some layers.
func (c *checker) drawAt(width int, hide map[string]bool) (*image.RGBA, error) {
	o := render.Options{Width: width, Fonts: c.o.Fonts, Blob: c.o.Blob, Fields: c.o.Fields, Hide: hide}
	m := image.NewRGBA(image.Rect(0, 0, width, render.Height(c.doc, width)))
	_, _, err := render.NewCanvas(o).Draw(c.ctx, c.doc, m)
	return m, err
}

// scaleOf is by how much a place makes things larger.
func scaleOf(place geom.Affine) float64 { return math.Sqrt(math.Abs(place.Det())) }
