package main

import (
	"context"
	"fmt"
	"io"
	"strconv"

	"badgekiln/cmd/internal/engine"
	"badgekiln/issuer"
	"badgekiln/issuer/ledger"

	"github.com/spf13/cobra"
)

// pushView is the result of a push.
type pushView struct {
	Backpack string        `json:"backpack"`
	Going    int           `json:"going"`  // those with somebody signed in
	Pushed   int           `json:"pushed"` // those that are there now
	Rows     []pushRowView `json:"rows"`
	DryRun   bool          `json:"dry_run,omitempty"`
}

type pushRowView struct {
	ID      string `json:"id"`
	Name    string `json:"name"`
	Email   string `json:"email"`
	Account string `json:"account,omitempty"`
	State   string `json:"state"` // of the delivery; "planned" in a dry run, "none" where nothing goes
	Code    string `json:"code,omitempty"`
	Answer  string `json:"answer,omitempty"` // the host's own words
	Why     string `json:"why,omitempty"`    // why nothing goes
}

func (a *app) viewPush(done engine.Pushed) pushView {
	v := pushView{Backpack: done.Backpack.Name, Going: done.Going(), Rows: []pushRowView{}, DryRun: a.dry}
	for _, r := range done.Rows {
		row := pushRowView{ID: r.Award, Name: r.Name, Email: r.Email, Account: r.Account, State: "none", Why: r.Why}
		switch d, went := done.Deliveries[r.Award]; {
		case went:
			row.State, row.Code, row.Answer = string(d.State), d.Code, d.Answer
		case r.Why == "":
			row.State = "planned"
		case r.Why == engine.PushDone:
			row.State = string(ledger.DeliveryDelivered)
		}
		if row.State == string(ledger.DeliveryDelivered) {
			v.Pushed++
		}
		v.Rows = append(v.Rows, row)
	}
	return v
}

// told shows a push; what did not go has its reason.
func (a *app) told(w io.Writer, v pushView) {
	var t table
	for _, r := range v.Rows {
		what, why := a.words.T("delivery.state."+r.State), ""
		switch {
		case r.State == "planned":
			what = a.words.T("cli.push.planned")
		case r.State == "none":
			what, why = a.words.T("cli.push.none"), a.words.T("push."+r.Why)
		case r.Code != "" && a.words.Has("delivery."+r.Code):
			why = a.words.T("delivery." + r.Code)
		}
		t.add(r.Email, what, why)
	}
	t.print(w, "")
	key, n := "cli.push.done", v.Pushed
	if a.dry {
		key, n = "cli.push.done.dry", v.Going
	}
	_, _ = fmt.Fprintln(w, a.counted(key, n, "all", strconv.Itoa(len(v.Rows)), "backpack", v.Backpack))
	a.drily(w)
}

func (a *app) pushVerb() *cobra.Command {
	var to, batch string
	c := a.verb("push", cobra.ArbitraryArgs, func(ctx context.Context, args []string) error {
		return a.working(ctx, func(e *engine.Engine) error {
			ids, err := a.chosen(ctx, e, args, batch)
			if err != nil {
				return err
			}
			step, end := a.console.Progress("cli.progress.push")
			done, err := e.Push(ctx, to, ids, engine.Sending{Progress: func(_ string, settled, total int) { step(settled, total) }}, a.words.T)
			end()
			if err != nil {
				return err
			}
			v := a.viewPush(done)
			if v.Pushed < len(v.Rows) && !a.dry {
				a.worse(statusNo)
			}
			for _, s := range done.Sent {
				if s.Err != nil && v.Pushed == 0 {
					return s.Err
				}
			}
			return a.console.Result(v, func(w io.Writer) { a.told(w, v) })
		})
	})
	c.Flags().StringVar(&to, "to", "", a.flag("push", "to"))
	c.Flags().StringVar(&batch, "batch", "", a.flag("push", "batch"))
	return a.dryFlag(c, "push")
}

// chosen are the awards that are meant: those named, and those of a batch that
// stand.
func (a *app) chosen(ctx context.Context, e *engine.Engine, ids []string, batch string) ([]string, error) {
	if len(ids) == 0 && batch == "" {
		return nil, issuer.Fail(issuer.Usage, "push-nothing")
	}
	if batch == "" {
		return ids, nil
	}
	standing, err := e.Standing(ctx, batch)
	return append(ids, standing...), err
}

// kioskView is the result of a kiosk.
type kioskView struct {
	pushView
	SignedOut signedOutView `json:"signed_out"`
}

func (a *app) backpackKioskVerb() *cobra.Command {
	var f loginFlags
	var batch string
	c := a.verb("backpack.kiosk", takes(0, 1), func(ctx context.Context, args []string) error {
		name := ""
		if len(args) > 0 {
			name = args[0]
		}
		if a.dry {
			return a.wouldLogin(ctx, name)
		}
		f.o.Brief = true
		return a.working(ctx, func(e *engine.Engine) error {
			one, err := a.login(ctx, e, name, f)
			if err != nil {
				return err
			}
			done, out, err := e.Kiosk(ctx, one, batch, engine.Sending{}, a.words.T)
			if err != nil {
				return err
			}
			v := kioskView{pushView: a.viewPush(done), SignedOut: a.viewSignedOut(out)}
			if v.Pushed < len(v.Rows) || len(v.Rows) == 0 {
				a.worse(statusNo)
			}
			return a.console.Result(v, func(w io.Writer) {
				a.told(w, v.pushView)
				a.sayOut(w, out)
				a.line(w, "cli.backpack.kiosk.leave", "url", out.Home)
			})
		})
	})
	a.loginFlags(c, &f)
	c.Flags().StringVar(&batch, "batch", "", a.flag("backpack.kiosk", "batch"))
	return a.dryFlag(c, "backpack.kiosk")
}

// pageView is the result of writing a page.
type pageView struct {
	File   string   `json:"file"`
	Badges []string `json:"badges"` // addresses
	DryRun bool     `json:"dry_run,omitempty"`
}

func (a *app) backpackPageVerb() *cobra.Command {
	var to, batch, out string
	c := a.verb("backpack.page", cobra.ArbitraryArgs, func(ctx context.Context, args []string) error {
		return a.looking(ctx, func(e *engine.Engine) error {
			ids, err := a.chosen(ctx, e, args, batch)
			if err != nil {
				return err
			}
			page, badges, err := e.IssuePage(ctx, to, ids, engine.IssueTexts(a.words.T))
			if err == nil {
				err = a.write(out, page)
			}
			if err != nil || out == stdio {
				return err
			}
			return a.console.Result(pageView{out, badges, a.dry}, func(w io.Writer) {
				_, _ = fmt.Fprintln(w, a.counted(a.dried("cli.backpack.page.done"), len(badges), "file", out))
				a.drily(w)
			})
		})
	})
	c.Flags().StringVar(&to, "to", "", a.flag("push", "to"))
	c.Flags().StringVar(&batch, "batch", "", a.flag("push", "batch"))
	c.Flags().StringVarP(&out, "output", "o", "", a.flag("backpack.page", "output"))
	return a.dryFlag(require(c, "output"), "backpack.page")
}

// bakedView is what a host's baker made of a published badge.
type bakedView struct {
	ID    string `json:"id"`
	URL   string `json:"url"`
	Bytes int    `json:"bytes"`
}

func (a *app) backpackCheckVerb() *cobra.Command {
	var to string
	c := a.verb("backpack.check", takes(1, 1), func(ctx context.Context, args []string) error {
		return a.looking(ctx, func(e *engine.Engine) error {
			url, size, err := e.CheckBaked(ctx, to, args[0])
			if err != nil {
				return err
			}
			return a.console.Result(bakedView{args[0], url, size}, func(w io.Writer) { a.line(w, "cli.backpack.check.done", "url", url) })
		})
	})
	c.Flags().StringVar(&to, "to", "", a.flag("push", "to"))
	return c
}
