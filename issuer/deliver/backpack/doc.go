// Package backpack puts badges into the backpacks that people keep at hosts of
// others, and reads what is public there.
//
// Four kinds of host are known, behind one interface: Open Badges 3.0 API,
// Badge Connect (Open Badges 2.1), Badgr's own API, and the Mozilla Backpack
// with its descendants. Hosts differ from their standards and from each other,
// so answers are read tolerantly and what is sent is written strictly.
//
// It knows what a host is asked and how its answers are meant. It must not know
// the ledger, where tokens are kept, or words. A token goes to the host it was
// given for and nowhere else: no redirect carries it to another host or to
// http, and it is taken out of whatever a host writes back.
//
// Whoever signs in at a host acts for the backpack of that person. A badge of
// somebody else is not pushed: see Owner.
//
// Failures are codes: backpack-unknown, backpack-answer, backpack-redirect,
// backpack-refused, backpack-other-person, backpack-not-fetched,
// backpack-origin, backpack-no-face, backpack-scope, backpack-url, backpack-later, backpack-signed-out,
// backpack-no-collections, displayer-missing; and those of fetch and signin.
package backpack

import (
	"context"
	"time"

	"badgekiln/issuer"
	"badgekiln/issuer/deliver/signin"
)

// Kind is a family of hosts.
type Kind string

// The families, in the order in which a host is asked what it is.
const (
	OB3     Kind = "ob3"     // Open Badges 3.0 API
	Connect Kind = "connect" // Badge Connect, Open Badges 2.1
	Badgr   Kind = "badgr"   // Badgr's API v2
	Mozilla Kind = "mozilla" // Mozilla Backpack: Backpack Connect
)

// Kinds lists them.
func Kinds() []Kind { return []Kind{OB3, Connect, Badgr, Mozilla} }

// Service is a host as it describes itself. Nothing of it is secret.
type Service struct {
	Kind    Kind          `json:"kind"`
	Name    string        `json:"name"`
	Home    string        `json:"home"` // what the person gave, made whole
	API     string        `json:"api"`  // what calls are below, without a slash at the end
	Terms   string        `json:"terms,omitempty"`
	Privacy string        `json:"privacy,omitempty"`
	Server  signin.Server `json:"server,omitzero"`
}

// Face is one credential of an award.
type Face struct {
	Format issuer.Format
	URL    string // where it is published; "" when it has no place
	Bytes  []byte // frozen
}

// Award is what is pushed.
type Award struct {
	Faces   []Face
	Picture []byte // baked; nil for none
}

func (a Award) face(formats ...issuer.Format) (Face, bool) {
	for _, format := range formats {
		for _, f := range a.Faces {
			if f.Format == format {
				return f, true
			}
		}
	}
	return Face{}, false
}

// Result is what became of a push. All of it is success.
type Result struct {
	State  State
	Status int    // of HTTP
	Said   string // the host's own words, one line
	Format issuer.Format
	Entity string // Badgr's name for it, for collections
}

// State says whether a push changed something.
type State string

// The states of a result.
const (
	Created  State = "created"
	Replaced State = "replaced"
	Already  State = "already" // it was there
)

// Owner is whose backpack it is, as far as the host says: addresses, or the
// hash of one.
type Owner struct {
	Name   string   `json:"name,omitempty"`
	Emails []string `json:"emails,omitempty"`
	Hash   string   `json:"hash,omitempty"` // "sha256$…"
	Salt   string   `json:"salt,omitempty"`
}

// Held is a badge in a backpack, as far as lists show it.
type Held struct {
	ID     string // of the assertion or credential
	Entity string // Badgr's name for it, for collections
	Body   []byte // the document or token
}

// Host is a backpack that somebody is signed in to.
type Host interface {
	// Owner asks whose it is. An answer without any address is no error.
	Owner(ctx context.Context) (Owner, error)
	// Push puts an award there; "it is there already" is a Result. Codes
	// "backpack-no-face" when the host takes none of the award's faces,
	// "backpack-later" (see After) when it should be tried again.
	Push(ctx context.Context, a Award) (Result, error)
	// List reads what is there, page by page, up to most.
	List(ctx context.Context, since time.Time, most int) ([]Held, error)
}

// Formats are the faces a kind of host takes, the best first.
func (k Kind) Formats() []issuer.Format {
	switch k {
	case OB3:
		return []issuer.Format{issuer.OB3, issuer.OB3JWT}
	case Connect, Badgr:
		return []issuer.Format{issuer.OB2, issuer.OB2Signed, issuer.OB11}
	case Mozilla:
		return []issuer.Format{issuer.OB11}
	}
	return nil
}

// Scopes are what a kind of host is asked for: what is needed, then what is
// good to have.
func (k Kind) Scopes() (needed, wished []string) {
	switch k {
	case OB3:
		const base = "https://purl.imsglobal.org/spec/ob/v3p0/scope/"
		needed = []string{base + "credential.upsert", base + "profile.readonly"}
		wished = []string{base + "credential.readonly", signin.OfflineAccess}
	case Connect:
		const base = "https://purl.imsglobal.org/spec/ob/v2p1/scope/"
		needed = []string{base + "assertion.create", base + "profile.readonly"}
		wished = []string{base + "assertion.readonly", signin.OfflineAccess}
	case Badgr:
		needed = []string{"rw:profile", "rw:backpack"}
	case Mozilla:
		needed = []string{"issue"}
	}
	return needed, wished
}

// Redirect tells how a person comes back from a kind of host: by a code (OAuth),
// or with tokens in the address (Backpack Connect). Badgr's own API is entered
// with a password or a token.
func (k Kind) Redirect() bool { return k == OB3 || k == Connect || k == Mozilla }
