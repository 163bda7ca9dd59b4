package main

import (
	"context"
	"io"

	"badgekiln/assets"
	"badgekiln/cmd/internal/engine"
	"badgekiln/issuer"

	"github.com/spf13/cobra"
)

// languageView is the language of pages whose badge names none.
type languageView struct {
	Language string `json:"language"`
	Kept     bool   `json:"kept"` // false until the first publication: the language of whoever publishes
	DryRun   bool   `json:"dry_run,omitempty"`
}

// siteLanguageVerb shows the language of the pages, or changes it.
func (a *app) siteLanguageVerb() *cobra.Command {
	c := a.verb("site.language", takes(0, 1), func(ctx context.Context, args []string) error {
		if len(args) == 0 {
			return a.looking(ctx, func(e *engine.Engine) error {
				language, kept, err := e.SiteLanguage(ctx, a.words.T)
				if err != nil {
					return err
				}
				key := "cli.site.language.kept"
				if !kept {
					key = "cli.site.language.open"
				}
				return a.console.Result(languageView{Language: language, Kept: kept}, func(w io.Writer) { a.line(w, key, "language", language) })
			})
		}
		return a.working(ctx, func(e *engine.Engine) error {
			if err := e.SetSiteLanguage(ctx, args[0]); err != nil {
				return err
			}
			return a.console.Result(languageView{args[0], true, a.dry}, func(w io.Writer) {
				a.line(w, a.dried("cli.site.language.done"), "language", args[0])
				a.drily(w)
			})
		})
	})
	c.ValidArgs = assets.Languages()
	return a.dryFlag(c, "site.language")
}

// linkedInView tells whether award pages offer to add the award to LinkedIn.
type linkedInView struct {
	LinkedIn bool `json:"linkedin"`
	DryRun   bool `json:"dry_run,omitempty"`
}

// siteLinkedInVerb shows whether they do, or changes it.
func (a *app) siteLinkedInVerb() *cobra.Command {
	const on, off = "on", "off"
	c := a.verb("site.linkedin", takes(0, 1), func(ctx context.Context, args []string) error {
		if len(args) == 0 {
			return a.looking(ctx, func(e *engine.Engine) error {
				offered, err := e.LinkedIn(ctx)
				if err != nil {
					return err
				}
				key := "cli.site.linkedin.off"
				if offered {
					key = "cli.site.linkedin.on"
				}
				return a.console.Result(linkedInView{LinkedIn: offered}, func(w io.Writer) { a.line(w, key) })
			})
		}
		if args[0] != on && args[0] != off {
			return issuer.Fail(issuer.Usage, "site-linkedin", "value", args[0])
		}
		return a.working(ctx, func(e *engine.Engine) error {
			if err := e.SetLinkedIn(ctx, args[0] == on); err != nil {
				return err
			}
			return a.console.Result(linkedInView{args[0] == on, a.dry}, func(w io.Writer) {
				a.line(w, a.dried("cli.site.linkedin.done."+args[0]))
				a.drily(w)
			})
		})
	})
	c.ValidArgs = []string{on, off}
	return a.dryFlag(c, "site.linkedin")
}
