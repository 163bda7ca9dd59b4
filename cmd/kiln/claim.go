package main

import (
	"context"
	"io"
	"strconv"

	"badgekiln/cmd/internal/engine"

	"github.com/spf13/cobra"
)

// claimVerbs are about the pages that only their people are told of.
func (a *app) claimVerbs() *cobra.Command {
	told := a.markVerb("claim.told", func(e *engine.Engine, ctx context.Context, batch string, named []string, undo bool) ([]engine.Handed, error) {
		return e.MarkTold(ctx, batch, named, undo)
	})
	list := a.handoutListVerb("claim.list", func(r engine.HandoutRow) bool { return r.Claim != "" })
	list.Flags().Lookup("waiting").Hidden = true
	return a.group("claim", nil, a.claimMakeVerb(), list, told)
}

func (a *app) claimMakeVerb() *cobra.Command {
	var batch string
	var names bool
	c := a.verb("claim.make", takes(0, 0), func(ctx context.Context, _ []string) error {
		return a.working(ctx, func(e *engine.Engine) error {
			made, err := e.MakeClaims(ctx, batch, names)
			if err != nil {
				return err
			}
			v := struct {
				Batch  string `json:"batch"`
				Made   int    `json:"made"`
				Names  bool   `json:"names"`
				DryRun bool   `json:"dry_run,omitempty"`
			}{batch, made, names, a.dry}
			return a.console.Result(v, func(w io.Writer) {
				a.line(w, a.dried("cli.claim.make.done"), "count", strconv.Itoa(made))
				a.drily(w)
			})
		})
	})
	c.Flags().StringVar(&batch, "batch", "", a.flag("claim.make", "batch"))
	c.Flags().BoolVar(&names, "with-names", false, a.flag("claim.make", "with-names"))
	return require(a.dryFlag(c, "claim.make"), "batch")
}
