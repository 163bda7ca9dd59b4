package backpack

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"badgekiln/issuer"
	"badgekiln/issuer/deliver/fetch"
	"badgekiln/issuer/deliver/signin"
)

// mozillaHost speaks Backpack Connect, as the Mozilla Backpack had it.
type mozillaHost struct{ *Session }

// bearer is how a token is written. The Mozilla Backpack wants it in base64
// once more.
func (s *Session) bearer(token string) string {
	if s.Service.Kind == Mozilla && !s.raw {
		return base64.StdEncoding.EncodeToString([]byte(token))
	}
	return token
}

// Push issues a 1.1 face by its address: 2.0 is refused there.
func (h *mozillaHost) Push(ctx context.Context, a Award) (Result, error) {
	f, have := a.face(issuer.OB11)
	if !have || f.URL == "" {
		return Result{}, issuer.Fail(issuer.Input, "backpack-no-face", "formats", "ob11")
	}
	answer, err := h.call(ctx, fetch.Question{
		Method: http.MethodPost, URL: h.Service.API + "/issue", Body: []byte(url.Values{"badge": {f.URL}}.Encode()),
		Header: head("Content-Type", "application/x-www-form-urlencoded", "Accept", typeJSON),
	})
	if err != nil {
		return Result{}, err
	}
	r, err := judged(answer, f.Format, h.Now())
	if err == nil && r.State == Replaced {
		r.State = Created
		var got struct {
			Exists bool `json:"exists"`
		}
		if json.Unmarshal(answer.Body, &got) == nil && got.Exists {
			r.State = Already
		}
	}
	return r, err
}

// Owner asks for the identity: the hash of an address, with a fresh salt each
// time.
func (h *mozillaHost) Owner(ctx context.Context) (Owner, error) {
	answer, err := h.call(ctx, fetch.Question{URL: h.Service.API + "/identity", Header: head("Accept", typeJSON)})
	if err != nil {
		return Owner{}, err
	}
	if answer.Status != http.StatusOK {
		return Owner{}, failed(answer, words(answer.Body), h.Now())
	}
	var got struct {
		Recipient string `json:"recipient"`
		Salt      string `json:"salt"`
	}
	if json.Unmarshal(answer.Body, &got) != nil || got.Recipient == "" {
		return Owner{}, issuer.Fail(issuer.Refused, "backpack-answer", "host", h.Service.Name)
	}
	if strings.Contains(got.Recipient, "@") {
		return Owner{Emails: []string{got.Recipient}}, nil
	}
	return Owner{Hash: got.Recipient, Salt: got.Salt}, nil
}

// List has nothing to read: Backpack Connect only issues. See Display.
func (h *mozillaHost) List(context.Context, time.Time, int) ([]Held, error) { return nil, nil }

// AccessURL is where a person allows Backpack Connect to issue. It has no state
// of its own; the one in the callback comes back.
func AccessURL(s Service, a *signin.Attempt) (string, error) {
	back, err := url.Parse(a.Redirect)
	if err != nil {
		return "", err
	}
	q := back.Query()
	q.Set("state", a.State)
	back.RawQuery = q.Encode()
	return s.Home + "/access?" + url.Values{"callback": {back.String()}, "scope": {"issue"}}.Encode(), nil
}

// Granted reads the tokens that Backpack Connect puts into the address, and
// where its calls are: below the host that was asked, or not at all.
func Granted(s Service, back url.Values, now time.Time) (signin.Tokens, Service, error) {
	t := signin.Tokens{Access: back.Get("access_token"), Refresh: back.Get("refresh_token"), Scope: "issue"}
	if t.Access == "" {
		return t, s, issuer.Fail(issuer.Refused, "signin-no-code")
	}
	t.Until = until(back.Get("expires"), now)
	home, err := url.Parse(s.Home)
	if err != nil {
		return t, s, err
	}
	root, err := url.Parse(absolute(s.Home, back.Get("api_root")))
	if back.Get("api_root") == "" {
		root = home
	}
	if err != nil || root.Host != home.Host || root.Scheme != home.Scheme {
		return t, s, issuer.Fail(issuer.Refused, "backpack-answer", "host", s.Name)
	}
	if back.Get("api_root") != "" {
		s.API = strings.TrimSuffix(root.String(), "/")
	}
	return t, s, nil
}

// until is when a token ends that lives so many seconds; zero when nobody said.
func until(seconds string, now time.Time) time.Time {
	n, err := strconv.ParseFloat(seconds, 64)
	if err != nil || n <= 0 || n > 10*365*86400 {
		return time.Time{}
	}
	return now.Add(time.Duration(n) * time.Second).UTC().Truncate(time.Second)
}

func renewMozilla(ctx context.Context, web Asker, s Service, old signin.Tokens, now time.Time) (signin.Tokens, error) {
	again := func(text string) error { return issuer.Fail(issuer.Refused, "signin-again", "said", text) }
	if old.Refresh == "" {
		return old, again("")
	}
	answer, err := signin.Follow(ctx, web, fetch.Question{
		Method: http.MethodPost, URL: s.API + "/token", Limit: maxAnswer,
		Body:   []byte(url.Values{"grant_type": {"refresh_token"}, "refresh_token": {old.Refresh}}.Encode()),
		Header: head("Content-Type", "application/x-www-form-urlencoded", "Accept", typeJSON),
	})
	if err != nil {
		return old, err
	}
	if answer.Status >= http.StatusInternalServerError || answer.Status == http.StatusTooManyRequests {
		return old, failed(answer, words(answer.Body), now)
	}
	var got struct {
		Access  string       `json:"access_token"`
		Refresh string       `json:"refresh_token"`
		Expires signin.Loose `json:"expires"`
	}
	if answer.Status != http.StatusOK || !signin.Read(answer.Body, &got) || got.Access == "" {
		return old, again(words(signin.Scrubbed(answer.Body, old.Refresh, old.Access)).String())
	}
	t := signin.Tokens{Access: got.Access, Refresh: got.Refresh, Scope: old.Scope}
	if t.Refresh == "" {
		t.Refresh = old.Refresh
	}
	t.Until = until(string(got.Expires), now)
	return t, nil
}

// Bake asks a Mozilla Backpack to bake a published assertion: whether an
// outsider reaches and understands all of it. The picture is thrown away by
// most; ours bakes itself.
func Bake(ctx context.Context, web Asker, root, assertion string, now time.Time) ([]byte, error) {
	answer, err := signin.Follow(ctx, web, fetch.Question{URL: root + "/baker?" + url.Values{"assertion": {assertion}}.Encode(), Header: head("Accept", "image/*")})
	if err != nil {
		return nil, err
	}
	if answer.Status != http.StatusOK || !strings.HasPrefix(answer.Header.Get("Content-Type"), "image/") {
		return nil, failed(answer, words(answer.Body), now)
	}
	return answer.Body, nil
}
