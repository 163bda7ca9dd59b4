package studio

import (
	"context"
	"sync"

	"badgekiln/app/kit"
	"badgekiln/designer"
	"badgekiln/designer/store"
)

// pastKeeper has every step kept as it is done. One write runs at a time; what
// was done meanwhile is in the next one, as a whole.
type pastKeeper struct {
	s       *studio
	to      Keeper
	writing bool
	again   bool
}

// open takes what keeps the next design, and lets the last one go.
func (p *pastKeeper) open(to Keeper) {
	if p.to != nil {
		last := p.to
		kit.Do(p.s.env.Tasks, func(context.Context) error { return last.Close() }, func(error) {})
	}
	p.to, p.writing, p.again = locked(to), false, false
}

// keep writes what was done.
func (p *pastKeeper) keep() {
	if p.to == nil || p.s.session == nil {
		return
	}
	if p.writing {
		p.again = true
		return
	}
	to, trail, blobs := p.to, p.s.session.Trail(), p.s.file.Blobs
	p.writing = true
	kit.Do(p.s.env.Tasks, func(context.Context) error { return to.Put(trail, blobs) }, func(err error) {
		if to != p.to {
			return
		}
		p.writing = false
		if err != nil {
			p.s.fail(err)
		}
		if p.again {
			p.again = false
			p.keep()
		}
	})
}

// oneByOne has a Keeper called by one task at a time: saving and keeping run
// beside each other.
type oneByOne struct {
	mu sync.Mutex
	Keeper
}

func locked(to Keeper) Keeper {
	if to == nil {
		return nil
	}
	return &oneByOne{Keeper: to}
}

func (k *oneByOne) Put(t designer.Trail, blobs map[string][]byte) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.Keeper.Put(t, blobs)
}

func (k *oneByOne) Close() error {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.Keeper.Close()
}

func (k *oneByOne) Saved(f store.File) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.Keeper.Saved(f)
}
