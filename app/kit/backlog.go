package kit

import (
	"sync"
	"time"
)

// backlog brings what is to be done on Fyne's goroutine there in one go. Fyne
// takes one such call between two paints when a window is slow to paint, so that
// each brought by itself would wait for all before it, a paint each.
type backlog struct {
	post func(func()) // runs something on Fyne's goroutine
	now  func() time.Time

	mu      sync.Mutex
	waiting []func()
	posted  bool
}

// share is how long it takes of Fyne's goroutine at once: inputs come between.
const share = 8 * time.Millisecond

// add does f after all that was added before.
func (b *backlog) add(f func()) {
	b.mu.Lock()
	b.waiting = append(b.waiting, f)
	first := !b.posted
	b.posted = true
	b.mu.Unlock()
	if first {
		b.post(b.work)
	}
}

// work does what waits, and what is added meanwhile.
func (b *backlog) work() {
	for begun := b.now(); ; {
		f := b.next()
		if f == nil {
			return
		}
		f()
		if b.now().Sub(begun) > share {
			b.post(b.work)
			return
		}
	}
}

func (b *backlog) next() func() {
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.waiting) == 0 {
		b.waiting, b.posted = nil, false
		return nil
	}
	f := b.waiting[0]
	b.waiting[0] = nil
	b.waiting = b.waiting[1:]
	return f
}
