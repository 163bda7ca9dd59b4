package studio

import (
	"context"
	"errors"
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
	turn    chan struct{} // closed once the write that was begun last has ended; nil before the first
}

// open takes what keeps the next design, and lets the last one go.
func (p *pastKeeper) open(to Keeper) {
	if p.to != nil {
		last, rest := p.to, p.rest()
		kit.Do(p.s.env.Tasks, func(context.Context) error { return errors.Join(rest(), last.Close()) }, func(error) {})
	}
	p.to, p.writing, p.again, p.turn = locked(to), false, false, nil
}

// close keeps what was done last while the window closes. A file that is newer
// than its journal would be shown as the journal has it.
func (p *pastKeeper) close() {
	if p.to != nil && p.again {
		rest := p.rest()
		kit.Keep(p.s.env.Tasks, func(context.Context) error { return rest() }, nil)
	}
}

// rest gives the work that waits for the write that runs to end, and writes
// what was done meanwhile.
func (p *pastKeeper) rest() func() error {
	to, before, again := p.to, p.turn, p.again && p.s.session != nil
	p.again = false
	var trail designer.Trail
	if again {
		trail = p.s.session.Trail()
	}
	blobs := p.s.file.Blobs
	return func() error {
		if before != nil {
			<-before
		}
		if !again {
			return nil
		}
		return to.Put(trail, blobs)
	}
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
	to, trail, blobs, ended := p.to, p.s.session.Trail(), p.s.file.Blobs, make(chan struct{})
	p.writing, p.turn = true, ended
	kit.Do(p.s.env.Tasks, func(context.Context) error {
		defer close(ended)
		return to.Put(trail, blobs)
	}, func(err error) {
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
