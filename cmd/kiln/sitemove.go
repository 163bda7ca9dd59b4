package main

import (
	"context"
	"fmt"
	"io"
	"strconv"

	"badgekiln/cmd/internal/engine"
	"badgekiln/issuer"
	"badgekiln/issuer/deliver/inspect"

	"github.com/spf13/cobra"
)

// moveView is the result of a move.
type moveView struct {
	From     string           `json:"from"`
	To       string           `json:"to"`
	Staying  []engine.Staying `json:"staying"`           // standing badges under the old address, by what they need of it
	Earlier  []engine.Earlier `json:"earlier,omitempty"` // addresses of before that badges need still
	Redirect string           `json:"redirect,omitempty"`
	Before   string           `json:"before,omitempty"` // where the rule leads to: the old files have to lie there
	Reissued []recordView     `json:"reissued"`
	DryRun   bool             `json:"dry_run,omitempty"`
}

func (a *app) siteMoveVerb() *cobra.Command {
	var to, server, again string
	c := a.verb("site.move", takes(0, 0), func(ctx context.Context, _ []string) error {
		return a.working(ctx, func(e *engine.Engine) error {
			m, err := e.PlanMove(ctx, a.issuer, to)
			if err != nil {
				return err
			}
			v := moveView{From: m.From, To: m.To, Staying: m.Staying, Earlier: m.Earlier, Reissued: []recordView{}, DryRun: a.dry}
			if server != "" {
				v.Before = inspect.Before(m.From, m.To)
				if v.Redirect = inspect.Lead(inspect.Host(server), m.From, m.To); v.Redirect == "" {
					return issuer.Fail(issuer.Usage, "move-server", "server", server)
				}
			}
			done, err := e.MoveSite(ctx, a.issuer, to, again)
			if err != nil {
				return err
			}
			for _, r := range done.Reissued {
				v.Reissued = append(v.Reissued, viewAward(r.New))
			}
			return a.console.Result(v, func(w io.Writer) { a.showMove(w, v) })
		})
	})
	c.Flags().StringVar(&to, "base-url", "", a.flag("site.move", "base-url"))
	c.Flags().StringVar(&server, "redirects", "", a.flag("site.move", "redirects"))
	c.Flags().StringVar(&again, "reissue", "", a.flag("site.move", "reissue"))
	return require(a.dryFlag(c, "site.move"), "base-url")
}

func (a *app) showMove(w io.Writer, v moveView) {
	a.line(w, a.dried("cli.site.move.done"), "to", v.To)
	if len(v.Staying) == 0 {
		a.line(w, "cli.site.move.none", "from", v.From)
	}
	for _, s := range v.Staying {
		key := "cli.site.move." + string(s.Needs)
		if s.Needs == engine.NeedsNone {
			key = "cli.site.move.survives"
		}
		a.line(w, key, "count", strconv.Itoa(s.Count), "format", string(s.Format), "from", v.From)
	}
	for _, one := range v.Earlier {
		_, _ = fmt.Fprintln(w, a.counted("cli.site.move.earlier", one.Count, "base", one.Base, "from", v.From))
	}
	switch {
	case len(v.Reissued) > 0:
		_, _ = fmt.Fprintln(w, a.counted("cli.site.move.reissued", len(v.Reissued)))
	case len(v.Staying) > 0:
		a.line(w, "cli.site.move.keep")
	}
	if v.Redirect != "" {
		a.line(w, "cli.site.move.redirect")
		_, _ = fmt.Fprint(w, v.Redirect)
		a.line(w, "cli.site.move.before", "before", v.Before, "from", v.From)
	}
	a.drily(w)
}
