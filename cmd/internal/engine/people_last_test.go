package engine

import (
	"os"
	"path/filepath"
	"testing"
	"time"
)

// A design is tried with what a list says, columns of its own too, by their
// headings and as designs write them; the longest name comes first.
func TestPeopleOfAListFillAllTheirFields(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "list.csv")
	list := "name,email,Course title\nBo,bo@example.org,Glaze\nAna María de la Concepción,ana@example.org,Firing\n,nobody@example.org,Clay\n"
	if err := os.WriteFile(path, []byte(list), 0o600); err != nil {
		t.Fatal(err)
	}
	today := time.Date(2026, 11, 27, 12, 0, 0, 0, time.UTC)
	rows, err := PeopleIn(path, 10, today)
	if err != nil || len(rows) != 2 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	first := rows[0]
	for field, want := range map[string]string{
		"name": "Ana María de la Concepción", "Course title": "Firing", "course_title": "Firing", "issued_on": "2026-11-27",
	} {
		if first[field] != want {
			t.Errorf("%s is %q, not %q", field, first[field], want)
		}
	}
	if rows, err = PeopleIn(path, 1, today); err != nil || len(rows) != 1 || rows[0]["name"] != first["name"] {
		t.Errorf("of one row: %v, %v", rows, err)
	}
	if _, err = PeopleIn(path+"x", 1, today); err == nil {
		t.Error("a list that is not there is read")
	}
}
