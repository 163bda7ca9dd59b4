package signin

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"io"
	"net/url"
	"sync/atomic"
	"time"

	"badgekiln/issuer"
)

// Attempt is one sign-in that is under way in a browser.
type Attempt struct {
	State    string
	Redirect string // where the browser comes back to, exactly
	Made     time.Time

	verifier string
	used     atomic.Bool
}

// Begin draws the state and the verifier of a sign-in that comes back to a port
// of this machine, directly or by way of redirect.
func (m *Minter) Begin(port uint16, redirect string, now time.Time) (*Attempt, error) {
	state, err := m.state(port, now)
	if err != nil {
		return nil, err
	}
	raw := make([]byte, 32)
	if _, err := io.ReadFull(m.random, raw); err != nil {
		return nil, fmt.Errorf("draw verifier: %w", err)
	}
	return &Attempt{State: state, Redirect: redirect, Made: now, verifier: base64.RawURLEncoding.EncodeToString(raw)}, nil
}

// Challenge is S256 of a verifier (RFC 7636 §4.2).
func Challenge(verifier string) string {
	sum := sha256.Sum256([]byte(verifier))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}

// URL is the address a person opens (OB 2.1 §6.3.2). What the server's address
// has in its query already stays.
func (a *Attempt) URL(s Server, c Client, scope string) (string, error) {
	u, err := url.Parse(s.Authorize)
	if err != nil || u.Host == "" {
		return "", issuer.Fail(issuer.Refused, "signin-answer", "host", s.Authorize, "what", "authorizationUrl").Because(err)
	}
	q := u.Query()
	for name, value := range map[string]string{
		"response_type": "code", "client_id": c.ID, "redirect_uri": a.Redirect, "scope": scope, "state": a.State,
		"code_challenge": Challenge(a.verifier), "code_challenge_method": "S256",
	} {
		q.Set(name, value)
	}
	if scopeHas(scope, OfflineAccess) {
		q.Set("prompt", "consent") // OpenID Connect §11: without it some servers leave the refresh token out
	}
	u.RawQuery = q.Encode()
	return u.String(), nil
}

// Check judges what the browser brought back: whether it answers this attempt,
// in time and for the first time, from the server that was asked (RFC 9207),
// and whether the person agreed. It gives what is left to use, once.
func (a *Attempt) Check(s Server, back url.Values, now time.Time) (url.Values, error) {
	if subtle.ConstantTimeCompare([]byte(back.Get("state")), []byte(a.State)) != 1 {
		return nil, issuer.Fail(issuer.Refused, "signin-state")
	}
	if a.used.Swap(true) {
		return nil, issuer.Fail(issuer.Refused, "signin-used")
	}
	if age := now.Sub(a.Made); age > Lifetime || age < -time.Minute {
		return nil, issuer.Fail(issuer.Refused, "signin-late")
	}
	if iss := back.Get("iss"); iss != "" && s.Issuer != "" && iss != s.Issuer || iss == "" && s.TellsIss {
		return nil, issuer.Fail(issuer.Refused, "signin-issuer", "expected", s.Issuer)
	}
	switch code := back.Get("error"); code {
	case "":
		return back, nil
	case "access_denied":
		return nil, issuer.Fail(issuer.Refused, "signin-denied")
	default:
		return nil, issuer.Fail(issuer.Refused, "signin-refused", "said", Shown(code, back.Get("error_description")))
	}
}
