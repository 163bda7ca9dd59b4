package issuer

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"strings"
	"time"
)

// Format names one kind of credential that can be made for an award.
type Format string

// The formats of cli.md.
const (
	OB2       Format = "ob2"        // Open Badges 2.0, hosted
	OB2Signed Format = "ob2-signed" // Open Badges 2.0, signed (JWS)
	OB11      Format = "ob11"       // Open Badges 1.1, hosted
	OB3       Format = "ob3"        // Open Badges 3.0, Data Integrity eddsa-rdfc-2022
	OB3JWT    Format = "ob3-jwt"    // Open Badges 3.0, VC-JWT
)

// Formats lists all of them, in the order in which files are written.
func Formats() []Format { return []Format{OB2, OB2Signed, OB11, OB3, OB3JWT} }

// Hosted tells whether the credential is the document at its web address: what
// is found there counts, and a tombstone takes it back.
func (f Format) Hosted() bool { return f == OB2 || f == OB11 }

// NeedsWeb tells whether the format needs web space: the hosted ones, and the
// signed 2.0, whose key and list of revoked badges are read there.
func (f Format) NeedsWeb() bool { return f.Hosted() || f == OB2Signed }

// Token tells whether the format is a compact JWS and not a JSON document.
func (f Format) Token() bool { return f == OB2Signed || f == OB3JWT }

// Verifiable tells whether the format is Open Badges 3.0.
func (f Format) Verifiable() bool { return f == OB3 || f == OB3JWT }

// Profile is who issues. Slug is its name in addresses and files.
type Profile struct {
	Slug        string
	Name        string
	URL         string
	Email       string
	Description string
	BaseURL     string // empty: no web space; otherwise ends in "/"
	Timezone    string // IANA name
	Image       string // blob hash of a picture, or ""
	ImageType   string // media type of that picture
	More        ProfileMore
}

// Method says how an issuer is identified.
type Method string

// The methods of this release.
const (
	DIDKey Method = "did:key" // the identifier is the key
	HTTPS  Method = "https"   // the profile's address is also the controller document
	DIDWeb Method = "did:web" // a DID whose document lies beside the profile
)

// Identity is one way an issuer signed for some time. A change of address or
// of did:key makes a new one; old ones stay published and ours.
type Identity struct {
	ID      int64
	Issuer  string // slug
	Method  Method
	URI     string // "did:key:z6Mk…", "https://…/i/<slug>/profile.json" or "did:web:…:i:<slug>"
	BaseURL string // empty for did:key
	From    time.Time
	Until   time.Time // zero while in use
}

// The algorithms of keys.
const (
	Ed25519 = "ed25519"
	P256    = "p256"
	RSA     = "rsa" // 3072 bits
)

// Key is the public half of a signing key, as the ledger records it.
type Key struct {
	ID        string // short name, also of its sealed file
	Issuer    string // slug
	Algorithm string // Ed25519, P256 or RSA
	Public    []byte // what follows the multicodec: 32 bytes, a compressed point of 33, PKCS #1
	Multibase string // "z6Mk…", "zDn…", "z4MX…"
	Made      time.Time
	Retired   time.Time // zero while in use
	Reason    string    // "", "retired", "lost", "compromised"
	Worthless bool      // the sample's key: signs for its own ledger only
}

// Rule says how often one person can hold a badge class.
type Rule string

// The rules of a badge class.
const (
	Once      Rule = "once"
	Renewable Rule = "renewable"
	Many      Rule = "many"
)

// ClassState is where a badge class stands.
type ClassState string

// The states of a badge class.
const (
	Draft    ClassState = "draft"
	Open     ClassState = "open"
	Archived ClassState = "archived"
)

// BadgeClass is one version of what is awarded: BadgeClass in 2.0,
// Achievement in 3.0.
type BadgeClass struct {
	Issuer      string // slug
	Slug        string // unique in the ledger, the same for all versions (the lineage)
	Version     int    // from 1
	Name        string
	Description string
	Criteria    Criteria
	Tags        []string
	Language    string // BCP 47, or ""
	Expires     string // "", or a period such as 2y, 6m, 30d
	Rule        Rule
	PublicNames bool   // names appear in public; chosen before the first award
	Image       string // blob hash of the picture
	ImageType   string // media type of that picture; "" is image/png
	DataImage   string // the picture once more as data: URI of at most 24 KB
	Design      string // blob hash of the design the picture was drawn from (.badge), or "" when it came as a picture
	URN         string // urn:uuid:…, the Achievement's id without web space
	Schema      bool   // credentials name the 1EdTech schema they follow (a third context)
	State       ClassState
	Made        time.Time
	More        ClassMore
}

// Criteria says what has to be done: a text, an address, or both.
type Criteria struct {
	Narrative string
	URL       string
}

// Person is somebody who can hold badges.
type Person struct {
	ID         string
	Name       string
	GivenName  string
	FamilyName string
	Email      string // trimmed and lower case; "" without an address
}

// State is where an award stands.
type State string

// The states of an award.
const (
	Pending    State = "pending" // planned, not yet signed
	Issued     State = "issued"
	Revoked    State = "revoked"
	Suspended  State = "suspended" // does not hold for the time being
	Superseded State = "superseded"
	Undone     State = "undone"
)

// Award is one badge class given to one person. Its credentials are Faces.
type Award struct {
	ID        string // UUID
	Batch     string
	Row       int // row of the roster, as a spreadsheet shows it
	Class     string
	Version   int
	Person    string // person id
	IssuedOn  time.Time
	Expires   time.Time // zero: never
	ValidFrom time.Time // of the 3.0 credential, if it is not IssuedOn; otherwise zero
	Evidence  []string  // addresses
	Narrative string
	Language  string
	Name      string // the person's name as awarded
	Email     string // the address as awarded; "" without one
	// Fields are the roster's other columns, by what they are called: for the
	// picture, never for a credential. One that is a picture names its blob; see
	// PictureField.
	Fields  map[string]string
	Salt    string // fresh, 16 random bytes as hex
	Subject string // urn:uuid:… for people without an address, or ""
	State   State
	Reason  string // of a revocation or suspension
	More    AwardMore
}

// PictureField is how Award.Fields name a picture: the blob that holds it.
func PictureField(hash string) string { return pictureField + hash }

// FieldPicture is the blob that a value of Award.Fields names; false for one
// that is a text.
func FieldPicture(value string) (hash string, ok bool) {
	hash, ok = strings.CutPrefix(value, pictureField)
	return hash, ok && len(hash) == hex.EncodedLen(sha256.Size)
}

const pictureField = "blob:"

// DataURI writes bytes as an address that holds them.
func DataURI(kind string, data []byte) string {
	return "data:" + kind + ";base64," + base64.StdEncoding.EncodeToString(data)
}

// StatusRef is a place in a status list.
type StatusRef struct {
	List  string // the list's name
	Index int
}

// Face is one credential made for an award, frozen when made.
type Face struct {
	ID       string // UUID
	Award    string // award id
	Format   Format
	Identity Identity
	Key      string     // key id; "" for formats nobody signs
	Created  time.Time  // of the proof
	Status   *StatusRef // in a list of revocations; nil without one
	Pause    *StatusRef // in a list of suspensions; nil without one
	SHA256   string     // of the whole bytes, hex
}

// Claim is everything one face is made of. The builders in ob2 and ob3 turn
// it into a document and add nothing of their own: no clock, no randomness.
type Claim struct {
	Face    Face
	Award   Award
	Class   BadgeClass
	Profile Profile
	Key     Key // the signing key; zero for formats nobody signs
}

// Address is the face's own id: its web address, or urn:uuid: without one. A
// signed 2.0 badge is not found at an address, so it never has one.
func (f Face) Address() string {
	if f.Identity.BaseURL == "" || f.Format == OB2Signed {
		return "urn:uuid:" + f.ID
	}
	return f.Identity.BaseURL + FacePath(f.ID)
}

// Method is the verificationMethod of a key under an identity: the fragment
// is the key's multibase text in all methods.
func (k Key) Method(id Identity) string { return id.URI + "#" + k.Multibase }

// TokenMethod is what a token names its key by, the header's kid. With web
// space it is the address of the bare JWK, as Open Badges asks, and the
// controller document lists the key under that very name.
func (k Key) TokenMethod(id Identity) string {
	if id.BaseURL == "" {
		return k.Method(id)
	}
	return id.BaseURL + JWKPath(id.Issuer, k.ID)
}

// ProfileURL is the address of the issuer's profile; "" without web space.
func (id Identity) ProfileURL() string {
	if id.BaseURL == "" {
		return ""
	}
	return id.BaseURL + ProfilePath(id.Issuer)
}

// ImageFile is the file of a class's picture beside its documents.
func (c BadgeClass) ImageFile() string { return "image." + ImageExt(c.ImageType) }

// Holds is when a 3.0 credential begins to hold.
func (a Award) Holds() time.Time {
	if a.ValidFrom.IsZero() {
		return a.IssuedOn
	}
	return a.ValidFrom
}

// AllEvidence is everything an award rests on, addresses first.
func (a Award) AllEvidence() []Evidence {
	list := make([]Evidence, 0, len(a.Evidence)+len(a.More.Evidence))
	for _, address := range a.Evidence {
		list = append(list, Evidence{ID: address})
	}
	return append(list, a.More.Evidence...)
}

// SubjectID is the id of a token's subject, which a token cannot do without:
// the award's own when it has one, otherwise one that is made of the face's
// random id and the salt, and so tells nothing about the person.
func (c Claim) SubjectID() string {
	if c.Award.Subject != "" {
		return c.Award.Subject
	}
	sum := sha256.Sum256([]byte("badgekiln subject\n" + c.Face.ID + "\n" + c.Award.Salt))
	sum[6], sum[8] = sum[6]&0x0f|0x80, sum[8]&0x3f|0x80 // a UUID of version 8 (RFC 9562)
	text := hex.EncodeToString(sum[:16])
	return "urn:uuid:" + strings.Join([]string{text[:8], text[8:12], text[12:16], text[16:20], text[20:]}, "-")
}

// In finds the translation that somebody who reads a language is given: that
// very one, or else one of the same language elsewhere ("de" for "de-AT"). A
// class that is in that language itself needs none.
func (c BadgeClass) In(language string) (Translation, bool) {
	main := func(code string) string {
		code, _, _ = strings.Cut(code, "-")
		return code
	}
	for _, same := range []func(a, b string) bool{
		strings.EqualFold,
		func(a, b string) bool { return strings.EqualFold(main(a), main(b)) },
	} {
		if language == "" || same(c.Language, language) {
			return Translation{}, false
		}
		for _, t := range c.More.Translations {
			if same(t.Language, language) {
				return t, true
			}
		}
	}
	return Translation{}, false
}

// Translated is the class as one of its translations tells it, and the file
// name's addition.
func (c BadgeClass) Translated(t Translation) BadgeClass {
	c.Name, c.Description, c.Language = t.Name, t.Description, t.Language
	if t.Criteria != "" {
		c.Criteria.Narrative = t.Criteria
	}
	return c
}
