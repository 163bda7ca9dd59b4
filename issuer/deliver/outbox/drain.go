package outbox

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"badgekiln/issuer/ledger"
)

// Limit is how many deliveries may be tried in a time.
type Limit struct {
	Count int
	Per   time.Duration
}

// Channel is what is sent through.
type Channel struct {
	Name    string // as in the ledger: "mail:club"
	Open    func(context.Context) (Sender, error)
	Workers int     // senders at once; 0 is one
	Limits  []Limit // of all programs together
	Blind   bool    // the other side does not know a repetition when it sees one
	// Ready says why an award may not go yet (a code such as
	// ledger.WhyUnpublished), or ""; nil is always ready.
	Ready func(ctx context.Context, award string) (why string, err error)
}

// Options are how an outbox is drained.
type Options struct {
	Now    func() time.Time
	Worker string // the name under which deliveries are leased; see NewWorker
	// Journal begins the path of a file in which is noted what was sent, before the
	// ledger is; the worker's name ends it. "" is none: then a kill makes a double
	// more easily.
	Journal  string
	Lease    time.Duration // 0 for half a minute; renewed while the program lives
	Backoff  func(tries int) time.Duration
	MaxTries int // of a delivery; 0 for the usual
	// Patience is how long to wait for what is not due yet, or for a channel that
	// does not answer. 0 waits for nothing that is later than now.
	Patience time.Duration // negative: for ever
	// Limits is how long one wait for a limit of the channel may be, whatever Patience
	// says: somebody who looks on sees that it goes on.
	Limits   time.Duration
	Progress func(Report)
	// Only narrows what is sent to a part of the channel: a batch, some deliveries.
	Only ledger.Choice
}

// Report says what a run did.
type Report struct {
	Delivered int
	Failed    int
	Again     int       // tries that are to be repeated
	Held      int       // may not go yet
	Left      int       // taken back in the last moment, or taken over by another program
	Waiting   int       // of what was to be sent: is on its way still
	Next      time.Time // when something is due next; zero for nothing
	Paused    bool      // what is left waits because somebody paused it
}

const (
	usualLease = 30 * time.Second
	usualTries = 8
	grace      = 3 * time.Second // for an answer, after the run was told to end
	tooOften   = 6               // a channel that failed so many times on end is given up
)

// usualBackoff grows from twenty seconds to six hours: what fails for a moment is
// soon through, and greylisting is waited for.
func usualBackoff(tries int) time.Duration {
	steps := []time.Duration{20 * time.Second, time.Minute, 5 * time.Minute, 20 * time.Minute, time.Hour, 3 * time.Hour, 6 * time.Hour}
	return steps[min(max(tries, 1), len(steps))-1]
}

// Drain sends what is due on a channel until nothing is left that is worth waiting
// for. An error that belongs to the channel as a whole (no connection, a refused
// password) ends it; everything unsent waits in the ledger.
func Drain(ctx context.Context, store Store, c Channel, o Options) (Report, error) {
	if o.Lease == 0 {
		o.Lease = usualLease
	}
	if o.Backoff == nil {
		o.Backoff = usualBackoff
	}
	if o.MaxTries == 0 {
		o.MaxTries = usualTries
	}
	d := &drain{store: store, c: c, o: o, dark: make(chan struct{}, 1), moved: make(chan struct{}, 1), safe: context.WithoutCancel(ctx)}
	if o.Journal != "" {
		d.notes.path = o.Journal + o.Worker
	}
	d.o.Only.Channel, d.o.Only.State, d.o.Only.Most = c.Name, "", 0
	if err := store.Update(ctx, func(t *ledger.Tx) error { return t.FreeHeld(d.o.Only) }); err != nil {
		return d.report, err
	}
	err := d.run(ctx)
	if !d.unnoted {
		err = errors.Join(err, d.notes.end())
	}
	return d.report, errors.Join(err, d.sweep(), d.last())
}

// drain is one run.
type drain struct {
	store Store
	c     Channel
	o     Options
	safe  context.Context // for the ledger: what happened is written down, whoever ends the run
	notes journal
	dark  chan struct{} // held from a Point until its answer is written down
	moved chan struct{} // says that a worker is done with something
	limit bool          // what is waited for is a limit of the channel
	after time.Time     // when that lets the next go

	mu      sync.Mutex
	report  Report
	idle    time.Duration // how long the run has waited since it last did something
	busy    int           // deliveries with the workers
	lines   int           // workers
	in      int           // of them, those who have a sender
	more    time.Time     // when it is time to try with more of them
	fails   int           // of the channel, on end
	rest    time.Time     // until which nothing is handed out
	pace    pace
	unnoted bool  // the ledger could not be told of something that was sent
	hurt    error // why the channel did not work the last time
}

// run hands out what is leased, until there is nothing left to wait for.
func (d *drain) run(ctx context.Context) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	jobs, stop := make(chan ledger.Delivery), make(chan struct{})
	var workers, pulse sync.WaitGroup
	pulse.Go(func() { d.beat(stop) })
	err := d.feed(ctx, jobs, func() {
		for range d.hire() {
			workers.Go(func() { d.work(ctx, cancel, jobs) })
		}
	})
	close(jobs)
	workers.Wait()
	close(stop)
	pulse.Wait()
	if cause := context.Cause(ctx); cause != nil {
		return cause
	}
	return err
}

// beat renews the leases for as long as the run lives. Where it fails they run
// out, and the last look before sending tells.
func (d *drain) beat(stop <-chan struct{}) {
	every := time.NewTicker(d.o.Lease / 4)
	defer every.Stop()
	for {
		select {
		case <-stop:
			return
		case <-every.C:
			_ = d.renew()
		}
	}
}

func (d *drain) renew() error {
	return d.store.Update(d.safe, func(t *ledger.Tx) error { return t.RenewLeases(d.o.Worker, d.o.Now().Add(d.o.Lease)) })
}

// feed leases deliveries and hands them to the workers.
func (d *drain) feed(ctx context.Context, jobs chan<- ledger.Delivery, begin func()) error {
	for {
		d.limit = false // until the next look finds one
		begin()
		if wait := d.resting(); wait > 0 {
			if goOn, err := d.pause(ctx, wait); !goOn {
				return err
			}
			continue
		}
		list, wait, err := d.lease(ctx)
		if err != nil {
			return err
		}
		if len(list) > 0 {
			if goOn, err := d.hand(ctx, jobs, list); !goOn {
				return err
			}
			continue
		}
		if d.working() > 0 {
			select {
			case <-d.moved:
			case <-ctx.Done():
				return ctx.Err()
			}
			continue
		}
		if wait < 0 {
			return nil
		}
		goOn, err := d.pause(ctx, wait)
		if d.limit && !goOn {
			d.after = d.o.Now().Add(wait)
		}
		if !goOn {
			return err
		}
	}
}

// hand gives deliveries to the workers; what cannot be handed out any more goes
// back into the outbox.
func (d *drain) hand(ctx context.Context, jobs chan<- ledger.Delivery, list []ledger.Delivery) (bool, error) {
	for i, one := range list {
		goOn, err := d.turn(ctx)
		if goOn {
			d.take()
			select {
			case jobs <- one:
				continue
			case <-ctx.Done():
				goOn, err = false, ctx.Err()
				d.put()
			}
		}
		return goOn, errors.Join(err, d.giveBack(list[i:]...))
	}
	return true, nil
}

// lease takes what is due; of none, it says how long to wait for some, or -1.
func (d *drain) lease(ctx context.Context) (list []ledger.Delivery, wait time.Duration, err error) {
	var read []string // of other runs, that ended
	err = d.store.Update(ctx, func(t *ledger.Tx) error {
		if err := t.FreeLeases(d.c.Name, Ended, func(worker string) map[int64]string {
			if d.o.Journal == "" {
				return nil
			}
			read = append(read, d.o.Journal+worker)
			return readJournal(d.o.Journal + worker)
		}); err != nil {
			return err
		}
		now := d.o.Now()
		most := 4 * max(d.c.Workers, 1)
		for _, limit := range d.c.Limits {
			tried, first, err := t.TriedSince(d.c.Name, now.Add(-limit.Per))
			if err != nil {
				return err
			}
			if most = min(most, limit.Count-tried); most <= 0 {
				wait, d.limit = max(first.Add(limit.Per).Sub(now), time.Millisecond), true
				return d.anyLeft(t, &wait)
			}
		}
		list, err = t.LeaseDeliveries(d.o.Only, d.o.Worker, now.Add(d.o.Lease), most)
		if err != nil || len(list) > 0 {
			return err
		}
		next, err := t.OutboxNext(d.o.Only)
		if wait = -1; err == nil && !next.IsZero() {
			wait = max(next.Sub(now), time.Millisecond)
		}
		return err
	})
	for _, path := range read {
		if err == nil {
			err = forgetJournal(path)
		}
	}
	return list, wait, err
}

// anyLeft forgets a wait for nothing.
func (d *drain) anyLeft(t *ledger.Tx, wait *time.Duration) error {
	next, err := t.OutboxNext(d.o.Only)
	if next.IsZero() {
		*wait = -1
	}
	return err
}

func (d *drain) giveBack(list ...ledger.Delivery) error {
	numbers := make([]int64, 0, len(list))
	for _, one := range list {
		numbers = append(numbers, one.N)
	}
	return d.store.Update(d.safe, func(t *ledger.Tx) error { return t.ReleaseLeases(d.o.Worker, numbers...) })
}

// sweep removes the notes of runs that ended, and hold nothing that they could be
// asked about.
func (d *drain) sweep() error {
	if d.o.Journal == "" {
		return nil
	}
	entries, _ := os.ReadDir(filepath.Dir(d.o.Journal)) // where there are none, nothing is to be swept
	for _, e := range entries {
		worker, ours := strings.CutPrefix(e.Name(), filepath.Base(d.o.Journal))
		if !ours || !Ended(worker) {
			continue
		}
		held := 0
		err := d.store.View(d.safe, func(t *ledger.Tx) (err error) {
			held, err = t.Leases(worker)
			return err
		})
		if err == nil && held == 0 {
			err = forgetJournal(d.o.Journal + worker)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// last says what is left of the outbox.
func (d *drain) last() error {
	return d.store.View(d.safe, func(t *ledger.Tx) (err error) {
		if d.report.Next, err = t.OutboxNext(d.o.Only); err != nil {
			return err
		}
		counts, err := t.CountDeliveries(d.o.Only)
		waiting := false
		for _, c := range counts {
			waiting = waiting || c.State == ledger.DeliveryWaiting
			if c.State == ledger.DeliveryWaiting || c.State == ledger.DeliveryLeased {
				d.report.Waiting += c.Count
			}
		}
		d.report.Paused = waiting && d.report.Next.IsZero()
		if !d.report.Next.IsZero() && d.after.After(d.report.Next) {
			d.report.Next = d.after
		}
		return err
	})
}
