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
// middle between them. The guide spans the gaps.
func gap(rows []geom.Rect, box geom.Rect, reach float64) (float64, Guide, bool) {
	var by float64
	var g Guide
	found := false
	try := func(low, from, to float64) {
		if d := low - box.Min.X; math.Abs(d) <= reach && (!found || math.Abs(d) < math.Abs(by)) {
			by, found = d, true
			g = Guide{From: geom.Pt(from, box.Middle().Y), To: geom.Pt(to, box.Middle().Y)}
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
			try(b.Max.X+wide, a.Max.X, b.Max.X+wide)
			try(a.Min.X-wide-box.W(), a.Min.X-wide, b.Min.X)
			if wide > box.W() {
				try(a.Max.X+(wide-box.W())/2, a.Max.X, b.Min.X)
			}
		}
	}
	return by, g, found
}

// swapped changes across and down.
func swapped(p geom.Point) geom.Point { return geom.Pt(p.Y, p.X) }

func over(r geom.Rect) geom.Rect { return geom.Rect{Min: swapped(r.Min), Max: swapped(r.Max)} }

func turnedOver(rows []geom.Rect) []geom.Rect {
	out := make([]geom.Rect, len(rows))
	for i, r := range rows {
		out[i] = over(r)
	}
	return out
}
