package main

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"badgekiln/cmd/internal/engine"
	"badgekiln/issuer"

	"github.com/spf13/cobra"
)

func (a *app) suspendVerb() *cobra.Command {
	var reason string
	c := a.verb("suspend", takes(1, -1), func(ctx context.Context, args []string) error {
		if strings.TrimSpace(reason) == "" {
			return issuer.Fail(issuer.Usage, "reason-empty")
		}
		return a.working(ctx, func(e *engine.Engine) error {
			return a.restate(ctx, e, "suspend", func() ([]string, error) { return e.Suspend(ctx, args, reason) })
		})
	})
	c.Flags().StringVar(&reason, "reason", "", a.flag("suspend", "reason"))
	return require(a.dryFlag(c, "suspend"), "reason")
}

func (a *app) resumeVerb() *cobra.Command {
	c := a.verb("resume", takes(1, -1), func(ctx context.Context, args []string) error {
		return a.working(ctx, func(e *engine.Engine) error {
			return a.restate(ctx, e, "resume", func() ([]string, error) { return e.Resume(ctx, args) })
		})
	})
	return a.dryFlag(c, "resume")
}

// restated is the result of suspend and resume.
type restated struct {
	Changed []recordView `json:"changed"`
	Publish []string     `json:"publish"` // addresses whose files changed
	DryRun  bool         `json:"dry_run,omitempty"`
}

func (a *app) restate(ctx context.Context, e *engine.Engine, verb string, do func() ([]string, error)) error {
	if err := a.clock(ctx, e); err != nil {
		return err
	}
	done, err := do()
	if err != nil {
		return err
	}
	v := restated{Changed: []recordView{}, Publish: []string{}, DryRun: a.dry}
	if err := e.EachWithFaces(ctx, done, func(now issuer.Award, faces []issuer.Face) error {
		v.Changed = append(v.Changed, viewAward(now))
		v.Publish = append(v.Publish, publicFiles(faces)...)
		return nil
	}); err != nil {
		return err
	}
	slices.Sort(v.Publish)
	v.Publish = slices.Compact(v.Publish)
	return a.console.Result(v, func(w io.Writer) {
		if n := len(v.Changed); n > 0 {
			_, _ = fmt.Fprintln(w, a.counted(a.dried("cli."+verb+".done"), n))
			a.people(v.Changed).print(w, "  ")
		} else {
			a.line(w, "cli."+verb+".none")
		}
		if len(v.Publish) > 0 {
			a.line(w, "cli.revoke.publish")
			for _, url := range v.Publish {
				_, _ = fmt.Fprintln(w, "  "+url)
			}
		}
		a.drily(w)
	})
}
