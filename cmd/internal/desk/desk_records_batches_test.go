package desk

import (
	"context"
	"testing"
	"time"

	"badgekiln/app/awarding"
	"badgekiln/app/records"
)

// Lists that were awarded are found as wholes: their awards alone, several of
// them corrected at once, a whole one taken back.
func TestBatchesOfTheLedger(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	s := sampleDesk(t)
	d, a := Records{s}, Awarding{s}
	if list, err := d.Batches(ctx); err != nil || len(list) != 0 {
		t.Fatalf("%+v, %v", list, err)
	}
	order := first(t, a)
	if _, err := a.Award(ctx, order, never); err != nil {
		t.Fatal(err)
	}
	order.List, order.Folder = awarding.List{Text: "name,email\nAda,ada@late.example\nBo,bo@late.example\n"}, ""
	if _, err := a.Award(ctx, order, never); err != nil {
		t.Fatal(err)
	}
	list, err := d.Batches(ctx)
	if err != nil || len(list) != 2 || list[0].Awards != 2 || list[1].Awards != 13 || list[1].List != "roster.csv" || list[0].State != records.BatchDone || list[0].Badge != "First Firing" {
		t.Fatalf("%+v, %v", list, err)
	}
	late := records.Query{Batch: list[0].ID}
	numbers, err := d.Find(ctx, late)
	if err != nil || len(numbers) != 2 {
		t.Fatalf("%v, %v", numbers, err)
	}
	if got, err := d.First(ctx, late); err != nil || len(got.Rows) != 2 || got.More {
		t.Errorf("%+v, %v", got, err)
	}
	change := records.Change{Narrative: "Fired with wood.", Expires: time.Date(2027, 12, 31, 0, 0, 0, 0, time.UTC)}
	if n, err := d.CorrectSeveral(ctx, numbers, change); err != nil || n != 2 {
		t.Fatalf("%d corrected, %v", n, err)
	}
	if n, err := d.CorrectSeveral(ctx, numbers, change); err != nil || n != 0 {
		t.Errorf("what does not stand is corrected %d times, %v", n, err)
	}
	page, err := d.First(ctx, records.Query{Search: "late.example", State: records.Valid})
	if err != nil || len(page.Rows) != 2 {
		t.Fatalf("%+v, %v", page, err)
	}
	if n, err := d.CorrectSeveral(ctx, page.Numbers, change); err != nil || n != 0 {
		t.Errorf("what says it already is corrected %d times, %v", n, err)
	}
	one, err := d.Award(ctx, page.Rows[0].ID)
	if err != nil || one.Narrative != change.Narrative || one.Expires.Format(time.DateOnly) != "2027-12-31" {
		t.Errorf("%+v, %v", one, err)
	}
	if err := d.CanUndo(ctx, list[1].ID); err != nil {
		t.Errorf("the first list cannot be taken back: %v", err)
	}
	if n, err := d.UndoBatch(ctx, list[1].ID); err != nil || n != 13 {
		t.Errorf("%d taken back, %v", n, err)
	}
	if err := d.CanUndo(ctx, list[1].ID); err == nil {
		t.Error("what was taken back can be taken back again")
	}
	if list, err := d.Batches(ctx); err != nil || list[1].State != records.BatchUndone {
		t.Errorf("%+v, %v", list, err)
	}
	if found, err := d.Find(ctx, records.Query{Days: 7}); err != nil || len(found) == 0 {
		t.Errorf("%v, %v", found, err)
	}
	if c, err := d.Check(ctx); err != nil || len(c.Findings) > 0 {
		t.Errorf("%v, %v", c.Findings, err)
	}
}

// Two addresses are one person, who cannot have a badge twice, until they are
// taken apart again.
func TestOnePersonOfTwoAddresses(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	s := sampleDesk(t)
	d, a := Records{s}, Awarding{s}
	order := awarding.Order{Class: "first-firing", List: awarding.List{Text: "name,email\nAda,ada@home.example\n"}, Names: "{name}"}
	if _, err := a.Award(ctx, order, never); err != nil {
		t.Fatal(err)
	}
	p, err := d.Person(ctx, "ada@home.example")
	if err != nil || p.Name != "Ada" || len(p.Addresses) != 1 {
		t.Fatalf("%+v, %v", p, err)
	}
	if p, err = d.SamePerson(ctx, p.ID, "ada@work.example"); err != nil || len(p.Addresses) != 2 {
		t.Fatalf("%+v, %v", p, err)
	}
	order.List.Text = "name,email\nAda,ada@work.example\n"
	if plan, err := a.Plan(ctx, order, nil); err != nil || plan.Counts[awarding.StateNew] != 0 {
		t.Errorf("the same person is awarded again: %+v, %v", plan.Counts, err)
	}
	if p, err = d.SplitAddress(ctx, "ada@work.example"); err != nil || len(p.Addresses) != 1 || p.Addresses[0] != "ada@work.example" {
		t.Fatalf("%+v, %v", p, err)
	}
	if got, err := a.Award(ctx, order, never); err != nil || got.Awarded != 1 {
		t.Fatalf("%+v, %v", got, err)
	}
	home, err := d.Person(ctx, "ada@home.example")
	if err != nil {
		t.Fatal(err)
	}
	if p, err = d.SamePerson(ctx, home.ID, "ada@work.example"); err != nil || len(p.Addresses) != 2 || len(p.Twice) != 1 || p.Twice[0] != "First Firing" {
		t.Errorf("%+v, %v", p, err)
	}
}
