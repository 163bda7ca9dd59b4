package main

import (
	"context"
	"io"
	"strconv"
	"time"

	"badgekiln/cmd/internal/engine"
	"badgekiln/issuer/ledger"

	"github.com/spf13/cobra"
)

// handoutView is an award as a pick-up desk knows it.
type handoutView struct {
	ID      string `json:"id"`
	Row     int    `json:"row"`
	Name    string `json:"name"`
	Email   string `json:"email"`
	Code    string `json:"code"`
	Given   string `json:"given"` // "" for not yet
	GivenBy string `json:"given_by"`
	Claim   string `json:"claim"` // address of a page of its own, or ""
	Named   bool   `json:"claim_names"`
	Told    string `json:"told"`
	Changed *bool  `json:"changed,omitempty"`
}

func viewHandout(r engine.HandoutRow) handoutView {
	return handoutView{r.Award.ID, r.Award.Row, r.Award.Name, r.Award.Email, r.Code, stamp(r.Given), r.GivenBy, r.Claim, r.Names, stamp(r.Told), nil}
}

// givenVerb notes what was handed over at a desk.
func (a *app) givenVerb() *cobra.Command {
	return a.markVerb("given", func(e *engine.Engine, ctx context.Context, batch string, named []string, undo bool) ([]engine.Handed, error) {
		return e.MarkGiven(ctx, batch, named, undo)
	})
}

func (a *app) markVerb(path string, mark func(e *engine.Engine, ctx context.Context, batch string, named []string, undo bool) ([]engine.Handed, error)) *cobra.Command {
	var batch string
	var undo bool
	c := a.verb(path, takes(1, -1), func(ctx context.Context, args []string) error {
		return a.working(ctx, func(e *engine.Engine) error {
			if err := a.clock(ctx, e); err != nil {
				return err
			}
			done, err := mark(e, ctx, batch, args, undo)
			if err != nil {
				return err
			}
			views := make([]handoutView, 0, len(done))
			for _, one := range done {
				v := viewHandout(one.HandoutRow)
				v.Changed = &one.Changed
				views = append(views, v)
			}
			return a.console.Result(views, func(w io.Writer) {
				for _, one := range done {
					key := "cli." + path + ".done"
					switch {
					case !one.Changed:
						key = "cli." + path + ".already"
					case undo:
						key = "cli." + path + ".undone"
					}
					a.line(w, key, "name", one.Award.Name, "email", one.Award.Email, "code", one.Code)
				}
				a.drily(w)
			})
		})
	})
	c.Flags().StringVar(&batch, "batch", "", a.flag(path, "batch"))
	c.Flags().BoolVar(&undo, "undo", false, a.flag(path, "undo"))
	return a.dryFlag(c, path)
}

func (a *app) handoutVerbs() *cobra.Command {
	return a.group("handout", nil, a.handoutListVerb("handout.list", func(engine.HandoutRow) bool { return true }))
}

func (a *app) handoutListVerb(path string, shown func(engine.HandoutRow) bool) *cobra.Command {
	var batch string
	var waiting bool
	c := a.verb(path, takes(0, 0), func(ctx context.Context, _ []string) error {
		return a.looking(ctx, func(e *engine.Engine) error {
			rows, err := a.handouts(ctx, e, batch)
			if err != nil {
				return err
			}
			views := []handoutView{}
			var t table
			for _, r := range rows {
				if !shown(r) || waiting && !r.Given.IsZero() {
					continue
				}
				views = append(views, viewHandout(r))
				given := ""
				if !r.Given.IsZero() {
					given = r.Given.Format(time.DateOnly)
				}
				t.add(strconv.Itoa(r.Award.Row), r.Code, given, r.Award.Name, r.Award.Email, r.Claim)
			}
			return a.console.Result(views, func(w io.Writer) { a.listed(w, t, "cli."+path+".none") })
		})
	})
	c.Flags().StringVar(&batch, "batch", "", a.flag(path, "batch"))
	c.Flags().BoolVar(&waiting, "waiting", false, a.flag("handout.list", "waiting"))
	return c
}

// handouts are those of a batch, or of all.
func (a *app) handouts(ctx context.Context, e *engine.Engine, batch string) ([]engine.HandoutRow, error) {
	if batch != "" {
		return e.Handouts(ctx, batch)
	}
	var all []ledger.Batch
	if err := e.View(ctx, func(t *ledger.Tx) (err error) {
		all, err = t.Batches()
		return err
	}); err != nil {
		return nil, err
	}
	var list []engine.HandoutRow
	for _, b := range all {
		rows, err := e.Handouts(ctx, b.ID)
		if err != nil {
			return nil, err
		}
		list = append(list, rows...)
	}
	return list, nil
}
