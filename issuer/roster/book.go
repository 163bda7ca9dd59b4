package roster

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"badgekiln/issuer"
)

// Sheet is one sheet of a workbook.
type Sheet struct {
	Name   string `json:"name"`
	Hidden bool   `json:"hidden"`
}

// Hidden says what becomes of rows a workbook hides.
type Hidden string

// What can become of hidden rows; until somebody says so they cannot be
// awarded.
const (
	ReadHidden Hidden = "read"
	SkipHidden Hidden = "skip"
)

// book is a workbook whose sheets are read row by row.
type book interface {
	sheets() []Sheet
	rows(sheet int) (rowReader, error)
}

// rowReader gives the rows of a sheet that are not empty, from the top.
type rowReader interface {
	next() (*record, error) // nil at the end; good until the next call
	close()
}

// record is one row of a list and what a workbook says of it.
type record struct {
	row      int // as a spreadsheet counts
	cells    []string
	hidden   bool
	unworked []int // columns of formulas without a value
	spread   []int // columns that take their text from a merged cell above
	line     string
	from     int // where it begins in a text
}

// Failures of a workbook that are not a matter of its XML.
var (
	errTooMuch = errors.New("workbook unpacks to too much")
	errDamaged = errors.New("workbook is damaged")
)

// openBook opens a workbook that is in memory.
func openBook(data []byte) (b book, kind string, fault *issuer.Error) {
	z, err := openArchive(data)
	kept := zipKind(data)
	if other := kept != CodeXLSX && kept != CodeODS; other && errors.Is(err, errDamaged) {
		return nil, "", issuer.Fail(issuer.Input, kept).Because(err)
	} else if !other {
		kept = CodeArchive // by a name that means nothing
	}
	if err == nil {
		switch {
		case z.part("xl/workbook.bin") != nil:
			return nil, "", issuer.Fail(issuer.Input, CodeXLS)
		case z.isODS():
			kind = "ods"
			b, err = openODS(z)
		case z.workbook() != "":
			kind = "xlsx"
			b, err = openXLSX(z)
		default:
			return nil, "", issuer.Fail(issuer.Input, kept)
		}
	}
	return b, kind, bookFault(err)
}

// bookFault puts why a workbook cannot be read into a code.
func bookFault(err error) *issuer.Error {
	var fault *issuer.Error
	switch {
	case err == nil:
		return nil
	case errors.As(err, &fault):
		return fault
	case errors.Is(err, errTooMuch):
		return issuer.Fail(issuer.Input, CodeBomb, "limit", strconv.Itoa(maxPart>>20)+" MiB").Because(err)
	}
	return issuer.Fail(issuer.Input, CodeDamaged).Because(err)
}

// chooseSheet finds the sheet that was asked for, or the first that can be
// seen and reads like a list of people: Numbers begins its exports with a table
// of contents, and others with a page of instructions. Without one it is the
// first that is not empty. extra are hidden sheets that hold something.
func chooseSheet(b book, asked string) (at int, extra []string, fault *issuer.Error) {
	sheets := b.sheets()
	if len(sheets) == 0 {
		return 0, nil, issuer.Fail(issuer.Input, CodeEmpty)
	}
	if asked != "" {
		if at = findSheet(sheets, asked); at < 0 {
			return 0, nil, issuer.Fail(issuer.Usage, CodeNoSheet, "sheet", asked, "sheets", sheetNames(sheets))
		}
		return at, nil, nil
	}
	at, found := -1, false
	for i, s := range sheets {
		if !s.Hidden && found {
			continue
		}
		filled, people, err := isFilled(b, i)
		if err != nil {
			return 0, nil, bookFault(err)
		}
		switch {
		case !filled:
		case s.Hidden:
			extra = append(extra, s.Name)
		case at < 0 || people:
			at, found = i, people
		}
	}
	switch {
	case at >= 0:
		return at, extra, nil
	case len(extra) > 0:
		return 0, nil, issuer.Fail(issuer.Input, CodeSheetsHidden, "sheet", extra[0], "sheets", sheetNames(sheets))
	}
	return 0, nil, issuer.Fail(issuer.Input, CodeEmpty)
}

func findSheet(sheets []Sheet, asked string) int {
	asked = strings.TrimSpace(asked)
	for _, same := range []func(name string) bool{
		func(name string) bool { return name == asked },
		func(name string) bool { return strings.EqualFold(strings.TrimSpace(name), asked) },
	} {
		if i := slices.IndexFunc(sheets, func(s Sheet) bool { return same(s.Name) }); i >= 0 {
			return i
		}
	}
	if n, err := strconv.Atoi(asked); err == nil && n >= 1 && n <= len(sheets) {
		return n - 1
	}
	return -1
}

func sheetNames(sheets []Sheet) string {
	var names []string
	for _, s := range sheets[:min(len(sheets), 30)] {
		names = append(names, short(s.Name))
	}
	if len(sheets) > 30 {
		names = append(names, "…")
	}
	return strings.Join(names, ", ")
}

// isFilled tells whether there is anything on a sheet, and whether its
// beginning has an address or headings that a list of people has.
func isFilled(b book, sheet int) (filled, people bool, err error) {
	rows, err := b.rows(sheet)
	if err != nil {
		return false, false, err
	}
	defer rows.close()
	for range sampleRows {
		rec, err := rows.next()
		if rec == nil || err != nil {
			return filled, false, err
		}
		if filled = true; knownHeaders(rec.cells) > 0 || slices.ContainsFunc(rec.cells, isAddress) {
			return true, true, nil
		}
	}
	return filled, false, nil
}

// merge is a cell that covers the ones below it.
type merge struct {
	column     int
	from, last int // rows
	text       string
}

// maxMerges bounds the merged cells that are heeded; maxActive those that
// cover one row.
const (
	maxMerges = 100_000
	maxActive = 512
)

// spreader puts the text of a merged cell into the rows it covers, as a person
// sees it.
type spreader struct{ active []merge }

// begin heeds a merged cell from its first row on.
func (s *spreader) begin(m merge) {
	if m.text == "" || m.last <= m.from || len(s.active) >= maxActive {
		return
	}
	s.active = append(s.active, m)
}

// spread fills a row. An empty row stays empty.
func (s *spreader) spread(rec *record) {
	if len(s.active) == 0 {
		return
	}
	s.active = slices.DeleteFunc(s.active, func(m merge) bool { return m.last < rec.row })
	for _, m := range s.active {
		if m.from >= rec.row || m.column < len(rec.cells) && rec.cells[m.column] != "" {
			continue
		}
		for len(rec.cells) <= m.column {
			rec.cells = append(rec.cells, "")
		}
		rec.cells[m.column] = m.text
		rec.spread = append(rec.spread, m.column)
	}
}

// put sets a cell of a record at hand.
func (r *record) put(column int, text string) {
	for len(r.cells) <= column {
		r.cells = append(r.cells, "")
	}
	r.cells[column] = text
}

// reset makes a record ready for another row.
func (r *record) reset(row int, hidden bool) {
	clear(r.cells)
	*r = record{row: row, hidden: hidden, cells: r.cells[:0], unworked: r.unworked[:0], spread: r.spread[:0]}
}
