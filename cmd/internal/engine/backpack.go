package engine

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"time"

	"badgekiln/cmd/internal/release"
	"badgekiln/issuer"
	"badgekiln/issuer/deliver/backpack"
	"badgekiln/issuer/deliver/fetch"
	"badgekiln/issuer/deliver/signin"
	"badgekiln/issuer/ledger"
	"badgekiln/issuer/site"
)

// What backpacks are, for whoever shows them: AddBackpack makes a host known,
// BeginSignIn lets a person sign in there in a browser, PlanPush says which
// awards would go to whose backpack and why the others cannot, Push sends them
// through the outbox, Kiosk does all of it for one person at a shared computer.
// Whoever has not signed in is never pushed to.

// softwareID names this program to hosts (RFC 7591 §2), in all its releases.
const softwareID = "7f0a0a52-6b1d-4f0e-9a4e-3f6c2a5f8d11"

// Backpack is a host of backpacks with who is signed in there.
type Backpack struct {
	Name     string
	Service  backpack.Service
	Client   signin.Client // without its secret
	Local    bool
	Made     time.Time
	Accounts []Account
}

// Account is somebody's sign-in.
type Account struct {
	Name     string
	Backpack string
	Owner    backpack.Owner
	Scope    string
	Made     time.Time
	Here     bool // its tokens are on this computer: a restored ledger has none
}

// NewBackpack is a host as a person gives it.
type NewBackpack struct {
	Name    string // "" is made of the address
	Address string
	Kind    backpack.Kind // "" asks the host
	Issuer  string        // slug: whose web space is shown; "" for the only one
	Local   bool          // on this computer, for trials: http and loopback are allowed
	// Of a client that the host's operator made. Redirect "" is a port of this
	// computer.
	ClientID, ClientSecret, Redirect string
}

// Backpacks lists the hosts.
func (e *Engine) Backpacks(ctx context.Context) ([]Backpack, error) {
	list := []Backpack{}
	err := e.View(ctx, func(t *ledger.Tx) error {
		all, err := t.Backpacks()
		for _, row := range all {
			if err != nil {
				return err
			}
			var one Backpack
			if one, err = e.backpackOf(t, row); err == nil {
				list = append(list, one)
			}
		}
		return err
	})
	return list, err
}

func (e *Engine) backpackOf(t *ledger.Tx, row ledger.Backpack) (Backpack, error) {
	one := Backpack{Name: row.Name, Local: row.Local, Made: row.Made, Accounts: []Account{}}
	if err := errors.Join(json.Unmarshal(row.Service, &one.Service), json.Unmarshal(row.Client, &one.Client)); err != nil {
		return one, err
	}
	rows, err := t.Accounts(row.Name)
	for _, a := range rows {
		account := Account{Name: a.Name, Backpack: a.Backpack, Scope: a.Scope, Made: a.Made, Here: e.signedIn(a.Name)}
		err = errors.Join(err, json.Unmarshal(a.Owner, &account.Owner))
		one.Accounts = append(one.Accounts, account)
	}
	return one, err
}

// Backpack finds a host by its name, or the only one. Codes "backpack-none",
// "backpack-which", "backpack-nowhere".
func (e *Engine) Backpack(ctx context.Context, name string) (Backpack, error) {
	all, err := e.Backpacks(ctx)
	switch {
	case err != nil:
		return Backpack{}, err
	case name == "" && len(all) == 1:
		return all[0], nil
	case name == "" && len(all) == 0:
		return Backpack{}, issuer.Fail(issuer.Usage, "backpack-nowhere")
	case name == "":
		return Backpack{}, issuer.Fail(issuer.Usage, "backpack-which")
	}
	for _, one := range all {
		if one.Name == name {
			return one, nil
		}
	}
	return Backpack{}, issuer.Fail(issuer.Usage, "backpack-none", "backpack", name)
}

// web is how hosts are reached.
func web(local bool) *fetch.Web {
	return fetch.HTTP(fetch.Options{Loopback: local, Agent: release.Name + "/" + release.Version})
}

// AddBackpack asks a host what it is and makes this program known there. In a
// rehearsal the host is asked and nothing is left with it.
func (e *Engine) AddBackpack(ctx context.Context, n NewBackpack) (Backpack, error) {
	if n.Kind != "" && !slices.Contains(backpack.Kinds(), n.Kind) {
		return Backpack{}, issuer.Fail(issuer.Usage, "backpack-kind", "kind", string(n.Kind))
	}
	if sample, err := e.IsSample(ctx); err != nil || sample {
		return Backpack{}, errors.Join(err, issuer.Fail(issuer.Usage, "sample-push"))
	}
	at := web(n.Local)
	s, err := backpack.Discover(ctx, at, n.Address, n.Kind)
	if err != nil {
		return Backpack{}, err
	}
	name := n.Name
	if name == "" {
		name = backpack.Slug(s)
	}
	one := Backpack{Name: issuer.Slug(name, "backpack"), Service: s, Local: n.Local, Made: e.env.Now(), Accounts: []Account{}}
	if err := e.freeName(ctx, one.Name); err != nil {
		return one, err
	}
	if one.Client, err = e.client(ctx, at, s, n); err != nil {
		return one, err
	}
	return one, e.keepBackpack(ctx, one)
}

func (e *Engine) freeName(ctx context.Context, name string) error {
	return e.View(ctx, func(t *ledger.Tx) error {
		if _, err := t.Backpack(name); issuer.CodeOf(err) != "backpack-none" {
			return errors.Join(err, issuer.Fail(issuer.Usage, "backpack-taken", "backpack", name))
		}
		return nil
	})
}

// client is what a host knows this program as: what its operator made, or what
// a registration gives.
func (e *Engine) client(ctx context.Context, at *fetch.Web, s backpack.Service, n NewBackpack) (signin.Client, error) {
	back, err := signin.Listen(ctx, 0, signin.Texts{}) // a port that is free
	if err != nil {
		return signin.Client{}, err
	}
	loopback := back.URL()
	if err := back.Close(); err != nil {
		return signin.Client{}, err
	}
	software, page, err := e.software(ctx, n.Issuer)
	switch {
	case err != nil:
		return signin.Client{}, err
	case n.ClientID != "":
		c := signin.Client{ID: n.ClientID, Secret: n.ClientSecret, Redirect: n.Redirect, Refreshs: true}
		if c.Redirect == "" {
			c.Redirect = loopback
		}
		return c, nil
	case e.env.Dry:
		return signin.Client{Redirect: loopback}, nil
	}
	c, err := backpack.Register(ctx, at, s, software, loopback, page, e.env.Now())
	if issuer.CodeOf(err) == "signin-client-needed" && page != "" {
		// Hosts that only know web space fetch the logo from there at once.
		if missing := e.pageThere(ctx, at, page); missing != nil {
			err = missing
		}
	}
	return c, err
}

// software is how this program introduces itself: by the issuer's site, where
// hosts look for a logo and terms. The page is "" without web space.
func (e *Engine) software(ctx context.Context, slug string) (s signin.Software, page string, err error) {
	s = signin.Software{Name: release.Name, ID: softwareID, Version: release.Version}
	all, err := e.Issuers(ctx)
	if err != nil || slug == "" && len(all) != 1 {
		return s, "", err
	}
	i, err := e.Issuer(ctx, slug)
	if err != nil || i.BaseURL == "" {
		return s, "", err
	}
	s.URI, s.Logo = i.BaseURL, i.BaseURL+signInLogo
	s.Terms, s.Policy = i.BaseURL+signInAbout, i.BaseURL+signInAbout
	if _, err := e.minter(ctx); err != nil {
		return s, "", err
	}
	return s, i.BaseURL + signin.PageFile, nil
}

// keepBackpack writes a host down, and its client's secret beside the keys.
func (e *Engine) keepBackpack(ctx context.Context, one Backpack) error {
	row, err := rowOf(one)
	if err == nil {
		err = e.update(ctx, func(t *ledger.Tx) error { return t.AddBackpack(row) })
	}
	if err != nil || e.env.Dry || one.Client.Secret == "" {
		return err
	}
	return e.keys.Hide(clientSecret(one.Name), one.Client.Secret)
}

func rowOf(one Backpack) (ledger.Backpack, error) {
	service, err := json.Marshal(one.Service)
	open := one.Client
	open.Secret = ""
	client, failed := json.Marshal(open) // #nosec G117 -- the secret was taken out
	return ledger.Backpack{
		Name: one.Name, Kind: string(one.Service.Kind), Title: one.Service.Name, URL: one.Service.Home, Service: service, Client: client, Local: one.Local,
	}, errors.Join(err, failed)
}

// The names of what is sealed beside the keys.
func clientSecret(name string) string  { return "backpack-" + name }
func accountTokens(name string) string { return "account-" + name }

const stateSecret = "signin-state"

// SignedOut says what became of a sign-in that was ended.
type SignedOut struct {
	Account Account
	Revoked bool   // the host took its tokens back
	Why     string // a code, when it could not be asked to; the tokens run out by themselves
	Home    string // where the person signs out of the host itself
}

// RemoveBackpack signs everybody out and forgets a host.
func (e *Engine) RemoveBackpack(ctx context.Context, name string) ([]SignedOut, error) {
	one, err := e.Backpack(ctx, name)
	if err != nil {
		return nil, err
	}
	list := []SignedOut{}
	for _, a := range one.Accounts {
		list = append(list, e.revoke(ctx, one, a))
	}
	if err := e.update(ctx, func(t *ledger.Tx) error { return t.RemoveBackpack(one.Name) }); err != nil || e.env.Dry {
		return list, err
	}
	for _, a := range one.Accounts {
		err = errors.Join(err, e.keys.Forget(accountTokens(a.Name)))
	}
	return list, errors.Join(err, e.keys.Forget(clientSecret(one.Name)))
}

// SignOut ends one sign-in: at the host, and here, whatever the host says.
func (e *Engine) SignOut(ctx context.Context, account string) (SignedOut, error) {
	one, a, err := e.account(ctx, account)
	if err != nil {
		return SignedOut{}, err
	}
	out := e.revoke(ctx, one, a)
	if err := e.update(ctx, func(t *ledger.Tx) error { return t.RemoveAccount(a.Name) }); err != nil || e.env.Dry {
		return out, err
	}
	e.passing.drop(a.Name)
	return out, e.keys.Forget(accountTokens(a.Name))
}

// account finds a sign-in and its host.
func (e *Engine) account(ctx context.Context, name string) (Backpack, Account, error) {
	all, err := e.Backpacks(ctx)
	for _, one := range all {
		for _, a := range one.Accounts {
			if a.Name == name {
				return one, a, err
			}
		}
	}
	if err == nil {
		err = issuer.Fail(issuer.Usage, "account-none", "account", name)
	}
	return Backpack{}, Account{}, err
}

// revoke gives tokens back to their host.
func (e *Engine) revoke(ctx context.Context, one Backpack, a Account) SignedOut {
	out := SignedOut{Account: a, Home: one.Service.Home}
	if e.env.Dry {
		return out
	}
	tokens, err := (&vault{e: e, account: a.Name}).Tokens(ctx)
	if err == nil {
		var c signin.Client
		if c, err = e.opened(one); err == nil {
			out.Revoked, err = backpack.SignOut(ctx, web(one.Local), one.Service, c, tokens, e.env.Now())
		}
	}
	out.Why = issuer.CodeOf(err)
	return out
}

// opened is a host's client with its secret.
func (e *Engine) opened(one Backpack) (signin.Client, error) {
	c := one.Client
	secret, err := e.keys.Reveal(clientSecret(one.Name))
	c.Secret = secret
	return c, err
}

// forgetAccounts takes away the tokens of people who were erased.
func (e *Engine) forgetAccounts(names []string) error {
	var err error
	for _, name := range names {
		e.passing.drop(name)
		err = errors.Join(err, e.keys.Forget(accountTokens(name)))
	}
	return err
}

// Displayed reads what somebody shows in public in a Mozilla Backpack. It needs
// no ledger, and nothing of it is kept.
func Displayed(ctx context.Context, address, email string, local bool) ([]backpack.Group, error) {
	root, err := backpack.DisplayRoot(address)
	if err != nil {
		return nil, err
	}
	return backpack.Displayed(ctx, web(local), root, strings.TrimSpace(email), time.Now())
}

// IssuePage makes a page by which the people of some awards put them into a
// Mozilla Backpack themselves, in their own browser. It gives the addresses too.
// Code "backpack-no-face" when one of the awards has no 1.1 face on the web.
func (e *Engine) IssuePage(ctx context.Context, name string, awards []string, texts backpack.IssueTexts) ([]byte, []string, error) {
	one, err := e.mozilla(ctx, name)
	if err != nil {
		return nil, nil, err
	}
	var urls []string
	for _, id := range awards {
		url, err := e.oldFace(ctx, id)
		if err != nil {
			return nil, nil, err
		}
		urls = append(urls, url)
	}
	page, err := backpack.IssuePage(one.Service.Home, urls, texts)
	return page, urls, err
}

// CheckBaked lets a Mozilla Backpack bake a published award: whether somebody
// else reaches and understands all of it. It gives what was baked, and how large
// the picture is.
func (e *Engine) CheckBaked(ctx context.Context, name, award string) (url string, size int, err error) {
	one, err := e.mozilla(ctx, name)
	if err != nil {
		return "", 0, err
	}
	if url, err = e.oldFace(ctx, award); err != nil {
		return "", 0, err
	}
	picture, err := backpack.Bake(ctx, web(one.Local), one.Service.Home, url, e.env.Now())
	return url, len(picture), err
}

func (e *Engine) mozilla(ctx context.Context, name string) (Backpack, error) {
	one, err := e.Backpack(ctx, name)
	if err == nil && one.Service.Kind != backpack.Mozilla {
		err = issuer.Fail(issuer.Usage, "backpack-not-mozilla", "backpack", one.Name)
	}
	return one, err
}

// oldFace is the address of an award's 1.1 face.
func (e *Engine) oldFace(ctx context.Context, award string) (url string, err error) {
	err = e.View(ctx, func(t *ledger.Tx) error {
		a, err := t.FindAward(award)
		if err != nil {
			return err
		}
		faces, err := t.Faces(a.ID)
		for _, f := range faces {
			if f.Format == issuer.OB11 && f.Identity.BaseURL != "" {
				url = f.Identity.BaseURL + site.FacePath(f)
			}
		}
		if err == nil && url == "" {
			err = issuer.Fail(issuer.Input, "backpack-no-face", "formats", string(issuer.OB11)).At(a.ID)
		}
		return err
	})
	return url, err
}
