package engine

import (
	"context"
	"errors"
	"time"

	"badgekiln/issuer"
	"badgekiln/issuer/deliver/backpack"
	"badgekiln/issuer/ledger"
)

// Asked is what a host says of itself, before anything is left with it.
type Asked struct {
	Service   backpack.Service
	Takes     []issuer.Format // the best first
	Browser   bool            // people sign in there in a browser; else with a password or a token
	Registers bool            // it lets this program make itself known; else its operator gives a client id
	Revokes   bool            // it takes permissions back; else they run out
	Page      bool            // sign-ins come back by the web space of the issuer
}

// AskBackpack asks a host what it is, and what it can do. Nothing is kept.
func (e *Engine) AskBackpack(ctx context.Context, n NewBackpack) (Asked, error) {
	if sample, err := e.IsSample(ctx); err != nil || sample {
		return Asked{}, errors.Join(err, issuer.Fail(issuer.Usage, "sample-push"))
	}
	s, err := backpack.Discover(ctx, web(n.Local), n.Address, n.Kind)
	if err != nil {
		return Asked{}, err
	}
	return AskedOf(s), nil
}

// AskedOf is what a known host can do.
func AskedOf(s backpack.Service) Asked {
	a := Asked{Service: s, Takes: s.Kind.Formats(), Browser: s.Kind.Redirect(), Registers: true, Revokes: s.Server.Revoke != ""}
	switch s.Kind {
	case backpack.OB3, backpack.Connect:
		a.Registers = s.Server.Register != ""
	case backpack.Mozilla:
		a.Page = true
	}
	return a
}

// Ends is when a sign-in runs out by itself.
type Ends struct {
	Until  time.Time // zero: nobody said
	Renews bool      // this program renews it before that
}

// SignInEnds tells when the permission of an account runs out.
func (e *Engine) SignInEnds(ctx context.Context, account string) (Ends, error) {
	t, err := (&vault{e: e, account: account}).Tokens(ctx)
	return Ends{t.Until, t.Refresh != ""}, err
}

// Standing are the awards that can be delivered: of a batch, or of all (""). Code
// of the ledger for a batch that is not there.
func (e *Engine) Standing(ctx context.Context, batch string) (ids []string, err error) {
	err = e.View(ctx, func(t *ledger.Tx) error {
		if batch != "" {
			if _, err := t.Batch(batch); err != nil {
				return err
			}
		}
		all, err := t.Awards(ledger.Filter{Batch: batch})
		for _, one := range all {
			if one.State == issuer.Issued || one.State == issuer.Suspended {
				ids = append(ids, one.ID)
			}
		}
		return err
	})
	return ids, err
}
