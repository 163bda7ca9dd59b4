package backpack_test

import (
	"context"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"maps"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"badgekiln/issuer"
	"badgekiln/issuer/deliver/backpack"
	"badgekiln/issuer/deliver/fetch"
	"badgekiln/issuer/deliver/signin"
)

// vault keeps tokens in memory, for one program.
type vault struct {
	mu     sync.Mutex
	tokens signin.Tokens
}

func (v *vault) Tokens(context.Context) (signin.Tokens, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.tokens, nil
}

func (v *vault) Renew(_ context.Context, stale signin.Tokens, fresh func(signin.Tokens) (signin.Tokens, error)) (signin.Tokens, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.tokens != stale {
		return v.tokens, nil
	}
	t, err := fresh(v.tokens)
	if err == nil {
		v.tokens = t
	}
	return t, err
}

func clock() time.Time { return time.Now().UTC().Truncate(time.Second) }

// web reaches the hosts of a test, over TLS, on this machine alone.
func web(hosts ...*host) *fetch.Web {
	roots := x509.NewCertPool()
	for _, h := range hosts {
		roots.AddCert(h.own.Certificate())
	}
	return fetch.HTTP(fetch.Options{Loopback: true, Roots: roots})
}

const page = "https://badges.example.org/club/signin/back.html"

// award has all faces.
func award() backpack.Award {
	return backpack.Award{Faces: []backpack.Face{
		{Format: issuer.OB2, URL: "https://badges.example.org/a/1.json", Bytes: []byte(`{"@context":"https://w3id.org/openbadges/v2","type":"Assertion","id":"https://badges.example.org/a/1.json"}`)},
		{Format: issuer.OB11, URL: "https://badges.example.org/a/2.json", Bytes: []byte(`{"uid":"2","verify":{"type":"hosted","url":"https://badges.example.org/a/2.json"}}`)},
		{Format: issuer.OB3, URL: "https://badges.example.org/a/3.json", Bytes: []byte(`{"id":"https://badges.example.org/a/3.json","type":["VerifiableCredential","OpenBadgeCredential"]}`)},
		{Format: issuer.OB3JWT, Bytes: []byte("eyJhbGciOiJFZERTQSJ9.e30.c2ln")},
	}, Picture: []byte("\x89PNG\r\n\x1a\n")}
}

// enters signs in as a person would, with a browser that presses the button of
// the page when it comes there.
func enters(t *testing.T, h *host, w *fetch.Web, s backpack.Service) (*backpack.Session, error) {
	t.Helper()
	ctx := t.Context()
	back, err := signin.Listen(ctx, 0, signin.Texts{Title: "T", Done: "D", Wrong: "W"})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = back.Close() }()
	software := signin.Software{
		Name: "Badgekiln", URI: "https://badges.example.org/club/", Logo: "https://badges.example.org/club/logo.png", Terms: "https://badges.example.org/club/terms",
		Policy: "https://badges.example.org/club/policy", ID: "9a7c1f6e-3b5d-4e53-9a59-2f1f4d6f0c11", Version: "1",
	}
	c, err := backpack.Register(ctx, w, s, software, back.URL(), page, clock())
	if err != nil {
		return nil, err
	}
	return entered(t, h, w, s, c, back)
}

func entered(t *testing.T, h *host, w *fetch.Web, s backpack.Service, c signin.Client, back *signin.Return) (*backpack.Session, error) {
	t.Helper()
	secret, err := signin.NewSecret()
	if err != nil {
		t.Fatal(err)
	}
	minter, err := signin.NewMinter(secret, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	e, err := backpack.Enter(s, c, minter, back, clock())
	if err != nil {
		t.Fatal(err)
	}
	browse(t, h, e.URL, back)
	tokens, known, err := e.Finish(t.Context(), w, clock)
	if err != nil {
		return nil, err
	}
	return &backpack.Session{Web: w, Service: known, Client: c, Vault: &vault{tokens: tokens}, Now: clock}, nil
}

func browse(t *testing.T, h *host, at string, back *signin.Return) {
	t.Helper()
	roots := x509.NewCertPool()
	roots.AddCert(h.own.Certificate())
	browser := http.Client{
		Transport:     &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots, MinVersion: tls.VersionTLS12}},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	for range 6 {
		if query, is := strings.CutPrefix(at, page+"?"); is {
			at = back.URL() + "?" + query
		}
		answer, err := browser.Get(at)
		if err != nil {
			t.Fatal(err)
		}
		_ = answer.Body.Close()
		next, err := answer.Location()
		if err != nil {
			return
		}
		at = next.String()
	}
}

// once lets a first call pass and answers otherwise after.
func badlyFirst(what string, status int, body any, more ...string) func(*host, http.ResponseWriter, *http.Request) bool {
	return func(h *host, w http.ResponseWriter, _ *http.Request) bool {
		if !h.first(what) {
			return false
		}
		for i := 0; i+1 < len(more); i += 2 {
			w.Header().Set(more[i], more[i+1])
		}
		reply(w, status, body)
		return true
	}
}

// duplicates answers the second push as a host of this kind does.
func duplicates(answer any, created int, inside any) func(*host, http.ResponseWriter, *http.Request) bool {
	return func(h *host, w http.ResponseWriter, r *http.Request) bool {
		var got struct {
			Assertion json.RawMessage `json:"assertion"`
		}
		_ = json.NewDecoder(r.Body).Decode(&got)
		if h.keep(string(got.Assertion)) {
			reply(w, created, inside)
		} else {
			reply(w, http.StatusBadRequest, answer)
		}
		return true
	}
}

func refuses(member string, when func(m) bool, text string) func(*host, http.ResponseWriter, *http.Request) bool {
	return func(h *host, w http.ResponseWriter, r *http.Request) bool {
		var got m
		_ = json.NewDecoder(r.Body).Decode(&got)
		if when(got) {
			reply(w, http.StatusBadRequest, m{"error": member + ": " + text, "error_description": member + ": " + text})
		} else {
			h.accept(w, got, http.StatusCreated)
		}
		return true
	}
}

func scopes(got m) string { s, _ := got["scope"].(string); return s }

func api(document m) m { return document["badgeConnectAPI"].([]any)[0].(m) }

func scheme(document m) m {
	return document["components"].(m)["securitySchemes"].(m)["OAuth2ACG"].(m)
}

const v3 = "/ims/ob/v3p0"

// deviations is one host for each way in which real ones differ from the
// standards or from each other.
func deviations() map[string]odd {
	ok := m{"status": m{"error": nil, "statusCode": 200, "statusText": "OK"}}
	duplicate := func(e any) any {
		return m{"status": m{"error": e, "statusCode": 400, "statusText": "REQUEST_VALIDATION_ERROR"}}
	}
	list := map[string]odd{
		"connect as written": {},
		"connect: manifest by 302 to another path, base of its own": {base: "/bcv1", manifest: func(_ *host, w http.ResponseWriter, r *http.Request) bool {
			if r.URL.Path == "/.well-known/badgeconnect.json" {
				http.Redirect(w, r, "/bcv1/manifest/one", http.StatusFound)
				return true
			}
			return r.URL.Path != "/bcv1/manifest/one" && func() bool { http.NotFound(w, r); return true }()
		}, tune: func(_ *host, d m) { api(d)["version"] = "v1p0" }},
		"connect: base with a slash at its end": {tune: func(_ *host, d m) { api(d)["apiBase"] = api(d)["apiBase"].(string) + "/" }},
		"connect: the only API by itself, no revocation": {tune: func(_ *host, d m) {
			d["badgeConnectAPI"] = api(d)
			d["badgeConnectAPI"].(m)["tokenRevocationUrl"] = nil
		}},
		"connect: https redirects only": {register: refuses("redirect_uris", func(got m) bool {
			return !strings.HasPrefix(got["redirect_uris"].([]any)[0].(string), "https://")
		}, "Must be a valid HTTPS URI")},
		"connect: offline_access refused":        {register: refuses("scope", func(got m) bool { return strings.Contains(scopes(got), "offline") }, "invalid scope requested")},
		"connect: two scopes only":               {register: refuses("scope", func(got m) bool { return len(strings.Fields(scopes(got))) > 2 }, "invalid scope requested")},
		"connect: no refresh grant":              {register: refuses("grant_types", func(got m) bool { return len(got["grant_types"].([]any)) > 1 }, "not allowed")},
		"connect: unknown members refused":       {register: refuses("application_type", func(got m) bool { return got["application_type"] != nil }, "unknown member")},
		"connect: refuses without saying what":   {register: func(h *host, w http.ResponseWriter, r *http.Request) bool { return quiet(h, w, r) }},
		"connect: 200 to a registration":         {register: func(h *host, w http.ResponseWriter, r *http.Request) bool { return twoHundred(h, w, r) }},
		"connect: secret in the form only":       {token: func(h *host, w http.ResponseWriter, r *http.Request) bool { return formOnly(h, w, r) }},
		"connect: numbers as texts":              {token: func(h *host, w http.ResponseWriter, r *http.Request) bool { return texts(h, w, r) }},
		"connect: dead token at once":            {lives: 1},
		"connect: 201 with 200 inside, objects":  {push: duplicates(duplicate([]any{m{"name": "DUPLICATE_BADGE", "description": "You already have this badge in your backpack"}}), 201, ok)},
		"connect: error as a list of texts":      {push: duplicates(duplicate([]any{"DUPLICATE_BADGE", "You have it"}), 200, ok)},
		"connect: error as an object":            {push: duplicates(duplicate(m{"assertion": []any{"DUPLICATE_BADGE"}}), 200, ok)},
		"connect: 409 with no error":             {push: conflict},
		"connect: 302 of the profile":            {profile: moved},
		"connect: profile and list as results":   {profile: results, list: listed},
		"connect: refusal inside a 200, later":   {push: badlyFirst("push", 200, m{"status": m{"error": "try later", "statusCode": 503, "statusText": "BUSY"}})},
		"connect: busy, Retry-After":             {push: badlyFirst("push", 503, nil, "Retry-After", "7")},
		"connect: 429 with a date":               {push: badlyFirst("push", 429, nil, "Retry-After", time.Now().Add(time.Minute).UTC().Format(http.TimeFormat))},
		"ob3 as written":                         {base: v3},
		"ob3: addresses without a scheme":        {base: v3, tune: bareHosts},
		"ob3: server address relative":           {base: v3, tune: func(_ *host, d m) { d["servers"] = []any{m{"url": v3}} }},
		"ob3: no server address":                 {base: v3, tune: func(_ *host, d m) { delete(d, "servers") }},
		"ob3: scheme under another name, a list": {base: v3, tune: renamed},
		"ob3: application/json unknown":          {base: v3, push: mediaType},
		"ob3: this proof unknown":                {base: v3, push: tokensOnly},
		"ob3: 200 with other names in lists":     {base: v3, list: otherNames},
		"ob3: a token that died":                 {base: v3, profile: killed},
		"ob3: profile with identifiers":          {base: v3, profile: identifiers},
		"ob3: pages by Link":                     {base: v3, list: linkedPages},
	}
	maps.Copy(list, strangers())
	return list
}

// Whatever a host makes of the standards, the badge is there once in the end,
// the second push says so, and the list shows it.
func TestEveryHostHasTheBadgeOnce(t *testing.T) {
	t.Parallel()
	for name, o := range deviations() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := newHost(t, o)
			w := web(h)
			s, err := backpack.Discover(t.Context(), w, h.url(), "")
			if err != nil {
				t.Fatal(err)
			}
			session, err := enters(t, h, w, s)
			if err != nil {
				t.Fatal(err)
			}
			b := backpack.Open(session)
			owner, err := b.Owner(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			if is, known := owner.Is("ada@example.org"); !is || !known {
				t.Errorf("the backpack is not hers: %+v", owner)
			}
			if is, known := owner.Is("bob@example.org"); is || !known {
				t.Errorf("the backpack is everybody's: %+v", owner)
			}
			pushTwice(t, b, h)
			held, err := b.List(t.Context(), time.Time{}, 1000)
			if err != nil || len(held) != 1 {
				t.Errorf("the list shows %d (%v)", len(held), err)
			}
			leaves(t, h, session)
		})
	}
}

func pushTwice(t *testing.T, b backpack.Host, h *host) {
	t.Helper()
	r, err := b.Push(t.Context(), award())
	if after, again := backpack.After(err); again {
		if after <= 0 {
			t.Errorf("asked to wait for %v", after)
		}
		r, err = b.Push(t.Context(), award())
	}
	if err != nil || r.State != backpack.Created {
		t.Fatalf("the first push: %+v, %v", r, err)
	}
	if r, err = b.Push(t.Context(), award()); err != nil || r.State != backpack.Already {
		t.Errorf("the second push: %+v, %v", r, err)
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	if len(h.held) != 1 {
		t.Errorf("the host has %d", len(h.held))
	}
}

// leaves signs out; what was given may do nothing any more.
func leaves(t *testing.T, h *host, session *backpack.Session) {
	t.Helper()
	tokens, err := session.Vault.Tokens(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	gone, err := backpack.SignOut(t.Context(), session.Web, session.Service, session.Client, tokens, clock())
	if err != nil {
		t.Error(err)
	}
	if session.Service.Server.Revoke == "" {
		return
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	if !gone || h.access[tokens.Access] != "" || h.refresh[tokens.Refresh] != "" {
		t.Error("the token still works after signing out")
	}
}

func quiet(h *host, w http.ResponseWriter, r *http.Request) bool {
	var got m
	_ = json.NewDecoder(r.Body).Decode(&got)
	if len(strings.Fields(scopes(got))) > 2 || len(got["grant_types"].([]any)) > 1 {
		w.WriteHeader(http.StatusBadRequest)
	} else {
		h.accept(w, got, http.StatusCreated)
	}
	return true
}

func twoHundred(h *host, w http.ResponseWriter, r *http.Request) bool {
	var got m
	_ = json.NewDecoder(r.Body).Decode(&got)
	got["client_secret_expires_at"] = "0"
	h.accept(w, got, http.StatusOK)
	return true
}

func formOnly(h *host, w http.ResponseWriter, r *http.Request) bool {
	if r.Form.Get("client_secret") == "" || h.clients[r.Form.Get("client_id")] != r.Form.Get("client_secret") {
		reply(w, http.StatusUnauthorized, m{"error": "invalid_client"})
	} else {
		h.grants(w, r)
	}
	return true
}

func texts(h *host, w http.ResponseWriter, _ *http.Request) bool {
	access, refresh := h.secret("access"), h.secret("refresh")
	h.access[access], h.refresh[refresh] = "ada", "ada"
	reply(w, http.StatusCreated, m{"access_token": access, "token_type": "BEARER", "expires_in": "86400", "refresh_token": refresh, "scope": nil})
	return true
}

func conflict(h *host, w http.ResponseWriter, r *http.Request) bool {
	var got struct {
		Assertion json.RawMessage `json:"assertion"`
	}
	_ = json.NewDecoder(r.Body).Decode(&got)
	if h.keep(string(got.Assertion)) {
		w.WriteHeader(http.StatusNoContent)
	} else {
		w.WriteHeader(http.StatusConflict)
	}
	return true
}

func moved(_ *host, w http.ResponseWriter, r *http.Request) bool {
	if strings.HasSuffix(r.URL.RawQuery, "again") {
		return false
	}
	http.Redirect(w, r, r.URL.Path+"?again", http.StatusFound)
	return true
}

func results(_ *host, w http.ResponseWriter, _ *http.Request) bool {
	reply(w, http.StatusOK, m{"status": m{"error": nil}, "results": []any{m{"name": "Ada", "email": "ada@example.org", "@context": "x"}}})
	return true
}

func listed(h *host, w http.ResponseWriter, _ *http.Request) bool {
	list := []any{}
	for _, body := range h.held {
		list = append(list, json.RawMessage(body))
	}
	w.Header().Set("Link", `<`+h.url()+`/ims/ob/v2p1/assertions?limit=100&offset=0>; rel="first", <`+h.url()+`/x>; rel="last"`)
	reply(w, http.StatusOK, m{"status": m{"error": nil}, "results": list})
	return true
}

func bareHosts(h *host, d m) {
	bare := func(s any) any { return strings.TrimPrefix(s.(string), "https://") }
	s := scheme(d)
	s["x-imssf-registrationUrl"] = bare(s["x-imssf-registrationUrl"])
	code := s["flows"].(m)["authorizationCode"].(m)
	for _, name := range []string{"authorizationUrl", "tokenUrl", "refreshUrl"} {
		code[name] = bare(code[name])
	}
	d["servers"] = []any{m{"url": bare(h.url() + v3)}}
}

func renamed(_ *host, d m) {
	s := d["components"].(m)["securitySchemes"].(m)
	s["other"] = s["OAuth2ACG"]
	delete(s, "OAuth2ACG")
	code := s["other"].(m)["flows"].(m)["authorizationCode"].(m)
	names := []any{}
	for name := range code["scopes"].(m) {
		names = append(names, name)
	}
	code["scopes"] = names
}

func mediaType(_ *host, w http.ResponseWriter, r *http.Request) bool {
	if r.Header.Get("Content-Type") == "application/vc+ld+json" {
		return false
	}
	w.WriteHeader(http.StatusUnsupportedMediaType)
	return true
}

func tokensOnly(h *host, w http.ResponseWriter, r *http.Request) bool {
	if r.Header.Get("Content-Type") == "text/plain" {
		return false
	}
	reply(w, http.StatusBadRequest, m{"imsx_codeMajor": "failure", "imsx_severity": "error", "imsx_description": "unknown proof", "imsx_codeMinor": m{
		"imsx_codeMinorField": []any{m{"imsx_codeMinorFieldName": "proof", "imsx_codeMinorFieldValue": "invalid_data"}},
	}})
	h.odd.list = func(h *host, w http.ResponseWriter, _ *http.Request) bool {
		list := []any{}
		for _, body := range h.held {
			list = append(list, body)
		}
		reply(w, http.StatusOK, m{"credential": nil, "compactJwsStrings": list})
		return true
	}
	return true
}

func otherNames(h *host, w http.ResponseWriter, _ *http.Request) bool {
	list := []any{}
	for _, body := range h.held {
		list = append(list, json.RawMessage(body))
	}
	reply(w, http.StatusOK, m{"credentials": list, "compactJwsString": nil})
	return true
}

func killed(h *host, w http.ResponseWriter, _ *http.Request) bool {
	if !h.first("profile") {
		return false
	}
	clear(h.access)
	reply(w, http.StatusUnauthorized, m{"imsx_codeMajor": "failure", "imsx_severity": "error"})
	return true
}

func identifiers(_ *host, w http.ResponseWriter, _ *http.Request) bool {
	reply(w, http.StatusOK, m{"id": "did:example:ada", "type": "Profile", "otherIdentifier": []any{
		m{"type": "IdentifierEntry", "identifier": "12", "identifierType": "sourcedId"},
		m{"type": "IdentifierEntry", "identifier": "ada@example.org", "identifierType": "emailAddress"},
	}})
	return true
}

// linkedPages shows one badge on the second of three pages; the third links to
// another host, where nothing of ours belongs.
func linkedPages(h *host, w http.ResponseWriter, r *http.Request) bool {
	at := h.url() + v3 + "/credentials?page="
	list := []any{}
	switch r.URL.Query().Get("page") {
	case "":
		w.Header().Set("Link", `<`+at+`2>; rel="next", <`+at+`3>; rel="last"`)
		reply(w, http.StatusOK, m{"credential": []any{}, "compactJwsString": []any{}})
		return true
	case "2":
		for _, body := range h.held {
			list = append(list, json.RawMessage(body))
		}
	}
	w.Header().Set("Link", `<https://elsewhere.example/credentials>; rel="next"`)
	reply(w, http.StatusOK, m{"credential": list})
	return true
}
