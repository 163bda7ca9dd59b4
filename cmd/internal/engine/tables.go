package engine

import (
	"bytes"
	"cmp"
	"encoding/csv"
	"fmt"
	"io"
	"iter"
	"path/filepath"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"

	"badgekiln/issuer/roster"
)

// Table is a list for a spreadsheet program, the headings first. Its cells are
// as they are; what keeps them from being taken for formulas is added where
// they are written.
type Table [][]string

// SaveTable writes a table: a workbook when path ends in .xlsx, otherwise a CSV
// with comma between cells; 0 is a comma.
func SaveTable(path string, t Table, comma rune) error {
	data := t.CSV(comma)
	if strings.EqualFold(filepath.Ext(path), ".xlsx") {
		var err error
		if data, err = t.XLSX(); err != nil {
			return err
		}
	}
	return SaveFile(path, data)
}

// CSV is the table as a text that is safe to open in a spreadsheet program.
func (t Table) CSV(comma rune) []byte {
	var out bytes.Buffer
	_ = writeCSV(&out, slices.Values(t), comma) // a bytes.Buffer takes everything
	return out.Bytes()
}

// byteOrder begins a CSV: Excel takes one for its own code page otherwise.
const byteOrder = "\uFEFF"

// writeCSV writes rows as they come.
func writeCSV(to io.Writer, rows iter.Seq[[]string], comma rune) error {
	if _, err := io.WriteString(to, byteOrder); err != nil {
		return err
	}
	w := csv.NewWriter(to)
	w.UseCRLF = true
	w.Comma = cmp.Or(comma, ',')
	for row := range rows {
		cells := make([]string, len(row))
		for i, cell := range row {
			cells[i] = inert(cell)
		}
		if err := w.Write(cells); err != nil {
			return err
		}
	}
	w.Flush()
	return w.Error()
}

// maxCellRunes is what Excel takes in a cell.
const maxCellRunes = 32_767

// XLSX is the table as a workbook. Every cell is a text, and a text is never
// worked out; the guard stands there all the same, for whoever saves the sheet
// as CSV.
func (t Table) XLSX() ([]byte, error) {
	f := excelize.NewFile()
	w, err := f.NewStreamWriter("Sheet1")
	if err != nil {
		return nil, fmt.Errorf("make a workbook: %w", err)
	}
	for i, row := range t {
		cells := make([]any, len(row))
		for j, cell := range row {
			cells[j] = cut(inert(cell))
		}
		if err := w.SetRow(fmt.Sprint("A", i+1), cells); err != nil {
			return nil, fmt.Errorf("make a workbook: row %d: %w", i+1, err)
		}
	}
	if err := w.Flush(); err != nil {
		return nil, fmt.Errorf("make a workbook: %w", err)
	}
	out, err := f.WriteToBuffer()
	if err != nil {
		return nil, fmt.Errorf("make a workbook: %w", err)
	}
	return out.Bytes(), f.Close()
}

// cut keeps to what a cell of a workbook takes.
func cut(cell string) string {
	if len(cell) <= maxCellRunes {
		return cell
	}
	runes := []rune(cell)
	return string(runes[:min(len(runes), maxCellRunes)])
}

// BadRows are the rows of a list that cannot be awarded, as its file has them,
// with why behind each: what to send back to whoever made the list. It has to
// be read with Options.KeepCells. why is the heading of the last column.
func BadRows(r *roster.Reading, why string, say Say) Table {
	reasons := map[int][]string{}
	for _, p := range r.Problems {
		if p.Severity == roster.SeverityBad {
			reasons[p.Row] = append(reasons[p.Row], say("roster."+p.Code, p.Values))
		}
	}
	heading := make([]string, 0, len(r.Columns)+1)
	for i, c := range r.Columns {
		heading = append(heading, cmp.Or(c.Header, roster.Letter(i)))
	}
	t := Table{append(heading, why)}
	for i, row := range r.Rows.All() {
		if row.State != roster.Bad && row.State != roster.Conflict {
			continue
		}
		cells := make([]string, len(r.Columns), len(r.Columns)+1)
		copy(cells, r.Cells.At(i))
		t = append(t, append(cells, strings.Join(reasons[row.Row], " ")))
	}
	return t
}
