package kit

import (
	"context"
	"net/url"
	"slices"
	"time"
)

// Busy is a task that the status bar shows: what, how far, and a way to stop.
type Busy struct {
	t      *Tasks
	name   string
	route  Route
	cancel func()
	began  time.Time // the present stage
	from   int       // how many were done when it began
	told   time.Time
	state  Progress
	watch  func(Progress)
	ended  bool
	queued bool
}

// Progress is how far a task is. Total is 0 while unknown.
type Progress struct {
	Name  string
	Stage string // a word of the task's own, "" for none
	Done  int
	Total int
	Left  time.Duration // 0 while unknown
	Rate  float64       // a second; 0 while unknown
	Route Route         // where a press leads
}

// Begin shows a task; cancel may be nil. Call End when it is over. watch is
// told on Fyne's goroutine, at most ten times a second, and may be nil.
func (t *Tasks) Begin(name string, route Route, cancel func(), watch func(Progress)) *Busy {
	b := &Busy{t: t, name: name, route: route, cancel: cancel, began: t.now(), watch: watch}
	b.state = Progress{Name: name, Route: route}
	t.mu.Lock()
	t.busy = append(t.busy, b)
	t.mu.Unlock()
	t.tell()
	return b
}

// Report tells how far the task is. It may be called from any goroutine and as
// often as one likes; people are told ten times a second.
func (b *Busy) Report(stage string, done, total int) {
	t := b.t
	now := t.now()
	t.mu.Lock()
	if stage != b.state.Stage { // each stage has a speed of its own
		b.began, b.from, b.state.Rate, b.state.Left = now, done, 0, 0
	}
	b.state.Stage, b.state.Done, b.state.Total = stage, done, total
	if past, did := now.Sub(b.began), done-b.from; did > 0 && total > 0 && past > 2*time.Second {
		b.state.Rate = float64(did) / past.Seconds()
		b.state.Left = time.Duration(float64(past) / float64(did) * float64(total-done)).Round(time.Second)
	}
	last := total > 0 && done == total
	wait := now.Sub(b.told) < 100*time.Millisecond
	if b.ended || b.queued || (wait && !last) {
		t.mu.Unlock()
		return
	}
	b.told, b.queued = now, true
	t.mu.Unlock()
	t.back(func() {
		t.mu.Lock()
		b.queued = false
		state, ended := b.state, b.ended
		t.mu.Unlock()
		if ended || t.over() {
			return
		}
		if b.watch != nil {
			b.watch(state)
		}
		t.tell()
	})
}

// End takes the task out of the status bar.
func (b *Busy) End() {
	b.t.mu.Lock()
	b.ended = true
	b.t.busy = slices.DeleteFunc(b.t.busy, func(o *Busy) bool { return o == b })
	b.t.mu.Unlock()
	b.t.tell()
}

// Stops tells whether Cancel would do anything.
func (b *Busy) Stops() bool { return b.cancel != nil }

// Cancel asks the task to stop.
func (b *Busy) Cancel() {
	if b.cancel != nil {
		b.cancel()
	}
}

// Current is the task begun last, or nil.
func (t *Tasks) Current() (Progress, *Busy) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if len(t.busy) == 0 {
		return Progress{}, nil
	}
	b := t.busy[len(t.busy)-1]
	return b.state, b
}

// Meet tells that work talks to a server from now on until leave is called, for
// whoever reads on the window that nothing leaves this computer.
func (t *Tasks) Meet(server string) (leave func()) {
	t.mu.Lock()
	t.met = append(t.met, server)
	t.mu.Unlock()
	t.tell()
	return func() {
		t.mu.Lock()
		if i := slices.Index(t.met, server); i >= 0 {
			t.met = slices.Delete(t.met, i, i+1)
		}
		t.mu.Unlock()
		t.tell()
	}
}

// ServerOf is the server that an address names, or the address where it names none.
func ServerOf(address string) string {
	if u, err := url.Parse(address); err == nil && u.Hostname() != "" {
		return u.Hostname()
	}
	return address
}

// Met are the servers that work talks to now, each once.
func (t *Tasks) Met() []string {
	t.mu.Lock()
	defer t.mu.Unlock()
	all := slices.Clone(t.met)
	slices.Sort(all)
	return slices.Compact(all)
}

// OnChange sets who is told when the list of tasks or their progress changed.
func (t *Tasks) OnChange(f func()) { t.changed = f }

func (t *Tasks) tell() {
	if t.changed != nil && !t.over() {
		t.changed()
	}
}

// RunBusy is Run for work that the status bar shows. report may be called from
// any goroutine.
func RunBusy[T any](t *Tasks, name string, route Route, watch func(Progress),
	work func(ctx context.Context, report func(stage string, done, total int)) (T, error), done func(T, error),
) (cancel func()) {
	stop := func() {}
	b := t.Begin(name, route, func() { stop() }, watch)
	stop = Run(t, func(ctx context.Context) (T, error) { return work(ctx, b.Report) },
		func(out T, err error) {
			b.End()
			done(out, err)
		})
	return stop
}

// RunOnline is RunBusy for work that talks to a server, which the status bar names while
// it does; "" for none. bar gives what shows its progress then, which a page that was
// built anew has another of; nil for nothing. The cancel is nil for work that is done
// already.
func RunOnline[T any](t *Tasks, server, name string, route Route, bar func() *BusyBar,
	work func(ctx context.Context, report func(done, total int)) (T, error), done func(T, error),
) (cancel func()) {
	leave, ended := func() {}, false
	if server != "" {
		leave = t.Meet(server)
	}
	cancel = RunBusy(t, name, route, func(p Progress) {
		if b := bar(); b != nil {
			b.Set(p)
		}
	}, func(ctx context.Context, report func(string, int, int)) (T, error) {
		return work(ctx, func(done, total int) { report("", done, total) })
	}, func(out T, err error) {
		leave()
		ended = true
		done(out, err)
	})
	if ended {
		return nil
	}
	return cancel
}
