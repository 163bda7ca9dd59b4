package engine_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"badgekiln/cmd/internal/engine"
	"badgekiln/issuer"
	"badgekiln/issuer/roster"
)

// TestTablesComeBack writes awards of people with names that are formulas,
// quotes and lines to spreadsheet programs, as CSV of each separator and as a
// workbook, and reads the same people from each.
func TestTablesComeBack(t *testing.T) {
	t.Parallel()
	draw := rand.New(rand.NewPCG(6, 1))
	words := []string{"Ann", "=cmd|' /C calc'!A0", "+49", "-x", "@home", "O'Neil", `"Q"`, "Łuc", "林", "a;b", "x\ty", "p|q", "Ng, ", "ß", "(she/her)", "#1"}
	for round := range 60 {
		var awards []issuer.Award
		for i := range 1 + draw.IntN(12) {
			a := issuer.Award{
				ID: fmt.Sprint("id-", i), Class: "knots", Version: 1, State: issuer.Issued, Batch: "b", Row: i + 2, Language: "de",
				Email: fmt.Sprintf("p%d.%d@example.org", round, i), IssuedOn: time.Date(2026, 3, 1+i, 12, 0, 0, 0, time.UTC),
				Evidence: []string{"https://example.org/1", "https://example.org/2?a=b"}, Narrative: strings.Join(pick(draw, words, 4), " ") + "\nsecond line",
			}
			a.Name = strings.Join(strings.Fields(strings.Join(pick(draw, words, 2), " ")), " ")
			a.Name = strings.TrimRight(strings.Trim(a.Name, `"`), " ,;") + " end"
			if i%2 == 0 {
				a.Expires = a.IssuedOn.AddDate(2, 0, 0)
			}
			awards = append(awards, a)
		}
		table := engine.AwardTable(awards)
		for _, file := range []struct {
			name  string
			comma rune
		}{{"a.csv", ','}, {"b.csv", ';'}, {"c.csv", '\t'}, {"d.csv", '|'}, {"e.xlsx", 0}} {
			path := filepath.Join(t.TempDir(), file.name)
			if err := engine.SaveTable(path, table, file.comma); err != nil {
				t.Fatal(err)
			}
			r, err := roster.ReadFile(path, roster.Options{})
			if err != nil {
				t.Fatal(err)
			}
			var want, got []string
			for _, a := range awards {
				want = append(want, fmt.Sprintf("%q", []any{a.Row, a.Name, a.Email, a.Evidence, a.Narrative, a.Language, a.IssuedOn.Format(time.DateOnly)}))
			}
			for p := range r.People.All() {
				got = append(got, fmt.Sprintf("%q", []any{p.Row, p.Name, p.Email, p.Evidence, p.Narrative, p.Language, p.IssuedOn.String()[:10]}))
			}
			if diff := cmp.Diff(want, got); diff != "" {
				data, _ := os.ReadFile(path)
				t.Fatalf("round %d, %s: %s\n%v\n%.600s", round, file.name, diff, r.Problems, data)
			}
		}
	}
}

func pick(draw *rand.Rand, words []string, n int) (out []string) {
	for range n {
		out = append(out, words[draw.IntN(len(words))])
	}
	return out
}

// TestNothingWrittenIsAFormula looks at every cell of a file for what
// spreadsheet programs work out.
func TestNothingWrittenIsAFormula(t *testing.T) {
	t.Parallel()
	table := engine.Table{{"name"}, {"=1+1"}, {"+1"}, {"-1"}, {"@x"}, {"\t=1"}, {"\r=1"}}
	for i, line := range strings.Split(strings.TrimPrefix(string(table.CSV(',')), "\uFEFF"), "\r\n")[1:7] {
		if line = strings.TrimPrefix(line, `"`); !strings.HasPrefix(line, "'") {
			t.Errorf("row %d begins with %q", i+2, line)
		}
	}
	if data, err := table.XLSX(); err != nil || strings.Contains(string(data), "<f>") {
		t.Error(err)
	}
}
