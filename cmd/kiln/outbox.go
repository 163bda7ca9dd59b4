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
	"badgekiln/issuer/ledger"

	"github.com/spf13/cobra"
)

// deliveryView is one delivery, as results show it.
type deliveryView struct {
	ID      string `json:"id"` // the award's
	Channel string `json:"channel"`
	State   string `json:"state"`
	Name    string `json:"name"`
	Email   string `json:"email"`
	Class   string `json:"class"`
	Batch   string `json:"batch"`
	Row     int    `json:"row"`
	Tries   int    `json:"tries"`
	Due     string `json:"due,omitempty"`
	Code    string `json:"code,omitempty"`
	Answer  string `json:"answer,omitempty"`
	Ticket  string `json:"ticket,omitempty"`
	Changed string `json:"changed"`
}

func viewDelivery(p engine.Posted) deliveryView {
	v := deliveryView{
		ID: p.Award, Channel: p.Channel, State: string(p.Shown()), Name: p.Name, Email: p.Email, Class: p.Class, Batch: p.Batch, Row: p.Row,
		Tries: p.Tries, Code: p.Code, Answer: p.Answer, Ticket: p.Ticket, Changed: p.Changed.Format(time.RFC3339),
	}
	if p.State == ledger.DeliveryWaiting {
		v.Due = p.Due.Format(time.RFC3339)
	}
	return v
}

// sentView is what became of a channel.
type sentView struct {
	Channel   string `json:"channel"`
	Delivered int    `json:"delivered"`
	Failed    int    `json:"failed"`
	Again     int    `json:"again"`
	Held      int    `json:"held"`
	Waiting   int    `json:"waiting"`
	Next      string `json:"next,omitempty"`
	Paused    bool   `json:"paused,omitempty"`
}

// send sends what waits, and shows how far it is. A channel that does not work is an
// error, after the others were sent.
func (a *app) send(ctx context.Context, e *engine.Engine, s engine.Sending) ([]sentView, error) {
	step, end := a.console.Progress("cli.progress.send")
	s.Progress = func(_ string, settled, total int) { step(settled, total) }
	sent, err := e.SendOutbox(ctx, s, a.words.T)
	end()
	if err != nil {
		return nil, err
	}
	views := make([]sentView, 0, len(sent))
	for _, one := range sent {
		if one.Err != nil {
			return nil, one.Err
		}
		v := sentView{Channel: one.Channel, Delivered: one.Delivered, Failed: one.Failed, Again: one.Again, Held: one.Held, Waiting: one.Waiting, Paused: one.Paused}
		if !one.Next.IsZero() {
			v.Next = one.Next.Format(time.RFC3339)
		}
		if v.Failed > 0 {
			a.worse(statusNo)
		}
		views = append(views, v)
	}
	return views, nil
}

func (a *app) showSent(w io.Writer, v sentView) {
	_, _ = fmt.Fprintln(w, a.counted("cli.outbox.delivered", v.Delivered, "channel", v.Channel))
	if v.Failed > 0 {
		_, _ = fmt.Fprintln(w, a.counted("cli.outbox.failed", v.Failed))
	}
	if v.Held > 0 {
		_, _ = fmt.Fprintln(w, a.counted("cli.outbox.heldback", v.Held))
	}
	if v.Waiting > 0 {
		_, _ = fmt.Fprintln(w, a.counted("cli.outbox.waiting", v.Waiting))
	}
	if v.Next != "" {
		a.line(w, "cli.outbox.next", "time", v.Next)
	}
	if v.Paused {
		a.line(w, "cli.outbox.paused")
	}
}

// outboxFlags are the flags of outbox.
type outboxFlags struct {
	choice                             ledger.Choice
	state                              string
	send, retry, pause, resume, cancel bool
	patient, timeout                   time.Duration
	days                               int
}

func (a *app) outboxVerb() *cobra.Command {
	var f outboxFlags
	c := a.verb("outbox", takes(0, 0), func(ctx context.Context, _ []string) error { return a.outbox(ctx, f) })
	flags := c.Flags()
	flags.StringVar(&f.choice.Batch, "batch", "", a.flag("outbox", "batch"))
	flags.StringVar(&f.choice.Channel, "channel", "", a.flag("outbox", "channel"))
	flags.StringVar(&f.choice.Award, "award", "", a.flag("outbox", "award"))
	flags.StringVar(&f.state, "state", "", a.flag("outbox", "state"))
	flags.BoolVar(&f.send, "send", false, a.flag("outbox", "send"))
	flags.BoolVar(&f.retry, "retry", false, a.flag("outbox", "retry"))
	flags.BoolVar(&f.pause, "pause", false, a.flag("outbox", "pause"))
	flags.BoolVar(&f.resume, "resume", false, a.flag("outbox", "resume"))
	flags.BoolVar(&f.cancel, "cancel", false, a.flag("outbox", "cancel"))
	flags.IntVar(&f.days, "undelivered", -1, a.flag("outbox", "undelivered"))
	flags.DurationVar(&f.patient, "patience", usualPatience, a.flag("mail", "patience"))
	flags.DurationVar(&f.timeout, "timeout", 0, a.flag("mail", "timeout"))
	return a.dryFlag(c, "outbox")
}

func (f outboxFlags) check() error {
	given := 0
	for _, one := range []bool{f.send || f.retry, f.pause, f.resume, f.cancel, f.days >= 0} {
		if one {
			given++
		}
	}
	states := []ledger.DeliveryState{
		"", ledger.DeliveryWaiting, ledger.DeliveryLeased, ledger.DeliveryHeld, ledger.DeliveryDelivered, ledger.DeliverySaved, ledger.DeliveryFailed, ledger.DeliveryBounced,
		ledger.DeliveryCancelled,
	}
	var names []string
	known := false
	for _, s := range states {
		known = known || string(s) == f.state
		if s != "" {
			names = append(names, string(s))
		}
	}
	switch {
	case given > 1:
		return issuer.Fail(issuer.Usage, "outbox-one")
	case !known:
		return issuer.Fail(issuer.Usage, "outbox-state", "state", f.state, "states", strings.Join(names, ", "))
	}
	return nil
}

func (a *app) outbox(ctx context.Context, f outboxFlags) error {
	if err := f.check(); err != nil {
		return err
	}
	f.choice.State = ledger.DeliveryState(f.state)
	if !f.send && !f.retry && !f.pause && !f.resume && !f.cancel {
		return a.looking(ctx, func(e *engine.Engine) error {
			if f.days >= 0 {
				return a.showUndelivered(ctx, e, f.days)
			}
			return a.showOutbox(ctx, e, f, nil)
		})
	}
	return a.working(ctx, func(e *engine.Engine) error {
		said, err := a.changeOutbox(ctx, e, f)
		if err != nil {
			return err
		}
		return a.showOutbox(ctx, e, f, said)
	})
}

// changeOutbox does what the flags ask for, and gives what is to be said of it.
func (a *app) changeOutbox(ctx context.Context, e *engine.Engine, f outboxFlags) (said func(io.Writer), err error) {
	switch {
	case f.pause:
		return func(w io.Writer) { a.line(w, "cli.outbox.paused") }, e.PauseOutbox(ctx, f.choice.Channel)
	case f.resume:
		return func(w io.Writer) { a.line(w, "cli.outbox.resumed") }, e.ResumeOutbox(ctx, f.choice.Channel)
	case f.cancel:
		n, err := e.CallOff(ctx, f.choice)
		return func(w io.Writer) { _, _ = fmt.Fprintln(w, a.counted("cli.outbox.cancelled", n)) }, err
	}
	only := f.choice
	if f.retry {
		if only.Numbers, err = e.RetryDeliveries(ctx, f.choice); err != nil {
			return nil, err
		}
	}
	if a.dry {
		return a.wouldSend(ctx, e, only)
	}
	sent, err := a.send(ctx, e, engine.Sending{Channels: channelsOf(f.choice.Channel), Only: only, Patience: f.patient, Timeouts: timeouts(f.timeout)})
	return func(w io.Writer) {
		for _, one := range sent {
			a.showSent(w, one)
		}
	}, err
}

// wouldSend says what sending a choice would do.
func (a *app) wouldSend(ctx context.Context, e *engine.Engine, only ledger.Choice) (said func(io.Writer), err error) {
	goes, held, err := e.WouldSend(ctx, only)
	return func(w io.Writer) {
		_, _ = fmt.Fprintln(w, a.counted("cli.outbox.would", goes))
		for _, why := range slices.Sorted(maps.Keys(held)) {
			a.line(w, "cli.outbox.held", "count", strconv.Itoa(held[why]), "why", a.why(why))
		}
	}, err
}

// channelsOf is the one channel that was named, if it was one and not a kind.
func channelsOf(name string) []string {
	if !strings.Contains(name, ":") {
		return nil
	}
	return []string{name}
}

func (a *app) showOutbox(ctx context.Context, e *engine.Engine, f outboxFlags, said func(io.Writer)) error {
	list, err := e.Deliveries(ctx, f.choice)
	if err != nil {
		return err
	}
	pauses, err := e.OutboxPauses(ctx)
	if err != nil {
		return err
	}
	views := make([]deliveryView, 0, len(list))
	var t table
	for _, one := range list {
		views = append(views, viewDelivery(one))
		why := one.Answer
		if why == "" || one.State != ledger.DeliveryDelivered {
			why = a.whyWith(one.Code, one.Answer)
		}
		t.add(a.words.T("delivery.state."+string(one.Shown())), one.Channel, one.Name, one.Email, why)
	}
	return a.console.Result(views, func(w io.Writer) {
		if said != nil {
			said(w)
			a.drily(w)
			return
		}
		a.listed(w, t, "cli.outbox.none")
		for _, channel := range pauses {
			if channel == "" {
				a.line(w, "cli.outbox.paused")
			} else {
				a.line(w, "cli.outbox.pausedone", "channel", channel)
			}
		}
	})
}

// undeliveredView is an award that reached nobody.
type undeliveredView struct {
	ID    string `json:"id"`
	Name  string `json:"name"`
	Email string `json:"email"`
	Class string `json:"class"`
	Batch string `json:"batch"`
	Row   int    `json:"row"`
}

func (a *app) showUndelivered(ctx context.Context, e *engine.Engine, days int) error {
	list, err := e.Undelivered(ctx, days)
	if err != nil {
		return err
	}
	views := make([]undeliveredView, 0, len(list))
	var t table
	for _, one := range list {
		views = append(views, undeliveredView{one.ID, one.Name, one.Email, one.Class, one.Batch, one.Row})
		t.add(one.Name, one.Email, one.Class, strconv.Itoa(one.Row))
	}
	return a.console.Result(views, func(w io.Writer) { a.listed(w, t, "cli.outbox.undelivered.none") })
}
