package settings

import (
	"context"
	"image"
	"time"
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
	// NewKey makes a further key that signs from now on.
	NewKey(ctx context.Context, issuer string) error
	// RetireKey ends a key's use.
	RetireKey(ctx context.Context, id string, why Reason) error
	// ExportKey writes the public half of a key into a file.
	ExportKey(ctx context.Context, id, path string) error
	// Backup writes the ledger and its keys into a file. open tells that it
	// opens without a passphrase.
	Backup(ctx context.Context, path, passphrase string, replace bool) (open bool, err error)
	// Restore puts a backup's ledger at a new place.
	Restore(ctx context.Context, backup, path, passphrase string) error
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
	SignsAs     string // did:key or address
	Picture     image.Image
	Awards      int // badges held, of all its classes
}

// IssuerChange is what to set; nil leaves as it is.
type IssuerChange struct {
	ID                                               string // "" is the only one, or a new one
	Name, Email, URL, Description, BaseURL, Timezone *string
	PicturePath                                      string // a picture file; "" leaves the picture
}

// Key is the public half of a signing key.
type Key struct {
	ID        string
	Issuer    string // id
	Multibase string
	Made      time.Time
	Retired   time.Time // zero while in use
	Why       Reason    // of a retired key
	Signed    int       // credentials
	Current   bool      // signs new awards
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

// Entry is one thing that happened.
type Entry struct {
	At      time.Time
	Kind    string // "class.added" for example
	Subject string
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
