package backpack_test

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
)

// host is a backpack host that was put together for a test: the standard's
// behaviour, and whatever deviates from it. It keeps what it was sent, and
// every token it ever gave.
type host struct {
	t   *testing.T
	own *httptest.Server
	mu  sync.Mutex
	odd odd
	codes, access, refresh,
	challenge, redirects map[string]string
	secrets  []string
	clients  map[string]string // id → secret
	held     map[string]string // id of the award's face → body
	pushes   int
	requests []string
	n        int
	once     map[string]bool
	deny     bool
}

// odd is how a host deviates. The functions answer instead of the host; false
// leaves it to the host.
type odd struct {
	manifest, register, token, profile, push, list func(h *host, w http.ResponseWriter, r *http.Request) bool
	tune                                           func(h *host, document map[string]any)
	wrap                                           func(h *host, w http.ResponseWriter, r *http.Request) // answers all, by way of h
	base                                           string                                                // of the API
	lives                                          int                                                   // seconds of an access token; 0: 3600
}

func newHost(t *testing.T, o odd) *host {
	t.Helper()
	h := &host{
		t: t, odd: o, codes: map[string]string{}, access: map[string]string{}, refresh: map[string]string{}, challenge: map[string]string{},
		redirects: map[string]string{}, clients: map[string]string{}, held: map[string]string{}, once: map[string]bool{},
	}
	h.own = httptest.NewTLSServer(h)
	if o.wrap != nil {
		h.own.Config.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { o.wrap(h, w, r) })
	}
	t.Cleanup(h.own.Close)
	return h
}

func (h *host) url() string { return h.own.URL }

// first tells whether something happens for the first time.
func (h *host) first(what string) bool {
	was := h.once[what]
	h.once[what] = true
	return !was
}

func (h *host) secret(kind string) string {
	h.n++
	s := fmt.Sprintf("%s-SECRET+/%d-%s", kind, h.n, strings.Repeat("x", 8))
	h.secrets = append(h.secrets, s)
	return s
}

func reply(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	if body != nil {
		_ = json.NewEncoder(w).Encode(body)
	}
}

type m = map[string]any

func (h *host) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.requests = append(h.requests, r.Method+" "+r.URL.Path)
	base := h.odd.base
	if base == "" {
		base = "/ims/ob/v2p1"
	}
	try := func(f func(*host, http.ResponseWriter, *http.Request) bool) bool { return f != nil && f(h, w, r) }
	switch p := r.URL.Path; {
	case p == "/.well-known/badgeconnect.json" || p == "/ims/ob/v3p0/discovery" || strings.HasPrefix(p, "/bcv1/manifest"):
		if !try(h.odd.manifest) {
			h.describe(w, p, base)
		}
	case p == "/register":
		if !try(h.odd.register) {
			h.registers(w, r)
		}
	case p == "/authorize":
		h.authorizes(w, r)
	case p == "/token":
		_ = r.ParseForm()
		if !try(h.odd.token) {
			h.tokens(w, r)
		}
	case p == "/revoke":
		_ = r.ParseForm()
		delete(h.access, r.Form.Get("token"))
		delete(h.refresh, r.Form.Get("token"))
		w.WriteHeader(http.StatusOK)
	case strings.HasPrefix(p, base+"/"), strings.HasPrefix(p, "/ims/ob/v3p0/"):
		bearer := strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")
		if h.access[bearer] == "" {
			reply(w, http.StatusUnauthorized, m{"status": m{"error": nil, "statusCode": 401, "statusText": "UNAUTHENTICATED"}})
			return
		}
		h.api(w, r, p[strings.LastIndexByte(p, '/'):], try)
	default:
		http.NotFound(w, r)
	}
}

func (h *host) describe(w http.ResponseWriter, path, base string) {
	var document m
	if strings.Contains(path, "v3p0") {
		if h.odd.base != "" && !strings.Contains(h.odd.base, "v3p0") {
			w.WriteHeader(http.StatusNotFound)
			return
		}
		if h.odd.base == "" {
			w.WriteHeader(http.StatusNotFound)
			return
		}
		const scope = "https://purl.imsglobal.org/spec/ob/v3p0/scope/"
		document = m{
			"openapi": "3.0.1", "info": m{"title": "A host", "termsOfService": h.url() + "/terms", "x-imssf-privacyPolicyUrl": h.url() + "/privacy"},
			"servers": []any{m{"url": h.url() + "/ims/ob/v3p0"}},
			"components": m{"securitySchemes": m{"OAuth2ACG": m{"type": "oauth2", "x-imssf-registrationUrl": h.url() + "/register", "flows": m{"authorizationCode": m{
				"authorizationUrl": h.url() + "/authorize", "tokenUrl": h.url() + "/token", "refreshUrl": h.url() + "/token",
				"scopes": m{scope + "credential.upsert": "", scope + "credential.readonly": "", scope + "profile.readonly": "", "offline_access": ""},
			}}}}},
		}
	} else {
		const scope = "https://purl.imsglobal.org/spec/ob/v2p1/scope/"
		document = m{"@context": "https://purl.imsglobal.org/spec/ob/v2p1/ob_v2p1.jsonld", "badgeConnectAPI": []any{m{
			"name": "A host", "apiBase": h.url() + base, "version": "v2p1", "termsOfServiceUrl": h.url() + "/terms", "privacyPolicyUrl": h.url() + "/privacy",
			"scopesOffered":   []any{scope + "assertion.create", scope + "assertion.readonly", scope + "profile.readonly", "offline_access"},
			"registrationUrl": h.url() + "/register", "authorizationUrl": h.url() + "/authorize?tenant=one", "tokenUrl": h.url() + "/token", "tokenRevocationUrl": h.url() + "/revoke",
		}}}
	}
	if h.odd.tune != nil {
		h.odd.tune(h, document)
	}
	reply(w, http.StatusOK, document)
}

func (h *host) registers(w http.ResponseWriter, r *http.Request) {
	var got m
	_ = json.NewDecoder(r.Body).Decode(&got)
	h.accept(w, got, http.StatusCreated)
}

func (h *host) accept(w http.ResponseWriter, got m, status int) {
	id, secret := fmt.Sprintf("client/%d", len(h.clients)), h.secret("client")
	h.clients[id] = secret
	list, _ := got["redirect_uris"].([]any)
	h.redirects[id] = fmt.Sprint(list[0])
	out := m{"client_id": id, "client_secret": secret, "client_id_issued_at": 1, "client_secret_expires_at": 0}
	maps.Copy(out, got)
	reply(w, status, out)
}

func (h *host) authorizes(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	if q.Get("code_challenge_method") != "S256" || q.Get("code_challenge") == "" || q.Get("response_type") != "code" {
		http.Error(w, "bad request", http.StatusBadRequest)
		return
	}
	back, _ := url.Parse(q.Get("redirect_uri"))
	out := back.Query()
	out.Set("state", q.Get("state"))
	if h.deny {
		out.Set("error", "access_denied")
	} else {
		code := h.secret("code")
		h.codes[code], h.challenge[code] = q.Get("redirect_uri"), q.Get("code_challenge")
		out.Set("code", code)
		out.Set("scope", q.Get("scope"))
	}
	back.RawQuery = out.Encode()
	http.Redirect(w, r, back.String(), http.StatusFound)
}

func (h *host) knows(r *http.Request) bool {
	id, secret, basic := r.BasicAuth()
	if !basic {
		return false
	}
	id, _ = url.QueryUnescape(id)
	secret, _ = url.QueryUnescape(secret)
	return h.clients[id] == secret && secret != ""
}

func (h *host) tokens(w http.ResponseWriter, r *http.Request) {
	if r.URL.RawQuery != "" {
		reply(w, http.StatusBadRequest, m{"error": "Token grant parameters must be sent in post body, not query parameters"})
		return
	}
	if !h.knows(r) {
		reply(w, http.StatusUnauthorized, m{"error": "invalid_client"})
		return
	}
	h.grants(w, r)
}

func (h *host) grants(w http.ResponseWriter, r *http.Request) {
	switch r.Form.Get("grant_type") {
	case "authorization_code":
		code := r.Form.Get("code")
		sum := sha256.Sum256([]byte(r.Form.Get("code_verifier")))
		if h.codes[code] == "" || h.codes[code] != r.Form.Get("redirect_uri") || base64.RawURLEncoding.EncodeToString(sum[:]) != h.challenge[code] {
			reply(w, http.StatusBadRequest, m{"error": "invalid_grant", "error_description": "no such code: " + code})
			return
		}
		delete(h.codes, code)
	case "refresh_token":
		if h.refresh[r.Form.Get("refresh_token")] == "" {
			reply(w, http.StatusBadRequest, m{"error": "invalid_grant", "error_description": "no such token: " + r.Form.Get("refresh_token")})
			return
		}
		delete(h.refresh, r.Form.Get("refresh_token")) // rotation: both old ones die
		clear(h.access)
	default:
		reply(w, http.StatusBadRequest, m{"error": "unsupported_grant_type"})
		return
	}
	lives := h.odd.lives
	if lives == 0 {
		lives = 3600
	}
	access, refresh := h.secret("access"), h.secret("refresh")
	h.access[access], h.refresh[refresh] = "ada", "ada"
	reply(w, http.StatusOK, m{"access_token": access, "token_type": "bearer", "expires_in": lives, "refresh_token": refresh, "scope": r.Form.Get("scope")})
}

func (h *host) api(w http.ResponseWriter, r *http.Request, what string, try func(func(*host, http.ResponseWriter, *http.Request) bool) bool) {
	fine := m{"error": nil, "statusCode": 200, "statusText": "OK"}
	switch {
	case what == "/profile":
		if try(h.odd.profile) {
			return
		}
		if strings.Contains(r.URL.Path, "v3p0") {
			reply(w, http.StatusOK, m{"id": "https://ada.example", "type": []any{"Profile"}, "name": "Ada", "email": "ada@example.org"})
			return
		}
		reply(w, http.StatusOK, m{"status": fine, "profile": m{"name": "Ada", "email": "Ada@Example.org"}})
	case r.Method == http.MethodGet:
		if try(h.odd.list) {
			return
		}
		list := []any{}
		for _, body := range h.held {
			if json.Valid([]byte(body)) {
				list = append(list, json.RawMessage(body))
			}
		}
		reply(w, http.StatusOK, m{"status": fine, "assertions": list, "signedAssertions": nil, "credential": list, "compactJwsString": []any{}})
	default:
		if try(h.odd.push) {
			return
		}
		h.pushed(w, r, fine)
	}
}

func (h *host) pushed(w http.ResponseWriter, r *http.Request, fine m) {
	body, _ := io.ReadAll(r.Body)
	if strings.Contains(r.URL.Path, "v3p0") {
		if h.keep(string(body)) {
			w.Header().Set("Content-Type", r.Header.Get("Accept"))
			w.WriteHeader(http.StatusCreated)
			_, _ = w.Write(body)
			return
		}
		w.WriteHeader(http.StatusNotModified)
		return
	}
	var got struct {
		Assertion json.RawMessage `json:"assertion"`
		Signed    string          `json:"signedAssertion"`
	}
	strict := json.NewDecoder(strings.NewReader(string(body)))
	strict.DisallowUnknownFields()
	if strict.Decode(&got) != nil || len(got.Assertion) == 0 && got.Signed == "" {
		reply(w, http.StatusBadRequest, m{"status": m{"error": "REQUEST_VALIDATION_ERROR", "statusCode": 400, "statusText": "REQUEST_VALIDATION_ERROR"}})
		return
	}
	if !h.keep(string(got.Assertion) + got.Signed) {
		reply(w, http.StatusBadRequest, m{"status": m{"error": "DUPLICATE_BADGE", "statusCode": 400, "statusText": "REQUEST_VALIDATION_ERROR"}})
		return
	}
	reply(w, http.StatusOK, m{"status": fine})
}

// keep stores a badge once; false when it is there.
func (h *host) keep(body string) bool {
	h.pushes++
	key := body
	var named struct {
		ID string `json:"id"`
	}
	if json.Unmarshal([]byte(body), &named) == nil && named.ID != "" {
		key = named.ID
	}
	if _, there := h.held[key]; there {
		return false
	}
	h.held[key] = body
	return true
}
