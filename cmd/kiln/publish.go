package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"

	"badgekiln/cmd/internal/engine"
	"badgekiln/issuer"
	"badgekiln/issuer/ledger"

	"github.com/spf13/cobra"
)

func (a *app) targetVerbs() *cobra.Command {
	return a.group("site.target", nil, a.targetAddVerb(), a.targetListVerb(), a.targetSetVerb(), a.targetRmVerb())
}

// targetView is a place to publish to, as results show it.
type targetView struct {
	ID      string `json:"id"`
	Kind    string `json:"kind"`
	URL     string `json:"url"`
	BaseURL string `json:"base_url"`
	Files   int    `json:"files"` // that lie there
	DryRun  bool   `json:"dry_run,omitempty"`
}

func viewTarget(t ledger.Target) targetView {
	return targetView{ID: t.Name, Kind: t.Kind, URL: t.URL, BaseURL: t.BaseURL, Files: t.Files}
}

func (a *app) targetAddVerb() *cobra.Command {
	var n engine.NewTarget
	var secretFile string
	c := a.verb("site.target.add", takes(2, 2), func(ctx context.Context, args []string) error {
		n.Name, n.Address, n.Issuer = args[0], args[1], a.issuer
		var err error
		if n.Secret, err = a.secret(ctx, n, secretFile); err != nil {
			return err
		}
		return a.working(ctx, func(e *engine.Engine) error {
			one, err := e.AddTarget(ctx, n)
			if err != nil {
				return err
			}
			v := viewTarget(one)
			v.DryRun = a.dry
			return a.console.Result(v, func(w io.Writer) {
				a.line(w, a.dried("cli.site.target.add.done"), "target", one.Name, "url", one.URL)
				a.drily(w)
			})
		})
	})
	c.Flags().StringVar(&secretFile, "secret-file", "", a.flag("site.target.add", "secret-file"))
	c.Flags().StringVar(&n.KeyFile, "key-file", "", a.flag("site.target.add", "key-file"))
	c.Flags().StringVar(&n.KnownHosts, "known-hosts", "", a.flag("site.target.add", "known-hosts"))
	c.Flags().StringVar(&n.Base, "base-url", "", a.flag("site.target.add", "base-url"))
	return a.dryFlag(c, "site.target.add")
}

// secret reads the password of a new place.
func (a *app) secret(ctx context.Context, n engine.NewTarget, file string) (string, error) {
	return a.secretFrom(ctx, file, strings.Contains(n.Address, "://") && n.KeyFile == "")
}

// secretFrom reads a password from a file, from standard input ("-") or, if one is
// wanted, from whoever sits there. It never stands on the command line, which others
// on the same computer can read.
func (a *app) secretFrom(ctx context.Context, file string, wanted bool) (string, error) {
	switch {
	case file == "-":
		data, err := io.ReadAll(io.LimitReader(a.console.in, 1<<16))
		return strings.TrimRight(string(data), "\r\n"), err
	case file != "":
		data, err := os.ReadFile(file) // #nosec G304 -- the user's file
		if err != nil {
			return "", issuer.Fail(issuer.Input, "secret-file", "file", file).At(file).Because(err)
		}
		return strings.TrimRight(string(data), "\r\n"), nil
	case wanted && a.console.asks:
		return a.console.hidden(ctx, "cli.ask.target")
	}
	return "", nil
}

func (a *app) targetListVerb() *cobra.Command {
	return a.verb("site.target.list", takes(0, 0), func(ctx context.Context, _ []string) error {
		return a.looking(ctx, func(e *engine.Engine) error {
			list, err := e.Targets(ctx)
			if err != nil {
				return err
			}
			views := make([]targetView, 0, len(list))
			var t table
			for _, one := range list {
				views = append(views, viewTarget(one))
				t.add(one.Name, one.Kind, one.URL, one.BaseURL, strconv.Itoa(one.Files))
			}
			return a.console.Result(views, func(w io.Writer) { a.listed(w, t, "cli.site.target.list.none") })
		})
	})
}

// targetSetVerb changes how a place is opened, usually by another password.
func (a *app) targetSetVerb() *cobra.Command {
	var secretFile, keyFile, knownHosts string
	var c *cobra.Command
	c = a.verb("site.target.set", takes(1, 1), func(ctx context.Context, args []string) error {
		given := func(name string) bool { return c.Flags().Changed(name) }
		secret, err := a.secretFrom(ctx, secretFile, (!given("key-file") || keyFile == "") && !given("known-hosts"))
		if err != nil {
			return err
		}
		var n engine.Entrance
		if secret != "" || given("secret-file") {
			n.Secret = &secret
		}
		if given("key-file") {
			n.KeyFile = &keyFile
		}
		if given("known-hosts") {
			n.KnownHosts = &knownHosts
		}
		return a.working(ctx, func(e *engine.Engine) error {
			one, err := e.SetEntrance(ctx, args[0], n)
			if err != nil {
				return err
			}
			v := viewTarget(one)
			v.DryRun = a.dry
			return a.console.Result(v, func(w io.Writer) {
				a.line(w, a.dried("cli.site.target.set.done"), "target", one.Name)
				a.drily(w)
			})
		})
	})
	c.Flags().StringVar(&secretFile, "secret-file", "", a.flag("site.target.add", "secret-file"))
	c.Flags().StringVar(&keyFile, "key-file", "", a.flag("site.target.set", "key-file"))
	c.Flags().StringVar(&knownHosts, "known-hosts", "", a.flag("site.target.add", "known-hosts"))
	return a.dryFlag(c, "site.target.set")
}

func (a *app) targetRmVerb() *cobra.Command {
	c := a.verb("site.target.rm", takes(1, 1), func(ctx context.Context, args []string) error {
		return a.working(ctx, func(e *engine.Engine) error {
			if err := e.RemoveTarget(ctx, args[0]); err != nil {
				return err
			}
			v := targetView{ID: args[0], DryRun: a.dry}
			return a.console.Result(v, func(w io.Writer) {
				a.line(w, a.dried("cli.site.target.rm.done"), "target", args[0])
				a.drily(w)
			})
		})
	})
	return a.dryFlag(c, "site.target.rm")
}

// publishView is the result of publish.
type publishView struct {
	Target   string       `json:"target"`
	URL      string       `json:"url"`
	BaseURL  string       `json:"base_url"`
	Put      int          `json:"put"`
	Same     int          `json:"same"`
	Differ   int          `json:"differ"`
	Changes  []changeView `json:"changes"`                        // the first hundred thousand of them
	Withheld int          `json:"claim_pages_left_out,omitempty"` // strangers can list what lies there
	// Unhosted are badges that were awarded before there was a web address, by batch.
	Unhosted map[string]int `json:"unhosted,omitempty"`
	DryRun   bool           `json:"dry_run,omitempty"`
}

type changeView struct {
	Path string `json:"path"`
	New  bool   `json:"new"`
	Size int    `json:"size"`
}

func (a *app) publishVerb() *cobra.Command {
	var p engine.Publication
	c := a.verb("site.publish", takes(0, 1), func(ctx context.Context, args []string) error {
		if len(args) > 0 {
			p.Target = args[0]
		}
		p.Dry = a.dry
		return a.working(ctx, func(e *engine.Engine) error {
			step, end := a.console.Progress("cli.progress.publish")
			p.Progress = step
			done, err := e.Publish(ctx, p, a.words.T)
			end()
			if err != nil {
				return err
			}
			bare, err := unhosted(ctx, e, done.Target.BaseURL)
			if err != nil {
				return err
			}
			return a.published(done, bare)
		})
	})
	c.Flags().BoolVar(&p.Take, "take", false, a.flag("site.publish", "take"))
	return a.dryFlag(c, "site.publish")
}

// unhosted are the batches that have no page although there is a web address by now.
func unhosted(ctx context.Context, e *engine.Engine, base string) (list []ledger.Unhosted, err error) {
	all, err := e.Issuers(ctx)
	for _, who := range all {
		if err != nil || who.BaseURL != base {
			continue
		}
		var more []ledger.Unhosted
		more, err = e.Unhosted(ctx, who.Slug)
		list = append(list, more...)
	}
	return list, err
}

func (a *app) published(done engine.Published, bare []ledger.Unhosted) error {
	v := publishView{Target: done.Target.Name, URL: done.Target.URL, BaseURL: done.Target.BaseURL, Put: done.Done, Same: done.Same, Differ: done.Differ, Changes: []changeView{}, Withheld: done.Withheld, DryRun: a.dry}
	for _, one := range bare {
		if v.Unhosted == nil {
			v.Unhosted = map[string]int{}
		}
		v.Unhosted[one.Batch] = one.Awards
	}
	for _, c := range done.Changes {
		v.Changes = append(v.Changes, changeView{c.Path, c.New, c.Size})
	}
	return a.console.Result(v, func(w io.Writer) {
		if n := v.Differ; n > 0 {
			_, _ = fmt.Fprintln(w, a.counted(a.dried("cli.site.publish.done"), n, "url", v.URL, "same", strconv.Itoa(v.Same)))
		} else {
			a.line(w, "cli.site.publish.same", "url", v.URL, "same", strconv.Itoa(v.Same))
		}
		if a.dry {
			for _, c := range v.Changes {
				_, _ = fmt.Fprintln(w, "  "+c.Path)
			}
			if more := v.Differ - len(v.Changes); more > 0 {
				_, _ = fmt.Fprintln(w, "  "+a.counted("cli.site.publish.more", more))
			}
		}
		if v.Withheld > 0 {
			_, _ = fmt.Fprintln(w, a.counted("publish.withheld", v.Withheld)+" "+a.words.T("publish.withheld.text"))
		}
		for _, one := range bare {
			_, _ = fmt.Fprintln(w, a.counted("cli.site.publish.unhosted", one.Awards, "batch", one.Batch))
		}
		a.drily(w)
	})
}
