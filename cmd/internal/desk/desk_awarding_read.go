package desk

import (
	"bytes"
	"context"
	"io"
	"maps"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"

	"badgekiln/app/awarding"
	"badgekiln/cmd/internal/engine"
	"badgekiln/issuer"
	"badgekiln/issuer/ledger"
	"badgekiln/issuer/roster"
)

// seen is what is to be seen of a list: whether its names will be public, its
// cells, and how far reading it is, which may be nil.
type seen struct {
	public, cells bool
	report        awarding.Report
}

// read reads a list as it is meant. When the choices name columns that are not
// used it reads once more: their names are known only after the first reading.
func (d Awarding) read(ctx context.Context, l awarding.List, c awarding.Choices, s seen) (*roster.Reading, error) {
	swept(l)
	o := options(c)
	o.PublicNames, o.KeepCells = s.public, s.cells
	o.Report = func(rows, of int) error {
		if s.report != nil {
			s.report(awarding.StageRead, rows, max(rows, of))
		}
		return ctx.Err()
	}
	r, err := d.readAs(ctx, l, o)
	if err != nil {
		return nil, err
	}
	unused := false
	for column, field := range c.Fields {
		if field == awarding.FieldNone && column < len(r.Columns) {
			o.Map[unusedName(o.Map, r.Columns[column].Header, column)] = strconv.Itoa(column + 1)
			unused = true
		}
	}
	if !unused {
		return r, nil
	}
	return d.readAs(ctx, l, o)
}

// longFile is how large a file is of which the window holds one at a time.
const longFile = 16 << 20

// swept gives back what was let go of before a long list is read: otherwise the
// one before would be held as well until half of this was read.
func swept(l awarding.List) {
	if info, err := os.Stat(l.Path); err == nil && info.Size() > longFile {
		debug.FreeOSMemory()
	}
}

// readAs reads a list from where it is: a file, the ledger, or what was pasted.
func (d Awarding) readAs(ctx context.Context, l awarding.List, o roster.Options) (*roster.Reading, error) {
	switch {
	case l.Path != "":
		return roster.ReadFile(l.Path, o)
	case l.Kept != "":
		return d.engine.ReadList(ctx, l.Kept, o)
	}
	return roster.Parse([]byte(l.Text), d.words.T("awarding.pasted"), o)
}

// unusedName is what a column is called that is no field: its heading, unless
// that is a field's name or taken.
func unusedName(taken map[string]string, heading string, column int) string {
	name := strings.TrimSpace(heading)
	if name == "" || slices.Contains(awarding.Fields(), strings.ToLower(name)) {
		name = strings.TrimSpace(name + " (" + strconv.Itoa(column+1) + ")")
	}
	for taken[name] != "" {
		name += " (" + strconv.Itoa(column+1) + ")"
	}
	return name
}

// options turns choices into what package roster takes. Columns that are not
// used are left to remap.
func options(c awarding.Choices) roster.Options {
	o := roster.Options{
		Map: map[string]string{}, AllowNoEmail: c.NoAddress, DateOrder: roster.DateOrder(c.Dates),
		Encoding: c.Letters, Delimiter: c.Separator, Header: roster.Heading(c.Headings),
		Sheet: c.Sheet, Hidden: roster.Hidden(c.Hidden),
	}
	maps.Copy(o.Map, columnsOf(c))
	for field, text := range c.Constants {
		o.Map[field] = "=" + text
	}
	if len(c.Skips) > 0 {
		o.Skip = map[int]bool{}
	}
	for _, row := range c.Skips {
		o.Skip[row] = true
	}
	for _, fix := range c.Fixes {
		o.Fixes = append(o.Fixes, roster.Fix{Row: fix.Row, Column: fix.Column, Text: fix.Text})
	}
	return o
}

// columnsOf is which columns make up each field: their numbers from 1, those of
// a field that is made of several in the order of the list.
func columnsOf(c awarding.Choices) map[string]string {
	m := map[string]string{}
	for _, column := range slices.Sorted(maps.Keys(c.Fields)) {
		switch field := c.Fields[column]; {
		case field == awarding.FieldNone:
		case m[field] != "":
			m[field] += " + " + strconv.Itoa(column+1)
		default:
			m[field] = strconv.Itoa(column + 1)
		}
	}
	return m
}

// mapping is what makes an order another one, beside the list itself: the same
// as the command line's, so that both know each other's batches.
func mapping(c awarding.Choices) map[string]string {
	m := columnsOf(c)
	for column, field := range c.Fields {
		if field == awarding.FieldNone {
			m["--none "+strconv.Itoa(column+1)] = strconv.Itoa(column + 1)
		}
	}
	for field, text := range c.Constants {
		m[field] = "=" + text
	}
	if len(c.Skips) > 0 {
		m["--skip"] = rowNumbers(c.Skips)
	}
	for name, said := range map[string]string{"--dates": c.Dates, "--letters": c.Letters, "--separator": c.Separator, "--headings": c.Headings, "--sheet": c.Sheet, "--hidden": c.Hidden} {
		if said != "" {
			m[name] = said
		}
	}
	for _, fix := range c.Fixes {
		m["--fix "+strconv.Itoa(fix.Row)+" "+strconv.Itoa(fix.Column+1)] = fix.Text
	}
	if len(m) == 0 {
		return nil
	}
	return m
}

// rowNumbers lists rows in order, as the command line takes them.
func rowNumbers(rows []int) string {
	var parts []string
	for _, row := range slices.Compact(slices.Sorted(slices.Values(rows))) {
		parts = append(parts, strconv.Itoa(row))
	}
	return strings.Join(parts, ",")
}

// Read reads a list as the choices say. Without any about its columns, they are
// taken for what somebody said of a list with the same headings.
func (d Awarding) Read(ctx context.Context, class string, l awarding.List, c awarding.Choices, report awarding.Report) (awarding.Reading, error) {
	public, err := d.publicNames(ctx, class)
	if err != nil {
		return awarding.Reading{}, err
	}
	all := seen{public: public, cells: true, report: report}
	r, err := d.read(ctx, l, c, all)
	if err != nil {
		return awarding.Reading{}, err
	}
	var remembered map[int]string
	if c.Fields == nil && l.Kept == "" {
		if remembered, err = d.engine.ShapeFields(ctx, r.Shape()); err != nil {
			return awarding.Reading{}, err
		}
	}
	if remembered != nil {
		c.Fields = remembered
		if r, err = d.read(ctx, l, c, all); err != nil {
			return awarding.Reading{}, err
		}
	}
	pictures, err := d.portraits(ctx, class, l, r)
	if err != nil {
		return awarding.Reading{}, err
	}
	out := d.reading(l, r)
	out.Remembered = remembered
	return out, pictures.Close()
}

// publicNames tells whether everybody will read the names of those who get a
// badge. A class that is not there yet shows none.
func (d Awarding) publicNames(ctx context.Context, class string) (public bool, err error) {
	if class == "" || !d.Begun() {
		return false, nil
	}
	err = d.engine.View(ctx, func(t *ledger.Tx) error {
		c, err := t.Class(class, 0)
		public = c.PublicNames
		return err
	})
	return public, err
}

// reading is a list as the room shows it.
func (d Awarding) reading(l awarding.List, r *roster.Reading) awarding.Reading {
	out := awarding.Reading{
		Name: d.listName(l), Encoding: r.Encoding, Delimiter: r.Delimiter, Heading: r.HeaderRow,
		Encodings: roster.Encodings(), Delimiters: roster.Delimiters(),
		Ready: r.People.Len(), Bad: r.Bad(), More: r.Untold,
	}
	out.Sheet = r.Sheet
	for _, s := range r.Sheets {
		out.Sheets = append(out.Sheets, s.Name)
	}
	for i, c := range r.Columns {
		column := awarding.Column{Heading: c.Header, Field: c.Field, Public: c.Public}
		if column.Heading == "" {
			column.Heading = roster.Letter(i)
		}
		if !slices.Contains(awarding.Fields(), c.Field) {
			column.Field = awarding.FieldNone
		}
		out.Columns = append(out.Columns, column)
	}
	for i := range r.Rows.Len() {
		if r.Rows.State(i) == roster.Duplicate {
			out.Doubles++
		}
	}
	for _, p := range r.Problems {
		out.Findings = append(out.Findings, d.finding(out.Columns, p))
	}
	out.Names, out.Doubtful = engine.TellingNames(r)
	r.Rows.Forget() // from here on the cells are what is looked at
	out.Rows = &listRows{list: r, columns: out.Columns}
	return out
}

// alphabetBytes is how much of a file is read in other letters to compare.
const alphabetBytes = 256 << 10

// Alphabets reads the beginning of a list in each kind of letters it can be
// written in, and quotes names.
func (d Awarding) Alphabets(ctx context.Context, l awarding.List, c awarding.Choices) ([]awarding.Alphabet, error) {
	if l.Path == "" {
		return nil, nil
	}
	data, err := beginning(l.Path)
	if err != nil {
		return nil, err
	}
	var out []awarding.Alphabet
	seen := map[string]bool{}
	for _, letters := range roster.Encodings() {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		c.Letters, c.Fixes = letters, nil
		r, err := roster.Parse(data, filepath.Base(l.Path), options(c))
		if err != nil {
			continue // not in these letters
		}
		names, _ := engine.TellingNames(r)
		told := strings.Join(names, ", ")
		if told == "" || seen[told] || strings.ContainsRune(told, '\uFFFD') {
			continue
		}
		seen[told] = true
		out = append(out, awarding.Alphabet{Letters: letters, Names: names})
	}
	return out, nil
}

// beginning reads the first whole lines of a file.
func beginning(path string) ([]byte, error) {
	f, err := os.Open(path) // #nosec G304 -- the user's list
	if err != nil {
		return nil, issuer.Fail(issuer.Input, roster.CodeUnreadable, "file", path).At(path).Because(err)
	}
	defer func() { _ = f.Close() }()
	data, err := io.ReadAll(io.LimitReader(f, alphabetBytes))
	if err != nil {
		return nil, issuer.Fail(issuer.Input, roster.CodeUnreadable, "file", path).At(path).Because(err)
	}
	if end := bytes.LastIndexByte(data, '\n'); len(data) == alphabetBytes && end > 0 {
		data = data[:end+1]
	}
	return data, nil
}

func (d Awarding) finding(columns []awarding.Column, p roster.Problem) awarding.Finding {
	return awarding.Finding{
		Row: p.Row, Column: columnOf(columns, p), Code: p.Code, Text: d.words.Fill("roster."+p.Code, p.Values), Cell: p.Cell,
		Severity: severityOf(p), Suggestion: p.Suggestion,
	}
}

func severityOf(p roster.Problem) awarding.Severity {
	if p.Severity == roster.SeverityBad {
		return awarding.Stops
	}
	return awarding.Warns
}

// columnOf is the column that something was found in, from 0; -1 for the row as
// a whole. What is missing is missing where it should be.
func columnOf(columns []awarding.Column, p roster.Problem) int {
	if p.Column == "" && (p.Code == roster.CodeNoEmail || p.Code == roster.CodeNoName) {
		field := map[string]string{roster.CodeNoEmail: roster.FieldEmail, roster.CodeNoName: roster.FieldName}[p.Code]
		return slices.IndexFunc(columns, func(c awarding.Column) bool { return c.Field == field })
	}
	return slices.IndexFunc(columns, func(c awarding.Column) bool { return c.Heading == p.Column })
}

func (d Awarding) listName(l awarding.List) string {
	switch {
	case l.Path != "":
		return filepath.Base(l.Path)
	case l.Kept != "":
		return l.Kept
	}
	return d.words.T("awarding.pasted")
}
