package roster

import "testing"

func TestCellsAreFixedByHand(t *testing.T) {
	t.Parallel()
	list := []byte("name,email\nŁukasz,\"lukasz@example,pl\"\nAda,ada@example.org\n\nEve\n")
	before, err := Parse(list, "l.csv", Options{KeepCells: true})
	if err != nil || before.Bad() != 2 {
		t.Fatalf("%d bad, %v", before.Bad(), err)
	}
	if got := before.Cells[0][1]; got != "lukasz@example,pl" {
		t.Errorf("the cell reads %q", got)
	}
	after, err := Parse(list, "l.csv", Options{KeepCells: true, Fixes: []Fix{
		{Row: 2, Column: 1, Text: "lukasz@example.pl"}, {Row: 5, Column: 1, Text: "eve@example.org"}, {Row: 3, Column: 9, Text: "x"},
	}})
	if err != nil || after.Bad() != 0 {
		t.Fatalf("%d bad, %v: %+v", after.Bad(), err, after.Problems)
	}
	for i, want := range []string{"lukasz@example.pl", "ada@example.org", "eve@example.org"} {
		if got := after.Rows[i].Person.Email; got != want || after.Cells[i][1] != want {
			t.Errorf("row %d: %q and %q, want %q", after.Rows[i].Row, got, after.Cells[i][1], want)
		}
	}
	if before.SHA256 != after.SHA256 {
		t.Error("a fix changes the file's hash")
	}
}
