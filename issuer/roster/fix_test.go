package roster

import (
	"strings"
	"testing"
)

func TestCellsAreFixedByHand(t *testing.T) {
	t.Parallel()
	list := []byte("name,email\nŁukasz,\"lukasz@example,pl\"\nAda,ada@example.org\n\nEve\n")
	before, err := Parse(list, "l.csv", Options{KeepCells: true})
	if err != nil || before.Bad() != 2 {
		t.Fatalf("%d bad, %v", before.Bad(), err)
	}
	if got := before.Cells.At(0)[1]; got != "lukasz@example,pl" {
		t.Errorf("the cell reads %q", got)
	}
	after, err := Parse(list, "l.csv", Options{KeepCells: true, Fixes: []Fix{
		{Row: 2, Column: 1, Text: "lukasz@example.pl"}, {Row: 5, Column: 1, Text: "eve@example.org"}, {Row: 3, Column: 9, Text: "x"},
	}})
	if err != nil || after.Bad() != 0 {
		t.Fatalf("%d bad, %v: %+v", after.Bad(), err, after.Problems)
	}
	for i, want := range []string{"lukasz@example.pl", "ada@example.org", "eve@example.org"} {
		if got := after.Rows.At(i).Person.Email; got != want || after.Cells.At(i)[1] != want {
			t.Errorf("row %d: %q and %q, want %q", after.Rows.At(i).Row, got, after.Cells.At(i)[1], want)
		}
	}
	if before.SHA256 != after.SHA256 {
		t.Error("a fix changes the file's hash")
	}
}

func TestAListIsReadAsItIsSaidToBe(t *testing.T) {
	t.Parallel()
	// "Łukasz;lukasz@example.org" as Windows saves it in Poland
	polish := []byte("imi\xea;poczta\n\xa3ukasz;lukasz@example.org\n")
	guessed, err := Parse(polish, "l.csv", Options{Encoding: ansi})
	if err != nil || guessed.Encoding != ansi || guessed.People.List()[0].Name == "Łukasz" {
		t.Fatalf("guessed %s %+v, %v", guessed.Encoding, guessed.People.List()[0], err)
	}
	o := Options{Encoding: "windows-1250", Map: map[string]string{FieldName: "1"}}
	if r, err := Parse(polish, "l.csv", o); err != nil || r.Encoding != "windows-1250" || r.People.List()[0].Name != "Łukasz" || r.Columns[0].Header != "imię" {
		t.Errorf("read %+v, %v", r, err)
	}
	o.Header = WithoutHeading
	if r, err := Parse(polish, "l.csv", o); err != nil || r.Header || r.Rows.Len() != 2 {
		t.Errorf("read %+v, %v", r, err)
	}
	o = Options{Delimiter: ",", Header: WithHeading}
	if r, err := Parse(polish, "l.csv", o); err != nil || r.Delimiter != "," || len(r.Columns) != 1 {
		t.Errorf("read %+v, %v", r, err)
	}
	for _, name := range Encodings() {
		if r, err := Parse([]byte("name,email\nAda,ada@example.org\n"), "l.csv", Options{Encoding: name}); !strings.HasPrefix(name, "utf-1") && (err != nil || r.People.Len() != 1) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if r, err := Parse([]byte(bom+"name,email\nAda,ada@example.org\n"), "l.csv", Options{Encoding: utf8Plain}); err != nil || r.Columns[0].Header != "name" {
		t.Errorf("the mark is read as text: %+v, %v", r, err)
	}
}
