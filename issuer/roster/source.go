package roster

import "slices"

// numbered is a row and where it stands.
type numbered struct {
	row   int
	cells []string
}

func cellsOf(rows []numbered) [][]string {
	out := make([][]string, len(rows))
	for i, r := range rows {
		out[i] = r.cells
	}
	return out
}

// rowSource gives the rows of a list one by one, whatever it is written in.
type rowSource interface {
	next() (found, *record)
	fault() error     // why it ended early
	expect(width int) // how many cells a row should have
}

// textSource is a list in a text.
type textSource struct {
	scan scanner
	rec  record
}

func (t *textSource) fault() error { return nil }

func (t *textSource) expect(width int) { t.scan.want = width }

func (t *textSource) next() (found, *record) {
	t.scan.skipBreak()
	from := t.scan.pos
	what := t.scan.next()
	t.rec = record{row: t.scan.row, cells: t.scan.cells, line: t.scan.line, from: from}
	return what, &t.rec
}

// bookSource is a sheet of a workbook.
type bookSource struct {
	rows  rowReader
	ahead []record // peeked at, given first
	err   error
}

// peek looks at the first rows.
func (b *bookSource) peek(n int) (rows []numbered) {
	for len(b.ahead) < n {
		rec, err := b.rows.next()
		if b.err = err; err != nil || rec == nil {
			return rows
		}
		one := *rec
		one.cells, one.unworked, one.spread = slices.Clone(rec.cells), slices.Clone(rec.unworked), slices.Clone(rec.spread)
		b.ahead = append(b.ahead, one)
		rows = append(rows, numbered{rec.row, one.cells})
	}
	return rows
}

func (b *bookSource) fault() error { return b.err }

func (b *bookSource) expect(int) {}

func (b *bookSource) next() (found, *record) {
	var rec *record
	if len(b.ahead) > 0 {
		rec, b.ahead = &b.ahead[0], b.ahead[1:]
	} else {
		var err error
		rec, err = b.rows.next()
		if b.err = err; err != nil || rec == nil {
			return foundEnd, nil
		}
	}
	for i, cell := range rec.cells {
		if len(cell) > maxCell {
			rec.cells = rec.cells[:i]
			return foundTooLong, rec
		}
	}
	return foundRecord, rec
}
