package edit

import (
	"badgekiln/designer"
)

// capital is the height of capitals over the size, near enough for every font:
// half of it lies between the baseline and the middle of the letters.
const capital = 0.7

// flip turns the letters of an arc over and keeps their middle on its circle.
func flip(t *designer.Text) {
	if t.Arc.Inside = !t.Arc.Inside; t.Arc.Inside {
		t.Arc.Radius = neat(t.Arc.Radius + capital*t.Size)
	} else {
		t.Arc.Radius = neat(max(t.Arc.Radius-capital*t.Size, least))
	}
}

// FlipArc turns the letters of texts on an arc over, upright or not.
func FlipArc(ids []string) Edit {
	return SetText(ids, func(t *designer.Text) {
		if t.Arc != nil {
			flip(t)
		}
	})
}

// lower tells whether an angle points to the lower half; what lies level counts
// as upper.
func lower(angle float64) bool {
	a := turned(angle)
	return a > 0 && a < 180
}
