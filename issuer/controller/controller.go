// Package controller builds what an issuer publishes about its keys: the
// verification methods of a controller document (W3C CID 1.0 §2), the DID
// document of a did:web, and each key alone as JWK.
//
// It knows identities and public keys, and which key may stand where. It must
// not know badges, private halves, files or clocks.
package controller

import (
	"sort"

	"badgekiln/issuer"
	"badgekiln/issuer/jws"
)

// Ordered gives keys in the order of their making, whatever order they come in.
func Ordered(keys []issuer.Key) []issuer.Key {
	keys = append([]issuer.Key(nil), keys...)
	sort.SliceStable(keys, func(i, j int) bool {
		if !keys[i].Made.Equal(keys[j].Made) {
			return keys[i].Made.Before(keys[j].Made)
		}
		return keys[i].ID < keys[j].ID
	})
	return keys
}

// Methods are the verification methods of an identity, and the names of those
// that may make assertions.
//
// All keys given are published, so that old signatures stay readable. A
// compromised key carries the date it was withdrawn and makes no assertions:
// nothing it signed holds. Retired and lost keys stay as they are. An Ed25519
// key is there twice, as Multikey for Data Integrity and as JsonWebKey for
// tokens, the latter under the address of the bare JWK.
func Methods(identity issuer.Identity, keys []issuer.Key) (all, trusted issuer.Arr) {
	for _, key := range Ordered(keys) {
		for _, method := range methodsOf(identity, key) {
			if key.Reason == "compromised" {
				method = append(method, issuer.Member{Name: "revoked", Value: issuer.Stamp(key.Retired.UTC())})
			} else {
				trusted = append(trusted, method[0].Value)
			}
			all = append(all, method)
		}
	}
	return all, trusted
}

func methodsOf(identity issuer.Identity, key issuer.Key) []issuer.Obj {
	var list []issuer.Obj
	if key.Algorithm == "" || key.Algorithm == issuer.Ed25519 {
		list = append(list, issuer.Obj{
			{Name: "id", Value: key.Method(identity)},
			{Name: "type", Value: "Multikey"},
			{Name: "controller", Value: identity.URI},
			{Name: "publicKeyMultibase", Value: key.Multibase},
		})
	}
	if jwk := jwkOf(key); jwk != nil && identity.BaseURL != "" {
		list = append(list, issuer.Obj{
			{Name: "id", Value: key.TokenMethod(identity)},
			{Name: "type", Value: "JsonWebKey"},
			{Name: "controller", Value: identity.URI},
			{Name: "publicKeyJwk", Value: jwk},
		})
	}
	return list
}

// jwkOf is the public half of a key as JWK; nil if it cannot be read.
func jwkOf(key issuer.Key) issuer.Obj {
	public, err := jws.ParseMultibase(key.Multibase)
	if err != nil {
		return nil
	}
	return jws.JWK(public)
}

// JWK is the document at the address a token names its key by: the bare key
// {kty, …, alg, use, kid}. nil for a key that cannot be read.
func JWK(identity issuer.Identity, key issuer.Key) issuer.Obj {
	public, err := jws.ParseMultibase(key.Multibase)
	if err != nil {
		return nil
	}
	alg, _ := jws.AlgorithmOf(public)
	return append(
		jws.JWK(public),
		issuer.Member{Name: "alg", Value: string(alg)},
		issuer.Member{Name: "use", Value: "sig"},
		issuer.Member{Name: "kid", Value: key.TokenMethod(identity)},
	)
}

// DID builds the DID document of a did:web identity. It also names the profile
// that 2.0 readers know the issuer by.
func DID(identity issuer.Identity, keys []issuer.Key) issuer.Obj {
	doc := issuer.Obj{
		{Name: "@context", Value: issuer.Arr{
			"https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1", "https://w3id.org/security/jwk/v1",
		}},
		{Name: "id", Value: identity.URI},
		{Name: "alsoKnownAs", Value: issuer.Arr{identity.ProfileURL()}},
	}
	all, trusted := Methods(identity, keys)
	if len(all) > 0 {
		doc = append(doc, issuer.Member{Name: "verificationMethod", Value: all})
	}
	if len(trusted) > 0 {
		doc = append(doc, issuer.Member{Name: "assertionMethod", Value: trusted})
	}
	return doc
}

// HTTPS is an identity with web space as readers of its profile see it: known
// by the profile's address, even when it signs as a did:web.
func HTTPS(identity issuer.Identity) issuer.Identity {
	identity.Method, identity.URI = issuer.HTTPS, identity.ProfileURL()
	return identity
}
