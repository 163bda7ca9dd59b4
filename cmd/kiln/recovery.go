package main

import (
	"context"
	"fmt"
	"io"

	"badgekiln/cmd/internal/engine"
	"badgekiln/issuer"

	"github.com/spf13/cobra"
)

// recoveryView is the result of key recovery.
type recoveryView struct {
	File string `json:"file"`
	Keys int    `json:"keys"`
	Open bool   `json:"opens_without_passphrase"`

	DryRun bool `json:"dry_run,omitempty"`
}

func (a *app) keyRecoveryVerb() *cobra.Command {
	var out, restore string
	c := a.verb("key.recovery", takes(0, 0), nil)
	c.RunE = func(c *cobra.Command, _ []string) error {
		ctx := c.Context()
		switch {
		case out != "" && restore != "":
			return issuer.Fail(issuer.Usage, "flags-exclude", "flags", "-o, --restore")
		case restore != "":
			return a.working(ctx, func(e *engine.Engine) error { return a.keyRestore(e, restore) })
		case out == "":
			return issuer.Fail(issuer.Usage, "flag-missing", "flag", "--out", "use", c.UseLine())
		}
		return a.looking(ctx, func(e *engine.Engine) error { return a.keyPage(ctx, e, out) })
	}
	c.Flags().StringVarP(&out, "out", "o", "", a.flag("key.recovery", "out"))
	c.Flags().StringVar(&restore, "restore", "", a.flag("key.recovery", "restore"))
	return a.dryFlag(c, "key.recovery")
}

func (a *app) keyPage(ctx context.Context, e *engine.Engine, out string) error {
	count, open, err := e.Recovery(ctx, out, a.say)
	if err != nil {
		return err
	}
	return a.console.Result(recoveryView{out, count, open, a.dry}, func(w io.Writer) {
		_, _ = fmt.Fprintln(w, a.counted(a.dried("cli.key.recovery.done"), count, "file", out))
		if open {
			a.line(w, "cli.key.recovery.open")
		} else {
			a.line(w, "cli.key.recovery.sealed")
		}
		a.drily(w)
	})
}

func (a *app) keyRestore(e *engine.Engine, file string) error {
	count, err := e.Recover(file)
	if err != nil {
		return err
	}
	return a.console.Result(recoveryView{File: file, Keys: count, DryRun: a.dry}, func(w io.Writer) {
		_, _ = fmt.Fprintln(w, a.counted(a.dried("cli.key.recovery.restored"), count))
		a.drily(w)
	})
}
