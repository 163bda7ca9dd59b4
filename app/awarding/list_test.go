package awarding

import (
	"errors"
	"slices"
	"testing"

	"badgekiln/app/kit/kittest"
	"badgekiln/issuer"
)

// A list that is dropped on the plan, or on what became of another, is read.
func TestAnotherListIsChosenLater(t *testing.T) {
	f := known()
	_, r := opened(t, f, kittest.English)
	r.choose(List{Path: "x.csv"})
	r.goOn()
	if r.step != atPlan || !r.Dropped([]string{"y.csv"}) || r.step != atColumns {
		t.Fatalf("from the plan to step %d", r.step)
	}
	r.goOn()
	r.goOn()
	if r.step != atResult || !r.Dropped([]string{"z.csv"}) || r.step != atColumns || r.list.Path != "z.csv" {
		t.Errorf("from the result to step %d and %q", r.step, r.list.Path)
	}
}

// Of a long list the rows are let go of while its plan is made, and read again
// when one goes back or gives up.
func TestALongListIsNotHeldTwice(t *testing.T) {
	f := known()
	f.plan.Counts = map[string]int{StateNew: longList + 1}
	f.rows = slices.Repeat(f.rows, longList/len(f.rows)+1)
	_, r := opened(t, f, kittest.English)
	r.choose(List{Path: "x.csv"})
	if !r.long() {
		t.Fatal("the list is not long")
	}
	r.planIt()
	if r.step != atPlan || r.reading.Rows != nil || r.reading.Columns == nil {
		t.Errorf("at step %d the list is held", r.step)
	}
	r.back()
	if r.step != atColumns || !r.listed() || r.plan != nil {
		t.Errorf("at step %d after going back", r.step)
	}
	f.planErr = errors.New("disk")
	r.planIt()
	if r.step != atList || r.listErr == nil {
		t.Errorf("at step %d without a plan", r.step)
	}
	r.choose(List{Path: "x.csv"})
	r.letGo()
	r.columns.edit(1, 1, "")
	r.columns.editNext(1, 1, 1)
	r.haltPlan()
	if !r.listed() {
		t.Error("the list is not read again after Cancel")
	}
}

func TestAListThatCannotBeRead(t *testing.T) {
	f := known()
	f.readErr = issuer.Fail(issuer.Input, "roster-is-xls", "file", "people.xls")
	b, r := opened(t, f, kittest.English)
	if r.Dropped([]string{"badge.PNG"}) || r.Dropped([]string{"seal.badge"}) {
		t.Error("a badge is taken for a list")
	}
	if !r.Dropped([]string{"people.xls"}) {
		t.Fatal("a drop is not taken")
	}
	says(t, b, "people.xls is an Office file of a kind that cannot be read", "save it as XLSX or ODS", "Newest lists")
	b.Shot(t, "awarding-list-error")
	// And one that disappears on the way.
	f.readErr = nil
	r.choose(List{Path: "people.csv"})
	f.planErr = issuer.Fail(issuer.Input, "roster-missing", "file", "people.csv")
	r.goOn()
	says(t, b, "There is no file people.csv")
	if r.step != atColumns {
		t.Errorf("the step is %d", r.step)
	}
}

func TestAListIsPastedOrTyped(t *testing.T) {
	f := known()
	b, r := opened(t, f, kittest.English)
	b.Copied = "ada@example.org\n"
	b.Press(t, "Paste a list…")
	b.Shot(t, "awarding-paste")
	b.Press(t, "Read it")
	if r.list.Text != "ada@example.org\n" || r.step != atColumns {
		t.Errorf("the list is %+v", r.list)
	}
	b.Press(t, "Back")
	b.Type(t, "Path of the file", `"~/my list.csv"`)
	b.Press(t, "Read it")
	if want := b.Env.Home + "/my list.csv"; r.list.Path != want {
		t.Errorf("the list is %q, want %q", r.list.Path, want)
	}
}

// A list that was read is kept under a name, awarded without its file, and
// forgotten; those who hold a badge are a list too.
func TestListsAreKept(t *testing.T) {
	f := known()
	b, r := opened(t, f, kittest.English)
	says(t, b, "Lists that are kept", "without its file")
	r.choose(List{Path: "/home/ada/Autumn course.csv"})
	b.Press(t, "Keep this list…")
	b.Shot(t, "awarding-keep")
	b.Press(t, "Keep")
	says(t, b, "9 people are kept", "Autumn course")
	b.Press(t, b.Env.T("app.close"))
	r.anew()
	says(t, b, "Autumn course", "9 people")
	b.Shot(t, "awarding-kept")
	b.Press(t, "Autumn course")
	if r.list != (List{Kept: "Autumn course"}) || r.step != atColumns {
		t.Errorf("the list is %+v at step %d", r.list, r.step)
	}
	r.anew()
	b.Press(t, "Holders of a badge…")
	b.Press(t, "First Firing")
	if r.list.Kept != "All of first-firing" {
		t.Errorf("the list is %+v", r.list)
	}
	r.anew()
	b.Press(t, "Forget the list \u2068Autumn course\u2069")
	b.Press(t, "Forget it")
	if len(f.begin.Kept) != 0 {
		t.Errorf("kept are %+v", f.begin.Kept)
	}
}
