package edit

import (
	"cmp"
	"slices"

	"badgekiln/designer"
	"badgekiln/designer/geom"
)

// Side is where layers are aligned.
type Side string

// The sides.
const (
	AlignLeft    Side = "left"
	AlignCentre  Side = "centre"
	AlignRight   Side = "right"
	AlignTop     Side = "top"
	AlignMiddle  Side = "middle"
	AlignBottoms Side = "bottom"
)

// Align moves layers so that their frames lie at one side of a rectangle in
// document units, or in its middle.
func Align(m Measure, ids []string, to geom.Rect, side Side) Edit {
	return func(doc designer.Document) (designer.Document, error) {
		var err error
		for _, id := range ids {
			b := Bounds(m, doc, []string{id})
			var by geom.Point
			switch side {
			case AlignLeft:
				by.X = to.Min.X - b.Min.X
			case AlignCentre:
				by.X = to.Middle().X - b.Middle().X
			case AlignRight:
				by.X = to.Max.X - b.Max.X
			case AlignTop:
				by.Y = to.Min.Y - b.Min.Y
			case AlignMiddle:
				by.Y = to.Middle().Y - b.Middle().Y
			case AlignBottoms:
				by.Y = to.Max.Y - b.Max.Y
			}
			if doc, err = Move([]string{id}, by)(doc); err != nil {
				return doc, err
			}
		}
		return doc, nil
	}
}

// Distribute moves layers so that the gaps between their frames are equal,
// across or down. The first and the last stay where they are.
func Distribute(m Measure, ids []string, down bool) Edit {
	return func(doc designer.Document) (designer.Document, error) {
		type one struct {
			id        string
			low, high float64
		}
		var list []one
		filled := 0.0
		for _, id := range ids {
			b := Bounds(m, doc, []string{id})
			o := one{id, b.Min.X, b.Max.X}
			if down {
				o = one{id, b.Min.Y, b.Max.Y}
			}
			list, filled = append(list, o), filled+o.high-o.low
		}
		if len(list) < 3 {
			return doc, nil
		}
		slices.SortStableFunc(list, func(a, b one) int { return cmp.Compare(a.low+a.high, b.low+b.high) })
		last := list[len(list)-1]
		gap := (last.high - list[0].low - filled) / float64(len(list)-1)
		at := list[0].low
		var err error
		for _, o := range list[:len(list)-1] {
			by := geom.Pt(at-o.low, 0)
			if down {
				by = geom.Pt(0, at-o.low)
			}
			if doc, err = Move([]string{o.id}, by)(doc); err != nil {
				return doc, err
			}
			at += o.high - o.low + gap
		}
		return doc, nil
	}
}

// AlignTo says what things are aligned to.
type AlignTo string

// What to align to. Automatic means the artboard for a single layer, else the
// selection.
const (
	ToAuto      AlignTo = ""
	ToSelection AlignTo = "selection"
	ToKey       AlignTo = "key" // the layer clicked last, which stays
	ToArtboard  AlignTo = "artboard"
)

// AlignedTo gives what the actions align to.
func (s *Session) AlignedTo() AlignTo { return s.against }

// SetAlignedTo changes what the actions align to.
func (s *Session) SetAlignedTo(to AlignTo) {
	s.against = to
	s.tell(Change{Overlay: true})
}

// Align aligns what is selected.
func (s *Session) Align(side Side, to AlignTo) error {
	doc := s.past.doc()
	ids := free(doc, s.chosen)
	if len(ids) == 0 {
		return designer.Fail("nothing-selected")
	}
	r := geom.R(0, 0, doc.Width, doc.Height)
	switch {
	case to == ToKey && len(ids) > 1:
		r = Bounds(s.env.Measure, doc, s.chosen[len(s.chosen)-1:])
	case to == ToSelection && len(ids) > 1, to == ToAuto && len(ids) > 1:
		r = Bounds(s.env.Measure, doc, ids)
	}
	return s.Apply("step.align", Align(s.env.Measure, ids, r, side))
}

// Distribute makes the gaps between what is selected equal.
func (s *Session) Distribute(down bool) error {
	return s.Apply("step.distribute", Distribute(s.env.Measure, free(s.past.doc(), s.chosen), down))
}
