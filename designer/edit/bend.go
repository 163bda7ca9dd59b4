package edit

import (
	"math"

	"badgekiln/designer"
	"badgekiln/designer/geom"
)

// Bend puts straight texts on an arc through the place they have. A text in the
// middle above or below the middle of the artboard goes around that; any other
// gets a gentle bow.
func Bend(m Measure, ids []string) Edit {
	return func(doc designer.Document) (designer.Document, error) {
		for _, id := range ids {
			l := Find(doc, id)
			if l == nil || l.Text == nil || l.Text.Arc != nil {
				continue
			}
			arc, at := bow(m, doc, l)
			var err error
			doc, err = update([]string{id}, func(l *designer.Layer) error {
				l.Text.Arc, l.Text.Box, l.Text.Align, l.Text.Room = &arc, nil, designer.Middle, 0
				l.Place = tidy(geom.Move(at.X, at.Y).Then(l.Place))
				return nil
			})(doc)
			if err != nil {
				return doc, err
			}
		}
		return doc, nil
	}
}

// bow finds the arc of a straight text, and where its middle lies in the
// layer's units.
func bow(m Measure, doc designer.Document, l *designer.Layer) (designer.Arc, geom.Point) {
	box := Box(m, l)
	width := max(box.W(), l.Text.Size)
	base := geom.Pt(box.Middle().X, 0) // of the middle letter, on the baseline
	if l.Text.Box != nil {
		base.Y = box.Middle().Y + capital/2*l.Text.Size
	}
	total := Total(doc, l.ID)
	if total.B == 0 && total.C == 0 && total.A > 0 && total.D > 0 {
		middle := geom.Pt(doc.Width/2, doc.Height/2)
		at := total.Apply(base)
		if r := math.Abs(at.Y-middle.Y) / total.D; math.Abs(at.X-middle.X) < 2 && r > width/math.Pi {
			arc := designer.Arc{Radius: neat(r), Middle: -90, Sweep: room(width, r)}
			centre := geom.Pt(base.X, base.Y+r)
			if at.Y > middle.Y {
				arc.Middle, arc.Inside = 90, true
				centre.Y = base.Y - r
			}
			return arc, centre
		}
	}
	r := neat(width * 1.2)
	return designer.Arc{Radius: r, Middle: -90, Sweep: room(width, r)}, geom.Pt(base.X, base.Y+r)
}

// room is the arc, in whole degrees, for a text of a width and a little more.
func room(width, radius float64) float64 {
	return min(math.Ceil(width/radius*180/math.Pi*1.15), 350)
}

// Straighten takes texts off their arc; the middle letter stays where it was.
func Straighten(ids []string) Edit {
	return update(ids, func(l *designer.Layer) error {
		if l.Text == nil || l.Text.Arc == nil {
			return nil
		}
		a := *l.Text.Arc
		by := a.Middle + 90
		if a.Inside {
			by = a.Middle - 90
		}
		at := geom.Polar(geom.Point{}, a.Radius, a.Middle)
		l.Text.Arc, l.Text.Align = nil, designer.Middle
		l.Place = tidy(geom.Rotate(turned(by)).Then(geom.Move(at.X, at.Y)).Then(l.Place))
		return nil
	})
}
