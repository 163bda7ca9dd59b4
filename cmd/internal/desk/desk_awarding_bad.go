package desk

import (
	"bytes"
	"cmp"
	"context"
	"encoding/csv"
	"strings"

	"badgekiln/app/awarding"
	"badgekiln/cmd/internal/engine"
	"badgekiln/issuer/roster"
)

// guarded keeps a spreadsheet program from reading a cell as a formula; our own
// reading takes the mark off again.
func guarded(cell string) string {
	if cell != "" && strings.ContainsAny(cell[:1], "=+-@\t\r") {
		return "'" + cell
	}
	return cell
}

// SaveBad writes the rows that cannot be awarded into a file of their own.
func (d Awarding) SaveBad(_ context.Context, l awarding.List, c awarding.Choices, path string) (int, error) {
	r, err := d.read(l, c, false)
	if err != nil {
		return 0, err
	}
	why := map[int][]string{}
	for _, p := range r.Problems {
		if p.Severity == roster.SeverityBad {
			why[p.Row] = append(why[p.Row], d.words.Fill("roster."+p.Code, p.Values))
		}
	}
	var out bytes.Buffer
	out.WriteString("\uFEFF") // Excel takes a CSV for its own code page otherwise
	w := csv.NewWriter(&out)
	w.UseCRLF = true
	if r.Delimiter != "" { // a workbook has none
		w.Comma = rune(r.Delimiter[0])
	}
	heading := make([]string, 0, len(r.Columns)+1)
	for i, c := range r.Columns {
		heading = append(heading, cmp.Or(c.Header, letter(i)))
	}
	_ = w.Write(append(heading, d.words.T("awarding.bad.why")))
	count := 0
	for i, row := range r.Rows {
		if row.State != roster.Bad && row.State != roster.Conflict {
			continue
		}
		cells := make([]string, len(r.Columns))
		for column, cell := range r.Cells[i][:min(len(cells), len(r.Cells[i]))] {
			cells[column] = guarded(cell)
		}
		_ = w.Write(append(cells, strings.Join(why[row.Row], " ")))
		count++
	}
	w.Flush() // a bytes.Buffer takes everything
	return count, engine.SaveFile(path, out.Bytes())
}
