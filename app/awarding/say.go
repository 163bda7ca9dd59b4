package awarding

import (
	"time"

	"badgekiln/app/kit"
)

// t is the sentence of one of this room's keys.
func (r *Room) t(key string, pairs ...string) string { return r.env.T("awarding."+key, pairs...) }

// counted is t for a number of things: key.one for one of them, where there is
// such a sentence.
func (r *Room) counted(key string, n int) string {
	if n == 1 && r.env.Has("awarding."+key+".one") {
		key += ".one"
	}
	return r.t(key, "count", r.number(n))
}

// number writes a number as people read it.
func (r *Room) number(n int) string { return kit.Count(n) }

// ago says how long something is past.
func (r *Room) ago(at time.Time) string {
	past := r.env.Now().Sub(at)
	switch {
	case past < time.Minute:
		return r.t("ago.now")
	case past < time.Hour:
		return r.counted("ago.minutes", int(past/time.Minute))
	case past < 24*time.Hour:
		return r.counted("ago.hours", int(past/time.Hour))
	case past < 30*24*time.Hour:
		return r.counted("ago.days", int(past/(24*time.Hour)))
	}
	return kit.Day(at.Local())
}

// size writes a number of bytes.
func (r *Room) size(bytes int64) string {
	switch {
	case bytes < 1000:
		return r.counted("size.bytes", int(bytes))
	case bytes < 1_000_000:
		return r.t("size.kb", "count", r.number(int((bytes+500)/1000)))
	}
	return r.t("size.mb", "count", r.number(int((bytes+500_000)/1_000_000)))
}

// lasting writes a duration in the largest unit that says enough.
func (r *Room) lasting(d time.Duration) string {
	switch {
	case d < time.Minute:
		return r.counted("lasting.seconds", max(1, int((d+500*time.Millisecond)/time.Second)))
	case d < time.Hour:
		return r.counted("lasting.minutes", int((d+30*time.Second)/time.Minute))
	}
	return r.counted("lasting.hours", int((d+30*time.Minute)/time.Hour))
}
