// Package standin is a backpack host in memory, for tests of the programs: an
// Open Badges 3.0 API with its sign-in, as the standard writes it, or one of the
// older families. Whoever opens the sign-in's page is taken for the owner and
// agrees at once.
//
// It knows what hosts answer. It must not know this program's packages: they
// are what it tests.
package standin

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// Host is one host. It serves under any address.
type Host struct {
	Email string        // whose every backpack is; several of one person are separated by commas
	Delay time.Duration // before a push is answered
	Lives time.Duration // of an access token; 0: an hour
	Deny  bool          // nobody agrees
	Kind  string        // "connect", "badgr" or "mozilla"; "" is the Open Badges 3.0 API

	site    atomic.Value // string; see Fetches
	mu      sync.Mutex
	n       int
	codes   map[string][2]string // code → challenge, redirect address
	access  map[string]time.Time
	refresh map[string]bool
	pushes  map[string]int // by credential id
	taken   map[string][]byte

	collections map[string]object // of Badgr
	secrets     []string
}

// Pushes says how often each credential was sent and taken, by its id.
func (h *Host) Pushes() map[string]int {
	h.mu.Lock()
	defer h.mu.Unlock()
	return maps.Clone(h.pushes)
}

// Taken is what arrived, by the id of the credential or the address it was fetched
// from, byte for byte.
func (h *Host) Taken() map[string][]byte {
	h.mu.Lock()
	defer h.mu.Unlock()
	return maps.Clone(h.taken)
}

// Holds puts a badge into the backpack, as its owner can without us.
func (h *Host) Holds(id string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.begin()
	h.taken[id] = nil
}

// Secrets are all tokens, codes and client secrets that were given out.
func (h *Host) Secrets() []string {
	h.mu.Lock()
	defer h.mu.Unlock()
	return append([]string{}, h.secrets...)
}

// Tokens says how many tokens work.
func (h *Host) Tokens() int {
	h.mu.Lock()
	defer h.mu.Unlock()
	return len(h.access) + len(h.refresh)
}

// TakeBack ends all permissions, as people do in their list of apps.
func (h *Host) TakeBack() {
	h.mu.Lock()
	defer h.mu.Unlock()
	clear(h.access)
	clear(h.refresh)
}

// Fetches names a server that has what is published, for hosts that fetch it: its
// paths stand for those of any address.
func (h *Host) Fetches(site string) { h.site.Store(site) }

// Turn makes every backpack somebody else's from now on, who may decline.
func (h *Host) Turn(email string, deny bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.Email, h.Deny = email, deny
}

func (h *Host) secret(kind string) string {
	h.n++
	s := fmt.Sprintf("standin-%s-%d-%s", kind, h.n, rand.Text()) // no other host's
	h.secrets = append(h.secrets, s)
	return s
}

// api is where the API is.
const api = "/ims/ob/v3p0"

// scope is what scopes begin with (Open Badges 3.0 §7.2.1.1).
const scope = "https://purl.imsglobal.org/spec/ob/v3p0/scope/"

// ServeHTTP implements http.Handler.
func (h *Host) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if h.Delay > 0 && r.URL.Path == api+"/credentials" {
		time.Sleep(h.Delay)
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	h.begin()
	if h.Kind != "" && h.family(w, r) {
		return
	}
	switch r.URL.Path {
	case api + "/discovery":
		if h.Kind == "" {
			h.discovery(w, r)
			return
		}
		http.NotFound(w, r)
	case "/register":
		h.register(w, r)
	case "/authorize":
		h.authorize(w, r)
	case "/token":
		h.token(w, r)
	case "/revoke":
		delete(h.access, r.FormValue("token"))
		delete(h.refresh, r.FormValue("token"))
	case api + "/profile", api + "/credentials":
		h.resource(w, r)
	default:
		http.NotFound(w, r)
	}
}

// begin makes a host that was never asked.
func (h *Host) begin() {
	if h.codes == nil {
		h.codes, h.access, h.refresh, h.pushes = map[string][2]string{}, map[string]time.Time{}, map[string]bool{}, map[string]int{}
		h.taken = map[string][]byte{}
	}
}

func reply(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body)
}

type object = map[string]any

func (h *Host) discovery(w http.ResponseWriter, r *http.Request) {
	base := "http://" + r.Host
	if r.TLS != nil {
		base = "https://" + r.Host
	}
	reply(w, http.StatusOK, object{
		"openapi": "3.0.1", "info": object{"title": "Stand-in", "termsOfService": base + "/terms", "x-imssf-privacyPolicyUrl": base + "/privacy"},
		"servers": []any{object{"url": base + api}},
		"components": object{"securitySchemes": object{"OAuth2ACG": object{
			"type": "oauth2", "x-imssf-registrationUrl": base + "/register", "x-imssf-revocationUrl": base + "/revoke",
			"flows": object{"authorizationCode": object{
				"authorizationUrl": base + "/authorize", "tokenUrl": base + "/token", "refreshUrl": base + "/token",
				"scopes": object{scope + "credential.upsert": "", scope + "credential.readonly": "", scope + "profile.readonly": "", "offline_access": ""},
			}},
		}}},
	})
}

func (h *Host) register(w http.ResponseWriter, r *http.Request) {
	var got object
	if json.NewDecoder(r.Body).Decode(&got) != nil || got["redirect_uris"] == nil {
		reply(w, http.StatusBadRequest, object{"error": "invalid_client_metadata"})
		return
	}
	got["client_id"], got["client_secret"] = "client-1", h.secret("client")
	reply(w, http.StatusCreated, got)
}

func (h *Host) authorize(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	back, err := url.Parse(q.Get("redirect_uri"))
	if err != nil || q.Get("code_challenge_method") != "S256" {
		http.Error(w, "bad request", http.StatusBadRequest)
		return
	}
	out := url.Values{"state": {q.Get("state")}, "scope": {q.Get("scope")}}
	if h.Deny {
		out.Set("error", "access_denied")
	} else {
		code := h.secret("code")
		h.codes[code] = [2]string{q.Get("code_challenge"), q.Get("redirect_uri")}
		out.Set("code", code)
	}
	back.RawQuery = out.Encode()
	http.Redirect(w, r, back.String(), http.StatusFound) // #nosec G710 -- where the test said
}

func (h *Host) token(w http.ResponseWriter, r *http.Request) {
	refused := func() { reply(w, http.StatusBadRequest, object{"error": "invalid_grant"}) }
	switch r.FormValue("grant_type") {
	case "authorization_code":
		sum := sha256.Sum256([]byte(r.FormValue("code_verifier")))
		known, found := h.codes[r.FormValue("code")]
		if !found || known[0] != base64.RawURLEncoding.EncodeToString(sum[:]) || known[1] != r.FormValue("redirect_uri") {
			refused()
			return
		}
		delete(h.codes, r.FormValue("code"))
	case "refresh_token":
		if !h.refresh[r.FormValue("refresh_token")] {
			clear(h.refresh) // used twice: somebody stole it
			clear(h.access)
			refused()
			return
		}
		delete(h.refresh, r.FormValue("refresh_token"))
	default:
		refused()
		return
	}
	lives := h.Lives
	if lives == 0 {
		lives = time.Hour
	}
	access, refresh := h.secret("access"), h.secret("refresh")
	h.access[access], h.refresh[refresh] = time.Now().Add(lives), true //nolint:forbidigo // a host has a clock of its own
	reply(w, http.StatusOK, object{
		"access_token": access, "refresh_token": refresh, "token_type": "Bearer", "expires_in": int(lives / time.Second), "scope": r.FormValue("scope"),
	})
}

func (h *Host) resource(w http.ResponseWriter, r *http.Request) {
	until, known := h.access[strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")]
	switch {
	case !known || time.Now().After(until): //nolint:forbidigo // a host has a clock of its own
		reply(w, http.StatusUnauthorized, object{"imsx_codeMajor": "failure", "imsx_severity": "error"})
	case strings.HasSuffix(r.URL.Path, "/profile"):
		emails, more := strings.Split(h.Email, ","), []any{}
		for _, one := range emails[1:] {
			more = append(more, object{"type": "IdentifierEntry", "identifier": one, "identifierType": "emailAddress"})
		}
		reply(w, http.StatusOK, object{"id": "https://owner.example", "type": []any{"Profile"}, "name": "Owner", "email": emails[0], "otherIdentifier": more})
	case r.Method == http.MethodGet:
		reply(w, http.StatusOK, object{"credential": []any{}, "compactJwsString": []any{}})
	default:
		h.push(w, r)
	}
}

func (h *Host) push(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(io.LimitReader(r.Body, 1<<20))
	var credential struct {
		ID string `json:"id"`
	}
	if json.Unmarshal(body, &credential) != nil || credential.ID == "" {
		reply(w, http.StatusBadRequest, object{"imsx_codeMajor": "failure", "imsx_severity": "error", "imsx_description": "no credential"})
		return
	}
	if !h.keep(credential.ID, body) {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	w.Header().Set("Content-Type", r.Header.Get("Accept"))
	w.WriteHeader(http.StatusCreated)
	_, _ = w.Write(body)
}

// keep stores what was pushed; false when it was there.
func (h *Host) keep(id string, body []byte) bool {
	h.pushes[id]++
	h.taken[id] = body
	return h.pushes[id] == 1
}
