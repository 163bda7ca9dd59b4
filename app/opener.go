package app

import (
	"context"

	"badgekiln/app/kit"
)

// Opener finds, makes and opens ledgers. Its methods take their time.
type Opener interface {
	// First opens the ledger the window starts with: the one asked for, the
	// last one, or none that has begun yet.
	First(ctx context.Context) (Ledger, error)
	// Open opens one that is there.
	Open(ctx context.Context, path string) (Ledger, error)
	// Begin makes an empty one and opens it; path "" is the usual place. A
	// design that is to come along lies in the folder of the ledger from.
	Begin(ctx context.Context, path, from string) (Ledger, error)
	// Sample opens the sample workshop, and makes it when it is not there.
	Sample(ctx context.Context) (Ledger, error)
	// Restore puts a backup's ledger at a new place and opens it. passphrase is
	// "" for a backup that has none.
	Restore(ctx context.Context, backup, path, passphrase string) (Ledger, error)
	// Watch says who is told, on any goroutine, while one that is opened is of
	// an earlier release and brought up to date.
	Watch(tell func(Rise))
	// Kind tells what a file is.
	Kind(ctx context.Context, path string) Kind
}

// Ledger is an open ledger with the rooms that work on it.
type Ledger interface {
	Path() string
	Begun() bool  // false: nothing was made yet, and no file is there
	Sample() bool // the sample workshop
	// Rooms makes the rooms, in the order of the rail.
	Rooms(env kit.Env) []kit.Room
	// Stamp changes when the file does; an error says it cannot be read any
	// more. It reads no content.
	Stamp(ctx context.Context) (string, error)
	Close() error
}

// Kind is what a file is to us.
type Kind string

// The kinds.
const (
	KindList    Kind = "list"
	KindBadge   Kind = "badge" // a picture or JSON with a credential in it, or a folder that may hold some
	KindDesign  Kind = "design"
	KindLedger  Kind = "ledger"
	KindPicture Kind = "picture" // without a credential
	KindOther   Kind = ""
)

// needsLedger tells whether a room shows what is in a ledger: going to it
// begins the usual ledger when there is none.
func needsLedger(room string) bool {
	switch room {
	case kit.RoomDesigns, kit.RoomBadges, kit.RoomAward, kit.RoomLedger, kit.RoomPublish, kit.RoomSettings:
		return true
	}
	return false
}
