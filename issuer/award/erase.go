package award

import (
	"context"

	"badgekiln/issuer/ledger"
)

// Erase takes everything about the owner of an address out of the ledger, sees
// to it that the status lists tell of the awards taken back, and writes the
// file anew. A kill between the two leaves the person out of every table; the
// same call, or any later one, clears the file.
func (c *Clerk) Erase(ctx context.Context, email string) (ledger.Erased, error) {
	m := c.maker()
	var done ledger.Erased
	err := c.update(ctx, func(t *ledger.Tx) (err error) {
		if done, err = t.Erase(email); err != nil {
			return err
		}
		stale := staleLists{}
		stale.add(done.Faces)
		return stale.sign(t, m)
	})
	if err != nil || c.Dry {
		return done, err
	}
	c.at(StepCommitted)
	clean, err := c.Ledger.Scrub(context.WithoutCancel(ctx))
	if err == nil && !clean {
		done.Left = append(done.Left, ledger.Finding{Code: "open"})
	}
	return done, err
}
