package main

import (
	"context"
	"io"
	"time"

	"badgekiln/cmd/internal/engine"

	"github.com/spf13/cobra"
)

func (a *app) trustVerbs() *cobra.Command {
	return a.group("trust", nil, a.trustAddVerb(), a.trustListVerb(), a.trustRmVerb())
}

// trustView is an issuer that is trusted, as results show it.
type trustView struct {
	ID     string `json:"id"`
	Name   string `json:"name"`
	Own    bool   `json:"own"`
	Added  string `json:"added"`
	DryRun bool   `json:"dry_run,omitempty"`
}

func (a *app) trustAddVerb() *cobra.Command {
	var name string
	c := a.verb("trust.add", takes(1, 1), func(ctx context.Context, args []string) error {
		return a.with(ctx, engine.Open, func(e *engine.Engine) error {
			added, err := e.AddTrust(ctx, args[0], name)
			if err != nil {
				return err
			}
			v := trustView{ID: args[0], Name: name, DryRun: a.dry}
			return a.console.Result(v, func(w io.Writer) {
				if !added {
					a.line(w, "cli.trust.add.known", "issuer", args[0])
					return
				}
				a.line(w, a.dried("cli.trust.add.done"), "issuer", args[0])
				a.drily(w)
			})
		})
	})
	c.Flags().StringVar(&name, "name", "", a.flag("trust.add", "name"))
	return a.dryFlag(c, "trust.add")
}

func (a *app) trustListVerb() *cobra.Command {
	return a.verb("trust.list", takes(0, 0), func(ctx context.Context, _ []string) error {
		return a.looking(ctx, func(e *engine.Engine) error {
			list, err := e.Trusts(ctx)
			if err != nil {
				return err
			}
			views := make([]trustView, 0, len(list))
			var t table
			for _, one := range list {
				v := trustView{ID: one.URI, Name: one.Name, Own: one.Own, Added: stamp(one.Added)}
				views = append(views, v)
				since := a.words.T("cli.trust.list.own")
				if !one.Own {
					since = one.Added.Format(time.DateOnly)
				}
				t.add(v.ID, since, v.Name)
			}
			return a.console.Result(views, func(w io.Writer) { a.listed(w, t, "cli.trust.list.none") })
		})
	})
}

func (a *app) trustRmVerb() *cobra.Command {
	c := a.verb("trust.rm", takes(1, 1), func(ctx context.Context, args []string) error {
		return a.working(ctx, func(e *engine.Engine) error {
			if err := e.RemoveTrust(ctx, args[0]); err != nil {
				return err
			}
			v := trustView{ID: args[0], DryRun: a.dry}
			return a.console.Result(v, func(w io.Writer) {
				a.line(w, a.dried("cli.trust.rm.done"), "issuer", args[0])
				a.drily(w)
			})
		})
	})
	return a.dryFlag(c, "trust.rm")
}
