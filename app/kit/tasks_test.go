package kit_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"badgekiln/app/kit"
	"badgekiln/app/kit/kittest"
)

func noon() time.Time { return time.Date(2026, 11, 26, 12, 0, 0, 0, time.UTC) }

func TestPanicInWorkIsAnError(t *testing.T) {
	t.Parallel()
	var got error
	kit.Do(kit.NewInlineTasks(noon), func(context.Context) error { panic("boom") }, func(err error) { got = err })
	if got == nil || !strings.Contains(got.Error(), "boom") {
		t.Errorf("told %v", got)
	}
}

func TestNewestWins(t *testing.T) {
	t.Parallel()
	tasks := kit.NewInlineTasks(noon)
	l := kit.NewLatest[int](tasks)
	var got []int
	l.Run(func(context.Context) (int, error) {
		// While the first works a second is asked for and answers at once.
		l.Run(func(context.Context) (int, error) { return 2, nil }, func(n int, _ error) { got = append(got, n) })
		return 1, nil
	}, func(n int, _ error) { got = append(got, n) })
	if len(got) != 1 || got[0] != 2 {
		t.Errorf("answers %v, want only the newest", got)
	}
}

func TestLatestCancelsTheOlder(t *testing.T) {
	kittest.New(t, kittest.English) // what comes back needs an app
	tasks := kit.NewTasks(noon)
	l := kit.NewLatest[int](tasks)
	begun := make(chan struct{})
	var first error
	l.Run(func(ctx context.Context) (int, error) {
		close(begun)
		<-ctx.Done()
		first = ctx.Err()
		return 1, nil
	}, func(int, error) { t.Error("the older was answered") })
	<-begun
	l.Cancel()
	if !tasks.Quit(5 * time.Second) {
		t.Fatal("the older work was not told to stop")
	}
	if !errors.Is(first, context.Canceled) {
		t.Errorf("it was told %v", first)
	}
}

func TestProgressTenTimesASecond(t *testing.T) {
	t.Parallel()
	now := noon()
	tasks := kit.NewInlineTasks(func() time.Time { return now })
	var told []kit.Progress
	busy := tasks.Begin("Awarding", kit.Route{}, nil, func(p kit.Progress) { told = append(told, p) })
	for i := range 1001 { // one second, a report each millisecond
		busy.Report("sign", i, 2000)
		now = now.Add(time.Millisecond)
	}
	if len(told) < 9 || len(told) > 11 {
		t.Errorf("told %d times in a second", len(told))
	}
	now = now.Add(3 * time.Second)
	busy.Report("sign", 1000, 2000)
	if p := told[len(told)-1]; p.Left < 3*time.Second || p.Left > 5*time.Second {
		t.Errorf("half of it in 4 s leaves %v", p.Left)
	}
	busy.Report("sign", 2000, 2000)
	if p := told[len(told)-1]; p.Done != 2000 {
		t.Error("the end was not told at once")
	}
	busy.End()
	busy.Report("sign", 1, 2)
	if _, b := tasks.Current(); b != nil {
		t.Error("a task that ended is still shown")
	}
}

func TestQuitWaitsForWork(t *testing.T) {
	t.Parallel()
	tasks := kit.NewTasks(noon)
	started, kept := make(chan struct{}), atomic.Bool{}
	kit.Do(tasks, func(ctx context.Context) error {
		close(started)
		<-ctx.Done() // told to stop
		kept.Store(true)
		return ctx.Err()
	}, func(error) { t.Error("told a window that is gone") })
	<-started
	if !tasks.Quit(5 * time.Second) {
		t.Fatal("work that stopped is waited for in vain")
	}
	if !kept.Load() {
		t.Error("quit did not wait")
	}
	kit.Do(tasks, func(context.Context) error { t.Error("work begins after the end"); return nil }, func(error) {})
}

func TestKeepIsNotCut(t *testing.T) {
	t.Parallel()
	tasks := kit.NewTasks(noon)
	begun, on := make(chan struct{}), make(chan struct{})
	var cut atomic.Bool
	kit.Keep(tasks, func(ctx context.Context) error {
		close(begun)
		<-on
		cut.Store(ctx.Err() != nil)
		return nil
	}, nil)
	<-begun
	ended := make(chan bool)
	tasks.Finish(5*time.Second, func() { ended <- true })
	close(on)
	<-ended
	if cut.Load() {
		t.Error("closing cut work that was to be kept")
	}
}

// What is to be kept may be begun at the moment in which the window closes.
func TestKeepIsBegunWhileTheWindowCloses(t *testing.T) {
	t.Parallel()
	tasks := kit.NewTasks(noon)
	ended, kept := make(chan struct{}), make(chan struct{})
	tasks.Finish(5*time.Second, func() { close(ended) })
	kit.Keep(tasks, func(context.Context) error { close(kept); return nil }, nil)
	<-kept
	<-ended
}

// TestRunOnline: a server is met while work talks to it, and work that is done already
// has nothing to stop.
func TestRunOnline(t *testing.T) {
	t.Parallel()
	tasks, said := kit.NewInlineTasks(noon), false
	bar := func() *kit.BusyBar { return nil }
	stop := kit.RunOnline(tasks, "space.example", "n", kit.Route{}, bar, func(_ context.Context, report func(int, int)) (int, error) {
		if met := tasks.Met(); !slices.Equal(met, []string{"space.example"}) {
			t.Errorf("met meanwhile: %q", met)
		}
		report(1, 2)
		return 7, nil
	}, func(got int, err error) { said = got == 7 && err == nil && len(tasks.Met()) == 0 })
	if !said || stop != nil {
		t.Errorf("done: %v, something to stop: %v", said, stop != nil)
	}
}
