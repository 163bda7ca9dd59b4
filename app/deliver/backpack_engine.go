package deliver

import (
	"context"
	"time"
)

// Backpacks is what the tab Backpacks asks for. Who signs in does so in a browser:
// open is given the address to open there, from any goroutine, and the call goes on
// waiting until the browser has come back, ten minutes are over, or ctx ends.
type Backpacks interface {
	// Hosts reads which backpack hosts are known, and who is signed in there. It
	// asks no network.
	Hosts(ctx context.Context) (Hosts, error)
	// AskHost asks a host what it is. Nothing is kept, here or there.
	AskHost(ctx context.Context, n NewHost) (Host, error)
	// AddHost makes a host known here, and this program there.
	AddHost(ctx context.Context, n NewHost) (Host, error)
	// RemoveHost signs everybody out and forgets a host.
	RemoveHost(ctx context.Context, host string) ([]SignedOut, error)
	// SignIn lets somebody sign in, in a browser. email says whose backpack it is
	// where the host does not tell; "" leaves it to the host.
	SignIn(ctx context.Context, host, email string, open func(address string)) (Account, error)
	// SignInWith lets somebody sign in with a password, or with a token (user "").
	SignInWith(ctx context.Context, host, user, secret, email string) (Account, error)
	// SignOut ends a sign-in, there and here.
	SignOut(ctx context.Context, account string) (SignedOut, error)
	// PlanPush says which badges of a batch go into whose backpack, and why the
	// others do not.
	PlanPush(ctx context.Context, host, batch string) ([]PushRow, error)
	// Push puts the badges of a batch into backpacks, or one of them.
	Push(ctx context.Context, host, batch, award string, report func(done, total int)) (Pushed, error)
	// Collections reads the collections of somebody signed in at a Badgr host.
	Collections(ctx context.Context, account string) ([]Collection, error)
	// Collect puts what a batch has in somebody's backpack into a collection there;
	// it is made when there is none of the name.
	Collect(ctx context.Context, account, name, batch string) (Collected, error)
	// Kiosk lets one person sign in, puts what is theirs into their backpack, and
	// gives the permission back, also when ctx ends. came is called when the person
	// has signed in.
	Kiosk(ctx context.Context, host, batch string, open func(address string), came func(), report func(done, total int)) (KioskDone, error)
	// KioskWith is Kiosk for hosts that are entered with a password or a token.
	KioskWith(ctx context.Context, host, batch, user, secret string, came func(), report func(done, total int)) (KioskDone, error)
	// SavePage writes a page by which people put the badges of a batch into a
	// Mozilla Backpack themselves. It gives how many it has.
	SavePage(ctx context.Context, host, batch, path string) (int, error)
	// CheckBaked has a Mozilla Backpack bake a published badge, as a check. It
	// gives the address that was read.
	CheckBaked(ctx context.Context, host, award string) (string, error)
	// Displayed reads what somebody shows in public at a Mozilla Backpack.
	Displayed(ctx context.Context, host, email string) ([]Shown, error)
	// SaveDisplayed writes that as a page for a web site.
	SaveDisplayed(ctx context.Context, host, email, path string) error
}

// Hosts are the backpack hosts.
type Hosts struct {
	All     []Host
	Known   []Known     // to choose from
	Issuers [][2]string // slug and name, when there are several
}

// Known is a host that can be chosen by its name.
type Known struct{ Name, Address string }

// NewHost is a host as a person gives it.
type NewHost struct {
	Address, Kind, ID, Issuer              string // Kind "" asks the host; ID "" is made of the address
	ClientID, ClientSecret, ClientRedirect string // of a client that its operator made
	Local                                  bool
}

// Host is a backpack host.
type Host struct {
	ID, Name, Kind, Address, Terms, Privacy string
	Takes                                   []string // formats, the best first
	Browser, Registers, Revokes, Page       bool
	Local                                   bool
	Accounts                                []Account
}

// Account is somebody's sign-in.
type Account struct {
	ID     string
	Owner  string // an address or a name; "" when the host does not tell
	Hashed bool   // the host tells the address as a hash only
	Known  bool   // whose it is can be told, so badges can go there
	Since  time.Time
	Until  time.Time // zero: nobody said
	Renews bool      // this program renews it by itself
	Here   bool      // false: signed in once, but not on this computer any more
}

// SignedOut is what became of a sign-in that was ended.
type SignedOut struct {
	Owner   string
	Revoked bool   // the host took the permission back
	Home    string // where to sign out of the host itself
}

// PushRow is one badge and where it goes.
type PushRow struct {
	Award, Name, Email string
	Badge              string
	State              string // "ready", "none", or of a delivery: see the words "delivery.state."
	Code               string // why it stays here: see the words "deliver.push.code."
	Why                string // a sentence; "" without
	Answer             string // of the host
	Tries              int
}

// Pushed is what came of a push.
type Pushed struct {
	Sent Sent
	Rows []PushRow
}

// KioskDone is what became of one person's visit.
type KioskDone struct {
	Rows      []PushRow
	SignedOut SignedOut
}

// Collection is some badges of a backpack that their owner keeps together.
type Collection struct {
	Name   string
	Badges int
	Link   string // "" while it is not public
}

// Collected is what came of putting badges into a collection.
type Collected struct {
	Made                  bool // it was not there before
	Added, There, Missing int  // Missing are those that are not in the backpack
}

// Shown is a badge that somebody shows in public.
type Shown struct{ Group, Badge, Issuer, Day string }
