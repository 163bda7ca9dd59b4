package awarding

import (
	"testing"

	"fyne.io/fyne/v2"

	"badgekiln/app/kit"
	"badgekiln/app/kit/kittest"
)

func TestFindingsAreMended(t *testing.T) {
	f := troubled()
	b, r := opened(t, f, kittest.English)
	r.choose(List{Path: "x.csv"})
	says(t, b, "3 to look at", "1 cannot be awarded", "Mend or leave out 1 row", "8 of 9 rows ready")
	b.Shot(t, "awarding-columns-found")
	if r.canGoOn() {
		t.Error("a bad row stops nothing")
	}
	b.Press(t, "Use irina@gmail.com")
	if fixes := f.choices[len(f.choices)-1].Fixes; len(fixes) != 1 || fixes[0] != (Fix{9, 1, "irina@gmail.com"}) {
		t.Errorf("fixed %+v", fixes)
	}
	b.Press(t, "Correct")
	says(t, b, "is not a mail address")
	b.Shot(t, "awarding-edit")
	b.Type(t, "Mailadresse, row 7", "lukasz@example.pl")
	press(t, b, fyne.KeyReturn)
	if fixes := f.choices[len(f.choices)-1].Fixes; len(fixes) != 2 || fixes[1] != (Fix{7, 1, "lukasz@example.pl"}) {
		t.Errorf("fixed %+v", fixes)
	}
	b.Press(t, "Day first")
	if f.choices[len(f.choices)-1].Dates != "dmy" {
		t.Errorf("dates are %q", f.choices[len(f.choices)-1].Dates)
	}
	b.Press(t, "Leave out this row")
	if !r.canGoOn() {
		t.Error("bad rows that are left out stop something")
	}
	b.Press(t, "Continue")
	if o := f.orders[len(f.orders)-1]; !o.Choices.SkipBad || len(o.Choices.Fixes) != 2 {
		t.Errorf("ordered %+v", o.Choices)
	}
}

// Cells are corrected where they stand, one after the other by keys alone; each
// correction, and each row that was left out, can be undone.
func TestCellsAreCorrectedInTheGrid(t *testing.T) {
	f := troubled()
	f.rows[8].Marks, f.rows[8].Bad = map[int]Severity{1: Stops}, true
	f.reading.Findings = append(f.reading.Findings, Finding{Row: 10, Column: 1, Code: "no-email", Text: "Row 10 has no address.", Severity: Stops})
	b, r := opened(t, f, kittest.English)
	r.choose(List{Path: "x.csv"})
	table := r.columns.table
	table.OnPress(5, 2)
	if !table.Editing() || !kittest.Says(b.Top(), "is not a mail address") {
		t.Fatal("a press on a bad cell does not let it be typed in")
	}
	b.Type(t, "Mailadresse, row 7", "lukasz@example.pl")
	press(t, b, fyne.KeyTab)
	if one := r.columns.row(5); one.Marks[1] != "" || one.Cells[1] != "lukasz@example.pl" {
		t.Errorf("the row is still %+v", one)
	}
	if kittest.Find(b.Top(), "Mailadresse, row 10") == nil || r.columns.table != table {
		t.Fatal("Tab does not lead to the next bad cell of the same table")
	}
	b.Type(t, "Mailadresse, row 10", "never")
	press(t, b, fyne.KeyEscape)
	last := func() Choices { return f.choices[len(f.choices)-1] }
	if table.Editing() || len(last().Fixes) != 1 {
		t.Errorf("Escape leaves %+v", last().Fixes)
	}
	press(t, b, fyne.KeyF2)
	if kittest.Find(b.Top(), "Mailadresse, row 10") == nil {
		t.Error("F2 does not let the cell be typed in")
	}
	press(t, b, fyne.KeyEscape)
	b.Window.Canvas().Focused().TypedRune('s')
	press(t, b, fyne.KeyReturn)
	if fixes := last().Fixes; len(fixes) != 2 || fixes[1] != (Fix{10, 1, "s"}) {
		t.Errorf("a letter over the cell leaves %+v", fixes)
	}
	r.skipRow()
	says(t, b, "What you decided", "Left out: row", "and 3 more")
	b.Press(t, "and 3 more")
	says(t, b, "Row 7 reads", "Row 10 reads", "All 2 corrections")
	b.Shot(t, "awarding-edited")
	r.undo()
	r.undo()
	if c := last(); len(c.Skips) != 0 || len(c.Fixes) != 1 {
		t.Errorf("after undoing two %+v", c)
	}
	r.redo()
	if c := last(); len(c.Fixes) != 2 {
		t.Errorf("after redoing one %+v", c)
	}
	r.undo()
	r.undo()
	if c := last(); len(c.Fixes) != 0 {
		t.Errorf("after undoing all %+v", c)
	}
}

func TestAColumnIsWhatSomebodySays(t *testing.T) {
	f := known()
	b, r := opened(t, f, kittest.English)
	r.choose(List{Path: "x.csv"})
	s, ok := kittest.Find(b.Top(), "What Essen is").(*kit.Select)
	if !ok || s.Value() != FieldNone {
		t.Fatalf("the guess is %v", s)
	}
	s.Choose("name")
	got := f.choices[len(f.choices)-1].Fields
	if got[3] != "name" || got[0] != FieldNone {
		t.Errorf("the fields are %v", got)
	}
	says(t, b, "Vor- und Nachname")
}

func TestWrongLettersAreReadAnew(t *testing.T) {
	f := known()
	b, r := opened(t, f, kittest.English)
	r.choose(List{Path: "x.csv"})
	for label, value := range map[string]string{"Letters": "windows-1250", "Separator": ",", "Headings": "no"} {
		s, ok := kittest.Find(b.Top(), label).(*kit.Select)
		if !ok {
			t.Fatalf("nothing is called %s", label)
		}
		s.Choose(value)
	}
	if c := f.choices[len(f.choices)-1]; c.Letters != "windows-1250" || c.Separator != "," || c.Headings != "no" {
		t.Errorf("read as %+v", c)
	}
}

func TestASheetAndHiddenRowsAreChosen(t *testing.T) {
	f := known()
	f.reading.Sheet, f.reading.Sheets = "People", []string{"People", "Staff"}
	f.reading.Findings = []Finding{{Row: 3, Column: -1, Code: "hidden-row", Text: "Row 3 is hidden in the workbook.", Severity: Stops}}
	b, r := opened(t, f, kittest.English)
	r.choose(List{Path: "x.xlsx"})
	if kittest.Find(b.Top(), "Letters") != nil || kittest.Find(b.Top(), "Separator") != nil {
		t.Error("a workbook is asked for its letters")
	}
	b.Press(t, "Leave hidden rows out")
	if c := f.choices[len(f.choices)-1]; c.Hidden != HiddenSkip {
		t.Errorf("read as %+v", c)
	}
	s, ok := kittest.Find(b.Top(), "Sheet").(*kit.Select)
	if !ok {
		t.Fatal("no sheet can be chosen")
	}
	s.Choose("Staff")
	if c := f.choices[len(f.choices)-1]; c.Sheet != "Staff" || c.Hidden != HiddenSkip {
		t.Errorf("read as %+v", c)
	}
}

func TestEachColumnOfDatesIsAskedAboutOnce(t *testing.T) {
	f := known()
	f.reading.Columns[2], f.reading.Columns[3] = Column{"Datum", "issued_on", false}, Column{"Bis", "expires", false}
	for i := range 4 {
		f.reading.Findings = append(f.reading.Findings, Finding{Row: i + 2, Column: 2 + i%2, Code: "ambiguous-date", Text: "Two days", Severity: Stops})
	}
	b, r := opened(t, f, kittest.English)
	r.choose(List{Path: "x.csv"})
	b.Press(t, "Datum: Day first")
	b.Press(t, "Bis: Month first")
	if c := f.choices[len(f.choices)-1]; c.Dates != "issued_on=dmy,expires=mdy" {
		t.Errorf("read as %+v", c)
	}
}

func TestColumnsOfTheLastTimeAreTaken(t *testing.T) {
	f := known()
	f.reading.Remembered = map[int]string{0: "name", 3: FieldNone}
	b, r := opened(t, f, kittest.English)
	r.choose(List{Path: "x.csv"})
	says(t, b, "What you decided", "the same headings")
	r.goOn()
	if o := f.orders[len(f.orders)-1]; len(o.Choices.Fields) != 2 {
		t.Errorf("planned with %+v", o.Choices)
	}
}
