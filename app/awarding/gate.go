package awarding

import (
	"context"
	"sync"
)

// gate holds a run at the places where it reports, while it is shut. A run
// reports between its groups, when nothing is half done and no transaction is
// open.
type gate struct {
	mu   sync.Mutex
	open chan struct{} // closed while the way is free
}

func newGate() *gate {
	g := &gate{open: make(chan struct{})}
	close(g.open)
	return g
}

// shut holds the run at its next report.
func (g *gate) shut() {
	g.mu.Lock()
	defer g.mu.Unlock()
	select {
	case <-g.open:
		g.open = make(chan struct{})
	default:
	}
}

// free lets the run go on.
func (g *gate) free() {
	g.mu.Lock()
	defer g.mu.Unlock()
	select {
	case <-g.open:
	default:
		close(g.open)
	}
}

// pass waits until the way is free or ctx is done.
func (g *gate) pass(ctx context.Context) {
	g.mu.Lock()
	open := g.open
	g.mu.Unlock()
	select {
	case <-open:
	case <-ctx.Done():
	}
}
