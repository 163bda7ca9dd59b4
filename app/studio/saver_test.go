package studio

import (
	"bytes"
	"context"
	"sync/atomic"
	"testing"
	"time"

	"badgekiln/app/kit"
	"badgekiln/app/kit/kittest"
	"badgekiln/designer"
	"badgekiln/designer/edit"
	"badgekiln/designer/store"
)

// TestClosedWhileADesignIsWritten closes the window while a design is being
// written and has changed since: the change is written, too, after it.
func TestClosedWhileADesignIsWritten(t *testing.T) {
	b, r, f := open(t, kittest.English)
	s := r.studio
	tasks := kit.NewTasks(b.Env.Now)
	s.env.Tasks = tasks
	began, goOn := make(chan struct{}), make(chan struct{})
	f.meanwhile = func() { close(began); <-goOn }
	f.kept.meanwhile = func() { <-goOn } // nothing may come back while this test is no window
	s.try(s.session.Apply("step.name", edit.Rename("disc", "Round thing")))
	s.saving.now()
	<-began
	s.try(s.session.Apply("step.name", edit.Rename("disc", "Newest name")))
	want := f.bytes(store.File{Doc: s.session.Settled()})
	r.Closing()
	// The write goes on only when tasks are refused already.
	kit.Do(tasks, func(ctx context.Context) error { <-ctx.Done(); close(goOn); return nil }, func(error) {})
	if !tasks.Quit(5 * time.Second) {
		t.Fatal("work is left")
	}
	if f.saves != 2 || !bytes.Equal(f.files["design-1"], want) {
		t.Errorf("written %d times, and the newest change is not in the file", f.saves)
	}
}

// TestClosedWhileStepsAreKept is the same for what can be undone: a journal that
// is older than its file would be shown in place of it.
func TestClosedWhileStepsAreKept(t *testing.T) {
	b, r, f := open(t, kittest.English)
	s := r.studio
	tasks := kit.NewTasks(b.Env.Now)
	s.env.Tasks = tasks
	began, goOn := make(chan struct{}), make(chan struct{})
	f.kept.meanwhile = func() { close(began); <-goOn }
	f.meanwhile = func() { <-goOn }
	s.try(s.session.Apply("step.name", edit.Rename("disc", "Round thing")))
	<-began
	s.try(s.session.Apply("step.name", edit.Rename("disc", "Newest name")))
	want := s.session.Trail()
	r.Closing()
	kit.Do(tasks, func(ctx context.Context) error { <-ctx.Done(); close(goOn); return nil }, func(error) {})
	if !tasks.Quit(5 * time.Second) {
		t.Fatal("work is left")
	}
	got := f.kept.trail
	if len(got.Steps) != len(want.Steps) || !same(got.Steps[got.Now].Doc, want.Steps[want.Now].Doc) {
		t.Errorf("%d of %d states are kept", len(got.Steps), len(want.Steps))
	}
}

// TestRebuiltWhileADesignIsWritten: a window that is rebuilt, for another language,
// writes one thing after the other as before: of two writers the older state could
// be the last one in the file.
func TestRebuiltWhileADesignIsWritten(t *testing.T) {
	b, r, f := open(t, kittest.English)
	tasks := kit.NewTasks(b.Env.Now)
	r.studio.env.Tasks = tasks
	began, goOn := make(chan struct{}, 9), make(chan struct{})
	var writing atomic.Int32
	var hold func()
	hold = func() {
		if writing.Add(1) > 1 {
			t.Error("two write the same design")
		}
		f.meanwhile = hold
		began <- struct{}{}
		<-goOn
		writing.Add(-1)
	}
	f.meanwhile = hold
	f.kept.meanwhile = func() { <-goOn }
	s := r.studio
	s.try(s.session.Apply("step.name", edit.Rename("disc", "Round thing")))
	s.saving.now()
	<-began
	next := New(r.env, f)
	next.studio.env.Tasks = tasks
	next.Resume(r.Keep())
	s = next.studio
	s.try(s.session.Apply("step.name", edit.Rename("disc", "Newest name")))
	s.saving.now()
	want := f.bytes(store.File{Doc: s.session.Settled()})
	next.Closing()
	kit.Do(tasks, func(ctx context.Context) error { <-ctx.Done(); close(goOn); return nil }, func(error) {})
	if !tasks.Quit(5 * time.Second) {
		t.Fatal("work is left")
	}
	if !bytes.Equal(f.files["design-1"], want) {
		t.Errorf("written %d times, and the newest change is not in the file", f.saves)
	}
}

func TestFailedSaveIsToldAndTriedAgain(t *testing.T) {
	b, r, f := open(t, kittest.English)
	s := r.studio
	f.fail = designer.Fail("store-large")
	s.try(s.session.Apply("step.name", edit.Rename("disc", "x")))
	if len(b.Errors) != 1 || !s.session.Dirty() {
		t.Fatalf("errors %v, dirty %v", b.Errors, s.session.Dirty())
	}
	f.fail = nil
	s.keyed("ctrl+s")
	if s.session.Dirty() {
		t.Fatal("a second try does not store")
	}
}
