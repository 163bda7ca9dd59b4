package main

import (
	"context"
	"fmt"
	"io"
	"net/url"
	"strconv"
	"strings"
	"time"

	"badgekiln/cmd/internal/engine"
	"badgekiln/issuer/deliver/inspect"

	"github.com/spf13/cobra"
)

func (a *app) siteCheckVerb() *cobra.Command {
	var base string
	var due bool
	c := a.verb("site.check", takes(0, 0), func(ctx context.Context, _ []string) error {
		return a.working(ctx, func(e *engine.Engine) error {
			all := []string{base}
			if due {
				var err error
				if all, err = e.ChecksDue(ctx); err != nil {
					return err
				}
			}
			reports := []inspect.Report{}
			for _, one := range all {
				step, end := a.console.Progress("cli.progress.check")
				r, err := e.CheckSite(ctx, a.issuer, one, a.words.T, step)
				end()
				if err != nil {
					return err
				}
				reports = append(reports, r)
			}
			return a.checked(reports, due)
		})
	})
	c.Flags().StringVar(&base, "base-url", "", a.flag("site.check", "base-url"))
	c.Flags().BoolVar(&due, "due", false, a.flag("site.check", "due"))
	return c
}

// checked shows what was found: one report, or with --due a list of them.
func (a *app) checked(reports []inspect.Report, due bool) error {
	for _, r := range reports {
		if r.Worst() == inspect.Fault {
			a.worse(statusNo)
		}
	}
	var v any = reports
	if !due {
		v = reports[0]
	}
	return a.console.Result(v, func(w io.Writer) {
		if len(reports) == 0 {
			a.line(w, "cli.site.check.recent")
		}
		for _, r := range reports {
			a.showSiteCheck(w, r)
		}
	})
}

func (a *app) showSiteCheck(w io.Writer, r inspect.Report) {
	a.line(w, "cli.site.check.good", "equal", strconv.Itoa(r.Equal), "looked", strconv.Itoa(r.Looked), "url", r.Base)
	if !r.Until.IsZero() {
		a.line(w, "cli.site.check.until", "date", r.Until.Format(time.DateOnly))
	}
	rules := map[string]bool{}
	for _, f := range r.Findings {
		say := a.counted("finding."+f.Code, f.Count, "detail", f.Detail)
		_, _ = fmt.Fprintln(w)
		a.line(w, "cli.site.check."+string(f.Grade), "finding", say)
		cure := "cure." + f.Code
		if special := cure + "." + string(r.Host); a.words.Has(special) {
			cure = special
		}
		_, _ = fmt.Fprintln(w, "  "+a.words.T(cure))
		for _, name := range f.Paths {
			_, _ = fmt.Fprintln(w, "    "+r.Base+name)
		}
		if rule := remedy(r, f.Code); rule != "" && !rules[rule] {
			rules[rule] = true
			a.line(w, "cure.where."+string(r.Host))
			_, _ = fmt.Fprint(w, "    "+strings.ReplaceAll(strings.TrimSuffix(rule, "\n"), "\n", "\n    ")+"\n")
		}
	}
}

func remedy(r inspect.Report, code string) string {
	root := "/"
	if u, err := url.Parse(r.Base); err == nil && u.Path != "" {
		root = u.EscapedPath()
	}
	return inspect.Remedy(r.Host, code, root)
}

func (a *app) sitePreviewVerb() *cobra.Command {
	return a.verb("site.preview", takes(0, 0), func(ctx context.Context, _ []string) error {
		return a.looking(ctx, func(e *engine.Engine) error {
			shown, err := e.Preview(ctx, a.issuer, a.words.T)
			if err != nil {
				return err
			}
			err = a.console.Result(map[string]string{"url": shown.URL}, func(w io.Writer) { a.line(w, "cli.site.preview.open", "url", shown.URL) })
			if err == nil {
				<-ctx.Done()
			}
			if gone := shown.Close(); err == nil {
				err = gone
			}
			return err
		})
	})
}
