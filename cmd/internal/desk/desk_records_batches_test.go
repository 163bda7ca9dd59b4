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
