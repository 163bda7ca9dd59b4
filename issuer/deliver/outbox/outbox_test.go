package outbox_test

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"badgekiln/issuer"
	"badgekiln/issuer/deliver/outbox"
	"badgekiln/issuer/ledger"
)

// ledgerOf is a ledger whose outbox has so many deliveries waiting.
func ledgerOf(t *testing.T, people int) (*ledger.Ledger, string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "l.db")
	l := opened(t, path)
	err := l.Update(context.Background(), func(x *ledger.Tx) error {
		hash, err := x.PutBlob("image/png", []byte("picture"))
		if err == nil {
			err = x.SetIssuer(issuer.Profile{Slug: "club", Name: "Club", Timezone: "UTC"})
		}
		if err == nil {
			err = x.AddClass(issuer.BadgeClass{
				Issuer: "club", Slug: "maker", Version: 1, Name: "Maker", Description: "Makes", Criteria: issuer.Criteria{Narrative: "Make"},
				Rule: issuer.Once, State: issuer.Open, Image: hash, DataImage: "data:,x", URN: "urn:uuid:1",
			})
		}
		var b ledger.Batch
		if err == nil {
			b, err = x.AddBatch(ledger.Batch{Class: "maker", Version: 1, Source: ledger.SourceRoster, Mark: "m", Options: []byte("{}")}, nil)
		}
		var all []string
		for i := 0; i < people && err == nil; i++ {
			var p issuer.Person
			if p, err = x.AddPerson(issuer.Person{Name: "Ada", Email: fmt.Sprintf("p%d@ex.org", i)}); err != nil {
				break
			}
			id, _ := x.NewID()
			a := issuer.Award{ID: id, Batch: b.ID, Row: i + 2, Class: "maker", Version: 1, Person: p.ID, Name: "Ada", Email: p.Email, IssuedOn: x.Now()}
			if err = x.AddPlanned(ledger.Planned{Award: a, Source: ledger.SourceRoster}); err == nil {
				_, err = x.Issue(a, x.Now(), nil)
			}
			all = append(all, id)
		}
		if err == nil {
			_, err = x.Queue(ledger.Asked{Channel: "mail:club", Awards: all})
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return l, path
}

func opened(t *testing.T, path string) *ledger.Ledger {
	t.Helper()
	l, err := ledger.Open(context.Background(), path, ledger.Env{Now: time.Now, Rand: rand.Reader})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	return l
}

// post is the other side: it writes down what it took, and answers as it is told.
type post struct {
	mu     sync.Mutex
	took   map[string]int
	looked int // past their Point, and not written down
	answer func(j outbox.Job, seen int) outbox.Result
}

func (p *post) Send(ctx context.Context, j outbox.Job) outbox.Result {
	if _, err := j.Point(ctx); err != nil {
		return outbox.Left(err)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.took == nil {
		p.took = map[string]int{}
	}
	if p.answer != nil {
		if r := p.answer(j, p.took[j.Award]); r != outbox.Done("250", "Ok") {
			p.took[j.Award]++
			return r
		}
	}
	p.took[j.Award]++
	return outbox.Done("250", "Ok")
}

func (*post) Close() error { return nil }

func through(p *post, workers int) outbox.Channel {
	return outbox.Channel{Name: "mail:club", Workers: workers, Open: func(context.Context) (outbox.Sender, error) { return p, nil }}
}

func options(worker string) outbox.Options {
	return outbox.Options{Now: time.Now, Worker: worker, Backoff: func(int) time.Duration { return time.Millisecond }, MaxTries: 3, Patience: 20 * time.Second}
}

func states(t *testing.T, l *ledger.Ledger) map[ledger.DeliveryState]int {
	t.Helper()
	all := map[ledger.DeliveryState]int{}
	if err := l.View(context.Background(), func(x *ledger.Tx) error {
		counts, err := x.CountDeliveries(ledger.Choice{})
		for _, c := range counts {
			all[c.State] += c.Count
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return all
}

// Two programs drain one outbox: each delivery is sent once.
func TestTwoDrainOneOutbox(t *testing.T) {
	t.Parallel()
	l, path := ledgerOf(t, 60)
	other := opened(t, path)
	p := &post{}
	var both sync.WaitGroup
	var sent [2]outbox.Report
	for i, store := range []*ledger.Ledger{l, other} {
		both.Go(func() {
			var err error
			if sent[i], err = outbox.Drain(context.Background(), store, through(p, 3), options(fmt.Sprint(i))); err != nil {
				t.Error(err)
			}
		})
	}
	both.Wait()
	if sent[0].Delivered+sent[1].Delivered != 60 || len(p.took) != 60 {
		t.Errorf("%+v, %d", sent, len(p.took))
	}
	for id, times := range p.took {
		if times != 1 {
			t.Errorf("%s was sent %d times", id, times)
		}
	}
	if got := states(t, l); got[ledger.DeliveryDelivered] != 60 {
		t.Errorf("%v", got)
	}
}

// What the other side says decides: again until it was often enough, refused at
// once, held until the next run, and a channel that does not work ends the run.
func TestAnswersDecide(t *testing.T) {
	t.Parallel()
	l, _ := ledgerOf(t, 5)
	number := map[string]int{}
	p := &post{answer: func(j outbox.Job, seen int) outbox.Result {
		if _, known := number[j.Award]; !known {
			number[j.Award] = len(number)
		}
		switch number[j.Award] {
		case 0:
			return outbox.Again(0, "451", "later")
		case 1:
			return outbox.Refused("550", "no such user")
		case 2:
			if seen < 6 {
				return outbox.Slow(time.Millisecond, "450", "slower")
			}
		case 3:
			return outbox.Hold("signed-out")
		}
		return outbox.Done("250", "Ok")
	}}
	told := 0
	o := options("one")
	o.Progress = func(outbox.Report) { told++ }
	r, err := outbox.Drain(context.Background(), l, through(p, 1), o)
	if err != nil || r.Delivered != 2 || r.Failed != 2 || r.Held != 1 || r.Again != 8 || told != 13 || r.Paused || !r.Next.IsZero() {
		t.Errorf("%+v, %v, told %d times", r, err, told)
	}
	if got := states(t, l); got[ledger.DeliveryDelivered] != 2 || got[ledger.DeliveryFailed] != 2 || got[ledger.DeliveryHeld] != 1 {
		t.Errorf("%v", got)
	}
	down := errors.New("no route")
	p.answer = func(outbox.Job, int) outbox.Result { return outbox.Stop(down) }
	if _, err := outbox.Drain(context.Background(), l, through(p, 1), o); !errors.Is(err, down) {
		t.Errorf("%v", err)
	}
	if got := states(t, l); got[ledger.DeliveryWaiting] != 1 {
		t.Errorf("%v", got)
	}
	o.Patience = 0
	p.answer = func(outbox.Job, int) outbox.Result { return outbox.Stop(outbox.Temporary(down)) }
	if _, err := outbox.Drain(context.Background(), l, through(p, 1), o); !errors.Is(err, down) {
		t.Errorf("no patience: %v", err)
	}
	if err := l.Update(context.Background(), func(x *ledger.Tx) error { return x.PauseOutbox("mail") }); err != nil {
		t.Fatal(err)
	}
	if r, err := outbox.Drain(context.Background(), l, through(p, 1), o); err != nil || !r.Paused {
		t.Errorf("paused: %+v, %v", r, err)
	}
}

// A limit that is soon over is waited for by whoever looks on, without any patience
// besides; of a longer one it is told how many wait.
func TestLimitsAreWaitedFor(t *testing.T) {
	t.Parallel()
	l, _ := ledgerOf(t, 5)
	c := through(&post{}, 1)
	c.Limits = []outbox.Limit{{Count: 2, Per: time.Hour}}
	o := options("one")
	o.Patience = 0
	if r, err := outbox.Drain(t.Context(), l, c, o); err != nil || r.Delivered != 2 || r.Waiting != 3 || time.Until(r.Next) < 50*time.Minute {
		t.Errorf("%+v, %v", r, err)
	}
	c.Limits[0].Per, o.Limits = time.Second, time.Second
	if r, err := outbox.Drain(t.Context(), l, c, o); err != nil || r.Delivered != 3 || r.Waiting != 0 {
		t.Errorf("%+v, %v", r, err)
	}
}

// What the other side asks to wait is no limit of the channel, though one was met while
// it was asked: whoever looks on waits for limits alone.
func TestAPauseIsNoLimit(t *testing.T) {
	t.Parallel()
	l, _ := ledgerOf(t, 2)
	c := through(&post{answer: func(outbox.Job, int) outbox.Result {
		time.Sleep(100 * time.Millisecond) // meanwhile the next is looked for
		return outbox.Slow(3*time.Second, "450", "wait")
	}}, 1)
	c.Limits = []outbox.Limit{{Count: 1, Per: time.Hour}}
	o := options("one")
	o.Patience, o.Limits = 0, time.Minute
	begun := time.Now()
	if r, err := outbox.Drain(t.Context(), l, c, o); r.Waiting != 2 || time.Since(begun) > 2*time.Second {
		t.Errorf("after %s: %+v, %v", time.Since(begun), r, err)
	}
}

// A limit is kept, and only one delivery is in the dark of a channel that does
// not know repetitions.
func TestLimits(t *testing.T) {
	t.Parallel()
	l, _ := ledgerOf(t, 9)
	p := &post{}
	c := through(p, 4)
	c.Limits = []outbox.Limit{{Count: 4, Per: time.Hour}, {Count: 6, Per: 24 * time.Hour}}
	c.Blind = true
	c.Ready = func(context.Context, string) (string, error) {
		p.mu.Lock()
		defer p.mu.Unlock()
		if p.looked++; p.looked == 2 {
			return ledger.WhyUnpublished, nil
		}
		return "", nil
	}
	o := options("one")
	r, err := outbox.Drain(context.Background(), l, c, o)
	if err != nil || r.Delivered != 4 || r.Held != 1 || r.Next.IsZero() {
		t.Errorf("%+v, %v", r, err)
	}
	if got := states(t, l); got[ledger.DeliveryWaiting] != 4 {
		t.Errorf("%v", got)
	}
}

// A run that is told to end sends nothing more, and gives back what it holds.
func TestEndingGivesBack(t *testing.T) {
	t.Parallel()
	l, _ := ledgerOf(t, 30)
	ctx, cancel := context.WithCancel(context.Background())
	p := &post{}
	p.answer = func(outbox.Job, int) outbox.Result {
		if len(p.took) == 4 {
			cancel()
		}
		return outbox.Done("250", "Ok")
	}
	r, err := outbox.Drain(ctx, l, through(p, 2), options("one"))
	got := states(t, l)
	if !errors.Is(err, context.Canceled) || got[ledger.DeliveryLeased] != 0 || got[ledger.DeliveryDelivered] != r.Delivered || r.Delivered != len(p.took) || r.Delivered > 8 {
		t.Errorf("%+v, %v, %v", r, err, got)
	}
}

// Another side that lets fewer in at once than the channel has workers gets what there
// is from those who are in, without a rest.
func TestFewAreLetIn(t *testing.T) {
	t.Parallel()
	l, _ := ledgerOf(t, 40)
	p := &post{}
	c := through(p, 3)
	var mu sync.Mutex
	in, asked := 0, 0
	c.Open = func(context.Context) (outbox.Sender, error) {
		mu.Lock()
		defer mu.Unlock()
		asked++
		if in > 0 {
			return nil, outbox.Temporary(errors.New("too many connections"))
		}
		in++
		return p, nil
	}
	const most = 6 // each once, and once more where they came while the first was let in
	r, err := outbox.Drain(context.Background(), l, c, options("one"))
	if err != nil || r.Delivered != 40 || asked > most {
		t.Errorf("%+v, %v, asked %d times", r, err, asked)
	}
}

// While it was asked to wait, the channel sends nothing, however long that is.
func TestWaitsAsLongAsAsked(t *testing.T) {
	t.Parallel()
	const wait = 3 * time.Second
	l, _ := ledgerOf(t, 6)
	var asked time.Time
	early := 0
	p := &post{answer: func(outbox.Job, int) outbox.Result {
		if asked.IsZero() {
			asked = time.Now()
			return outbox.Slow(wait, "450", "wait")
		}
		if time.Since(asked) < wait {
			early++
		}
		return outbox.Done("250", "Ok")
	}}
	if r, err := outbox.Drain(context.Background(), l, through(p, 1), options("one")); err != nil || r.Delivered != 6 || early > 0 {
		t.Errorf("%+v, %v, %d too early", r, err, early)
	}
}

// We stumble over one delivery, before or after it may be with the other side: the run
// ends with what happened, the rest goes with the next, and that one fails in the end.
func TestStumbling(t *testing.T) {
	t.Parallel()
	l, _ := ledgerOf(t, 12)
	const secret = "correct horse"
	bad, after := "", false
	p := &post{}
	p.answer = func(j outbox.Job, _ int) outbox.Result {
		if bad == "" && len(p.took) == 5 {
			bad, after = j.Award, true
		}
		if after && j.Award == bad {
			stumble(secret, nil)
		}
		return outbox.Done("250", "Ok")
	}
	runs := 0
	for ; runs < 20 && (runs == 0 || states(t, l)[ledger.DeliveryWaiting] > 0); runs++ {
		_, err := outbox.Drain(context.Background(), l, through(p, 2), options(fmt.Sprint(runs)))
		if err == nil {
			continue
		}
		if said := err.Error(); !strings.Contains(said, "panic:") || !strings.Contains(said, "stumble") || strings.Contains(said, secret) {
			t.Errorf("%v", err)
		}
	}
	if got := states(t, l); got[ledger.DeliveryDelivered] != 11 || got[ledger.DeliveryFailed] != 1 || runs != 3 {
		t.Errorf("%v after %d runs", got, runs)
	}
	for id, times := range p.took {
		if times != 1 {
			t.Errorf("%s was sent %d times", id, times)
		}
	}
}

// stumble is a fault of ours, with a secret at hand.
func stumble(secret string, list []string) { _ = list[len(secret)] }
