package backpack

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"

	"badgekiln/issuer"
	"badgekiln/issuer/deliver/fetch"
	"badgekiln/issuer/deliver/signin"
)

// Asker sends one request and follows nothing. *fetch.Web is one.
type Asker = signin.Asker

const maxAnswer = 1 << 20 // of one call; lists are read in pages

// Vault holds the tokens of one sign-in, for this program and others that use
// the same ledger.
type Vault interface {
	// Tokens gives what is kept. Code "backpack-signed-out" when there is none.
	Tokens(ctx context.Context) (signin.Tokens, error)
	// Renew calls fresh with what is kept and keeps what it gives, while nobody
	// else does the same. Whoever waited sees what the other one kept: fresh is
	// not called when that is not stale any more.
	Renew(ctx context.Context, stale signin.Tokens, fresh func(signin.Tokens) (signin.Tokens, error)) (signin.Tokens, error)
}

// Session is a sign-in at a service, and how calls are made with it.
type Session struct {
	Web     Asker
	Service Service
	Client  signin.Client
	Vault   Vault
	Now     func() time.Time

	raw bool // a Mozilla Backpack that takes its token as it is
}

// Open gives the backpack of a session.
func Open(s *Session) Host {
	switch s.Service.Kind {
	case OB3:
		return &ob3Host{s}
	case Connect:
		return &connectHost{s}
	case Badgr:
		return &badgrHost{s}
	default:
		return &mozillaHost{s}
	}
}

// call asks with the token, and once more with a fresh one when it is refused.
func (s *Session) call(ctx context.Context, q fetch.Question) (fetch.Answer, error) {
	t, err := s.Vault.Tokens(ctx)
	if err != nil {
		return fetch.Answer{}, err
	}
	const early = 20 * time.Second // clocks differ
	renewed := false
	if !t.Until.IsZero() && s.Now().Add(early).After(t.Until) && t.Refresh != "" {
		if t, err = s.renew(ctx, t); err != nil {
			return fetch.Answer{}, err
		}
		renewed = true
	}
	a, err := s.ask(ctx, q, t)
	if err != nil || !stale(a) || renewed {
		return a, err
	}
	if s.Service.Kind == Mozilla && !s.raw {
		s.raw = true // a descendant may take the token as the standard says
		if a, err = s.ask(ctx, q, t); err != nil || a.Status != http.StatusUnauthorized {
			return a, err
		}
		s.raw = false
	}
	if t, err = s.renew(ctx, t); err != nil {
		return a, err
	}
	return s.ask(ctx, q, t)
}

func (s *Session) ask(ctx context.Context, q fetch.Question, t signin.Tokens) (fetch.Answer, error) {
	q.Header = q.Header.Clone()
	q.Header.Set("Authorization", "Bearer "+s.bearer(t.Access))
	if q.Limit == 0 {
		q.Limit = maxAnswer
	}
	a, err := signin.Follow(ctx, s.Web, q)
	if issuer.CodeOf(err) == "fetch-too-big" && q.Method == http.MethodPost && a.Status >= 200 && a.Status < 300 {
		a.Body, err = nil, nil // it was taken; what comes back besides is not needed
	}
	a.Body = signin.Scrubbed(a.Body, t.Access, s.bearer(t.Access), t.Refresh)
	return a, err
}

func (s *Session) renew(ctx context.Context, stale signin.Tokens) (signin.Tokens, error) {
	return s.Vault.Renew(ctx, stale, func(t signin.Tokens) (signin.Tokens, error) {
		switch s.Service.Kind {
		case Mozilla:
			return renewMozilla(ctx, s.Web, s.Service, t, s.Now())
		case Badgr:
			return signin.Renew(ctx, s.Web, s.Service.Server, signin.Client{ID: "public"}, t, s.Now())
		default:
			return signin.Renew(ctx, s.Web, s.Service.Server, s.Client, t, s.Now())
		}
	})
}

// stale tells an answer that a fresh token would cure. Some hosts say so with
// another status than the standard's 401.
func stale(a fetch.Answer) bool {
	switch a.Status {
	case http.StatusUnauthorized:
		return !lacksScope(a)
	case http.StatusBadRequest, http.StatusForbidden:
		said := words(a.Body)
		return strings.Contains(a.Header.Get("WWW-Authenticate"), "invalid_token") || said.has("invalid_token", "token_expired", "expired_token") ||
			said.tells("token has expired", "token expired", "token is expired", "jwt expired")
	}
	return false
}

// lacksScope tells a 401 that a fresh token would not cure.
func lacksScope(a fetch.Answer) bool {
	return strings.Contains(a.Header.Get("WWW-Authenticate"), "insufficient_scope") || words(a.Body).has("PERMISSION_DENIED")
}

// After is how long to wait before a push is tried again, and whether it makes
// sense to: false for what will be refused every time.
func After(err error) (time.Duration, bool) {
	var e *issuer.Error
	if !errors.As(err, &e) {
		return 0, false
	}
	switch e.Code {
	case "backpack-later", "signin-throttled":
		seconds, _ := strconv.Atoi(e.Values["seconds"])
		return time.Duration(seconds) * time.Second, true
	case "fetch-unreachable", "signin-fault":
		return 0, true
	}
	return 0, false
}

// head is the headers of a call.
func head(pairs ...string) http.Header {
	h := http.Header{}
	for i := 0; i+1 < len(pairs); i += 2 {
		h.Set(pairs[i], pairs[i+1])
	}
	return h
}
