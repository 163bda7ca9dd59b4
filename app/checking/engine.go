package checking

import (
	"context"
	"image"
)

// Engine is what the room asks for. Calls may take time and are made off the
// window's goroutine.
type Engine interface {
	// Verify checks one input. An error means that the check itself could not
	// be made; everything wrong with the input is in the result.
	Verify(ctx context.Context, q Question) (Result, error)
	// SaveReport writes results as a table for spreadsheet programs.
	SaveReport(ctx context.Context, path string, results []Result) error
}

// Question is one input and what it is held against.
type Question struct {
	Input     string   // a file's path, an address, or a pasted text
	Recipient string   // the address it should have been awarded to; "" asks nothing
	Online    bool     // the network may be asked
	Trust     []string // ids of issuers trusted besides our own
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
	Picture    image.Image
	Unasked    bool // something was left unknown because the network was not asked
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
