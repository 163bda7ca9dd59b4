package issuer

import "time"

// Format names one kind of credential that can be made for an award.
type Format string

// The formats of cli.md. This release makes OB2 and OB3.
const (
	OB2       Format = "ob2"        // Open Badges 2.0, hosted
	OB2Signed Format = "ob2-signed" // Open Badges 2.0, signed (JWS)
	OB11      Format = "ob11"       // Open Badges 1.1, hosted
	OB3       Format = "ob3"        // Open Badges 3.0, Data Integrity eddsa-rdfc-2022
	OB3JWT    Format = "ob3-jwt"    // Open Badges 3.0, VC-JWT
)

// Hosted tells whether the format only lives at a web address.
func (f Format) Hosted() bool { return f == OB2 || f == OB11 }

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
}

// Method says how an issuer is identified.
type Method string

// The methods of this release.
const (
	DIDKey Method = "did:key" // the identifier is the key
	HTTPS  Method = "https"   // the profile's address is also the controller document
)

// Identity is one way an issuer signed for some time. A change of address or
// of did:key makes a new one; old ones stay published and ours.
type Identity struct {
	ID      int64
	Issuer  string // slug
	Method  Method
	URI     string // "did:key:z6Mk…" or "https://…/i/<slug>/profile.json"
	BaseURL string // for HTTPS; otherwise ""
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
	Image       string // blob hash of the picture (PNG)
	DataImage   string // the picture once more as data: URI of at most 24 KB
	Design      string // blob hash of the design the picture was drawn from (.badge), or "" when it came as a picture
	URN         string // urn:uuid:…, the Achievement's id without web space
	Schema      bool   // credentials name the 1EdTech schema they follow (a third context)
	State       ClassState
	Made        time.Time
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
	Evidence  []string  // addresses
	Narrative string
	Language  string
	Name      string // the person's name as awarded
	Email     string // the address as awarded; "" without one
	Salt      string // fresh, 16 random bytes as hex
	Subject   string // urn:uuid:… for people without an address, or ""
	State     State
	Reason    string // of a revocation
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
	Status   *StatusRef // nil without a status list
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

// Address is the face's own id: its web address, or urn:uuid: without one.
func (f Face) Address() string {
	if f.Identity.BaseURL == "" {
		return "urn:uuid:" + f.ID
	}
	return f.Identity.BaseURL + FacePath(f.ID)
}

// Method is the verificationMethod of a key under an identity: the fragment
// is the key's multibase text in both methods.
func (k Key) Method(id Identity) string { return id.URI + "#" + k.Multibase }
