package signin

import (
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"time"
	"unicode"

	"badgekiln/issuer"
	"badgekiln/issuer/deliver/fetch"
)

// maxAnswer is the most that is read of an answer about clients and tokens.
const maxAnswer = 256 << 10

// Shown makes one line, of at most 300 characters, of what a server wrote: it
// may write anything, and a person or a log will read it.
func Shown(parts ...string) string {
	var words []string
	for _, part := range parts {
		clean := strings.Map(func(r rune) rune {
			if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) {
				return ' '
			}
			return r
		}, strings.ToValidUTF8(part, "�"))
		if clean = strings.Join(strings.Fields(clean), " "); clean != "" {
			words = append(words, clean)
		}
	}
	const most = 300
	text := []rune(strings.Join(words, ": "))
	if len(text) > most {
		return string(text[:most]) + "…"
	}
	return string(text)
}

// oauthFault is an error answer of RFC 6749 §5.2 and RFC 7591 §3.2.2, as
// servers write it: the members may hold anything.
type oauthFault struct {
	Error       any `json:"error"`
	Description any `json:"error_description"`
	Expires     any `json:"expires"` // Badgr: seconds to wait
}

func text(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return v
	default:
		raw, err := json.Marshal(v)
		if err != nil {
			return ""
		}
		return string(raw)
	}
}

// said reads the error of an answer; "" for none.
func said(a fetch.Answer) (code, all string) {
	var f oauthFault
	if json.Unmarshal(a.Body, &f) != nil {
		body := a.Body
		if strings.Contains(a.Header.Get("Content-Type"), "html") || len(body) > 1<<10 {
			body = nil
		}
		return "", Shown(string(body))
	}
	return text(f.Error), Shown(text(f.Error), text(f.Description))
}

// Wait is how long a server asked to wait, a day at most; 0 when it did not.
// Retry-After holds seconds or a date (RFC 9110 §10.2.3), which is one of the server's
// clock; Badgr says "expires" in the body.
func Wait(a fetch.Answer, now time.Time) time.Duration {
	after := strings.TrimSpace(a.Header.Get("Retry-After"))
	if wait := seconds(number(after)); wait > 0 {
		return wait
	}
	if there, err := http.ParseTime(a.Header.Get("Date")); err == nil {
		now = there
	}
	if at, err := http.ParseTime(after); err == nil && at.After(now) {
		return min(at.Sub(now), longestWait)
	}
	var f oauthFault
	if a.Status == http.StatusTooManyRequests && json.Unmarshal(a.Body, &f) == nil {
		return seconds(number(f.Expires))
	}
	return 0
}

const longestWait = 24 * time.Hour

func seconds(n int64) time.Duration {
	return time.Duration(min(n, int64(longestWait/time.Second))) * time.Second
}

// number reads a number of seconds that may be written as a text.
func number(v any) int64 {
	switch v := v.(type) {
	case float64:
		if v > 0 && v < 1<<40 {
			return int64(v)
		}
	case string:
		if n, err := strconv.ParseFloat(strings.TrimSpace(v), 64); err == nil {
			return number(n)
		}
	}
	return 0
}

// faultOr is the code of an answer by which a server tells a fault of its own; another
// code for all others.
func faultOr(a fetch.Answer, code string) string {
	if a.Status >= http.StatusInternalServerError {
		return "signin-fault"
	}
	return code
}

// failed is the error of an answer that is none of success.
func failed(a fetch.Answer, now time.Time, code string) error {
	if a.Status == http.StatusTooManyRequests {
		wait := Wait(a, now)
		return issuer.Fail(issuer.Refused, "signin-throttled", "host", a.URL, "seconds", strconv.Itoa(int(max(wait, time.Minute)/time.Second)))
	}
	_, all := said(a)
	if all == "" {
		all = strconv.Itoa(a.Status)
	}
	return issuer.Fail(issuer.Refused, code, "host", a.URL, "status", strconv.Itoa(a.Status), "said", all)
}

// ok tells success. A redirect is none: it would be asked with secrets.
func ok(a fetch.Answer) bool { return a.Status >= 200 && a.Status < 300 }
