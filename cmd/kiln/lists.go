package main

import (
	"context"
	"io"
	"strconv"

	"badgekiln/cmd/internal/engine"
	"badgekiln/issuer"

	"github.com/spf13/cobra"
)

func (a *app) listsVerbs() *cobra.Command {
	bare := func(c *cobra.Command) error { return a.lists(c.Context()) }
	return a.group("people.lists", bare, a.listShowVerb(), a.listSaveVerb(), a.listDropVerb())
}

// listView is a list of people that is kept, as results show it.
type listView struct {
	Name   string `json:"name"`
	People int    `json:"people"`
	Made   string `json:"made"`
}

func (a *app) lists(ctx context.Context) error {
	return a.looking(ctx, func(e *engine.Engine) error {
		lists, err := e.Lists(ctx)
		if err != nil {
			return err
		}
		views := make([]listView, 0, len(lists))
		var t table
		for _, l := range lists {
			views = append(views, listView{l.Name, l.People, stamp(l.Made)})
			t.add(l.Name, a.counted("cli.roster.people", l.People))
		}
		return a.console.Result(views, func(w io.Writer) { a.listed(w, t, "cli.people.lists.none") })
	})
}

func (a *app) listShowVerb() *cobra.Command {
	return a.verb("people.lists.show", takes(1, 1), func(ctx context.Context, args []string) error {
		return a.looking(ctx, func(e *engine.Engine) error {
			people, err := e.ListPeople(ctx, args[0])
			if err != nil {
				return err
			}
			views := make([]personView, 0, len(people))
			var t table
			for _, p := range people {
				views = append(views, personView{p.ID, p.Name, p.Email})
				t.add(p.Name, p.Email)
			}
			return a.console.Result(views, func(w io.Writer) { a.listed(w, t, "cli.people.lists.empty") })
		})
	})
}

func (a *app) listSaveVerb() *cobra.Command {
	var f *rosterFlags
	var holders string
	var c *cobra.Command
	c = a.verb("people.lists.save", takes(1, 2), func(ctx context.Context, args []string) error {
		if (holders == "") == (len(args) < 2) {
			return issuer.Fail(issuer.Usage, "list-of-whom", "use", c.UseLine())
		}
		o, err := f.options()
		if err != nil {
			return err
		}
		return a.working(ctx, func(e *engine.Engine) error {
			if holders != "" {
				n, err := e.KeepHolders(ctx, args[0], holders)
				return a.saved(args[0], n, err)
			}
			ask := func(shape string) (map[int]string, error) { return e.ShapeFields(ctx, shape) }
			list, _, err := a.readList(args[1], o, f.asked(ask))
			if err != nil {
				return err
			}
			if bad := list.Bad(); bad > 0 {
				return badRows{issuer.Fail(issuer.Input, "rows-bad", "count", strconv.Itoa(bad), "file", args[1]).At(args[1]), list.Problems}
			}
			n, err := e.KeepList(ctx, args[0], list)
			return a.saved(args[0], n, err)
		})
	})
	f = a.rosterFlags(c)
	c.Flags().StringVar(&holders, "holders", "", a.flag("people.lists.save", "holders"))
	return a.dryFlag(c, "people.lists.save")
}

func (a *app) saved(name string, n int, err error) error {
	if err != nil {
		return err
	}
	v := struct {
		Name   string `json:"name"`
		People int    `json:"people"`
		DryRun bool   `json:"dry_run,omitempty"`
	}{name, n, a.dry}
	return a.console.Result(v, func(w io.Writer) {
		a.line(w, a.dried("cli.people.lists.save.done"), "list", name, "people", a.counted("cli.roster.people", n))
		a.drily(w)
	})
}

func (a *app) listDropVerb() *cobra.Command {
	c := a.verb("people.lists.drop", takes(1, 1), func(ctx context.Context, args []string) error {
		return a.working(ctx, func(e *engine.Engine) error {
			if err := e.DropList(ctx, args[0]); err != nil {
				return err
			}
			v := struct {
				Name   string `json:"name"`
				DryRun bool   `json:"dry_run,omitempty"`
			}{args[0], a.dry}
			return a.console.Result(v, func(w io.Writer) {
				a.line(w, a.dried("cli.people.lists.drop.done"), "list", args[0])
				a.drily(w)
			})
		})
	})
	return a.dryFlag(c, "people.lists.drop")
}
