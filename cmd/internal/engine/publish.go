package engine

import (
	"context"
	"encoding/hex"
	"io"
	"os"
	"path/filepath"
	"strings"

	"badgekiln/issuer"
	"badgekiln/issuer/deliver/publish"
	"badgekiln/issuer/deliver/target"
	"badgekiln/issuer/ledger"
	"badgekiln/issuer/site"
)

// NewTarget is a place to publish to, as a person gives it.
type NewTarget struct {
	Name       string
	Address    string // see target.At
	Issuer     string // slug; "" for the only one
	Base       string // an earlier base URL, whose files lie there; "" for that of today
	Secret     string
	KeyFile    string
	KnownHosts string // "" is the user's own
}

// Targets lists the places that sites are published to.
func (e *Engine) Targets(ctx context.Context) ([]ledger.Target, error) {
	var list []ledger.Target
	err := e.View(ctx, func(t *ledger.Tx) (err error) {
		list, err = t.Targets()
		return err
	})
	return list, err
}

// AddTarget keeps a place, and its secret sealed beside the keys. Nothing is
// asked of the place yet.
func (e *Engine) AddTarget(ctx context.Context, n NewTarget) (ledger.Target, error) {
	at, err := target.At(n.Address)
	if err != nil {
		return ledger.Target{}, err
	}
	base, _, err := e.siteBase(ctx, n.Issuer, n.Base)
	if err != nil {
		return ledger.Target{}, err
	}
	one := ledger.Target{Name: issuer.Slug(n.Name, "target"), BaseURL: base, Kind: at.Kind, URL: at.URL, KeyFile: n.KeyFile, KnownHosts: n.KnownHosts}
	if at.Kind == target.Folder || at.Kind == target.Zip {
		if one.URL, err = filepath.Abs(at.URL); err != nil {
			return one, issuer.Fail(issuer.Input, "site-unwritable", "file", at.URL).Because(err)
		}
	}
	if n.KeyFile != "" && !at.TakesKey() {
		return one, issuer.Fail(issuer.Usage, "target-no-key", "target", one.Name)
	}
	if at.NeedsSecret() && n.Secret == "" && n.KeyFile == "" {
		return one, issuer.Fail(issuer.Usage, "target-no-secret", "target", one.Name)
	}
	err = e.update(ctx, func(t *ledger.Tx) error {
		all, err := t.Targets()
		for _, other := range all {
			// Both sites have a profile and classes of the same names, and each says under
			// which address it lies.
			if strings.TrimRight(other.URL, "/") == strings.TrimRight(one.URL, "/") && other.BaseURL != one.BaseURL {
				return issuer.Fail(issuer.Usage, "target-holds-other", "url", one.URL, "base", other.BaseURL, "target", other.Name)
			}
		}
		if err != nil {
			return err
		}
		return t.AddTarget(one)
	})
	if err == nil && n.Secret != "" && !e.env.Dry {
		err = e.keys.Hide(one.Name, n.Secret)
	}
	return one, err
}

// Entrance is how a place is opened from now on. What is nil stays as it was.
type Entrance struct {
	Secret     *string // password, secret key, or passphrase of the private key; "" for none
	KeyFile    *string // a private key instead of a password; "" for none
	KnownHosts *string
}

// SetEntrance changes how a place is opened: what lies there and what is known of it
// stays. A secret goes with the way it was given for: another key without one has none,
// and without a key a password is needed. Nothing is asked of the place yet.
func (e *Engine) SetEntrance(ctx context.Context, name string, n Entrance) (ledger.Target, error) {
	one, err := e.target(ctx, name)
	if err != nil {
		return one, err
	}
	switch at := (target.Place{Kind: one.Kind, URL: one.URL}); {
	case !at.NeedsSecret():
		return one, issuer.Fail(issuer.Usage, "target-open-to-all", "target", one.Name)
	case ifGiven(n.KeyFile, "") != "" && !at.TakesKey():
		return one, issuer.Fail(issuer.Usage, "target-no-key", "target", one.Name)
	}
	if n.KeyFile != nil && *n.KeyFile != one.KeyFile && n.Secret == nil {
		n.Secret = new(string)
	}
	one.KeyFile, one.KnownHosts = ifGiven(n.KeyFile, one.KeyFile), ifGiven(n.KnownHosts, one.KnownHosts)
	if n == (Entrance{}) || n.Secret != nil && *n.Secret == "" && one.KeyFile == "" {
		return one, issuer.Fail(issuer.Usage, "target-no-secret", "target", one.Name)
	}
	// The secret is sealed first: if that fails, nothing has changed.
	if n.Secret != nil && !e.env.Dry {
		if err := e.hide(one.Name, *n.Secret); err != nil {
			return one, err
		}
	}
	return one, e.update(ctx, func(t *ledger.Tx) error { return t.SetEntrance(one.Name, one.KeyFile, one.KnownHosts) })
}

func ifGiven(changed *string, was string) string {
	if changed == nil {
		return was
	}
	return *changed
}

func (e *Engine) hide(name, secret string) error {
	if secret == "" {
		return e.keys.Forget(name)
	}
	return e.keys.Hide(name, secret)
}

// RemoveTarget forgets a place and its secret. What lies there stays there.
func (e *Engine) RemoveTarget(ctx context.Context, name string) error {
	err := e.update(ctx, func(t *ledger.Tx) error { return t.RemoveTarget(name) })
	if err == nil && !e.env.Dry {
		err = e.keys.Forget(name)
	}
	return err
}

// Publication is one call of publish.
type Publication struct {
	Target   string // "" for the only one
	Dry      bool
	Take     bool // somebody else published there: compare every file
	Progress func(done, total int)
}

// Published is what a publication did, or would do.
type Published struct {
	Target ledger.Target
	// Withheld are pages of their own that are left out, because strangers can list
	// what lies there.
	Withheld int
	publish.Report
}

// Publish brings the site to a place.
func (e *Engine) Publish(ctx context.Context, p Publication, words site.Words) (Published, error) {
	one, err := e.target(ctx, p.Target)
	if err != nil {
		return Published{}, err
	}
	done := Published{Target: one}
	if err := e.mayPublish(ctx, one); err != nil {
		return done, err
	}
	if !p.Dry && !e.env.Dry {
		if err := e.keepTongue(ctx, words); err != nil {
			return done, err
		}
	}
	options := publish.Options{Dry: p.Dry || e.env.Dry, Take: p.Take, Progress: p.Progress, NewMark: e.mark, Beside: filepath.Dir(e.Path())}
	// One state of the ledger is read and let go before anything is sent.
	open := func(ctx context.Context) (target.Target, error) { return e.open(ctx, one) }
	sent := &publication{e: e, base: one.BaseURL, known: one.Name, words: words, claims: knownPictures{}}
	if p.Take { // what lies there may be anything
		sent.known = ""
	}
	files := sent.files(ctx)
	if options.Dry && !p.Take { // everybody wants to see what would change
		files = e.siteSince(ctx, one, words, nil)
	}
	options.Make = sent.make
	listable, err := e.Listable(ctx, one.Name)
	if err != nil {
		return done, err
	}
	if listable {
		files = withoutClaims(files)
		if done.Withheld, err = e.Claimed(ctx, one.BaseURL); err != nil {
			return done, err
		}
	}
	done.Report, err = publish.Persist(ctx, files, open, book{e, one.Name}, options)
	if err == nil && done.Done > 0 {
		err = e.update(ctx, func(t *ledger.Tx) error { return t.RecordPublished(one.Name, done.Done) })
	}
	return done, err
}

// open connects to a place.
func (e *Engine) open(ctx context.Context, one ledger.Target) (target.Target, error) {
	secret, err := e.keys.Reveal(one.Name)
	if err != nil {
		return nil, err
	}
	hosts := one.KnownHosts
	if home, err := os.UserHomeDir(); err == nil && hosts == "" {
		hosts = filepath.Join(home, ".ssh", "known_hosts")
	}
	open := target.Open
	if e.env.AtSite != nil {
		open = e.env.AtSite
	}
	return open(ctx, target.Place{Kind: one.Kind, URL: one.URL}, target.Access{Secret: secret, KeyFile: one.KeyFile, Agent: os.Getenv("SSH_AUTH_SOCK"), KnownHosts: hosts, Now: e.env.Now})
}

// Listable tells whether strangers can list what lies at a place, so that no
// page may lie there whose address has to stay secret: the place itself knows,
// or the last look at the site found it.
func (e *Engine) Listable(ctx context.Context, name string) (bool, error) {
	one, err := e.target(ctx, name)
	if err != nil {
		return false, err
	}
	last, _, err := e.LastCheck(ctx, one.BaseURL)
	if err != nil || last.Listable {
		return last.Listable, err
	}
	if listable, known := (target.Place{Kind: one.Kind, URL: one.URL}).Listable(); known {
		return listable, nil
	}
	to, err := e.open(ctx, one)
	if err != nil {
		return false, err
	}
	return to.Listable(ctx), to.Close()
}

// target finds a place by its name, or the only one.
func (e *Engine) target(ctx context.Context, name string) (ledger.Target, error) {
	all, err := e.Targets(ctx)
	switch {
	case err != nil:
		return ledger.Target{}, err
	case name == "" && len(all) == 1:
		return all[0], nil
	case name == "" && len(all) == 0:
		return ledger.Target{}, issuer.Fail(issuer.Usage, "target-none")
	case name == "":
		return ledger.Target{}, issuer.Fail(issuer.Usage, "target-which")
	}
	for _, one := range all {
		if one.Name == name {
			return one, nil
		}
	}
	return ledger.Target{}, issuer.Fail(issuer.Usage, "target-unknown", "target", name)
}

// mayPublish refuses what nobody could verify: the sample, and addresses that
// no verifier elsewhere reaches or should believe.
func (e *Engine) mayPublish(ctx context.Context, one ledger.Target) error {
	sample, err := e.IsSample(ctx)
	if err != nil {
		return err
	}
	if sample {
		return issuer.Fail(issuer.Usage, "sample-publish")
	}
	if code := publish.Doubt(one.BaseURL); code != "" {
		return issuer.Fail(issuer.Usage, code, "url", one.BaseURL)
	}
	return nil
}

func (e *Engine) mark() (string, error) {
	raw := make([]byte, 16)
	if _, err := io.ReadFull(e.env.Rand, raw); err != nil {
		return "", err
	}
	return hex.EncodeToString(raw), nil
}

func (b book) Seen(ctx context.Context) (mark string, err error) {
	err = b.e.View(ctx, func(t *ledger.Tx) (err error) {
		mark, err = t.SeenOn(b.name)
		return err
	})
	return mark, err
}

func (b book) SetSeen(ctx context.Context, mark string) error {
	return b.e.ledger.Update(ctx, func(t *ledger.Tx) error { return t.SetSeenOn(b.name, mark) })
}
