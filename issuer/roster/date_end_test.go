package roster_test

import (
	"testing"
	"time"
	_ "time/tzdata"

	"badgekiln/issuer/roster"
)

// TestEndOfADate: a day holds until it is over, where it is meant; a time ends at
// that time.
func TestEndOfADate(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ text, zone, want string }{
		{"2026-12-31", "Europe/Berlin", "2026-12-31T23:59:59+01:00"},
		{"2026-03-29", "Europe/Berlin", "2026-03-29T23:59:59+02:00"}, // the clocks change in its night
		{"2026-07-01", "America/Los_Angeles", "2026-07-01T23:59:59-07:00"},
		{"2026-12-31T18:30:00", "Europe/Berlin", "2026-12-31T18:30:00+01:00"},
		{"2026-12-31T18:30:00Z", "Europe/Berlin", "2026-12-31T19:30:00+01:00"},
		{"", "Europe/Berlin", "0001-01-01T00:00:00Z"},
	} {
		zone, err := time.LoadLocation(c.zone)
		if err != nil {
			t.Fatal(err)
		}
		var d roster.Date
		if err := d.UnmarshalText([]byte(c.text)); err != nil {
			t.Fatal(err)
		}
		if got := d.End(zone).Format(time.RFC3339); got != c.want {
			t.Errorf("%q ends %s, want %s", c.text, got, c.want)
		}
	}
	if got := roster.DayOf(time.Date(2027, 12, 31, 5, 6, 7, 8, time.UTC)).String(); got != "2027-12-31" {
		t.Error(got)
	}
}
