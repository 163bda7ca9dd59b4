package main

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strconv"
	"time"

	"badgekiln/cmd/internal/engine"
	"badgekiln/issuer"

	"github.com/spf13/cobra"
)

// remindView is the result of a reminder.
type remindView struct {
	Purpose string          `json:"purpose"`
	Days    int             `json:"days"`
	Goes    int             `json:"goes"` // this sends so many
	Rows    []remindRowView `json:"rows"`
	Sent    *sentView       `json:"sent,omitempty"`
	DryRun  bool            `json:"dry_run,omitempty"`
}

type remindRowView struct {
	ID     string `json:"id"`
	Name   string `json:"name"`
	Email  string `json:"email"`
	Class  string `json:"class"`
	Batch  string `json:"batch"`
	Row    int    `json:"row"`
	Why    string `json:"why"`
	Answer string `json:"answer,omitempty"`
	At     string `json:"at"`
	Not    string `json:"not,omitempty"` // why no reminder goes
	NotAt  string `json:"not_at,omitempty"`
}

// remindFlags are the flags of mail remind.
type remindFlags struct {
	r              engine.Reminding
	days, expiring int
	awards         []string
	queue          bool
	patient, wait  time.Duration
}

func (a *app) mailRemindVerb() *cobra.Command {
	var f remindFlags
	var c *cobra.Command
	c = a.verb("mail.remind", takes(0, 0), func(ctx context.Context, _ []string) error {
		f.r.Purpose, f.r.Days = engine.MailReminder, f.days
		if c.Flags().Changed("expiring") {
			f.r.Purpose, f.r.Days = engine.MailExpiring, f.expiring
		}
		return a.working(ctx, func(e *engine.Engine) error { return a.remind(ctx, e, f) })
	})
	flags := c.Flags()
	flags.IntVar(&f.days, "days", usualUnheard, a.flag("mail.remind", "days"))
	flags.IntVar(&f.expiring, "expiring", 0, a.flag("mail.remind", "expiring"))
	flags.StringVar(&f.r.Batch, "batch", "", a.flag("mail.remind", "batch"))
	flags.StringArrayVar(&f.awards, "award", nil, a.flag("mail.remind", "award"))
	flags.StringVar(&f.r.Profile, "profile", "", a.flag("mail", "profile"))
	flags.BoolVar(&f.queue, "queue", false, a.flag("mail", "queue"))
	flags.DurationVar(&f.patient, "patience", usualPatience, a.flag("mail", "patience"))
	flags.DurationVar(&f.wait, "timeout", 0, a.flag("mail", "timeout"))
	c.MarkFlagsMutuallyExclusive("days", "expiring")
	return a.dryFlag(c, "mail.remind")
}

// usualUnheard is after how many days somebody counts as not reached.
const usualUnheard = 14

func (a *app) remind(ctx context.Context, e *engine.Engine, f remindFlags) error {
	rows, err := e.Reminders(ctx, f.r)
	if err != nil {
		return err
	}
	v := remindView{Purpose: f.r.Purpose, Days: f.r.Days, Rows: []remindRowView{}, DryRun: a.dry}
	var going []string
	for _, r := range rows {
		if len(f.awards) > 0 && !slices.Contains(f.awards, r.Award.ID) {
			continue
		}
		if r.Not == "" {
			going = append(going, r.Award.ID)
		}
		v.Rows = append(v.Rows, remindRowView{
			r.Award.ID, r.Award.Name, r.Award.Email, r.Award.Class, r.Award.Batch, r.Award.Row, r.Why, r.Answer, stamp(r.At), r.Not, stamp(r.NotAt),
		})
	}
	v.Goes = len(going)
	if v.Goes > 0 && !a.dry {
		if v.Sent, err = a.sendReminders(ctx, e, f, going); err != nil {
			return err
		}
	}
	return a.console.Result(v, func(w io.Writer) { a.showReminders(w, v, rows) })
}

func (a *app) sendReminders(ctx context.Context, e *engine.Engine, f remindFlags, going []string) (*sentView, error) {
	p, err := e.MailProfile(ctx, f.r.Profile)
	if err != nil {
		return nil, err
	}
	yes, err := a.console.Ask(ctx, "cli.ask.mail", "--yes", "count", strconv.Itoa(len(going)), "sender", p.Sender, "host", p.Host)
	if err == nil && !yes {
		err = issuer.Fail(issuer.Usage, "not-confirmed")
	}
	if err != nil {
		return nil, err
	}
	plan, err := e.QueueReminders(ctx, f.r, going)
	if err != nil || f.queue {
		return nil, err
	}
	s := plan.Sending()
	s.Patience, s.Timeouts = f.patient, timeouts(f.wait)
	sent, err := a.send(ctx, e, s)
	if err != nil {
		return nil, err
	}
	return &sent[0], nil
}

func (a *app) showReminders(w io.Writer, v remindView, rows []engine.Remindable) {
	by := map[string]engine.Remindable{}
	for _, r := range rows {
		by[r.Award.ID] = r
	}
	var t table
	for _, one := range v.Rows {
		r := by[one.ID]
		t.add(one.Name, one.Email, one.Class, a.words.T("remind.why."+r.Why, "day", r.At.Format(time.DateOnly)), a.notReminded(r))
	}
	a.listed(w, t, "cli.mail.remind.none")
	if v.Sent != nil {
		a.showSent(w, *v.Sent)
	} else if len(v.Rows) > 0 {
		_, _ = fmt.Fprintln(w, a.counted("deliver.mail.new", v.Goes))
	}
	a.drily(w)
}

// notReminded is why no reminder goes, in words.
func (a *app) notReminded(r engine.Remindable) string {
	if r.Not == "" {
		return ""
	}
	if key := "remind.not." + r.Not; a.words.Has(key) {
		return a.words.T(key, "day", r.NotAt.Format(time.DateOnly))
	}
	return a.why(r.Not)
}
