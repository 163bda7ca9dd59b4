package main

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"badgekiln/cmd/internal/engine"
	"badgekiln/issuer"
	"badgekiln/issuer/award"
	"badgekiln/issuer/roster"

	"github.com/spf13/cobra"
)

// correctVerb puts right what one award says.
func (a *app) correctVerb() *cobra.Command {
	var name, email, narrative, note, language, expires, reason, image string
	var evidence, set []string
	c := a.verb("correct", takes(1, 1), nil)
	flags := c.Flags()
	flags.StringVar(&name, "name", "", a.flag("correct", "name"))
	flags.StringVar(&email, "email", "", a.flag("correct", "email"))
	flags.StringVar(&narrative, "narrative", "", a.flag("correct", "narrative"))
	flags.StringVar(&note, "criteria-note", "", a.flag("correct", "criteria-note"))
	flags.StringVar(&image, "image", "", a.flag("correct", "image"))
	flags.StringArrayVar(&set, "field", nil, a.flag("correct", "field"))
	flags.StringVar(&language, "language", "", a.flag("correct", "language"))
	flags.StringVar(&expires, "expires", "", a.flag("correct", "expires"))
	flags.StringArrayVar(&evidence, "evidence", nil, a.flag("correct", "evidence"))
	flags.StringVar(&reason, "reason", "", a.flag("correct", "reason"))
	a.dryFlag(c, "correct")
	c.RunE = func(c *cobra.Command, args []string) error {
		given := func(flag string, value *string) *string {
			if c.Flags().Changed(flag) {
				return value
			}
			return nil
		}
		var proofs *[]string
		if c.Flags().Changed("evidence") {
			evidence = slices.DeleteFunc(evidence, func(s string) bool { return s == "" })
			proofs = &evidence
		}
		var until *roster.Date
		if c.Flags().Changed("expires") {
			until = new(roster.Date)
			if err := until.UnmarshalText([]byte(strings.TrimSpace(expires))); err != nil {
				return issuer.Fail(issuer.Usage, "since-unreadable", "since", expires)
			}
		}
		fix, err := engine.Fix(args[0], given("name", &name), given("email", &email), given("narrative", &narrative),
			given("language", &language), proofs, until)
		if err != nil {
			return err
		}
		fix.Note = given("criteria-note", &note)
		fields, err := fieldsToSet(set)
		if err != nil {
			return err
		}
		if fix == (award.Correction{ID: args[0]}) && len(fields) == 0 && image == "" {
			return issuer.Fail(issuer.Usage, "correct-nothing")
		}
		if strings.TrimSpace(reason) == "" {
			reason = a.words.T("correct.reason")
		}
		return a.working(c.Context(), func(e *engine.Engine) error {
			if len(fields) > 0 || image != "" {
				if err := e.FixPicture(c.Context(), &fix, fields, image); err != nil {
					return err
				}
			}
			return a.correct(c.Context(), e, fix, reason)
		})
	}
	return c
}

// fieldsToSet reads NAME=TEXT, of which an empty text takes the field away.
func fieldsToSet(set []string) (map[string]string, error) {
	fields := map[string]string{}
	for _, text := range set {
		name, value, ok := strings.Cut(text, "=")
		if name = strings.TrimSpace(name); !ok || name == "" {
			return nil, issuer.Fail(issuer.Usage, "correct-field", "text", text)
		}
		fields[name] = strings.TrimSpace(value)
	}
	return fields, nil
}

// correctedView is the result of correct.
type correctedView struct {
	Changed bool       `json:"changed"`
	Old     recordView `json:"old"`
	New     recordView `json:"new"`
	Publish []string   `json:"publish"` // addresses whose files changed
	DryRun  bool       `json:"dry_run,omitempty"`
}

func (a *app) correct(ctx context.Context, e *engine.Engine, fix award.Correction, reason string) error {
	if err := a.clock(ctx, e); err != nil {
		return err
	}
	done, err := e.Correct(ctx, []award.Correction{fix}, reason)
	if err != nil {
		return err
	}
	v := correctedView{Changed: done[0].New.ID != done[0].Old.ID, New: viewAward(done[0].New), DryRun: a.dry}
	old, err := e.Show(ctx, done[0].Old.ID)
	if err != nil {
		return err
	}
	v.Old, v.Publish = viewAward(old.Award), []string{}
	if v.Changed {
		v.Publish = append(v.Publish, publicFiles(old.Faces)...)
	}
	return a.console.Result(v, func(w io.Writer) {
		if !v.Changed {
			a.line(w, "cli.correct.same")
			return
		}
		_, _ = fmt.Fprintln(w, a.words.T(a.dried("cli.correct.done")))
		a.people([]recordView{v.New}).print(w, "  ")
		a.line(w, "cli.correct.old", "id", v.Old.ID)
		a.publish(w, v.Publish)
		a.drily(w)
	})
}

func (a *app) publish(w io.Writer, urls []string) {
	if len(urls) > 0 {
		a.line(w, "cli.revoke.publish")
		for _, url := range urls {
			_, _ = fmt.Fprintln(w, "  "+url)
		}
	}
}

// undoVerb takes a batch back.
func (a *app) undoVerb() *cobra.Command {
	var out, names string
	c := a.verb("undo", takes(1, 1), func(ctx context.Context, args []string) error {
		return a.working(ctx, func(e *engine.Engine) error { return a.undo(ctx, e, args[0], out, names) })
	})
	c.Flags().StringVarP(&out, "out", "o", "", a.flag("undo", "out"))
	c.Flags().StringVar(&names, "names", "", a.flag("undo", "names"))
	return a.dryFlag(c, "undo")
}

// undoneView is the result of undo.
type undoneView struct {
	Batch   string       `json:"batch"`
	Undone  []recordView `json:"undone"`
	Removed int          `json:"removed"` // files
	Left    int          `json:"left"`    // files somebody changed
	DryRun  bool         `json:"dry_run,omitempty"`
}

func (a *app) undo(ctx context.Context, e *engine.Engine, batch, out, names string) error {
	if err := a.clock(ctx, e); err != nil {
		return err
	}
	if !a.dry {
		yes, err := a.console.Ask(ctx, "cli.ask.undo", "--yes", "batch", batch)
		if err == nil && !yes {
			err = issuer.Fail(issuer.Usage, "not-confirmed")
		}
		if err != nil {
			return err
		}
	}
	done, err := e.Undo(ctx, batch, out, names)
	if err != nil {
		return err
	}
	v := undoneView{Batch: batch, Undone: []recordView{}, Removed: done.Removed, Left: done.Left, DryRun: a.dry}
	for _, one := range done.Awards {
		if !a.dry {
			one.State = issuer.Undone
		}
		v.Undone = append(v.Undone, viewAward(one))
	}
	return a.console.Result(v, func(w io.Writer) {
		if len(v.Undone) == 0 {
			a.line(w, "cli.undo.none")
		} else {
			_, _ = fmt.Fprintln(w, a.counted(a.dried("cli.undo.done"), len(v.Undone)))
			a.people(v.Undone).print(w, "  ")
		}
		if v.Removed > 0 {
			_, _ = fmt.Fprintln(w, a.counted("cli.undo.removed", v.Removed, "out", out))
		}
		if v.Left > 0 {
			_, _ = fmt.Fprintln(w, a.counted("cli.undo.left", v.Left, "out", out))
		}
		a.drily(w)
	})
}

// renewVerb awards again what people hold.
func (a *app) renewVerb() *cobra.Command {
	c := a.verb("renew", takes(1, -1), func(ctx context.Context, args []string) error {
		return a.working(ctx, func(e *engine.Engine) error { return a.renew(ctx, e, args) })
	})
	return a.dryFlag(c, "renew")
}

// renewedView is the result of renew.
type renewedView struct {
	Batch   string       `json:"batch"`
	Renewed []recordView `json:"renewed"`
	Already []recordView `json:"already"` // what is held and lasts longer
	DryRun  bool         `json:"dry_run,omitempty"`
}

func (a *app) renew(ctx context.Context, e *engine.Engine, ids []string) error {
	if err := a.clock(ctx, e); err != nil {
		return err
	}
	done, err := e.Renew(ctx, ids)
	if err != nil {
		return err
	}
	v := renewedView{Batch: done.Batch, Renewed: []recordView{}, Already: []recordView{}, DryRun: a.dry}
	for _, one := range done.Awards {
		v.Renewed = append(v.Renewed, viewAward(one))
	}
	for _, one := range done.Already {
		v.Already = append(v.Already, viewAward(one))
	}
	return a.console.Result(v, func(w io.Writer) {
		if len(v.Renewed) > 0 {
			_, _ = fmt.Fprintln(w, a.counted(a.dried("cli.renew.done"), len(v.Renewed)))
			a.people(v.Renewed).print(w, "  ")
		}
		if len(v.Already) > 0 {
			_, _ = fmt.Fprintln(w, a.counted("cli.renew.already", len(v.Already)))
			a.people(v.Already).print(w, "  ")
		}
		a.drily(w)
	})
}

// expiring gives awards the flag --expiring, which lists what ends soon.
func (a *app) expiring(c *cobra.Command) *cobra.Command {
	var within string
	c.Flags().StringVar(&within, "expiring", "", a.flag("awards", "expiring"))
	usual := c.RunE
	c.RunE = func(c *cobra.Command, args []string) error {
		if within == "" {
			return usual(c, args)
		}
		class, _ := c.Flags().GetString("class")
		return a.looking(c.Context(), func(e *engine.Engine) error { return a.expiringSoon(c.Context(), e, class, within) })
	}
	return c
}

func (a *app) expiringSoon(ctx context.Context, e *engine.Engine, class, within string) error {
	list, err := e.Expiring(ctx, class, within)
	if err != nil {
		return err
	}
	views := make([]recordView, 0, len(list))
	var t table
	for _, one := range list {
		views = append(views, viewAward(one))
		t.add(one.ID, one.Expires.Format(time.DateOnly), one.Class, one.Name, one.Email)
	}
	return a.console.Result(views, func(w io.Writer) { a.listed(w, t, "cli.awards.none-such") })
}

// eraseVerb takes a person out of the ledger.
func (a *app) eraseVerb() *cobra.Command {
	c := a.verb("erase", takes(1, 1), func(ctx context.Context, args []string) error {
		return a.working(ctx, func(e *engine.Engine) error { return a.erase(ctx, e, args[0]) })
	})
	return a.dryFlag(c, "erase")
}

// erasedView is the result of erase. It names nobody.
type erasedView struct {
	Awards  []string   `json:"awards"` // ids
	Imports int        `json:"imports"`
	Left    []leftView `json:"left"` // what may still tell of the person
	DryRun  bool       `json:"dry_run,omitempty"`
}

type leftView struct {
	Code    string        `json:"code"`
	Message string        `json:"message"`
	Values  issuer.Values `json:"values,omitempty"`
}

func (a *app) erase(ctx context.Context, e *engine.Engine, email string) error {
	if err := a.clock(ctx, e); err != nil {
		return err
	}
	if !a.dry {
		yes, err := a.console.Ask(ctx, "cli.ask.erase", "--yes", "email", email)
		if err == nil && !yes {
			err = issuer.Fail(issuer.Usage, "not-confirmed")
		}
		if err != nil {
			return err
		}
	}
	done, err := e.Erase(ctx, email)
	if err != nil {
		return err
	}
	v := erasedView{Awards: []string{}, Imports: done.Imports, Left: []leftView{}, DryRun: a.dry}
	for _, one := range done.Awards {
		v.Awards = append(v.Awards, one.ID)
	}
	for _, f := range done.Left {
		v.Left = append(v.Left, leftView{f.Code, a.words.Fill("erase."+f.Code, f.Values), f.Values})
	}
	return a.console.Result(v, func(w io.Writer) {
		a.line(w, a.dried("cli.erase.done"), "awards", strconv.Itoa(len(v.Awards)), "imports", strconv.Itoa(v.Imports))
		if len(v.Left) > 0 {
			a.line(w, "cli.erase.left")
			for _, l := range v.Left {
				_, _ = fmt.Fprintln(w, "  "+l.Message)
			}
		}
		a.drily(w)
	})
}
