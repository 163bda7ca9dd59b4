// Package award is the use case: a badge class and a roster become a plan, the
// plan becomes pending awards, these are signed in groups and committed, and
// files come last, always out of the ledger.
//
// It knows the order of these steps and what each may assume. It must not know
// SQL, how a key is sealed, sockets, windows or words. Everything random is
// drawn when a plan is confirmed; nothing after that depends on chance or on
// the clock, so an interrupted run ends in the same bytes.
package award

import (
	"context"
	"time"

	"badgekiln/issuer"
	"badgekiln/issuer/ledger"
	"badgekiln/issuer/proof"
)

// Keyring opens signing keys by their id.
type Keyring interface {
	Open(id string) (proof.Signer, error)
}

// Step is a point of a run at which the ledger or a folder is whole. Tests
// kill the program there.
type Step string

// The steps of a run, in their order.
const (
	StepPlanned   Step = "planned"   // the plan is written
	StepSigned    Step = "signed"    // a group is signed, not yet committed
	StepCommitted Step = "committed" // a group is committed
	StepFinished  Step = "finished"  // the batch is closed
	StepRenamed   Step = "renamed"   // a file of OUT has its name
)

// Clerk does the work of awarding on one ledger.
type Clerk struct {
	Ledger   *ledger.Ledger
	Keys     Keyring
	Contexts proof.Contexts
	AtStep   func(Step)       // may be nil
	Clock    func() time.Time // tells how long a group took, for the size of the next; nil: all have the same
	Dry      bool             // AddFaces and Revoke fail where they would, and change nothing

	// Paint makes the painter of a class version from its design; nil when its
	// picture is the same for everybody. Paint itself may be nil.
	Paint func(ctx context.Context, class issuer.BadgeClass, by issuer.Profile, design []byte) (Painter, error)
}

// Painter adds to dst the picture that is one award's own, a PNG. page is where
// people read about the award in web space; "" without. whole is false when the
// picture does not show all it should: a letter that no font has, a name too
// long for its room. Nothing added means that this award has the picture of its
// class. The pictures among the award's fields are data: URIs. The same award
// gives the same bytes. It serves several goroutines.
type Painter func(ctx context.Context, dst []byte, a issuer.Award, page string) (picture []byte, whole bool, err error)

// update changes the ledger, or in a dry run does as if.
func (c *Clerk) update(ctx context.Context, do func(*ledger.Tx) error) error {
	if c.Dry {
		return c.Ledger.Rehearse(ctx, do)
	}
	return c.Ledger.Update(ctx, do)
}

func (c *Clerk) at(step Step) {
	if c.AtStep != nil {
		c.AtStep(step)
	}
}
