package signin_test

import (
	"crypto/rand"
	"encoding/base64"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"badgekiln/issuer"
	"badgekiln/issuer/deliver/fetch"
	"badgekiln/issuer/deliver/signin"
)

func minter(t *testing.T) *signin.Minter {
	t.Helper()
	secret, err := signin.NewSecret()
	if err != nil {
		t.Fatal(err)
	}
	m, err := signin.NewMinter(secret, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// RFC 7636, appendix B.
func TestChallenge(t *testing.T) {
	t.Parallel()
	if got := signin.Challenge("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"); got != "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM" {
		t.Error(got)
	}
}

func TestWhatComesBackIsJudged(t *testing.T) {
	t.Parallel()
	m, now := minter(t), time.Date(2026, 11, 26, 12, 0, 0, 0, time.UTC)
	begin := func() *signin.Attempt {
		a, err := m.Begin(40000, "http://127.0.0.1:40000/signed-in", now)
		if err != nil {
			t.Fatal(err)
		}
		return a
	}
	server := signin.Server{Issuer: "https://host.example", TellsIss: true}
	fine := func(a *signin.Attempt) url.Values {
		return url.Values{"state": {a.State}, "code": {"c"}, "iss": {"https://host.example"}}
	}
	for name, one := range map[string]struct {
		change func(url.Values)
		server signin.Server
		at     time.Duration
		code   string
	}{
		"fine":                       {func(url.Values) {}, server, 0, ""},
		"at the last moment":         {func(url.Values) {}, server, signin.Lifetime, ""},
		"no issuer, none promised":   {func(v url.Values) { v.Del("iss") }, signin.Server{Issuer: "https://host.example"}, 0, ""},
		"any issuer, none known":     {func(url.Values) {}, signin.Server{}, 0, ""},
		"too late":                   {func(url.Values) {}, server, signin.Lifetime + time.Second, "signin-late"},
		"another state":              {func(v url.Values) { v.Set("state", begin().State) }, server, 0, "signin-state"},
		"no state":                   {func(v url.Values) { v.Del("state") }, server, 0, "signin-state"},
		"another issuer":             {func(v url.Values) { v.Set("iss", "https://other.example") }, server, 0, "signin-issuer"},
		"another, none promised":     {func(v url.Values) { v.Set("iss", "https://other.example") }, signin.Server{Issuer: "https://host.example"}, 0, "signin-issuer"},
		"no issuer, though promised": {func(v url.Values) { v.Del("iss") }, server, 0, "signin-issuer"},
		"denied":                     {func(v url.Values) { v.Set("error", "access_denied") }, server, 0, "signin-denied"},
		"refused":                    {func(v url.Values) { v.Set("error", "server_error") }, server, 0, "signin-refused"},
	} {
		a := begin()
		v := fine(a)
		one.change(v)
		_, err := a.Check(one.server, v, now.Add(one.at))
		if issuer.CodeOf(err) != one.code {
			t.Errorf("%s: %v", name, err)
		}
		if one.code == "" {
			if _, err := a.Check(one.server, v, now); issuer.CodeOf(err) != "signin-used" {
				t.Errorf("%s, again: %v", name, err)
			}
		}
	}
}

func TestStatesAreSignedAndDiffer(t *testing.T) {
	t.Parallel()
	m, seen := minter(t), map[string]bool{}
	for range 50 {
		a, err := m.Begin(40000, "x", time.Unix(1, 0))
		if err != nil {
			t.Fatal(err)
		}
		raw, err := base64.RawURLEncoding.DecodeString(a.State)
		if err != nil || len(raw) != 90 || seen[a.State] {
			t.Fatalf("%d bytes, %v", len(raw), err)
		}
		seen[a.State] = true
	}
	if raw, err := base64.RawURLEncoding.DecodeString(m.Public()); err != nil || len(raw) != 65 || raw[0] != 4 {
		t.Errorf("%x %v", raw, err)
	}
}

// The query of the server's own address stays, and nothing stands there twice.
func TestAuthorizeAddress(t *testing.T) {
	t.Parallel()
	a, err := minter(t).Begin(40000, "http://127.0.0.1:40000/signed-in", time.Unix(1, 0))
	if err != nil {
		t.Fatal(err)
	}
	at, err := a.URL(signin.Server{Authorize: "https://host.example/in?tenant=a%26b&scope=old"}, signin.Client{ID: "c&d"}, "one two")
	if err != nil {
		t.Fatal(err)
	}
	u, err := url.Parse(at)
	if err != nil {
		t.Fatal(err)
	}
	q := u.Query()
	for name, want := range map[string]string{
		"tenant": "a&b", "scope": "one two", "client_id": "c&d", "state": a.State, "response_type": "code",
		"code_challenge_method": "S256", "redirect_uri": "http://127.0.0.1:40000/signed-in",
	} {
		if len(q[name]) != 1 || q.Get(name) != want {
			t.Errorf("%s is %q", name, q[name])
		}
	}
}

// The port answers the browser it waits for, once; others learn nothing and
// change nothing.
func TestReturn(t *testing.T) {
	t.Parallel()
	back, err := signin.Listen(t.Context(), 0, signin.Texts{Language: "en", Title: "T", Done: "<Done>", Wrong: "Wrong"})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = back.Close() }()
	if !strings.HasPrefix(back.URL(), "http://127.0.0.1:") {
		t.Fatal(back.URL())
	}
	// Its port is taken now, so that another one is given.
	second, err := signin.Listen(t.Context(), back.Port(), signin.Texts{})
	if err != nil || second.Port() == back.Port() {
		t.Fatal(err)
	}
	_ = second.Close()
	a, err := minter(t).Begin(back.Port(), back.URL(), time.Now())
	if err != nil {
		t.Fatal(err)
	}
	back.Expect(a)
	get := func(query, host string) (int, string, http.Header) {
		t.Helper()
		q, err := http.NewRequestWithContext(t.Context(), http.MethodGet, back.URL()+query, nil)
		if err != nil {
			t.Fatal(err)
		}
		if host != "" {
			q.Host = host
		}
		answer, err := http.DefaultClient.Do(q)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = answer.Body.Close() }()
		body, _ := io.ReadAll(answer.Body)
		return answer.StatusCode, string(body), answer.Header
	}
	for query, want := range map[string]int{"": 400, "?code=x": 400, "?code=x&state=" + a.State + "x": 400, "/done": 200} {
		if status, _, _ := get(query, ""); status != want {
			t.Errorf("%s: %d", query, status)
		}
	}
	if status, _, _ := get("?code=x&state="+a.State, "rebound.example"); status != http.StatusMisdirectedRequest {
		t.Errorf("a name of others leads here: %d", status)
	}
	status, body, head := get("?code=x&state="+a.State, "")
	if status != 200 || !strings.Contains(body, "&lt;Done&gt;") || strings.Contains(body, a.State) || head.Get("Referrer-Policy") != "no-referrer" {
		t.Errorf("%d %s", status, body)
	}
	if status, _, _ := get("?code=y&state="+a.State, ""); status != 400 {
		t.Errorf("a second browser: %d", status)
	}
	values, err := back.Await(t.Context(), a)
	if err != nil || values.Get("code") != "x" {
		t.Errorf("%v %v", values, err)
	}
}

func TestPageAllowsItsOwnScriptOnly(t *testing.T) {
	t.Parallel()
	page, err := signin.Page(minter(t).Public(), signin.Texts{Language: "en", Title: `<b>"T"`, Button: "Go", Forward: "F", Stale: "S", Broken: "B"})
	if err != nil {
		t.Fatal(err)
	}
	text := string(page)
	if strings.Contains(text, "<b>") || strings.Count(text, "<script") != 1 || strings.Contains(text, "src=") || strings.Contains(text, "href=") {
		t.Errorf("%s", text)
	}
}

// TestWritePage writes the page and states for it, for the conformance, which
// opens it in a browser.
func TestWritePage(t *testing.T) {
	t.Parallel()
	dir, port := os.Getenv("BADGEKILN_SIGNIN"), os.Getenv("BADGEKILN_SIGNIN_PORT")
	number, err := strconv.ParseUint(port, 10, 16)
	if dir == "" || err != nil {
		t.Skip("BADGEKILN_SIGNIN names no folder")
	}
	m := minter(t)
	page, err := signin.Page(m.Public(), signin.Texts{Language: "en", Title: "Sign in for Badgekiln", Forward: "Forward", Button: "Back to Badgekiln", Stale: "Stale", Broken: "Broken"})
	if err != nil {
		t.Fatal(err)
	}
	state := func(m *signin.Minter, age time.Duration) string {
		a, err := m.Begin(uint16(number), "https://badges.example/signin/back.html", time.Now().Add(-age))
		if err != nil {
			t.Fatal(err)
		}
		return a.State
	}
	for name, text := range map[string]string{
		"back.html": string(page), "good": state(m, 0), "stale": state(m, 11*time.Minute), "forged": state(minter(t), 0),
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// Servers ask to wait in seconds or until a time of their own clock, which may be
// another than ours; what nobody can mean is a day, or nothing.
func TestHowLongToWait(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	at := func(d time.Duration) string { return now.Add(d).Format(http.TimeFormat) }
	for _, c := range []struct {
		after, date, body string
		want              time.Duration
	}{
		{after: "120", want: 2 * time.Minute},
		{after: " 90 ", want: 90 * time.Second},
		{after: "1000000", want: 24 * time.Hour},
		{after: "10000000000", want: 24 * time.Hour}, // too many for a time.Duration
		{after: "999999999999", want: 24 * time.Hour},
		{after: "-5"},
		{after: "0"},
		{after: "soon"},
		{after: "1e300"},
		{},
		{after: at(time.Minute), want: time.Minute},
		{after: at(-time.Minute)},
		{after: at(72 * time.Hour), want: 24 * time.Hour},
		{after: at(-59 * time.Minute), date: at(-time.Hour), want: time.Minute}, // their clock is late
		{after: at(61 * time.Minute), date: at(time.Hour), want: time.Minute},   // or early
		{body: `{"expires":30}`, want: 30 * time.Second},
		{body: `{"expires":"30"}`, want: 30 * time.Second},
		{body: `{"expires":99999999999}`, want: 24 * time.Hour},
	} {
		a := fetch.Answer{Status: http.StatusTooManyRequests, Header: http.Header{"Retry-After": {c.after}, "Date": {c.date}}, Body: []byte(c.body)}
		if got := signin.Wait(a, now); got != c.want {
			t.Errorf("%+v: %v", c, got)
		}
	}
}
