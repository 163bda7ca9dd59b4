package ob3

import (
	"bytes"
	"strconv"
	"time"

	"badgekiln/issuer"
	"badgekiln/issuer/jws"
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
// Left out on purpose: awardedDate unless the award names one, for it would
// repeat validFrom, and endorsementJwt outside of tokens, which no context
// defines.
func Credential(c issuer.Claim) issuer.Obj { return Parts{}.Credential(c) }

// Parts are what all credentials of one class version, issuer and identity
// have in common, written once. The zero Parts write it each time.
type Parts struct{ profile, achievement issuer.Raw }

// PartsOf writes the parts that a claim shares with others of its format and
// language.
func PartsOf(c issuer.Claim) Parts {
	token := c.Face.Format.Token()
	return Parts{
		profile:     issuer.Bytes(profile(c.Profile, c.Face.Identity, token)),
		achievement: issuer.Bytes(said(c)),
	}
}

// Empty tells whether nothing was written yet.
func (p Parts) Empty() bool { return p.profile == nil }

func (p Parts) issuer(c issuer.Claim) any {
	if p.profile != nil {
		return p.profile
	}
	return profile(c.Profile, c.Face.Identity, c.Face.Format.Token())
}

func (p Parts) award(c issuer.Claim) any {
	if p.achievement != nil {
		return p.achievement
	}
	return said(c)
}

// Credential is the function of that name, with the parts.
func (p Parts) Credential(c issuer.Claim) issuer.Obj {
	a, more, token := c.Award, c.Class.More, c.Face.Format.Token()
	name := c.Class.Name
	if t, ok := c.Class.In(a.Language); ok {
		name = t.Name
	}
	doc := append(make(issuer.Obj, 0, 16), issuer.Obj{
		{Name: "@context", Value: contexts(c.Class.Schema || more.RefreshService != nil)},
		{Name: "id", Value: issuer.Hole(c.Face.Address())},
		{Name: "type", Value: issuer.Arr{"VerifiableCredential", "OpenBadgeCredential"}},
		{Name: "issuer", Value: p.issuer(c)},
		{Name: "validFrom", Value: issuer.Hole(issuer.Stamp(a.Holds()))},
	}...)
	if !a.Expires.IsZero() {
		doc = append(doc, issuer.Member{Name: "validUntil", Value: issuer.Hole(issuer.Stamp(a.Expires))})
	}
	doc = append(doc, holes("awardedDate", a.More.AwardedDate)...)
	doc = append(doc, issuer.Member{Name: "name", Value: name})
	doc = append(doc, texts("description", more.Summary)...)
	if more.Image != nil {
		doc = append(doc, issuer.Member{Name: "image", Value: image(more.Image.ID, more.Image.Caption)})
	}
	doc = append(doc, issuer.Member{Name: "credentialSubject", Value: p.subject(c)})
	doc = put(doc, "evidence", evidence(a.AllEvidence()))
	doc = append(doc, endorsed(a.More.Endorsement, a.More.EndorsementJWT, token)...)
	if c.Class.Schema {
		doc = append(doc, issuer.Member{Name: "credentialSchema", Value: issuer.Arr{issuer.Obj{
			{Name: "id", Value: schema},
			{Name: "type", Value: "1EdTechJsonSchemaValidator2019"},
		}}})
	}
	if status := status(c.Face); status != nil {
		doc = append(doc, issuer.Member{Name: "credentialStatus", Value: status})
	}
	if more.RefreshService != nil {
		doc = append(doc, issuer.Member{Name: "refreshService", Value: service(*more.RefreshService)})
	}
	var terms issuer.Arr
	for _, s := range more.TermsOfUse {
		terms = append(terms, service(s))
	}
	return put(doc, "termsOfUse", terms)
}

func service(s issuer.Service) issuer.Obj { return texts("id", s.ID, "type", s.Type) }

// status names the credential's places in status lists: one entry, as the
// schema has it, or two where the class can be suspended, too.
func status(f issuer.Face) any {
	entry := func(at issuer.StatusRef, purpose string) issuer.Obj {
		return statusEntry(f.Identity.BaseURL+issuer.StatusPath(at.List), at.Index, purpose)
	}
	switch {
	case f.Status == nil:
		return nil
	case f.Pause == nil:
		return entry(*f.Status, "revocation")
	}
	return issuer.Arr{entry(*f.Status, "revocation"), entry(*f.Pause, "suspension")}
}

// Token builds the payload of a VC-JWT (3.0 §JWT proof): the credential and
// the registered claims that repeat it.
func Token(c issuer.Claim) issuer.Obj { return Parts{}.Token(c) }

// Token is the function of that name, with the parts.
func (p Parts) Token(c issuer.Claim) issuer.Obj {
	doc := append(
		p.Credential(c),
		issuer.Member{Name: "iss", Value: c.Face.Identity.URI},
		issuer.Member{Name: "jti", Value: issuer.Hole(c.Face.Address())},
		issuer.Member{Name: "sub", Value: issuer.Hole(c.SubjectID())},
		issuer.Member{Name: "nbf", Value: seconds(c.Award.Holds())},
	)
	if !c.Award.Expires.IsZero() {
		doc = append(doc, issuer.Member{Name: "exp", Value: seconds(c.Award.Expires)})
	}
	return doc
}

func seconds(at time.Time) issuer.NumberHole {
	return issuer.NumberHole(strconv.FormatInt(at.Unix(), 10))
}

// Header builds the members of a token's header beside alg. typ is what the
// 3.0 text allows. The key is named by the address of its JWK, and a did:key,
// which has no address, brings it along.
func Header(c issuer.Claim) issuer.Obj {
	header := issuer.Obj{{Name: "kid", Value: c.Key.TokenMethod(c.Face.Identity)}}
	if c.Face.Identity.BaseURL == "" {
		if key, err := jws.ParseMultibase(c.Key.Multibase); err == nil {
			header = append(header, issuer.Member{Name: "jwk", Value: jws.JWK(key)})
		}
	}
	return append(header, issuer.Member{Name: "typ", Value: "JWT"})
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
func Signed(c issuer.Claim) issuer.Obj { return Parts{}.Signed(c) }

// Signed is the function of that name, with the parts.
func (p Parts) Signed(c issuer.Claim) issuer.Obj {
	return append(p.Credential(c), issuer.Member{Name: "proof", Value: issuer.Arr{Proof(c)}})
}

// Unsigned takes the proof off a signed document: what is left is what Take
// gives of the credential or list alone.
func Unsigned(signed issuer.Document) issuer.Document {
	at := bytes.LastIndex(signed.Shape, []byte(`,"proof":[`))
	if at < 0 || len(signed.Values) == 0 {
		return signed
	}
	shape := append(make([]byte, 0, at+1), signed.Shape[:at]...)
	return issuer.Document{Shape: append(shape, '}'), Values: signed.Values[:len(signed.Values)-1]}
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
// random id instead of an identifier, and so has the subject of a token. The
// name is written only where the class chose public names, and then plainly: a
// hash of a name hides nothing.
func (p Parts) subject(c issuer.Claim) issuer.Obj {
	a, more := c.Award, c.Award.More
	doc := make(issuer.Obj, 0, 8)
	switch {
	case c.Face.Format.Token():
		doc = append(doc, issuer.Member{Name: "id", Value: issuer.Hole(c.SubjectID())})
	case a.Email == "":
		doc = append(doc, issuer.Member{Name: "id", Value: issuer.Hole(a.Subject)})
	}
	doc = append(doc, issuer.Member{Name: "type", Value: issuer.Arr{"AchievementSubject"}})
	doc = append(doc, holes("activityEndDate", more.ActivityEnd, "activityStartDate", more.ActivityStart)...)
	if more.CreditsEarned != "" {
		doc = append(doc, issuer.Member{Name: "creditsEarned", Value: issuer.Number(more.CreditsEarned)})
	}
	doc = put(doc, "identifier", identifiers(a, c.Class.PublicNames))
	doc = append(doc, issuer.Member{Name: "achievement", Value: p.award(c)})
	if more.Image != nil {
		picture := append(holes("id", more.Image.ID), issuer.Member{Name: "type", Value: "Image"})
		doc = append(doc, issuer.Member{Name: "image", Value: append(picture, holes("caption", more.Image.Caption)...)})
	}
	doc = append(doc, holes("licenseNumber", more.LicenseNumber, "narrative", a.Narrative)...)
	doc = put(doc, "result", results(c))
	doc = append(doc, holes("role", more.Role)...)
	if more.Source != nil {
		doc = append(doc, issuer.Member{Name: "source", Value: party(*more.Source)})
	}
	return append(doc, holes("term", more.Term)...)
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
	plain := func(identity, kind string) {
		list = append(list, issuer.Obj{
			{Name: "type", Value: "IdentityObject"},
			{Name: "hashed", Value: false},
			{Name: "identityHash", Value: issuer.Hole(identity)},
			{Name: "identityType", Value: kind},
		})
	}
	if names && a.Name != "" {
		plain(a.Name, "name")
	}
	for _, id := range a.More.Identifier {
		plain(id.Identifier, id.Type)
	}
	return list
}

// results are what somebody reached (3.0 §Result).
func results(c issuer.Claim) (list issuer.Arr) {
	full := func(id string) string { return named(c.Class, c.Face.Identity, id) }
	for _, r := range c.Award.More.Result {
		doc := issuer.Obj{{Name: "type", Value: issuer.Arr{"Result"}}}
		doc = append(doc, holes("achievedLevel", full(r.Level))...)
		doc = put(doc, "alignment", alignments(r.Alignment))
		list = append(list, append(doc, holes("resultDescription", full(r.Description), "status", r.Status, "value", r.Value)...))
	}
	return list
}

func evidence(all []issuer.Evidence) (list issuer.Arr) {
	for _, e := range all {
		doc := append(holes("id", e.ID), issuer.Member{Name: "type", Value: issuer.Arr{"Evidence"}})
		list = append(list, append(doc, holes(
			"narrative", e.Narrative, "name", e.Name, "description", e.Description, "genre", e.Genre, "audience", e.Audience,
		)...))
	}
	return list
}

func statusEntry(list string, index int, purpose string) issuer.Obj {
	place := strconv.Itoa(index)
	return issuer.Obj{
		{Name: "id", Value: issuer.Hole(list + "#" + place)},
		{Name: "type", Value: "BitstringStatusListEntry"},
		{Name: "statusPurpose", Value: purpose},
		{Name: "statusListIndex", Value: issuer.Hole(place)},
		{Name: "statusListCredential", Value: list},
	}
}
