package main

import (
	"context"
	"io"
	"strconv"

	"badgekiln/cmd/internal/engine"

	"github.com/spf13/cobra"
)

// ledgerCopyVerb keeps a copy of each day beside the ledger, and says how many
// stay.
func (a *app) ledgerCopyVerb() *cobra.Command {
	var rule engine.CopyRule
	var c *cobra.Command
	c = a.verb("ledger.copy", takes(0, 0), func(ctx context.Context, _ []string) error {
		return a.with(ctx, engine.OpenExisting, func(e *engine.Engine) error {
			had, err := e.CopyRule(ctx)
			if err != nil {
				return err
			}
			if !c.Flags().Changed("keep") {
				rule.Daily = had.Daily
			}
			if !c.Flags().Changed("weeks") {
				rule.Weekly = had.Weekly
			}
			if rule != had {
				if err := e.SetCopyRule(ctx, rule); err != nil {
					return err
				}
			}
			return a.copyNow(ctx, e, rule)
		})
	})
	usual := engine.UsualCopies()
	c.Flags().IntVar(&rule.Daily, "keep", usual.Daily, a.flag("ledger.copy", "keep"))
	c.Flags().IntVar(&rule.Weekly, "weeks", usual.Weekly, a.flag("ledger.copy", "weeks"))
	return a.dryFlag(c, "ledger.copy")
}

// copiesView is the result of ledger copy.
type copiesView struct {
	Made   string          `json:"made"` // "" when today's was there
	Copies []string        `json:"copies"`
	Keeps  engine.CopyRule `json:"keeps"`
	DryRun bool            `json:"dry_run,omitempty"`
}

func (a *app) copyNow(ctx context.Context, e *engine.Engine, rule engine.CopyRule) error {
	day, due := e.CopyDue()
	v := copiesView{Keeps: rule, DryRun: a.dry}
	if due {
		v.Made = day
	}
	if !a.dry {
		if _, err := e.KeepCopy(ctx); err != nil {
			return err
		}
	}
	list, err := e.Copies()
	if err != nil {
		return err
	}
	v.Copies = append([]string{}, list...)
	return a.console.Result(v, func(w io.Writer) {
		if due {
			a.line(w, a.dried("cli.ledger.copy.made"), "file", day)
		} else {
			a.line(w, "cli.ledger.copy.had")
		}
		if !a.dry {
			a.line(w, "cli.ledger.copy.all", "count", strconv.Itoa(len(list)))
		}
		a.line(w, "cli.ledger.copy.keeps", "days", strconv.Itoa(rule.Daily), "weeks", strconv.Itoa(rule.Weekly))
		a.drily(w)
	})
}
