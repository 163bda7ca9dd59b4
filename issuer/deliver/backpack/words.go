package backpack

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"badgekiln/issuer"
	"badgekiln/issuer/deliver/fetch"
	"badgekiln/issuer/deliver/signin"
)

// saying is all texts of an answer, in the order in which they stand there.
// Where hosts put their reasons, and in which shape, changes from one answer to
// the next: null, a text, a list of texts or of objects, an object.
type saying []string

// words reads the texts of a JSON answer that say why, or the answer itself
// when it is a short plain text.
func words(body []byte) saying {
	var tree any
	if json.Unmarshal(body, &tree) != nil {
		if len(body) > 1<<10 || bytes.HasPrefix(bytes.TrimSpace(body), []byte("<")) {
			return nil
		}
		return saying{signin.Shown(string(body))}
	}
	var s saying
	s.gather(tree, 0)
	return s
}

func (s *saying) gather(v any, deep int) {
	const deepest, most = 12, 60
	if deep > deepest || len(*s) > most {
		return
	}
	switch v := v.(type) {
	case string:
		if text := signin.Shown(v); text != "" {
			*s = append(*s, text)
		}
	case []any:
		for _, one := range v {
			s.gather(one, deep+1)
		}
	case map[string]any:
		names := make([]string, 0, len(v))
		for name := range v {
			names = append(names, name)
		}
		slices.Sort(names)
		for _, name := range names {
			if _, is := v[name].(map[string]any); is && quoted(name) || name == "stack" {
				continue
			}
			s.gather(v[name], deep+1)
		}
	}
}

// quoted tells the members in which hosts give back what they were sent.
func quoted(name string) bool {
	return name == "badge" || name == "assertion" || name == "credential"
}

// has tells whether one of the texts is one of the names, whatever their case.
func (s saying) has(names ...string) bool {
	return slices.ContainsFunc(s, func(text string) bool {
		return slices.ContainsFunc(names, func(name string) bool { return strings.EqualFold(text, name) })
	})
}

// tells tells whether a sentence stands in one of the texts.
func (s saying) tells(sentences ...string) bool {
	return slices.ContainsFunc(s, func(text string) bool {
		small := strings.ToLower(text)
		return slices.ContainsFunc(sentences, func(one string) bool { return strings.Contains(small, one) })
	})
}

func (s saying) String() string {
	list := slices.Compact(slices.Clone(s))
	return signin.Shown(list[:min(len(list), 6)]...)
}

// judged makes a result or an error of the answer to a push.
func judged(a fetch.Answer, format issuer.Format, now time.Time) (Result, error) {
	said := words(a.Body)
	a.Status = within(a)
	r := Result{State: Created, Status: a.Status, Said: envelope(a.Body), Format: format}
	switch {
	case a.Status == http.StatusNotModified:
		r.State = Already
		return r, nil
	case a.Status < http.StatusMultipleChoices && paged(a):
		return Result{}, strange(a)
	case a.Status == http.StatusOK:
		r.State = Replaced
		return r, nil
	case a.Status > 200 && a.Status < 300:
		return r, nil
	case said.has("DUPLICATE_BADGE", "EXISTS", "not_modified") || a.Status == http.StatusConflict || said.tells("already have this badge"):
		r.State = Already
		return r, nil
	}
	return Result{}, failed(a, said, now)
}

// envelope is what an answer says of itself, without the badge that many give
// back: who it is for is not written down once more.
func envelope(body []byte) string {
	var got struct {
		Status json.RawMessage `json:"status"`
	}
	if json.Unmarshal(body, &got) != nil || len(got.Status) == 0 {
		return ""
	}
	return words(got.Status).String()
}

// within is the status of an answer, or the one that its text tells where that is
// a refusal: some hosts answer 200 to everything. A success inside another one
// (201 with 200 inside) changes nothing.
func within(a fetch.Answer) int {
	var got struct {
		Status struct {
			Code    signin.Loose `json:"statusCode"`
			Success *bool        `json:"success"`
		} `json:"status"`
		Success *bool           `json:"success"`
		Major   string          `json:"imsx_codeMajor"`
		Error   json.RawMessage `json:"error"`
	}
	if a.Status >= http.StatusMultipleChoices || !signin.Read(a.Body, &got) {
		return a.Status
	}
	no := func(success *bool) bool { return success != nil && !*success }
	code, err := strconv.ParseFloat(string(got.Status.Code), 64)
	switch {
	case err == nil && code >= http.StatusBadRequest && code < 600:
		return int(code)
	case no(got.Status.Success) || no(got.Success) || got.Major == "failure" || got.Major == "unsupported" || words(got.Error).String() != "":
		return http.StatusBadRequest
	}
	return a.Status
}

// paged tells that an answer is a web page, whatever its status: of a sign-in that
// stands before the host, or of a site that answers so to everything.
func paged(a fetch.Answer) bool {
	return bytes.HasPrefix(bytes.TrimSpace(a.Body), []byte("<")) || strings.Contains(a.Header.Get("Content-Type"), "html") && len(a.Body) > 0
}

// strange is the error of an answer that cannot be what was asked for.
func strange(a fetch.Answer) error {
	host := a.URL
	if u, err := url.Parse(a.URL); err == nil {
		host = u.Host
	}
	return issuer.Fail(issuer.Refused, "backpack-answer", "host", host)
}

// failed is the error of an answer that refuses.
func failed(a fetch.Answer, said saying, now time.Time) error {
	text := said.String()
	if text == "" {
		text = http.StatusText(a.Status)
	}
	fail := func(code string) *issuer.Error {
		return issuer.Fail(issuer.Refused, code, "status", strconv.Itoa(a.Status), "said", text)
	}
	switch {
	case a.Status == http.StatusTooManyRequests, a.Status == http.StatusRequestTimeout, a.Status >= http.StatusInternalServerError:
		// OB 2.1 §6.5.4: what the host asks for, else half an hour.
		wait := signin.Wait(a, now)
		if wait == 0 {
			wait = 30 * time.Minute
		}
		e := fail("backpack-later")
		e.Values["seconds"] = strconv.Itoa(int(wait / time.Second))
		return e
	case stale(a):
		return fail("backpack-signed-out")
	case said.has("RECIPIENT_PROFILE_MISMATCH", "VERIFY_RECIPIENT_IDENTIFIER") || said.tells("different user"):
		return fail("backpack-other-person")
	case said.tells("origin must be identical"):
		return fail("backpack-origin")
	case said.has("FETCH_HTTP_NODE", "IMAGE_VALIDATION", "ASSERTION_NOT_FOUND") ||
		said.tells("could not get assertion", "could not get all linked", "could not validate linked", "unable to reach url", "got an http 4", "got an http undefined"):
		return fail("backpack-not-fetched")
	}
	return fail("backpack-refused")
}
