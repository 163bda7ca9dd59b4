package engine

import (
	"os"
	"path/filepath"
	"testing"
	"time"
)

// A design is tried with what a list says, columns of its own too, by their
// headings and as designs write them; who has no name is left out.
func TestPeopleOfAListFillAllTheirFields(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "list.csv")
	list := "name,email,Course title\nBo,bo@example.org,Glaze\nAna María de la Concepción,ana@example.org,Firing\n,nobody@example.org,Clay\n"
	if err := os.WriteFile(path, []byte(list), 0o600); err != nil {
		t.Fatal(err)
	}
	today := time.Date(2026, 11, 27, 12, 0, 0, 0, time.UTC)
	var rows []map[string]string
	each := func(row map[string]string) { rows = append(rows, row) }
	err := PeopleIn(t.Context(), path, today, each)
	if err != nil || len(rows) != 2 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	first := rows[1]
	for field, want := range map[string]string{
		"name": "Ana María de la Concepción", "Course title": "Firing", "course_title": "Firing", "issued_on": "2026-11-27",
	} {
		if first[field] != want {
			t.Errorf("%s is %q, not %q", field, first[field], want)
		}
	}
	if err = PeopleIn(t.Context(), path+"x", today, each); err == nil {
		t.Error("a list that is not there is read")
	}
}
