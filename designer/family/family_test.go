package family_test

import (
	"testing"

	"badgekiln/designer/family"
)

// TestStepsCountAsFarAsStarsGo and write each step whatever its number.
func TestStepsCountAsFarAsStarsGo(t *testing.T) {
	for _, n := range []int{1, 5, 6, 99} {
		steps := family.Steps(n, func(s string) string { return "step " + s })
		if len(steps) != n || steps[n-1].Label == steps[0].Label && n > 1 {
			t.Fatalf("%d steps: %+v", n, steps)
		}
		if want := map[bool]int{true: n}[n <= family.MostStars]; steps[n-1].Count != want {
			t.Errorf("step %d counts %d", n, steps[n-1].Count)
		}
	}
}
