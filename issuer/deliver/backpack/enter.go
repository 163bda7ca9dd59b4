package backpack

import (
	"context"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"badgekiln/issuer"
	"badgekiln/issuer/deliver/signin"
)

// Register makes this program known to a service, to come back to a port of
// this machine, or to the page on the organiser's site where that is refused
// (page "" for none). Kinds that know no clients give an empty one.
func Register(ctx context.Context, web Asker, s Service, software signin.Software, loopback, page string, now time.Time) (signin.Client, error) {
	switch s.Kind {
	case Mozilla:
		// The issuer's origin has to be that of the callback, so the page is first.
		if page == "" {
			page = loopback
		}
		return signin.Client{Redirect: page}, nil
	case Badgr:
		return signin.Client{ID: "public"}, nil
	}
	needed, wished := s.Kind.Scopes()
	wish := signin.Wish{Scope: s.Server.Offered(append(slices.Clone(needed), wished...)...), Needed: s.Server.Offered(needed...), Redirects: []string{loopback}}
	if page != "" {
		wish.Redirects = append(wish.Redirects, page)
	}
	return signin.Register(ctx, web, s.Server, software, wish, now)
}

// Port is the port that a client's redirect address names; 0 when it comes back
// by way of a page.
func Port(c signin.Client) uint16 {
	u, err := url.Parse(c.Redirect)
	if err != nil || u.Scheme != "http" || u.Hostname() != "127.0.0.1" { // https here is a web server
		return 0
	}
	port, err := strconv.ParseUint(u.Port(), 10, 16)
	if err != nil {
		return 0
	}
	return uint16(port)
}

// Entry is a sign-in that waits for a person in a browser.
type Entry struct {
	URL string // what the person opens

	service Service
	client  signin.Client
	attempt *signin.Attempt
	back    *signin.Return
}

// Enter begins a sign-in that comes back to an open port.
func Enter(s Service, c signin.Client, m *signin.Minter, back *signin.Return, now time.Time) (*Entry, error) {
	redirect := c.Redirect
	if Port(c) != 0 || redirect == "" {
		redirect = back.URL() // of loopback addresses the port is free (RFC 8252 §7.3)
	}
	attempt, err := m.Begin(back.Port(), redirect, now)
	if err != nil {
		return nil, err
	}
	e := &Entry{service: s, client: c, attempt: attempt, back: back}
	if s.Kind == Mozilla {
		e.URL, err = AccessURL(s, attempt)
	} else {
		scope := c.Scope
		if scope == "" {
			needed, wished := s.Kind.Scopes()
			scope = s.Server.Offered(append(needed, wished...)...)
		}
		e.client.Scope = scope
		e.URL, err = attempt.URL(s.Server, c, scope)
	}
	if err != nil {
		return nil, err
	}
	back.Expect(attempt)
	return e, nil
}

// Finish waits for the browser and gives the tokens, and the service as it is
// known now. Codes of signin; "backpack-scope" when the person or the host did
// not allow what pushing needs.
func (e *Entry) Finish(ctx context.Context, web Asker, now func() time.Time) (signin.Tokens, Service, error) {
	came, err := e.back.Await(ctx, e.attempt)
	if err != nil {
		return signin.Tokens{}, e.service, err
	}
	back, err := e.attempt.Check(e.service.Server, came, now())
	if err != nil {
		return signin.Tokens{}, e.service, err
	}
	if e.service.Kind == Mozilla {
		return Granted(e.service, back, now())
	}
	t, err := e.attempt.Exchange(ctx, web, e.service.Server, e.client, back, now())
	if err != nil {
		return t, e.service, err
	}
	needed, _ := e.service.Kind.Scopes()
	if push := needed[0]; t.Scope != "" && !slices.Contains(strings.Fields(t.Scope), push) {
		_, _ = signin.Revoke(ctx, web, e.service.Server, e.client, t, now())
		return signin.Tokens{}, e.service, issuer.Fail(issuer.Refused, "backpack-scope", "scope", push)
	}
	return t, e.service, nil
}

// SignOut ends a sign-in at the service; false when the service has no way to,
// and the tokens only run out.
func SignOut(ctx context.Context, web Asker, s Service, c signin.Client, t signin.Tokens, now time.Time) (bool, error) {
	return signin.Revoke(ctx, web, s.Server, c, t, now)
}
