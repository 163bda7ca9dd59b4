package ob3

import (
	"strconv"
	"time"

	"badgekiln/issuer"
)

// The contexts of a credential by their addresses, in the order the standard
// fixes (3.0 §Contexts): the first two always, the third with credentialSchema.
const (
	verifiableV2  = "https://www.w3.org/ns/credentials/v2"
	openBadges303 = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
	extensions    = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"
)

// schema is what credentialSchema names.
const schema = "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json"

// Credential builds the OpenBadgeCredential of a claim without its proof (3.0
// §OpenBadgeCredential). All that differs between awards of one class version
// is a Hole, so a batch shares one shape; optional members, the number of
// evidence items and the status list the award fell into make another shape.
// Every "many" field is an array and none is empty, as the strict schema asks.
//
// Left out on purpose: awardedDate, which would repeat validFrom, and
// endorsementJwt, which no context defines.
func Credential(c issuer.Claim) issuer.Obj {
	a := c.Award
	doc := issuer.Obj{
		{Name: "@context", Value: contexts(c.Class.Schema)},
		{Name: "id", Value: issuer.Hole(c.Face.Address())},
		{Name: "type", Value: issuer.Arr{"VerifiableCredential", "OpenBadgeCredential"}},
		{Name: "issuer", Value: profile(c.Profile, c.Face.Identity)},
		{Name: "validFrom", Value: issuer.Hole(issuer.Stamp(a.IssuedOn))},
	}
	if !a.Expires.IsZero() {
		doc = append(doc, issuer.Member{Name: "validUntil", Value: issuer.Hole(issuer.Stamp(a.Expires))})
	}
	doc = append(
		doc,
		issuer.Member{Name: "name", Value: c.Class.Name},
		issuer.Member{Name: "credentialSubject", Value: subject(c)},
	)
	if len(a.Evidence) > 0 {
		doc = append(doc, issuer.Member{Name: "evidence", Value: evidence(a.Evidence)})
	}
	if c.Class.Schema {
		doc = append(doc, issuer.Member{Name: "credentialSchema", Value: issuer.Arr{issuer.Obj{
			{Name: "id", Value: schema},
			{Name: "type", Value: "1EdTechJsonSchemaValidator2019"},
		}}})
	}
	if c.Face.Status != nil {
		list := c.Face.Identity.BaseURL + issuer.StatusPath(c.Face.Status.List)
		doc = append(doc, issuer.Member{Name: "credentialStatus", Value: statusEntry(list, c.Face.Status.Index)})
	}
	return doc
}

// Proof builds the Data Integrity proof of a claim (W3C eddsa-rdfc-2022). Its
// value is a ProofHole, known only after signing; created is a Hole, so that
// awards made one by one over years share one shape too.
func Proof(c issuer.Claim) issuer.Obj {
	return proof(c.Key.Method(c.Face.Identity), c.Face.Created)
}

// Signed is the credential with its proof as last member: what is frozen. Its
// shape begins with the credential's own shape less the closing brace, and its
// values with the credential's own values.
func Signed(c issuer.Claim) issuer.Obj {
	return append(Credential(c), issuer.Member{Name: "proof", Value: issuer.Arr{Proof(c)}})
}

func proof(method string, created time.Time) issuer.Obj {
	return issuer.Obj{
		{Name: "type", Value: "DataIntegrityProof"},
		{Name: "cryptosuite", Value: "eddsa-rdfc-2022"},
		{Name: "created", Value: issuer.Hole(issuer.Stamp(created))},
		{Name: "verificationMethod", Value: method},
		{Name: "proofPurpose", Value: "assertionMethod"},
		{Name: "proofValue", Value: issuer.ProofHole{}},
	}
}

func contexts(withSchema bool) issuer.Arr {
	if withSchema {
		return issuer.Arr{verifiableV2, openBadges303, extensions}
	}
	return issuer.Arr{verifiableV2, openBadges303}
}

// subject builds the AchievementSubject. A person without an address has a
// random id instead of an identifier. The name is written only where the
// class chose public names, and then plainly: a hash of a name hides nothing.
func subject(c issuer.Claim) issuer.Obj {
	a := c.Award
	var doc issuer.Obj
	if a.Email == "" {
		doc = append(doc, issuer.Member{Name: "id", Value: issuer.Hole(a.Subject)})
	}
	doc = append(doc, issuer.Member{Name: "type", Value: issuer.Arr{"AchievementSubject"}})
	if who := identifiers(a, c.Class.PublicNames); len(who) > 0 {
		doc = append(doc, issuer.Member{Name: "identifier", Value: who})
	}
	doc = append(doc, issuer.Member{Name: "achievement", Value: achievement(c.Class, c.Face.Identity)})
	if a.Narrative != "" {
		doc = append(doc, issuer.Member{Name: "narrative", Value: issuer.Hole(a.Narrative)})
	}
	return doc
}

func identifiers(a issuer.Award, names bool) issuer.Arr {
	var list issuer.Arr
	if a.Email != "" {
		list = append(list, issuer.Obj{
			{Name: "type", Value: "IdentityObject"},
			{Name: "hashed", Value: true},
			{Name: "salt", Value: issuer.Hole(a.Salt)},
			{Name: "identityHash", Value: issuer.Hole(issuer.IdentityHash(a.Email, a.Salt))},
			{Name: "identityType", Value: "emailAddress"},
		})
	}
	if names && a.Name != "" {
		list = append(list, issuer.Obj{
			{Name: "type", Value: "IdentityObject"},
			{Name: "hashed", Value: false},
			{Name: "identityHash", Value: issuer.Hole(a.Name)},
			{Name: "identityType", Value: "name"},
		})
	}
	return list
}

func evidence(addresses []string) issuer.Arr {
	list := make(issuer.Arr, 0, len(addresses))
	for _, address := range addresses {
		list = append(list, issuer.Obj{
			{Name: "id", Value: issuer.Hole(address)},
			{Name: "type", Value: issuer.Arr{"Evidence"}},
		})
	}
	return list
}

func statusEntry(list string, index int) issuer.Obj {
	place := strconv.Itoa(index)
	return issuer.Obj{
		{Name: "id", Value: issuer.Hole(list + "#" + place)},
		{Name: "type", Value: "BitstringStatusListEntry"},
		{Name: "statusPurpose", Value: "revocation"},
		{Name: "statusListIndex", Value: issuer.Hole(place)},
		{Name: "statusListCredential", Value: list},
	}
}
