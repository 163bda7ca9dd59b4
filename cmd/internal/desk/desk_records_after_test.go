package desk

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"badgekiln/app/awarding"
	"badgekiln/app/records"
)

// What the command line does after an award, the window does too: correct,
// table, erase, undo.
func TestAfterTheAward(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	s := sampleDesk(t)
	d, a := Records{s}, Awarding{s}
	order := first(t, a)
	got, err := a.Award(ctx, order, never)
	if err != nil {
		t.Fatal(err)
	}
	find := func(text string) []int64 {
		numbers, err := d.Find(ctx, records.Query{Search: text})
		if err != nil {
			t.Fatal(err)
		}
		return numbers
	}
	page, err := d.Page(ctx, find("Zoë"))
	if err != nil || len(page) != 1 {
		t.Fatalf("%+v, %v", page, err)
	}
	id, err := d.Correct(ctx, records.Correction{ID: page[0].ID, Name: "Zoë Corrected", Email: page[0].Email})
	if err != nil || id == page[0].ID {
		t.Fatalf("corrected as %q, %v", id, err)
	}
	if now, err := d.Award(ctx, id); err != nil || now.Name != "Zoë Corrected" || now.State != records.Valid {
		t.Errorf("%+v, %v", now.Row, err)
	}
	if was, err := d.Award(ctx, page[0].ID); err != nil || was.State != records.Replaced {
		t.Errorf("the old one is %s, %v", was.State, err)
	}
	path := filepath.Join(t.TempDir(), "awards.csv")
	if err := d.SaveTable(ctx, find(""), path); err != nil {
		t.Fatal(err)
	}
	table, err := os.ReadFile(path)
	if err != nil || strings.Count(string(table), "\r\n") != 15 || !strings.Contains(string(table), "Zoë Corrected") {
		t.Errorf("%v: %s", err, table)
	}
	if list, err := d.Expiring(ctx, 90); err != nil || len(list) != 0 {
		t.Errorf("%+v end, %v", list, err)
	}
	back, err := a.Undo(ctx, got.Batch, order.Folder, order.Names)
	if err != nil || back.Awards != 13 || back.Removed == 0 {
		t.Errorf("%+v, %v", back, err)
	}
	gone, err := d.Erase(ctx, page[0].Email)
	if err != nil || gone.Awards != 2 || len(gone.Left) == 0 || strings.HasPrefix(gone.Left[0], "erase.") {
		t.Errorf("%+v, %v", gone, err)
	}
	if left := find("Corrected"); len(left) != 0 {
		t.Errorf("%d awards still name the person", len(left))
	}
	if p, err := a.Plan(ctx, order, nil); err != nil || p.Looks == nil {
		t.Errorf("%v", err)
	} else if i, err := p.Looks.Worst(ctx); err != nil || p.Counts[awarding.StateNew] > 0 && i < 0 {
		t.Errorf("the worst is %d, %v", i, err)
	}
	if c, err := d.Check(ctx); err != nil || len(c.Findings) > 0 {
		t.Errorf("%v, %v", c.Findings, err)
	}
}
