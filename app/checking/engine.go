package checking

import (
	"context"
	"image"
	"time"
)

// Engine is what the room asks for. Calls may take time and are made off the
// window's goroutine, but for Ledger.
type Engine interface {
	// Ledger tells whether there is a ledger: only then badges can be taken on
	// record, and whom one trusts is kept.
	Ledger() bool
	// Files replaces folders by the files in them that could hold a badge, at
	// most so many; more tells that there were more. Whatever is no folder
	// stays as it is.
	Files(ctx context.Context, inputs []string, most int) (files []string, more bool, err error)
	// Verify checks one input. An error means that the check itself could not
	// be made; everything wrong with the input is in the result.
	Verify(ctx context.Context, q Question) (Result, error)
	// SaveReport writes what was found out: as JSON or a table for spreadsheet
	// programs when the path ends in .json or .csv, otherwise as a text.
	SaveReport(ctx context.Context, path string, results []Result) error
	// SaveText writes a badge as it was found.
	SaveText(ctx context.Context, path, text string) error

	// Trusts lists the issuers that are trusted, one's own first.
	Trusts(ctx context.Context) ([]Trust, error)
	// AddTrust puts issuers on the list.
	AddTrust(ctx context.Context, name string, ids ...string) error
	// RemoveTrust takes issuers off the list.
	RemoveTrust(ctx context.Context, ids ...string) error

	// Endorsers lists who could say something in favour of a badge.
	Endorsers(ctx context.Context) ([]Endorser, error)
	// Endorse says something in favour of what a badge stands for, and puts the
	// files of that into a folder. It gives the id of what was endorsed.
	Endorse(ctx context.Context, e Endorsing) (about string, err error)

	// TakeOn takes badges on record, one input after the other; report is told
	// how far it is. What was answered before an error or a cancellation is
	// given beside it, and stays on record.
	TakeOn(ctx context.Context, list []Question, report func(done, total int)) ([]Taken, error)
	// OnRecord lists the badges taken on record, the newest first.
	OnRecord(ctx context.Context) ([]Record, error)
	// Recorded gives all that one of them says.
	Recorded(ctx context.Context, id string) (Recorded, error)
}

// Question is one input and what it is held against.
type Question struct {
	Input     string   // a file's path, an address, or a pasted text
	Record    string   // in place of an input the id of a badge on record
	Recipient string   // the address it should have been awarded to; "" asks nothing
	Online    bool     // the network may be asked
	Refresh   bool     // a newer copy is asked for where the badge says there may be one
	Trust     []string // ids of issuers trusted besides those on the list
}

// Result is the answer about one input.
type Result struct {
	Input      string
	Verdict    Verdict
	Status     string // good, revoked, suspended, unknown, none
	Version    string // "2.0", "3.0", "2.0+3.0"
	Format     string
	Name       string   // of the badge
	Issuer     string   // the id that counts for trust
	Issuers    []string // of a picture with several badges, the ids of all that would have to be trusted
	IssuerName string
	Reasons    []string // the gravest first
	Checks     []Check  // in the order of the rules
	Badges     []Badge  // what was found in it, each as it is
	Picture    image.Image
	Unasked    bool // something was left unknown because the network was not asked
	Answer     any  // the engine's own form, for its report; nobody else looks at it
}

// Check is one thing that was looked at.
type Check struct {
	Name   string // of the rule, "proof" for example
	Badge  string // of which badge of a picture with two, "ob2" for example; "" of the only one
	OK     bool
	Code   string // of the sentence
	Remark bool   // not OK, but leaves the verdict alone
	Open   bool   // not OK because it could not be looked at or only a person can decide
	Detail string // the sentence
}

// Badge is one badge of an input, taken apart: a stranger's words.
type Badge struct {
	Version  string
	Format   string
	Name     string
	Sections []Section
	Pretty   string // as people read it, shortened where it is long
	Text     string // as it was found
	Ending   string // of a file to save Text in, ".json" for example
}

// Section is a part of what a badge says.
type Section struct {
	Name  string // end of a key "checking.said."
	Facts []Fact
}

// Fact is one thing a badge says.
type Fact struct {
	Name  string // end of a key "checking.fact."; "" when the badge itself names it
	Label string // the badge's own name of it
	Text  string
	Kind  FactKind
}

// FactKind is how a fact is shown.
type FactKind int

// The kinds of facts.
const (
	Words   FactKind = iota
	Exact            // people compare it letter by letter
	Address          // of a page on the web
	Hidden           // an address of a person that the badge hides; Text is empty
)

// Trust is an issuer that is trusted.
type Trust struct {
	ID    string
	Name  string
	Own   bool // one's own, which stays
	Added time.Time
}

// Endorser is an issuer of one's own.
type Endorser struct{ ID, Name string }

// Endorsing is what is said in favour of what a badge stands for.
type Endorsing struct {
	Question        // the badge
	By       string // an Endorser's id
	As       string // what of the badge is endorsed: class, issuer or award
	Comment  string
	Folder   string
}

// Taken is what became of one badge that was to be taken on record.
type Taken struct {
	Input  string
	State  TakenState
	ID     string // on record; "" when it is not
	Name   string
	Issuer string
	Reason string // why there is no badge, or why it has no name
}

// TakenState is what became of a badge.
type TakenState string

// The states.
const (
	TakenNew   TakenState = "imported"
	TakenKnown TakenState = "known" // it is on record already
	TakenOwn   TakenState = "own"   // it was issued here
	TakenNone  TakenState = "none"  // there is no badge
)

// Record is a badge on record: what was found out the day it was taken in.
type Record struct {
	ID      string
	Made    time.Time
	Source  string // the file's name or the address; "" of a pasted text
	Version string
	Name    string
	Issuer  string // its name, or its id
	Verdict Verdict
	Status  string
}

// Recorded is all about one of them.
type Recorded struct {
	Record
	IssuerID string
	Badge    Badge
	Picture  image.Image
}

// Verdict is the answer in a word.
type Verdict string

// The verdicts, from best to worst.
const (
	Trusted     Verdict = "trusted"
	Untrusted   Verdict = "untrusted"
	Consistent  Verdict = "consistent"
	OtherPerson Verdict = "other-person"
	Expired     Verdict = "expired"
	Revoked     Verdict = "revoked"
	Altered     Verdict = "altered"
	NotABadge   Verdict = "not-a-badge"
)

// Verdicts lists all of them, from best to worst.
func Verdicts() []Verdict {
	return []Verdict{Trusted, Untrusted, Consistent, OtherPerson, Expired, Revoked, Altered, NotABadge}
}
