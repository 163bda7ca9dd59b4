package main

import (
	"context"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"

	"badgekiln/cmd/internal/engine"
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
	maps, consts, joins []string
	sheet, dates        string
	hidden              string
	separator, letters  string
	headings            string
	skip                []int
	allowNoEmail, guess bool
}

func (a *app) rosterFlags(c *cobra.Command) *rosterFlags {
	var f rosterFlags
	c.Flags().StringArrayVar(&f.maps, "map", nil, a.flag("roster", "map"))
	c.Flags().StringArrayVar(&f.consts, "const", nil, a.flag("roster", "const"))
	c.Flags().StringArrayVar(&f.joins, "join", nil, a.flag("roster", "join"))
	c.Flags().StringVar(&f.separator, "separator", "", a.flag("roster", "separator"))
	c.Flags().StringVar(&f.letters, "letters", "", a.flag("roster", "letters"))
	c.Flags().StringVar(&f.headings, "headings", "", a.flag("roster", "headings"))
	c.Flags().IntSliceVar(&f.skip, "skip", nil, a.flag("roster", "skip"))
	c.Flags().StringVar(&f.sheet, "sheet", "", a.flag("roster", "sheet"))
	c.Flags().StringVar(&f.hidden, "hidden", "", a.flag("roster", "hidden"))
	c.Flags().StringVar(&f.dates, "dates", "", a.flag("roster", "dates"))
	c.Flags().BoolVar(&f.guess, "guess", false, a.flag("roster", "guess"))
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
	if err := f.table(&o); err != nil {
		return o, err
	}
	o.Map = map[string]string{}
	for _, given := range []struct {
		texts []string
		code  string
		means func(string) string
	}{
		{f.maps, "map-wrong", func(column string) string { return column }},
		{f.consts, "const-wrong", func(text string) string { return "=" + text }},
		{f.joins, "join-wrong", func(columns string) string { return strings.ReplaceAll(columns, ",", " + ") }},
	} {
		for _, text := range given.texts {
			field, said, ok := strings.Cut(text, "=")
			if field, said = strings.TrimSpace(field), strings.TrimSpace(said); !ok || field == "" || said == "" {
				return o, issuer.Fail(issuer.Usage, given.code, "map", text)
			}
			if _, twice := o.Map[field]; twice {
				return o, issuer.Fail(issuer.Usage, "field-twice", "field", field)
			}
			o.Map[field] = given.means(said)
		}
	}
	if len(o.Map) == 0 {
		o.Map = nil
	}
	return o, nil
}

// table reads how the file itself is built.
func (f *rosterFlags) table(o *roster.Options) error {
	if o.Encoding = strings.ToLower(f.letters); f.letters != "" && !slices.Contains(roster.Encodings(), o.Encoding) {
		return issuer.Fail(issuer.Usage, "letters-wrong", "letters", f.letters, "known", strings.Join(roster.Encodings(), ", "))
	}
	if o.Delimiter = f.separator; strings.EqualFold(f.separator, "tab") || f.separator == `\t` {
		o.Delimiter = "\t"
	}
	if o.Delimiter != "" && !slices.Contains(roster.Delimiters(), o.Delimiter) {
		return issuer.Fail(issuer.Usage, "separator-wrong", "separator", f.separator)
	}
	o.Header = roster.Heading(f.headings)
	if n, err := strconv.Atoi(f.headings); f.headings != "" && o.Header != roster.WithHeading && o.Header != roster.WithoutHeading && (err != nil || n < 1) {
		return issuer.Fail(issuer.Usage, "headings-wrong", "headings", f.headings)
	}
	for _, row := range f.skip {
		if o.Skip == nil {
			o.Skip = map[int]bool{}
		}
		o.Skip[row] = true
	}
	return nil
}

// said is what the flags say beyond a mapping, by what the flag is called: each
// changes what the list says, as a mapping does.
func (f *rosterFlags) said(o roster.Options) map[string]string {
	rows := make([]string, 0, len(o.Skip))
	for _, row := range slices.Sorted(maps.Keys(o.Skip)) {
		rows = append(rows, strconv.Itoa(row))
	}
	return map[string]string{
		"--dates": f.dates, "--sheet": f.sheet, "--hidden": f.hidden, "--letters": o.Encoding, "--separator": o.Delimiter,
		"--headings": f.headings, "--skip": strings.Join(rows, ","),
	}
}

func (a *app) rosterReadVerb() *cobra.Command {
	var f *rosterFlags
	var bad string
	c := a.verb("roster.read", takes(1, 1), func(ctx context.Context, args []string) error {
		o, err := f.options()
		if err != nil {
			return err
		}
		fields, err := a.remembering(ctx)
		if err != nil {
			return err
		}
		return a.rosterRead(args[0], o, bad, f.asked(fields))
	})
	f = a.rosterFlags(c)
	c.Flags().StringVar(&bad, "save-bad", "", a.flag("roster.read", "save-bad"))
	return c
}

// rosterRead shows a roster as it was understood. With problems the answer is
// no.
func (a *app) rosterRead(name string, o roster.Options, bad string, remembered shapes) error {
	o.KeepCells = bad != ""
	r, _, err := a.readList(name, o, remembered)
	if err != nil {
		return err
	}
	if bad != "" {
		if err := a.saveBad(r, bad); err != nil {
			return err
		}
	}
	if len(r.Problems) > 0 {
		a.worse(statusNo)
	}
	return a.console.Result(r, func(w io.Writer) { a.showRoster(w, r) })
}

// saveBad writes the rows that cannot be awarded into a file of their own, to
// be sent back.
func (a *app) saveBad(r *roster.Reading, path string) error {
	if r.Bad() == 0 {
		a.console.Say("cli.roster.bad.none")
		return nil
	}
	comma := ','
	if r.Delimiter != "" { // a workbook has none
		comma = rune(r.Delimiter[0])
	}
	if err := engine.SaveTable(path, engine.BadRows(r, a.words.T("awarding.bad.why"), a.say), comma); err != nil {
		return err
	}
	a.console.Say("cli.roster.bad.saved", "count", strconv.Itoa(r.Bad()), "file", path)
	return nil
}

// readRoster is readList for a list whose columns nobody is asked about.
func (a *app) readRoster(name string, o roster.Options) (*roster.Reading, error) {
	r, _, err := a.readList(name, o, nil)
	return r, err
}

// readList reads a roster and puts its problems into words. Its columns are
// what somebody said of a list with the same headings, if anybody did; mark is
// what makes an award another one by that.
func (a *app) readList(name string, o roster.Options, remembered shapes) (r *roster.Reading, mark map[string]string, err error) {
	read := func() (*roster.Reading, error) { return roster.ReadFile(name, o) }
	if name == stdio {
		data, err := a.read(name, maxPiped)
		if err != nil {
			return nil, nil, err
		}
		read = func() (*roster.Reading, error) { return roster.Parse(data, name, o) }
	}
	if r, err = read(); err != nil {
		return nil, nil, err
	}
	if r, mark, err = a.recalled(r, &o, remembered, read); err != nil {
		return nil, nil, err
	}
	if names, doubtful := engine.TellingNames(r); doubtful {
		a.console.Say("cli.roster.letters", "encoding", r.Encoding, "names", strings.Join(names, ", "))
	}
	a.word(r)
	return r, mark, nil
}

// word puts the problems of a roster into words.
func (a *app) word(r *roster.Reading) {
	for i := range r.Problems {
		r.Problems[i].Message = a.problem(r.Problems[i])
	}
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
	for p := range r.People.All() {
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
	tail(w, a.words.T("cli.roster.found", "rows", a.counted("cli.roster.rows", r.Rows.Len()), "people", a.counted("cli.roster.people", r.People.Len()),
		"problems", a.counted("cli.roster.problems", len(r.Problems)), "encoding", r.Encoding))
}
