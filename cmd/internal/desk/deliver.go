package desk

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"slices"
	"time"

	"badgekiln/app/deliver"
	"badgekiln/cmd/internal/engine"
	"badgekiln/issuer/ledger"
)

// deliverDesk answers the room Deliver.
type deliverDesk struct{ *Desk }

var _ deliver.Engine = deliverDesk{}

// unheard is after how many days somebody who was sent something and not reached
// is told of.
const unheard = 14

// State reads the batches, and how the outbox stands.
func (d deliverDesk) State(ctx context.Context) (s deliver.State, err error) {
	if !d.Begun() {
		return s, nil
	}
	if s.Sample, err = d.engine.IsSample(ctx); err != nil {
		return s, err
	}
	names, err := Records(d).classNames(ctx)
	if err != nil {
		return s, err
	}
	err = d.engine.View(ctx, func(t *ledger.Tx) error {
		all, err := t.Batches()
		for _, b := range slices.Backward(all) {
			if err != nil || t.Err() != nil {
				return errors.Join(err, t.Err())
			}
			var n int
			n, err = t.CountAwards(ledger.Query{Batch: b.ID})
			if b.Undone.IsZero() && n > 0 {
				s.Batches = append(s.Batches, deliver.BatchHead{ID: b.ID, Badge: names[b.Class], List: b.Roster, At: b.Planned, People: n})
			}
		}
		return err
	})
	if err != nil {
		return s, err
	}
	return s, d.outboxState(ctx, &s)
}

func (d deliverDesk) outboxState(ctx context.Context, s *deliver.State) error {
	counts, err := d.engine.OutboxCounts(ctx, ledger.Choice{})
	if err != nil {
		return err
	}
	for _, c := range counts {
		switch c.State {
		case ledger.DeliveryFailed, ledger.DeliveryBounced:
			s.Failed += c.Count
		case ledger.DeliveryWaiting, ledger.DeliveryLeased, ledger.DeliveryHeld:
			s.Waiting += c.Count
		}
	}
	pauses, err := d.engine.OutboxPauses(ctx)
	if err != nil {
		return err
	}
	s.Paused = len(pauses) > 0
	late, err := d.engine.Undelivered(ctx, unheard)
	if err != nil {
		return err
	}
	for _, a := range late {
		s.Unheard = append(s.Unheard, a.Name)
	}
	profiles, err := d.engine.MailProfiles(ctx)
	for _, p := range profiles {
		s.Servers = append(s.Servers, serverOf(p))
	}
	return err
}

// Batch reads the people of a batch, and what is on its way to them.
func (d deliverDesk) Batch(ctx context.Context, id string) (b deliver.Batch, err error) {
	reach, err := d.engine.Reach(ctx, id)
	if err != nil {
		return b, err
	}
	b.Ways = maps.Clone(reach.Counts)
	rows, err := d.engine.Handouts(ctx, id)
	if err != nil {
		return b, err
	}
	by := map[string]engine.HandoutRow{}
	for _, r := range rows {
		by[r.Award.ID] = r
	}
	for _, p := range reach.People {
		r := by[p.Award]
		b.People = append(b.People, deliver.Person{
			Award: p.Award, Name: cmp.Or(p.Name, p.Email), Email: p.Email, Way: p.Way, Code: r.Code, Given: r.Given, Claim: r.Claim, Told: r.Told,
		})
	}
	issuers, err := d.engine.Issuers(ctx)
	if err != nil {
		return b, err
	}
	for _, i := range issuers {
		b.Web = b.Web || i.BaseURL != ""
	}
	posts, err := d.engine.Deliveries(ctx, ledger.Choice{Batch: id})
	for _, p := range posts {
		b.Posts = append(b.Posts, d.post(p))
	}
	return b, err
}

func (d deliverDesk) post(p engine.Posted) deliver.Post {
	kind := ledger.KindOf(p.Channel)
	to := p.Email
	if kind == ledger.KindPrint || kind == ledger.KindClaim {
		to = d.words.T("deliver.way." + kind)
	}
	one := deliver.Post{
		Award: p.Award, Name: cmp.Or(p.Name, p.Email), To: to, Kind: kind, State: string(p.Shown()), Answer: p.Answer, At: p.Changed, Tries: p.Tries,
	}
	if key := "delivery." + p.Code; p.Code != "" && d.words.Has(key) {
		one.Why = d.words.T(key)
	}
	return one
}

// Give notes what was handed over.
func (d deliverDesk) Give(ctx context.Context, batch, who string, undo bool) (string, bool, error) {
	done, err := d.engine.MarkGiven(ctx, batch, []string{who}, undo)
	if err != nil {
		return "", false, err
	}
	return cmp.Or(done[0].Award.Name, done[0].Award.Email), done[0].Changed, nil
}

// Tell notes that somebody was told of a page.
func (d deliverDesk) Tell(ctx context.Context, batch, award string, undo bool) error {
	_, err := d.engine.MarkTold(ctx, batch, []string{award}, undo)
	return err
}

// MakeClaims makes pages of their own.
func (d deliverDesk) MakeClaims(ctx context.Context, batch string, names bool) (int, error) {
	return d.engine.MakeClaims(ctx, batch, names)
}

// Pause lets nothing more go.
func (d deliverDesk) Pause(ctx context.Context) error { return d.engine.PauseOutbox(ctx, "") }

// Resume takes that back.
func (d deliverDesk) Resume(ctx context.Context) error { return d.engine.ResumeOutbox(ctx, "") }

// Retry asks once more for what failed, and sends that and nothing else.
func (d deliverDesk) Retry(ctx context.Context, batch, kind string, report func(done, total int)) (deliver.Sent, error) {
	choice := ledger.Choice{Numbers: []int64{}}
	for _, state := range []ledger.DeliveryState{ledger.DeliveryFailed, ledger.DeliveryBounced} {
		list, err := d.engine.Deliveries(ctx, ledger.Choice{Batch: batch, Channel: kind, State: state})
		if err != nil {
			return deliver.Sent{}, err
		}
		for _, one := range list {
			if one.Channel != ledger.KindEML { // somebody's mail program sends those
				choice.Numbers = append(choice.Numbers, one.N)
			}
		}
	}
	if _, err := d.engine.RetryDeliveries(ctx, choice); err != nil {
		return deliver.Sent{}, err
	}
	return d.send(ctx, engine.Sending{Only: choice}, report)
}

// CallOff takes back what is not sent yet.
func (d deliverDesk) CallOff(ctx context.Context, batch, kind string) (int, error) {
	return d.engine.CallOff(ctx, ledger.Choice{Batch: batch, Channel: kind})
}

// send sends what was chosen. Channels go at the same time, so what is told of is
// their sum.
func (d deliverDesk) send(ctx context.Context, s engine.Sending, report func(done, total int)) (sent deliver.Sent, err error) {
	type far struct{ settled, total int }
	by := map[string]far{}
	s.Progress = func(channel string, settled, total int) {
		by[channel] = far{settled, total}
		var sum far
		for _, one := range by {
			sum.settled, sum.total = sum.settled+one.settled, sum.total+one.total
		}
		report(sum.settled, sum.total)
	}
	s.Limits = time.Minute // those of an hour or a day are told of
	all, err := d.engine.SendOutbox(ctx, s, d.words.T)
	for _, one := range all {
		sent.Delivered += one.Delivered
		sent.Failed += one.Failed
		sent.Held += one.Held
		sent.Left += one.Waiting
		if sent.Next.IsZero() || !one.Next.IsZero() && one.Next.Before(sent.Next) {
			sent.Next = one.Next
		}
		err = errors.Join(err, one.Err)
	}
	return sent, err
}
