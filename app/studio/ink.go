package studio

import (
	"badgekiln/designer"
	"badgekiln/designer/geom"
	"badgekiln/designer/preflight"
)

// What new letters are looked for a colour in: a field as wide as a short word.
const (
	inkReach  = 110 // units to each side
	inkHeight = 22  // units up and down
	inkEnough = 4.5 // contrast that can be read
)

// ink names the colour of the design that a new text can be read in where it is
// put: the usual one where that is enough, else the one that stands out most from
// all that lies there.
func (s *studio) ink(at geom.Point) string {
	var below []designer.Color
	for _, x := range []float64{-1, -0.5, 0, 0.5, 1} {
		for _, y := range []float64{-1, 0, 1} {
			if c, ok := s.colorAt(at.Add(geom.Pt(x*inkReach, y*inkHeight))); ok {
				below = append(below, c)
			}
		}
	}
	least := func(c designer.Color) float64 {
		worst := 21.0
		for _, b := range below {
			worst = min(worst, preflight.Contrast(c, b))
		}
		return worst
	}
	doc := s.session.Settled()
	if c, ok := doc.Color("ink"); !ok || least(c) >= inkEnough {
		return "ink"
	}
	best, name := 0.0, "ink"
	for _, slot := range doc.Slots {
		if k := least(slot.Color); k > best {
			best, name = k, slot.Name
		}
	}
	return name
}
