// Package ob1 builds Open Badges 1.1 documents for old backpacks, which know
// nothing newer: Assertion, BadgeClass, Issuer, and what is left of a revoked
// assertion.
//
// It knows the words and shapes of the 1.1 text and turns a Claim into a tree.
// It adds nothing of its own: no clock, no randomness. It must not know files,
// the ledger, keys, or newer standards.
package ob1

import (
	"strings"

	"badgekiln/issuer"
)

// context is the JSON-LD context of Open Badges 1.1.
const context = "https://w3id.org/openbadges/v1"

// Assertion builds the hosted assertion of a claim (1.1 §BadgeAssertion). 1.1
// has one address of evidence and no narrative: without an address the page of
// the badge is named, if there is something to tell.
func Assertion(c issuer.Claim) issuer.Obj {
	a, address := c.Award, c.Face.Address()
	doc := issuer.Obj{
		{Name: "@context", Value: context},
		{Name: "type", Value: "Assertion"},
		{Name: "id", Value: issuer.Hole(address)},
		{Name: "uid", Value: issuer.Hole(c.Face.ID)},
		{Name: "recipient", Value: issuer.Obj{
			{Name: "type", Value: "email"},
			{Name: "hashed", Value: true},
			{Name: "salt", Value: issuer.Hole(a.Salt)},
			{Name: "identity", Value: issuer.Hole(issuer.IdentityHash(a.Email, a.Salt))},
		}},
		{Name: "badge", Value: c.Face.Identity.BaseURL + issuer.ClassPath(c.Class.Slug, c.Class.Version, issuer.OldClassFile)},
		{Name: "verify", Value: issuer.Obj{{Name: "type", Value: "hosted"}, {Name: "url", Value: issuer.Hole(address)}}},
		{Name: "issuedOn", Value: issuer.Hole(issuer.Stamp(a.IssuedOn))},
	}
	if evidence := evidence(c); evidence != "" {
		doc = append(doc, issuer.Member{Name: "evidence", Value: issuer.Hole(evidence)})
	}
	if !a.Expires.IsZero() {
		doc = append(doc, issuer.Member{Name: "expires", Value: issuer.Hole(issuer.Stamp(a.Expires))})
	}
	return doc
}

func evidence(c issuer.Claim) string {
	all := c.Award.AllEvidence()
	for _, e := range all {
		if strings.HasPrefix(e.ID, "https://") || strings.HasPrefix(e.ID, "http://") {
			return e.ID
		}
	}
	if len(all) == 0 && c.Award.Narrative == "" {
		return ""
	}
	return c.Face.Identity.BaseURL + issuer.FacePagePath(c.Face.ID)
}

// BadgeClass builds the hosted badge class of one version (1.1 §BadgeClass).
func BadgeClass(class issuer.BadgeClass, identity issuer.Identity) issuer.Obj {
	at := func(file string) string {
		return identity.BaseURL + issuer.ClassPath(class.Slug, class.Version, file)
	}
	criteria := class.Criteria.URL
	if criteria == "" {
		criteria = at("criteria.html")
	}
	doc := issuer.Obj{
		{Name: "@context", Value: context},
		{Name: "type", Value: "BadgeClass"},
		{Name: "id", Value: at(issuer.OldClassFile)},
		{Name: "name", Value: class.Name},
		{Name: "description", Value: class.Description},
		{Name: "image", Value: at(class.ImageFile())},
		{Name: "criteria", Value: criteria},
		{Name: "issuer", Value: identity.BaseURL + issuer.OldProfilePath(class.Issuer)},
	}
	if len(class.More.Alignment) > 0 {
		var list issuer.Arr
		for _, a := range class.More.Alignment {
			one := issuer.Obj{{Name: "name", Value: a.TargetName}, {Name: "url", Value: a.TargetURL}}
			if a.TargetDescription != "" {
				one = append(one, issuer.Member{Name: "description", Value: a.TargetDescription})
			}
			list = append(list, one)
		}
		doc = append(doc, issuer.Member{Name: "alignment", Value: list})
	}
	if len(class.Tags) > 0 {
		var tags issuer.Arr
		for _, tag := range class.Tags {
			tags = append(tags, tag)
		}
		doc = append(doc, issuer.Member{Name: "tags", Value: tags})
	}
	return doc
}

// Issuer builds the hosted issuer (1.1 §IssuerOrganization). Its url is where
// an old backpack looks for the origin; without one it is the base URL.
func Issuer(p issuer.Profile, identity issuer.Identity) issuer.Obj {
	address := p.URL
	if address == "" {
		address = identity.BaseURL
	}
	doc := issuer.Obj{
		{Name: "@context", Value: context},
		{Name: "type", Value: "Issuer"},
		{Name: "id", Value: identity.BaseURL + issuer.OldProfilePath(p.Slug)},
		{Name: "name", Value: p.Name},
		{Name: "url", Value: address},
	}
	if p.Description != "" {
		doc = append(doc, issuer.Member{Name: "description", Value: p.Description})
	}
	if p.Image != "" {
		path := issuer.IssuerImagePath(p.Slug, issuer.ImageExt(p.ImageType))
		doc = append(doc, issuer.Member{Name: "image", Value: identity.BaseURL + path})
	}
	if p.Email != "" {
		doc = append(doc, issuer.Member{Name: "email", Value: p.Email})
	}
	return doc
}

// Revoked is what is left of a revoked assertion (1.1 §Revocation).
func Revoked(address, reason string) issuer.Obj {
	doc := issuer.Obj{
		{Name: "@context", Value: context},
		{Name: "type", Value: "Assertion"},
		{Name: "id", Value: address},
		{Name: "revoked", Value: true},
	}
	if reason != "" {
		doc = append(doc, issuer.Member{Name: "revocationReason", Value: reason})
	}
	return doc
}

// Check tells what a claim lacks for 1.1. The failure has the code
// "claim-incomplete" with the values what and field, or "ob2-no-base-url".
func Check(c issuer.Claim) error {
	if c.Face.Identity.BaseURL == "" {
		return issuer.Fail(issuer.Input, "ob2-no-base-url")
	}
	for _, need := range []struct{ what, field, value string }{
		{"issuer", "name", c.Profile.Name},
		{"class", "name", c.Class.Name},
		{"class", "description", c.Class.Description},
		{"class", "image", c.Class.Image},
		{"award", "email", c.Award.Email},
		{"award", "salt", c.Award.Salt},
	} {
		if need.value == "" {
			return issuer.Fail(issuer.Input, "claim-incomplete", "what", need.what, "field", need.field)
		}
	}
	return nil
}
