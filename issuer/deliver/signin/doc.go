// Package signin lets a person sign in to a server of somebody else in their
// own browser and brings back what this program may do there: OAuth 2.0 with
// the authorization code and PKCE (RFC 6749, 7636), as Open Badges 2.1 §6.3 and
// 3.0 §7 profile it, for a program on a desk (RFC 8252).
//
// The browser comes back to a port of this machine. Where a server only knows
// https addresses of one host, it comes back to a page on the organiser's own
// site, which hands on to that port: to nowhere but 127.0.0.1, only when a
// person presses a button, and only for a state that this program has signed.
// A state dies when it is used, or after ten minutes.
//
// It knows states, codes, tokens, clients and how servers differ in them. It
// must not know what a badge is, where secrets are kept, or words: clock,
// chance, keys and texts are handed in. No token, code or secret reaches an
// error or a log.
//
// Failures are codes: signin-state, signin-late, signin-used, signin-issuer,
// signin-denied, signin-refused, signin-no-code, signin-code, signin-again,
// signin-client, signin-client-needed, signin-throttled, signin-fault,
// signin-answer, signin-port; and backpack-redirect where a server leads secrets elsewhere.
package signin

import (
	"context"
	"time"

	"badgekiln/issuer/deliver/fetch"
)

// Asker sends one request and follows nothing. *fetch.Web is one.
type Asker interface {
	Ask(ctx context.Context, q fetch.Question) (fetch.Answer, error)
}

// Lifetime is how long a person may take in the browser.
const Lifetime = 10 * time.Minute

// Server is where people sign in: its addresses, from a manifest, a service
// description or its own metadata (RFC 8414). Nothing of it is secret.
type Server struct {
	Issuer    string   `json:"issuer,omitempty"`     // RFC 9207; "" unknown
	TellsIss  bool     `json:"tells_iss,omitempty"`  // it promises to name itself on the way back
	Authorize string   `json:"authorize,omitempty"`  // may hold a query
	Token     string   `json:"token,omitempty"`      //
	Refresh   string   `json:"refresh,omitempty"`    // "": as Token
	Register  string   `json:"register,omitempty"`   // RFC 7591; "": a client id comes from its operator
	Revoke    string   `json:"revoke,omitempty"`     // RFC 7009; "": tokens only run out
	Scopes    []string `json:"scopes,omitempty"`     // offered; empty: unknown
	BasicOnly bool     `json:"basic_only,omitempty"` // never try the secret in the form
}

// Client is what a server knows this program as.
type Client struct {
	ID       string    `json:"id"`
	Secret   string    `json:"secret,omitempty"`
	Until    time.Time `json:"until,omitzero"` // when the secret ends; zero for never
	Redirect string    `json:"redirect"`       // registered; the port of a loopback one may differ (RFC 8252 §7.3)
	Scope    string    `json:"scope,omitempty"`
	Posts    bool      `json:"posts,omitempty"` // the secret goes into the form, and not into a header
	Refreshs bool      `json:"refreshs,omitempty"`
}

// Tokens are what a sign-in gives. They are kept sealed, or not at all.
type Tokens struct {
	Access  string    `json:"access"`
	Refresh string    `json:"refresh,omitempty"`
	Until   time.Time `json:"until,omitzero"` // zero: nobody said
	Scope   string    `json:"scope,omitempty"`
}

// Software is how this program introduces itself to a server. All addresses
// have to be https and on one host, and the logo has to load.
type Software struct {
	Name, URI, Logo, Terms, Policy string
	ID                             string // a constant UUID of the program
	Version                        string
}
