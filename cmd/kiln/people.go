package main

import (
	"context"
	"io"
	"strconv"
	"strings"

	"badgekiln/cmd/internal/engine"
	"badgekiln/issuer"
	"badgekiln/issuer/ledger"

	"github.com/spf13/cobra"
)

// usualPeople is how many people are listed unless more are asked for.
const usualPeople = 100

func (a *app) peopleVerbs() *cobra.Command {
	return a.group("people", nil, a.peopleListVerb(), a.peopleShowVerb(), a.peopleMergeVerb(), a.peopleSplitVerb(), a.peopleAddressVerb(), a.listsVerbs())
}

// knownView is a person as results show one.
type knownView struct {
	ID        string   `json:"id"`
	Name      string   `json:"name"`
	Addresses []string `json:"addresses"`
	Records   []string `json:"records"` // ids of all that is the same person, the first as id
	Awards    int      `json:"awards"`  // that stand
	Made      string   `json:"made"`
}

func viewKnown(k ledger.Known) knownView {
	return knownView{k.ID, k.Name, append([]string{}, k.Emails...), append([]string{}, k.Records...), k.Awards, stamp(k.Made)}
}

func (a *app) peopleListVerb() *cobra.Command {
	var search string
	var limit int
	c := a.verb("people.list", takes(0, 0), func(ctx context.Context, _ []string) error {
		return a.looking(ctx, func(e *engine.Engine) error {
			list, more, err := e.People(ctx, search, max(limit, 1))
			if err != nil {
				return err
			}
			views := make([]knownView, 0, len(list))
			var t table
			for _, k := range list {
				views = append(views, viewKnown(k))
				t.add(k.Name, strings.Join(k.Emails, ", "), a.counted("cli.people.awards", k.Awards))
			}
			if more {
				a.console.Say("cli.people.list.more", "limit", strconv.Itoa(len(list)))
			}
			return a.console.Result(views, func(w io.Writer) { a.listed(w, t, "cli.people.list.none") })
		})
	})
	c.Flags().StringVar(&search, "search", "", a.flag("people.list", "search"))
	c.Flags().IntVar(&limit, "limit", usualPeople, a.flag("people.list", "limit"))
	return c
}

func (a *app) peopleShowVerb() *cobra.Command {
	return a.verb("people.show", takes(1, 1), func(ctx context.Context, args []string) error {
		return a.looking(ctx, func(e *engine.Engine) error {
			k, awards, err := e.Person(ctx, args[0])
			if err != nil {
				return err
			}
			v := struct {
				knownView
				Held []recordView `json:"held"` // all awards, of whatever state
			}{viewKnown(k), make([]recordView, 0, len(awards))}
			for _, one := range awards {
				v.Held = append(v.Held, viewAward(one))
			}
			return a.console.Result(v, func(w io.Writer) {
				a.showKnown(w, k)
				if len(awards) > 0 {
					a.heading(w, "awards")
					a.awardTable(awards).print(w, "  ")
				}
			})
		})
	})
}

// awardTable lists the awards of one person.
func (a *app) awardTable(awards []issuer.Award) *table {
	var t table
	for _, one := range awards {
		t.add(one.ID, a.words.T("cli.state."+string(one.State)), one.IssuedOn.Format("2006-01-02"), one.Class, one.Email)
	}
	return &t
}

func (a *app) showKnown(w io.Writer, k ledger.Known) {
	f := a.facts()
	f.say("name", k.Name)
	f.say("addresses", strings.Join(k.Emails, ", "))
	f.say("id", strings.Join(k.Records, ", "))
	f.print(w, "")
}

// mergedView is the result of people merge.
type mergedView struct {
	knownView
	Changed bool     `json:"changed"`
	Twice   []string `json:"held_twice"` // classes of which the person holds two now
	DryRun  bool     `json:"dry_run,omitempty"`
}

func (a *app) peopleMergeVerb() *cobra.Command {
	c := a.verb("people.merge", takes(2, -1), func(ctx context.Context, args []string) error {
		return a.working(ctx, func(e *engine.Engine) error {
			m, err := e.MergePeople(ctx, args...)
			if err != nil {
				return err
			}
			v := mergedView{viewKnown(m.Known), m.Changed, append([]string{}, m.Twice...), a.dry}
			return a.console.Result(v, func(w io.Writer) {
				if m.Changed {
					a.line(w, a.dried("cli.people.merge.done"))
				} else {
					a.line(w, "cli.people.merge.same")
				}
				a.showKnown(w, m.Known)
				for _, class := range m.Twice {
					a.line(w, "cli.people.merge.twice", "class", class)
				}
				a.drily(w)
			})
		})
	})
	return a.dryFlag(c, "people.merge")
}

func (a *app) peopleSplitVerb() *cobra.Command {
	c := a.verb("people.split", takes(1, 1), func(ctx context.Context, args []string) error {
		return a.working(ctx, func(e *engine.Engine) error {
			alone, rest, err := e.SplitPerson(ctx, args[0])
			if err != nil {
				return err
			}
			v := struct {
				Alone  knownView `json:"alone"`
				Rest   knownView `json:"rest"`
				DryRun bool      `json:"dry_run,omitempty"`
			}{viewKnown(alone), viewKnown(rest), a.dry}
			return a.console.Result(v, func(w io.Writer) {
				a.line(w, a.dried("cli.people.split.done"))
				a.showKnown(w, alone)
				a.line(w, "cli.people.split.rest")
				a.showKnown(w, rest)
				a.drily(w)
			})
		})
	})
	return a.dryFlag(c, "people.split")
}

func (a *app) peopleAddressVerb() *cobra.Command {
	c := a.verb("people.add-address", takes(2, 2), func(ctx context.Context, args []string) error {
		return a.working(ctx, func(e *engine.Engine) error {
			k, changed, err := e.AddAddress(ctx, args[0], args[1])
			if err != nil {
				return err
			}
			v := struct {
				knownView
				Changed bool `json:"changed"`
				DryRun  bool `json:"dry_run,omitempty"`
			}{viewKnown(k), changed, a.dry}
			return a.console.Result(v, func(w io.Writer) {
				if changed {
					a.line(w, a.dried("cli.people.add-address.done"))
				} else {
					a.line(w, "cli.people.add-address.same")
				}
				a.showKnown(w, k)
				a.drily(w)
			})
		})
	})
	return a.dryFlag(c, "people.add-address")
}
