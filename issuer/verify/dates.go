package verify

import (
	"encoding/json"
	"time"
)

// leeway is how far an issuer's clock can run before ours without its newest
// badge being called a thing of the future.
const leeway = 5 * time.Minute

// instant reads a DateTime: date, time and zone, seconds and fraction
// optional (2.0 §DateTime, 3.0 DateTimeZ).
func instant(v any) (time.Time, bool) {
	s, ok := v.(string)
	if !ok {
		return time.Time{}, false
	}
	for _, layout := range []string{
		time.RFC3339, "2006-01-02T15:04Z07:00", "2006-01-02T15:04:05Z0700", "2006-01-02T15:04Z0700",
	} {
		if t, err := time.Parse(layout, s); err == nil {
			return t, true
		}
	}
	return time.Time{}, false
}

// dates checks from and until of a badge against the clock. Members that are
// missing or unreadable are the structure's business.
func (v *verifier) dates(r *Result, from, until any) {
	start, hasStart := instant(from)
	end, hasEnd := instant(until)
	good := true
	if hasStart && start.After(v.opts.Now.Add(leeway)) {
		good = false
		r.fail("dates", Altered, "not-yet-valid", "date", stamp(start))
	}
	if hasEnd && !end.After(v.opts.Now) {
		good = false
		r.fail("dates", Expired, "expired", "date", stamp(end))
	}
	if hasStart && hasEnd && end.Before(start) {
		good = false
		r.fail("dates", Altered, "dates-reversed", "from", stamp(start), "until", stamp(end))
	}
	if good && hasStart {
		r.ok("dates", "dates-good", "from", stamp(start))
	}
}

// stamp writes a date for a sentence.
func stamp(t time.Time) string { return t.Format(time.RFC3339) }

// sameInstant compares the seconds of a claim with a date.
func sameInstant(claim, date any) bool {
	number, ok := claim.(json.Number)
	if !ok {
		return false
	}
	seconds, err := number.Int64()
	at, readable := instant(date)
	return err == nil && readable && at.Unix() == seconds
}

// dateOf writes seconds since 1970 as a date.
func dateOf(seconds int64) string { return time.Unix(seconds, 0).UTC().Format(time.RFC3339) }
