package main

import (
	"context"
	"fmt"
	"io"
	"strconv"
	"strings"
	"text/tabwriter"

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
	allowNoEmail bool
}

func (a *app) rosterFlags(c *cobra.Command) *rosterFlags {
	var f rosterFlags
	c.Flags().StringArrayVar(&f.maps, "map", nil, a.flag("roster", "map"))
	c.Flags().StringVar(&f.sheet, "sheet", "", a.flag("roster", "sheet"))
	c.Flags().StringVar(&f.dates, "dates", "", a.flag("roster", "dates"))
	c.Flags().BoolVar(&f.allowNoEmail, "allow-no-email", false, a.flag("roster", "allow-no-email"))
	return &f
}

// options turns the flags into what package roster takes.
func (f *rosterFlags) options() (roster.Options, error) {
	o := roster.Options{AllowNoEmail: f.allowNoEmail, DateOrder: roster.DateOrder(f.dates)}
	if f.sheet != "" {
		return o, issuer.Fail(issuer.Usage, "sheet-none", "sheet", f.sheet)
	}
	if f.dates != "" && o.DateOrder != roster.DayFirst && o.DateOrder != roster.MonthFirst {
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

func (a *app) showRoster(w io.Writer, r *roster.Reading) {
	columns := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for i, c := range r.Columns {
		public := ""
		if c.Public {
			public = a.words.T("cli.roster.public")
		}
		_, _ = fmt.Fprintf(columns, "%d\t%s\t%s\t%s\n", i+1, c.Header, c.Field, public)
	}
	_, _ = fmt.Fprintln(columns)
	for _, p := range r.People {
		_, _ = fmt.Fprintf(columns, "%d\t%s\t%s\n", p.Row, p.Name, p.Email)
	}
	_ = columns.Flush()
	for _, p := range r.Problems {
		_, _ = fmt.Fprintln(w, p.Message)
	}
	_, _ = fmt.Fprintln(w, a.words.T("cli.roster.found", "rows", strconv.Itoa(len(r.Rows)), "people", strconv.Itoa(len(r.People)),
		"problems", strconv.Itoa(len(r.Problems)), "encoding", r.Encoding))
}
