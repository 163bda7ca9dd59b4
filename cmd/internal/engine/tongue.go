package engine

import (
	"context"

	"badgekiln/assets"
	"badgekiln/issuer/ledger"
	"badgekiln/issuer/site"
)

// tongue is what pages speak whose badge names no language: that of the first
// publication, whoever publishes since, so that two machines in two languages do
// not turn the same pages over and over; and own until then.
func tongue(t *ledger.Tx, own site.Words) (site.Words, error) {
	language, err := t.Meta(ledger.MetaTongue)
	if err != nil || language == "" || language == own("signin.language") {
		return own, err
	}
	table, err := assets.LoadWords(language)
	if err != nil { // of a later release
		return own, nil //nolint:nilerr // pages in another language are better than none
	}
	return table.T, nil
}

// keepTongue makes the language of the first publication that of the site.
func (e *Engine) keepTongue(ctx context.Context, words site.Words) error {
	return e.update(ctx, func(t *ledger.Tx) error {
		if language, err := t.Meta(ledger.MetaTongue); err != nil || language != "" {
			return err
		}
		return t.SetMeta(ledger.MetaTongue, words("signin.language"))
	})
}
