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
// put: the usual one where that is enough, else the one that stands out from most
// of what lies there.
func (s *studio) ink(at geom.Point) string {
	var below []designer.Color
	for _, x := range []float64{-1, -0.5, 0, 0.5, 1} {
		for _, y := range []float64{-1, 0, 1} {
			if c, ok := s.colorAt(at.Add(geom.Pt(x*inkReach, y*inkHeight))); ok {
				below = append(below, c)
			}
		}
	}
	// Where two things meet no colour stands out from both: one that can be read on
	// most of it is better than one that is pale on all.
	legible := func(c designer.Color) (n float64) {
		for _, b := range below {
			k := preflight.Contrast(c, b)
			n += k / 1000 // among equals the stronger one
			if k >= inkEnough {
				n++
			}
		}
		return n
	}
	doc := s.session.Settled()
	c, ok := doc.Color("ink")
	best, name := legible(c), "ink"
	if !ok || best >= float64(len(below)) {
		return name
	}
	for _, slot := range doc.Slots {
		if n := legible(slot.Color); n > best {
			best, name = n, slot.Name
		}
	}
	return name
}
