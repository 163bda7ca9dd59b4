package ob3

import (
	"strconv"

	"badgekiln/issuer"
)

// Endorsement builds an EndorsementCredential without its proof (3.0
// §EndorsementCredential). Its name is that of what is endorsed: the standard
// demands one and says nothing of what it should be.
func Endorsement(e issuer.Endorsement) issuer.Obj {
	subject := append(texts("id", e.About), issuer.Member{Name: "type", Value: issuer.Arr{"EndorsementSubject"}})
	return issuer.Obj{
		{Name: "@context", Value: contexts(false)},
		{Name: "id", Value: e.Address()},
		{Name: "type", Value: issuer.Arr{"VerifiableCredential", "EndorsementCredential"}},
		{Name: "issuer", Value: profile(e.Profile, e.Identity, e.Format.Token())},
		{Name: "validFrom", Value: issuer.Stamp(e.Made)},
		{Name: "name", Value: e.Name},
		{Name: "credentialSubject", Value: append(subject, texts("endorsementComment", e.Comment)...)},
	}
}

// EndorsementToken builds the payload of an endorsement as VC-JWT.
func EndorsementToken(e issuer.Endorsement) issuer.Obj {
	return append(
		Endorsement(e),
		issuer.Member{Name: "iss", Value: e.Identity.URI},
		issuer.Member{Name: "jti", Value: e.Address()},
		issuer.Member{Name: "sub", Value: e.About},
		issuer.Member{Name: "nbf", Value: issuer.Number(strconv.FormatInt(e.Made.Unix(), 10))},
	)
}

// SignedEndorsement is the endorsement with its proof as last member.
func SignedEndorsement(e issuer.Endorsement) issuer.Obj {
	return append(Endorsement(e), issuer.Member{Name: "proof", Value: issuer.Arr{proof(e.Key.Method(e.Identity), e.Made)}})
}
