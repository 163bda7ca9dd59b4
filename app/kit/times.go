package kit

import "time"

// Day writes a day as every language reads it without doubt, in the zone of the
// time: a day of an award is one of its issuer; what happened at a moment is a
// day here once it is Local. "" for no time.
func Day(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return at.Format(time.DateOnly)
}

// Moment writes a time in this computer's zone, to the minute.
func Moment(at time.Time) string { return at.Local().Format("2006-01-02 15:04") }
