package award

import (
	"strconv"
	"time"

	"badgekiln/issuer"
	"badgekiln/issuer/ledger"
	"badgekiln/issuer/roster"
)

// instant gives a roster's date its moment: a day without a time is noon in the
// issuer's zone, or now if it is today and noon is still to come, so that a
// badge is never issued in the future.
func (pl *drafter) instant(d roster.Date) time.Time {
	at, now := d.In(pl.zone), pl.now.In(pl.zone)
	if d.Precision == roster.Day && at.After(now) && at.Format(time.DateOnly) == now.Format(time.DateOnly) {
		return now
	}
	return at
}

// zoneOf is the zone in which an issuer means days.
func zoneOf(t *ledger.Tx, slug string) (*time.Location, error) {
	profile, err := t.Issuer(slug)
	if err != nil {
		return nil, err
	}
	return zoneIn(profile)
}

func zoneIn(p issuer.Profile) (*time.Location, error) {
	at, err := time.LoadLocation(p.Timezone)
	if err != nil {
		return nil, issuer.Fail(issuer.Usage, "timezone-unknown", "timezone", p.Timezone).Because(err)
	}
	return at, nil
}

// After adds a period such as 2y, 6m, 4w or 30d to a time, in its zone.
func After(at time.Time, period string) (time.Time, error) {
	if period == "" {
		return time.Time{}, nil
	}
	wrong := issuer.Fail(issuer.Usage, "period-unreadable", "period", period)
	n, err := strconv.Atoi(period[:len(period)-1])
	if err != nil || n < 1 || n > 1000 {
		return time.Time{}, wrong
	}
	switch period[len(period)-1] {
	case 'y':
		return at.AddDate(n, 0, 0), nil
	case 'm':
		return at.AddDate(0, n, 0), nil
	case 'w':
		return at.AddDate(0, 0, 7*n), nil
	case 'd':
		return at.AddDate(0, 0, n), nil
	}
	return time.Time{}, wrong
}
