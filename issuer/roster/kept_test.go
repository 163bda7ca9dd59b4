package roster_test

import (
	"slices"
	"strings"
	"testing"

	"badgekiln/issuer/roster"
)

// The cells that are kept are those that were read, wherever they stand and
// whatever ends a line.
func TestCellsAreThoseOfTheList(t *testing.T) {
	t.Parallel()
	rows := [][]string{
		{"Ada", "ada@example.org", "two\nlines"},
		{`Bo "the" B`, "bo@example.org", ""},
		{"Cy", "cy@example.org", "a, b"},
		{"Di", "di@example.org", "a, b"},
		{"Ed", "ed@example.org", `"`},
	}
	for name, end := range map[string]string{"LF": "\n", "CRLF": "\r\n", "CR": "\r"} {
		var text strings.Builder
		text.WriteString("Name,E-Mail,Note" + end)
		for _, row := range rows {
			for i, cell := range row {
				if i > 0 {
					text.WriteByte(',')
				}
				text.WriteString(`"` + strings.ReplaceAll(cell, `"`, `""`) + `"`)
			}
			text.WriteString(end + end)
		}
		text.WriteString(`Fay,"fay@example.org` + end + "Gil,gil@example.org,x")
		r, err := roster.Parse([]byte(text.String()), "l.csv", roster.Options{KeepCells: true, Fixes: []roster.Fix{{Row: 6, Column: 2, Text: "mended"}}})
		if err != nil {
			t.Fatal(name, err)
		}
		want := append(slices.Clone(rows), []string{`Fay,"fay@example.org`}, []string{"Gil", "gil@example.org", "x"})
		if r.Cells.Len() != r.Rows.Len() || r.Rows.Len() != len(want) {
			t.Fatalf("%s: %d rows and the cells of %d, want %d", name, r.Rows.Len(), r.Cells.Len(), len(want))
		}
		for i, row := range want {
			if r.Rows.Number(i) == 6 {
				row = []string{row[0], row[1], "mended"}
			}
			if got := r.Cells.At(i); !slices.Equal(got, row) {
				t.Errorf("%s, row %d: %q, want %q", name, r.Rows.Number(i), got, row)
			}
		}
	}
}
