package windowtrials

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"badgekiln/cmd/internal/stage"
)

// dirtyRows is how many rows of people the workbook has.
const dirtyRows = 500

// dirty is a workbook as offices keep them, and what is to become of it.
type dirty struct {
	path    string
	awarded int               // people who get the badge in the end
	mends   []string          // what the cells that stop their rows should say, in the order of the rows
	emails  map[string]string // some addresses that must be awarded → the name that goes with them
	days    map[string]string // when some of them earned it
	badRows []int             // the rows of those cells
	sums    int               // the row of sums
	never   []string          // addresses of nobody who attended
}

// Rows of the workbook, counted among the people, and what is wrong there.
const (
	wrongEvery  = 100 // an address that is none
	typoEvery   = 83  // a slip in a known domain
	hiddenEvery = 97  // hidden: the person cancelled
	doubleEvery = 71  // the row before once more
	paintEvery  = 37  // smart quotes, mailto:, names with addresses, what cannot be seen
	firstPerson = 6   // the row of the first person
)

// makeDirty writes the workbook: titles above, a heading of two rows that is
// merged, the address of who paid beside that of who came, dates that can be
// read two ways, hidden rows, sums below, and a second sheet.
func makeDirty(t *testing.T, path string) dirty {
	t.Helper()
	d := dirty{path: path, emails: map[string]string{}, days: map[string]string{}}
	f := excelize.NewFile()
	const sheet = "Registrations"
	put := func(row int, cells ...any) {
		t.Helper()
		if err := f.SetSheetRow(sheet, fmt.Sprint("A", row), &cells); err != nil {
			t.Fatal(err)
		}
	}
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(f.SetSheetName("Sheet1", sheet))
	_, err := f.NewSheet("Answers")
	must(err)
	must(f.SetSheetRow("Answers", "A1", &[]any{"Question", "Answers"}))
	must(f.SetSheetRow("Answers", "A2", &[]any{"How was it?", 412}))
	put(1, "Harbour kiln week: registrations")
	must(f.MergeCell(sheet, "A1", "H1"))
	put(2, "Exported on 20 November 2024, all bookings")
	put(4, "Booking", "", "", "Attendee", "", "", "", "")
	must(f.MergeCell(sheet, "A4", "C4"))
	must(f.MergeCell(sheet, "D4", "H4"))
	put(5, "Order", "Paid by", "Payer e-mail", "First name", "Last name", "Attendee e-mail", "Completed on", "Fee")
	d.never = append(d.never, "office@agency.example")
	last := [8]any{}
	for i := range dirtyRows {
		row := firstPerson + i
		first, family := fmt.Sprintf("Ada%d", i), "Quill"
		email := fmt.Sprintf("person%d@example.org", i)
		cells := [8]any{fmt.Sprintf("%06d", 4000+i), "Agency Ltd", "office@agency.example", first, family, email, fmt.Sprintf("%02d/%02d/2024", i%12+1, (i*5)%12+1), 45}
		counts := true
		switch {
		case i%wrongEvery == 50:
			cells[5] = []string{"person50(at)example.org", "person150@example,org", "person 250@example.org", "", "person450@"}[i/wrongEvery]
			d.mends, d.badRows = append(d.mends, email), append(d.badRows, row)
			d.emails[email] = first + " " + family
		case i%doubleEvery == doubleEvery-1:
			cells, counts = last, false
		case i%hiddenEvery == hiddenEvery-1:
			must(f.SetRowVisible(sheet, row, false))
			d.never = append(d.never, email)
			counts = false
		case i%typoEvery == typoEvery-1:
			cells[5] = fmt.Sprintf("person%d@gmial.com", i)
		case i%paintEvery == 0:
			cells[3] = "“" + first + "”"
			cells[5] = []string{"mailto:" + email, "Ada <" + email + ">", "\u200b" + email + "\u00a0", "‘" + email + "’"}[i/paintEvery%4]
			d.emails[email] = "" // the marks round the name may go or stay
		}
		if counts {
			d.awarded++
			d.days[email] = fmt.Sprintf("2024-%02d-%02d", (i*5)%12+1, i%12+1)
		}
		put(row, cells[:]...)
		last = cells
	}
	end := firstPerson + dirtyRows
	d.sums = end + 1
	put(end+1, "Total", "", "", fmt.Sprint(dirtyRows, " people"), "", "", "", 0)
	must(f.SetCellFormula(sheet, fmt.Sprint("H", end+1), fmt.Sprintf("SUM(H%d:H%d)", firstPerson, end-1)))
	must(f.SaveAs(path))
	must(f.Close())
	return d
}

// An office's workbook of 500 rows is awarded: what is wrong with it is told,
// mended and left out in the wizard, and only those who came have the badge.
func TestADirtyWorkbookIsAwarded(t *testing.T) {
	t.Parallel()
	s := open(t)
	d := makeDirty(t, filepath.Join(s.home, "registrations.xlsx"))
	s.do(s.Settled())
	s.click("Open the sample workshop")
	s.says("Start my own")
	s.click("railItem:Award")
	s.do(s.Fill("Path of the file", d.path))
	s.click("Read it")
	s.says("to look at")
	s.shot("dirty-1-read")

	s.click("Leave hidden rows out")
	s.says("Hidden rows are left out")
	s.click("Day first")
	s.says("Dates: Day first")
	s.shot("dirty-2-questions")
	s.click("Correct")
	for i, text := range d.mends {
		s.do(s.Await("the next bad cell", func(v stage.View) bool { return typing(v) == d.badRows[i] }))
		if i == 0 {
			s.shot("dirty-3-typing")
		}
		s.do(s.Type(text), s.Keys("Return"))
	}
	// What is left is the row of sums.
	s.do(s.Await("the row of sums", func(v stage.View) bool { return typing(v) == d.sums }), s.Keys("Escape", "ctrl+Delete"))
	s.says("Left out: row")
	s.do(s.Keys("ctrl+z"))
	s.says("1 cannot be awarded")
	s.do(s.Keys("ctrl+shift+z"))
	s.says("Left out: row")
	s.click("Use all 6 suggestions")
	s.says("All 11 corrections") // the decision made last stands first
	s.shot("dirty-4-mended")
	label := fmt.Sprint("Award ", d.awarded)
	s.goOn(label)
	s.shot("dirty-5-plan")
	s.click(label)
	s.says(fmt.Sprint(d.awarded, " people have their badge"))
	s.shot("dirty-6-result")
	t.Logf("from start to %d awarded out of a dirty workbook: %d clicks, %d texts, %d keys", d.awarded, s.Clicks, s.Fields, s.Pressed)
	if s.Clicks > 12 || s.Fields > 7 || s.Pressed > 16 {
		t.Error("that is more than 12 clicks, 7 texts and 16 keys")
	}
	d.judge(t, s)
	s.do(s.Stop())
}

// typing is the row whose cell is typed in; 0 when none is.
func typing(v stage.View) (row int) {
	for _, thing := range v.Items {
		if _, err := fmt.Sscanf(thing.Label, "Attendee e-mail, row %d", &row); err == nil && thing.Focused {
			return row
		}
	}
	return 0
}

// judge asks the command line who has the badge.
func (d dirty) judge(t *testing.T, s *scene) {
	t.Helper()
	ledger := found(t, s.home, "workshop.db")[0]
	var awards []struct {
		Name, Email, State string
		IssuedOn           string `json:"issued_on"`
	}
	if err := json.Unmarshal([]byte(s.kiln("--ledger", ledger, "awards", "--json")), &awards); err != nil {
		t.Fatal(err)
	}
	if len(awards) != d.awarded {
		t.Errorf("%d people have the badge, want %d", len(awards), d.awarded)
	}
	held := map[string]string{}
	for _, a := range awards {
		held[a.Email] = a.Name
		if day := d.days[a.Email]; day != "" && !strings.HasPrefix(a.IssuedOn, day) {
			t.Errorf("%s has it since %q, want %s", a.Email, a.IssuedOn, day)
		}
	}
	for email, name := range d.emails {
		if got, ok := held[email]; !ok || name != "" && got != name {
			t.Errorf("%s is awarded as %q, %v; want %q", email, got, ok, name)
		}
	}
	for _, email := range d.never {
		if _, ok := held[email]; ok {
			t.Errorf("%s did not attend and has the badge", email)
		}
	}
	pictures := found(t, s.home, ".png")
	if len(pictures) != d.awarded {
		t.Errorf("%d pictures, want %d", len(pictures), d.awarded)
	}
	s.kiln(append([]string{"--ledger", ledger, "verify", "--offline"}, pictures[:10]...)...)
}
