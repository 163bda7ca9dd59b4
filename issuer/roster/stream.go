package roster

import (
	"errors"
	"io"
	"slices"
	"strings"

	"badgekiln/issuer"
)

// maxRemembered is how many people a Stream remembers to find repeats.
const maxRemembered = 200_000

// maxTries is how many rows a Stream looks at for a column of addresses.
const maxTries = 20

// Stream reads a list row by row as it arrives, JSON lines or a table. A row
// is answered before the next one has to come. What only a whole list shows
// is not seen: a date with two readings counts on the rows before it, and a
// domain the list uses often does not make another one a typo.
type Stream struct {
	opts    Options
	in      lines // its scanner serves tables too
	json    bool
	begun   bool
	header  bool     // the next record names the columns
	headers []string // of a table, or the members of the last object
	tries   int      // rows looked at for columns
	clerk   clerk
	seen    repeats
	typos   *typoFinder
	err     error
}

// NewStream reads from r.
func NewStream(r io.Reader, opts Options) *Stream {
	return &Stream{
		opts: opts, in: lines{feed: newFeed(r)}, clerk: clerk{opts: opts},
		seen: repeats{gist: map[gistKey]gist{}}, typos: newTypoFinder(),
	}
}

// Next gives the next row that is not empty and what is wrong with it; io.EOF
// after the last. After an error it gives the same error again.
func (s *Stream) Next() (Row, []Problem, error) {
	if s.err != nil {
		return Row{}, nil, s.err
	}
	if !s.begun {
		s.begun = true
		s.err = s.begin()
	}
	var row Row
	if s.err == nil {
		s.clerk.problems, s.clerk.changes, s.clerk.raw = nil, nil, nil
		if s.json {
			row, s.err = s.nextObject()
		} else {
			row, s.err = s.nextRecord()
		}
	}
	if s.err != nil {
		var fault *issuer.Error
		if errors.As(s.err, &fault) && fault.Values["file"] == "" {
			fault.Values["file"] = "-"
		}
		return Row{}, nil, s.err
	}
	return row, s.clerk.problems, nil
}

// Changes lists what cleaning changed in the last row.
func (s *Stream) Changes() []Change { return s.clerk.changes }

// begin looks at the first line that is not empty.
func (s *Stream) begin() error {
	scan := &s.in.scan
	for {
		first := strings.TrimLeftFunc(scan.data, isEdge)
		end := lineLength(first)
		if first != "" && (end < len(first) || scan.eof || len(first) > maxRecord) {
			switch {
			case isProperty(first[:end], "BEGIN:VCARD"):
				return issuer.Fail(issuer.Input, CodeCards)
			case isJSON(first) && first[0] == '[':
				return issuer.Fail(issuer.Input, CodeJSON)
			}
			s.json = first[0] == '{'
			s.header = true
			var rest string
			if scan.delim, rest = sepLine(scan.data); scan.delim != 0 {
				scan.data = rest
			} else {
				scan.delim = guessDelimiter(first[:end])
			}
			return nil
		}
		if scan.eof {
			return issuer.Fail(issuer.Input, CodeEmpty)
		}
		if err := refill(scan, s.in.feed); err != nil {
			return err
		}
	}
}

// nextRecord reads the next row of a table.
func (s *Stream) nextRecord() (Row, error) {
	scan := &s.in.scan
	for {
		switch scan.next() {
		case foundEnd:
			return Row{}, io.EOF
		case foundMore:
			if err := refill(scan, s.in.feed); err != nil {
				return Row{}, err
			}
		case foundTooLong:
			scan.row++
			s.clerk.row = scan.row
			s.clerk.report(len(scan.cells), "", CodeRowTooLong, SeverityBad, "", "limit", "128 KiB")
			return Row{Row: scan.row, State: Bad}, refillTo(scan, s.in.feed)
		case foundBroken:
			s.clerk.row = scan.row
			s.clerk.report(-1, legibleText(scan.line), CodeBadQuote, SeverityBad, "")
			return Row{Row: scan.row, State: Bad}, nil
		case foundRecord:
			for i, cell := range scan.cells {
				scan.cells[i] = legibleText(cell)
			}
			if isBlank(scan.cells) || s.isHeader(scan.cells) {
				continue
			}
			return s.row(scan.row, s.headers, scan.cells)
		}
	}
}

// isHeader takes the first record as the header unless it has an address.
func (s *Stream) isHeader(cells []string) bool {
	if !s.header {
		return false
	}
	s.header = false
	s.in.scan.want = len(cells)
	if !isHeader([][]string{cells}) && strings.ContainsAny(strings.Join(cells, ""), "@＠") {
		return false
	}
	s.headers = slices.Clone(cells)
	return true
}

// nextObject reads the next line of JSON lines.
func (s *Stream) nextObject() (Row, error) {
	line, err := s.in.object()
	if err != nil {
		return Row{}, err
	}
	if line.problem != nil {
		s.clerk.problems = append(s.clerk.problems, *line.problem)
		return Row{Row: line.row, State: Bad}, nil
	}
	names, cells := make([]string, len(line.members)), make([]string, len(line.members))
	for i, m := range line.members {
		names[i], cells[i] = m.name, m.text
	}
	if !slices.Equal(names, s.headers) {
		s.headers, s.clerk.columns = names, nil
	}
	return s.row(line.row, names, cells)
}

// row judges one row.
func (s *Stream) row(number int, headers, cells []string) (Row, error) {
	c := &s.clerk
	if c.columns == nil || (s.tries < maxTries && c.column(FieldEmail) < 0) {
		s.tries++
		if fault := s.decide(headers, cells); fault != nil {
			return Row{}, fault
		}
	}
	person, bad := c.read(number, cells)
	c.settle(func(w waitingDate, d Date) *Person { person.set(w.field, d); return person }, func(int) { bad = true })
	row := &Row{Row: number, State: Ready, Person: person}
	if bad {
		row.State = Bad
	}
	s.seen.judge(row, c)
	if row.State == Duplicate {
		c.problems = slices.DeleteFunc(c.problems, func(p Problem) bool { return p.Code != CodeDuplicate })
	} else if meant := s.typos.meant(row.domain()); meant != "" {
		c.reportTypo(row, meant)
	}
	return *row, nil
}

// decide says what the columns are, by the header and the row at hand.
func (s *Stream) decide(headers, cells []string) *issuer.Error {
	t := table{headers: headers, rows: [][]string{cells}, width: len(cells)}
	if headers != nil {
		t.width = len(headers)
	}
	if t.width > maxColumns {
		return tooManyColumns(t.width)
	}
	opts := s.opts
	if s.json { // a member that one object has not may be in the next
		opts.Map = map[string]string{}
		for field, column := range s.opts.Map {
			if strings.HasPrefix(column, "=") || t.findAll(column) != nil {
				opts.Map[field] = column
			}
		}
	}
	columns, rule, fault := t.columns(opts)
	if fault != nil {
		return fault
	}
	s.clerk.columns, s.clerk.rule = columns, rule
	return nil
}
