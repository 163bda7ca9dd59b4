package studio

import (
	"context"
	"time"

	"badgekiln/app/kit"
	"badgekiln/designer"
	"badgekiln/designer/edit"
	"badgekiln/designer/store"
)

// restful is how long a design rests before it is stored by itself.
const restful = 800 * time.Millisecond

// saver stores the design being edited, by itself soon after every change. One
// write runs at a time, and what is written is always a whole design.
type saver struct {
	s       *studio
	timer   *kit.Latest[struct{}]
	writing bool
	next    []job // what is written once the write that runs has ended, in order
	waiting bool
	failed  error
	marking bool          // the session is being told that it is stored
	turn    chan struct{} // closed once the write that was begun last has ended
}

// job is one design as it was when somebody asked that it be stored. Another may
// be open by the time it is written, so it holds all that it needs.
type job struct {
	session *edit.Session
	design  Design
	file    store.File
	keeper  Keeper
	state   int
}

func newSaver(s *studio) *saver {
	none := make(chan struct{})
	close(none)
	return &saver{s: s, timer: kit.NewLatest[struct{}](s.env.Tasks), turn: none}
}

// soon stores once the design rests.
func (v *saver) soon() {
	if v.s.session == nil || !v.s.session.Dirty() {
		return
	}
	v.waiting = true
	v.timer.After(restful, func(context.Context) (struct{}, error) { return struct{}{}, nil }, func(struct{}, error) { v.now() })
}

// flush stores what is waiting, without waiting any longer.
func (v *saver) flush() {
	if v.waiting || v.s.session != nil && v.s.session.Dirty() {
		v.now()
	}
}

// close stores what is waiting while the window closes. From then on no task
// comes back to begin the next write, so all that are left are one piece of work,
// after the write that runs. What fails is in the journal of its design.
func (v *saver) close() {
	v.flush()
	if len(v.next) == 0 {
		return
	}
	left, before, ended := v.next, v.turn, make(chan struct{})
	v.next, v.turn = nil, ended
	kit.Keep(v.s.env.Tasks, func(ctx context.Context) error {
		defer close(ended)
		<-before
		for _, one := range left {
			_, _ = v.store(ctx, one) // nobody is there any more to be told
		}
		return nil
	}, nil)
}

// now stores at once.
func (v *saver) now() {
	v.timer.Cancel()
	v.waiting = false
	s := v.s
	if s.session == nil {
		return
	}
	one := job{s.session, s.design, store.File{Doc: s.session.Settled(), Blobs: s.file.Blobs}, s.past.to, s.session.State()}
	if v.writing {
		v.queue(one)
		return
	}
	if !s.session.Dirty() && v.failed == nil {
		s.env.Saved()
		return
	}
	v.write(one)
}

// queue has a design stored once the write that runs has ended: of each session
// the newest state, since another design may be open by then.
func (v *saver) queue(one job) {
	if last := len(v.next) - 1; last >= 0 && v.next[last].session == one.session {
		v.next = v.next[:last]
	}
	v.next = append(v.next, one)
}

// write stores a design, and after it what was asked for meanwhile.
func (v *saver) write(one job) {
	s := v.s
	before, ended := v.turn, make(chan struct{})
	v.writing, v.turn = true, ended
	var unkept error
	// A window that closes cancels its tasks; a write that has begun is finished
	// all the same.
	kit.Do(s.env.Tasks, func(ctx context.Context) (err error) {
		defer close(ended)
		<-before // only while the window closes is there one
		unkept, err = v.store(context.WithoutCancel(ctx), one)
		return err
	}, func(err error) {
		if err == nil && one.session == s.session { // the journal of a design that was left is closed
			err = unkept
		}
		v.wrote(one, err)
	})
}

// store writes a design, and what was done to it; it tells apart which failed.
func (v *saver) store(ctx context.Context, one job) (unkept, err error) {
	f := one.file.Pruned()
	if err := v.s.r.engine.SaveDesign(ctx, one.design.ID, f); err != nil || one.keeper == nil {
		return nil, err
	}
	return one.keeper.Saved(f), nil
}

func (v *saver) wrote(one job, err error) {
	s := v.s
	v.writing = false
	v.failed = err
	if err != nil {
		s.fail(err)
	} else {
		// What was undone meanwhile may lead back to what was on disk before,
		// and is not there any more.
		v.marking = true // the design is what it was, and judged as that already
		one.session.MarkSavedAs(one.state)
		v.marking = false
		s.env.Saved()
	}
	for len(v.next) > 0 && !v.writing {
		next := v.next[0]
		v.next = v.next[1:]
		if next.session == s.session {
			v.soon() // as it is by then
		} else {
			v.write(next)
		}
	}
	if !v.writing && !v.waiting && err == nil && one.session == s.session && one.session.Dirty() {
		v.soon()
	}
	s.env.Changed()
}

// same tells whether two documents are one and the same state: states of a
// session share what they have in common.
func same(a, b designer.Document) bool {
	if len(a.Layers) != len(b.Layers) || a.Name != b.Name || a.About != b.About || len(a.Slots) != len(b.Slots) {
		return false
	}
	for i := range a.Layers {
		if a.Layers[i] != b.Layers[i] {
			return false
		}
	}
	for i := range a.Slots {
		if a.Slots[i] != b.Slots[i] {
			return false
		}
	}
	return true
}
