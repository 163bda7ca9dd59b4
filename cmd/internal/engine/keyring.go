package engine

import (
	"context"
	"slices"
	"strconv"
	"time"

	"badgekiln/issuer"
	"badgekiln/issuer/ledger"
)

// Keys lists an issuer's keys; "" lists all.
func (e *Engine) Keys(ctx context.Context, slug string) ([]issuer.Key, error) {
	var list []issuer.Key
	err := e.View(ctx, func(t *ledger.Tx) (err error) {
		list, err = t.Keys(slug)
		return err
	})
	return list, err
}

// NewKey makes a further signing key, which signs from now on. Earlier keys
// stay published and what they signed stays good.
func (e *Engine) NewKey(ctx context.Context, slug, alg string) (issuer.Key, error) {
	i, err := e.Issuer(ctx, slug)
	if err != nil {
		return issuer.Key{}, err
	}
	key, err := e.furtherKey(ctx, alg, i.Slug)
	if err != nil {
		return key, err
	}
	key.Issuer = i.Slug
	return key, e.update(ctx, func(t *ledger.Tx) error {
		if err := t.AddKey(key); err != nil {
			return err
		}
		if err := settleIdentity(t, i.Profile, nil); err != nil {
			return err
		}
		return e.clerk.MendLists(t, i.Slug)
	})
}

// furtherKey makes a key like those the ledger has: the sample's next one is
// as worthless as its first.
func (e *Engine) furtherKey(ctx context.Context, alg, slug string) (issuer.Key, error) {
	sample, err := e.IsSample(ctx)
	if err != nil || !sample || e.env.Dry {
		if err != nil {
			return issuer.Key{}, err
		}
		return e.makeKey(alg, slug)
	}
	var seed string
	var have []issuer.Key
	err = e.View(ctx, func(t *ledger.Tx) (err error) {
		if seed, err = t.Meta(ledger.MetaSeed); err == nil {
			have, err = t.Keys("")
		}
		return err
	})
	if err != nil {
		return issuer.Key{}, err
	}
	if seed == "" {
		return e.sampleKey(alg, "")(slug)
	}
	return e.sampleKey(alg, seed+"/"+strconv.Itoa(len(have)))(slug)
}

// RetireKey ends a key's use. reason is "retired", "lost" or "compromised"; a
// graver one can become known later.
func (e *Engine) RetireKey(ctx context.Context, id, reason string) (issuer.Key, error) {
	return e.RetireKeyAt(ctx, id, reason, time.Time{})
}

// RetireKeyAt is RetireKey with the time from which it counts, which may be
// known to lie in the past: that of a theft. The zero time is now.
func (e *Engine) RetireKeyAt(ctx context.Context, id, reason string, at time.Time) (issuer.Key, error) {
	var key issuer.Key
	err := e.update(ctx, func(t *ledger.Tx) (err error) {
		if key, err = t.Key(id); err != nil {
			return err
		}
		if !key.Retired.IsZero() && gravity(reason) <= gravity(key.Reason) {
			return issuer.Fail(issuer.Input, "key-retired", "key", id)
		}
		if at.IsZero() {
			at = t.Now()
		}
		if at.After(t.Now()) || at.Before(key.Made) {
			return issuer.Fail(issuer.Usage, "retire-date", "key", id, "made", ledger.Stamp(key.Made))
		}
		if err = t.RetireKey(id, reason, at); err != nil {
			return err
		}
		key.Retired, key.Reason = at.UTC().Truncate(time.Second), reason
		profile, err := t.Issuer(key.Issuer)
		if err != nil {
			return err
		}
		if err := settleIdentity(t, profile, nil); err != nil {
			return err
		}
		return e.clerk.MendLists(t, key.Issuer)
	})
	return key, err
}

// gravity orders the reasons a key was retired for.
func gravity(reason string) int {
	return slices.Index([]string{"retired", "lost", "compromised"}, reason)
}
