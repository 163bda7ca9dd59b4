package desk

import (
	"cmp"
	"context"
	"errors"
	"io"
	"maps"
	"slices"

	"badgekiln/app/deliver"
	"badgekiln/cmd/internal/engine"
	"badgekiln/issuer"
	"badgekiln/issuer/deliver/mail"
	"badgekiln/issuer/durable"
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
	if err == nil && len(profiles) > 0 {
		p := profiles[0]
		s.Server = deliver.Server{Host: p.Host, Port: p.Port, Security: p.Security, User: p.Username, Sender: p.Sender, Name: p.SenderName, PerMinute: p.PerMinute}
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
		Award: p.Award, Name: cmp.Or(p.Name, p.Email), To: to, Kind: kind, State: string(p.State), Answer: p.Answer, At: p.Changed, Tries: p.Tries,
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
			choice.Numbers = append(choice.Numbers, one.N)
		}
	}
	if _, err := d.engine.RetryDeliveries(ctx, choice); err != nil {
		return deliver.Sent{}, err
	}
	return d.send(ctx, engine.Sending{Only: choice}, report)
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
	all, err := d.engine.SendOutbox(ctx, s, d.words.T)
	for _, one := range all {
		sent.Delivered += one.Delivered
		sent.Failed += one.Failed
		sent.Held += one.Held
		sent.Left += one.Again
		err = errors.Join(err, one.Err)
	}
	return sent, err
}

// PlanMail says what a mailing would do.
func (d deliverDesk) PlanMail(ctx context.Context, batch string) (p deliver.MailPlan, err error) {
	got, err := d.engine.PlanMail(ctx, engine.Mailing{Batch: batch})
	p = deliver.MailPlan{Goes: got.Goes(), Later: got.Later, Already: got.Already, Ended: got.Ended, Gone: got.Gone}
	for _, a := range got.NoAddress {
		p.NoAddress = append(p.NoAddress, a.Name)
	}
	for _, why := range slices.Sorted(maps.Keys(got.Held)) {
		p.Held = append(p.Held, deliver.Held{Count: got.Held[why], Why: d.words.T("delivery." + why)})
	}
	return p, err
}

// PreviewMail shows a mail as one person gets it.
func (d deliverDesk) PreviewMail(ctx context.Context, batch, award string) (l deliver.Letter, err error) {
	m := engine.Mailing{Batch: batch}
	if award == "" {
		a, err := d.engine.WorstMail(ctx, m)
		if err != nil {
			return l, err
		}
		award = a.ID
	}
	got, err := d.engine.PreviewMail(ctx, m, award, d.words.T)
	return deliver.Letter{From: got.From, To: got.To, Subject: got.Subject, Text: got.Text, Attached: []string{got.File}}, err
}

// TestMail sends one person's mail to an address of one's own.
func (d deliverDesk) TestMail(ctx context.Context, batch, to string) (string, error) {
	m := engine.Mailing{Batch: batch}
	a, err := d.engine.WorstMail(ctx, m)
	if err != nil {
		return "", err
	}
	return d.engine.TestMail(ctx, m, a.ID, to, mail.Timeouts{}, d.words.T)
}

// Mail puts mails into the outbox, and sends.
func (d deliverDesk) Mail(ctx context.Context, batch string, report func(done, total int)) (deliver.Sent, error) {
	plan, err := d.engine.QueueMail(ctx, engine.Mailing{Batch: batch})
	if err != nil {
		return deliver.Sent{}, err
	}
	return d.send(ctx, plan.Sending(), report)
}

// SaveMails writes mails as files.
func (d deliverDesk) SaveMails(ctx context.Context, batch, folder string, report func(done, total int)) (int, error) {
	list, _, err := d.engine.WriteMails(ctx, engine.Mailing{Batch: batch}, folder, d.words.T, report)
	return len(list), err
}

// SetServer keeps how mail is sent. A secret that is left empty stays as it was.
func (d deliverDesk) SetServer(ctx context.Context, s deliver.Server) error {
	p := ledger.MailProfile{Name: "mail", Security: s.Security, Auth: "auto"}
	profiles, err := d.engine.MailProfiles(ctx)
	if err != nil {
		return err
	}
	if len(profiles) > 0 {
		p = profiles[0]
	}
	p.Host, p.Port, p.Security, p.Username, p.Sender, p.SenderName = s.Host, s.Port, s.Security, s.User, s.Sender, s.Name
	_, err = d.engine.SetMailProfile(ctx, p, s.Secret)
	return err
}

func (d deliverDesk) papers(ctx context.Context, p deliver.Paper) (*engine.Papers, error) {
	return d.engine.Papers(ctx, engine.Paper{
		Kind: engine.PaperKind(p.Kind), Batch: p.Batch, Template: p.Template, Size: p.Size, Upright: p.Upright, PerPage: p.PerPage, Signer: p.Signer, Waiting: p.Waiting,
	}, d.say)
}

// Paper draws a page.
func (d deliverDesk) Paper(ctx context.Context, p deliver.Paper, page, width int) (s deliver.Sheet, err error) {
	got, err := d.papers(ctx, p)
	if err != nil {
		return s, err
	}
	if page < 0 {
		page = got.Worst()
	}
	s.Page, s.Pages, s.People = min(page, got.Pages()-1), got.Pages(), got.People()
	s.Picture, s.Whole, err = got.Picture(ctx, s.Page, width)
	return s, err
}

// SavePaper writes all pages.
func (d deliverDesk) SavePaper(ctx context.Context, p deliver.Paper, path string, report func(done, total int)) (flawed []string, err error) {
	got, err := d.papers(ctx, p)
	if err != nil {
		return nil, err
	}
	got.Progress = report
	err = durable.WriteStream(path, 0o644, func(w io.Writer) error {
		bad, err := got.Book(ctx, w)
		for _, row := range bad {
			flawed = append(flawed, row.Name)
		}
		return err
	})
	if err != nil && issuer.CodeOf(err) == "" {
		err = issuer.Fail(issuer.Broken, "out-failed", "file", path).At(path).Because(err)
	}
	return flawed, err
}
