package edit

import (
	"math"

	"badgekiln/designer"
	"badgekiln/designer/geom"
)

// rows gives the frames of what lies in the group that was entered, besides
// what is being dragged.
func (s *Session) rows(doc designer.Document, moved map[string]bool) []geom.Rect {
	total := Total(doc, s.inside)
	var out []geom.Rect
	for _, l := range children(doc, s.inside) {
		if !l.Hidden && !moved[l.ID] {
			out = append(out, quad(Box(s.env.Measure, l), l.Place.Then(total)).Bounds())
		}
	}
	return out
}

// gap finds how far a box must be moved across so that the gap to a neighbour
// in its row is as wide as one between two neighbours, or so that it lies in the
// middle between them. There is a guide for each of the two gaps.
func gap(rows []geom.Rect, box geom.Rect, reach float64) (float64, []Guide, bool) {
	var by float64
	var guides []Guide
	level := box.Middle().Y
	span := func(from, to float64) Guide {
		return Guide{From: geom.Pt(from, level), To: geom.Pt(to, level), Gap: true}
	}
	try := func(low float64, first, second Guide) {
		if d := low - box.Min.X; math.Abs(d) <= reach && (guides == nil || math.Abs(d) < math.Abs(by)) {
			by, guides = d, []Guide{first, second}
		}
	}
	for _, a := range rows {
		if a.Max.Y < box.Min.Y || a.Min.Y > box.Max.Y {
			continue
		}
		for _, b := range rows {
			wide := b.Min.X - a.Max.X
			if wide <= 0 || b.Max.Y < box.Min.Y || b.Min.Y > box.Max.Y {
				continue
			}
			given := span(a.Max.X, b.Min.X)
			try(b.Max.X+wide, given, span(b.Max.X, b.Max.X+wide))
			try(a.Min.X-wide-box.W(), span(a.Min.X-wide, a.Min.X), given)
			if half := (wide - box.W()) / 2; half > 0 {
				try(a.Max.X+half, span(a.Max.X, a.Max.X+half), span(b.Min.X-half, b.Min.X))
			}
		}
	}
	return by, guides, guides != nil
}

// swapped changes across and down.
func swapped(p geom.Point) geom.Point { return geom.Pt(p.Y, p.X) }

func moved(r geom.Rect, by geom.Point) geom.Rect {
	return geom.Rect{Min: r.Min.Add(by), Max: r.Max.Add(by)}
}

func over(r geom.Rect) geom.Rect { return geom.Rect{Min: swapped(r.Min), Max: swapped(r.Max)} }

func turnedOver(rows []geom.Rect) []geom.Rect {
	out := make([]geom.Rect, len(rows))
	for i, r := range rows {
		out[i] = over(r)
	}
	return out
}
