package windowtrials

import (
	"encoding/json"
	"path/filepath"
	"testing"

	"badgekiln/cmd/internal/stage"
)

// longNames are people whose names are long, or written the other way.
const longNames = "name,email\n" +
	"Wolfeschlegelsteinhausenbergerdorff Hubert Blaine the Elder of Hohenlohe-Schillingsfürst,hubert.blaine.the.elder@long.subdomain.example.org\n" +
	"محمد الأمين بن عبد الله بن عبد الرحمن آل الشيخ,m.alamin@example.com\n" +
	"Nguyễn Thị Phương Thảo,thao@example.net\n"

// A list that was awarded by the command line is found in the ledger of a dark
// window, its awards are listed alone, and the whole list is taken back.
func TestAnOlderListIsTakenBack(t *testing.T) {
	t.Parallel()
	s := openIn(t, t.TempDir(), 1280, 800, []string{"FYNE_THEME=dark"})
	s.do(s.Settled())
	s.click("Open the sample workshop")
	s.says("Start my own")
	ledger := found(t, s.home, "workshop.db")[0]
	s.click("railItem:Ledger")
	s.says("Nothing awarded yet")
	s.shot("ledger-1-empty")
	list := write(t, filepath.Join(s.home, "long names.csv"), longNames)
	s.kiln("--ledger", ledger, "award", "first-firing", filepath.Join(filepath.Dir(ledger), "roster.csv"))
	s.kiln("--ledger", ledger, "award", "first-firing", list)
	s.click("railItem:Home", "railItem:Ledger")
	s.says("16 awards")
	s.pressRow("Awards", 0)
	s.says("Thảo")
	s.shot("ledger-2-awards")
	s.do(s.Keys("ctrl+a"))
	s.says("16 selected")
	s.click("More")
	s.says("Renew")
	s.shot("ledger-3-all")
	s.do(s.Keys("Escape"))
	s.click("Past lists…")
	s.pressRow("Lists that were awarded", 0)
	s.says("It can still be taken back")
	s.shot("ledger-4-lists")
	s.click("Show its awards")
	s.says("Only what was awarded from")
	s.says("1 to 3 of 3")
	s.shot("ledger-5-one-list")
	s.click("Past lists…")
	s.pressRow("Lists that were awarded", 0)
	s.click("Take it back…")
	s.shot("ledger-6-question")
	s.click("Button:Take it back")
	s.says("3 awards were taken back")
	s.shot("ledger-7-taken-back")
	s.do(s.Stop())
	var awards []struct{ Email, State string }
	if err := json.Unmarshal([]byte(s.kiln("--ledger", ledger, "awards", "--json")), &awards); err != nil {
		t.Fatal(err)
	}
	states := map[string]int{}
	for _, a := range awards {
		states[a.State]++
	}
	if states["issued"] != 13 || states["undone"] != 3 {
		t.Errorf("the awards are %v", states)
	}
	s.kiln("--ledger", ledger, "ledger", "check")
}

// pressRow presses a row of a table, counted from 0 among those in view.
func (s *scene) pressRow(table string, row int) {
	s.t.Helper()
	var body stage.Thing
	s.do(s.Await("the table “"+table+"”", func(v stage.View) bool {
		for _, thing := range v.Items {
			if thing.Kind == "kit.tableBody" && thing.Label == table {
				body = thing
				return true
			}
		}
		return false
	}))
	s.do(s.ClickAt(body.X+60, body.Y+float64(row)*34+17))
}
