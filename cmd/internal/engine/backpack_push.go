package engine

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"

	"badgekiln/issuer"
	"badgekiln/issuer/deliver/backpack"
	"badgekiln/issuer/deliver/outbox"
	"badgekiln/issuer/ledger"
	"badgekiln/issuer/site"
)

// Why an award is not pushed, as codes of the words table ("push.<code>").
const (
	PushNobody = "nobody"    // nobody of the award's address is signed in there
	PushNoFace = "no-face"   // the host takes none of its faces
	PushNoMail = "no-mail"   // the award names no address
	PushGone   = "gone"      // it was taken back
	PushOut    = "out"       // signed in once, but not on this computer, or it was ended at the host
	PushDone   = "delivered" // it is there
)

// PushRow is one award and where it goes.
type PushRow struct {
	Award   string
	Name    string
	Email   string
	Account string // "" when it goes nowhere
	Why     string // one of the codes above; "" when it goes
}

// PushPlan says which awards go into whose backpack at a host.
type PushPlan struct {
	Backpack Backpack
	Rows     []PushRow
}

// Going counts the awards that would be pushed.
func (p PushPlan) Going() (n int) {
	for _, r := range p.Rows {
		if r.Why == "" {
			n++
		}
	}
	return n
}

// PlanPush says what a push would do. Only backpacks of the people whom the
// awards name are meant: by the address, or by its hash.
func (e *Engine) PlanPush(ctx context.Context, name string, awards []string) (PushPlan, error) {
	one, err := e.Backpack(ctx, name)
	if err != nil {
		return PushPlan{}, err
	}
	p := PushPlan{Backpack: one, Rows: make([]PushRow, 0, len(awards))}
	err = e.View(ctx, func(t *ledger.Tx) error {
		for some := range slices.Chunk(awards, pushChunk) {
			if err := t.Err(); err != nil {
				return err
			}
			rows, err := planned(t, one, some)
			if err != nil {
				return err
			}
			p.Rows = append(p.Rows, rows...)
		}
		return nil
	})
	return p, err
}

// pushChunk is how many awards are looked up at once: few enough to be held in
// memory with all their faces.
const pushChunk = 2000

// planned plans some awards with a query for each kind of thing, not for each award.
func planned(t *ledger.Tx, one Backpack, names []string) ([]PushRow, error) {
	awards, err := standingNow(t, names)
	if err != nil {
		return nil, err
	}
	ids := idsOf(awards)
	faces, err := t.FacesOfAll(ids)
	if err != nil {
		return nil, err
	}
	rows := make([]PushRow, len(awards))
	going := []string{}
	for i, a := range awards {
		rows[i] = plannedOne(one, a, faces[a.ID])
		if rows[i].Why == "" {
			going = append(going, a.ID)
		}
	}
	if len(going) == 0 {
		return rows, nil
	}
	before, err := t.DeliveriesOf(going)
	for i, r := range rows {
		if r.Why == "" && slices.ContainsFunc(before[r.Award], func(d ledger.Delivery) bool {
			return d.Channel == ledger.Channel(ledger.KindPush, r.Account) && d.State == ledger.DeliveryDelivered
		}) {
			rows[i].Why = PushDone
		}
	}
	return rows, err
}

// standingNow finds awards by whatever names them, each as it was corrected last.
func standingNow(t *ledger.Tx, names []string) ([]issuer.Award, error) {
	known, err := t.AwardsByID(names)
	if err != nil {
		return nil, err
	}
	awards := make([]issuer.Award, len(names))
	for i, name := range names {
		a, there := known[name]
		if !there { // it is named by a face of it
			if a, err = t.FindAward(name); err != nil {
				return nil, err
			}
		}
		if awards[i], err = t.Latest(a); err != nil {
			return nil, err
		}
	}
	return awards, nil
}

// plannedOne says where one award goes, whatever was pushed before.
func plannedOne(one Backpack, a issuer.Award, faces []issuer.Face) PushRow {
	r := PushRow{Award: a.ID, Name: a.Name, Email: a.Email}
	formats := one.Service.Kind.Formats()
	switch {
	case a.State != issuer.Issued && a.State != issuer.Pending && a.State != issuer.Suspended:
		r.Why = PushGone
		return r
	case a.Email == "":
		r.Why = PushNoMail
		return r
	case !slices.ContainsFunc(faces, func(f issuer.Face) bool { return slices.Contains(formats, f.Format) }):
		r.Why = PushNoFace
		return r
	}
	r.Why = PushNobody
	for _, account := range one.Accounts {
		if is, _ := account.Owner.Is(a.Email); !is {
			continue
		}
		if r.Account, r.Why = account.Name, ""; account.Here {
			break
		}
		r.Account, r.Why = "", PushOut
	}
	return r
}

// Pushed is what became of a push.
type Pushed struct {
	PushPlan
	Deliveries map[string]ledger.Delivery // by award: those that went
	Sent       []Sent
}

// Push puts awards into the backpacks of the people they name: into the outbox,
// and from there to the host. What failed before is asked for again. A
// rehearsal only plans.
func (e *Engine) Push(ctx context.Context, name string, awards []string, s Sending, words site.Words) (Pushed, error) {
	done := Pushed{Deliveries: map[string]ledger.Delivery{}}
	if sample, err := e.IsSample(ctx); err != nil || sample {
		return done, errors.Join(err, issuer.Fail(issuer.Usage, "sample-push"))
	}
	var err error
	if done.PushPlan, err = e.PlanPush(ctx, name, awards); err != nil || e.env.Dry {
		return done, err
	}
	channels := map[string][]string{}
	for _, r := range done.Rows {
		if r.Why == "" {
			channel := ledger.Channel(ledger.KindPush, r.Account)
			channels[channel] = append(channels[channel], r.Award)
		}
	}
	s.Channels, s.Only = nil, ledger.Choice{Numbers: []int64{}} // what waits besides is not asked for
	for channel, list := range channels {
		s.Channels = append(s.Channels, channel)
		if err := e.ledger.Update(ctx, func(t *ledger.Tx) error {
			numbers, err := queuePush(t, channel, list)
			s.Only.Numbers = append(s.Only.Numbers, numbers...)
			return err
		}); err != nil {
			return done, err
		}
	}
	slices.Sort(s.Channels)
	if len(s.Channels) > 0 {
		if done.Sent, err = e.SendOutbox(ctx, s, words); err != nil {
			return done, err
		}
	}
	return done, e.View(ctx, done.read)
}

// read reads what became of each award that has somebody to go to.
func (p Pushed) read(t *ledger.Tx) error {
	for some := range slices.Chunk(p.Rows, pushChunk) {
		ids := []string{}
		for _, r := range some {
			if r.Account != "" {
				ids = append(ids, r.Award)
			}
		}
		if len(ids) == 0 {
			continue
		}
		known, err := t.DeliveriesOf(ids)
		if err != nil {
			return err
		}
		for _, r := range some {
			for _, d := range known[r.Award] {
				if r.Account != "" && d.Channel == ledger.Channel(ledger.KindPush, r.Account) {
					p.Deliveries[r.Award] = d
				}
			}
		}
	}
	return nil
}

// queuePush gives the numbers of what is to be sent.
func queuePush(t *ledger.Tx, channel string, awards []string) (numbers []int64, err error) {
	queued, err := t.Queue(ledger.Asked{Channel: channel, Awards: awards})
	if err != nil {
		return nil, err
	}
	known, err := t.DeliveriesOf(awards)
	if err != nil {
		return nil, err
	}
	for _, award := range awards {
		for _, d := range known[award] {
			if d.Channel == channel {
				numbers = append(numbers, d.N)
			}
		}
	}
	if queued.Ended > 0 && len(numbers) > 0 {
		_, err = t.RetryDeliveries(ledger.Choice{Channel: channel, Numbers: numbers})
	}
	return numbers, err
}

// pushChannel is the channel of one sign-in.
func (e *Engine) pushChannel(ctx context.Context, name string, _ Sending, _ site.Words) (outbox.Channel, error) {
	session, a, err := e.session(ctx, ledger.NameOf(name))
	if err != nil {
		return outbox.Channel{}, err
	}
	sender := &pushSender{e: e, owner: a.Owner, kind: session.Service.Kind, host: backpack.Open(session)}
	return outbox.Channel{Name: name, Ready: e.Ready, Open: func(context.Context) (outbox.Sender, error) { return sender, nil }}, nil
}

// session is how calls are made for somebody who is signed in.
func (e *Engine) session(ctx context.Context, account string) (*backpack.Session, Account, error) {
	one, a, err := e.account(ctx, account)
	if err != nil {
		return nil, a, err
	}
	c, err := e.opened(one)
	return &backpack.Session{Web: web(one.Local), Service: one.Service, Client: c, Vault: &vault{e: e, account: a.Name}, Now: e.env.Now}, a, err
}

// pushSender puts awards into one person's backpack.
type pushSender struct {
	e     *Engine
	owner backpack.Owner
	kind  backpack.Kind
	host  backpack.Host
}

// Close implements outbox.Sender.
func (*pushSender) Close() error { return nil }

// Send implements outbox.Sender.
func (s *pushSender) Send(ctx context.Context, j outbox.Job) outbox.Result {
	a, email, err := s.award(ctx, j.Award)
	if err != nil {
		return outbox.Broken(err)
	}
	if is, _ := s.owner.Is(email); !is {
		return outbox.Refused("backpack-other-person", "")
	}
	ctx, err = j.Point(ctx)
	if err != nil {
		return outbox.Left(err)
	}
	r, err := s.host.Push(ctx, a)
	if err == nil {
		return outbox.Done(string(r.State), httpSaid(r.Status, r.Said))
	}
	return refusal(err)
}

// refusal is what an error of a host means for a delivery.
func refusal(err error) outbox.Result {
	var e *issuer.Error
	if !errors.As(err, &e) {
		return outbox.Broken(err)
	}
	text := strings.TrimSpace(e.Values["status"] + " " + e.Values["said"])
	if e.Code == "fetch-unreachable" {
		return outbox.Stop(outbox.Temporary(err))
	}
	if after, again := backpack.After(err); again {
		if e.Values["status"] == "429" || e.Code == "signin-throttled" {
			return outbox.Slow(after, e.Code, text)
		}
		return outbox.Again(after, e.Code, text)
	}
	switch e.Code {
	case "signin-again", "backpack-signed-out", "signin-client":
		return outbox.Hold("backpack-signed-out")
	}
	if e.Kind == issuer.Broken {
		return outbox.Broken(err)
	}
	return outbox.Refused(e.Code, text)
}

// award reads what is pushed, and for whom it is.
func (s *pushSender) award(ctx context.Context, id string) (a backpack.Award, email string, err error) {
	err = s.e.View(ctx, func(t *ledger.Tx) error {
		row, err := t.Award(id)
		if err != nil {
			return err
		}
		email = row.Email
		faces, err := t.Faces(id)
		if err != nil {
			return err
		}
		for _, f := range faces {
			if f.SHA256 == "" || !slices.Contains(s.kind.Formats(), f.Format) {
				continue
			}
			one := backpack.Face{Format: f.Format}
			if path := site.FacePath(f); f.Identity.BaseURL != "" && path != "" {
				one.URL = f.Identity.BaseURL + path
			}
			if one.Bytes, err = t.FaceBytes(f.ID); err != nil {
				return err
			}
			a.Faces = append(a.Faces, one)
		}
		return nil
	})
	if err != nil || s.kind != backpack.Badgr {
		return a, email, err
	}
	files, err := s.e.FilesOf(ctx, id, "")
	if len(files) > 0 {
		a.Picture = files[len(files)-1].Data
	}
	return a, email, err
}

func httpSaid(status int, text string) string {
	return strings.TrimSpace(text + " (HTTP " + strconv.Itoa(status) + ")")
}

// Kiosk pushes for one person at a shared computer: those awards of a batch, or
// of all, that name the address of who has just signed in (Brief). Then it signs
// the person out of this program. The person signs out of the host by hand; see
// SignedOut.Home.
func (e *Engine) Kiosk(ctx context.Context, a Account, batch string, s Sending, words site.Words) (Pushed, SignedOut, error) {
	ids, err := e.theirs(ctx, a.Owner, batch)
	var done Pushed
	if err == nil {
		done, err = e.Push(ctx, a.Backpack, ids, s, words)
	}
	// Whatever came of it: the token goes back, also when somebody ended the run.
	out, failed := e.SignOut(context.WithoutCancel(ctx), a.Name)
	return done, out, errors.Join(err, failed)
}

// theirs are the awards that name one of somebody's addresses, of a batch or of all.
func (e *Engine) theirs(ctx context.Context, o backpack.Owner, batch string) (ids []string, err error) {
	err = e.View(ctx, func(t *ledger.Tx) error {
		return t.EachAward(ledger.Filter{Batch: batch}, func(a issuer.Award) error {
			if is, _ := o.Is(a.Email); is && a.Email != "" && (a.State == issuer.Issued || a.State == issuer.Suspended) {
				ids = append(ids, a.ID)
			}
			return nil
		})
	})
	return ids, err
}
