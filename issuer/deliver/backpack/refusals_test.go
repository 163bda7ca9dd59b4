package backpack_test

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"badgekiln/issuer"
	"badgekiln/issuer/deliver/backpack"
	"badgekiln/issuer/deliver/fetch"
	"badgekiln/issuer/deliver/signin"
)

// at gives a signed-in session at a host of a test.
func at(t *testing.T, h *host) *backpack.Session {
	t.Helper()
	w := web(h)
	s, err := backpack.Discover(t.Context(), w, h.url(), "")
	if err != nil {
		t.Fatal(err)
	}
	session, err := enters(t, h, w, s)
	if err != nil {
		t.Fatal(err)
	}
	return session
}

// What a host refuses for good has a code that says why, and is not tried again.
func TestRefusalsHaveReasons(t *testing.T) {
	t.Parallel()
	for _, one := range []struct {
		name, code string
		status     int
		body       any
	}{
		{"a list of texts", "backpack-other-person", 400, m{"status": m{"error": []any{"VERIFY_RECIPIENT_IDENTIFIER", "The recipient does not match any of your verified emails"}, "statusCode": 400}}},
		{"the standard's word", "backpack-other-person", 400, m{"status": m{"error": nil, "statusCode": 400, "statusText": "RECIPIENT_PROFILE_MISMATCH"}}},
		{"cannot fetch", "backpack-not-fetched", 400, m{"status": m{"error": []any{m{"name": "FETCH_HTTP_NODE", "description": "Unable to reach URL"}}}}},
		{"no wrapper", "backpack-refused", 400, m{"status": m{"error": m{"assertion": []any{"This field is required."}}}}},
		{"a page", "backpack-refused", 403, nil},
		{"scope missing", "backpack-refused", 401, m{"status": m{"error": nil, "statusText": "PERMISSION_DENIED"}}},
		{"broken", "backpack-later", 500, nil},
	} {
		t.Run(one.name, func(t *testing.T) {
			t.Parallel()
			h := newHost(t, odd{push: func(h *host, w http.ResponseWriter, _ *http.Request) bool {
				h.pushes++
				reply(w, one.status, one.body)
				return true
			}})
			_, err := backpack.Open(at(t, h)).Push(t.Context(), award())
			if issuer.CodeOf(err) != one.code {
				t.Errorf("%v", err)
			}
			if _, again := backpack.After(err); again != (one.code == "backpack-later") {
				t.Errorf("to be tried again: %v", again)
			}
			if h.pushes != 1 {
				t.Errorf("it was pushed %d times", h.pushes)
			}
		})
	}
}

// A token goes to no other host and over no plain connection, wherever a host
// redirects to.
func TestTokensStayAtTheirHost(t *testing.T) {
	t.Parallel()
	var seen []string
	other := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { seen = append(seen, r.Header.Get("Authorization")) }))
	t.Cleanup(other.Close)
	for _, status := range []int{301, 302, 303, 307, 308} {
		h := newHost(t, odd{profile: func(_ *host, w http.ResponseWriter, r *http.Request) bool {
			http.Redirect(w, r, other.URL+"/profile", status)
			return true
		}, push: func(_ *host, w http.ResponseWriter, r *http.Request) bool {
			http.Redirect(w, r, strings.Replace(other.URL, "127.0.0.1", "localhost", 1)+"/assertions", status)
			return true
		}})
		b := backpack.Open(at(t, h))
		if _, err := b.Owner(t.Context()); issuer.CodeOf(err) != "backpack-redirect" {
			t.Errorf("%d: %v", status, err)
		}
		if _, err := b.Push(t.Context(), award()); issuer.CodeOf(err) != "backpack-redirect" {
			t.Errorf("%d: %v", status, err)
		}
	}
	if len(seen) != 0 {
		t.Errorf("the other host saw %q", seen)
	}
}

// Secrets of a sign-in are in no error, though hosts quote them.
func TestErrorsHoldNoSecrets(t *testing.T) {
	t.Parallel()
	h := newHost(t, odd{push: func(_ *host, w http.ResponseWriter, r *http.Request) bool {
		reply(w, 400, m{"status": m{"error": "you sent " + r.Header.Get("Authorization")}})
		return true
	}, token: func(_ *host, w http.ResponseWriter, r *http.Request) bool {
		if r.Form.Get("grant_type") == "refresh_token" {
			reply(w, 400, m{"error": "invalid_grant", "error_description": "no " + r.Form.Get("refresh_token")})
			return true
		}
		return false
	}})
	session := at(t, h)
	_, err := backpack.Open(session).Push(t.Context(), award())
	tokens, _ := session.Vault.Tokens(t.Context())
	_, second := signin.Renew(t.Context(), session.Web, session.Service.Server, session.Client, tokens, clock())
	text := fmt.Sprint(err, second)
	if !strings.Contains(text, "you sent") || !strings.Contains(text, "invalid_grant") {
		t.Fatalf("the host's words are lost: %s", text)
	}
	for _, secret := range h.secrets {
		if strings.Contains(text, secret) {
			t.Errorf("%s stands in %s", secret, text)
		}
	}
	if issuer.CodeOf(second) != "signin-again" {
		t.Errorf("%v", second)
	}
}

// Hosts within the house are not asked, and answers without end are cut.
func TestOnlyHostsOfTheOpenWeb(t *testing.T) {
	t.Parallel()
	h := newHost(t, odd{manifest: func(_ *host, w http.ResponseWriter, _ *http.Request) bool {
		reply(w, 200, m{"badgeConnectAPI": strings.Repeat("x", 2<<20)})
		return true
	}})
	strict := fetch.HTTP(fetch.Options{})
	for _, address := range []string{h.url(), "http://badges.example.org", "https://169.254.169.254", "https://[::1]:443", "https://localhost"} {
		if _, err := backpack.Discover(t.Context(), strict, address, ""); err == nil || !strings.HasPrefix(issuer.CodeOf(err), "fetch-") {
			t.Errorf("%s: %v", address, err)
		}
	}
	if _, err := backpack.Discover(t.Context(), web(h), h.url(), backpack.Connect); issuer.CodeOf(err) != "fetch-too-big" {
		t.Errorf("%v", err)
	}
}

// The throttle of Badgr after a failed attempt is told with its seconds, and
// passes.
func TestThrottledSignIn(t *testing.T) {
	t.Parallel()
	h := newHost(t, odd{token: badlyFirst("token", 429, m{"error": "login attempts throttled", "error_description": "Too many login attempts. Please wait and try again.", "expires": 90})})
	w := web(h)
	s, err := backpack.Discover(t.Context(), w, h.url(), "")
	if err != nil {
		t.Fatal(err)
	}
	_, err = enters(t, h, w, s)
	wait, again := backpack.After(err)
	if issuer.CodeOf(err) != "signin-throttled" || !again || wait.Seconds() != 90 {
		t.Errorf("%v %v", err, wait)
	}
	if _, err := enters(t, h, w, s); err != nil {
		t.Error(err)
	}
}

// A host that has a fault is not said to let no program in, nor a permission to have
// ended: the same may go well later.
func TestFaultsOfHosts(t *testing.T) {
	t.Parallel()
	broken := func(_ *host, w http.ResponseWriter, _ *http.Request) bool {
		reply(w, 500, m{"error": "server_error"})
		return true
	}
	h := newHost(t, odd{register: broken})
	w := web(h)
	s, err := backpack.Discover(t.Context(), w, h.url(), "")
	if err != nil {
		t.Fatal(err)
	}
	if _, err = enters(t, h, w, s); issuer.CodeOf(err) != "signin-fault" {
		t.Errorf("registered: %v", err)
	}
	h = newHost(t, odd{})
	session := at(t, h)
	h.mu.Lock()
	clear(h.access)
	h.odd.token = broken
	h.mu.Unlock()
	_, err = backpack.Open(session).Push(t.Context(), award())
	if _, again := backpack.After(err); issuer.CodeOf(err) != "signin-fault" || !again || signin.Ended(err) {
		t.Errorf("renewed: %v", err)
	}
}

// A page on this computer's own web server is a page: only what this program listens
// to itself has a port.
func TestPortsAreThisPrograms(t *testing.T) {
	t.Parallel()
	for redirect, want := range map[string]uint16{
		"http://127.0.0.1:8080/signed-in":         8080,
		"https://127.0.0.1:8443/signin/back.html": 0,
		"https://club.example/signin/back.html":   0,
	} {
		if got := backpack.Port(signin.Client{Redirect: redirect}); got != want {
			t.Errorf("%s: %d", redirect, got)
		}
	}
}

// Where nobody can register, the operator's client id does.
func TestOperatorsClient(t *testing.T) {
	t.Parallel()
	for _, status := range []int{400, 401, 403, 404, 405} {
		h := newHost(t, odd{register: func(_ *host, w http.ResponseWriter, _ *http.Request) bool {
			reply(w, status, m{"error": "registration is closed"})
			return true
		}})
		w := web(h)
		s, err := backpack.Discover(t.Context(), w, h.url(), "")
		if err != nil {
			t.Fatal(err)
		}
		if _, err = enters(t, h, w, s); issuer.CodeOf(err) != "signin-client-needed" {
			t.Errorf("%d: %v", status, err)
		}
		h.clients["made-by-hand"] = "kept"
		back, err := signin.Listen(t.Context(), 0, signin.Texts{})
		if err != nil {
			t.Fatal(err)
		}
		session, err := entered(t, h, w, s, signin.Client{ID: "made-by-hand", Secret: "kept", Redirect: back.URL()}, back)
		if err != nil {
			t.Fatal(err)
		}
		pushTwice(t, backpack.Open(session), h)
		_ = back.Close()
	}
}

// Less was allowed than pushing needs: that is said at once, and the token is
// given back.
func TestScopeCutDown(t *testing.T) {
	t.Parallel()
	h := newHost(t, odd{token: func(h *host, w http.ResponseWriter, _ *http.Request) bool {
		access := h.secret("access")
		h.access[access] = "ada"
		reply(w, 200, m{"access_token": access, "token_type": "Bearer", "scope": "https://purl.imsglobal.org/spec/ob/v2p1/scope/profile.readonly"})
		return true
	}})
	w := web(h)
	s, err := backpack.Discover(t.Context(), w, h.url(), "")
	if err != nil {
		t.Fatal(err)
	}
	if _, err = enters(t, h, w, s); issuer.CodeOf(err) != "backpack-scope" {
		t.Errorf("%v", err)
	}
	if len(h.access) != 0 {
		t.Error("the token still works")
	}
}

// mozilla is a Mozilla Backpack as it was recorded: the odd bearer, 500 without
// one, 304, texts for errors, tokens that rotate.
func mozilla(t *testing.T, raw bool) (*httptest.Server, *[]string) {
	t.Helper()
	var held []string
	access, refresh := "to+ken/1", "re+fresh/1"
	mux := http.NewServeMux()
	mux.HandleFunc("GET /issuer.js", func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("window.OpenBadges = {}")) })
	var own *httptest.Server
	mux.HandleFunc("GET /access", func(w http.ResponseWriter, r *http.Request) {
		back, _ := url.Parse(r.URL.Query().Get("callback"))
		q := back.Query()
		q.Set("access_token", access)
		q.Set("refresh_token", refresh)
		q.Set("expires", "3600")
		q.Set("api_root", own.URL+"/api")
		back.RawQuery = q.Encode()
		http.Redirect(w, r, back.String(), http.StatusSeeOther)
	})
	allowed := func(w http.ResponseWriter, r *http.Request) bool {
		given := r.Header.Get("Authorization")
		want := base64.StdEncoding.EncodeToString([]byte(access))
		if raw {
			want = access
		}
		switch given {
		case "":
			w.WriteHeader(http.StatusInternalServerError)
		case "Bearer " + want:
			return true
		default:
			w.Header().Set("WWW-Authenticate", `Bearer realm="Users", error="invalid_token"`)
			http.Error(w, "Unauthorized", http.StatusUnauthorized)
		}
		return false
	}
	mux.HandleFunc("GET /api/identity", func(w http.ResponseWriter, r *http.Request) {
		if allowed(w, r) {
			reply(w, 200, m{"recipient": issuer.IdentityHash("Ada@example.org", "s"), "salt": "s", "type": "email"})
		}
	})
	mux.HandleFunc("POST /api/issue", func(w http.ResponseWriter, r *http.Request) {
		if !allowed(w, r) {
			return
		}
		badge := r.FormValue("badge")
		for _, one := range held {
			if one == badge {
				w.WriteHeader(http.StatusNotModified)
				return
			}
		}
		held = append(held, badge)
		access, refresh = "to+ken/2", "re+fresh/2" // whoever goes on has to refresh; the old ones die
		reply(w, 201, m{"exists": false, "badge": m{"message": "DUPLICATE_BADGE"}})
	})
	mux.HandleFunc("POST /api/token", func(w http.ResponseWriter, r *http.Request) {
		if r.FormValue("refresh_token") != "re+fresh/1" || r.FormValue("grant_type") != "refresh_token" || r.Header.Get("Authorization") != "" {
			http.Error(w, "invalid refresh_token", http.StatusBadRequest)
			return
		}
		_ = json.NewEncoder(w).Encode(m{"expires": 3600, "access_token": access, "refresh_token": refresh})
	})
	own = httptest.NewTLSServer(mux)
	t.Cleanup(own.Close)
	return own, &held
}

func TestMozillaBackpack(t *testing.T) {
	t.Parallel()
	for _, raw := range []bool{false, true} {
		own, held := mozilla(t, raw)
		h := &host{own: own}
		w := web(h)
		s, err := backpack.Discover(t.Context(), w, own.URL+"/", "")
		if err != nil || s.Kind != backpack.Mozilla {
			t.Fatal(s, err)
		}
		session, err := enters(t, h, w, s)
		if err != nil {
			t.Fatal(err)
		}
		b := backpack.Open(session)
		owner, err := b.Owner(t.Context())
		if is, known := owner.Is("ada@example.org", "Ada@example.org"); err != nil || !is || !known {
			t.Errorf("%+v %v", owner, err)
		}
		if r, err := b.Push(t.Context(), award()); err != nil || r.State != backpack.Created || r.Format != issuer.OB11 {
			t.Errorf("%+v %v", r, err)
		}
		if r, err := b.Push(t.Context(), award()); err != nil || r.State != backpack.Already {
			t.Errorf("after the token was renewed: %+v %v", r, err)
		}
		if len(*held) != 1 {
			t.Errorf("%q", *held)
		}
		if _, err := b.Push(t.Context(), backpack.Award{Faces: award().Faces[:1]}); issuer.CodeOf(err) != "backpack-no-face" {
			t.Errorf("a 2.0 face: %v", err)
		}
	}
}

// badgrServer is Badgr's own API as its source has it.
func badgrServer(t *testing.T) (*httptest.Server, map[string]string) {
	t.Helper()
	held, collections := map[string]string{}, map[string]m{}
	allowed := func(w http.ResponseWriter, r *http.Request) bool {
		if r.Header.Get("Authorization") == "Bearer good" {
			return true
		}
		reply(w, 401, m{"status": m{"success": false, "description": "no valid auth token found"}})
		return false
	}
	answer := func(w http.ResponseWriter, status int, list ...any) {
		reply(w, status, m{"status": m{"success": true, "description": "ok"}, "result": list})
	}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /o/token", func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.FormValue("grant_type") == "refresh_token" && r.FormValue("refresh_token") == "again":
			reply(w, 200, m{"access_token": "good", "token_type": "Bearer", "expires_in": 86400, "refresh_token": "again", "scope": "rw:backpack"})
		case r.FormValue("username") == "ada@example.org" && r.FormValue("password") == "pass word":
			reply(w, 200, m{"access_token": "stale", "token_type": "Bearer", "expires_in": 86400, "refresh_token": "again", "scope": "rw:profile rw:backpack"})
		default:
			reply(w, 401, m{"error": "invalid_grant"})
		}
	})
	mux.HandleFunc("GET /v2/users/self", func(w http.ResponseWriter, r *http.Request) {
		if allowed(w, r) {
			answer(w, 200, m{"firstName": "Ada", "lastName": "L", "emails": []any{m{"email": "other@example.org", "verified": false}, m{"email": "ada@example.org", "verified": true}}})
		}
	})
	mux.HandleFunc("GET /v2/backpack/assertions", func(w http.ResponseWriter, r *http.Request) {
		if allowed(w, r) {
			list := []any{}
			for id := range held {
				list = append(list, m{"openBadgeId": id, "entityId": "e1"})
			}
			answer(w, 200, list...)
		}
	})
	mux.HandleFunc("POST /v2/backpack/import", func(w http.ResponseWriter, r *http.Request) {
		if !allowed(w, r) {
			return
		}
		var got map[string]any
		_ = json.NewDecoder(r.Body).Decode(&got)
		at, byURL := got["url"].(string)
		switch {
		case len(got) != 1:
			reply(w, 400, m{"status": m{"success": false}, "validationErrors": []any{m{"name": "INVALID_BADGE"}}})
		case byURL && held[at] != "":
			reply(w, 400, m{"status": m{"success": false, "description": "bad request"}, "result": []any{}, "validationErrors": []any{m{"name": "DUPLICATE_BADGE", "description": "x"}}})
		default:
			held[at] = "there"
			answer(w, 201, m{"entityType": "BackpackAssertion", "entityId": "e1", "acceptance": "Accepted"})
		}
	})
	mux.HandleFunc("GET /v2/backpack/collections", func(w http.ResponseWriter, r *http.Request) {
		if allowed(w, r) {
			list := []any{}
			for _, c := range collections {
				list = append(list, c)
			}
			answer(w, 200, list...)
		}
	})
	keep := func(w http.ResponseWriter, r *http.Request) {
		if allowed(w, r) {
			var c m
			_ = json.NewDecoder(r.Body).Decode(&c)
			c["entityId"] = "c1"
			collections["c1"] = c
			held["collection"] = fmt.Sprint(c["assertions"])
			answer(w, 201, c)
		}
	}
	mux.HandleFunc("POST /v2/backpack/collections", keep)
	mux.HandleFunc("PUT /v2/backpack/collections/c1", keep)
	own := httptest.NewTLSServer(mux)
	t.Cleanup(own.Close)
	return own, held
}

func TestBadgr(t *testing.T) {
	t.Parallel()
	own, held := badgrServer(t)
	w := web(&host{own: own})
	s, err := backpack.Discover(t.Context(), w, strings.TrimPrefix(own.URL, "https://"), "")
	if err != nil || s.Kind != backpack.Badgr {
		t.Fatal(s, err)
	}
	if _, err := signin.Password(t.Context(), w, s.Server.Token, "ada@example.org", "wrong", "rw:backpack", clock()); issuer.CodeOf(err) != "signin-password" || strings.Contains(err.Error(), "wrong") {
		t.Errorf("%v", err)
	}
	tokens, err := signin.Password(t.Context(), w, s.Server.Token, "ada@example.org", "pass word", "rw:profile rw:backpack", clock())
	if err != nil {
		t.Fatal(err)
	}
	session := &backpack.Session{Web: w, Service: s, Client: signin.Client{ID: "public"}, Vault: &vault{tokens: tokens}, Now: clock}
	b := backpack.Open(session)
	owner, err := b.Owner(t.Context())
	if is, _ := owner.Is("ada@example.org"); err != nil || !is {
		t.Errorf("%+v %v", owner, err)
	}
	if is, _ := owner.Is("other@example.org"); is {
		t.Error("an address that nobody verified counts")
	}
	r, err := b.Push(t.Context(), award())
	if err != nil || r.State != backpack.Created || r.Entity != "e1" {
		t.Errorf("%+v %v", r, err)
	}
	if r, err = b.Push(t.Context(), award()); err != nil || r.State != backpack.Already {
		t.Errorf("%+v %v", r, err)
	}
	for range 2 {
		collects(t, session)
	}
	if held["collection"] != "[e1]" {
		t.Errorf("the collection holds %s", held["collection"])
	}
}

// collects puts a badge into a collection, which is there once whatever is repeated.
func collects(t *testing.T, session *backpack.Session) {
	t.Helper()
	all, err := backpack.Collections(t.Context(), session)
	if err != nil {
		t.Fatal(err)
	}
	c := backpack.Collection{Name: "Workshop"}
	if len(all) > 0 {
		c = all[0]
	}
	c.Badges = []string{"e1"}
	if c, err = backpack.SaveCollection(t.Context(), session, c); err != nil || c.Entity != "c1" || c.Name != "Workshop" {
		t.Errorf("%+v %v", c, err)
	}
}
