package main

import (
	"context"
	"io"
	"strconv"

	"badgekiln/cmd/internal/engine"
	"badgekiln/issuer/deliver/backpack"

	"github.com/spf13/cobra"
)

// collectionView is a collection, as results show it.
type collectionView struct {
	ID          string `json:"id,omitempty"`
	Name        string `json:"name"`
	Description string `json:"description,omitempty"`
	Badges      int    `json:"badges"`
	Public      bool   `json:"public"`
	URL         string `json:"url,omitempty"`
}

func viewCollection(c backpack.Collection) collectionView {
	return collectionView{c.Entity, c.Name, c.Text, len(c.Badges), c.Public, c.Link}
}

func (a *app) backpackCollectionsVerb() *cobra.Command {
	return a.verb("backpack.collections", takes(1, 1), func(ctx context.Context, args []string) error {
		return a.with(ctx, engine.OpenExisting, func(e *engine.Engine) error { // a sign-in may have to be renewed
			all, err := e.Collections(ctx, args[0])
			if err != nil {
				return err
			}
			views := make([]collectionView, 0, len(all))
			var t table
			for _, one := range all {
				v := viewCollection(one)
				views = append(views, v)
				t.add(v.Name, strconv.Itoa(v.Badges), v.URL)
			}
			return a.console.Result(views, func(w io.Writer) { a.listed(w, t, "cli.backpack.collections.none") })
		})
	})
}

// collectedView is the result of putting badges into a collection.
type collectedView struct {
	collectionView
	Made    bool     `json:"made"`
	Added   []string `json:"added"`
	There   []string `json:"there"`
	Missing []string `json:"missing"`
	DryRun  bool     `json:"dry_run,omitempty"`
}

func (a *app) backpackCollectVerb() *cobra.Command {
	var account, batch string
	c := a.verb("backpack.collect", cobra.MinimumNArgs(1), func(ctx context.Context, args []string) error {
		return a.working(ctx, func(e *engine.Engine) error {
			ids := args[1:]
			if batch != "" {
				var err error
				if ids, err = a.chosen(ctx, e, ids, batch); err != nil {
					return err
				}
			}
			done, err := e.Collect(ctx, account, args[0], ids)
			if err != nil {
				return err
			}
			v := collectedView{viewCollection(done.Collection), done.Made, append([]string{}, done.Added...), append([]string{}, done.There...), append([]string{}, done.Missing...), a.dry}
			if len(ids) > 0 && len(v.Added)+len(v.There) == 0 {
				a.worse(statusNo)
			}
			return a.console.Result(v, func(w io.Writer) { a.sayCollected(w, v) })
		})
	})
	c.Flags().StringVar(&account, "account", "", a.flag("backpack.collect", "account"))
	c.Flags().StringVar(&batch, "batch", "", a.flag("backpack.collect", "batch"))
	return a.dryFlag(require(c, "account"), "backpack.collect")
}

func (a *app) sayCollected(w io.Writer, v collectedView) {
	if v.Made {
		a.line(w, a.dried("cli.backpack.collect.made"), "name", v.Name)
	}
	a.line(w, a.dried("cli.backpack.collect.done"), "name", v.Name, "added", strconv.Itoa(len(v.Added)), "there", strconv.Itoa(len(v.There)), "missing", strconv.Itoa(len(v.Missing)))
	a.drily(w)
}
