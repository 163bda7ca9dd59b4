package roster_test

import (
	"testing"

	"badgekiln/issuer/roster"
)

// A row that somebody leaves out takes its problem along, and the row it
// contradicted is good again.
func TestRowsLeftOutByHand(t *testing.T) {
	text := "name,email\nAda,ada@example.org\nAda Quill,ada@example.org\nBert,bert@\n\"Cleo\" x,cleo@example.org\n"
	before, err := roster.Parse([]byte(text), "list", roster.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if before.Bad() != 3 {
		t.Fatalf("%d bad rows, want 3: %v", before.Bad(), before.Problems)
	}
	after, err := roster.Parse([]byte(text), "list", roster.Options{Skip: map[int]bool{3: true, 4: true, 5: true}})
	if err != nil {
		t.Fatal(err)
	}
	if after.People.Len() != 1 || len(after.Problems) != 0 || after.Left != 3 || after.SHA256 != before.SHA256 {
		t.Errorf("%d people, %d problems, %d left out", after.People.Len(), len(after.Problems), after.Left)
	}
}

// Somebody says which row names the columns.
func TestHeadingByItsRow(t *testing.T) {
	text := "Kurs,Brennen\nWer,Wohin\nAda,ada@example.org\n"
	for heading, want := range map[roster.Heading]int{"2": 2, "1": 1, "no": 0} {
		r, err := roster.Parse([]byte(text), "list", roster.Options{Header: heading})
		if err != nil {
			t.Fatal(err)
		}
		if r.HeaderRow != want {
			t.Errorf("%q: headings in row %d, want %d", heading, r.HeaderRow, want)
		}
		if heading == "2" && (r.Columns[0].Header != "Wer" || r.People.Len() != 1) {
			t.Errorf("the column is called %q", r.Columns[0].Header)
		}
	}
}
