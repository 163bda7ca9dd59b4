package standin

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// family answers as one of the older families; false leaves it to the rest.
func (h *Host) family(w http.ResponseWriter, r *http.Request) bool {
	switch h.Kind {
	case "connect":
		return h.connect(w, r)
	case "badgr":
		return h.badgr(w, r)
	}
	return h.mozilla(w, r)
}

// holder tells whether a request has a token that works; if not, it is refused.
func (h *Host) holder(w http.ResponseWriter, token string) bool {
	until, known := h.access[token]
	if known && time.Now().Before(until) { //nolint:forbidigo // a host has a clock of its own
		return true
	}
	reply(w, http.StatusUnauthorized, object{"status": object{"success": false, "description": "no valid token"}})
	return false
}

func bearer(r *http.Request) string {
	return strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")
}

// connect is Badge Connect (Open Badges 2.1 §6).
func (h *Host) connect(w http.ResponseWriter, r *http.Request) bool {
	const base, scope = "/ims/ob/v2p1", "https://purl.imsglobal.org/spec/ob/v2p1/scope/"
	own, fine := "http://"+r.Host, object{"error": nil, "statusCode": 200, "statusText": "OK"}
	switch {
	case r.URL.Path == "/.well-known/badgeconnect.json":
		reply(w, http.StatusOK, object{"badgeConnectAPI": []any{object{
			"name": "Stand-in", "apiBase": own + base, "version": "v2p1", "termsOfServiceUrl": own + "/terms", "privacyPolicyUrl": own + "/privacy",
			"scopesOffered":   []any{scope + "assertion.create", scope + "assertion.readonly", scope + "profile.readonly", "offline_access"},
			"registrationUrl": own + "/register", "authorizationUrl": own + "/authorize", "tokenUrl": own + "/token", "tokenRevocationUrl": own + "/revoke",
		}}})
	case !strings.HasPrefix(r.URL.Path, base+"/"):
		return false
	case !h.holder(w, bearer(r)):
	case strings.HasSuffix(r.URL.Path, "/profile"):
		reply(w, http.StatusOK, object{"status": fine, "profile": object{"name": "Owner", "email": h.Email}})
	default:
		body, _ := io.ReadAll(io.LimitReader(r.Body, 1<<20))
		var got struct {
			Assertion json.RawMessage `json:"assertion"`
			Signed    string          `json:"signedAssertion"`
		}
		if json.Unmarshal(body, &got) != nil || len(got.Assertion) == 0 && got.Signed == "" {
			reply(w, http.StatusBadRequest, object{"status": object{"error": "no assertion", "statusCode": 400}})
			return true
		}
		id := got.Signed
		if id == "" {
			id, body = named(got.Assertion), got.Assertion
		}
		if !h.keep(id, body) {
			reply(w, http.StatusBadRequest, object{"status": object{"error": "DUPLICATE_BADGE", "statusCode": 400}})
			return true
		}
		reply(w, http.StatusOK, object{"status": fine})
	}
	return true
}

func named(document []byte) string {
	var one struct {
		ID string `json:"id"`
	}
	_ = json.Unmarshal(document, &one)
	return one.ID
}

// badgr is Badgr's API v2: entered with a password, it fetches what it imports.
func (h *Host) badgr(w http.ResponseWriter, r *http.Request) bool {
	switch r.URL.Path {
	case "/o/token":
		if r.FormValue("grant_type") != "password" || r.FormValue("password") == "" {
			return false // a refresh is the same everywhere
		}
		h.secrets = append(h.secrets, r.FormValue("password"))
		access, refresh := h.secret("access"), h.secret("refresh")
		h.access[access], h.refresh[refresh] = time.Now().Add(time.Hour), true //nolint:forbidigo // a host has a clock of its own
		reply(w, http.StatusOK, object{"access_token": access, "refresh_token": refresh, "token_type": "Bearer", "expires_in": 3600, "scope": "rw:profile rw:backpack"})
	case "/v2/backpack/assertions", "/v2/users/self", "/v2/backpack/import":
		if !h.holder(w, bearer(r)) {
			return true
		}
		if r.URL.Path == "/v2/backpack/import" {
			h.imports(w, r)
			return true
		}
		if r.URL.Path == "/v2/backpack/assertions" {
			reply(w, http.StatusOK, object{"status": object{"success": true}, "result": h.backpack()})
			return true
		}
		reply(w, http.StatusOK, object{"status": object{"success": true}, "result": []any{object{"emails": []any{object{"email": h.Email, "verified": true, "primary": true}}}}})
	default:
		if !strings.HasPrefix(r.URL.Path, "/v2/backpack/collections") {
			return false
		}
		if h.holder(w, bearer(r)) {
			h.collect(w, r)
		}
	}
	return true
}

// backpack is what the owner has, as Badgr lists it.
func (h *Host) backpack() []any {
	list := []any{}
	for id := range h.taken {
		list = append(list, object{"entityType": "BackpackAssertion", "entityId": entity(id), "openBadgeId": id})
	}
	return list
}

// entity is Badgr's name for a badge.
func entity(id string) string {
	sum := sha256.Sum256([]byte(id))
	return hex.EncodeToString(sum[:8])
}

// collect is the owner's collections.
func (h *Host) collect(w http.ResponseWriter, r *http.Request) {
	if r.Method == http.MethodGet {
		list := []any{}
		for _, one := range h.collections {
			list = append(list, one)
		}
		reply(w, http.StatusOK, object{"status": object{"success": true}, "result": list})
		return
	}
	var got object
	if json.NewDecoder(io.LimitReader(r.Body, 1<<20)).Decode(&got) != nil || got["name"] == "" {
		reply(w, http.StatusBadRequest, object{"status": object{"success": false, "description": "bad request"}, "fieldErrors": object{"name": []any{"This field is required."}}})
		return
	}
	id, status := strings.TrimPrefix(r.URL.Path, "/v2/backpack/collections/"), http.StatusOK
	if r.Method == http.MethodPost {
		id, status = entity("collection "+strconv.Itoa(len(h.collections))), http.StatusCreated
	}
	got["entityType"], got["entityId"] = "BackpackCollection", id
	if h.collections == nil {
		h.collections = map[string]object{}
	}
	h.collections[id] = got
	reply(w, status, object{"status": object{"success": true, "description": "ok"}, "result": []any{got}})
}

func (h *Host) imports(w http.ResponseWriter, r *http.Request) {
	var got struct {
		URL       string          `json:"url"`
		Assertion json.RawMessage `json:"assertion"`
	}
	_ = json.NewDecoder(io.LimitReader(r.Body, 1<<20)).Decode(&got)
	id, body := named(got.Assertion), []byte(got.Assertion)
	var err error
	if got.URL != "" {
		id = got.URL
		body, err = h.fetch(got.URL)
	}
	switch {
	case err != nil || id == "":
		reply(w, http.StatusBadRequest, object{"status": object{"success": false, "description": "Unable to reach URL"}})
	case !h.keep(id, body):
		reply(w, http.StatusBadRequest, object{"status": object{"success": false, "description": "DUPLICATE_BADGE: You already have this badge in your backpack"}})
	default:
		reply(w, http.StatusCreated, object{"status": object{"success": true}, "result": []any{object{"entityId": entity(id)}}})
	}
}

// mozilla is the Mozilla Backpack: tokens come in the address, and go in base64.
func (h *Host) mozilla(w http.ResponseWriter, r *http.Request) bool {
	if strings.HasPrefix(r.URL.Path, "/api/") {
		token, _ := base64.StdEncoding.DecodeString(bearer(r))
		if !h.holder(w, string(token)) {
			return true
		}
	}
	switch r.URL.Path {
	case "/issuer.js":
		_, _ = io.WriteString(w, "var OpenBadges = {issue: function () {}};")
	case "/access":
		h.allow(w, r)
	case "/api/identity":
		sum := sha256.Sum256([]byte(h.Email + "pepper"))
		reply(w, http.StatusOK, object{"recipient": "sha256$" + hex.EncodeToString(sum[:]), "salt": "pepper", "type": "email"})
	case "/api/issue":
		h.issue(w, r.FormValue("badge"))
	case "/baker":
		if _, err := h.fetch(r.URL.Query().Get("assertion")); err != nil {
			reply(w, http.StatusBadRequest, object{"message": "could not get assertion: " + err.Error()})
			return true
		}
		w.Header().Set("Content-Type", "image/png")
		_, _ = io.WriteString(w, "\x89PNG\r\n\x1a\n")
	default:
		return h.displayer(w, r)
	}
	return true
}

func (h *Host) allow(w http.ResponseWriter, r *http.Request) {
	back, err := url.Parse(r.URL.Query().Get("callback"))
	if err != nil {
		http.Error(w, "callback expected", http.StatusBadRequest)
		return
	}
	out := back.Query()
	if h.Deny {
		out.Set("error", "access_denied")
	} else {
		access, refresh := h.secret("access"), h.secret("refresh")
		h.access[access], h.refresh[refresh] = time.Now().Add(time.Hour), true //nolint:forbidigo // a host has a clock of its own
		out.Set("access_token", access)
		out.Set("refresh_token", refresh)
		out.Set("expires", "3600")
		out.Set("api_root", "/api")
	}
	back.RawQuery = out.Encode()
	http.Redirect(w, r, back.String(), http.StatusSeeOther) // #nosec G710 -- where the test said
}

func (h *Host) issue(w http.ResponseWriter, address string) {
	body, err := h.fetch(address)
	switch {
	case err != nil:
		reply(w, http.StatusBadRequest, object{"message": "Tried to get badge file at " + address + " and got an HTTP 404"})
	case !h.keep(address, body):
		w.WriteHeader(http.StatusNotModified)
	default:
		reply(w, http.StatusCreated, object{"exists": false, "badge": object{}})
	}
}

// displayer is what the owner shows in public: one badge.
func (h *Host) displayer(w http.ResponseWriter, r *http.Request) bool {
	switch r.URL.Path {
	case "/displayer/convert/email":
		if r.FormValue("email") != h.Email {
			reply(w, http.StatusNotFound, object{"status": "missing", "error": "Could not find a user by the email address"})
			return true
		}
		reply(w, http.StatusOK, object{"status": "okay", "email": h.Email, "userId": 1})
	case "/displayer/1/groups.json":
		reply(w, http.StatusOK, object{"userId": 1, "groups": []any{object{"groupId": 1, "name": "Shown", "badges": 1}}})
	case "/displayer/1/group/1.json":
		reply(w, http.StatusOK, object{"userId": 1, "groupId": 1, "badges": []any{object{
			"lastValidated": "2026-05-01T12:00:00.000Z", "hostedUrl": "https://club.example/a/1.json", "imageUrl": "https://club.example/a/1.png",
			"assertion": object{"issued_on": "2026-05-01", "badge": object{"name": "First <Firing>", "description": "D", "criteria": "https://club.example/c", "issuer": object{"name": "Club", "origin": "https://club.example"}}},
		}}})
	default:
		return false
	}
	return true
}

// fetch reads what is published, by a connection of its own.
func (h *Host) fetch(address string) ([]byte, error) {
	u, err := url.Parse(address)
	if err != nil {
		return nil, err
	}
	site, _ := h.site.Load().(string)
	q, err := http.NewRequestWithContext(context.Background(), http.MethodGet, site+u.Path, http.NoBody) // #nosec G704 -- the server of the test
	if err != nil {
		return nil, err
	}
	a, err := http.DefaultClient.Do(q) // #nosec G704 -- the server of the test
	if err != nil {
		return nil, err
	}
	body, err := io.ReadAll(a.Body)
	if a.StatusCode != http.StatusOK {
		err = errors.Join(err, errors.New("HTTP "+a.Status))
	}
	return body, errors.Join(err, a.Body.Close())
}
