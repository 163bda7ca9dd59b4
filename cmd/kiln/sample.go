package main

import (
	"context"
	"fmt"
	"io"
	"path/filepath"

	"badgekiln/cmd/internal/engine"

	"github.com/spf13/cobra"
)

func (a *app) sampleVerb() *cobra.Command {
	var seed int64
	var c *cobra.Command
	c = a.verb("sample", takesPlace, func(ctx context.Context, args []string) error {
		if c.Flags().Changed("seed") {
			return a.sample(ctx, args[0], &seed)
		}
		return a.sample(ctx, args[0], nil)
	})
	c.Flags().Int64Var(&seed, "seed", 0, a.flag("sample", "seed"))
	return a.dryFlag(c, "sample")
}

// sample makes the sample workshop and says what can be done with it.
func (a *app) sample(ctx context.Context, dir string, seed *int64) error {
	env, err := a.world(ctx)
	if err != nil {
		return err
	}
	files, err := engine.Sample(ctx, dir, seed, env, a.words)
	if err != nil {
		return err
	}
	value := struct {
		Ledger string `json:"ledger"`
		Roster string `json:"roster"`
		Design string `json:"design"`
		Class  string `json:"class"`
		DryRun bool   `json:"dry_run,omitempty"`
	}{files.Ledger, files.Roster, files.Design, files.Class, a.dry}
	return a.console.Result(value, func(w io.Writer) {
		if a.dry {
			a.line(w, "cli.sample.done.dry", "folder", dir)
			a.drily(w)
			return
		}
		badges := filepath.Join(dir, "badges")
		a.line(w, "cli.sample.done", "folder", dir)
		var next table
		next.add(a.command(files.Ledger, "award", files.Class, files.Roster, "-o", badges), a.words.T("cli.sample.award"))
		next.add(a.command(files.Ledger, "verify")+" "+shellWord(badges)+"/*.png", a.words.T("cli.sample.verify"))
		next.add(a.command(files.Ledger, "awards"), a.words.T("cli.sample.awards"))
		_, _ = fmt.Fprintln(w)
		for _, row := range next.rows {
			_, _ = fmt.Fprintf(w, "%s\n  %s\n", row[1], row[0])
		}
	})
}
