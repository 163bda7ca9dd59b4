package records

import (
	"testing"
	"time"

	"badgekiln/app/kit"
	"badgekiln/app/kit/kittest"
)

// A list that was awarded long ago is found, its awards are shown alone, and it
// is taken back as a whole; one that cannot be says why.
func TestAnOlderListIsTakenBack(t *testing.T) {
	f := &fake{count: 8}
	b, r := opened(t, f, kittest.English)
	b.Press(t, "Past lists…")
	b.Settle()
	if kittest.Find(b.Top(), "Lists that were awarded") == nil || !kittest.Says(b.Top(), "Taken back") || !kittest.Says(b.Top(), "From a script") {
		t.Fatal("the lists are not shown")
	}
	sheet := func() *kit.Table { return r.batchTable }
	sheet().Select(1)
	if !kittest.Says(b.Top(), "This batch was undone before") || can(b, "Take it back…") {
		t.Error("what was taken back can be taken back once more, or nothing says why not")
	}
	sheet().Select(0)
	b.Shot(t, "records-batches")
	if !kittest.Says(b.Top(), "It can still be taken back") {
		t.Error("nothing says that it can be taken back")
	}
	b.Press(t, "Show its awards")
	if q := f.queries[len(f.queries)-1]; q.Batch != "b2" || !kittest.Says(b.Top(), "Only what was awarded from") {
		t.Errorf("asked for %+v", q)
	}
	b.Shot(t, "records-of-batch")
	b.Press(t, "Show all")
	if q := f.queries[len(f.queries)-1]; q.Batch != "" {
		t.Errorf("asked for %+v", q)
	}
	b.Press(t, "Past lists…")
	sheet().Select(0)
	b.Press(t, "Take it back…")
	if !kittest.Says(b.Top(), "on 2026-02-03") { // as the list has it, though its own zone is further on
		t.Error("the question does not name the day")
	}
	b.Press(t, "Take it back")
	if f.undone != "b2" || !kittest.Says(b.Top(), "488 awards were taken back") {
		t.Errorf("taken back: %q", f.undone)
	}
}

// can tells whether something can be pressed.
func can(b *kittest.Bench, label string) bool {
	o, ok := kittest.Find(b.Top(), label).(interface{ Disabled() bool })
	return ok && !o.Disabled()
}

// Several badges are corrected at once, in what can be the same for several
// people; what is left empty stays as it is.
func TestSeveralAreCorrected(t *testing.T) {
	f := &fake{count: 8}
	b, r := opened(t, f, kittest.English)
	r.table.SelectAll()
	if kittest.Find(b.Top(), "More") == nil {
		t.Error("nothing leads to what else can be done with several")
	}
	r.mend()
	b.Settle()
	if can(b, "Correct 8") {
		t.Error("nothing is said, and it can be corrected")
	}
	b.Type(t, "Valid until", "never")
	if can(b, "Correct 8") {
		t.Error("what is no day is taken for one")
	}
	b.Type(t, "Valid until", "2027-12-31")
	b.Shot(t, "records-several")
	b.Press(t, "Correct 8")
	if want := (Change{Expires: time.Date(2027, 12, 31, 0, 0, 0, 0, time.UTC)}); f.change != want || len(f.handed) != 8 {
		t.Errorf("corrected %d as %+v", len(f.handed), f.change)
	}
	if !kittest.Says(b.Top(), "8 badges were corrected") {
		t.Error("nothing says so")
	}
}

// When something was awarded narrows the list.
func TestAwardsOfTheLastDays(t *testing.T) {
	f := &fake{count: 8}
	b, _ := opened(t, f, kittest.English)
	kittest.Find(b.Top(), "When").(*kit.Select).Choose("30")
	if q := f.queries[len(f.queries)-1]; q.Days != 30 {
		t.Errorf("asked for %+v", q)
	}
	b.Shot(t, "records-days")
}

// The history of an award says who did it, and the log of the whole ledger is
// not far.
func TestWhoDidIt(t *testing.T) {
	b, r := opened(t, &fake{count: 8}, kittest.English)
	r.table.Select(0)
	if !kittest.Says(b.Top(), "ada@kiln") {
		t.Error("the history does not say who awarded it")
	}
	for _, a := range r.Actions() {
		if a.Name == "ledger.log" {
			a.Run()
		}
	}
	if len(b.Routes) != 1 || b.Routes[0].Room != kit.RoomSettings || b.Routes[0].What != "ledger" {
		t.Errorf("the log leads to %+v", b.Routes)
	}
}
