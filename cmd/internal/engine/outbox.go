package engine

import (
	"context"
	"encoding/hex"
	"errors"
	"io"
	"slices"
	"sync"
	"time"

	"badgekiln/issuer"
	"badgekiln/issuer/deliver/mail"
	"badgekiln/issuer/deliver/outbox"
	"badgekiln/issuer/ledger"
	"badgekiln/issuer/site"
)

// What the outbox is, for whoever shows it: Reach says who was reached and how,
// Deliveries what became of each, QueueMail and its like put awards in, SendOutbox
// sends, and PauseOutbox, RetryDeliveries and CallOff are the three buttons.

// WhyFaulty holds what links to a site at which the last look found faults.
const WhyFaulty = "faulty"

// Posted is a delivery with whom it is for.
type Posted struct {
	ledger.Delivery
	Name  string
	Email string
	Class string
	Row   int // of the list the award came from
}

// Deliveries lists what became of deliveries, in the order they were asked for.
func (e *Engine) Deliveries(ctx context.Context, c ledger.Choice) ([]Posted, error) {
	list := []Posted{}
	err := e.View(ctx, func(t *ledger.Tx) error {
		all, err := t.Deliveries(c)
		if err != nil {
			return err
		}
		ids := make([]string, len(all))
		for i, d := range all {
			ids[i] = d.Award
		}
		awards, err := t.AwardsByID(ids)
		for _, d := range all {
			a := awards[d.Award]
			list = append(list, Posted{d, a.Name, a.Email, a.Class, a.Row})
		}
		return err
	})
	return list, err
}

// OutboxCounts counts deliveries by channel, state and reason.
func (e *Engine) OutboxCounts(ctx context.Context, c ledger.Choice) (list []ledger.DeliveryCount, err error) {
	err = e.View(ctx, func(t *ledger.Tx) (err error) {
		list, err = t.CountDeliveries(c)
		return err
	})
	return list, err
}

// OutboxPauses lists the channels and kinds of channels that are paused; "" is all.
func (e *Engine) OutboxPauses(ctx context.Context) (list []string, err error) {
	err = e.View(ctx, func(t *ledger.Tx) (err error) {
		list, err = t.OutboxPauses()
		return err
	})
	return list, err
}

// PauseOutbox lets nothing more go by a channel ("mail:club"), a kind ("mail") or
// any (""): programs that are sending stop after what they are at.
func (e *Engine) PauseOutbox(ctx context.Context, channel string) error {
	return e.update(ctx, func(t *ledger.Tx) error { return t.PauseOutbox(channel) })
}

// ResumeOutbox takes pauses back: one, or all of them (""). SendOutbox sends.
func (e *Engine) ResumeOutbox(ctx context.Context, channel string) error {
	return e.update(ctx, func(t *ledger.Tx) error { return t.ResumeOutbox(channel) })
}

// RetryDeliveries asks once more for what failed or bounced, and at once for what
// waits for its next try. It gives their numbers; SendOutbox with those in its Only
// sends them and nothing else.
func (e *Engine) RetryDeliveries(ctx context.Context, c ledger.Choice) (numbers []int64, err error) {
	err = e.update(ctx, func(t *ledger.Tx) (err error) {
		numbers, err = t.RetryDeliveries(c)
		return err
	})
	return numbers, err
}

// CallOff takes back what is not sent yet, and says how many there are.
func (e *Engine) CallOff(ctx context.Context, c ledger.Choice) (count int, err error) {
	err = e.update(ctx, func(t *ledger.Tx) (err error) {
		count, err = t.CallOff(c)
		return err
	})
	return count, err
}

// NoteDelivery writes down what no sender does: a badge handed over ("print"), a
// page somebody was told of ("claim"); or takes that back (ledger.DeliveryCancelled).
func (e *Engine) NoteDelivery(ctx context.Context, award, channel string, state ledger.DeliveryState) error {
	return e.update(ctx, func(t *ledger.Tx) error { return t.NoteDelivery(award, channel, state, "", "") })
}

// Reach is how the people of a batch were reached. The counts add up to the awards
// that stand, each counted once with the best way; see ledger.Ways.
type Reach struct {
	Counts map[string]int // by way
	People []ledger.Reached
}

// None are those whom no way has reached, by name.
func (r Reach) None() []ledger.Reached {
	return slices.DeleteFunc(slices.Clone(r.People), func(p ledger.Reached) bool { return p.Way != ledger.WayNone })
}

// Reach says who of a batch was reached, and how.
func (e *Engine) Reach(ctx context.Context, batch string) (Reach, error) {
	r := Reach{Counts: map[string]int{}}
	err := e.View(ctx, func(t *ledger.Tx) (err error) {
		r.People, err = t.ReachOf(batch)
		return err
	})
	for _, way := range ledger.Ways() {
		r.Counts[way] = 0
	}
	for _, p := range r.People {
		r.Counts[p.Way]++
	}
	return r, err
}

// Undelivered lists awards that were asked to be delivered at least so many days
// ago and have reached nobody.
func (e *Engine) Undelivered(ctx context.Context, days int) (list []issuer.Award, err error) {
	err = e.View(ctx, func(t *ledger.Tx) (err error) {
		list, err = t.Undelivered(e.env.Now().AddDate(0, 0, -days).Add(time.Second))
		return err
	})
	return list, err
}

// Sending is one call of SendOutbox.
type Sending struct {
	Channels []string      // "mail:club"; none is all that have something on its way
	Only     ledger.Choice // narrows what is sent; the zero one is all that waits
	Patience time.Duration // see outbox.Options
	Limits   time.Duration // the same
	Timeouts mail.Timeouts
	// Progress tells how far a channel is: so many settled of so many that were on
	// their way when it began. It is called by several goroutines, one at a time.
	Progress func(channel string, settled, total int)
}

// Sent is what became of one channel.
type Sent struct {
	Channel string
	outbox.Report
	Err error // why the channel came to a stop; what is unsent waits
}

// channelMaker connects a channel of the ledger with what sends through it.
type channelMaker func(e *Engine, ctx context.Context, name string, s Sending, words site.Words) (outbox.Channel, error)

// makers are the kinds of channels that have a sender.
func makers() map[string]channelMaker {
	return map[string]channelMaker{
		ledger.KindMail:   (*Engine).mailChannel,
		ledger.KindPush:   (*Engine).pushChannel,
		ledger.KindRemind: (*Engine).mailChannel,
	}
}

// SendOutbox sends what waits, all channels at the same time, and says what became
// of each. Channels without a sender are left out. Several programs can do so at
// once. The error is our own or the ledger's; one of a channel stands in Sent.
func (e *Engine) SendOutbox(ctx context.Context, s Sending, words site.Words) ([]Sent, error) {
	names := s.Channels
	if len(names) == 0 {
		if err := e.View(ctx, func(t *ledger.Tx) (err error) {
			only := s.Only
			only.State = ""
			names, err = t.OutboxChannels(only)
			return err
		}); err != nil {
			return nil, err
		}
	}
	names = slices.DeleteFunc(slices.Clone(names), func(name string) bool { return makers()[ledger.KindOf(name)] == nil })
	if sample, err := e.IsSample(ctx); err != nil || sample && len(names) > 0 {
		return nil, errors.Join(err, issuer.Fail(issuer.Usage, "sample-mail"))
	}
	sent := make([]Sent, len(names))
	var all sync.WaitGroup
	var telling sync.Mutex
	for i, name := range names {
		all.Go(func() {
			sent[i] = Sent{Channel: name}
			sent[i].Report, sent[i].Err = e.drain(ctx, name, s, words, &telling)
		})
	}
	all.Wait()
	return sent, ctx.Err()
}

func (e *Engine) drain(ctx context.Context, name string, s Sending, words site.Words, telling *sync.Mutex) (outbox.Report, error) {
	channel, err := makers()[ledger.KindOf(name)](e, ctx, name, s, words)
	if err != nil {
		return outbox.Report{}, err
	}
	worker, err := outbox.NewWorker(e.env.Rand)
	if err != nil {
		return outbox.Report{}, err
	}
	total := 0
	if s.Progress != nil {
		only := s.Only
		only.Channel, only.State = name, ""
		counts, err := e.OutboxCounts(ctx, only)
		if err != nil {
			return outbox.Report{}, err
		}
		for _, c := range counts {
			if c.State == ledger.DeliveryWaiting || c.State == ledger.DeliveryLeased || c.State == ledger.DeliveryHeld {
				total += c.Count
			}
		}
	}
	return outbox.Drain(ctx, e.ledger, channel, outbox.Options{
		Now: e.env.Now, Worker: worker, Patience: s.Patience, Limits: s.Limits, Journal: e.Path() + ".sent-", Only: s.Only,
		Progress: func(r outbox.Report) {
			if s.Progress == nil {
				return
			}
			telling.Lock()
			defer telling.Unlock()
			settled := r.Delivered + r.Failed + r.Held
			s.Progress(name, settled, max(total, settled))
		},
	})
}

// noID draws what stands in a Message-ID that is in no outbox.
func (e *Engine) noID() (string, error) {
	raw := make([]byte, 12)
	if _, err := io.ReadFull(e.env.Rand, raw); err != nil {
		return "", err
	}
	return hex.EncodeToString(raw), nil
}
