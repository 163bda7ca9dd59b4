package main

import (
	"context"
	"io"
	"strconv"

	"badgekiln/cmd/internal/engine"

	"github.com/spf13/cobra"
)

// ledgerCopyVerb keeps a copy of each day beside the ledger.
func (a *app) ledgerCopyVerb() *cobra.Command {
	var keep int
	c := a.verb("ledger.copy", takes(0, 0), func(ctx context.Context, _ []string) error {
		return a.looking(ctx, func(e *engine.Engine) error {
			if a.dry {
				return a.copiesDry(e, keep)
			}
			made, err := e.KeepCopy(ctx, keep)
			if err != nil {
				return err
			}
			list, err := e.Copies()
			if err != nil {
				return err
			}
			v := copiesView{Made: made, Copies: append([]string{}, list...)}
			return a.console.Result(v, func(w io.Writer) {
				if made == "" {
					a.line(w, "cli.ledger.copy.had")
				} else {
					a.line(w, "cli.ledger.copy.made", "file", made)
				}
				a.line(w, "cli.ledger.copy.all", "count", strconv.Itoa(len(list)))
			})
		})
	})
	const week = 7
	c.Flags().IntVar(&keep, "keep", week, a.flag("ledger.copy", "keep"))
	return a.dryFlag(c, "ledger.copy")
}

// copiesView is the result of ledger copy.
type copiesView struct {
	Made   string   `json:"made"` // "" when today's was there
	Copies []string `json:"copies"`
	DryRun bool     `json:"dry_run,omitempty"`
}

// copiesDry says what would be copied, and that nothing was.
func (a *app) copiesDry(e *engine.Engine, keep int) error {
	day, due := e.CopyDue()
	list, err := e.Copies()
	if err != nil {
		return err
	}
	if due {
		list = append([]string{day}, list...)
	} else {
		day = ""
	}
	v := copiesView{Made: day, Copies: append([]string{}, list[:min(keep, len(list))]...), DryRun: true}
	return a.console.Result(v, func(w io.Writer) {
		if due {
			a.line(w, "cli.ledger.copy.made.dry", "file", day)
		} else {
			a.line(w, "cli.ledger.copy.had")
		}
		a.drily(w)
	})
}
