package desk

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/xuri/excelize/v2"

	"badgekiln/app/awarding"
)

// A workbook goes the way of any other list: its sheet can be chosen, hidden
// rows are asked about, and the bad rows can be sent back.
func TestAWorkbookIsAList(t *testing.T) {
	t.Parallel()
	d := Awarding{sampleDesk(t)}
	ctx := context.Background()
	f := excelize.NewFile()
	if _, err := f.NewSheet("Staff"); err != nil {
		t.Fatal(err)
	}
	for cell, text := range map[string]string{
		"A1": "Name", "B1": "Email", "A2": "Anna", "B2": "anna@example.org", "A3": "Bob", "B3": "bob@example.org", "A4": "Eve", "B4": "=eve",
	} {
		if err := f.SetCellStr("Sheet1", cell, text); err != nil {
			t.Fatal(err)
		}
	}
	if err := f.SetRowVisible("Sheet1", 3, false); err != nil {
		t.Fatal(err)
	}
	if err := f.SetSheetCol("Staff", "A1", &[]string{"Email", "sam@example.org"}); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(d.home, "Documents", "people.xlsx")
	if err := f.SaveAs(path); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(d.home, "Documents", "~$people.xlsx"), []byte("lock"), 0o600); err != nil {
		t.Fatal(err)
	}
	b, err := d.Begin(ctx)
	if err != nil || len(b.Files) != 2 || b.Files[1].Path != path {
		t.Fatalf("offered %+v, %v", b.Files, err)
	}
	list := awarding.List{Path: path}
	r, err := d.Read(ctx, "", list, awarding.Choices{}, nil)
	if err != nil || r.Sheet != "Sheet1" || len(r.Sheets) != 2 || r.Bad != 2 || r.Ready != 1 {
		t.Fatalf("%+v, %v", r, err)
	}
	saved := filepath.Join(t.TempDir(), "bad.csv")
	if n, err := d.SaveBad(ctx, list, awarding.Choices{}, saved); err != nil || n != 2 {
		t.Fatalf("%d rows saved, %v", n, err)
	}
	data, err := os.ReadFile(saved)
	if err != nil {
		t.Fatal(err)
	}
	if again, err := d.Read(ctx, "", awarding.List{Path: saved}, awarding.Choices{}, nil); err != nil || again.Bad != 1 {
		t.Errorf("read back %+v, %v: %s", again.Rows, err, data)
	}
	if r, err := d.Read(ctx, "", list, awarding.Choices{Hidden: awarding.HiddenRead}, nil); err != nil || r.Ready != 2 {
		t.Errorf("%+v, %v", r, err)
	}
	if r, err := d.Read(ctx, "", list, awarding.Choices{Sheet: "Staff"}, nil); err != nil || r.Ready != 1 || r.Sheet != "Staff" {
		t.Errorf("%+v, %v", r, err)
	}
}

// What somebody said of the columns holds for the next list of the same
// headings, and for no other.
func TestColumnsAreRemembered(t *testing.T) {
	t.Parallel()
	d := Awarding{sampleDesk(t)}
	ctx := context.Background()
	save := func(name, text string) awarding.List {
		path := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return awarding.List{Path: path}
	}
	fields := map[int]string{0: "name", 1: awarding.FieldNone, 2: "email"}
	order := awarding.Order{
		Class: "first-firing", List: save("a.csv", "Alias,Name,Post\nAnn,x,a@example.org\n"), Folder: filepath.Join(t.TempDir(), "out"), Names: "{name}",
		Choices: awarding.Choices{Fields: fields},
	}
	if got, err := d.Award(ctx, order, never); err != nil || got.Awarded != 1 {
		t.Fatalf("%+v, %v", got, err)
	}
	r, err := d.Read(ctx, "", save("b.csv", "Alias,Name,Post\nBo,y,b@example.org\n"), awarding.Choices{}, nil)
	if err != nil || len(r.Remembered) != 3 || r.Columns[0].Field != "name" || r.Columns[1].Field != awarding.FieldNone {
		t.Errorf("%+v, %v", r, err)
	}
	r, err = d.Read(ctx, "", save("c.csv", "Alias,Full name,Post\nBo,y,b@example.org\n"), awarding.Choices{}, nil)
	if err != nil || r.Remembered != nil {
		t.Errorf("%+v, %v", r, err)
	}
}
