package studio

import (
	"context"
	"time"

	"badgekiln/app/kit"
	"badgekiln/designer"
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
	again   bool
	waiting bool
	failed  error
	marking bool // the session is being told that it is stored
}

func newSaver(s *studio) *saver { return &saver{s: s, timer: kit.NewLatest[struct{}](s.env.Tasks)} }

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

// now stores at once.
func (v *saver) now() {
	v.timer.Cancel()
	v.waiting = false
	s := v.s
	if s.session == nil {
		return
	}
	if v.writing {
		v.again = true
		return
	}
	session, design, doc, state := s.session, s.design, s.session.Settled(), s.session.State()
	if !session.Dirty() && v.failed == nil {
		s.env.Saved()
		return
	}
	f := store.File{Doc: doc, Blobs: s.file.Blobs}.Pruned()
	v.writing = true
	keeper := s.past.to
	// A window that closes cancels its tasks; a write that has begun is finished
	// all the same.
	kit.Do(s.env.Tasks, func(ctx context.Context) error {
		if err := s.r.engine.SaveDesign(context.WithoutCancel(ctx), design.ID, f); err != nil {
			return err
		}
		if keeper == nil {
			return nil
		}
		return keeper.Saved(f)
	}, func(err error) {
		v.writing = false
		v.failed = err
		if err != nil {
			s.fail(err)
		} else {
			// What was undone meanwhile may lead back to what was on disk before,
			// and is not there any more.
			v.marking = true // the design is what it was, and judged as that already
			session.MarkSavedAs(state)
			v.marking = false
			s.env.Saved()
		}
		if v.again || err == nil && session == s.session && session.Dirty() {
			v.again = false
			v.soon()
		}
		s.env.Changed()
	})
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
