package desk

import (
	"context"
	"sync"

	"badgekiln/app/deliver"
	"badgekiln/cmd/internal/engine"
)

// mostKeptPeople is of how many people papers are kept: of more, their fields take
// too much memory to be held for a page that may not be turned.
const mostKeptPeople = 50_000

// keptPapers are the papers that were looked at last. To prepare them reads a whole
// batch; to turn a page then draws that page and nothing else.
type keptPapers struct {
	mu  sync.Mutex
	of  deliver.Paper
	got *engine.Papers
}

// look gives papers to draw pages of, prepared once for each reading of the room. They
// are drawn only, by several at once; to save them, prepare others.
func (k *keptPapers) look(ctx context.Context, p deliver.Paper, prepare func(context.Context, deliver.Paper) (*engine.Papers, error)) (*engine.Papers, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.got != nil && k.of == p {
		return k.got, nil
	}
	k.got = nil
	got, err := prepare(ctx, p)
	if err == nil && got.People() <= mostKeptPeople {
		k.of, k.got = p, got
	}
	return got, err
}
