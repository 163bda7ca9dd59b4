package publish

import (
	"context"
	"time"
)

// Engine is what the room asks for. Calls may take time and are made off the
// window's goroutine.
type Engine interface {
	// State reads where things are published and what was found there last. It
	// asks no network.
	State(ctx context.Context) (State, error)
	// Files compares the site with what was published at a place, without asking
	// the place.
	Files(ctx context.Context, place string) (Files, error)
	// Publish sends what differs. take compares every file with what lies there,
	// whoever sent it.
	Publish(ctx context.Context, place string, take bool, report func(done, total int)) (sent int, err error)
	// Check looks at the public pages from outside, and keeps what it found.
	Check(ctx context.Context, base string, report func(done, total int)) (Check, error)
	// Due lists the public addresses nobody looked at for a week.
	Due(ctx context.Context) ([]string, error)
	// Preview shows the site on this computer until the window closes.
	Preview(ctx context.Context) (url string, err error)
	// Export writes the files of an address into a folder, for uploading by hand;
	// "" is the address of today.
	Export(ctx context.Context, base, folder string) (files int, err error)
	// Add keeps a place to publish to, and gives the name it goes by.
	Add(ctx context.Context, p NewPlace) (name string, err error)
	// SetEntrance changes how one is opened: by the private key, whose passphrase the
	// secret is then, or by the secret alone.
	SetEntrance(ctx context.Context, place, secret, keyFile string) error
	// Remove forgets one; what lies there stays.
	Remove(ctx context.Context, place string) error
	// SetLanguage changes the language of pages whose badge names none.
	SetLanguage(ctx context.Context, language string) error
	// SetLinkedIn has award pages offer to add the award to LinkedIn, or not.
	SetLinkedIn(ctx context.Context, offered bool) error
	// Host gives the badges that State counts as Unhosted a page, and says how many.
	Host(ctx context.Context, report func(done, total int)) (awards int, err error)
	// PlanMove tells what another public address would mean for what was awarded.
	PlanMove(ctx context.Context, to string) (Move, error)
	// Move changes the public address. With a reason, every standing badge gives
	// way to a new one under the new address.
	Move(ctx context.Context, to, reason string) (remade int, err error)
}

// State is how publishing stands.
type State struct {
	Issuer string // "" while there is none
	Base   string // the public address; "" without web space
	Doubt  string // code of why it is no good in public
	Sample bool   // the sample workshop publishes nothing
	Places []Place
	// Earlier are public addresses of before, whose files still have to lie
	// somewhere.
	Earlier []string
	// Named are the badges whose public pages say who has them, Nameless is how
	// many say nobody's name.
	Named    []string
	Nameless int
	Unhosted int    // badges that stand and were awarded before there was a web address
	Waits    []Wait // what goes out once the pages are there
	Language string // of pages whose badge names none
	LinkedIn bool   // award pages offer to add the award there
}

// Wait is something that waits for published pages.
type Wait struct {
	Kind  string // the end of "publish.wait."
	Count int
}

// Place is one to publish to.
type Place struct {
	Name      string
	Kind      string // the end of "publish.kind."
	URL       string
	Closed    bool   // it is opened by a password or a key
	Keyed     bool   // a key can
	KeyFile   string // the key that does; "" for none
	Base      string
	Published time.Time // zero for never
	Sent      int       // files, the last time
	Check     *Check    // the last look at its public pages
	Withheld  int       // pages of their own that are left out: strangers can list what lies there
	Log       []Sending // the last first; not all of many
}

// Sending is one time something was published.
type Sending struct {
	At    time.Time
	Files int
}

// NewPlace is a place as typed.
type NewPlace struct {
	Name, Address, Secret, KeyFile string
	Base                           string // an earlier address whose files lie there; "" for that of today
}

// Move is what a change of the public address means.
type Move struct {
	From, To string
	Before   string // where the old files have to be seen if readers are led on
	Awards   int    // that stand and have a badge under the old address
	Staying  []Staying
	Earlier  []Earlier
	Rules    []Rule // lines for the old web space that lead readers on
}

// Earlier is an address of before the one that is left, and how many standing
// badges need it still.
type Earlier struct {
	Base  string
	Count int
}

// Staying is how many standing badges of one kind need the same of an address.
type Staying struct {
	Format string // the end of "publish.format."
	Needs  string // the end of "publish.move.needs."
	Count  int
}

// Rule leads the readers of an old address on.
type Rule struct {
	Server string // the end of "publish.move.server."
	Text   string
}

// Group is a folder of the site.
type Group struct {
	Path         string
	Files        []File // those that differ first; not all of a large one
	Count        int
	Size         int64
	New, Changed int
}

// File is one file.
type File struct {
	Path string // below its group
	Size int64  // -1 where nobody looked: it was sent as it is
	How  How
}

// How a file stands against what lies on the host.
type How int

// The ways.
const (
	Same How = iota
	Fresh
	Changed
)

// Files is the site as it differs.
type Files struct {
	Groups             []Group
	New, Changed, Same int
	Send               int64 // bytes
	About              bool  // so many differ that they were not all compared
}

// Check is what a look from outside found.
type Check struct {
	At       time.Time
	Host     string
	Looked   int
	Equal    int
	Until    time.Time // of the certificate
	Findings []Finding
}

// Finding is one thing that was found.
type Finding struct {
	Code   string
	Fault  bool // keeps verifiers or people from badges
	Count  int
	Detail string
	Paths  []string
	Rule   string // lines of configuration that cure it, "" for none
}
