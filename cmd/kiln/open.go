package main

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"time"

	"badgekiln/cmd/internal/engine"
	"badgekiln/issuer"
)

// opening is one of the ways to open a ledger: engine.Open makes one,
// engine.OpenExisting wants one, engine.OpenRead only looks.
type opening func(ctx context.Context, path string, env engine.Env) (*engine.Engine, error)

// with opens the ledger of this run, does something with it and closes it.
func (a *app) with(ctx context.Context, open opening, do func(*engine.Engine) error) error {
	path, err := a.ledgerPath()
	if err != nil {
		return err
	}
	env, err := a.world(ctx)
	if err != nil {
		return err
	}
	e, err := open(ctx, path, env)
	if err != nil {
		return err
	}
	return errors.Join(do(e), e.Close())
}

// looking is with for verbs that only read.
func (a *app) looking(ctx context.Context, do func(*engine.Engine) error) error {
	return a.with(ctx, engine.OpenRead, do)
}

// working is with for verbs that change a ledger somebody made before.
func (a *app) working(ctx context.Context, do func(*engine.Engine) error) error {
	return a.with(ctx, engine.OpenExisting, func(e *engine.Engine) error {
		// A copy a day is a help against slips; that there is none stops nobody.
		_, _ = e.KeepCopyIfOld(ctx, mostCopied)
		return do(e)
	})
}

// mostCopied is the size of the largest ledger that a verb copies by itself:
// nobody waits long for it. Larger ones are copied by 'ledger copy' and by the
// window.
const mostCopied = 64 << 20

func (a *app) ledgerPath() (string, error) {
	if a.ledger != "" {
		return a.ledger, nil
	}
	return engine.DefaultLedger(a.env)
}

// world is clock, chance, environment and passphrases of this run.
func (a *app) world(ctx context.Context) (engine.Env, error) {
	now, err := engine.Clock(a.env, time.Now)
	who := cmp.Or(a.by, engine.Who(a.env))
	return engine.Env{Now: now, Rand: rand.Reader, Getenv: a.env, Who: who, Prompt: a.console.Passphrase(ctx), Dry: a.dry, AtRise: a.console.rising(riseWait)}, err
}

// clock tells when the clock stands before the last entry of the ledger, and
// asks whether to go on: what follows would be dated by it. A dry run dates
// nothing, and asks nothing.
func (a *app) clock(ctx context.Context, e *engine.Engine) error {
	if a.dry {
		return nil
	}
	last, behind, err := e.ClockBehind(ctx)
	if err != nil || !behind {
		return err
	}
	at := issuer.Stamp(last)
	yes, err := a.console.Ask(ctx, "cli.ask.clock", "--yes", "last", at)
	if err == nil && !yes {
		err = issuer.Fail(issuer.Usage, "clock-behind", "last", at)
	}
	return err
}

// say is the words table as the engine asks for it.
func (a *app) say(key string, values map[string]string) string { return a.words.Fill(key, values) }

// stamp is a time in results; "" for none.
func stamp(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return issuer.Stamp(at)
}
