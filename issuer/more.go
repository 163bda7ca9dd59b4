package issuer

import (
	"encoding/json"
	"net/url"
	"slices"
	"strings"
)

// What follows are the members of both standards that most badges do without.
// They are typed, so that nothing is signed that no standard knows, and they
// are kept as JSON with the class version, award or issuer they belong to.
// Names are those of Open Badges 3.0; 2.0 has them under its own where it has
// them at all.

// ClassMore are the further members of a badge class.
type ClassMore struct {
	AchievementType   string              `json:"achievementType,omitempty"`
	Alignment         []Alignment         `json:"alignment,omitempty"`
	Creator           *Party              `json:"creator,omitempty"` // nil: the issuer
	CreditsAvailable  json.Number         `json:"creditsAvailable,omitempty"`
	FieldOfStudy      string              `json:"fieldOfStudy,omitempty"`
	HumanCode         string              `json:"humanCode,omitempty"`
	Specialization    string              `json:"specialization,omitempty"`
	OtherIdentifier   []Identifier        `json:"otherIdentifier,omitempty"`
	Related           []Related           `json:"related,omitempty"`
	ResultDescription []ResultDescription `json:"resultDescription,omitempty"`
	ImageCaption      string              `json:"imageCaption,omitempty"`
	ImageAuthor       string              `json:"imageAuthor,omitempty"`           // 2.0 only
	Endorsement       []json.RawMessage   `json:"endorsement,omitempty"`           // EndorsementCredentials
	EndorsementJWT    []string            `json:"endorsementJwt,omitempty"`        // in VC-JWT only
	OldEndorsement    []json.RawMessage   `json:"endorsement2.0,omitempty"`        // Endorsements of 2.0, or their addresses
	Translations      []Translation       `json:"translations,omitempty"`          // the class in other languages
	Suspendable       bool                `json:"suspendable,omitempty"`           // credentials also name a list of suspensions
	TermsOfUse        []Service           `json:"termsOfUse,omitempty"`            // of the credentials
	RefreshService    *Service            `json:"refreshService,omitempty"`        // of the credentials
	Summary           string              `json:"credentialDescription,omitempty"` // the description of the credential itself
	Image             *Image              `json:"credentialImage,omitempty"`       // of the credential itself, for wallets
	Extensions        []Extension         `json:"extensions2.0,omitempty"`         // 2.0 only
}

// AwardMore are the further members of one award.
type AwardMore struct {
	Evidence       []Evidence        `json:"evidence,omitempty"` // beside Award.Evidence
	Result         []Result          `json:"result,omitempty"`
	Role           string            `json:"role,omitempty"`
	Term           string            `json:"term,omitempty"`
	LicenseNumber  string            `json:"licenseNumber,omitempty"`
	ActivityStart  string            `json:"activityStartDate,omitempty"` // RFC 3339
	ActivityEnd    string            `json:"activityEndDate,omitempty"`   // RFC 3339
	AwardedDate    string            `json:"awardedDate,omitempty"`       // RFC 3339
	CreditsEarned  json.Number       `json:"creditsEarned,omitempty"`
	Source         *Party            `json:"source,omitempty"`     // who assessed
	Image          *Image            `json:"image,omitempty"`      // of this award
	Identifier     []Identifier      `json:"identifier,omitempty"` // of the person, in public
	Endorsement    []json.RawMessage `json:"endorsement,omitempty"`
	EndorsementJWT []string          `json:"endorsementJwt,omitempty"`
	OldEndorsement []json.RawMessage `json:"endorsement2.0,omitempty"`
	Extensions     []Extension       `json:"extensions2.0,omitempty"` // 2.0 only
}

// ProfileMore are the further members of an issuer's profile.
type ProfileMore struct {
	Phone           string            `json:"phone,omitempty"`
	Address         *Address          `json:"address,omitempty"`
	OtherIdentifier []Identifier      `json:"otherIdentifier,omitempty"`
	Official        string            `json:"official,omitempty"`
	ParentOrg       *Party            `json:"parentOrg,omitempty"`
	FamilyName      string            `json:"familyName,omitempty"` // of an issuer who is a person
	GivenName       string            `json:"givenName,omitempty"`
	AdditionalName  string            `json:"additionalName,omitempty"`
	Patronymic      string            `json:"patronymicName,omitempty"`
	Prefix          string            `json:"honorificPrefix,omitempty"`
	Suffix          string            `json:"honorificSuffix,omitempty"`
	FamilyPrefix    string            `json:"familyNamePrefix,omitempty"`
	DateOfBirth     string            `json:"dateOfBirth,omitempty"`
	ImageCaption    string            `json:"imageCaption,omitempty"`
	Endorsement     []json.RawMessage `json:"endorsement,omitempty"`
	EndorsementJWT  []string          `json:"endorsementJwt,omitempty"`
	OldEndorsement  []json.RawMessage `json:"endorsement2.0,omitempty"`
	Extensions      []Extension       `json:"extensions2.0,omitempty"`   // 2.0 only
	Scope           *Scope            `json:"verification2.0,omitempty"` // 2.0 only
}

// Extension is a member that 2.0 leaves to others to define (2.0 §Extensions).
// 3.0 has none: its credentials are canonicalised, and nobody could be sure to
// have the vocabulary at hand.
type Extension struct {
	Name  string          `json:"name"`  // "extensions:ApplyLink", or an address
	Value json.RawMessage `json:"value"` // an object that brings its @context and type
}

// Scope says where the hosted 2.0 badges of an issuer may lie, when that is not
// simply the host of its profile (2.0 §VerificationObject).
type Scope struct {
	AllowedOrigins []string `json:"allowedOrigins,omitempty"`       // hosts, with their port if it is an unusual one
	StartsWith     []string `json:"startsWith,omitempty"`           // how the addresses begin
	Property       string   `json:"verificationProperty,omitempty"` // "id", the only one there is
}

// Admits tells whether every badge below a base URL lies within the scope.
func (s *Scope) Admits(base string) bool {
	if s == nil {
		return true
	}
	u, err := url.Parse(base)
	if err != nil {
		return false
	}
	below := func(start string) bool { return strings.HasPrefix(base+facesFolder, start) }
	host := func(name string) bool { return strings.EqualFold(name, u.Host) }
	return (len(s.StartsWith) == 0 || slices.ContainsFunc(s.StartsWith, below)) &&
		(len(s.AllowedOrigins) == 0 || slices.ContainsFunc(s.AllowedOrigins, host))
}

// Alignment ties a badge to something in a framework.
type Alignment struct {
	TargetName        string `json:"targetName"`
	TargetURL         string `json:"targetUrl"`
	TargetDescription string `json:"targetDescription,omitempty"`
	TargetFramework   string `json:"targetFramework,omitempty"`
	TargetCode        string `json:"targetCode,omitempty"`
	TargetType        string `json:"targetType,omitempty"` // 3.0 only
}

// Evidence is what an award rests on.
type Evidence struct {
	ID          string `json:"id,omitempty"`
	Name        string `json:"name,omitempty"`
	Narrative   string `json:"narrative,omitempty"`
	Description string `json:"description,omitempty"`
	Genre       string `json:"genre,omitempty"`
	Audience    string `json:"audience,omitempty"`
}

// Image is a picture somewhere.
type Image struct {
	ID      string `json:"id"` // its address, or a data: URI
	Caption string `json:"caption,omitempty"`
}

// Identifier is a name in some system.
type Identifier struct {
	Identifier string `json:"identifier"`
	Type       string `json:"identifierType"`
}

// Related is another achievement, or the same in another version or language.
type Related struct {
	ID       string `json:"id"`
	Language string `json:"inLanguage,omitempty"`
	Version  string `json:"version,omitempty"`
}

// ResultDescription says what results of an achievement can be. An id without
// a colon is a short name; it stands behind the achievement's own address.
type ResultDescription struct {
	ID            string      `json:"id"`
	Name          string      `json:"name"`
	Type          string      `json:"resultType"`
	Alignment     []Alignment `json:"alignment,omitempty"`
	AllowedValue  []string    `json:"allowedValue,omitempty"` // low to high
	RequiredLevel string      `json:"requiredLevel,omitempty"`
	RequiredValue string      `json:"requiredValue,omitempty"`
	Levels        []Level     `json:"rubricCriterionLevel,omitempty"`
	ValueMin      string      `json:"valueMin,omitempty"`
	ValueMax      string      `json:"valueMax,omitempty"`
}

// Level is a level of a rubric.
type Level struct {
	ID          string      `json:"id"`
	Name        string      `json:"name"`
	Alignment   []Alignment `json:"alignment,omitempty"`
	Description string      `json:"description,omitempty"`
	Level       string      `json:"level,omitempty"`
	Points      string      `json:"points,omitempty"`
}

// Result is what somebody reached.
type Result struct {
	Description string      `json:"resultDescription,omitempty"` // the id of one
	Level       string      `json:"achievedLevel,omitempty"`
	Alignment   []Alignment `json:"alignment,omitempty"`
	Status      string      `json:"status,omitempty"`
	Value       string      `json:"value,omitempty"`
}

// Party is somebody other than the issuer: a creator, an assessor, a parent
// organisation.
type Party struct {
	ID              string       `json:"id"`
	Name            string       `json:"name,omitempty"`
	URL             string       `json:"url,omitempty"`
	Phone           string       `json:"phone,omitempty"`
	Email           string       `json:"email,omitempty"`
	Description     string       `json:"description,omitempty"`
	Image           string       `json:"image,omitempty"` // its address
	Official        string       `json:"official,omitempty"`
	Address         *Address     `json:"address,omitempty"`
	OtherIdentifier []Identifier `json:"otherIdentifier,omitempty"`
	ParentOrg       *Party       `json:"parentOrg,omitempty"`
	FamilyName      string       `json:"familyName,omitempty"`
	GivenName       string       `json:"givenName,omitempty"`
	AdditionalName  string       `json:"additionalName,omitempty"`
	Patronymic      string       `json:"patronymicName,omitempty"`
	Prefix          string       `json:"honorificPrefix,omitempty"`
	Suffix          string       `json:"honorificSuffix,omitempty"`
	FamilyPrefix    string       `json:"familyNamePrefix,omitempty"`
	DateOfBirth     string       `json:"dateOfBirth,omitempty"`
}

// Address is where somebody is found.
type Address struct {
	Country     string      `json:"addressCountry,omitempty"`
	CountryCode string      `json:"addressCountryCode,omitempty"` // ISO 3166, two letters
	Region      string      `json:"addressRegion,omitempty"`
	Locality    string      `json:"addressLocality,omitempty"`
	Street      string      `json:"streetAddress,omitempty"`
	PostBox     string      `json:"postOfficeBoxNumber,omitempty"`
	PostalCode  string      `json:"postalCode,omitempty"`
	Latitude    json.Number `json:"latitude,omitempty"`
	Longitude   json.Number `json:"longitude,omitempty"`
}

// Service is something a credential names by address and type.
type Service struct {
	ID   string `json:"id"`
	Type string `json:"type"`
}

// Translation is a badge class in another language.
type Translation struct {
	Language    string `json:"language"` // BCP 47
	Name        string `json:"name"`
	Description string `json:"description"`
	Criteria    string `json:"criteria,omitempty"` // a text
}
