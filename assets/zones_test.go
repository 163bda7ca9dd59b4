package assets_test

import (
	"slices"
	"testing"
	"time"
	_ "time/tzdata" // the same data the programs carry

	"badgekiln/assets"
)

func TestZonesAreKnown(t *testing.T) {
	t.Parallel()
	list := assets.Zones()
	for _, name := range list {
		if _, err := time.LoadLocation(name); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, must := range []string{"Europe/Berlin", "America/Argentina/Buenos_Aires", "Asia/Kolkata", "UTC"} {
		if !slices.Contains(list, must) {
			t.Errorf("%s is missing", must)
		}
	}
}
