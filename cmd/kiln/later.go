package main

import (
	"context"
	"fmt"
	"io"
	"strconv"
	"time"

	"badgekiln/cmd/internal/engine"

	"github.com/spf13/cobra"
)

// showFiles gives show the flag --files, which makes an award's files once more
// out of the ledger.
func (a *app) showFiles(c *cobra.Command) *cobra.Command {
	var out, names string
	c.Flags().StringVar(&out, "files", "", a.flag("show", "files"))
	c.Flags().StringVar(&names, "names", "", a.flag("show", "names"))
	usual := c.RunE
	c.RunE = func(c *cobra.Command, args []string) error {
		if out == "" {
			return usual(c, args)
		}
		return a.looking(c.Context(), func(e *engine.Engine) error { return a.handOut(c.Context(), e, args, out, names) })
	}
	return c
}

func (a *app) handOut(ctx context.Context, e *engine.Engine, ids []string, out, names string) error {
	d, err := e.Show(ctx, ids[0])
	if err != nil {
		return err
	}
	if _, err := e.FilesOf(ctx, d.ID, names); err != nil { // an award that does not stand has none
		return err
	}
	progress, end := a.stages()
	written, err := e.HandOut(ctx, []string{d.ID}, out, names, progress, a.say)
	end()
	if err != nil {
		return err
	}
	v := struct {
		ID     string    `json:"id"`
		Output string    `json:"output"`
		Files  filesView `json:"files"`
	}{d.ID, out, filesView{written.Files, written.Right, append([]int{}, written.Flawed...)}}
	return a.console.Result(v, func(w io.Writer) {
		_, _ = fmt.Fprintln(w, a.counted("cli.show.files", written.Files, "out", out, "right", strconv.Itoa(written.Right)))
	})
}

// unfinishedView is a batch that something stopped.
type unfinishedView struct {
	Batch   string `json:"batch"`
	Class   string `json:"class"`
	Roster  string `json:"roster"`
	Planned string `json:"planned"`
	Awarded int    `json:"awarded"`
	Pending int    `json:"pending"`
}

// unfinished gives awards the flag --unfinished, which lists what was stopped.
func (a *app) unfinished(c *cobra.Command) *cobra.Command {
	var wanted bool
	c.Flags().BoolVar(&wanted, "unfinished", false, a.flag("awards", "unfinished"))
	usual := c.RunE
	c.RunE = func(c *cobra.Command, args []string) error {
		if !wanted {
			return usual(c, args)
		}
		return a.looking(c.Context(), func(e *engine.Engine) error {
			list, err := e.Unfinished(c.Context())
			if err != nil {
				return err
			}
			views := make([]unfinishedView, 0, len(list))
			var t table
			for _, u := range list {
				v := unfinishedView{u.ID, u.Class, u.Roster, stamp(u.Planned), u.Awarded, u.Pending}
				views = append(views, v)
				t.add(v.Batch, u.Planned.Format(time.DateOnly), v.Class, v.Roster, a.words.T("cli.awards.pending", "awarded", strconv.Itoa(v.Awarded), "pending", strconv.Itoa(v.Pending)))
			}
			return a.console.Result(views, func(w io.Writer) { a.listed(w, t, "cli.awards.finished") })
		})
	}
	return c
}

// finishVerb finishes a batch that something stopped. It needs no list: all of
// it stands in the ledger.
func (a *app) finishVerb() *cobra.Command {
	var out, names string
	c := a.verb("finish", takes(1, 1), func(ctx context.Context, args []string) error {
		return a.working(ctx, func(e *engine.Engine) error {
			if err := a.clock(ctx, e); err != nil {
				return err
			}
			if a.dry {
				return a.finishDry(ctx, e, args[0])
			}
			progress, end := a.stages()
			done, err := e.Finish(ctx, args[0], out, names, progress, a.say)
			end()
			if err != nil {
				return err
			}
			v := struct {
				Batch   string     `json:"batch"`
				Class   string     `json:"class"`
				Awarded int        `json:"awarded"`
				Output  string     `json:"output"`
				Files   *filesView `json:"files,omitempty"`
			}{Batch: args[0], Class: done.Plan.Class.Slug, Awarded: done.Awarded}
			if out != "" {
				v.Output, v.Files = out, &filesView{done.Written.Files, done.Written.Right, append([]int{}, done.Written.Flawed...)}
			}
			return a.console.Result(v, func(w io.Writer) {
				_, _ = fmt.Fprintln(w, a.counted("cli.finish.done", v.Awarded))
				if out != "" {
					_, _ = fmt.Fprintln(w, a.counted("cli.show.files", done.Written.Files, "out", out, "right", strconv.Itoa(done.Written.Right)))
				}
			})
		})
	})
	c.Flags().StringVarP(&out, "out", "o", "", a.flag("finish", "out"))
	c.Flags().StringVar(&names, "names", "", a.flag("finish", "names"))
	return a.dryFlag(c, "finish")
}

// finishDry says how many badges finishing would award.
func (a *app) finishDry(ctx context.Context, e *engine.Engine, batch string) error {
	if err := e.Knows(ctx, batch); err != nil {
		return err
	}
	list, err := e.Unfinished(ctx)
	if err != nil {
		return err
	}
	v := struct {
		Batch   string `json:"batch"`
		Class   string `json:"class"`
		Awarded int    `json:"awarded"`
		DryRun  bool   `json:"dry_run"`
	}{Batch: batch, DryRun: true}
	for _, one := range list {
		if one.ID == batch {
			v.Class, v.Awarded = one.Class, one.Pending
		}
	}
	return a.console.Result(v, func(w io.Writer) {
		_, _ = fmt.Fprintln(w, a.counted("cli.finish.done.dry", v.Awarded))
		a.drily(w)
	})
}
