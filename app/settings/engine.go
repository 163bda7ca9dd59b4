package settings

import (
	"context"
	"image"
	"time"

	"badgekiln/issuer"
)

// Engine is what the room asks for. Calls may take time and are made off the
// window's goroutine.
type Engine interface {
	// State reads everything the room shows of the ledger.
	State(ctx context.Context) (State, error)
	// SetIssuer changes an issuer, or makes the first one.
	SetIssuer(ctx context.Context, change IssuerChange) (Issuer, error)
	// NormalBase writes an address of a web space the one way it is stored, or
	// says what is wrong with it. It asks no network.
	NormalBase(address string) (base string, unreachable bool, err error)
	// NameAs is how an issuer would be called below a web space by a method of
	// identity.
	NameAs(issuer, base string, how Method) string
	// NewKey makes a further key that signs from now on.
	NewKey(ctx context.Context, issuer string, algorithm Algorithm) error
	// Recovery writes a page of text that the keys can be put back from, and says
	// how many there are. open tells that it does so without a passphrase.
	Recovery(ctx context.Context, path, passphrase string) (count int, open bool, err error)
	// Recover puts back the keys of such a page; passphrase is "" for a page that
	// opens by itself.
	Recover(ctx context.Context, path, passphrase string) (count int, err error)
	// RetireKey ends a key's use.
	RetireKey(ctx context.Context, id string, why Reason) error
	// ExportKey writes the public half of a key into a file.
	ExportKey(ctx context.Context, id, path string) error
	// Backup writes the ledger and its keys into a file. open tells that it
	// opens without a passphrase.
	Backup(ctx context.Context, path, passphrase string, replace bool) (open bool, err error)
	// Restore puts a backup's ledger at a new place.
	Restore(ctx context.Context, backup, path, passphrase string) error
	// CopyNow puts today's copy beside the ledger; SetCopies says of how many days,
	// and of how many weeks before, one stays.
	CopyNow(ctx context.Context) error
	SetCopies(ctx context.Context, days, weeks int) error
	// Check reads the whole ledger and compares it with what it claims to be.
	Check(ctx context.Context) (Report, error)
	// Log lists the newest entries, the newest first.
	Log(ctx context.Context, limit int) ([]Entry, error)
	// Zones lists the time zones one can choose.
	Zones() []string
	// About says what this program is.
	About() About
}

// State is everything the room shows of the ledger.
type State struct {
	Ledger     string // the file
	Folder     string // the folder it lies in
	Sample     bool
	Issuers    []Issuer
	Keys       []Key // oldest first
	LastBackup time.Time
	Copies     Copies
}

// Issuer is a profile and who it signs as.
type Issuer struct {
	ID          string
	Name        string
	Email       string
	URL         string
	Description string
	BaseURL     string
	Timezone    string
	SignsAs     string // did:key, did:web or address
	Method      Method
	More        issuer.ProfileMore
	Picture     image.Image
	Awards      int // badges held, of all its classes
}

// IssuerChange is what to set; nil leaves as it is.
type IssuerChange struct {
	ID                                               string // "" is the only one, or the first
	New                                              bool   // another one, named after Name
	Name, Email, URL, Description, BaseURL, Timezone *string
	PicturePath                                      string // a picture file; "" leaves the picture
	Method                                           *Method
	More                                             *issuer.ProfileMore
}

// Method says how an issuer is named in what it signs.
type Method string

// The methods.
const (
	ByKey Method = "did:key" // the key is the name; without web space
	ByWeb Method = "https"   // the address of the profile
	ByDID Method = "did:web" // a name made of the address
)

// Algorithm is a kind of key.
type Algorithm string

// The algorithms.
const (
	Ed25519 Algorithm = issuer.Ed25519
	P256    Algorithm = issuer.P256
	RSA     Algorithm = issuer.RSA
)

// Algorithms lists them, the usual one first.
func Algorithms() []Algorithm { return []Algorithm{Ed25519, P256, RSA} }

// Key is the public half of a signing key.
type Key struct {
	ID        string
	Issuer    string // id
	Algorithm Algorithm
	Multibase string
	Made      time.Time
	Retired   time.Time // zero while in use
	Why       Reason    // of a retired key
	Signed    int       // credentials
	Current   bool      // signs new awards
	Tokens    bool      // signs the tokens among them
	Worthless bool      // a sample's
}

// Reason says why a key is used no more.
type Reason string

// The reasons, from least to most grave.
const (
	Retired     Reason = "retired"
	Lost        Reason = "lost"
	Compromised Reason = "compromised"
)

// Report is the outcome of a check of the ledger.
type Report struct {
	Events, Awards, Faces, Blobs int
	Findings                     []string // sentences; none is good
	Notes                        []string
}

// Copies are what lies beside the ledger.
type Copies struct {
	Count       int
	Newest      time.Time
	Folder      string
	Days, Weeks int // how many of which stay
}

// Entry is one thing that happened.
type Entry struct {
	At      time.Time
	Kind    string // "class.added" for example
	Subject string
	Who     string // who did it; "" when that is not known
	List    string // the file with the people it goes back to; "" for none
	Sum     string // SHA-256 of that file, hex
}

// About is what this program is.
type About struct {
	Version string
	Website string
	Parts   []Part
}

// Part is a piece of somebody else's that the program is made of.
type Part struct {
	Name, Version, Licence string
	Text                   string // of the licence; "" when the build did not collect it
}
