package engine

import (
	"cmp"
	"context"
	"errors"
	"strings"

	"badgekiln/issuer"
	"badgekiln/issuer/deliver/mail"
	"badgekiln/issuer/deliver/outbox"
	"badgekiln/issuer/ledger"
	"badgekiln/issuer/site"
)

// MailProfiles lists how mail is sent.
func (e *Engine) MailProfiles(ctx context.Context) (list []ledger.MailProfile, err error) {
	err = e.View(ctx, func(t *ledger.Tx) (err error) {
		list, err = t.MailProfiles()
		return err
	})
	return list, err
}

// SetMailProfile keeps a profile, and its secret sealed beside the keys. An empty
// secret leaves the one there is. Nothing is asked of the server; see KnockMail.
func (e *Engine) SetMailProfile(ctx context.Context, p ledger.MailProfile, secret string) (ledger.MailProfile, error) {
	checked := mail.Profile(p).Usual()
	checked.Name = Slug(cmp.Or(p.Name, "mail"), "mail")
	if err := checked.Check(); err != nil {
		return p, err
	}
	p = ledger.MailProfile(checked)
	if sample, err := e.IsSample(ctx); err != nil || sample {
		return p, errors.Join(err, issuer.Fail(issuer.Usage, "sample-mail"))
	}
	err := e.update(ctx, func(t *ledger.Tx) error { return t.SetMailProfile(p) })
	if err == nil && secret != "" && !e.env.Dry {
		err = e.keys.Hide(mailSecret(p.Name), secret)
	}
	return p, err
}

// RemoveMailProfile forgets a profile and its secret. What waits for it is called
// off.
func (e *Engine) RemoveMailProfile(ctx context.Context, name string) error {
	err := e.update(ctx, func(t *ledger.Tx) error { return t.RemoveMailProfile(name) })
	if err == nil && !e.env.Dry {
		err = e.keys.Forget(mailSecret(name))
	}
	return err
}

func mailSecret(profile string) string { return "mail-" + profile }

// MailProfile finds a profile by its name, or the only one by "".
func (e *Engine) MailProfile(ctx context.Context, name string) (p ledger.MailProfile, err error) {
	err = e.View(ctx, func(t *ledger.Tx) (err error) {
		p, err = t.MailProfile(name)
		return err
	})
	return p, err
}

// mailServer is a profile with its secret.
func (e *Engine) mailServer(ctx context.Context, profile string, timeouts mail.Timeouts) (*mail.Server, error) {
	p, err := e.MailProfile(ctx, profile)
	if err != nil {
		return nil, err
	}
	secret, err := e.keys.Reveal(mailSecret(p.Name))
	return &mail.Server{Profile: mail.Profile(p), Secret: secret, Timeouts: timeouts, Now: e.env.Now}, err
}

// KnockMail connects to the server of a profile and says who we are, and sends
// nothing: whether the profile works. It tells whether the connection was secret.
func (e *Engine) KnockMail(ctx context.Context, profile string, timeouts mail.Timeouts) (secured bool, err error) {
	s, err := e.mailServer(ctx, profile, timeouts)
	if err != nil {
		return false, err
	}
	return s.Knock(ctx)
}

// Mailing is a wish to mail the awards of a batch, or some awards.
type Mailing struct {
	Batch   string
	Awards  []string // in place of a batch
	Profile string   // "" for the only one
	Purpose string   // see MailPurposes; "" is the award itself
}

// MailPlan says what a mailing does: "this will send N". The members New to
// NoAddress add up to the awards that stand or stood.
type MailPlan struct {
	Profile   ledger.MailProfile
	Channel   string
	New       int // will be sent
	Already   int // are on their way, or were delivered
	Ended     int // failed or came back before: RetryDeliveries is for those
	Gone      int // were taken back
	NoAddress []issuer.Award
	Held      map[string]int // of the New: may not go yet, by reason
}

// PlanMail says what QueueMail would do, and changes nothing.
func (e *Engine) PlanMail(ctx context.Context, m Mailing) (MailPlan, error) {
	return e.queueMail(ctx, m, e.ledger.Rehearse)
}

// QueueMail puts the mails of a batch into the outbox. Nobody gets two of the same
// profile, however often it is called.
func (e *Engine) QueueMail(ctx context.Context, m Mailing) (MailPlan, error) {
	return e.queueMail(ctx, m, e.update)
}

func (e *Engine) queueMail(ctx context.Context, m Mailing, update func(context.Context, func(*ledger.Tx) error) error) (MailPlan, error) {
	plan := MailPlan{Held: map[string]int{}}
	awards, err := e.mailed(ctx, m)
	if err != nil {
		return plan, err
	}
	var ids []string
	for _, a := range awards {
		if a.Email == "" {
			plan.NoAddress = append(plan.NoAddress, a)
			continue
		}
		ids = append(ids, a.ID)
	}
	var fresh []string
	err = update(ctx, func(t *ledger.Tx) error {
		if plan.Profile, err = t.MailProfile(m.Profile); err != nil {
			return err
		}
		plan.Channel = ledger.Channel(mailKind(m.Purpose), plan.Profile.Name)
		before, err := t.Deliveries(ledger.Choice{Channel: plan.Channel, Batch: m.Batch})
		if err != nil {
			return err
		}
		known := map[string]bool{}
		for _, d := range before {
			known[d.Award] = d.State != ledger.DeliveryCancelled
		}
		for _, id := range ids {
			if !known[id] {
				fresh = append(fresh, id)
			}
		}
		q, err := t.Queue(ledger.Asked{Channel: plan.Channel, Awards: ids, Tail: "@" + mail.Profile(plan.Profile).Domain()})
		plan.New, plan.Already, plan.Ended, plan.Gone = q.New, q.Already, q.Ended, q.Gone
		return err
	})
	for _, id := range fresh {
		if err != nil {
			return plan, err
		}
		var why string
		if why, err = e.Ready(ctx, id); why != "" {
			plan.Held[why]++
		}
	}
	return plan, err
}

// mailKind is the kind of channel of a purpose: a reminder is a mail of its own.
func mailKind(purpose string) string {
	if purpose == "" || purpose == MailAward {
		return ledger.KindMail
	}
	return ledger.KindRemind
}

// mailed are the awards of a mailing that are not replaced by others.
func (e *Engine) mailed(ctx context.Context, m Mailing) (list []issuer.Award, err error) {
	err = e.View(ctx, func(t *ledger.Tx) error {
		if m.Batch != "" {
			if _, err := t.Batch(m.Batch); err != nil {
				return err
			}
			list, err = t.Awards(ledger.Filter{Batch: m.Batch})
			for i := len(list) - 1; i >= 0; i-- {
				if list[i].State == issuer.Superseded {
					list = append(list[:i], list[i+1:]...)
				}
			}
			return err
		}
		for _, id := range m.Awards {
			a, err := t.FindAward(id)
			if err == nil {
				a, err = t.Latest(a)
			}
			if err != nil {
				return err
			}
			list = append(list, a)
		}
		return nil
	})
	return list, err
}

// mailChannel is what the outbox sends mail through.
func (e *Engine) mailChannel(ctx context.Context, name string, s Sending, words site.Words) (outbox.Channel, error) {
	server, err := e.mailServer(ctx, ledger.NameOf(name), s.Timeouts)
	if err != nil {
		return outbox.Channel{}, err
	}
	purpose := MailAward
	if ledger.KindOf(name) == ledger.KindRemind {
		purpose = MailReminder
	}
	w := e.mailWriter(server.Profile, purpose, words)
	return outbox.Channel{
		Name: name, Workers: server.Profile.Workers(), Limits: server.Profile.Limits(), Blind: true, Ready: e.Ready,
		Open: func(ctx context.Context) (outbox.Sender, error) { return server.Open(ctx, w.letter) },
	}, nil
}

// TestMail sends the mail of one award to an address of the organiser, as the
// person would get it. Nothing is noted in the outbox. "" for the award takes the
// most unusual of the mailing; see WorstMail. It gives what the server answered.
func (e *Engine) TestMail(ctx context.Context, m Mailing, award, to string, timeouts mail.Timeouts, words site.Words) (answer string, err error) {
	if sample, err := e.IsSample(ctx); err != nil || sample {
		return "", errors.Join(err, issuer.Fail(issuer.Usage, "sample-mail"))
	}
	if to, err = mail.Address(to); err != nil {
		return "", err
	}
	server, err := e.mailServer(ctx, m.Profile, timeouts)
	if err != nil {
		return "", err
	}
	if award == "" {
		worst, err := e.WorstMail(ctx, m)
		if err != nil {
			return "", err
		}
		award = worst.ID
	}
	id, err := e.noID()
	if err != nil {
		return "", err
	}
	message, err := e.mailWriter(server.Profile, m.Purpose, words).message(ctx, award, id+"@"+server.Profile.Domain())
	if err != nil {
		return "", err
	}
	message.To = to
	body, err := message.Bytes()
	if err != nil {
		return "", err
	}
	if e.env.Dry {
		return "", nil
	}
	sender, err := server.Open(ctx, func(context.Context, outbox.Job) (mail.Letter, *outbox.Result) {
		return mail.Letter{To: to, Body: body}, nil
	})
	if err != nil {
		return "", err
	}
	code, said, err := sender.Send(ctx, outbox.Job{}).Answer()
	answer = strings.TrimSpace(code + " " + said)
	if outbox.NotTaken(err) {
		err = issuer.Fail(issuer.Refused, "mail-test-refused", "address", to, "answer", answer)
	}
	return answer, errors.Join(err, sender.Close())
}
