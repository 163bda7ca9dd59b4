package ob2

import (
	"sort"

	"badgekiln/issuer"
)

// controller is the context of the W3C controlled identifier document. It
// comes second: its terms are protected, and both contexts agree on id and
// type, the only terms they share at the root.
const controller = "https://www.w3.org/ns/cid/v1"

// Profile builds the one document at an https identity's address: the 2.0
// Profile of the issuer (§Profile) and the controller document of the keys
// (W3C CID 1.0 §2), so that one file serves 2.0 and 3.0 readers.
//
// Its type is both Issuer, which readers of the 1.x kind look for and the 2.0
// text allows in an array, and Profile, the word 2.0 and 3.0 share.
//
// All keys given are published, in order of making, so that old signatures
// stay readable. A compromised key carries the date it was withdrawn and is
// left out of assertionMethod: nothing it signed holds. Retired and lost keys
// stay in. 2.0 wants an url; without one it is the base URL, where the list
// of badges lies.
func Profile(p issuer.Profile, identity issuer.Identity, keys []issuer.Key) issuer.Obj {
	address := p.URL
	if address == "" {
		address = identity.BaseURL
	}
	doc := issuer.Obj{
		{Name: "@context", Value: issuer.Arr{context, controller}},
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
	if p.Image != "" {
		path := issuer.IssuerImagePath(p.Slug, issuer.ImageExt(p.ImageType))
		doc = append(doc, issuer.Member{Name: "image", Value: identity.BaseURL + path})
	}
	methods, trusted := methods(identity, keys)
	if len(methods) > 0 {
		doc = append(doc, issuer.Member{Name: "verificationMethod", Value: methods})
	}
	if len(trusted) > 0 {
		doc = append(doc, issuer.Member{Name: "assertionMethod", Value: trusted})
	}
	return doc
}

func methods(identity issuer.Identity, keys []issuer.Key) (all, trusted issuer.Arr) {
	keys = append([]issuer.Key(nil), keys...)
	sort.SliceStable(keys, func(i, j int) bool {
		if !keys[i].Made.Equal(keys[j].Made) {
			return keys[i].Made.Before(keys[j].Made)
		}
		return keys[i].ID < keys[j].ID
	})
	for _, key := range keys {
		id := key.Method(identity)
		method := issuer.Obj{
			{Name: "id", Value: id},
			{Name: "type", Value: "Multikey"},
			{Name: "controller", Value: identity.URI},
			{Name: "publicKeyMultibase", Value: key.Multibase},
		}
		if key.Reason == "compromised" {
			method = append(method, issuer.Member{Name: "revoked", Value: issuer.Stamp(key.Retired.UTC())})
		} else {
			trusted = append(trusted, id)
		}
		all = append(all, method)
	}
	return all, trusted
}
