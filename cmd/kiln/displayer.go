package main

import (
	"context"
	"fmt"
	"io"
	"strconv"

	"badgekiln/cmd/internal/engine"
	"badgekiln/issuer/deliver/backpack"

	"github.com/spf13/cobra"
)

// displayView is the result of reading a Displayer.
type displayView struct {
	Email  string           `json:"email"`
	Groups []backpack.Group `json:"groups"`
	File   string           `json:"file,omitempty"`
	DryRun bool             `json:"dry_run,omitempty"`
}

func (a *app) displayerVerb() *cobra.Command {
	var file, title string
	var local bool
	c := a.verb("displayer", takes(2, 2), func(ctx context.Context, args []string) error {
		groups, err := engine.Displayed(ctx, args[0], args[1], local)
		if err != nil {
			return err
		}
		if file != "" {
			page, err := backpack.List(groups, engine.ListTexts(a.words.T, title))
			if err == nil {
				err = a.write(file, page)
			}
			if err != nil || file == stdio {
				return err
			}
		}
		v := displayView{Email: args[1], Groups: groups, File: file, DryRun: a.dry}
		return a.console.Result(v, func(w io.Writer) {
			var t table
			n := 0
			for _, g := range groups {
				n += len(g.Badges)
				for _, b := range g.Badges {
					t.add(g.Name, b.Name, b.Issuer, b.Issued)
				}
			}
			t.print(w, "")
			_, _ = fmt.Fprintln(w, a.counted("cli.displayer.done", n, "groups", strconv.Itoa(len(groups))))
			if file != "" {
				a.line(w, a.dried("cli.displayer.wrote"), "file", file)
			}
			a.drily(w)
		})
	})
	c.Flags().StringVar(&file, "html", "", a.flag("displayer", "html"))
	c.Flags().StringVar(&title, "title", "", a.flag("displayer", "title"))
	c.Flags().BoolVar(&local, "local", false, a.flag("backpack.add", "local"))
	return a.dryFlag(c, "displayer")
}
