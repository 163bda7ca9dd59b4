package verify

import (
	"context"
	"crypto/ed25519"
	"errors"
	"strings"

	"badgekiln/issuer"
	"badgekiln/issuer/proof"
)

// key is what became of a verificationMethod. public can be there without the
// key being the issuer's: then it serves to see whether the text is whole, and
// effect says what that is worth.
type key struct {
	public ed25519.PublicKey
	effect Verdict       // Trusted: the issuer's own
	why    *issuer.Error // nil when Trusted
}

const didKey = "did:key:"

// key finds the public key of a verification method and whether it belongs to
// the issuer (§7). A did:key is its own key, and belongs to the issuer of that
// very id. Any other id must name the key in its own document; a key written
// into the address alone binds nobody.
func (v *verifier) key(ctx context.Context, issuerID, method string) key {
	document, fragment := clip(method)
	if multibase, is := strings.CutPrefix(document, didKey); is {
		public, err := proof.ParseMultibase(multibase)
		if err != nil || fragment != "" && fragment != multibase {
			return key{effect: Altered, why: broken("key-unreadable", "method", method)}
		}
		if document != issuerID {
			return key{public, Altered, broken("key-foreign", "issuer", issuerID)}
		}
		return key{public: public, effect: Trusted}
	}
	written, _ := proof.ParseMultibase(fragment) // nil when it is none
	if document != issuerID {
		return key{written, Altered, broken("key-foreign", "issuer", issuerID)}
	}
	if _, web := isWeb(document); !web {
		return key{written, Consistent, broken("method-later", "issuer", issuerID)}
	}
	controller, effect, why := v.controller(ctx, document)
	if why != nil {
		return key{written, effect, why}
	}
	return v.named(controller, document, method)
}

// controller loads an issuer's controller document.
func (v *verifier) controller(ctx context.Context, address string) (object, Verdict, *issuer.Error) {
	body, ours := []byte(nil), false
	if v.opts.Host != nil {
		body, ours = v.opts.Host.Profile(address)
	}
	if !ours {
		found, err := v.load(ctx, address)
		if err != nil {
			var why *issuer.Error
			if !errors.As(err, &why) {
				why = broken("not-loaded", "url", address)
			}
			return nil, Consistent, why
		}
		if found.gone {
			return nil, Consistent, broken("document-gone", "url", address)
		}
		body = found.body
	}
	doc, err := parse(body)
	if err != nil {
		return nil, unreadable(body), broken("document-unreadable", "url", address)
	}
	if str(doc, "id") != address {
		return nil, Altered, broken("id-differs", "url", address)
	}
	return doc, Trusted, nil
}

// named looks a method up in its controller document: it must be there, be
// controlled by that document, be meant for assertions, and still hold.
func (v *verifier) named(controller object, document, method string) key {
	unnamed := key{effect: Altered, why: broken("key-unnamed", "issuer", document)}
	full := func(id string) string {
		if strings.HasPrefix(id, "#") {
			return document + id
		}
		return id
	}
	var entry object
	asserts := false
	for _, item := range many(controller["assertionMethod"]) {
		if full(ref(item)) == method {
			asserts = true
			entry, _ = item.(object)
		}
	}
	for _, item := range many(controller["verificationMethod"]) {
		if o, _ := item.(object); entry == nil && o != nil && full(str(o, "id")) == method {
			entry = o
		}
	}
	if entry == nil || !asserts || str(entry, "controller") != document {
		return unnamed
	}
	public, err := proof.ParseMultibase(str(entry, "publicKeyMultibase"))
	if err != nil {
		return key{effect: Altered, why: broken("key-unreadable", "method", method)}
	}
	for _, end := range []string{"revoked", "expires"} {
		if entry[end] == nil {
			continue
		}
		if when, ok := instant(entry[end]); !ok || !when.After(v.opts.Now) {
			return key{public, Altered, broken("key-withdrawn", "issuer", document)}
		}
	}
	return key{public: public, effect: Trusted}
}
