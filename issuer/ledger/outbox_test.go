package ledger_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"badgekiln/issuer"
	"badgekiln/issuer/ledger"
)

// clock is a time that a test moves.
type clock struct{ at time.Time }

func (c *clock) now() time.Time { return c.at }

// posting is a ledger with so many issued awards, and its clock.
func posting(t *testing.T, people int) (l *ledger.Ledger, c *clock, awards []ledger.Planned) {
	t.Helper()
	c = &clock{env().Now()}
	first, who := furnished(t)
	e := env()
	e.Now = c.now
	l, err := ledger.Open(context.Background(), first.Path(), e)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	for i := range people {
		b, a, f := planned(t, l, who, fmt.Sprintf("person%d@ex.org", i), fmt.Sprintf("maker/%d", i))
		issue(t, l, b, a, f, freeze("x"))
		awards = append(awards, a)
	}
	return l, c, awards
}

func ids(awards []ledger.Planned) (list []string) {
	for _, a := range awards {
		list = append(list, a.ID)
	}
	return list
}

func queue(t *testing.T, l *ledger.Ledger, channel string, awards ...string) (done ledger.Queued) {
	t.Helper()
	update(t, l, func(x *ledger.Tx) (err error) {
		done, err = x.Queue(ledger.Asked{Channel: channel, Awards: awards, Tail: "@ex.org"})
		return err
	})
	return done
}

func lease(t *testing.T, l *ledger.Ledger, c *clock, worker string, most int) (list []ledger.Delivery) {
	t.Helper()
	update(t, l, func(x *ledger.Tx) (err error) {
		list, err = x.LeaseDeliveries(ledger.Choice{Channel: "mail:club"}, worker, c.at.Add(30*time.Second), most)
		return err
	})
	return list
}

func finish(t *testing.T, l *ledger.Ledger, d ledger.Delivery, o ledger.Outcome) (kept bool) {
	t.Helper()
	update(t, l, func(x *ledger.Tx) (err error) {
		kept, err = x.FinishDelivery(d, o)
		return err
	})
	return kept
}

func delivery(t *testing.T, l *ledger.Ledger, award string) (d ledger.Delivery) {
	t.Helper()
	update(t, l, func(x *ledger.Tx) error {
		list, err := x.Deliveries(ledger.Choice{Award: award, Channel: ledger.KindMail})
		if len(list) == 1 {
			d = list[0]
		}
		return err
	})
	return d
}

func checked(t *testing.T, l *ledger.Ledger) {
	t.Helper()
	if r, err := l.Check(context.Background()); err != nil || len(r.Findings) > 0 {
		t.Errorf("check: %+v, %v", r.Findings, err)
	}
}

// Two workers never hold the same delivery; what one that ended held comes free,
// and what it says afterwards counts for nothing.
func TestDeliveriesAreLeased(t *testing.T) {
	t.Parallel()
	l, c, awards := posting(t, 3)
	if done := queue(t, l, "mail:club", ids(awards)...); done != (ledger.Queued{New: 3}) {
		t.Errorf("%+v", done)
	}
	if done := queue(t, l, "mail:club", ids(awards)...); done != (ledger.Queued{Already: 3}) {
		t.Errorf("again: %+v", done)
	}
	mine, theirs := lease(t, l, c, "one", 2), lease(t, l, c, "two", 2)
	if len(mine) != 2 || len(theirs) != 1 || mine[0].Tries != 1 || !strings.HasSuffix(mine[0].Ticket, "@ex.org") || len(mine[0].Ticket) != 31 {
		t.Fatalf("%+v %+v", mine, theirs)
	}
	c.at = c.at.Add(20 * time.Second)
	update(t, l, func(x *ledger.Tx) error { return x.RenewLeases("two", c.at.Add(30*time.Second)) })
	c.at = c.at.Add(20 * time.Second)
	again := lease(t, l, c, "two", 5)
	if len(again) != 2 || again[0].N != mine[0].N || again[0].Ticket != mine[0].Ticket || again[0].Tries != 2 {
		t.Fatalf("%+v", again)
	}
	if finish(t, l, mine[0], ledger.Outcome{State: ledger.DeliveryDelivered}) {
		t.Error("a lease that ran out was written to")
	}
	if !finish(t, l, again[0], ledger.Outcome{State: ledger.DeliveryDelivered, Code: "250", Answer: "Ok:\nqueued\tas 1" + strings.Repeat("ü", 400)}) {
		t.Error("it was not written down")
	}
	if d := delivery(t, l, again[0].Award); d.State != ledger.DeliveryDelivered || !strings.HasPrefix(d.Answer, "Ok: queued as 1") || len(d.Answer) > 500 {
		t.Errorf("%+v", d)
	}
	finish(t, l, again[1], ledger.Outcome{State: ledger.DeliveryWaiting, Due: c.at.Add(time.Hour), Code: "451"})
	update(t, l, func(x *ledger.Tx) error { return x.ReleaseLeases("two", theirs[0].N) })
	if got := lease(t, l, c, "three", 5); len(got) != 1 || got[0].N != theirs[0].N || got[0].Tries != 1 {
		t.Errorf("%+v", got)
	}
	update(t, l, func(x *ledger.Tx) error {
		at, err := x.OutboxNext(ledger.Choice{Channel: "mail:club"})
		if !at.Equal(c.at.Add(30 * time.Second)) {
			t.Errorf("next at %s", at)
		}
		if n, _, _ := x.TriedSince("mail:club", c.at.Add(-time.Minute)); n != 3 {
			t.Errorf("%d tries", n)
		}
		return err
	})
	checked(t, l)
}

// A clock that was ahead holds nothing up once it is right: no limit counts what it
// noted, and what it put off can be asked for.
func TestAClockThatWasAhead(t *testing.T) {
	t.Parallel()
	l, c, awards := posting(t, 4)
	queue(t, l, "mail:club", ids(awards)...)
	right := c.at
	c.at = right.Add(24 * time.Hour)
	early := lease(t, l, c, "one", 2)
	finish(t, l, early[0], ledger.Outcome{State: ledger.DeliveryDelivered, Code: "250"})
	finish(t, l, early[1], ledger.Outcome{State: ledger.DeliveryWaiting, Due: c.at.Add(time.Minute), Code: "451"})
	c.at = right
	if got := lease(t, l, c, "one", 5); len(got) != 2 {
		t.Errorf("%d wait now", len(got))
	}
	update(t, l, func(x *ledger.Tx) error {
		n, first, err := x.TriedSince("mail:club", right.Add(-time.Minute))
		if n != 2 || first.After(right) {
			t.Errorf("%d tries, the first at %s", n, first)
		}
		return err
	})
	update(t, l, func(x *ledger.Tx) error {
		_, err := x.Queue(ledger.Asked{Channel: "remind:club", Awards: ids(awards)[:1], Due: right.Add(time.Hour)})
		return err
	})
	update(t, l, func(x *ledger.Tx) error {
		for channel, want := range map[string]int{"mail:club": 1, "remind:club": 1} {
			if list, err := x.RetryDeliveries(ledger.Choice{Channel: channel}); err != nil || len(list) != want {
				t.Errorf("%s: %d are asked for again, %v", channel, len(list), err)
			}
		}
		return nil
	})
	checked(t, l)
}

// What was taken back is not sent, what was corrected goes as the new one, and a
// pause holds everything.
func TestTheLastLookBeforeSending(t *testing.T) {
	t.Parallel()
	l, c, awards := posting(t, 5)
	queue(t, l, "mail:club", ids(awards)...)
	update(t, l, func(x *ledger.Tx) error { return x.PauseOutbox("mail") })
	if list := lease(t, l, c, "one", 9); len(list) != 0 {
		t.Errorf("paused: %+v", list)
	}
	update(t, l, func(x *ledger.Tx) error { return x.ResumeOutbox("") })
	var next ledger.Planned
	update(t, l, func(x *ledger.Tx) error {
		now := func(i int) issuer.Award { a, _ := x.Award(awards[i].ID); return a }
		if err := x.Revoke(now(0), "cheated"); err != nil {
			return err
		}
		if err := x.Suspend(now(1), ""); err != nil {
			return err
		}
		next = awards[2]
		next.ID, next.Replaces, next.OnceKey, next.Row = next.ID[:34]+"77", awards[2].ID, "", 3
		if err := x.Supersede(now(2), next.ID, "name"); err != nil {
			return err
		}
		if err := x.AddPlanned(next); err != nil {
			return err
		}
		return x.Undo(now(3))
	})
	if d := delivery(t, l, awards[0].ID); d.State != ledger.DeliveryCancelled || d.Code != ledger.WhyRevoked {
		t.Errorf("revoked: %+v", d)
	}
	list := lease(t, l, c, "one", 9)
	if len(list) != 1 || list[0].Award != awards[4].ID {
		t.Fatalf("%+v", list)
	}
	for i, want := range map[int]string{1: "held suspended", 2: "cancelled superseded", 3: "cancelled undone"} {
		if d := delivery(t, l, awards[i].ID); string(d.State)+" "+d.Code != want {
			t.Errorf("%d: %s %s, want %s", i, d.State, d.Code, want)
		}
	}
	if d := delivery(t, l, next.ID); d.State != ledger.DeliveryHeld || d.Code != ledger.WhyPending || !strings.HasSuffix(d.Ticket, "@ex.org") {
		t.Errorf("the corrected one: %+v", d)
	}
	mine := func() (ok bool) {
		update(t, l, func(x *ledger.Tx) (err error) {
			_, ok, err = x.StillMine(list[0])
			return err
		})
		return ok
	}
	if !mine() {
		t.Error("it is not mine")
	}
	update(t, l, func(x *ledger.Tx) error {
		a, err := x.Award(awards[4].ID)
		if err != nil {
			return err
		}
		return x.Suspend(a, "")
	})
	if mine() {
		t.Error("what was suspended meanwhile would be sent")
	}
	update(t, l, func(x *ledger.Tx) error { return x.FreeHeld(ledger.Choice{}) })
	if d := delivery(t, l, awards[1].ID); d.State != ledger.DeliveryWaiting {
		t.Errorf("%+v", d)
	}
	if done := queue(t, l, "mail:club", awards[0].ID, awards[2].ID); done != (ledger.Queued{Gone: 1, Already: 1}) {
		t.Errorf("%+v", done)
	}
}

// The ways add up, those who were not reached have names, and what came back is
// no longer delivered.
func TestWaysAddUp(t *testing.T) {
	t.Parallel()
	l, c, awards := posting(t, 3)
	queue(t, l, "mail:club", ids(awards)...)
	list := lease(t, l, c, "one", 9)
	for _, d := range list[:2] {
		finish(t, l, d, ledger.Outcome{State: ledger.DeliveryDelivered})
	}
	finish(t, l, list[2], ledger.Outcome{State: ledger.DeliveryFailed, Code: "550"})
	ways := func() string {
		var said []string
		update(t, l, func(x *ledger.Tx) error {
			for _, a := range awards {
				reached, err := x.ReachOf(a.Batch)
				if err != nil || len(reached) != 1 {
					return fmt.Errorf("%v, %w", reached, err)
				}
				said = append(said, reached[0].Way)
			}
			return nil
		})
		return strings.Join(said, " ")
	}
	if got := ways(); got != "mail mail none" {
		t.Error(got)
	}
	update(t, l, func(x *ledger.Tx) error {
		if d, news, err := x.BounceDelivery(list[0].Ticket, "5.1.1", "no such user"); err != nil || !news || d.Award != list[0].Award {
			t.Errorf("%+v, %v, %v", d, news, err)
		}
		if _, news, err := x.BounceDelivery(list[0].Ticket, "5.1.1", ""); err != nil || news {
			t.Errorf("it bounced twice, %v", err)
		}
		if err := x.NoteDelivery(list[2].Award, "print", ledger.DeliveryDelivered, "", ""); err != nil {
			return err
		}
		return x.NoteDelivery(list[1].Award, "push:ana", ledger.DeliveryDelivered, "", "")
	})
	if got := ways(); got != "none push print" {
		t.Error(got)
	}
	update(t, l, func(x *ledger.Tx) error { // a file counts where nothing better does
		for _, a := range awards[:2] {
			if err := x.NoteDelivery(a.ID, ledger.KindEML, ledger.DeliveryDelivered, "", ""); err != nil {
				return err
			}
		}
		saved, err := x.Deliveries(ledger.Choice{State: ledger.DeliverySaved})
		if err != nil || len(saved) != 2 || saved[0].Shown() != ledger.DeliverySaved {
			t.Errorf("saved %+v, %v", saved, err)
		}
		rest, err := x.Deliveries(ledger.Choice{State: ledger.DeliveryDelivered})
		for _, d := range rest {
			if d.Channel == ledger.KindEML || d.Shown() != ledger.DeliveryDelivered {
				t.Errorf("delivered %+v", d)
			}
		}
		if len(rest) == 0 {
			t.Error("nothing is delivered")
		}
		return err
	})
	if got := ways(); got != "saved push print" {
		t.Error(got)
	}
	update(t, l, func(x *ledger.Tx) error {
		return x.NoteDelivery(list[2].Award, "print", ledger.DeliveryCancelled, ledger.WhyCalledOff, "")
	})
	if got := ways(); got != "saved push none" {
		t.Error(got)
	}
	update(t, l, func(x *ledger.Tx) error {
		left, err := x.Undelivered(c.at.Add(time.Second))
		if err != nil || len(left) != 2 {
			t.Errorf("%d undelivered, %v", len(left), err)
		}
		if err := x.NoteDelivery(list[1].Award, ledger.KindEML, ledger.DeliveryFailed, "550", ""); err != nil {
			return err
		}
		if n, err := x.RetryDeliveries(ledger.Choice{Channel: ledger.KindEML}); err != nil || len(n) != 0 { // no program of ours sends files
			t.Errorf("%d files again, %v", len(n), err)
		}
		if n, err := x.RetryDeliveries(ledger.Choice{Channel: "mail"}); err != nil || len(n) != 2 {
			t.Errorf("%d again, %v", n, err)
		}
		counts, err := x.CountDeliveries(ledger.Choice{Channel: "mail:club"})
		if len(counts) != 2 || counts[0].Count != 1 || counts[1].Count != 2 {
			t.Errorf("%+v", counts)
		}
		return err
	})
	checked(t, l)
	update(t, l, func(x *ledger.Tx) error {
		return x.NoteDelivery(list[0].Award, "claim", ledger.DeliveryDelivered, "", "")
	})
	checked(t, l)
}

// Somebody who is erased is in no row of the outbox, and a check does not miss
// what was said of them.
func TestTheOutboxForgets(t *testing.T) {
	t.Parallel()
	l, c, awards := posting(t, 3)
	queue(t, l, "mail:club", ids(awards)...)
	queue(t, l, "push:x", ids(awards)...)
	list := lease(t, l, c, "one", 9)
	finish(t, l, list[0], ledger.Outcome{State: ledger.DeliveryDelivered, Answer: "Ok for person0@ex.org"})
	finish(t, l, list[1], ledger.Outcome{State: ledger.DeliveryFailed, Code: "550", Answer: "Person0@ex.org is as unknown as person1"})
	update(t, l, func(x *ledger.Tx) error {
		_, err := x.Erase("person0@ex.org")
		return err
	})
	update(t, l, func(x *ledger.Tx) error {
		_, err := x.Erase("person2@ex.org")
		return err
	})
	finish(t, l, list[2], ledger.Outcome{State: ledger.DeliveryFailed, Code: "550", Answer: "person2@ex.org who?"})
	if _, err := l.Scrub(context.Background()); err != nil {
		t.Fatal(err)
	}
	for i, want := range map[int]string{0: "delivered ", 2: "cancelled erased"} {
		if d := delivery(t, l, awards[i].ID); string(d.State)+" "+d.Code != want || d.Answer != "" || d.Ticket != "" {
			t.Errorf("%d: %+v", i, d)
		}
	}
	for _, ending := range []string{"", "-wal"} {
		data, err := os.ReadFile(filepath.Clean(l.Path() + ending))
		if err != nil {
			t.Fatal(err)
		}
		data = bytes.ToLower(data)
		for _, word := range []string{"person0@", "person2@", list[0].Ticket, list[2].Ticket} {
			if bytes.Contains(data, []byte(word)) {
				t.Errorf("%q is left in the file%s", word, ending)
			}
		}
		if ending == "" && !bytes.Contains(data, []byte("person1@")) {
			t.Error("nobody is found: this tests nothing")
		}
	}
	checked(t, l)
}
