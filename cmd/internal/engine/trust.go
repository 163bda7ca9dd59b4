package engine

import (
	"context"
	"slices"
	"strings"
	"time"

	"badgekiln/issuer"
	"badgekiln/issuer/jws"
	"badgekiln/issuer/ledger"
)

// Trust is an issuer that verifying trusts: one of ours, or one the user put on
// the list.
type Trust struct {
	URI   string
	Name  string
	Own   bool
	Added time.Time // zero for our own
}

// Trusts lists the issuers that are trusted, our own first.
func (e *Engine) Trusts(ctx context.Context) ([]Trust, error) {
	var list []Trust
	err := e.View(ctx, func(t *ledger.Tx) error {
		own, err := ownTrusts(t)
		if err != nil {
			return err
		}
		added, err := t.Trusts()
		for _, one := range added {
			own = append(own, Trust{URI: one.URI, Name: one.Name, Added: one.Added})
		}
		list = own
		return err
	})
	return list, err
}

// AddTrust puts an issuer on the list, by its id: a web address or a DID. It
// answers false when that issuer was trusted already.
func (e *Engine) AddTrust(ctx context.Context, uri, name string) (added bool, err error) {
	uri, name = strings.TrimSpace(uri), strings.TrimSpace(name)
	scheme, rest, _ := strings.Cut(uri, ":")
	if rest == "" || !slices.Contains([]string{"https", "http", "did"}, scheme) || strings.ContainsAny(uri, " \t\r\n<>\"") {
		return false, issuer.Fail(issuer.Usage, "trust-form", "issuer", uri)
	}
	if key, is := strings.CutPrefix(uri, "did:key:"); is {
		// A letter lost in copying would stand on the list for ever and trust nobody.
		if _, err := jws.ParseMultibase(key); err != nil {
			return false, issuer.Fail(issuer.Usage, "trust-key", "issuer", uri)
		}
	}
	err = e.update(ctx, func(t *ledger.Tx) error {
		own, err := ownTrusts(t)
		if err != nil || slices.ContainsFunc(own, func(o Trust) bool { return o.URI == uri }) {
			return err
		}
		added, err = t.AddTrust(uri, name)
		return err
	})
	return added, err
}

// RemoveTrust takes an issuer off the list. Our own stay on it.
func (e *Engine) RemoveTrust(ctx context.Context, uri string) error {
	uri = strings.TrimSpace(uri)
	return e.update(ctx, func(t *ledger.Tx) error {
		own, err := ownTrusts(t)
		if err != nil {
			return err
		}
		if slices.ContainsFunc(own, func(o Trust) bool { return o.URI == uri }) {
			return issuer.Fail(issuer.Usage, "trust-own", "issuer", uri)
		}
		return t.RemoveTrust(uri)
	})
}

// trusting adds everybody trusted to the options.
func (e *Engine) trusting(ctx context.Context, o *VerifyOptions) error {
	all, err := e.Trusts(ctx)
	for _, one := range all {
		o.Trust = append(o.Trust, one.URI)
	}
	return err
}

// ownTrusts are the names under which our issuers are met, past and present: an
// identity's own, and with web space those of its profile and of the profile
// for readers of 1.1. A did:key whose key fell into other hands is nobody's
// name any more.
func ownTrusts(t *ledger.Tx) ([]Trust, error) {
	all, err := t.Identities("")
	if err != nil {
		return nil, err
	}
	keys, err := t.Keys("")
	if err != nil {
		return nil, err
	}
	profiles, err := t.Issuers()
	if err != nil {
		return nil, err
	}
	taken := map[string]bool{}
	for _, k := range keys {
		taken["did:key:"+k.Multibase] = k.Reason == "compromised"
	}
	names := map[string]string{}
	for _, p := range profiles {
		names[p.Slug] = p.Name
	}
	var list []Trust
	for _, who := range all {
		uris := []string{who.URI}
		if who.BaseURL != "" {
			uris = append(uris, who.ProfileURL(), who.BaseURL+issuer.OldProfilePath(who.Issuer))
		}
		for _, uri := range uris {
			if !taken[uri] && !slices.ContainsFunc(list, func(o Trust) bool { return o.URI == uri }) {
				list = append(list, Trust{URI: uri, Name: names[who.Issuer], Own: true})
			}
		}
	}
	return list, nil
}
