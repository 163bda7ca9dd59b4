package award

import (
	"testing"
	"time"
)

// Groups grow and shrink with the machine, and never by leaps.
func TestGroupsTakeHalfASecond(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		n    int
		took time.Duration
		want int
	}{
		{500, 100 * time.Millisecond, 1000},  // three times as many would fit: twice as many
		{1000, 300 * time.Millisecond, 1000}, // as wanted
		{1000, 400 * time.Millisecond, 750},
		{1000, time.Minute, 500}, // something else happened, perhaps
		{40, time.Minute, 25},
		{3000, time.Millisecond, 4000},
		{500, 0, 1000},
	} {
		if got := nextGroup(c.n, c.took, 4000); got != c.want {
			t.Errorf("after %d in %v come %d, want %d", c.n, c.took, got, c.want)
		}
	}
	size := 500
	for range 20 { // 2,500 a second
		size = nextGroup(size, time.Duration(size)*400*time.Microsecond, 4000)
	}
	if size != 750 {
		t.Errorf("groups settle at %d", size)
	}
}
