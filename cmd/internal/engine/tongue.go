package engine

import (
	"context"
	"slices"
	"strings"

	"badgekiln/assets"
	"badgekiln/issuer"
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

// SiteLanguage is the language of pages whose badge names none, and whether it
// is kept; until the first publication it is that of whoever looks.
func (e *Engine) SiteLanguage(ctx context.Context, own site.Words) (language string, kept bool, err error) {
	err = e.View(ctx, func(t *ledger.Tx) error {
		language, err = t.Meta(ledger.MetaTongue)
		return err
	})
	if language == "" {
		return own("signin.language"), false, err
	}
	return language, true, err
}

// SetSiteLanguage changes it. Pages that come out otherwise are sent with the
// next publication.
func (e *Engine) SetSiteLanguage(ctx context.Context, language string) error {
	if all := assets.Languages(); !slices.Contains(all, language) {
		return issuer.Fail(issuer.Usage, "site-language", "language", language, "languages", strings.Join(all, ", "))
	}
	return e.update(ctx, func(t *ledger.Tx) error { return t.SetMeta(ledger.MetaTongue, language) })
}

// LinkedIn tells whether award pages offer to add the award to LinkedIn.
func (e *Engine) LinkedIn(ctx context.Context) (offered bool, err error) {
	err = e.View(ctx, func(t *ledger.Tx) error {
		offered, err = offersLinkedIn(t)
		return err
	})
	return offered, err
}

// SetLinkedIn has award pages offer it, or not.
func (e *Engine) SetLinkedIn(ctx context.Context, offered bool) error {
	value := ""
	if !offered {
		value = "off"
	}
	return e.update(ctx, func(t *ledger.Tx) error { return t.SetMeta(ledger.MetaLinkedIn, value) })
}

func offersLinkedIn(t *ledger.Tx) (bool, error) {
	value, err := t.Meta(ledger.MetaLinkedIn)
	return value != "off", err
}
