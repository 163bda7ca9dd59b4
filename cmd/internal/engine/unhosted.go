package engine

import (
	"context"

	"badgekiln/issuer/ledger"
)

// Unhosted lists the batches of an issuer that were awarded before there was a web
// space: their badges have no page and no 2.0.
func (e *Engine) Unhosted(ctx context.Context, slug string) (list []ledger.Unhosted, err error) {
	err = e.View(ctx, func(t *ledger.Tx) error {
		if profile, err := t.Issuer(slug); err != nil || profile.BaseURL == "" {
			return err
		}
		list, err = t.UnhostedOf(slug)
		return err
	})
	return list, err
}

// Host gives those badges what lies on the web of a badge that is awarded today, and
// says how many of them it was. What was stopped goes on with the next call.
func (e *Engine) Host(ctx context.Context, slug string, progress func(done, total int)) (awards int, err error) {
	list, err := e.Unhosted(ctx, slug)
	total := 0
	for _, one := range list {
		total += one.Awards
	}
	for _, one := range list {
		if err != nil {
			break
		}
		before := awards
		_, err = e.AddFaces(ctx, one.Batch, nil, func(_ string, done, of int) {
			progress(before+done*one.Awards/max(of, 1), total)
		})
		if err == nil {
			awards += one.Awards
		}
	}
	return awards, err
}
