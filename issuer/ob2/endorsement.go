package ob2

import "badgekiln/issuer"

// Endorsement builds an Endorsement (2.0 §Endorsement), hosted or as the
// payload of a signed one.
func Endorsement(e issuer.Endorsement) issuer.Obj {
	claim := issuer.Obj{{Name: "id", Value: e.About}}
	if e.Comment != "" {
		claim = append(claim, issuer.Member{Name: "endorsementComment", Value: e.Comment})
	}
	return issuer.Obj{
		{Name: "@context", Value: context},
		{Name: "type", Value: "Endorsement"},
		{Name: "id", Value: e.Address()},
		{Name: "claim", Value: claim},
		{Name: "issuer", Value: e.Identity.ProfileURL()},
		{Name: "issuedOn", Value: issuer.Stamp(e.Made)},
		{Name: "verification", Value: verification(issuer.Claim{Face: issuer.Face{Format: e.Format, Identity: e.Identity}, Key: e.Key})},
	}
}
