package verify

import (
	"context"
	"crypto"
	"crypto/ed25519"
	"encoding/base64"
	"errors"
	"strings"

	"badgekiln/issuer"
	"badgekiln/issuer/jws"
)

// key is what became of a verificationMethod. public can be there without the
// key being the issuer's: then it serves to see whether the text is whole, and
// effect says what that is worth.
type key struct {
	public crypto.PublicKey
	effect Verdict       // Trusted: the issuer's own
	why    *issuer.Error // nil when Trusted
}

// ed25519 is the key for a proof that only that kind can make.
func (k key) ed25519() (ed25519.PublicKey, error) {
	if public, ok := k.public.(ed25519.PublicKey); ok {
		return public, nil
	}
	if k.why != nil {
		return nil, k.why
	}
	return nil, broken("key-kind")
}

const (
	didKey = "did:key:"
	didWeb = "did:web:"
	didJWK = "did:jwk:"
)

// keyInside reads the key of a did:jwk. It serves to see whether the badge is
// whole; that the identifier may speak for its holder is not believed: did:key
// is the one that holds its own key.
func keyInside(encoded string, own bool, issuerID string) key {
	text, err := base64.RawURLEncoding.DecodeString(encoded)
	var public crypto.PublicKey
	if err == nil {
		public, err = jws.ParseJWK(text)
	}
	switch {
	case !own:
		return key{public, Altered, broken("key-foreign", "issuer", issuerID)}
	case err != nil:
		return key{effect: Consistent, why: broken("method-later", "issuer", issuerID)}
	}
	return key{public, Consistent, broken("method-later", "issuer", issuerID)}
}

// key finds the public key of a verification method and whether it belongs to
// the issuer (§7). A did:key is its own key, and belongs to the issuer of that
// very id. Any other id must name the key in its own document; a key written
// into the address alone binds nobody.
func (v *verifier) key(ctx context.Context, issuerID, method string) key {
	document, fragment := clip(method)
	if multibase, is := strings.CutPrefix(document, didKey); is {
		public, err := jws.ParseMultibase(multibase)
		if err != nil || fragment != "" && fragment != multibase {
			return key{effect: Altered, why: broken("key-unreadable", "method", method)}
		}
		if document != issuerID {
			return key{public, Altered, broken("key-foreign", "issuer", issuerID)}
		}
		return key{public: public, effect: Trusted}
	}
	if encoded, is := strings.CutPrefix(document, didJWK); is {
		return keyInside(encoded, document == issuerID, issuerID)
	}
	written, _ := jws.ParseMultibase(fragment) // nil when it is none
	if document != issuerID {
		return key{written, Altered, broken("key-foreign", "issuer", issuerID)}
	}
	if _, known := documentOf(document); !known {
		return key{written, Consistent, broken("method-later", "issuer", issuerID)}
	}
	controller, effect, why := v.controller(ctx, document)
	if why != nil {
		return key{written, effect, why}
	}
	for _, m := range methodsOf(controller) {
		if m.id == method {
			return v.standingOf(controller, m)
		}
	}
	return key{effect: Altered, why: broken("key-unnamed", "issuer", document)}
}

// documentOf gives the web address under which the document of an identifier
// lies: of a web address itself, of a did:web what its method says.
func documentOf(id string) (address string, ok bool) {
	rest, did := strings.CutPrefix(id, didWeb)
	if !did {
		_, web := isWeb(id)
		return id, web
	}
	host, path, deep := strings.Cut(rest, ":")
	host = strings.NewReplacer("%3A", ":", "%3a", ":").Replace(host)
	address = "https://" + host + "/.well-known/did.json"
	if deep {
		address = "https://" + host + "/" + strings.ReplaceAll(path, ":", "/") + "/did.json"
	}
	authority, web := isWeb(address)
	return address, web && host != "" && authority == strings.TrimSuffix(strings.ToLower(host), ":443") && !strings.Contains(path, "::") && !strings.Contains(path, "..") && !strings.ContainsAny(rest, "/?#")
}

// controller loads an issuer's controller document.
func (v *verifier) controller(ctx context.Context, id string) (object, Verdict, *issuer.Error) {
	address, _ := documentOf(id)
	body, ours := []byte(nil), false
	if v.opts.Host != nil {
		body, ours = v.opts.Host.Profile(id)
	}
	if !ours {
		found, err := v.load(ctx, address)
		if err != nil {
			return nil, Consistent, reason(err, address)
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
	if str(doc, "id") != id {
		return nil, Altered, broken("id-differs", "url", address)
	}
	return doc, Trusted, nil
}

// reason is why a document could not be had.
func reason(err error, address string) *issuer.Error {
	var why *issuer.Error
	if !errors.As(err, &why) {
		why = broken("not-loaded", "url", address)
	}
	return why
}

// namedKey is one verification method of a controller document.
type namedKey struct {
	id      string
	entry   object
	asserts bool // listed under assertionMethod
}

// methodsOf lists the methods of a controller document, each with its full id.
// Methods of another controller are left out: their own document has to name
// them.
func methodsOf(controller object) []namedKey {
	document := str(controller, "id")
	full := func(id string) string {
		if strings.HasPrefix(id, "#") {
			return document + id
		}
		return id
	}
	var list []namedKey
	for _, member := range []string{"assertionMethod", "verificationMethod"} {
		for _, item := range many(controller[member]) {
			if o, _ := item.(object); o != nil && str(o, "controller") == document {
				list = append(list, namedKey{full(str(o, "id")), o, member == "assertionMethod"})
			}
		}
	}
	for _, item := range many(controller["assertionMethod"]) {
		name, _ := item.(string)
		for i := range list {
			list[i].asserts = list[i].asserts || name != "" && list[i].id == full(name)
		}
	}
	return list
}

// public reads the key of a method, as Multikey or as JWK.
func (m namedKey) public() (crypto.PublicKey, error) {
	if jwk, is := m.entry["publicKeyJwk"].(object); is {
		return jws.JWKOf(jwk)
	}
	return jws.ParseMultibase(str(m.entry, "publicKeyMultibase"))
}

// standingOf judges a method its issuer names: it must be meant for
// assertions and still hold. One that was withdrawn signed truly, but from
// some day on it could have been anybody, so what it signed is not believed.
func (v *verifier) standingOf(controller object, m namedKey) key {
	document := str(controller, "id")
	public, err := m.public()
	if err != nil {
		return key{effect: Altered, why: broken("key-unreadable", "method", m.id)}
	}
	if when, ok := v.withdrawn(m.entry); ok {
		return key{public, Untrusted, broken("key-withdrawn", "issuer", document, "date", when)}
	}
	if !m.asserts {
		return key{public, Altered, broken("key-unnamed", "issuer", document)}
	}
	return key{public: public, effect: Trusted}
}

// withdrawn tells whether a key's own end has come, and when.
func (v *verifier) withdrawn(entry object) (when string, ok bool) {
	for _, end := range []string{"revoked", "expires"} {
		if entry[end] == nil {
			continue
		}
		if at, readable := instant(entry[end]); !readable || !at.After(v.opts.Now) {
			return str(entry, end), true
		}
	}
	return "", false
}

// equalKeys compares two public keys.
func equalKeys(a, b crypto.PublicKey) bool {
	k, ok := a.(interface{ Equal(crypto.PublicKey) bool })
	return ok && b != nil && k.Equal(b)
}
