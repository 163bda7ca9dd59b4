package ob2

import (
	"badgekiln/issuer"
	"badgekiln/issuer/controller"
	"badgekiln/issuer/jws"
)

// controlled is the context of the W3C controlled identifier document. It
// comes second: its terms are protected, and both contexts agree on id and
// type, the only terms they share at the root.
const controlled = "https://www.w3.org/ns/cid/v1"

// Profile builds the one document at an https identity's address: the 2.0
// Profile of the issuer (§Profile) and the controller document of the keys
// (W3C CID 1.0 §2), so that one file serves 2.0 and 3.0 readers.
//
// Its type is both Issuer, which readers of the 1.x kind look for and the 2.0
// text allows in an array, and Profile, the word 2.0 and 3.0 share.
//
// All keys given are published; see controller.Methods. Those that signed
// badges of 2.0 may rest on are also named as publicKey (2.0 §Profile). 2.0
// wants an url; without one it is the base URL, where the list of badges lies.
//
// An issuer that signs as a did:web has this profile too: readers of 2.0 know
// it by the address.
func Profile(p issuer.Profile, identity issuer.Identity, keys []issuer.Key) issuer.Obj {
	identity = controller.HTTPS(identity)
	address := p.URL
	if address == "" {
		address = identity.BaseURL
	}
	doc := issuer.Obj{
		{Name: "@context", Value: issuer.Arr{context, controlled}},
		{Name: "type", Value: issuer.Arr{"Issuer", "Profile"}},
		{Name: "id", Value: identity.URI},
		{Name: "name", Value: p.Name},
		{Name: "url", Value: address},
	}
	if p.Email != "" {
		doc = append(doc, issuer.Member{Name: "email", Value: p.Email})
	}
	if p.Description != "" {
		doc = append(doc, issuer.Member{Name: "description", Value: p.Description})
	}
	if p.More.Phone != "" {
		doc = append(doc, issuer.Member{Name: "telephone", Value: p.More.Phone})
	}
	if p.Image != "" {
		path := issuer.IssuerImagePath(p.Slug, issuer.ImageExt(p.ImageType))
		doc = append(doc, issuer.Member{Name: "image", Value: image(identity.BaseURL+path, p.More.ImageCaption, "")})
	}
	doc = append(doc, endorsed(p.More.OldEndorsement)...)
	all, trusted := controller.Methods(identity, keys)
	if len(all) > 0 {
		doc = append(doc, issuer.Member{Name: "verificationMethod", Value: all})
	}
	if len(trusted) > 0 {
		doc = append(doc, issuer.Member{Name: "assertionMethod", Value: trusted})
	}
	if named := publicKeys(identity, keys); len(named) > 0 {
		doc = append(
			doc,
			issuer.Member{Name: "publicKey", Value: named},
			issuer.Member{Name: "revocationList", Value: identity.BaseURL + issuer.RevokedPath(identity.Issuer)},
		)
	}
	doc = append(doc, scope(p.More.Scope, identity)...)
	return append(doc, extended(p.More.Extensions)...)
}

// scope says where hosted badges may lie (2.0 §VerificationObject). An identity
// of an earlier base URL goes without one that would condemn its badges.
func scope(s *issuer.Scope, identity issuer.Identity) issuer.Obj {
	if s == nil || !s.Admits(identity.BaseURL) {
		return nil
	}
	rule := issuer.Obj{{Name: "type", Value: "VerificationObject"}}
	for _, m := range []struct {
		name  string
		texts []string
	}{{"allowedOrigins", s.AllowedOrigins}, {"startsWith", s.StartsWith}} {
		var list issuer.Arr
		for _, text := range m.texts {
			list = append(list, text)
		}
		if len(list) > 0 {
			rule = append(rule, issuer.Member{Name: m.name, Value: list})
		}
	}
	if s.Property != "" {
		rule = append(rule, issuer.Member{Name: "verificationProperty", Value: s.Property})
	}
	return issuer.Obj{{Name: "verification", Value: rule}}
}

// publicKeys are the addresses of the keys that signed badges may name.
func publicKeys(identity issuer.Identity, keys []issuer.Key) (list issuer.Arr) {
	for _, key := range controller.Ordered(keys) {
		if key.Reason != "compromised" && Key(identity, key) != nil {
			list = append(list, identity.BaseURL+issuer.KeyPath(identity.Issuer, key.ID))
		}
	}
	return list
}

// Key builds the CryptographicKey document of a key (2.0 §CryptographicKey);
// nil for a key that cannot be read.
func Key(identity issuer.Identity, key issuer.Key) issuer.Obj {
	public, err := jws.ParseMultibase(key.Multibase)
	if err != nil {
		return nil
	}
	text, err := jws.PEM(public)
	if err != nil {
		return nil
	}
	return issuer.Obj{
		{Name: "@context", Value: context},
		{Name: "type", Value: "CryptographicKey"},
		{Name: "id", Value: identity.BaseURL + issuer.KeyPath(identity.Issuer, key.ID)},
		{Name: "owner", Value: identity.ProfileURL()},
		{Name: "publicKeyPem", Value: text},
	}
}

// Gone is a signed badge that does not hold.
type Gone struct{ ID, Reason string }

// RevocationList builds the list of an issuer's signed badges that do not hold
// (2.0 §RevocationList). It is there when it is empty, too: readers fetch it.
func RevocationList(identity issuer.Identity, gone []Gone) issuer.Obj {
	list := issuer.Arr{}
	for _, g := range gone {
		one := issuer.Obj{{Name: "id", Value: g.ID}}
		if g.Reason != "" {
			one = append(one, issuer.Member{Name: "revocationReason", Value: g.Reason})
		}
		list = append(list, one)
	}
	return issuer.Obj{
		{Name: "@context", Value: context},
		{Name: "type", Value: "RevocationList"},
		{Name: "id", Value: identity.BaseURL + issuer.RevokedPath(identity.Issuer)},
		{Name: "issuer", Value: identity.ProfileURL()},
		{Name: "revokedAssertions", Value: list},
	}
}
