package studio

import (
	"image"

	"badgekiln/app/kit"
	"badgekiln/designer"
	"badgekiln/designer/edit"
	"badgekiln/designer/geom"
)

// dropColor paints what is selected by the colour under the pointer. A colour of the
// design is taken as that, so that it goes on changing with it. Either is among
// the colours chosen last.
func (s *studio) dropColor(at geom.Point) {
	ids := s.session.Selection()
	c, ok := s.colorAt(at)
	if !ok || len(ids) == 0 {
		return
	}
	for _, slot := range s.session.Settled().Slots {
		if near(slot.Color, c) {
			kit.RememberColor(s.env.Prefs, slot.Color.NRGBA())
			s.try(s.session.Apply("step.fill", edit.SetFill(ids, designer.Fill(slot.Name))))
			return
		}
	}
	kit.RememberColor(s.env.Prefs, c.NRGBA())
	s.newSlot(c, func(p designer.Paint) {
		s.try(s.session.Apply("step.fill", edit.All(edit.SetSlot(s.pending.Name, s.pending.Color), edit.SetFill(ids, p))))
	})
}

// colorAt is the colour the canvas shows at a place of the design; ok is false
// where nothing is drawn.
func (s *studio) colorAt(at geom.Point) (c designer.Color, ok bool) {
	s.paper.bare(func(m *image.RGBA) {
		if m != nil {
			c, ok = colorIn(m, s.session.Document(), at)
		}
	})
	return c, ok
}

// colorIn is the colour at a place of a drawn design.
func colorIn(m *image.RGBA, doc designer.Document, at geom.Point) (designer.Color, bool) {
	b := m.Bounds()
	x, y := b.Min.X+int(at.X/doc.Width*float64(b.Dx())), b.Min.Y+int(at.Y/doc.Height*float64(b.Dy()))
	if x < b.Min.X || y < b.Min.Y || x >= b.Max.X || y >= b.Max.Y {
		return designer.Color{}, false
	}
	r, g, bl, a := m.At(x, y).RGBA()
	if a < 0x8000 {
		return designer.Color{}, false
	}
	part := func(v uint32) uint8 { return uint8(min(v*255/a, 255)) } // #nosec G115 -- at most 255
	return designer.Color{R: part(r), G: part(g), B: part(bl), A: 255}, true
}

// near tells whether two colours are the same but for rounding.
func near(a, b designer.Color) bool {
	d := func(x, y uint8) int { return max(int(x)-int(y), int(y)-int(x)) }
	return a.A == 255 && d(a.R, b.R) <= 2 && d(a.G, b.G) <= 2 && d(a.B, b.B) <= 2
}
