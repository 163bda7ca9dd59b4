package roster

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"sort"
	"strconv"
	"strings"

	"badgekiln/issuer"
)

// Parse reads a list that is in memory. name is what it is called in an
// error. Everything wrong in rows comes back in the Reading; an error means
// that the list as a whole cannot be read, or that Options.Map names a column
// that is not there.
func Parse(data []byte, name string, opts Options) (*Reading, error) {
	r, fault := parse(data, opts)
	if fault != nil {
		if fault.Values["file"] == "" {
			fault.Values["file"] = name
		}
		return nil, fault.At(name)
	}
	return r, nil
}

func parse(data []byte, opts Options) (*Reading, *issuer.Error) {
	if fault := notAList(data); fault != nil {
		return nil, fault
	}
	text, encoding := decode(data, opts.Encoding)
	start := strings.TrimLeftFunc(text, isEdge)
	switch {
	case start == "":
		return nil, issuer.Fail(issuer.Input, CodeEmpty)
	case start[0] == '{', strings.HasPrefix(start, "[{"):
		return nil, issuer.Fail(issuer.Input, CodeJSON)
	}
	sum := sha256.Sum256(data)
	l := list{out: &Reading{Encoding: encoding, SHA256: hex.EncodeToString(sum[:])}}
	delim, text := sepLine(text)
	switch {
	case len(opts.Delimiter) == 1:
		delim = opts.Delimiter[0]
	case delim == 0:
		delim = guessDelimiter(text)
	}
	l.scan = scanner{data: text, delim: delim, eof: true}
	l.out.Delimiter = string(delim)
	if fault := l.begin(text, opts); fault != nil {
		return nil, fault
	}
	if fault := l.readRows(); fault != nil {
		return nil, fault
	}
	return l.finish()
}

// list is a file's list while it is read.
type list struct {
	out   *Reading
	scan  scanner
	clerk clerk
}

// begin decides what the columns are.
func (l *list) begin(text string, opts Options) *issuer.Error {
	rows := sample(text, l.scan.delim, sampleRows)
	t := table{rows: rows}
	l.out.Header = isHeader(rows)
	if opts.Header != "" {
		l.out.Header = opts.Header == WithHeading && len(rows) > 0
	}
	if l.out.Header {
		t.headers, t.rows, t.width = rows[0], rows[1:], len(rows[0])
	} else {
		widths := map[int]int{}
		for _, row := range rows {
			widths[len(row)]++
		}
		t.width = commonWidth(widths)
	}
	if t.width > maxColumns {
		return tooManyColumns(t.width)
	}
	columns, fault := t.columns(opts)
	if fault != nil {
		return fault
	}
	l.out.Columns, l.scan.want = columns, t.width
	l.clerk = clerk{opts: opts, columns: columns}
	return nil
}

func tooManyColumns(width int) *issuer.Error {
	return issuer.Fail(issuer.Input, CodeTooManyColumns, "columns", strconv.Itoa(width), "limit", strconv.Itoa(maxColumns))
}

// readRows reads every record.
func (l *list) readRows() *issuer.Error {
	header := l.out.Header
	for {
		if l.scan.row > maxRows {
			return issuer.Fail(issuer.Input, CodeTooManyRows, "limit", strconv.Itoa(maxRows))
		}
		switch l.scan.next() {
		case foundEnd, foundMore:
			return nil
		case foundTooLong:
			return issuer.Fail(issuer.Input, CodeLineTooLong, "row", strconv.Itoa(l.scan.row+1),
				"column", visible(short(l.clerk.label(len(l.scan.cells)))), "limit", "128 KiB")
		case foundBroken:
			l.clerk.row = l.scan.row
			l.clerk.report(-1, l.scan.line, CodeBadQuote, SeverityBad, "")
			l.out.Rows = append(l.out.Rows, Row{Row: l.scan.row, State: Bad})
			l.keep([]string{l.scan.line})
		case foundRecord:
			switch {
			case isBlank(l.scan.cells):
				l.out.Blank++
			case header:
				header = false
			default:
				l.add()
			}
		}
	}
}

func (l *list) add() {
	cells := l.fixed()
	person, bad := l.clerk.read(l.scan.row, cells)
	row := Row{Row: l.scan.row, State: Ready, Person: person}
	if bad {
		row.State = Bad
	}
	l.out.Rows = append(l.out.Rows, row)
	l.keep(cells)
}

// fixed gives the cells of the record at hand with what was corrected by hand.
func (l *list) fixed() []string {
	cells := l.scan.cells
	for _, fix := range l.clerk.opts.Fixes {
		if fix.Row != l.scan.row || fix.Column < 0 || fix.Column >= len(l.out.Columns) {
			continue
		}
		cells = slices.Clone(cells)
		for len(cells) <= fix.Column {
			cells = append(cells, "")
		}
		cells[fix.Column] = fix.Text
	}
	return cells
}

func (l *list) keep(cells []string) {
	if l.clerk.opts.KeepCells {
		l.out.Cells = append(l.out.Cells, slices.Clone(cells))
	}
}

// finish judges what only the whole list shows: dates, repeats, typos.
func (l *list) finish() (*Reading, *issuer.Error) {
	out, c := l.out, &l.clerk
	if len(out.Rows) == 0 {
		if out.Header {
			return nil, issuer.Fail(issuer.Input, CodeHeaderOnly)
		}
		return nil, issuer.Fail(issuer.Input, CodeEmpty)
	}
	c.settle(func(row int) { l.row(row).State = Bad })
	seen := repeats{first: make(map[string]*Row, len(out.Rows))}
	for i := range out.Rows {
		if out.Rows[i].Person != nil {
			seen.judge(&out.Rows[i], c)
		}
	}
	l.findTypos()
	out.People = make([]*Person, 0, len(out.Rows))
	for _, row := range out.Rows {
		if row.State == Ready {
			out.People = append(out.People, row.Person)
		}
	}
	out.Problems = l.sorted()
	out.Changes, out.Changed, out.Untold = c.changes, c.changed, c.untold
	if out.Changes == nil {
		out.Changes = []Change{}
	}
	return out, nil
}

// row finds a row by its number.
func (l *list) row(number int) *Row {
	rows := l.out.Rows
	return &rows[sort.Search(len(rows), func(i int) bool { return rows[i].Row >= number })]
}

// findTypos looks at the domains of all addresses.
func (l *list) findTypos() {
	uses := map[string]int{}
	for i := range l.out.Rows {
		if domain := l.out.Rows[i].domain(); domain != "" {
			uses[domain]++
		}
	}
	finder := newTypoFinder()
	finder.learn(uses)
	for domain := range uses {
		if finder.meant(domain) == "" {
			delete(uses, domain) // what is left is suspicious
		}
	}
	for i := range l.out.Rows {
		row := &l.out.Rows[i]
		if domain := row.domain(); uses[domain] > 0 {
			l.clerk.reportTypo(row, finder.meant(domain))
		}
	}
}

// domain is that of the row's address, "" when it has none or only repeats
// another row.
func (r *Row) domain() string {
	if r.Person == nil || r.State == Duplicate {
		return ""
	}
	return r.Person.Email[strings.IndexByte(r.Person.Email, '@')+1:]
}

func (c *clerk) reportTypo(row *Row, meant string) {
	local, domain, _ := strings.Cut(row.Person.Email, "@")
	c.row = row.Row
	c.report(c.column(FieldEmail), c.written(row.Person), CodeTypo, SeverityWarn, local+"@"+meant, "domain", domain, "meant", meant)
}

// sorted gives the problems by row. A row that repeats another is not warned
// about twice.
func (l *list) sorted() []Problem {
	repeated := map[int]bool{}
	for _, row := range l.out.Rows {
		if row.State == Duplicate {
			repeated[row.Row] = true
		}
	}
	out := make([]Problem, 0, len(l.clerk.problems))
	for _, p := range l.clerk.problems {
		if p.Code == CodeDuplicate || !repeated[p.Row] {
			out = append(out, p)
		}
	}
	sort.SliceStable(out, func(i, j int) bool { return out[i].Row < out[j].Row })
	return out
}
