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
	return parsed(string(data), name, opts)
}

// parsed is Parse for a text that is ours.
func parsed(data, name string, opts Options) (*Reading, error) {
	r, fault := parse(data, opts)
	if fault != nil && fault.Code == codeEnded {
		return nil, fault.Err
	}
	if fault != nil {
		if fault.Values["file"] == "" {
			fault.Values["file"] = name
		}
		return nil, fault.At(name)
	}
	return r, nil
}

func parse(data string, opts Options) (*Reading, *issuer.Error) {
	l := &list{out: &Reading{SHA256: sumOf(data)}, clerk: clerk{lends: true}, report: opts.Report}
	if isArchive([]byte(data[:min(len(data), 8)])) {
		return l.parseBook([]byte(data), opts)
	}
	if fault := notAListAtAll(data); fault != nil {
		return nil, fault
	}
	if opts.Sheet != "" {
		return nil, issuer.Fail(issuer.Usage, CodeNoSheets, "sheet", opts.Sheet)
	}
	text, encoding := decode(data, opts.Encoding)
	l.out.Encoding = encoding
	start := strings.TrimLeftFunc(text, isEdge)
	switch {
	case start == "":
		return nil, issuer.Fail(issuer.Input, CodeEmpty)
	case isJSON(start):
		return nil, issuer.Fail(issuer.Input, CodeJSON)
	}
	delim, text := sepLine(text)
	if table := cards(text); table != "" {
		delim, text = ',', table
	}
	switch {
	case len(opts.Delimiter) == 1:
		delim = opts.Delimiter[0]
	case delim == 0:
		text = unmarked(text)
		boxes := mailboxes(text)
		if boxes == nil {
			boxes = namesOnOneLine(text)
		}
		if boxes == nil {
			boxes = dashed(text)
		}
		if boxes != nil {
			l.out.Delimiter = ","
			return l.parseRows(&boxSource{boxes: boxes}, boxSample(boxes), opts)
		}
		if inner, found := unwrapped(text); found {
			text = inner
		}
		delim = guessDelimiter(text)
	}
	l.out.Delimiter = string(delim)
	if opts.KeepCells {
		l.out.Cells.within(text, delim)
	}
	return l.parseRows(&textSource{scan: scanner{data: text, delim: delim, eof: true}}, sample(text, delim), opts)
}

// sumOf is the SHA-256 of a text, without a copy of it.
func sumOf(text string) string {
	sum, piece := sha256.New(), make([]byte, 64<<10)
	for len(text) > 0 {
		n := copy(piece, text)
		_, _ = sum.Write(piece[:n])
		text = text[n:]
	}
	return hex.EncodeToString(sum.Sum(nil))
}

// parseBook reads one sheet of a workbook.
func (l *list) parseBook(data []byte, opts Options) (*Reading, *issuer.Error) {
	b, kind, fault := openBook(data)
	if fault != nil {
		return nil, fault
	}
	sheet, hidden, fault := chooseSheet(b, opts.Sheet)
	if fault != nil {
		return nil, fault
	}
	rows, err := b.rows(sheet)
	if err != nil {
		return nil, bookFault(err)
	}
	defer rows.close()
	l.out.Encoding, l.out.Sheets, l.out.Sheet = kind, b.sheets(), b.sheets()[sheet].Name
	for _, name := range hidden {
		l.clerk.report(-1, name, CodeHiddenSheet, SeverityWarn, "", "sheet", visible(short(name)))
	}
	src := &bookSource{rows: rows}
	l.clerk.loose = true
	first := src.peek(sampleRows)
	if src.err != nil {
		return nil, bookFault(src.err)
	}
	return l.parseRows(src, first, opts)
}

func (l *list) parseRows(src rowSource, first []numbered, opts Options) (*Reading, *issuer.Error) {
	l.src = src
	if fault := l.begin(first, opts); fault != nil {
		return nil, fault
	}
	if fault := l.readRows(); fault != nil {
		return nil, fault
	}
	return l.finish()
}

// list is a file's list while it is read.
type list struct {
	out    *Reading
	src    rowSource
	clerk  clerk
	header int // the row that names the columns; 0: none
	titles []string
	second bool // another table has begun
	report func(rows, of int) error
	tail   []numbered
}

// maxBeside is how far beyond its headings a sheet is looked at.
const maxBeside = 256

// begin decides what the columns are.
func (l *list) begin(first []numbered, opts Options) *issuer.Error {
	rows := cellsOf(first)
	header := headerAt(rows)
	switch {
	case opts.Header == WithoutHeading:
		header = -1
	case opts.Header == WithHeading && header < 0 && len(rows) > 0:
		header = 0
	default:
		if at := slices.IndexFunc(first, func(n numbered) bool { return strconv.Itoa(n.row) == string(opts.Header) }); at >= 0 {
			header = at
		}
	}
	t := table{rows: rows, comma: l.out.Delimiter == ","}
	if l.out.Header = header >= 0; l.out.Header {
		l.header = first[header].row
		l.out.HeaderRow = l.header
		t.headers, t.rows = banded(rows, header), rows[header+1:]
		if under := questioned(t.headers, t.rows); under != nil {
			t.headers, t.rows = under, t.rows[1:]
			l.header = first[header+1].row
			l.out.HeaderRow = l.header
		}
		l.titles = rows[header]
		t.width = len(t.headers)
		if l.clerk.loose {
			for _, row := range t.rows {
				t.width = max(t.width, min(len(row), len(t.headers)+maxBeside))
			}
		}
	} else {
		widths := map[int]int{}
		for _, row := range rows {
			widths[len(row)]++
			if l.clerk.loose {
				t.width = max(t.width, min(len(row), maxBeside))
			}
		}
		t.width = max(t.width, commonWidth(widths))
	}
	if t.width > maxColumns {
		return tooManyColumns(t.width)
	}
	columns, rule, fault := t.columns(opts)
	if fault != nil {
		return fault
	}
	l.src.expect(t.width)
	l.out.Columns = columns
	c := &l.clerk
	c.opts, c.columns, c.rule = opts, columns, rule
	if i := c.column(FieldName); i >= 0 && t.filled(i) > 1 && t.share(i, isTurned) > 0.6 {
		c.turned = i + 1
	}
	return nil
}

func tooManyColumns(width int) *issuer.Error {
	return issuer.Fail(issuer.Input, CodeTooManyColumns, "columns", strconv.Itoa(width), "limit", strconv.Itoa(maxColumns))
}

// readRows reads every record.
func (l *list) readRows() *issuer.Error {
	last := 0
	for n := 0; ; n++ {
		if fault := l.told(n); fault != nil {
			return fault
		}
		if last > maxRows {
			return issuer.Fail(issuer.Input, CodeTooManyRows, "limit", strconv.Itoa(maxRows))
		}
		what, rec := l.src.next()
		switch what {
		case foundEnd, foundMore:
			return bookFault(l.src.fault())
		case foundTooLong:
			return issuer.Fail(issuer.Input, CodeLineTooLong, "row", strconv.Itoa(max(rec.row, last+1)),
				"column", visible(short(l.clerk.label(len(rec.cells)))), "limit", "128 KiB")
		case foundBroken:
			if l.clerk.opts.Skip[rec.row] {
				l.out.Left++
				break
			}
			l.clerk.row = rec.row
			l.clerk.report(-1, rec.line, CodeBadQuote, SeverityBad, "")
			l.out.Rows.add(Row{Row: rec.row, State: Bad}, "")
			l.keep(rec, []string{rec.line}, true)
		case foundRecord:
			if l.clerk.loose { // a workbook does not give its empty rows
				l.out.Blank += rec.row - last - 1
			}
			switch {
			case isBlank(rec.cells):
				l.out.Blank++
			case rec.row < l.header:
				l.leaveOut(rec.row, rec.cells, CodeTitleRow)
			case rec.row == l.header:
			default:
				l.add(rec)
			}
		}
		last = rec.row
	}
}

// reportRows is how many rows are read, or looked through, between two reports.
const reportRows = 1 << 12

// codeEnded is that of an error of Options.Report, which goes out as it is.
const codeEnded = "ended"

// told reports how many rows were read, now and then.
func (l *list) told(n int) *issuer.Error {
	if l.report == nil || n%reportRows != 0 {
		return nil
	}
	of := 0
	if text, is := l.src.(*textSource); is && text.scan.pos > 0 { // its rows are about alike
		of = int(float64(n) * float64(len(text.scan.data)) / float64(text.scan.pos))
	}
	if err := l.report(n, of); err != nil {
		return issuer.Fail(issuer.Broken, codeEnded).Because(err)
	}
	return nil
}

// leaveOut passes over a row that is no person's, and says so.
func (l *list) leaveOut(row int, cells []string, code string) {
	l.out.Left++
	l.clerk.row = row
	i := slices.IndexFunc(cells, func(s string) bool { return trim(s) != "" })
	l.clerk.report(-1, at(cells, i), code, SeverityWarn, "")
}

func (l *list) add(rec *record) {
	if rec.hidden && l.clerk.opts.Hidden == SkipHidden || l.clerk.opts.Skip[rec.row] {
		l.out.Left++
		return
	}
	cells := l.fixed(rec)
	if l.isHeadingAgain(rec.row, cells) {
		return
	}
	unworked := l.clerk.unworked(rec, cells)
	person, bad := l.clerk.read(rec.row, cells)
	if rec.hidden && l.clerk.opts.Hidden == "" {
		bad = true
		l.clerk.report(-1, strings.TrimSpace(person.Name+" "+person.Email), CodeHiddenRow, SeverityBad, "")
	}
	bad = unworked || bad
	row := Row{Row: rec.row, State: Ready, Person: person}
	if bad {
		row.State = Bad
	}
	l.clerk.awaited(rec.row)
	l.out.Rows.add(row, l.clerk.raw[rec.row])
	clear(l.clerk.raw)
	l.keep(rec, cells, len(l.clerk.opts.Fixes) > 0 && !slices.Equal(cells, rec.cells))
	l.remember(rec.row, person, cells)
}

// remember keeps the rows that can be totals: the last ones, without an
// address.
func (l *list) remember(row int, person *Person, cells []string) {
	if person.Email != "" {
		l.tail = l.tail[:0]
		return
	}
	if len(l.tail) == tailRows {
		l.tail = append(l.tail[:0], l.tail[1:]...)
	}
	l.tail = append(l.tail, numbered{row, slices.Clone(cells)})
}

// fixed gives the cells of the record at hand with what was corrected by hand.
func (l *list) fixed(rec *record) []string {
	cells := rec.cells
	for _, fix := range l.clerk.opts.Fixes {
		if fix.Row != rec.row || fix.Column < 0 || fix.Column >= len(l.out.Columns) {
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

func (l *list) keep(rec *record, cells []string, mended bool) {
	if l.clerk.opts.KeepCells {
		l.out.Cells.add(rec, cells, mended)
	}
}

// finish judges what only the whole list shows: dates, repeats, typos.
func (l *list) finish() (*Reading, *issuer.Error) {
	out, c := l.out, &l.clerk
	l.leaveTotals()
	l.src, l.titles, l.tail = nil, nil, nil // and with them the text of the file
	out.Rows.settled()
	out.Cells.settled()
	if out.Rows.Len() == 0 {
		if out.Header {
			return nil, issuer.Fail(issuer.Input, CodeHeaderOnly)
		}
		return nil, issuer.Fail(issuer.Input, CodeEmpty)
	}
	l.settle()
	if fault := l.findRepeats(); fault != nil {
		return nil, fault
	}
	l.findTypos()
	out.People = People{&out.Rows}
	out.Problems = l.sorted()
	out.Changes, out.Changed, out.Untold = c.changes, c.changed, c.untold
	if out.Changes == nil {
		out.Changes = []Change{}
	}
	return out, nil
}

// settle reads the dates that wait as their columns have shown.
func (l *list) settle() {
	rows := &l.out.Rows
	l.clerk.settle(func(w waitingDate, d Date) *Person {
		i, _ := rows.Find(w.row)
		rows.setDate(i, w.field, d)
		p, _ := rows.person(i)
		return p
	}, func(row int) {
		i, _ := rows.Find(row)
		rows.SetState(i, Bad)
	})
}

// findRepeats judges the rows that name a person again.
func (l *list) findRepeats() *issuer.Error {
	rows, c := &l.out.Rows, &l.clerk
	seen := repeats{list: newFinder(rows)}
	for i := range rows.Len() {
		if i%reportRows == 0 { // all are read, but whoever waits may not want to any more
			if fault := l.told(rows.Len() &^ (reportRows - 1)); fault != nil {
				return fault
			}
		}
		row := rows.At(i)
		if row.Person == nil {
			continue
		}
		before := row
		seen.at = i
		if seen.judge(&row, c); row.State != before.State || row.Other != before.Other {
			rows.SetState(i, row.State)
			rows.setOther(i, row.Other)
		}
	}
	return nil
}

// findTypos looks at the domains of all addresses.
func (l *list) findTypos() {
	uses := map[string]int{}
	rows := &l.out.Rows
	for i := range rows.Len() {
		if domain := rows.domain(i); domain != "" {
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
	if len(uses) == 0 {
		return
	}
	for i := range rows.Len() {
		if domain := rows.domain(i); uses[domain] > 0 {
			row := rows.At(i)
			l.clerk.raw = rows.raw(i)
			l.clerk.reportTypo(&row, finder.meant(domain))
		}
	}
}

// domain is as that of a Row.
func (r *Rows) domain(i int) string {
	if r.State(i) == Duplicate {
		return ""
	}
	email := r.Email(i)
	return email[strings.IndexByte(email, '@')+1:]
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
	rows := &l.out.Rows
	repeated := func(row int) bool {
		i, found := rows.Find(row)
		return found && rows.State(i) == Duplicate
	}
	out := make([]Problem, 0, len(l.clerk.problems))
	for _, p := range l.clerk.problems {
		if p.Code == CodeDuplicate || !repeated(p.Row) {
			out = append(out, p)
		}
	}
	sort.SliceStable(out, func(i, j int) bool { return out[i].Row < out[j].Row })
	return out
}
