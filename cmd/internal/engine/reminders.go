package engine

import (
	"context"
	"slices"
	"strconv"
	"time"

	"badgekiln/issuer"
	"badgekiln/issuer/award"
	"badgekiln/issuer/ledger"
)

// Reminding is a wish to write to people once more: to those whom a badge has not
// reached after so many days (MailReminder), or whose badge expires within so many
// (MailExpiring).
type Reminding struct {
	Purpose string
	Days    int
	Batch   string // "" for all
	Profile string // "" for the only one
}

// mostReminded is how many of those not reached are listed at once: more than are
// read. Once they are reminded the next are listed.
const mostReminded = 20000

// Why a row is listed.
const (
	RemindNever     = "never"      // nothing was sent
	RemindCalledOff = "called-off" // it was called off
	RemindFailed    = "failed"     // the other side refused it
	RemindBounced   = "bounced"    // it came back
	RemindFile      = "file"       // it was written into a file, and nobody knows more
	RemindSlip      = "slip"       // it lies ready, and nobody fetched it
	RemindExpires   = "expires"
)

// Why no reminder goes for a row that is listed all the same. Besides, the reasons
// that hold deliveries back.
const (
	RemindNoAddress = "no-address"
	RemindDone      = "reminded"    // of this badge, before
	RemindOnWay     = "on-way"      // the badge itself is on its way
	RemindPerson    = "same-person" // another row reminds the person
	RemindLately    = "lately"      // the person was reminded of another badge within the days, or of the other thing on this one
)

// Remindable is a row of a reminder.
type Remindable struct {
	Award  issuer.Award
	Why    string
	Answer string    // of the other side, where one failed
	At     time.Time // since when that is so; or when the badge expires
	Not    string    // why no reminder goes; "" when one can
	NotAt  time.Time // when the earlier one went
}

// Reminders lists whom a reminder is about, with the reasons. Each person is written
// to at most once by it: of several badges of one person the first row stands for all.
func (e *Engine) Reminders(ctx context.Context, r Reminding) (list []Remindable, err error) {
	if err := r.check(); err != nil {
		return nil, err
	}
	err = e.View(ctx, func(t *ledger.Tx) (err error) {
		list, err = e.reminders(t, r)
		return err
	})
	return list, err
}

func (r Reminding) check() error {
	if r.Purpose != MailReminder && r.Purpose != MailExpiring {
		return issuer.Fail(issuer.Usage, "mail-purpose", "purpose", r.Purpose, "purposes", MailReminder+", "+MailExpiring)
	}
	if r.Days < 0 || r.Days > 3650 {
		return issuer.Fail(issuer.Usage, "remind-days", "days", strconv.Itoa(r.Days))
	}
	return nil
}

func (e *Engine) reminders(t *ledger.Tx, r Reminding) ([]Remindable, error) {
	awards, err := e.remindable(t, r)
	if err != nil {
		return nil, err
	}
	ids := idsOf(awards)
	sent, err := t.DeliveriesOf(ids)
	if err != nil {
		return nil, err
	}
	reminded, err := t.RemindedOf()
	if err != nil {
		return nil, err
	}
	held, err := e.unready(t, ids)
	if err != nil {
		return nil, err
	}
	unseen, err := e.unnamed(t, r.Purpose, awards)
	if err != nil {
		return nil, err
	}
	list := make([]Remindable, 0, len(awards))
	taken := map[string]bool{} // persons who get one by this reminder
	now := e.env.Now()
	for _, a := range awards {
		row := r.row(a, sent[a.ID])
		r.before(&row, reminded[a.Person], now)
		switch {
		case row.Not != "":
		case a.Email == "":
			row.Not = RemindNoAddress
		case taken[a.Person]:
			row.Not = RemindPerson
		case held[a.ID] != "":
			row.Not = held[a.ID]
		case unseen[a.ID] != "":
			row.Not = unseen[a.ID]
		default:
			taken[a.Person] = true
		}
		list = append(list, row)
	}
	return list, nil
}

// lately is since when a reminder of another badge counts: on one day nobody gets two,
// not even where badges count as not reached at once.
func (r Reminding) lately(now time.Time) time.Time { return now.AddDate(0, 0, -max(r.Days, 1)) }

// remindable are the awards that a reminder is about.
func (e *Engine) remindable(t *ledger.Tx, r Reminding) ([]issuer.Award, error) {
	if r.Purpose == MailReminder {
		return t.Unreached(e.env.Now().AddDate(0, 0, -r.Days), r.Batch, mostReminded)
	}
	until, err := award.After(t.Now(), strconv.Itoa(r.Days)+"d")
	if err != nil {
		return nil, err
	}
	list, err := t.Expiring("", until)
	list = slices.DeleteFunc(list, func(a issuer.Award) bool { return a.State != issuer.Issued || r.Batch != "" && a.Batch != r.Batch })
	return list, err
}

// row says why an award is listed, by what became of its deliveries.
func (r Reminding) row(a issuer.Award, sent []ledger.Delivery) Remindable {
	row := Remindable{Award: a, Why: RemindNever, At: a.IssuedOn}
	if r.Purpose == MailExpiring {
		row.Why, row.At = RemindExpires, a.Expires
	}
	for _, d := range sent {
		kind := ledger.KindOf(d.Channel)
		if kind == ledger.KindRemind {
			continue
		}
		why := ""
		switch d.State {
		case ledger.DeliveryWaiting, ledger.DeliveryLeased, ledger.DeliveryHeld:
			if kind == ledger.KindMail && r.Purpose == MailReminder {
				row.Not = RemindOnWay
			}
		case ledger.DeliveryFailed:
			why = RemindFailed
		case ledger.DeliveryBounced:
			why = RemindBounced
		case ledger.DeliveryCancelled:
			why = RemindCalledOff
		case ledger.DeliveryDelivered:
			if kind == ledger.KindEML {
				why = RemindFile
			}
		}
		if why != "" && r.Purpose == MailReminder {
			row.Why, row.Answer, row.At = why, d.Answer, d.Changed
		}
	}
	return row
}

// before says whether the person was reminded already: of this badge ever, of
// another one lately, or on this day of the other thing there is to remind of.
func (r Reminding) before(row *Remindable, reminded []ledger.Delivery, now time.Time) {
	lately, today := r.lately(now), now.AddDate(0, 0, -1)
	for _, d := range reminded {
		open := d.State == ledger.DeliveryWaiting || d.State == ledger.DeliveryHeld
		if _, purpose := mailChannelParts(d.Channel); purpose != r.Purpose {
			switch {
			case row.Not != "":
			case open:
				row.Not = RemindPerson
			case d.State == ledger.DeliveryDelivered && d.Changed.After(today):
				row.Not, row.NotAt = RemindLately, d.Changed
			}
			continue
		}
		switch {
		case d.Award == row.Award.ID && !open: // an open one goes along
			row.Not, row.NotAt = RemindDone, d.Changed
		case d.Award != row.Award.ID && d.State == ledger.DeliveryDelivered && d.Changed.After(lately) && row.Not == "":
			row.Not, row.NotAt = RemindLately, d.Changed
		case d.Award != row.Award.ID && open && row.Not == "":
			row.Not = RemindPerson
		}
	}
}

// QueueReminders puts the reminders of some rows into the outbox; those that none
// goes for are left out. The plan sends them and nothing else.
func (e *Engine) QueueReminders(ctx context.Context, r Reminding, awards []string) (p MailPlan, err error) {
	if err := r.check(); err != nil {
		return p, err
	}
	chosen := map[string]bool{}
	for _, id := range awards {
		chosen[id] = true
	}
	err = e.update(ctx, func(t *ledger.Tx) error {
		rows, err := e.reminders(t, r)
		if err != nil {
			return err
		}
		m := Mailing{Awards: []string{}, Profile: r.Profile, Purpose: r.Purpose}
		for _, row := range rows {
			if row.Not == "" && chosen[row.Award.ID] {
				m.Awards = append(m.Awards, row.Award.ID)
			}
		}
		p, err = e.queueMail(t, m)
		return err
	})
	return p, err
}
