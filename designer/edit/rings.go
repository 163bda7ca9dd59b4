package edit

import (
	"math"

	"badgekiln/designer/geom"
)

// ontoRing moves a middle onto a circle.
func (t targets) ontoRing(middle geom.Point, reach float64) (geom.Point, Guide, bool) {
	var by geom.Point
	var g Guide
	found := false
	for _, r := range t.rings {
		v := middle.Sub(r.middle)
		d := v.Length()
		if off := math.Abs(d - r.radius); d > 0 && off < reach {
			reach, found = off, true
			by = v.Times(r.radius/d - 1)
			g = Guide{Middle: r.middle, Radius: r.radius}
		}
	}
	return by, g, found
}

// alongRing moves a middle across, or else down, until it lies on a circle.
func (t targets) alongRing(middle geom.Point, reach float64, across bool) (geom.Point, Guide, bool) {
	var by geom.Point
	var g Guide
	found := false
	for _, r := range t.rings {
		v := middle.Sub(r.middle)
		own, other := v.X, v.Y
		if !across {
			own, other = v.Y, v.X
		}
		half := r.radius*r.radius - other*other
		if half <= 0 {
			continue
		}
		off := math.Copysign(math.Sqrt(half), own) - own
		if math.Abs(off) < reach {
			reach, found = math.Abs(off), true
			by = geom.Pt(off, 0)
			if !across {
				by = geom.Pt(0, off)
			}
			g = Guide{Middle: r.middle, Radius: r.radius}
		}
	}
	return by, g, found
}
