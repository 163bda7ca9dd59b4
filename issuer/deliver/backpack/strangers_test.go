package backpack_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"badgekiln/issuer"
	"badgekiln/issuer/deliver/backpack"
	"badgekiln/issuer/deliver/fetch"
	"badgekiln/issuer/deliver/signin"
)

// strangers are hosts that differ in ways nobody has recorded yet, but that servers
// of other kinds are known for.
func strangers() map[string]odd {
	return map[string]odd{
		"connect: all packed, unasked":           {wrap: packed},
		"ob3: a mark before every text":          {base: v3, wrap: marked},
		"connect: a slash at every end":          {wrap: slashes},
		"ob3: a slash at every end":              {base: v3, wrap: slashes},
		"ob3: an ended token is a 400":           {base: v3, profile: ended(http.StatusBadRequest, m{"error": "invalid_token"}, "")},
		"connect: an ended token is a 403":       {profile: ended(http.StatusForbidden, nil, `Bearer error="invalid_token"`)},
		"connect: ended in words only":           {profile: ended(http.StatusForbidden, m{"message": "The access token expired"}, "")},
		"connect: the refresh token stays":       {lives: 1, token: stays},
		"ob3: scopes as lists, ids as numbers":   {base: v3, register: numbered, token: spoken(m{"expires_in": "3600.0", "scope": []any{v3Scope + "credential.upsert", v3Scope + "profile.readonly"}})},
		"ob3: scopes with commas":                {base: v3, token: spoken(m{"expires_in": 3599.5, "scope": v3Scope + "credential.upsert," + v3Scope + "profile.readonly"})},
		"connect: a token and nothing else":      {token: spoken(m{"scope": nil, "token_type": nil, "refresh_token": false})},
		"connect: tokens as a form":              {token: formed},
		"connect: secrets are not decoded":       {token: undecoded},
		"connect: unknown client without a word": {token: wordless},
		"connect: another redirect is kept":      {register: otherRedirect},
		"connect: the port is left out":          {register: noPort},
		"connect: scopes as a text, an image as an object": {tune: func(_ *host, d m) {
			offered := []string{}
			for _, one := range api(d)["scopesOffered"].([]any) {
				offered = append(offered, one.(string))
			}
			api(d)["scopesOffered"], api(d)["image"], d["id"] = strings.Join(offered, " "), m{"id": "x"}, 7
		}},
		"connect: where to sign in stands in its metadata only": {tune: bare, wrap: described("")},
		"connect: http for itself": {tune: func(_ *host, d m) {
			for _, name := range []string{"apiBase", "registrationUrl", "tokenUrl", "tokenRevocationUrl"} {
				api(d)[name] = strings.Replace(api(d)[name].(string), "https://", "http://", 1)
			}
		}},
		"ob3: several servers, one of them ours": {base: v3, tune: func(h *host, d m) {
			d["servers"] = []any{m{"url": "http://10.0.0.7:8080" + v3}, m{"url": nil}, m{
				"url": "{scheme}://" + strings.TrimPrefix(h.url(), "https://") + "/ims/ob/{version}", "variables": m{"scheme": m{"default": "https"}, "version": m{"default": "v3p0"}},
			}}
		}},
		"ob3: other kinds of members": {base: v3, tune: func(_ *host, d m) { d["info"] = m{"title": []any{"A"}, "termsOfService": 1} }},
		"ob3: it gives back too much": {base: v3, push: func(h *host, w http.ResponseWriter, r *http.Request) bool {
			body, _ := io.ReadAll(r.Body)
			if !h.keep(string(body)) {
				w.WriteHeader(http.StatusNotModified)
				return true
			}
			w.WriteHeader(http.StatusCreated)
			_, _ = w.Write(bytes.Repeat([]byte(" "), 3<<20))
			return true
		}},
		"connect: 202, to be done later": {push: func(h *host, w http.ResponseWriter, r *http.Request) bool {
			return duplicates(m{"status": m{"statusCode": "400", "error": "You already have this badge"}}, http.StatusAccepted, m{"status": m{"statusCode": "202", "error": false}})(h, w, r)
		}},
	}
}

// bare takes all addresses of the sign-in out of a manifest.
func bare(_ *host, d m) {
	for _, name := range []string{"registrationUrl", "authorizationUrl", "tokenUrl", "tokenRevocationUrl"} {
		delete(api(d), name)
	}
}

// described is a host that tells of its sign-in as RFC 8414 says, at an origin of
// its own or at another.
func described(origin string) func(*host, http.ResponseWriter, *http.Request) {
	return func(h *host, w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/.well-known/oauth-authorization-server" {
			h.ServeHTTP(w, r)
			return
		}
		at := origin
		if at == "" {
			at = h.url()
		}
		reply(w, http.StatusOK, m{
			"authorization_endpoint": at + "/authorize?tenant=one", "token_endpoint": at + "/token",
			"registration_endpoint": at + "/register", "revocation_endpoint": at + "/revoke",
		})
	}
}

const v3Scope = "https://purl.imsglobal.org/spec/ob/v3p0/scope/"

// rewritten answers as the host does, with another body.
func rewritten(h *host, w http.ResponseWriter, r *http.Request, change func(http.Header, []byte) []byte) {
	own := httptest.NewRecorder()
	h.ServeHTTP(own, r)
	body := own.Body.Bytes()
	for name, values := range own.Header() {
		w.Header()[name] = values
	}
	if len(body) > 0 {
		body = change(w.Header(), body)
	}
	w.WriteHeader(own.Code)
	_, _ = w.Write(body)
}

func packed(h *host, w http.ResponseWriter, r *http.Request) {
	rewritten(h, w, r, func(head http.Header, body []byte) []byte {
		head.Set("Content-Encoding", "gzip")
		var out bytes.Buffer
		z := gzip.NewWriter(&out)
		_, _ = z.Write(body)
		_ = z.Close()
		return out.Bytes()
	})
}

func marked(h *host, w http.ResponseWriter, r *http.Request) {
	rewritten(h, w, r, func(_ http.Header, body []byte) []byte { return append([]byte("\ufeff"), body...) })
}

func slashes(h *host, w http.ResponseWriter, r *http.Request) {
	if !strings.HasSuffix(r.URL.Path, "/") {
		to := *r.URL
		to.Path += "/"
		w.Header().Set("Location", to.RequestURI())
		w.WriteHeader(http.StatusMovedPermanently)
		return
	}
	r.URL.Path = strings.TrimSuffix(r.URL.Path, "/")
	h.ServeHTTP(w, r)
}

// ended says once, in a way of its own, that a token has ended.
func ended(status int, body any, challenge string) func(*host, http.ResponseWriter, *http.Request) bool {
	return func(h *host, w http.ResponseWriter, _ *http.Request) bool {
		if !h.first("profile") {
			return false
		}
		clear(h.access)
		if challenge != "" {
			w.Header().Set("WWW-Authenticate", challenge)
		}
		reply(w, status, body)
		return true
	}
}

// stays gives no new refresh token and lets the old one work on.
func stays(h *host, w http.ResponseWriter, r *http.Request) bool {
	if r.Form.Get("grant_type") != "refresh_token" || h.refresh[r.Form.Get("refresh_token")] == "" {
		return false
	}
	access := h.secret("access")
	h.access[access] = "ada"
	reply(w, http.StatusOK, m{"access_token": access, "expires_in": 3600})
	return true
}

// spoken answers for tokens with some members of its own.
func spoken(members m) func(*host, http.ResponseWriter, *http.Request) bool {
	return func(h *host, w http.ResponseWriter, _ *http.Request) bool {
		access, refresh := h.secret("access"), h.secret("refresh")
		h.access[access], h.refresh[refresh] = "ada", "ada"
		out := m{"access_token": access, "refresh_token": refresh, "token_type": "bEARER"}
		for name, value := range members {
			if out[name] = value; value == nil {
				delete(out, name)
			}
		}
		reply(w, http.StatusOK, out)
		return true
	}
}

func formed(h *host, w http.ResponseWriter, _ *http.Request) bool {
	access, refresh := h.secret("access"), h.secret("refresh")
	h.access[access], h.refresh[refresh] = "ada", "ada"
	w.Header().Set("Content-Type", "application/x-www-form-urlencoded")
	_, _ = io.WriteString(w, url.Values{"access_token": {access}, "refresh_token": {refresh}, "expires": {"3600"}}.Encode())
	return true
}

func numbered(h *host, w http.ResponseWriter, r *http.Request) bool {
	var got m
	_ = json.NewDecoder(r.Body).Decode(&got)
	h.clients["12345678901234567890"] = "987"
	got["client_id"], got["client_secret"], got["scope"] = json.Number("12345678901234567890"), 987, []any{v3Scope + "credential.upsert", v3Scope + "profile.readonly"}
	reply(w, http.StatusCreated, got)
	return true
}

func undecoded(h *host, w http.ResponseWriter, r *http.Request) bool {
	if id, secret, _ := r.BasicAuth(); secret == "" || h.clients[id] != secret {
		reply(w, http.StatusUnauthorized, m{"error": "invalid_client"})
	} else {
		h.grants(w, r)
	}
	return true
}

func wordless(h *host, w http.ResponseWriter, r *http.Request) bool {
	if r.Form.Get("client_secret") != "" && h.clients[r.Form.Get("client_id")] == r.Form.Get("client_secret") {
		h.grants(w, r)
	} else {
		w.WriteHeader(http.StatusUnauthorized)
	}
	return true
}

func otherRedirect(h *host, w http.ResponseWriter, r *http.Request) bool {
	var got m
	_ = json.NewDecoder(r.Body).Decode(&got)
	if strings.HasPrefix(got["redirect_uris"].([]any)[0].(string), "http://") {
		got["redirect_uris"] = []any{"https://localhost/"}
	}
	h.accept(w, got, http.StatusCreated)
	return true
}

func noPort(h *host, w http.ResponseWriter, r *http.Request) bool {
	var got m
	_ = json.NewDecoder(r.Body).Decode(&got)
	at, _ := url.Parse(got["redirect_uris"].([]any)[0].(string))
	at.Host = at.Hostname()
	got["redirect_uris"] = []any{at.String()}
	h.accept(w, got, http.StatusCreated)
	return true
}

// What says no with a 200 is no success, and what is a web page is no answer.
func TestRefusalsInSuccess(t *testing.T) {
	t.Parallel()
	for name, one := range map[string]struct {
		body any
		code string
	}{
		"an error by itself":      {m{"error": "no such badge"}, "backpack-refused"},
		"an error as a number":    {m{"status": m{"statusCode": "400", "error": 7}}, "backpack-refused"},
		"no success":              {m{"success": false, "message": "no"}, "backpack-refused"},
		"a failure of IMS":        {m{"imsx_codeMajor": "failure", "imsx_description": "no"}, "backpack-refused"},
		"a page":                  {"<!doctype html><title>Sign in</title>", "backpack-answer"},
		"busy, inside":            {m{"status": m{"statusCode": "503"}}, "backpack-later"},
		"somebody else's, inside": {m{"error": []any{"VERIFY_RECIPIENT_IDENTIFIER"}}, "backpack-other-person"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := newHost(t, odd{push: func(_ *host, w http.ResponseWriter, _ *http.Request) bool {
				if text, is := one.body.(string); is {
					_, _ = io.WriteString(w, text)
				} else {
					reply(w, http.StatusOK, one.body)
				}
				return true
			}})
			if r, err := backpack.Open(at(t, h)).Push(t.Context(), award()); issuer.CodeOf(err) != one.code {
				t.Errorf("%+v %v", r, err)
			}
		})
	}
}

// A host that cannot be used says why, at the latest when somebody signs in.
func TestHostsThatCannotBeUsed(t *testing.T) {
	t.Parallel()
	refuse := func(body m) func(*host, http.ResponseWriter, *http.Request) bool {
		return func(_ *host, w http.ResponseWriter, _ *http.Request) bool { reply(w, http.StatusOK, body); return true }
	}
	for name, one := range map[string]struct {
		odd  odd
		code string
	}{
		"a site that answers all with its page": {odd{wrap: func(_ *host, w http.ResponseWriter, _ *http.Request) {
			_, _ = io.WriteString(w, "<!doctype html><title>OpenBadges</title>")
		}}, "backpack-unknown"},
		"addresses lacking":                         {odd{tune: func(_ *host, d m) { delete(api(d), "tokenUrl") }}, "backpack-unknown"},
		"addresses of another host in its metadata": {odd{tune: bare, wrap: described("https://other.example")}, "backpack-unknown"},
		"it leads inward": {odd{wrap: func(_ *host, w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "https://10.0.0.7"+r.URL.Path, http.StatusFound)
		}}, "fetch-address"},
		"PKCE is plain only": {odd{wrap: func(h *host, w http.ResponseWriter, r *http.Request) {
			if q := r.URL.Query(); r.URL.Path == "/authorize" && q.Get("code_challenge_method") != "plain" {
				http.Redirect(w, r, q.Get("redirect_uri")+"?error=invalid_request&error_description=only+plain&state="+url.QueryEscape(q.Get("state")), http.StatusFound)
				return
			}
			h.ServeHTTP(w, r)
		}}, "signin-refused"},
		"a code is refused with 200": {odd{token: refuse(m{"error": "bad_verification_code"})}, "signin-code"},
		"no token in the answer":     {odd{token: refuse(m{"token": "x"})}, "signin-answer"},
		"tokens by way of another": {odd{token: func(_ *host, w http.ResponseWriter, r *http.Request) bool {
			http.Redirect(w, r, "https://other.example/token", http.StatusTemporaryRedirect)
			return true
		}}, "backpack-redirect"},
		"no redirect stays as it was": {odd{register: func(h *host, w http.ResponseWriter, _ *http.Request) bool {
			h.accept(w, m{"redirect_uris": []any{"https://other.example/"}}, 201)
			return true
		}}, "signin-client-needed"},
		"a profile that is a page": {odd{profile: func(_ *host, w http.ResponseWriter, _ *http.Request) bool {
			_, _ = io.WriteString(w, "<html>")
			return true
		}}, "backpack-answer"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := newHost(t, one.odd)
			w := web(h)
			s, err := backpack.Discover(t.Context(), w, h.url(), "")
			var session *backpack.Session
			if err == nil {
				session, err = enters(t, h, w, s)
			}
			if err == nil {
				_, err = backpack.Open(session).Owner(t.Context())
			}
			if issuer.CodeOf(err) != one.code {
				t.Errorf("%v", err)
			}
		})
	}
}

// A permission that ended for good is told as that: somebody has to sign in again.
func TestRefreshEnded(t *testing.T) {
	t.Parallel()
	for _, status := range []int{http.StatusOK, http.StatusBadRequest, http.StatusForbidden} {
		h := newHost(t, odd{})
		session := at(t, h)
		h.mu.Lock()
		clear(h.access)
		h.odd.token = func(_ *host, w http.ResponseWriter, _ *http.Request) bool {
			reply(w, status, m{"error": "invalid_grant", "error_description": "refresh token expired"})
			return true
		}
		h.mu.Unlock()
		if _, err := backpack.Open(session).Push(t.Context(), award()); issuer.CodeOf(err) != "signin-again" || !signin.Ended(err) {
			t.Errorf("%d: %v", status, err)
		}
	}
}

// An answer that never ends is given up.
func TestDrip(t *testing.T) {
	t.Parallel()
	done := make(chan struct{})
	own := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for {
			select {
			case <-done:
				return
			case <-r.Context().Done():
				return
			case <-time.After(20 * time.Millisecond):
				_, _ = io.WriteString(w, " ")
				_ = http.NewResponseController(w).Flush()
			}
		}
	}))
	t.Cleanup(func() { close(done); own.Close() })
	w := fetch.HTTP(fetch.Options{Loopback: true, Roots: own.Client().Transport.(*http.Transport).TLSClientConfig.RootCAs, Timeout: 300 * time.Millisecond})
	if _, err := backpack.Discover(t.Context(), w, own.URL, ""); issuer.CodeOf(err) != "fetch-unreachable" {
		t.Error(err)
	}
}

// Lists are read to their end, once, however a host turns its pages.
func TestPages(t *testing.T) {
	t.Parallel()
	const all = 230
	for name, link := range map[string]func(h *host, at string, next int) string{
		"no link":  func(*host, string, int) string { return "" },
		"relative": func(_ *host, _ string, next int) string { return fmt.Sprintf(`<?offset=%d&limit=50>; rel=next`, next) },
		"commas and quotes": func(_ *host, at string, next int) string {
			return fmt.Sprintf(`<%s?fields=a,b&offset=0>;rel="first",<%s?fields=a,b&offset=%d>; title="a, b"; REL = "prefetch next"`, at, at, next)
		},
		"single quotes": func(_ *host, at string, next int) string { return fmt.Sprintf(`<%s?offset=%d> ; rel='next'`, at, next) },
		"http for itself": func(_ *host, at string, next int) string {
			return fmt.Sprintf(`<%s?offset=%d>; rel="next"`, strings.Replace(at, "https", "http", 1), next)
		},
		"its name inside": func(_ *host, _ string, next int) string {
			return fmt.Sprintf(`<http://backend.internal:8080/credentials?offset=%d>; rel="next"`, next)
		},
		"a circle at the end": func(_ *host, at string, next int) string {
			return fmt.Sprintf(`<%s?offset=%d>; rel="next"`, at, next%all)
		},
		"one page over and over": func(*host, string, int) string { return "" },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			asked := 0
			h := newHost(t, odd{base: v3, list: func(h *host, w http.ResponseWriter, r *http.Request) bool {
				asked++
				offset, _ := strconv.Atoi(r.URL.Query().Get("offset"))
				if name == "one page over and over" {
					offset = 0
				}
				list := []any{}
				for i := offset; i < min(offset+50, all); i++ {
					list = append(list, m{"id": fmt.Sprintf("urn:%d", i)})
				}
				if text := link(h, h.url()+v3+"/credentials", offset+50); text != "" && (offset+50 < all || strings.HasPrefix(name, "a circle")) {
					w.Header()["link"] = []string{text}
				}
				reply(w, http.StatusOK, m{"credential": list})
				return true
			}})
			held, err := backpack.Open(at(t, h)).List(context.WithoutCancel(t.Context()), time.Time{}, 1000)
			want := all
			if name == "one page over and over" {
				want = 50
			}
			ids := map[string]bool{}
			for _, one := range held {
				ids[one.ID] = true
			}
			if err != nil || len(held) != want || len(ids) != want || asked > all/50+3 {
				t.Errorf("%d badges, %d of them different, by %d questions: %v", len(held), len(ids), asked, err)
			}
		})
	}
}

// Texts may be numbers, and scopes anything.
func TestLoose(t *testing.T) {
	t.Parallel()
	var got struct{ A, B, C, D, E signin.Loose }
	if !signin.Read([]byte(`{"A":12345678901234567890,"B":"b","C":null,"D":{"x":1},"E":true}`), &got) || got.A != "12345678901234567890" || got.B != "b" || got.C+got.D+got.E != "" {
		t.Errorf("%+v", got)
	}
	for text, want := range map[string][]string{`"a b,c"`: {"a", "b", "c"}, `["a b","c"]`: {"a", "b", "c"}, `{"a":""}`: {"a"}, `7`: nil, ``: nil} {
		if scopes := signin.Scopes(json.RawMessage(text)); len(scopes) != len(want) || !slices.Equal(scopes, want) && len(want) > 0 {
			t.Errorf("%s: %q", text, scopes)
		}
	}
}
