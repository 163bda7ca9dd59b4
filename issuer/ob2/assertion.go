package ob2

import "badgekiln/issuer"

// context is the JSON-LD context of Open Badges 2.0.
const context = "https://w3id.org/openbadges/v2"

// Assertion builds the Assertion of a claim (2.0 §Assertion), hosted, or as the
// payload of a signed badge, which names the key instead. All that
// differs between awards of one class version is a Hole, so a batch shares
// one shape; the presence of expires, evidence (and how many) and narrative
// makes another shape. The recipient is hashed and no name is written. There
// is no image: it would be the class's again, and the baked picture goes to
// its holder only.
func Assertion(c issuer.Claim) issuer.Obj {
	a, base := c.Award, c.Face.Identity.BaseURL
	doc := issuer.Obj{
		{Name: "@context", Value: context},
		{Name: "type", Value: "Assertion"},
		{Name: "id", Value: issuer.Hole(c.Face.Address())},
	}
	if a.Language != "" {
		doc = append(doc, issuer.Member{Name: "@language", Value: issuer.Hole(a.Language)})
	}
	doc = append(doc, issuer.Obj{
		{Name: "recipient", Value: issuer.Obj{
			{Name: "type", Value: "email"},
			{Name: "hashed", Value: true},
			{Name: "salt", Value: issuer.Hole(a.Salt)},
			{Name: "identity", Value: issuer.Hole(issuer.IdentityHash(a.Email, a.Salt))},
		}},
		{Name: "badge", Value: base + issuer.ClassPath(c.Class.Slug, c.Class.Version, "badge.json")},
		{Name: "verification", Value: verification(c)},
		{Name: "issuedOn", Value: issuer.Hole(issuer.Stamp(a.IssuedOn))},
	}...)
	if !a.Expires.IsZero() {
		doc = append(doc, issuer.Member{Name: "expires", Value: issuer.Hole(issuer.Stamp(a.Expires))})
	}
	if all := a.AllEvidence(); len(all) > 0 {
		doc = append(doc, issuer.Member{Name: "evidence", Value: evidence(all)})
	}
	if a.Narrative != "" {
		doc = append(doc, issuer.Member{Name: "narrative", Value: issuer.Hole(a.Narrative)})
	}
	return append(append(doc, endorsed(a.More.OldEndorsement)...), extended(a.More.Extensions)...)
}

// verification says how the badge is checked (2.0 §VerificationObject).
func verification(c issuer.Claim) issuer.Obj {
	if c.Face.Format != issuer.OB2Signed {
		return issuer.Obj{{Name: "type", Value: "HostedBadge"}}
	}
	return issuer.Obj{
		{Name: "type", Value: "SignedBadge"},
		{Name: "creator", Value: c.Face.Identity.BaseURL + issuer.KeyPath(c.Face.Identity.Issuer, c.Key.ID)},
	}
}

func evidence(all []issuer.Evidence) issuer.Arr {
	list := make(issuer.Arr, 0, len(all))
	for _, e := range all {
		one := issuer.Obj{{Name: "type", Value: "Evidence"}}
		for _, m := range []struct{ name, text string }{
			{"id", e.ID}, {"name", e.Name}, {"narrative", e.Narrative}, {"description", e.Description}, {"genre", e.Genre}, {"audience", e.Audience},
		} {
			if m.text != "" {
				one = append(one, issuer.Member{Name: m.name, Value: issuer.Hole(m.text)})
			}
		}
		list = append(list, one)
	}
	return list
}

// Revoked builds what is served at a revoked assertion's address (2.0
// §Revocation): id and revoked, and the reason unless it is empty. A static
// host answers 200 with it, which counts as revoked as well as a 410 does.
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
