package engine

import (
	"context"
	"slices"

	"badgekiln/issuer"
	"badgekiln/issuer/award"
	"badgekiln/issuer/ledger"
)

// AddFaces adds formats to what a batch awarded before.
func (e *Engine) AddFaces(ctx context.Context, batch string, formats []issuer.Format, progress Progress) (int, error) {
	return e.AddFacesWith(ctx, batch, formats, "", progress)
}

// AddFacesWith is AddFaces with tokens signed by a kind of key; "" for the
// usual.
func (e *Engine) AddFacesWith(ctx context.Context, batch string, formats []issuer.Format, alg string, progress Progress) (int, error) {
	var class string
	err := e.View(ctx, func(t *ledger.Tx) error {
		b, err := t.Batch(batch)
		class = b.Class
		return err
	})
	if err == nil {
		err = e.tokenKey(ctx, award.Request{Class: class, Formats: formats, Algorithm: alg})
	}
	if err != nil {
		return 0, err
	}
	return e.clerk.AddFaces(ctx, batch, formats, alg, progress.stage("sign"))
}

// tokenKey makes the RSA key that tokens are usually signed with, for an issuer
// with web space that has none yet: everybody reads RS256, and hardly anybody
// the rest. Without web space a token is signed by the key of the did:key. When
// it returns, the key is sealed and on disk; nothing was signed before.
func (e *Engine) tokenKey(ctx context.Context, r award.Request) error {
	if e.env.Dry || r.Algorithm != "" || !slices.ContainsFunc(r.Formats, issuer.Format.Token) {
		return nil
	}
	var class issuer.BadgeClass
	var who issuer.Identity
	var have []issuer.Key
	err := e.View(ctx, func(t *ledger.Tx) (err error) {
		if class, err = t.Class(r.Class, 0); err != nil {
			return err
		}
		if who, _, err = t.CurrentIdentity(class.Issuer); err != nil {
			return err
		}
		have, err = t.KeysOf(who.ID)
		return err
	})
	if err != nil || who.BaseURL == "" {
		return err
	}
	for _, k := range have {
		if k.Retired.IsZero() && k.Algorithm != issuer.Ed25519 {
			return nil
		}
	}
	_, err = e.NewKey(ctx, class.Issuer, issuer.RSA)
	return err
}

// Suspend takes awards back for the time being.
func (e *Engine) Suspend(ctx context.Context, ids []string, reason string) ([]string, error) {
	return e.clerk.Suspend(ctx, ids, reason)
}

// Resume lets suspended awards hold again.
func (e *Engine) Resume(ctx context.Context, ids []string) ([]string, error) {
	return e.clerk.Resume(ctx, ids)
}
