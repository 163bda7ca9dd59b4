package engine

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"strings"
	"sync"
	"time"

	"badgekiln/issuer"
	"badgekiln/issuer/deliver/backpack"
	"badgekiln/issuer/deliver/fetch"
	"badgekiln/issuer/deliver/outbox"
	"badgekiln/issuer/deliver/signin"
	"badgekiln/issuer/ledger"
)

// passing holds the tokens of a kiosk: in memory, for as long as one person is
// there.
type passing struct {
	mu     sync.Mutex
	tokens map[string]signin.Tokens
}

func (p *passing) get(account string) (signin.Tokens, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	t, found := p.tokens[account]
	return t, found
}

func (p *passing) set(account string, t signin.Tokens) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.tokens == nil {
		p.tokens = map[string]signin.Tokens{}
	}
	p.tokens[account] = t
}

func (p *passing) drop(account string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.tokens, account)
}

// signedIn tells whether an account's tokens are here. It opens nothing.
func (e *Engine) signedIn(account string) bool {
	_, here := e.passing.get(account)
	return here || e.keys.Hidden(accountTokens(account))
}

// vault keeps the tokens of one account: sealed beside the keys, or in memory
// in a kiosk. Of several programs one at a time renews them.
type vault struct {
	e       *Engine
	account string

	mu    sync.Mutex
	known *signin.Tokens
}

// Tokens implements backpack.Vault.
func (v *vault) Tokens(context.Context) (signin.Tokens, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.known != nil {
		return *v.known, nil
	}
	return v.read()
}

func (v *vault) read() (signin.Tokens, error) {
	if t, here := v.e.passing.get(v.account); here {
		v.known = &t
		return t, nil
	}
	text, err := v.e.keys.Reveal(accountTokens(v.account))
	if err != nil {
		return signin.Tokens{}, err
	}
	var t signin.Tokens
	if text == "" || json.Unmarshal([]byte(text), &t) != nil { // the parser's error would quote them
		return t, issuer.Fail(issuer.Refused, "backpack-signed-out", "status", "", "said", "")
	}
	v.known = &t
	return t, nil
}

func (v *vault) keep(t signin.Tokens) error {
	v.known = &t
	if _, here := v.e.passing.get(v.account); here {
		v.e.passing.set(v.account, t)
		return nil
	}
	return v.e.hideTokens(v.account, t)
}

func (e *Engine) hideTokens(account string, t signin.Tokens) error {
	text, err := json.Marshal(t)
	if err != nil {
		return err
	}
	return e.keys.Hide(accountTokens(account), string(text))
}

// Renew implements backpack.Vault.
func (v *vault) Renew(ctx context.Context, stale signin.Tokens, fresh func(signin.Tokens) (signin.Tokens, error)) (signin.Tokens, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	by, err := outbox.NewWorker(v.e.env.Rand)
	if err != nil {
		return stale, err
	}
	if err := v.claim(ctx, by); err != nil {
		return stale, err
	}
	defer func() {
		_ = v.e.ledger.Update(context.WithoutCancel(ctx), func(t *ledger.Tx) error { return t.FreeAccount(v.account, by) })
	}()
	now, err := v.read() // another program may have been here
	if err != nil || now != stale {
		return now, err
	}
	// What comes back has to be kept, whoever ends the run: the old ones are dead.
	t, err := fresh(now)
	if signin.Ended(err) {
		return now, errors.Join(err, v.forget())
	}
	if err != nil {
		return now, err
	}
	return t, v.keep(t)
}

// forget drops tokens that can never work again: the sign-in is then shown as ended.
func (v *vault) forget() error {
	v.known = nil
	return v.e.keys.Forget(accountTokens(v.account))
}

// claim waits until nobody else renews. Claims of programs that ended run out,
// at once where it can be seen that they did.
func (v *vault) claim(ctx context.Context, by string) error {
	const longest, look = 45 * time.Second, 100 * time.Millisecond
	for {
		mine := false
		err := v.e.ledger.Update(ctx, func(t *ledger.Tx) error {
			until := v.e.env.Now().Add(longest)
			holder, err := t.ClaimAccount(v.account, by, until)
			if err == nil && holder != by && outbox.Ended(holder) {
				if err = t.FreeAccount(v.account, holder); err == nil {
					holder, err = t.ClaimAccount(v.account, by, until)
				}
			}
			mine = holder == by
			return err
		})
		if err != nil || mine {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(look):
		}
	}
}

// minter signs the states of sign-ins. Its secret is made with the first host;
// the public half goes onto the site with the page that sign-ins may come back
// to.
func (e *Engine) minter(ctx context.Context) (*signin.Minter, error) {
	text, err := e.keys.Reveal(stateSecret)
	if err != nil {
		return nil, err
	}
	secret, err := base64.StdEncoding.DecodeString(text)
	if text == "" || err != nil {
		if secret, err = signin.NewSecret(); err != nil {
			return nil, err
		}
		if !e.env.Dry {
			if err := e.keys.Hide(stateSecret, base64.StdEncoding.EncodeToString(secret)); err != nil {
				return nil, err
			}
		}
	}
	m, err := signin.NewMinter(secret, e.env.Rand)
	if err != nil {
		return nil, err
	}
	known := ""
	if err := e.View(ctx, func(t *ledger.Tx) (err error) {
		known, err = t.Meta(ledger.MetaSignIn)
		return err
	}); err != nil || known == m.Public() || e.env.Dry {
		return m, err
	}
	return m, e.ledger.Update(ctx, func(t *ledger.Tx) error { return t.SetMeta(ledger.MetaSignIn, m.Public()) })
}

// SignIn is a sign-in that waits for a person in a browser.
type SignIn struct {
	URL      string // what the person opens
	Backpack Backpack

	e     *Engine
	back  *signin.Return
	entry *backpack.Entry
}

// BeginSignIn opens a port for the browser to come back to and gives the
// address that the person opens. Finish has to follow, or Close. Code
// "signin-password-only" for hosts that are entered with a password or a token
// (SignInWith), "signin-page" when the site lacks the page that this host comes
// back to.
func (e *Engine) BeginSignIn(ctx context.Context, name string, texts signin.Texts) (*SignIn, error) {
	one, err := e.Backpack(ctx, name)
	if err != nil {
		return nil, err
	}
	if !one.Service.Kind.Redirect() {
		return nil, issuer.Fail(issuer.Usage, "signin-password-only", "backpack", one.Name)
	}
	m, err := e.minter(ctx)
	if err != nil {
		return nil, err
	}
	if err := e.current(ctx, &one); err != nil {
		return nil, err
	}
	if err := e.hasPage(ctx, one); err != nil {
		return nil, err
	}
	back, err := signin.Listen(ctx, backpack.Port(one.Client), texts)
	if err != nil {
		return nil, err
	}
	c, err := e.opened(one)
	s := &SignIn{Backpack: one, e: e, back: back}
	if err == nil {
		s.entry, err = backpack.Enter(one.Service, c, m, back, e.env.Now())
	}
	if err != nil {
		return nil, errors.Join(err, back.Close())
	}
	s.URL = s.entry.URL
	return s, nil
}

// current makes a client known anew whose secret has run out (RFC 7591 §3.2.1).
func (e *Engine) current(ctx context.Context, one *Backpack) error {
	if one.Client.Until.IsZero() || e.env.Now().Before(one.Client.Until) {
		return nil
	}
	c, err := e.client(ctx, web(one.Local), one.Service, NewBackpack{})
	if err != nil {
		return err
	}
	one.Client = c
	row, err := rowOf(*one)
	if err == nil {
		err = e.update(ctx, func(t *ledger.Tx) error { return t.UpdateBackpack(row) })
	}
	if err == nil {
		err = e.keys.Hide(clientSecret(one.Name), c.Secret)
	}
	return err
}

// hasPage looks whether the page that a browser comes back to is there, and ours.
func (e *Engine) hasPage(ctx context.Context, one Backpack) error {
	if !strings.HasSuffix(one.Client.Redirect, "/"+signin.PageFile) {
		return nil
	}
	return e.pageThere(ctx, web(one.Local), one.Client.Redirect)
}

// pageThere fails with the code "signin-page" when a page of ours is not there.
func (e *Engine) pageThere(ctx context.Context, at *fetch.Web, page string) error {
	m, err := e.minter(ctx)
	if err != nil {
		return err
	}
	found, err := at.Load(ctx, page)
	if err != nil || !strings.Contains(string(found.Bytes), m.Public()) {
		return issuer.Fail(issuer.Refused, "signin-page", "url", page).Because(err)
	}
	return nil
}

// Close gives a sign-in up.
func (s *SignIn) Close() error { return s.back.Close() }

// SignInOptions is how a sign-in ends.
type SignInOptions struct {
	Email string // whose backpack it is, for hosts that do not tell; "" leaves it to the host
	Brief bool   // for a kiosk: nothing is sealed on disk
}

// Finish waits for the browser, and keeps the sign-in. Somebody who was signed
// in at the host already is the same account as before.
func (s *SignIn) Finish(ctx context.Context, o SignInOptions) (Account, error) {
	defer func() { _ = s.back.Close() }()
	tokens, known, err := s.entry.Finish(ctx, web(s.Backpack.Local), s.e.env.Now)
	if err != nil {
		return Account{}, err
	}
	s.Backpack.Service = known
	a, err := s.e.keepAccount(ctx, s.Backpack, tokens, o)
	if err != nil {
		s.e.giveBack(context.WithoutCancel(ctx), s.Backpack, tokens)
	}
	return a, err
}

// giveBack has a host take back tokens that are kept nowhere: somebody went away in
// the middle of signing in.
func (e *Engine) giveBack(ctx context.Context, one Backpack, tokens signin.Tokens) {
	if c, err := e.opened(one); err == nil {
		_, _ = backpack.SignOut(ctx, web(one.Local), one.Service, c, tokens, e.env.Now())
	}
}

// SignInWith signs in at a host without a browser: with a token that the person
// made there, or with address and password (Badgr), of which nothing is kept.
func (e *Engine) SignInWith(ctx context.Context, name, user, secret string, o SignInOptions) (Account, error) {
	one, err := e.Backpack(ctx, name)
	if err != nil {
		return Account{}, err
	}
	tokens := signin.Tokens{Access: secret}
	if user != "" {
		if one.Service.Kind != backpack.Badgr {
			return Account{}, issuer.Fail(issuer.Usage, "signin-browser-only", "backpack", one.Name)
		}
		needed, _ := one.Service.Kind.Scopes()
		tokens, err = signin.Password(ctx, web(one.Local), one.Service.Server.Token, user, secret, strings.Join(needed, " "), e.env.Now())
		if err != nil {
			return Account{}, err
		}
	}
	return e.keepAccount(ctx, one, tokens, o)
}

// keepAccount asks whose backpack it is and keeps the sign-in.
func (e *Engine) keepAccount(ctx context.Context, one Backpack, tokens signin.Tokens, o SignInOptions) (Account, error) {
	c, err := e.opened(one)
	if err != nil {
		return Account{}, err
	}
	fresh := &inHand{tokens: tokens}
	session := &backpack.Session{Web: web(one.Local), Service: one.Service, Client: c, Vault: fresh, Now: e.env.Now}
	owner, err := backpack.Open(session).Owner(ctx)
	if err != nil && issuer.CodeOf(err) != "backpack-refused" { // some hosts tell nobody
		return Account{}, err
	}
	if _, known := owner.Is(); !known && o.Email != "" {
		owner.Emails = []string{strings.TrimSpace(o.Email)}
	}
	a := Account{Backpack: one.Name, Owner: owner, Scope: tokens.Scope, Made: e.env.Now(), Here: true}
	for _, before := range one.Accounts {
		if !o.Brief && sameOwner(before.Owner, owner) {
			a.Name, a.Made = before.Name, before.Made
		}
	}
	text, err := json.Marshal(owner)
	if err != nil {
		return a, err
	}
	row, err := rowOf(one)
	if err != nil {
		return a, err
	}
	if err := e.update(ctx, func(t *ledger.Tx) error {
		if err := t.UpdateBackpack(row); err != nil || a.Name != "" {
			return err
		}
		if a.Name, err = t.NewAccountName(); err != nil {
			return err
		}
		return t.AddAccount(ledger.Account{Name: a.Name, Backpack: one.Name, Owner: text, Scope: tokens.Scope})
	}); err != nil || e.env.Dry {
		return a, err
	}
	if o.Brief {
		e.passing.set(a.Name, fresh.tokens)
		return a, nil
	}
	return a, e.hideTokens(a.Name, fresh.tokens)
}

func sameOwner(a, b backpack.Owner) bool {
	for _, email := range a.Emails {
		if is, _ := (backpack.Owner{Emails: b.Emails}).Is(email); is {
			return true
		}
	}
	return false
}

// inHand is the vault of tokens that nobody else has yet.
type inHand struct{ tokens signin.Tokens }

func (h *inHand) Tokens(context.Context) (signin.Tokens, error) { return h.tokens, nil }

func (h *inHand) Renew(_ context.Context, _ signin.Tokens, fresh func(signin.Tokens) (signin.Tokens, error)) (signin.Tokens, error) {
	t, err := fresh(h.tokens)
	if err == nil {
		h.tokens = t
	}
	return t, err
}
