package edit

import (
	"badgekiln/designer"
	"badgekiln/designer/geom"
)

// Placed is where the selection is and how large, as number fields show it.
type Placed struct {
	X, Y float64 // the middle; of a text on an arc, the middle of its circle
	W, H float64
	Turn float64 // degrees; 0 for several layers
}

// Placed gives the numbers of the selection; false when there is none.
func (s *Session) Placed() (Placed, bool) {
	f, ok := s.frameOf(s.shown, s.chosen)
	if !ok {
		return Placed{}, false
	}
	return f.placed(), true
}

func (f frame) placed() Placed {
	p := Placed{W: neat(f.box.W() * unit(f.m, 1, 0)), H: neat(f.box.H() * unit(f.m, 0, 1))}
	at := f.anchor()
	p.X, p.Y = neat(at.X), neat(at.Y)
	if f.one != nil {
		p.Turn = neat(turned(f.m.Parts().Turn))
	}
	return p
}

func (f frame) anchor() geom.Point {
	if f.one != nil && f.one.Text != nil && f.one.Text.Arc != nil {
		return f.m.Apply(geom.Point{})
	}
	return f.middle()
}

// SetPlaced moves, resizes and turns the selection to given numbers: what
// differs from Placed is done, about the anchor. Quick changes are one step.
// With even set, width and height keep their proportion.
func (s *Session) SetPlaced(to Placed, even bool) error {
	ids := free(s.past.doc(), s.chosen)
	f, ok := s.frameOf(s.past.doc(), ids)
	if !ok {
		return designer.Fail("nothing-selected")
	}
	now, edits, label := f.placed(), []Edit{}, "step.move"
	if a, b := grow(now.W, to.W), grow(now.H, to.H); a != 1 || b != 1 {
		label = "step.resize"
		if even || cornersOnly(f.one) {
			if a == 1 {
				a = b
			}
			b = a
		}
		if f.one != nil {
			about := f.box.Middle()
			if cornersOnly(f.one) && f.one.Text.Arc != nil {
				about = geom.Point{}
			}
			edits = append(edits, Stretch(f.one.ID, a, b, about))
		} else {
			edits = append(edits, Resize(ids, a, b, f.anchor()))
		}
	}
	if to.Turn != now.Turn {
		label = "step.turn"
		edits = append(edits, Turn(ids, to.Turn-now.Turn, f.anchor()))
	}
	if to.X != now.X || to.Y != now.Y {
		edits = append(edits, Move(ids, geom.Pt(to.X-now.X, to.Y-now.Y)))
	}
	return s.Tick(label, "placed "+label, All(edits...))
}

func grow(from, to float64) float64 {
	if from <= 0 || to <= 0 || from == to {
		return 1
	}
	return to / from
}
