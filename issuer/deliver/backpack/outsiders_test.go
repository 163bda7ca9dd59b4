package backpack_test

import (
	"crypto/rand"
	"os"
	"os/exec"
	"testing"
	"time"

	"badgekiln/issuer"
	"badgekiln/issuer/deliver/backpack"
	"badgekiln/issuer/deliver/fetch"
	"badgekiln/issuer/deliver/signin"
)

// TestOutsiders signs in at a host of other people's programs, pushes a whole
// 2.0 assertion by Badge Connect, renews and signs out. It runs as a part of
// the conformance, which starts the host and a browser.
func TestOutsiders(t *testing.T) {
	t.Parallel()
	address, browser := os.Getenv("BADGEKILN_OUTSIDERS"), os.Getenv("BADGEKILN_BROWSER")
	if address == "" || browser == "" {
		t.Skip("BADGEKILN_OUTSIDERS names no host")
	}
	ctx, w := t.Context(), fetch.HTTP(fetch.Options{Loopback: true})
	s, err := backpack.Discover(ctx, w, address, backpack.Connect)
	if err != nil {
		t.Fatal(err)
	}
	back, err := signin.Listen(ctx, 0, signin.Texts{Title: "Done", Done: "Done", Wrong: "Wrong"})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = back.Close() }()
	c, err := backpack.Register(ctx, w, s, signin.Software{Name: "Badgekiln", ID: "9a7c1f6e-3b5d-4e53-9a59-2f1f4d6f0c11", Version: "1"}, back.URL(), "", clock())
	if err != nil {
		t.Fatal(err)
	}
	secret, err := signin.NewSecret()
	if err != nil {
		t.Fatal(err)
	}
	m, err := signin.NewMinter(secret, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	e, err := backpack.Enter(s, c, m, back, clock())
	if err != nil {
		t.Fatal(err)
	}
	if out, err := exec.CommandContext(ctx, browser, e.URL).CombinedOutput(); err != nil {
		t.Fatalf("%v %s", err, out)
	}
	tokens, s, err := e.Finish(ctx, w, clock)
	if err != nil {
		t.Fatal(err)
	}
	v := &vault{tokens: tokens}
	session := &backpack.Session{Web: w, Service: s, Client: c, Vault: v, Now: clock}
	b := backpack.Open(session)
	owner, err := b.Owner(ctx)
	if is, _ := owner.Is("ada@example.org"); err != nil || !is {
		t.Errorf("%+v %v", owner, err)
	}
	assertion := `{"@context":"https://w3id.org/openbadges/v2","type":"Assertion","id":"https://badges.example.org/a/1.json",` +
		`"recipient":{"type":"email","hashed":false,"identity":"ada@example.org"},"badge":"https://badges.example.org/b/1/badge.json",` +
		`"verification":{"type":"HostedBadge"},"issuedOn":"2026-11-26T12:00:00Z"}`
	r, err := b.Push(ctx, backpack.Award{Faces: []backpack.Face{{Format: issuer.OB2, URL: "https://badges.example.org/a/1.json", Bytes: []byte(assertion)}}})
	if err != nil || r.State != backpack.Created {
		t.Errorf("%+v %v", r, err)
	}
	if _, err := b.List(ctx, time.Time{}, 5); err != nil {
		t.Error(err)
	}
	fresh, err := signin.Renew(ctx, w, s.Server, c, tokens, clock())
	if err != nil || fresh.Refresh == tokens.Refresh {
		t.Errorf("the refresh token did not rotate: %v", err)
	}
	if _, err := signin.Renew(ctx, w, s.Server, c, tokens, clock()); issuer.CodeOf(err) != "signin-again" {
		t.Errorf("an old refresh token: %v", err)
	}
	if gone, err := backpack.SignOut(ctx, w, s, c, fresh, clock()); err != nil || !gone {
		t.Errorf("signing out: %v %v", gone, err)
	}
	v.tokens = fresh
	if _, err := b.Owner(ctx); issuer.CodeOf(err) != "signin-again" {
		t.Errorf("after signing out: %v", err)
	}
}
