package outbox

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"time"

	"badgekiln/issuer/ledger"
)

// work sends what it is handed, with a sender of its own.
func (d *drain) work(ctx context.Context, cancel context.CancelCauseFunc, jobs <-chan ledger.Delivery) {
	var s Sender
	defer func() { d.shut(s) }() // everything was answered
	for one := range jobs {
		if s == nil {
			opened, err := d.opened(ctx)
			if err != nil && ctx.Err() == nil && d.crowded() {
				if err := d.giveBack(one); err != nil {
					cancel(err)
				}
				d.put()
				return
			}
			if err != nil {
				d.settle(ctx, cancel, &turn{d: d, one: one}, Stop(err))
				d.put()
				continue
			}
			s = opened
		}
		t := &turn{d: d, one: one, left: d.o.Now()}
		r, fault := t.guarded(ctx, s)
		if r.verdict == done && d.notes.note(one.N, r.code) {
			t.end() // the others may go on
		}
		d.settle(ctx, cancel, t, r)
		t.end()
		d.put()
		if fault != nil {
			cancel(fault)
		}
		if r.verdict == stop || fault != nil {
			d.shut(s) // it does not work
			s = nil
		}
	}
}

// opened opens a sender, and counts it.
func (d *drain) opened(ctx context.Context) (s Sender, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = panicked(p)
		}
	}()
	s, err = d.c.Open(ctx)
	if err == nil {
		d.mu.Lock()
		d.in++
		d.mu.Unlock()
	}
	return s, err
}

// shut ends a sender; nil is none.
func (d *drain) shut(s Sender) {
	if s == nil {
		return
	}
	_ = s.Close()
	d.mu.Lock()
	d.in--
	d.mu.Unlock()
}

// turn is a delivery in the hands of a worker.
type turn struct {
	d    *drain
	one  ledger.Delivery
	left time.Time   // when it was begun
	dark *time.Timer // runs while it may be with the other side, and nobody wrote that down
	stop func()
}

// WhyFault is the code of a delivery over which we stumbled ourselves.
const WhyFault = "fault"

// guarded turns a panic into an error: it must not end the program, and what it was at
// counts as tried, so that it does not stop every run from here on.
func (t *turn) guarded(ctx context.Context, s Sender) (r Result, fault error) {
	defer func() {
		if p := recover(); p != nil {
			r, fault = Again(0, WhyFault, ""), panicked(p)
		}
	}()
	return t.send(ctx, s), nil
}

func panicked(p any) error { return fmt.Errorf("panic: %v\n%s", p, debug.Stack()) }

func (t *turn) send(ctx context.Context, s Sender) Result {
	if ctx.Err() != nil {
		return Left(ctx.Err())
	}
	if t.d.c.Ready != nil {
		switch why, err := t.d.c.Ready(ctx, t.one.Award); {
		case err != nil:
			return Broken(err)
		case why != "":
			return Hold(why)
		}
	}
	return s.Send(ctx, Job{Delivery: t.one, point: t.point})
}

var errTaken = errors.New("it is not to be sent any more")

// point is the last look.
func (t *turn) point(ctx context.Context) (context.Context, error) {
	if t.d.c.Blind && t.dark == nil {
		select {
		case t.d.dark <- struct{}{}:
			t.dark = time.AfterFunc(darkest, func() { <-t.d.dark })
		case <-ctx.Done():
			return ctx, ctx.Err()
		}
	}
	if err := t.look(ctx, true); err != nil {
		return ctx, err
	}
	longer, cancel := context.WithCancel(context.WithoutCancel(ctx))
	undo := context.AfterFunc(ctx, func() { time.AfterFunc(grace, cancel) })
	t.stop = func() { undo(); cancel() }
	return longer, nil
}

// look asks whether the delivery is ours to send, and for long enough.
func (t *turn) look(ctx context.Context, renew bool) error {
	var until time.Time
	var mine bool
	err := t.d.store.View(ctx, func(x *ledger.Tx) (err error) {
		until, mine, err = x.StillMine(t.one)
		return err
	})
	switch left := until.Sub(t.d.o.Now()); {
	case err != nil:
		return err
	case !mine:
		return errTaken
	case left > t.d.o.Lease/3:
		return nil
	case !renew:
		return errTaken
	}
	if err := t.d.renew(); err != nil {
		return err
	}
	return t.look(ctx, false)
}

func (t *turn) end() {
	if t.stop != nil {
		t.stop()
	}
	if t.dark != nil && t.dark.Stop() {
		<-t.d.dark
	}
	t.dark, t.stop = nil, nil
}

// darkest is how long the others wait for one answer: a server that thinks for
// minutes about one mail does not hold up all.
const darkest = 10 * time.Second

// settle writes down what came of sending.
func (d *drain) settle(ctx context.Context, cancel context.CancelCauseFunc, t *turn, r Result) {
	one := t.one
	o := ledger.Outcome{Code: r.code, Answer: r.answer}
	now := d.o.Now()
	switch r.verdict {
	case done:
		o.State = ledger.DeliveryDelivered
	case refused:
		o.State = ledger.DeliveryFailed
	case hold:
		o.State = ledger.DeliveryHeld
	case again, slow:
		after := r.after
		if o.State = ledger.DeliveryWaiting; after <= 0 {
			after = d.o.Backoff(one.Tries)
		}
		o.Due = now.Add(after)
		if r.verdict == again && one.Tries >= d.o.MaxTries {
			o.State = ledger.DeliveryFailed
		}
	case stop, left, broken:
		if err := d.giveBack(one); err != nil {
			cancel(err)
		}
		d.unsent(ctx, cancel, r)
		return
	}
	kept := false
	err := d.store.Update(d.safe, func(x *ledger.Tx) (err error) {
		if kept, err = x.FinishDelivery(one, o); err != nil || !kept || r.verdict != slow && r.verdict != hold {
			return err
		}
		return x.Untry(one.N, r.verdict == slow)
	})
	if err != nil {
		d.mu.Lock()
		d.unnoted = d.unnoted || r.verdict == done
		d.mu.Unlock()
		cancel(err)
		return
	}
	d.count(o, r, kept, t.left)
}

// unsent is what a delivery that did not leave the house means for the run.
func (d *drain) unsent(ctx context.Context, cancel context.CancelCauseFunc, r Result) {
	d.mu.Lock()
	defer d.mu.Unlock()
	switch {
	case r.verdict == broken:
		cancel(r.err)
	case r.verdict == left, ctx.Err() != nil:
		d.report.Left++
	default:
		if d.fails++; !passes(r.err) || d.fails >= tooOften {
			cancel(r.err)
			return
		}
		d.hurt = r.err
		d.restUntil(d.o.Now().Add(time.Duration(1<<d.fails) * time.Second / 2))
	}
}

// count keeps the report, and tells of it.
func (d *drain) count(o ledger.Outcome, r Result, kept bool, left time.Time) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.fails, d.hurt = 0, nil
	if r.verdict != slow { // of which there may be no end
		d.idle = 0
	}
	switch {
	case !kept:
		d.report.Left++
	case o.State == ledger.DeliveryDelivered:
		d.pace.taken(left, d.o.Now())
		d.report.Delivered++
	case o.State == ledger.DeliveryFailed:
		d.report.Failed++
	case o.State == ledger.DeliveryHeld:
		d.report.Held++
	default:
		d.report.Again++
	}
	if r.verdict == slow {
		d.pace.slower(left, d.o.Now(), r.after)
		d.restUntil(o.Due)
	}
	if d.o.Progress != nil {
		d.o.Progress(d.report)
	}
}
