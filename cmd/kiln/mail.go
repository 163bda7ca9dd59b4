package main

import (
	"context"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"badgekiln/cmd/internal/engine"
	"badgekiln/issuer"
	"badgekiln/issuer/deliver/mail"
	"badgekiln/issuer/ledger"

	"github.com/spf13/cobra"
)

// mailView is the result of mail.
type mailView struct {
	Batch     string          `json:"batch,omitempty"`
	Profile   string          `json:"profile,omitempty"`
	Channel   string          `json:"channel,omitempty"`
	New       int             `json:"new"`
	Waiting   int             `json:"waiting"` // in the outbox from before; they go along
	Later     int             `json:"later"`   // wait there for their next try
	Goes      int             `json:"goes"`    // new and waiting, without those that are held
	Already   int             `json:"already"`
	Ended     int             `json:"ended"` // failed or came back before
	Gone      int             `json:"gone"`  // taken back
	NoAddress []nobodyView    `json:"no_address"`
	Held      map[string]int  `json:"held"`             // of the new, by reason
	Paused    bool            `json:"paused,omitempty"` // nothing goes before somebody resumes
	Sent      *sentView       `json:"sent,omitempty"`
	Test      *testView       `json:"test,omitempty"`
	Files     []mailFileView  `json:"files,omitempty"`
	Previews  []mailDraftView `json:"previews,omitempty"`
	Output    string          `json:"output,omitempty"`
	Reach     map[string]int  `json:"reach,omitempty"`
	DryRun    bool            `json:"dry_run,omitempty"`
}

type nobodyView struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	Row  int    `json:"row"`
}

type testView struct {
	To     string `json:"to"`
	Answer string `json:"answer"`
}

type mailFileView struct {
	ID   string `json:"id"`
	File string `json:"file"`
}

type mailDraftView struct {
	ID      string `json:"id"`
	From    string `json:"from"`
	To      string `json:"to"`
	Subject string `json:"subject"`
	Text    string `json:"text"`
	HTML    string `json:"html"`
	File    string `json:"attachment"`
	Own     bool   `json:"own_text"`
}

// mailFlags are the flags of mail.
type mailFlags struct {
	m       engine.Mailing
	test    string
	eml     string
	preview bool
	worst   bool
	queue   bool
	patient time.Duration
	timeout time.Duration
}

func (a *app) mailVerbs() *cobra.Command {
	var f mailFlags
	c := a.verb("mail", takes(0, 0), func(ctx context.Context, _ []string) error { return a.mail(ctx, f) })
	flags := c.Flags()
	flags.StringVar(&f.m.Batch, "batch", "", a.flag("mail", "batch"))
	flags.StringArrayVar(&f.m.Awards, "award", nil, a.flag("mail", "award"))
	flags.StringVar(&f.m.Profile, "profile", "", a.flag("mail", "profile"))
	flags.StringVar(&f.test, "test", "", a.flag("mail", "test"))
	flags.StringVar(&f.eml, "eml", "", a.flag("mail", "eml"))
	flags.BoolVar(&f.preview, "preview", false, a.flag("mail", "preview"))
	flags.BoolVar(&f.worst, "worst", false, a.flag("mail", "worst"))
	flags.BoolVar(&f.queue, "queue", false, a.flag("mail", "queue"))
	flags.StringVar(&f.m.Purpose, "purpose", engine.MailAward, a.flag("mail", "purpose"))
	flags.DurationVar(&f.patient, "patience", usualPatience, a.flag("mail", "patience"))
	flags.DurationVar(&f.timeout, "timeout", 0, a.flag("mail", "timeout"))
	a.dryFlag(c, "mail")
	c.AddCommand(a.mailProfileVerbs(), a.mailTextVerbs(), a.mailRemindVerb(), a.mailBouncesVerb())
	return c
}

// usualPatience is how long a run waits for what is to be tried again soon.
const usualPatience = 2 * time.Minute

// timeouts are how long a server may take. To take a mail over it may take longer:
// whoever leaves too early gets it sent twice (RFC 1047).
func timeouts(step time.Duration) mail.Timeouts {
	const patient = 30
	return mail.Timeouts{Dial: step, Step: step, Final: patient * step}
}

func (a *app) mail(ctx context.Context, f mailFlags) error {
	if (f.m.Batch == "") == (len(f.m.Awards) == 0) {
		return issuer.Fail(issuer.Usage, "mail-whom")
	}
	switch {
	case f.preview, f.worst:
		return a.looking(ctx, func(e *engine.Engine) error { return a.mailPreview(ctx, e, f) })
	case f.test != "":
		return a.working(ctx, func(e *engine.Engine) error { return a.mailTest(ctx, e, f) })
	case f.eml != "":
		return a.working(ctx, func(e *engine.Engine) error { return a.mailFiles(ctx, e, f) })
	}
	return a.working(ctx, func(e *engine.Engine) error { return a.mailAll(ctx, e, f) })
}

func nobody(list []issuer.Award) []nobodyView {
	views := make([]nobodyView, 0, len(list))
	for _, one := range list {
		views = append(views, nobodyView{one.ID, one.Name, one.Row})
	}
	return views
}

// mailAll says how many mails there will be, asks, and sends.
func (a *app) mailAll(ctx context.Context, e *engine.Engine, f mailFlags) error {
	plan, err := e.PlanMail(ctx, f.m)
	if err != nil {
		return err
	}
	v := mailView{
		Batch: f.m.Batch, Profile: plan.Profile.Name, Channel: plan.Channel, New: plan.New, Waiting: plan.Waiting, Later: plan.Later, Goes: plan.Goes(), Already: plan.Already, Ended: plan.Ended, Gone: plan.Gone,
		NoAddress: nobody(plan.NoAddress), Held: plan.Held, Paused: plan.Paused, DryRun: a.dry,
	}
	if plan.New+plan.Waiting > 0 && !a.dry {
		if err := a.askMail(ctx, plan); err != nil {
			return err
		}
		if plan, err = e.QueueMail(ctx, f.m); err != nil {
			return err
		}
	}
	if !f.queue && !a.dry {
		s := plan.Sending()
		s.Patience, s.Timeouts = f.patient, timeouts(f.timeout)
		sent, err := a.send(ctx, e, s)
		if err != nil {
			return err
		}
		v.Sent = &sent[0]
	}
	if f.m.Batch != "" {
		r, err := e.Reach(ctx, f.m.Batch)
		if err != nil {
			return err
		}
		v.Reach = r.Counts
	}
	return a.console.Result(v, func(w io.Writer) { a.showMail(w, v, plan) })
}

// askMail asks whether to send, or says why nothing can go yet and asks whether to
// keep it for later.
func (a *app) askMail(ctx context.Context, plan engine.MailPlan) error {
	key, count := "cli.ask.mail", plan.Goes()
	var reasons []string
	if count == 0 {
		key, count = "cli.ask.mail.held", plan.New+plan.Waiting
		for _, why := range slices.Sorted(maps.Keys(plan.Held)) {
			reasons = append(reasons, a.words.T("cli.outbox.held", "count", strconv.Itoa(plan.Held[why]), "why", a.why(why)))
		}
	}
	yes, err := a.console.Ask(ctx, key, "--yes", "count", strconv.Itoa(count), "sender", plan.Profile.Sender, "host", plan.Profile.Host, "why", strings.Join(reasons, " "))
	if err == nil && !yes {
		err = issuer.Fail(issuer.Usage, "not-confirmed")
	}
	return err
}

func (a *app) showMail(w io.Writer, v mailView, plan engine.MailPlan) {
	_, _ = fmt.Fprintln(w, a.counted(a.dried("cli.mail.new"), v.Goes, "sender", plan.Profile.Sender, "host", plan.Profile.Host))
	for _, one := range []struct {
		key   string
		count int
	}{{"later", v.Later}, {"already", v.Already}, {"ended", v.Ended}, {"gone", v.Gone}} {
		if one.count > 0 {
			_, _ = fmt.Fprintln(w, a.counted("cli.mail."+one.key, one.count))
		}
	}
	for _, one := range v.NoAddress {
		a.line(w, "cli.mail.noaddress", "name", one.Name, "row", strconv.Itoa(one.Row))
	}
	if v.Sent == nil {
		for why, count := range v.Held {
			a.line(w, "cli.outbox.held", "count", strconv.Itoa(count), "why", a.why(why))
		}
		if v.Paused {
			a.line(w, "cli.outbox.paused")
		}
		a.drily(w)
		return
	}
	a.showSent(w, *v.Sent)
	a.showReach(w, v.Reach)
}

// showReach says who was reached by which way.
func (a *app) showReach(w io.Writer, reach map[string]int) {
	var parts []string
	for _, way := range ledger.Ways() {
		if reach[way] > 0 {
			parts = append(parts, a.words.T("delivery.way."+way)+" "+strconv.Itoa(reach[way]))
		}
	}
	if len(parts) > 0 {
		a.line(w, "cli.mail.reach", "ways", strings.Join(parts, ", "))
	}
}

// why is a sentence for a reason; the other side's codes stay as they are.
func (a *app) why(code string) string {
	if key := "delivery." + code; a.words.Has(key) {
		return a.words.T(key)
	}
	return code
}

// whyWith is a reason with what the other side said of it. Of a code that the answer
// repeats ("550 5.1.1", "5.1.1 unknown"), once is enough.
func (a *app) whyWith(code, answer string) string {
	if plain, second, _ := strings.Cut(code, " "); second != "" && strings.HasPrefix(answer+" ", second+" ") {
		return plain + " " + answer
	}
	return strings.TrimSpace(a.why(code) + " " + answer)
}

func (a *app) mailTest(ctx context.Context, e *engine.Engine, f mailFlags) error {
	award := ""
	if len(f.m.Awards) > 0 {
		award = f.m.Awards[0]
	}
	answer, err := e.TestMail(ctx, f.m, award, f.test, timeouts(f.timeout), a.words.T)
	if err != nil {
		return err
	}
	v := mailView{Batch: f.m.Batch, NoAddress: []nobodyView{}, Held: map[string]int{}, Test: &testView{f.test, answer}, DryRun: a.dry}
	return a.console.Result(v, func(w io.Writer) {
		a.line(w, a.dried("cli.mail.tested"), "address", f.test, "answer", answer)
		a.drily(w)
	})
}

func (a *app) mailFiles(ctx context.Context, e *engine.Engine, f mailFlags) error {
	step, end := a.console.Progress("cli.progress.eml")
	list, none, err := e.WriteMails(ctx, f.m, f.eml, a.words.T, step)
	end()
	if err != nil {
		return err
	}
	v := mailView{Batch: f.m.Batch, NoAddress: nobody(none), Held: map[string]int{}, Output: f.eml, DryRun: a.dry}
	for _, one := range list {
		v.Files = append(v.Files, mailFileView{one.Award.ID, one.File})
	}
	return a.console.Result(v, func(w io.Writer) {
		_, _ = fmt.Fprintln(w, a.counted(a.dried("cli.mail.written"), len(list), "folder", f.eml))
		for _, one := range v.NoAddress {
			a.line(w, "cli.mail.noaddress", "name", one.Name, "row", strconv.Itoa(one.Row))
		}
		a.drily(w)
	})
}

func (a *app) mailPreview(ctx context.Context, e *engine.Engine, f mailFlags) error {
	awards := f.m.Awards
	if f.worst || len(awards) == 0 {
		worst, err := e.WorstMail(ctx, f.m)
		if err != nil {
			return err
		}
		awards = []string{worst.ID}
	}
	v := mailView{Batch: f.m.Batch, NoAddress: []nobodyView{}, Held: map[string]int{}}
	for _, id := range awards {
		p, err := e.PreviewMail(ctx, f.m, id, a.words.T)
		if err != nil {
			return err
		}
		v.Previews = append(v.Previews, mailDraftView{p.Award.ID, p.From, p.To, p.Subject, p.Text, p.HTML, p.File, p.Own})
	}
	return a.console.Result(v, func(w io.Writer) {
		for i, p := range v.Previews {
			if i > 0 {
				_, _ = fmt.Fprintln(w, strings.Repeat("-", 72))
			}
			a.line(w, "cli.mail.preview", "from", p.From, "to", p.To, "subject", p.Subject, "file", p.File)
			_, _ = fmt.Fprintf(w, "\n%s", p.Text)
		}
	})
}

// bounceView is one mail that was read.
type bounceView struct {
	File   string `json:"file"`
	State  string `json:"state"`
	ID     string `json:"id,omitempty"`
	Name   string `json:"name,omitempty"`
	Email  string `json:"email,omitempty"`
	Code   string `json:"code,omitempty"`
	Reason string `json:"reason,omitempty"`
	Soft   bool   `json:"soft,omitempty"`
}

func (a *app) mailBouncesVerb() *cobra.Command {
	c := a.verb("mail.bounces", takes(1, -1), func(ctx context.Context, args []string) error {
		return a.working(ctx, func(e *engine.Engine) error {
			list, err := e.ReadBounces(ctx, args)
			if err != nil {
				return err
			}
			views := make([]bounceView, 0, len(list))
			for _, b := range list {
				views = append(views, bounceView{b.File, b.What, b.Award, b.Name, b.Email, b.Code, b.Reason, b.Soft})
				if b.What == engine.BounceKnown || b.What == engine.BounceAgain {
					a.worse(statusNo)
				}
			}
			return a.console.Result(views, func(w io.Writer) {
				for _, v := range views {
					a.line(w, "cli.mail.bounces."+v.State, "file", v.File, "name", v.Name, "email", v.Email, "reason", strings.TrimSpace(v.Code+" "+v.Reason))
					if v.Soft && v.ID != "" {
						a.line(w, "cli.mail.bounces.soft", "id", v.ID)
					}
				}
				a.drily(w)
			})
		})
	})
	return a.dryFlag(c, "mail.bounces")
}
