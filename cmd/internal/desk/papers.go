package desk

import (
	"context"
	"sync"

	"badgekiln/app/deliver"
	"badgekiln/cmd/internal/engine"
	"badgekiln/issuer/ledger"
)

// mostKeptPeople is of how many people papers are kept: of more, their fields take
// too much memory to be held for a page that may not be turned.
const mostKeptPeople = 50_000

// keptPapers are the papers that were looked at last. To prepare them reads a whole
// batch; to turn a page then draws that page and nothing else.
type keptPapers struct {
	mu       sync.Mutex
	happened int64
	of       deliver.Paper
	got      *engine.Papers
}

// look gives papers to draw pages of, prepared once for each reading of the room unless
// something happened in the ledger since. They are drawn only, by several at once; to
// save them, prepare others.
func (k *keptPapers) look(ctx context.Context, d deliverDesk, p deliver.Paper) (*engine.Papers, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	var now int64
	err := d.engine.View(ctx, func(t *ledger.Tx) (err error) {
		now, err = t.Happened()
		return err
	})
	if err != nil || k.got != nil && k.of == p && k.happened == now {
		return k.got, err
	}
	k.got = nil
	got, err := d.papers(ctx, p)
	if err == nil && got.People() <= mostKeptPeople {
		k.happened, k.of, k.got = now, p, got
	}
	return got, err
}
