package inspect

import (
	"net/http"
	"path"
	"strconv"
	"strings"
	"time"
)

// longestKept is how long a copy of what may be revoked should be kept at most.
const longestKept = 24 * time.Hour

// kept looks how long whoever reads a list or a badge may keep it without asking again:
// so long it may be taken for good after it was revoked.
func (r *run) kept(w want, got answer) {
	list := strings.HasPrefix(w.path, "s/") || path.Base(w.path) == "revoked.json"
	if !list && (!strings.HasPrefix(w.path, "a/") || path.Ext(w.path) == ".html") {
		return
	}
	if long := keeps(got.header, r.o.Now); long > longestKept {
		r.note("check-kept", Flaw, w.path, strconv.Itoa(int(long/(24*time.Hour))))
	}
}

// keeps is how long an answer may be kept, as RFC 9111 has it; 0 where that is left to
// whoever keeps it.
func keeps(h http.Header, now time.Time) time.Duration {
	most := -1
	for one := range strings.SplitSeq(strings.ToLower(strings.Join(h.Values("Cache-Control"), ",")), ",") {
		name, value, _ := strings.Cut(strings.TrimSpace(one), "=")
		switch name {
		case "no-store", "no-cache":
			return 0
		case "max-age", "s-maxage":
			if n, err := strconv.Atoi(strings.Trim(value, `"`)); err == nil {
				most = max(most, n)
			}
		}
	}
	if most >= 0 {
		const year = 366 * 24 * 3600 // what is more is as good as for ever
		return time.Duration(min(most, 50*year)) * time.Second
	}
	until, err := http.ParseTime(h.Get("Expires"))
	if err != nil {
		return 0
	}
	return max(0, until.Sub(now))
}
