// Package engine joins the cores for both mains: it opens ledger and keys,
// draws the sample, fits pictures, and offers every job as one call.
//
// It knows both cores and assets, and no window: the command line must build
// without one. It must not decide what a page or a terminal shows.
//
// Its files, by what they are about:
//
//	engine, rehearse, who, memory, write                      opening a ledger, and what all jobs share
//	issuers, classes, people, keyring, trust, desk            who and what there is
//	design, design_rows                                       designs beside the ledger and in it; see package drawing
//	personal, portraits, sketch, print                        pictures for rows
//	awards, shapes, later, faces, after, endorse              awarding, finishing it, and what comes after
//	site, export, publish, claims, move, unhosted, tongue     what is public, and where
//	outbox, mail, reminders, backpack, paper, handout         ways to people
//	verify, host, remember, imports, show, report             badges of anybody
//	backup, copies, restore, recovery, sample                 the ledger as a thing to keep
package engine

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"time"
	_ "time/tzdata" // issuers' zones are known on every machine

	"badgekiln/issuer"
	"badgekiln/issuer/award"
	"badgekiln/issuer/deliver/inspect"
	"badgekiln/issuer/deliver/target"
	"badgekiln/issuer/keys"
	"badgekiln/issuer/ledger"
	"badgekiln/issuer/ob3"
	"badgekiln/issuer/proof"
)

// Env is the world as an engine meets it.
type Env struct {
	Now    func() time.Time
	Rand   io.Reader
	Getenv func(string) string
	Who    string                             // see ledger.Env
	Prompt func(keys.Purpose) (string, error) // nil without a terminal
	AtStep func(award.Step)                   // for tests; nil otherwise
	AtWork func(context.Context)              // see ledger.Env; nil on the command line
	AtRise func(ledger.Rise)                  // see ledger.Env; nil where nobody wants to know
	Dry    bool                               // a rehearsal: see Open
	AtWeb  func(*inspect.Options)             // for tests: how a published site is reached; nil otherwise
	AtSite OpenTarget                         // for measuring: what stands for a place that is published to; nil otherwise
}

// OpenTarget connects to a place.
type OpenTarget func(ctx context.Context, place target.Place, access target.Access) (target.Target, error)

// Clock is the time of this run: the machine's, or that of SOURCE_DATE_EPOCH.
func Clock(getenv func(string) string, machine func() time.Time) (func() time.Time, error) {
	text := getenv("SOURCE_DATE_EPOCH")
	if text == "" {
		return machine, nil
	}
	seconds, err := strconv.ParseInt(text, 10, 64)
	fixed := time.Unix(seconds, 0).UTC()
	if err != nil || fixed.Year() < 1 || fixed.Year() > 9999 { // no date can be written of another
		return nil, issuer.Fail(issuer.Usage, "epoch-unreadable", "value", text)
	}
	return func() time.Time { return fixed }, nil
}

// ConfigDir is the program's folder of the user's configuration.
func ConfigDir(getenv func(string) string) (string, error) {
	if dir := getenv("XDG_CONFIG_HOME"); filepath.IsAbs(dir) {
		return filepath.Join(dir, "badgekiln"), nil
	}
	dir, err := os.UserConfigDir()
	if err != nil {
		return "", issuer.Fail(issuer.Usage, "no-home").Because(err)
	}
	return filepath.Join(dir, "badgekiln"), nil
}

// DefaultLedger is the desktop program's own ledger, or the one KILN_LEDGER
// names.
func DefaultLedger(getenv func(string) string) (string, error) {
	if path := getenv("KILN_LEDGER"); path != "" {
		return path, nil
	}
	dir, err := ConfigDir(getenv)
	return filepath.Join(dir, "ledger.db"), err
}

// Engine is an open ledger with its keys, ready for every job.
type Engine struct {
	env      Env
	ledger   *ledger.Ledger
	contexts *ob3.Contexts
	keys     *keys.Store
	clerk    *award.Clerk
	paints   *paints
	scrap    string   // folder of a rehearsal's ledger, removed on Close; usually ""
	passing  *passing // the sign-ins of a kiosk
}

// Open opens a ledger for work, and makes it when there is none. In a
// rehearsal everything is checked and answered as in earnest, except that keys
// are thrown away and no change is kept.
func Open(ctx context.Context, path string, env Env) (*Engine, error) {
	if env.Dry && nothingAt(path) {
		return rehearse(ctx, path, env)
	}
	return open(ctx, path, env)
}

func open(ctx context.Context, path string, env Env) (*Engine, error) {
	l, err := ledger.Open(ctx, path, ledgerEnv(env))
	if err != nil {
		return nil, err
	}
	e, err := build(ctx, l, env, l.Update)
	return e, closeOn(l, err)
}

// ledgerEnv is the world as the ledger meets it.
func ledgerEnv(env Env) ledger.Env {
	return ledger.Env{Now: env.Now, Rand: env.Rand, Who: env.Who, AtWork: env.AtWork, AtRise: env.AtRise}
}

// OpenExisting is Open for verbs that need somebody's work to be there. An
// empty file is nobody's: a ledger that lost its bytes is not begun anew.
func OpenExisting(ctx context.Context, path string, env Env) (*Engine, error) {
	if !ledger.Exists(path) {
		return nil, issuer.Fail(issuer.Input, "ledger-missing", "file", path).At(path)
	}
	if nothingAt(path) {
		return nil, issuer.Fail(issuer.Input, "ledger-not-one", "file", path).At(path)
	}
	return Open(ctx, path, env)
}

// OpenRead opens a ledger for looking only: nothing is written, so it works in
// a read-only folder too.
func OpenRead(ctx context.Context, path string, env Env) (*Engine, error) {
	l, err := ledger.OpenRead(ctx, path, ledgerEnv(env))
	if err != nil {
		return nil, err
	}
	e, err := build(ctx, l, env, l.View)
	return e, closeOn(l, err)
}

func closeOn(l *ledger.Ledger, err error) error {
	if err != nil {
		return errors.Join(err, l.Close())
	}
	return nil
}

func build(ctx context.Context, l *ledger.Ledger, env Env, in func(context.Context, func(*ledger.Tx) error) error) (*Engine, error) {
	contexts, err := ob3.LoadContexts()
	if err != nil {
		return nil, err
	}
	var id string
	if err := in(ctx, func(t *ledger.Tx) (err error) {
		id, err = t.ID()
		return err
	}); err != nil {
		return nil, err
	}
	// Without a home there is no kept secret; looking needs none.
	dir, _ := ConfigDir(env.Getenv)
	store := keys.Beside(l.Path(), id, env.secrets(dir))
	e := &Engine{env: env, ledger: l, contexts: contexts, keys: store, paints: &paints{}, passing: &passing{}}
	e.paints.fonts = e.withFonts
	e.clerk = &award.Clerk{Ledger: l, Keys: opener{store}, Contexts: contexts, AtStep: env.AtStep, Clock: time.Now, Dry: env.Dry, Paint: e.paints.paint}
	return e, nil
}

// secrets is what keys are sealed with in this world.
func (env Env) secrets(dir string) keys.Secrets {
	return keys.Secrets{
		Dir: dir, Ring: keys.SystemRing(env.Getenv("DBUS_SESSION_BUS_ADDRESS")),
		PassphraseFile: env.Getenv("KILN_PASSPHRASE_FILE"), Prompt: env.Prompt,
	}
}

// opener narrows the store to what awarding needs.
type opener struct{ store *keys.Store }

func (o opener) Open(id string) (proof.Signer, error) { return o.store.Open(id) }

// Close closes the ledger.
func (e *Engine) Close() error {
	err := e.ledger.Close()
	if e.scrap != "" {
		err = errors.Join(err, os.RemoveAll(e.scrap))
	}
	return err
}

// Path is the ledger's file.
func (e *Engine) Path() string { return e.ledger.Path() }

// View reads from one unchanging picture of the ledger.
func (e *Engine) View(ctx context.Context, do func(*ledger.Tx) error) error {
	return e.ledger.View(ctx, do)
}

// IsSample tells whether this is the sample workshop, which refuses to publish,
// push and mail.
func (e *Engine) IsSample(ctx context.Context) (bool, error) {
	var mark string
	err := e.View(ctx, func(t *ledger.Tx) (err error) {
		mark, err = t.Meta(ledger.MetaSample)
		return err
	})
	return mark != "", err
}

// ClockBehind gives the time of the last entry when the clock stands before
// it, which a person should know before anything is dated by it.
func (e *Engine) ClockBehind(ctx context.Context) (last time.Time, behind bool, err error) {
	var now time.Time
	err = e.View(ctx, func(t *ledger.Tx) (err error) {
		now = t.Now()
		last, err = t.LastEventAt()
		return err
	})
	return last, err == nil && now.Before(last), err
}

// Check reads the whole ledger and compares it with what it claims to be.
func (e *Engine) Check(ctx context.Context) (ledger.Report, error) { return e.ledger.Check(ctx) }

// Log lists everything that happened, oldest first.
func (e *Engine) Log(ctx context.Context) ([]ledger.Event, error) {
	var list []ledger.Event
	err := e.View(ctx, func(t *ledger.Tx) (err error) {
		list, err = t.EventsOf("")
		return err
	})
	return list, err
}
