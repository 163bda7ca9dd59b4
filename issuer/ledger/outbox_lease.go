package ledger

import (
	"fmt"
	"slices"
	"time"

	"badgekiln/issuer"
)

// notPaused is what may go now, of an outbox named o.
const notPaused = `NOT EXISTS (SELECT 1 FROM outbox_pauses p WHERE p.channel IN ('', o.channel, o.kind))`

// LeaseDeliveries takes up to most deliveries of a channel, or of what is chosen of
// it, that are due, so that no other program sends them until the time that is given. What must not be sent
// any more is cancelled, what may not be sent yet is held, and of what was corrected
// the new award is taken. Leases that ran out come free first.
func (t *Tx) LeaseDeliveries(c Choice, worker string, until time.Time, most int) ([]Delivery, error) {
	now := t.instant()
	within, args := c.within()
	due := fmt.Sprintf("WHERE o.state = 'waiting' AND %s AND o.due <= ?%d AND %s ORDER BY o.due, o.n LIMIT ?%d", within, narrowed+1, notPaused, narrowed+2)
	if err := t.exec(`UPDATE outbox SET state = 'waiting', code = ?, worker = '', until = 0, changed = ?2 WHERE state = 'leased' AND channel = ?3 AND until <= ?2`,
		WhyInterrupted, now, c.Channel); err != nil {
		return nil, err
	}
	leased := []Delivery{}
	for len(leased) < most {
		list, err := t.deliveries(due, append(slices.Clone(args), now, most-len(leased))...)
		if err != nil || len(list) == 0 {
			return leased, err
		}
		for _, d := range list {
			goes, err := t.mayGo(&d, now)
			if err != nil {
				return nil, err
			}
			if !goes {
				continue
			}
			d.State, d.Worker, d.Until, d.Tries = DeliveryLeased, worker, until, d.Tries+1
			if err := t.exec("UPDATE outbox SET state = 'leased', worker = ?, until = ?, tries = tries + 1, tried = ?3, changed = ?3 WHERE n = ?4",
				worker, until.UnixMilli(), now, d.N); err != nil {
				return nil, err
			}
			leased = append(leased, d)
		}
	}
	return leased, nil
}

// FreeLeases takes deliveries back from workers that have surely ended. sent gives
// those that such a worker had brought to the other side without coming to say so
// here, with the answer's code: they are delivered.
func (t *Tx) FreeLeases(channel string, ended func(worker string) bool, sent func(worker string) map[int64]string) error {
	var gone []string
	err := t.each("SELECT DISTINCT worker FROM outbox WHERE state = 'leased' AND channel = ?", []any{channel}, func(scan func(...any) error) error {
		var worker string
		err := scan(&worker)
		if err == nil && ended(worker) {
			gone = append(gone, worker)
		}
		return err
	})
	for _, worker := range gone {
		for n, code := range sent(worker) {
			if err == nil {
				err = t.finishFor(worker, n, code)
			}
		}
		if err == nil {
			err = t.exec("UPDATE outbox SET state = 'waiting', code = ?, worker = '', until = 0, changed = ? WHERE state = 'leased' AND channel = ? AND worker = ?",
				WhyInterrupted, t.instant(), channel, worker)
		}
	}
	return err
}

// Leases counts what a worker holds.
func (t *Tx) Leases(worker string) (n int, err error) {
	err = t.row("SELECT count(*) FROM outbox WHERE state = 'leased' AND worker = ?", worker).Scan(&n)
	return n, err
}

// finishFor writes down for a worker that ended what it had delivered.
func (t *Tx) finishFor(worker string, n int64, code string) error {
	d, err := scanDelivery(t.row(deliveryColumns+"WHERE o.n = ?", n).Scan)
	if none(err) {
		return nil
	}
	if err == nil {
		d.Worker = worker // of another, FinishDelivery leaves it alone
		_, err = t.FinishDelivery(d, Outcome{State: DeliveryDelivered, Code: code})
	}
	return err
}

// mayGo looks at an award before it is sent. A delivery that does not go is
// moved to where it belongs.
func (t *Tx) mayGo(d *Delivery, now int64) (bool, error) {
	a, err := t.Award(d.Award)
	if err != nil {
		return false, err
	}
	state, why := DeliveryCancelled, WhyRevoked
	switch a.State {
	case issuer.Issued:
		return true, nil
	case issuer.Pending:
		state, why = DeliveryHeld, WhyPending
	case issuer.Suspended:
		state, why = DeliveryHeld, WhySuspended
	case issuer.Superseded:
		why = WhySuperseded
		if err := t.inStead(a, *d, now); err != nil {
			return false, err
		}
	case issuer.Undone:
		why = WhyUndone
	case issuer.Revoked:
	}
	return false, t.exec("UPDATE outbox SET state = ?, code = ?, worker = '', until = 0, changed = ? WHERE n = ?", string(state), why, now, d.N)
}

// inStead puts the corrected award into the place of one that was superseded.
func (t *Tx) inStead(a issuer.Award, d Delivery, now int64) error {
	next, err := t.Latest(a)
	if err != nil || next.ID == a.ID {
		return err
	}
	ticket, err := t.ticket("")
	if err != nil {
		return err
	}
	return t.exec(`INSERT INTO outbox (award, channel, kind, batch, state, ticket, made, due, changed)
		SELECT ?, channel, kind, ?, 'waiting', ? || CASE WHEN instr(ticket, '@') > 0 THEN substr(ticket, instr(ticket, '@')) ELSE '' END, ?4, ?4, ?4
		FROM outbox WHERE n = ?5 ON CONFLICT DO NOTHING`, next.ID, next.Batch, ticket, now, d.N)
}

// FreeHeld lets what was held be looked at again by the next lease; why it was held is
// no longer said, for it may not be so any more.
func (t *Tx) FreeHeld(c Choice) error {
	where, args := c.where()
	return t.exec(fmt.Sprintf("UPDATE outbox AS o SET state = 'waiting', code = '', changed = ?%d WHERE o.state = 'held' AND ", len(args)+1)+where, append(args, t.instant())...)
}

// StillMine tells whether a delivery is leased to a worker, its award still to be
// sent, and its channel not paused: the last look before it leaves the house.
func (t *Tx) StillMine(d Delivery) (until time.Time, ok bool, err error) {
	var at int64
	err = t.row(`SELECT o.until FROM outbox o JOIN states s ON s.award = o.award
		WHERE o.n = ? AND o.state = 'leased' AND o.worker = ? AND s.state = 'issued' AND `+notPaused, d.N, d.Worker).Scan(&at)
	if none(err) {
		return until, false, nil
	}
	return milli(at), err == nil, err
}

// RenewLeases keeps what a worker holds for longer.
func (t *Tx) RenewLeases(worker string, until time.Time) error {
	return t.exec("UPDATE outbox SET until = ? WHERE state = 'leased' AND worker = ?", until.UnixMilli(), worker)
}

// ReleaseLeases gives back what a worker holds and did not try.
func (t *Tx) ReleaseLeases(worker string, deliveries ...int64) error {
	for _, n := range deliveries {
		if err := t.exec("UPDATE outbox SET state = 'waiting', worker = '', until = 0, tries = max(tries - 1, 0), tried = 0, changed = ? WHERE n = ? AND state = 'leased' AND worker = ?",
			t.instant(), n, worker); err != nil {
			return err
		}
	}
	return nil
}

// Outcome is what became of a try.
type Outcome struct {
	State  DeliveryState // delivered, failed, held, cancelled, or waiting for the next try
	Due    time.Time     // of the next try; zero is now
	Code   string        // why
	Answer string        // the other side's own words: no secrets; kept in one line of at most 500 bytes
}

// FinishDelivery writes down what became of a leased delivery. It reports false,
// and writes nothing, when the lease has gone to somebody else.
func (t *Tx) FinishDelivery(d Delivery, o Outcome) (bool, error) {
	now := t.instant()
	due := now
	if !o.Due.IsZero() {
		due = o.Due.UnixMilli()
	}
	var mine bool
	if err := t.row("SELECT EXISTS (SELECT 1 FROM outbox WHERE n = ? AND state = 'leased' AND worker = ?)", d.N, d.Worker).Scan(&mine); err != nil || !mine {
		return false, err
	}
	var erased bool
	if err := t.row("SELECT p.erased IS NOT NULL FROM awards a JOIN persons p ON p.id = a.person WHERE a.id = ?", d.Award).Scan(&erased); err != nil {
		return false, err
	}
	if erased { // meanwhile: what came back may name who is to be forgotten
		o.Answer = ""
		if o.State != DeliveryDelivered {
			o.State, o.Code = DeliveryCancelled, WhyErased
		}
	}
	if err := t.exec("UPDATE outbox SET state = ?, due = ?, code = ?, answer = ?, worker = '', until = 0, changed = ? WHERE n = ?",
		string(o.State), due, o.Code, trimmed(o.Answer), now, d.N); err != nil {
		return false, err
	}
	return true, t.tellDelivery(d.Award, d.Channel, DeliveryLeased, o.State)
}

// BounceDelivery notes that what had this ticket came back. It reports false when
// no delivery has it, or when it was known.
func (t *Tx) BounceDelivery(ticket, code, answer string) (d Delivery, news bool, err error) {
	d, err = scanDelivery(t.row(deliveryColumns+"WHERE o.ticket = ? AND o.ticket <> ''", ticket).Scan)
	if none(err) {
		return d, false, nil
	}
	if err != nil || d.State != DeliveryDelivered {
		return d, false, err
	}
	err = t.NoteDelivery(d.Award, d.Channel, DeliveryBounced, code, answer)
	d.State, d.Code, d.Answer = DeliveryBounced, code, trimmed(answer)
	return d, err == nil, err
}

// Untry takes a try back: the other side did not look at what it was sent. Where
// it was not even asked, the try counts for no limit either.
func (t *Tx) Untry(n int64, asked bool) error {
	return t.exec("UPDATE outbox SET tries = max(tries - 1, 0), tried = CASE WHEN ? THEN tried ELSE 0 END WHERE n = ?", asked, n)
}
