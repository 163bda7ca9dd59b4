package kit

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"sync"
	"time"

	"fyne.io/fyne/v2"
)

// Tasks is the one home of goroutines. Work given to it runs off Fyne's
// goroutine; what follows comes back on it.
type Tasks struct {
	root   context.Context //nolint:containedctx // the life of the window, which every piece of work shares
	stop   context.CancelFunc
	start  func(func())
	back   func(func())
	now    func() time.Time
	inline bool

	mu      sync.Mutex
	running int        // pieces of work, which a WaitGroup could not count: some begin while Quit waits
	ended   *sync.Cond // of mu: one of them has ended
	count   int
	closed  bool
	busy    []*Busy
	met     []string
	changed func()
}

// NewTasks makes the runner of a window.
func NewTasks(now func() time.Time) *Tasks {
	ctx, stop := context.WithCancel(context.Background())
	late := &backlog{post: fyne.Do, now: now}
	t := &Tasks{root: ctx, stop: stop, start: func(f func()) { go f() }, back: late.add, now: now}
	t.ended = sync.NewCond(&t.mu)
	return t
}

// NewInlineTasks makes a runner for tests: work is done before Run returns.
func NewInlineTasks(now func() time.Time) *Tasks {
	ctx, stop := context.WithCancel(context.Background())
	run := func(f func()) { f() }
	t := &Tasks{root: ctx, stop: stop, start: run, back: run, now: now, inline: true}
	t.ended = sync.NewCond(&t.mu)
	return t
}

// Run does work off Fyne's goroutine and then done on it. done is always
// called, unless the window is gone; a panic in work comes as an error.
func Run[T any](t *Tasks, work func(context.Context) (T, error), done func(T, error)) (cancel func()) {
	ctx, cancel := context.WithCancel(context.WithValue(t.root, off{}, true))
	t.mu.Lock()
	if t.closed {
		t.mu.Unlock()
		cancel()
		return cancel
	}
	t.running++
	t.count++
	t.mu.Unlock()
	t.start(func() {
		var out T
		var err error
		func() {
			defer t.end()
			defer cancel()
			out, err = guarded(ctx, work)
		}()
		if t.over() {
			return // nobody is there any more to be told
		}
		t.back(func() {
			t.mu.Lock()
			t.count--
			t.mu.Unlock()
			if !t.over() {
				done(out, err)
			}
		})
	})
	return cancel
}

// end counts a piece of work that has ended.
func (t *Tasks) end() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.running--
	t.ended.Broadcast()
}

func (t *Tasks) over() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.closed
}

// guarded turns a panic into an error: one bad file must not close the window.
func guarded[T any](ctx context.Context, work func(context.Context) (T, error)) (out T, err error) {
	defer func() {
		if p := recover(); p != nil {
			if told, ok := p.(onUI); ok {
				panic(told)
			}
			err = fmt.Errorf("panic: %v\n%s", p, debug.Stack())
		}
	}()
	return work(ctx)
}

// Working tells whether any work was given and has not come back yet.
func (t *Tasks) Working() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.count > 0
}

// Do is Run for work that only may fail.
func Do(t *Tasks, work func(context.Context) error, done func(error)) (cancel func()) {
	return Run(t, func(ctx context.Context) (struct{}, error) { return struct{}{}, work(ctx) },
		func(_ struct{}, err error) { done(err) })
}

// Latest runs work of which only the newest counts: a search while typing, a
// preview while dragging. An older one is cancelled and its answer dropped.
// Its methods belong to Fyne's goroutine.
type Latest[T any] struct {
	t      *Tasks
	turn   int
	cancel func()
}

// NewLatest makes a Latest.
func NewLatest[T any](t *Tasks) *Latest[T] { return &Latest[T]{t: t} }

// Run starts work in place of what was started before.
func (l *Latest[T]) Run(work func(context.Context) (T, error), done func(T, error)) {
	l.Cancel()
	turn := l.turn
	l.cancel = Run(l.t, work, func(out T, err error) {
		if turn == l.turn && !errors.Is(err, context.Canceled) {
			done(out, err)
		}
	})
}

// After is Run once it has been quiet for so long.
func (l *Latest[T]) After(quiet time.Duration, work func(context.Context) (T, error), done func(T, error)) {
	if l.t.inline {
		l.Run(work, done)
		return
	}
	l.Run(func(ctx context.Context) (out T, err error) {
		timer := time.NewTimer(quiet)
		defer timer.Stop()
		select {
		case <-ctx.Done():
			return out, ctx.Err()
		case <-timer.C:
			return work(ctx)
		}
	}, done)
}

// Cancel gives up what runs; its done is not called.
func (l *Latest[T]) Cancel() {
	l.turn++
	if l.cancel != nil {
		l.cancel()
		l.cancel = nil
	}
}

// Keep does work that closing the window must not cut: saving what was changed.
// It may be begun while the window closes.
func Keep(t *Tasks, work func(context.Context) error, done func(error)) {
	ctx := context.WithValue(context.WithoutCancel(t.root), off{}, true)
	t.mu.Lock()
	t.running++
	t.mu.Unlock()
	t.start(func() {
		var err error
		func() {
			defer t.end()
			_, err = guarded(ctx, func(ctx context.Context) (struct{}, error) { return struct{}{}, work(ctx) })
		}()
		if done == nil || t.over() {
			return
		}
		t.back(func() {
			if !t.over() {
				done(err)
			}
		})
	})
}

// Back runs f on Fyne's goroutine, for signals and the like; it does not wait.
func (t *Tasks) Back(f func()) { t.back(f) }

// After does something once, on Fyne's goroutine, when a pause is over. A runner
// for tests does not wait.
func (t *Tasks) After(pause time.Duration, f func()) {
	if t.inline {
		f()
		return
	}
	t.start(func() {
		select {
		case <-t.root.Done():
		case <-time.After(pause):
			t.back(func() {
				if !t.over() {
					f()
				}
			})
		}
	})
}

// Every calls f on Fyne's goroutine again and again until the window closes.
// In tests it never does.
func (t *Tasks) Every(pause time.Duration, f func()) {
	if t.inline {
		return
	}
	t.start(func() {
		tick := time.NewTicker(pause)
		defer tick.Stop()
		for {
			select {
			case <-t.root.Done():
				return
			case <-tick.C:
				t.back(func() {
					if !t.over() {
						f()
					}
				})
			}
		}
	})
}

// Finish is Quit without waiting for it here: then is called, on a goroutine of
// its own, when all has ended or patience has.
func (t *Tasks) Finish(patience time.Duration, then func()) {
	t.start(func() {
		t.Quit(patience)
		then()
	})
}

// Quit cancels everything and gives what still runs some time to end, so that
// nothing is cut in the middle. It tells whether all ended.
func (t *Tasks) Quit(patience time.Duration) bool {
	t.mu.Lock()
	t.closed = true
	t.mu.Unlock()
	t.stop()
	ended := make(chan struct{})
	go func() {
		t.mu.Lock()
		defer t.mu.Unlock()
		for t.running > 0 {
			t.ended.Wait()
		}
		close(ended)
	}()
	timer := time.NewTimer(patience)
	defer timer.Stop()
	select {
	case <-ended:
		return true
	case <-timer.C:
		return false
	}
}

type (
	off  struct{}
	onUI string
)
