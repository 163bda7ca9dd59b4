package signin

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"badgekiln/issuer"
	"badgekiln/issuer/deliver/fetch"
)

// OfflineAccess is the scope that asks for a refresh token.
const OfflineAccess = "offline_access"

func scopeHas(scope, one string) bool { return slices.Contains(strings.Fields(scope), one) }

// Offered gives the scopes of a wish that a server offers; all of them when it
// does not say.
func (s Server) Offered(wish ...string) string {
	var list []string
	for _, one := range wish {
		if len(s.Scopes) == 0 && one != OfflineAccess || slices.Contains(s.Scopes, one) {
			list = append(list, one)
		}
	}
	return strings.Join(list, " ")
}

// registration is a client as RFC 7591 §2 writes it.
type registration struct {
	Name      string   `json:"client_name"`
	URI       string   `json:"client_uri,omitempty"`
	Logo      string   `json:"logo_uri,omitempty"`
	Terms     string   `json:"tos_uri,omitempty"`
	Policy    string   `json:"policy_uri,omitempty"`
	Software  string   `json:"software_id"`
	Version   string   `json:"software_version"`
	Redirects []string `json:"redirect_uris"`
	Method    string   `json:"token_endpoint_auth_method"`
	Grants    []string `json:"grant_types"`
	Responses []string `json:"response_types"`
	Scope     string   `json:"scope,omitempty"`
	Kind      string   `json:"application_type,omitempty"` // OpenID Connect Registration §2
}

// Wish is what a registration would like to have.
type Wish struct {
	Redirects []string // tried in this order
	Scope     string   // in the order of their worth, the dispensable ones last
	Needed    string   // those without which nothing works
}

// Register makes this program known to a server (RFC 7591). Where something is
// refused, it asks again without it: the redirect address, the scopes that can
// be done without, the refresh grant, the kind of application. The code is
// "signin-client-needed" when nothing helped, and the operator has to make a
// client id.
func Register(ctx context.Context, web Asker, s Server, software Software, wish Wish, now time.Time) (Client, error) {
	if s.Register == "" {
		return Client{}, issuer.Fail(issuer.Refused, "signin-client-needed", "said", "")
	}
	var last error
	for _, redirect := range wish.Redirects {
		local := strings.HasPrefix(redirect, "http://127.0.0.1")
		r := registration{
			Name: software.Name, URI: software.URI, Logo: software.Logo, Terms: software.Terms, Policy: software.Policy,
			Software: software.ID, Version: software.Version, Redirects: []string{redirect}, Method: "client_secret_basic",
			Grants: []string{"authorization_code", "refresh_token"}, Responses: []string{"code"}, Scope: wish.Scope,
		}
		if local {
			r.Kind = "native"
		}
		const tries = 5
		for range tries {
			answer, err := postJSON(ctx, web, s.Register, r)
			if err != nil {
				return Client{}, err
			}
			if ok(answer) {
				c, err := registered(answer, r, now)
				if last = err; issuer.CodeOf(err) == "signin-client-needed" {
					break // the next address may stay as it is
				}
				return c, err
			}
			if last = failed(answer, now, faultOr(answer, "signin-client-needed")); !refusedAsWritten(answer.Status) {
				return Client{}, last
			}
			less, can := r.without(answer, wish)
			if !can {
				break
			}
			r = less
		}
	}
	return Client{}, last
}

// refusedAsWritten tells an answer that may become another one when the
// question is.
func refusedAsWritten(status int) bool {
	return status == http.StatusBadRequest || status == http.StatusUnprocessableEntity
}

// without leaves out what an answer complains about, or else whatever can be
// done without; not can when there is nothing left, or another redirect has to
// be tried.
func (r registration) without(a fetch.Answer, wish Wish) (less registration, can bool) {
	code, all := said(a)
	about := strings.ToLower(code + " " + all)
	if strings.Contains(about, "redirect") {
		return r, false
	}
	switch {
	case strings.Contains(about, "grant") && len(r.Grants) > 1:
		r.Grants = r.Grants[:1]
	case strings.Contains(about, "application_type") && r.Kind != "":
		r.Kind = ""
	case scopeHas(r.Scope, OfflineAccess):
		r.Scope = strings.Join(slices.DeleteFunc(strings.Fields(r.Scope), func(s string) bool { return s == OfflineAccess }), " ")
	case r.Scope != wish.Needed && wish.Needed != "":
		r.Scope = wish.Needed
	case len(r.Grants) > 1:
		r.Grants = r.Grants[:1]
	case r.Kind != "":
		r.Kind = ""
	default:
		return r, false
	}
	return r, true
}

// registered reads what a server made of a registration.
func registered(a fetch.Answer, r registration, now time.Time) (Client, error) {
	var got struct {
		ID        Loose           `json:"client_id"`
		Secret    Loose           `json:"client_secret"`
		Expires   any             `json:"client_secret_expires_at"`
		Method    Loose           `json:"token_endpoint_auth_method"`
		Scope     json.RawMessage `json:"scope"`
		Grants    any             `json:"grant_types"`
		Redirects []string        `json:"redirect_uris"`
	}
	if !Read(a.Body, &got) || got.ID == "" {
		return Client{}, issuer.Fail(issuer.Refused, "signin-answer", "host", a.URL, "what", "client_id")
	}
	if !keeps(got.Redirects, r.Redirects[0]) {
		return Client{}, issuer.Fail(issuer.Refused, "signin-client-needed", "said", Shown("redirect_uris: "+strings.Join(got.Redirects, " ")))
	}
	c := Client{ID: string(got.ID), Secret: string(got.Secret), Redirect: r.Redirects[0], Scope: r.Scope, Posts: got.Method == "client_secret_post"}
	if at := number(got.Expires); at > 0 && time.Unix(at, 0).After(now) {
		c.Until = time.Unix(at, 0).UTC()
	}
	if scope := scopeText(got.Scope); scope != "" {
		c.Scope = scope
	}
	c.Refreshs = len(r.Grants) > 1
	if list, is := got.Grants.([]any); is {
		c.Refreshs = slices.Contains(list, any("refresh_token"))
	}
	return c, nil
}

// keeps tells whether a server that says what it wrote down kept an address: one
// that put another in its place would never let a sign-in come back. Of loopback
// addresses the port may be left out or changed (RFC 8252 §7.3).
func keeps(kept []string, asked string) bool {
	return len(kept) == 0 || slices.ContainsFunc(kept, func(one string) bool { return one == asked || portless(one) != "" && portless(one) == portless(asked) })
}

// portless is a loopback address without its port; "" for all others.
func portless(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Hostname() != "127.0.0.1" {
		return ""
	}
	u.Host = u.Hostname()
	return u.String()
}

func postJSON(ctx context.Context, web Asker, at string, body any) (fetch.Answer, error) {
	raw, err := json.Marshal(body)
	if err != nil {
		return fetch.Answer{}, err
	}
	return Follow(ctx, web, fetch.Question{
		Method: http.MethodPost, URL: at, Body: raw, Limit: maxAnswer,
		Header: http.Header{"Content-Type": {"application/json"}, "Accept": {"application/json"}},
	})
}
