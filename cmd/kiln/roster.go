package main

import (
	"context"
	"fmt"
	"io"
	"strconv"
	"strings"

	"badgekiln/issuer"
	"badgekiln/issuer/roster"

	"github.com/spf13/cobra"
)

// maxPiped is how much of a roster is read from standard input.
const maxPiped = 256 << 20

func (a *app) rosterVerbs() *cobra.Command {
	return a.group("roster", nil, a.rosterReadVerb())
}

// rosterFlags are the flags that say how a roster is meant.
type rosterFlags struct {
	maps         []string
	sheet, dates string
	hidden       string
	allowNoEmail bool
}

func (a *app) rosterFlags(c *cobra.Command) *rosterFlags {
	var f rosterFlags
	c.Flags().StringArrayVar(&f.maps, "map", nil, a.flag("roster", "map"))
	c.Flags().StringVar(&f.sheet, "sheet", "", a.flag("roster", "sheet"))
	c.Flags().StringVar(&f.hidden, "hidden", "", a.flag("roster", "hidden"))
	c.Flags().StringVar(&f.dates, "dates", "", a.flag("roster", "dates"))
	c.Flags().BoolVar(&f.allowNoEmail, "allow-no-email", false, a.flag("roster", "allow-no-email"))
	return &f
}

// options turns the flags into what package roster takes.
func (f *rosterFlags) options() (roster.Options, error) {
	o := roster.Options{AllowNoEmail: f.allowNoEmail, DateOrder: roster.DateOrder(f.dates)}
	o.Sheet, o.Hidden = f.sheet, roster.Hidden(f.hidden)
	if f.hidden != "" && o.Hidden != roster.ReadHidden && o.Hidden != roster.SkipHidden {
		return o, issuer.Fail(issuer.Usage, "hidden-wrong", "hidden", f.hidden)
	}
	if !o.DateOrder.Valid() {
		return o, issuer.Fail(issuer.Usage, "dates-wrong", "dates", f.dates)
	}
	for _, text := range f.maps {
		field, column, ok := strings.Cut(text, "=")
		if field, column = strings.TrimSpace(field), strings.TrimSpace(column); !ok || field == "" || column == "" {
			return o, issuer.Fail(issuer.Usage, "map-wrong", "map", text)
		}
		if o.Map == nil {
			o.Map = map[string]string{}
		}
		o.Map[field] = column
	}
	return o, nil
}

func (a *app) rosterReadVerb() *cobra.Command {
	var f *rosterFlags
	c := a.verb("roster.read", takes(1, 1), func(_ context.Context, args []string) error {
		o, err := f.options()
		if err != nil {
			return err
		}
		return a.rosterRead(args[0], o)
	})
	f = a.rosterFlags(c)
	return c
}

// rosterRead shows a roster as it was understood. With problems the answer is
// no.
func (a *app) rosterRead(name string, o roster.Options) error {
	r, err := a.readRoster(name, o)
	if err != nil {
		return err
	}
	if len(r.Problems) > 0 {
		a.worse(statusNo)
	}
	return a.console.Result(r, func(w io.Writer) { a.showRoster(w, r) })
}

// readRoster reads a roster and puts its problems into words.
func (a *app) readRoster(name string, o roster.Options) (r *roster.Reading, err error) {
	if name == stdio {
		data, err := a.read(name, maxPiped)
		if err != nil {
			return nil, err
		}
		r, err = roster.Parse(data, name, o)
		if err != nil {
			return nil, err
		}
	} else if r, err = roster.ReadFile(name, o); err != nil {
		return nil, err
	}
	for i := range r.Problems {
		r.Problems[i].Message = a.problem(r.Problems[i])
	}
	return r, nil
}

// problem is the sentence of a problem.
func (a *app) problem(p roster.Problem) string {
	values := issuer.KV("row", strconv.Itoa(p.Row), "column", p.Column, "cell", p.Cell, "suggestion", p.Suggestion)
	for name, text := range p.Values {
		values[name] = text
	}
	return a.words.Fill("roster."+p.Code, values)
}

// showRoster writes what each column is taken for, the people, and what is
// wrong.
func (a *app) showRoster(w io.Writer, r *roster.Reading) {
	var columns, people table
	for i, c := range r.Columns {
		public := ""
		if c.Public {
			public = a.words.T("cli.roster.public")
		}
		columns.add(strconv.Itoa(i+1), c.Header, c.Field, public)
	}
	for _, p := range r.People {
		people.add(strconv.Itoa(p.Row), p.Name, p.Email)
	}
	a.line(w, "cli.roster.columns")
	columns.print(w, "  ")
	if len(people.rows) > 0 {
		a.heading(w, "people")
		people.print(w, "  ")
	}
	if len(r.Problems) > 0 {
		a.heading(w, "problems")
	}
	for _, p := range r.Problems {
		_, _ = fmt.Fprintln(w, "  "+p.Message)
	}
	tail(w, a.words.T("cli.roster.found", "rows", a.counted("cli.roster.rows", len(r.Rows)), "people", a.counted("cli.roster.people", len(r.People)),
		"problems", a.counted("cli.roster.problems", len(r.Problems)), "encoding", r.Encoding))
}
