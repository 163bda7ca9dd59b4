package records

import (
	"context"
	"image"
	"time"
)

// Engine is what the room asks for. Every call may take time and is made off
// the window's goroutine.
type Engine interface {
	// Overview tells how much there is.
	Overview(ctx context.Context) (Overview, error)
	// People counts who was awarded something; of a million that takes a second.
	People(ctx context.Context) (int, error)
	// First gives the beginning of what Find gives, at once however many there
	// are, with the rows to show.
	First(ctx context.Context, q Query) (Beginning, error)
	// Find gives the numbers of all awards asked for, in order.
	Find(ctx context.Context, q Query) ([]int64, error)
	// Page reads the awards with these numbers, at most a few hundred.
	Page(ctx context.Context, numbers []int64) ([]Row, error)
	// Award reads everything about one award.
	Award(ctx context.Context, id string) (Award, error)
	// SavePicture writes an award's baked picture.
	SavePicture(ctx context.Context, id, path string) error
	// SaveCredential writes one credential, byte for byte as it was issued.
	SaveCredential(ctx context.Context, face, path string) error
	// HandOut writes pictures and credentials of some awards into a folder.
	HandOut(ctx context.Context, numbers []int64, folder string, report Report) (Handed, error)
	// Audience says what revoking some awards would mean.
	Audience(ctx context.Context, numbers []int64) (Audience, error)
	// Revoke takes awards back and says how many. Those that do not stand any
	// more stay as they are.
	Revoke(ctx context.Context, numbers []int64, reason string) (int, error)
	// Suspend takes awards back for the time being, Resume lets them hold again.
	// Both say how many; those about which there is nothing to do stay as they
	// are.
	Suspend(ctx context.Context, numbers []int64, reason string) (int, error)
	Resume(ctx context.Context, numbers []int64) (int, error)
	// Correct puts right what an award says: another one takes its place, whose
	// id it gives.
	Correct(ctx context.Context, c Correction) (string, error)
	// CorrectSeveral puts right what several awards say, and says how many;
	// those that do not stand, or say that already, stay as they are.
	CorrectSeveral(ctx context.Context, numbers []int64, c Change) (int, error)
	// Renew awards again what can be renewed, and says how many got a new badge
	// and how many hold a later one already.
	Renew(ctx context.Context, ids []string) (renewed, already int, err error)
	// Expiring lists what ends within so many days, the first to end first.
	Expiring(ctx context.Context, days int) ([]Ending, error)
	// Batches lists what was awarded list by list, the newest first.
	Batches(ctx context.Context) ([]Batch, error)
	// CanUndo tells why a batch cannot be taken back; nil when it can.
	CanUndo(ctx context.Context, batch string) error
	// UndoBatch takes a whole batch back and says how many awards it had.
	UndoBatch(ctx context.Context, batch string) (int, error)
	// Person tells by which addresses the owner of one is known.
	Person(ctx context.Context, email string) (Person, error)
	// SamePerson takes an address for another one of a person; SplitAddress
	// takes one for somebody else's, and gives that person.
	SamePerson(ctx context.Context, id, email string) (Person, error)
	SplitAddress(ctx context.Context, email string) (Person, error)
	// IDs gives the ids of awards.
	IDs(ctx context.Context, numbers []int64) ([]string, error)
	// Erase takes everything about the owner of an address out of the ledger.
	Erase(ctx context.Context, email string) (Erased, error)
	// SaveTable writes a table of awards: a workbook or a CSV, as path ends.
	SaveTable(ctx context.Context, numbers []int64, path string) error
	// Export writes everything into a folder that other programs can read.
	Export(ctx context.Context, folder string) (Handed, error)
	// ExportSite writes what a web server shows under the issuer's address.
	ExportSite(ctx context.Context, issuer, folder string) (Handed, error)
	// Check reads the whole ledger and compares it with what it claims to be.
	Check(ctx context.Context) (Checked, error)
}

// Report tells how many of how many are done.
type Report func(done, total int)

// Overview is how much a ledger holds.
type Overview struct {
	Awards  int
	Classes []Class
	Sites   []Site // issuers with web space
	Sample  bool
}

// Class is a badge class to filter by.
type Class struct {
	Slug    string
	Name    string
	Picture image.Image // small; nil when it cannot be read
}

// Site is an issuer with web space.
type Site struct{ Issuer, Name, Address string }

// Query says which awards are wanted, and in which order.
type Query struct {
	Search string
	Class  string // slug
	State  State
	Days   int    // awarded within so many days; 0: at any time
	Batch  string // of one batch
	By     string // ByName and so on
	Down   bool
}

// Beginning is the beginning of a long list.
type Beginning struct {
	Numbers []int64
	Rows    []Row // of the first of them
	More    bool  // there may be more than these
}

// What a list can be ordered by.
const (
	ByAwarded = "awarded"
	ByName    = "name"
	ByEmail   = "email"
	ByClass   = "class"
	ByState   = "state"
)

// State is where an award stands today.
type State string

// The states people ask for. In a Query the empty one is any.
const (
	Valid   State = "valid"
	Expired State = "expired"
	Revoked State = "revoked"
	Paused  State = "suspended"
	Pending State = "pending"
)

// What a row can be besides; people ask for both among the revoked ones.
const (
	Replaced State = "replaced" // a corrected one took its place
	Undone   State = "undone"   // its whole list was taken back
)

// States are those that can be asked for.
func States() []State { return []State{Valid, Expired, Paused, Revoked, Pending} }

// Row is one award in the list.
type Row struct {
	ID      string
	Name    string
	Email   string
	Class   string // slug
	Badge   string // the class's name
	Awarded time.Time
	State   State
}

// Award is everything about one award.
type Award struct {
	Row
	Version   int
	Issuer    string
	Picture   image.Image
	Expires   time.Time // zero: never
	Reason    string    // of a revocation
	Evidence  []string
	Narrative string
	Language  string
	List      string // the name of the list it came from
	ListRow   int
	Faces     []Face
	Pausable  bool // every credential can tell that it is suspended
	History   []Event
}

// Face is one credential of an award.
type Face struct {
	ID      string
	Format  string // as package issuer calls it
	Address string // web address or urn:uuid:
	Hosted  bool   // the address is the credential
	Looked  bool   // key and revocations are read at the issuer's address
	SHA256  string // "" while it is not signed
	Key     string
	Made    time.Time
}

// Event is one thing that happened to an award.
type Event struct {
	At   time.Time
	Kind string // as the ledger calls it: "award.issued"
	Note string // a reason, a format; may be ""
	Who  string // who did it; "" when that is not known
}

// Handed is what an export wrote.
type Handed struct {
	Folder string
	Files  int
	Right  int // were there already, byte for byte
	Kept   int // files of others that stand in the way and stay
}

// Audience is what revoking some awards would mean.
type Audience struct {
	Standing int      // that would be revoked
	Gone     int      // that do not stand any more, and stay as they are
	Public   int      // whose published files tell it after the next publishing
	Private  int      // about which nothing public tells
	Names    []string // of those that would be revoked, at most five
}

// Checked is what a check found.
type Checked struct {
	Awards, Credentials, Events int
	Findings                    []string // sentences; none: all is well
	Notes                       []string
}

// Correction is what an award is to say.
type Correction struct{ ID, Name, Email, Narrative string }

// Person is somebody with all addresses.
type Person struct {
	ID, Name  string
	Addresses []string
	Twice     []string // badges of one only, of which the person holds two now
}

// Change is what several awards are to say; empty members stay as they are.
type Change struct {
	Narrative, Language string
	Expires             time.Time // a day
}

// Batch is what was awarded at once.
type Batch struct {
	ID     string
	List   string // the name of its list; "" without one
	Source string // "roster", "script", "renew" …
	Badge  string // the class's name
	At     time.Time
	Awards int
	State  BatchState
}

// BatchState is how far a batch is.
type BatchState string

// The states of a batch.
const (
	BatchDone   BatchState = "done"
	BatchOpen   BatchState = "open" // some of it waits to be finished
	BatchUndone BatchState = "undone"
)

// Ending is an award that ends soon.
type Ending struct {
	ID, Name, Email, Badge string
	Expires                time.Time
}

// Erased is what became of erasing somebody.
type Erased struct {
	Awards int
	Left   []string // sentences about what the ledger cannot reach
}
