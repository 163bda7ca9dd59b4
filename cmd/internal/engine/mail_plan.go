package engine

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"badgekiln/issuer"
	"badgekiln/issuer/deliver/mail"
	"badgekiln/issuer/ledger"
)

// Mailing is a wish to mail the awards of a batch, or some awards.
type Mailing struct {
	Batch   string
	Awards  []string // in place of a batch
	Profile string   // "" for the only one
	Purpose string   // see MailPurposes; "" is the award itself
	// Text is what a preview or a test says in place of what is kept: as it is being
	// written. Nothing else is sent with it.
	Text *ledger.MailTemplate
}

// MailPlan says what a mailing does: "this will send N". The members New to
// NoAddress add up to the awards that stand or stood.
type MailPlan struct {
	Profile   ledger.MailProfile
	Channel   string
	New       int // were never asked for
	Waiting   int // wait in the outbox from before, and go along
	Later     int // wait there for their next try, which is not yet
	Already   int // were delivered, or another program is at them
	Ended     int // failed or came back before: RetryDeliveries is for those
	Gone      int // were taken back
	NoAddress []issuer.Award
	Held      map[string]int // of the New and Waiting: may not go yet, by reason
	Paused    bool           // the outbox, or this part of it: nothing goes before somebody resumes
	// Numbers are the deliveries that are sent: what SendOutbox takes as its Only.
	// QueueMail alone gives them.
	Numbers []int64

	fresh []string // the awards of New
	going []string // and with those of Waiting
}

// Goes is how many mails will be sent.
func (p MailPlan) Goes() int {
	n := p.New + p.Waiting
	for _, held := range p.Held {
		n -= held
	}
	return n
}

// PlanMail says what QueueMail would do, and changes nothing.
func (e *Engine) PlanMail(ctx context.Context, m Mailing) (p MailPlan, err error) {
	if sample, err := e.IsSample(ctx); err != nil || sample {
		return p, errors.Join(err, issuer.Fail(issuer.Usage, "sample-mail"))
	}
	if err := e.purposed(m.Purpose); err != nil {
		return p, err
	}
	err = e.View(ctx, func(t *ledger.Tx) (err error) {
		p, err = e.planMail(t, m)
		return err
	})
	return p, err
}

// QueueMail puts the mails of a batch into the outbox. Nobody gets two of the same
// profile, however often it is called.
func (e *Engine) QueueMail(ctx context.Context, m Mailing) (p MailPlan, err error) {
	if err := e.purposed(m.Purpose); err != nil {
		return p, err
	}
	err = e.update(ctx, func(t *ledger.Tx) (err error) {
		p, err = e.queueMail(t, m)
		return err
	})
	return p, err
}

func (e *Engine) queueMail(t *ledger.Tx, m Mailing) (p MailPlan, err error) {
	if p, err = e.planMail(t, m); err != nil {
		return p, err
	}
	if _, err := t.Queue(ledger.Asked{Channel: p.Channel, Awards: p.fresh, Tail: "@" + mail.Profile(p.Profile).Domain()}); err != nil {
		return p, err
	}
	known, err := mailedBefore(t, m, p.going, p.Channel)
	p.Numbers = []int64{}
	for _, id := range p.going {
		if d, there := known[id]; there {
			p.Numbers = append(p.Numbers, d.N)
		}
	}
	return p, err
}

// Sending is what sends a mailing that was queued, and nothing else.
func (p MailPlan) Sending() Sending {
	numbers := p.Numbers
	if numbers == nil { // not queued: that is no wish for all that waits
		numbers = []int64{}
	}
	return Sending{Channels: []string{p.Channel}, Only: ledger.Choice{Numbers: numbers}}
}

func (e *Engine) purposed(purpose string) error {
	for _, known := range MailPurposes() {
		if purpose == known || purpose == "" {
			return nil
		}
	}
	return issuer.Fail(issuer.Usage, "mail-purpose", "purpose", purpose, "purposes", strings.Join(MailPurposes(), ", "))
}

func (e *Engine) planMail(t *ledger.Tx, m Mailing) (p MailPlan, err error) {
	p.Held = map[string]int{}
	awards, err := mailed(t, m)
	if err != nil {
		return p, err
	}
	if p.Profile, err = t.MailProfile(m.Profile); err != nil {
		return p, err
	}
	p.Channel = mailChannelOf(m.Purpose, p.Profile.Name)
	known, err := mailedBefore(t, m, idsOf(awards), p.Channel)
	if err != nil {
		return p, err
	}
	now := e.env.Now()
	var going []issuer.Award
	for _, a := range awards {
		if p.count(a, known, now) {
			going = append(going, a)
		}
	}
	p.going = idsOf(going)
	pauses, err := t.OutboxPauses()
	if err != nil {
		return p, err
	}
	p.Paused = slices.ContainsFunc(pauses, func(c string) bool { return c == "" || c == p.Channel || c == ledger.KindOf(p.Channel) })
	p.Held, err = e.holds(t, p.Channel, going)
	return p, err
}

// count sorts an award, and says whether it goes.
func (p *MailPlan) count(a issuer.Award, known map[string]ledger.Delivery, now time.Time) bool {
	d, asked := known[a.ID]
	switch {
	case a.State != issuer.Issued && a.State != issuer.Pending && a.State != issuer.Suspended: // of whoever was erased, too
		p.Gone++
		return false
	case a.Email == "":
		p.NoAddress = append(p.NoAddress, a)
		return false
	case !asked || d.State == ledger.DeliveryCancelled:
		p.New++
		p.fresh = append(p.fresh, a.ID)
		return true
	}
	switch d.State {
	case ledger.DeliveryFailed, ledger.DeliveryBounced:
		p.Ended++
	case ledger.DeliveryHeld:
		p.Waiting++
		return true
	case ledger.DeliveryWaiting:
		if d.Due.After(now) {
			p.Later++
			return false
		}
		p.Waiting++
		return true
	default:
		p.Already++
	}
	return false
}

// mailedBefore are the deliveries of a mailing that there are, by award.
func mailedBefore(t *ledger.Tx, m Mailing, ids []string, channel string) (map[string]ledger.Delivery, error) {
	known := map[string]ledger.Delivery{}
	if m.Batch != "" {
		list, err := t.Deliveries(ledger.Choice{Channel: channel, Batch: m.Batch})
		for _, d := range list {
			known[d.Award] = d
		}
		return known, err
	}
	by, err := t.DeliveriesOf(ids)
	for id, list := range by {
		for _, d := range list {
			if d.Channel == channel {
				known[id] = d
			}
		}
	}
	return known, err
}

// mailChannelOf is the channel of a purpose: each reminder is a mail of its own, so
// that everybody can get each once.
func mailChannelOf(purpose, profile string) string {
	switch purpose {
	case MailReminder:
		return ledger.Channel(ledger.KindRemind, profile)
	case MailExpiring:
		return ledger.Channel(ledger.KindRemind, profile+expiringTail)
	}
	return ledger.Channel(ledger.KindMail, profile)
}

// expiringTail ends the name of the channel of reminders of what expires; no
// profile has a name with a colon.
const expiringTail = ":" + MailExpiring

// mailChannelParts are the profile and the purpose of a channel.
func mailChannelParts(channel string) (profile, purpose string) {
	profile, expiring := strings.CutSuffix(ledger.NameOf(channel), expiringTail)
	switch {
	case ledger.KindOf(channel) != ledger.KindRemind:
		return profile, MailAward
	case expiring:
		return profile, MailExpiring
	}
	return profile, MailReminder
}

// mailed are the awards of a mailing that are not replaced by others.
func mailed(t *ledger.Tx, m Mailing) (list []issuer.Award, err error) {
	if m.Batch != "" {
		if _, err := t.Batch(m.Batch); err != nil {
			return nil, err
		}
		list, err = t.Awards(ledger.Filter{Batch: m.Batch})
		standing := list[:0]
		for _, a := range list {
			if a.State != issuer.Superseded {
				standing = append(standing, a)
			}
		}
		return standing, err
	}
	seen := map[string]bool{}
	for _, id := range m.Awards {
		a, err := t.FindAward(id)
		if err == nil {
			a, err = t.Latest(a)
		}
		if err != nil {
			return nil, err
		}
		if !seen[a.ID] {
			seen[a.ID] = true
			list = append(list, a)
		}
	}
	return list, nil
}

// mailed reads them from the ledger.
func (e *Engine) mailed(ctx context.Context, m Mailing) (list []issuer.Award, err error) {
	err = e.View(ctx, func(t *ledger.Tx) error {
		list, err = mailed(t, m)
		return err
	})
	return list, err
}
