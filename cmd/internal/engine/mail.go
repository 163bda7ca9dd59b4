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
	checked.Name = issuer.Slug(cmp.Or(p.Name, "mail"), "mail")
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

// mailChannel is what the outbox sends mail through.
func (e *Engine) mailChannel(ctx context.Context, name string, s Sending, words site.Words) (outbox.Channel, error) {
	profile, purpose := mailChannelParts(name)
	server, err := e.mailServer(ctx, profile, s.Timeouts)
	if err != nil {
		return outbox.Channel{}, err
	}
	w := e.mailWriter(server.Profile, purpose, words)
	return outbox.Channel{
		Name: name, Workers: server.Profile.Workers(), Limits: server.Profile.Limits(), Blind: true, Ready: w.ready,
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
	w := e.mailWriter(server.Profile, m.Purpose, words)
	w.text = m.Text
	message, err := w.message(ctx, award, id+"@"+server.Profile.Domain())
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
	switch {
	case code == mail.WhyNoRelay:
		err = issuer.Fail(issuer.Refused, "mail-test-relay", "host", server.Profile.Host, "address", to, "answer", said)
	case outbox.NotTaken(err):
		err = issuer.Fail(issuer.Refused, "mail-test-refused", "address", to, "answer", answer)
	}
	return answer, errors.Join(err, sender.Close())
}
