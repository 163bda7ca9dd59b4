package desk

import (
	"context"
	"strings"
	"testing"
	"time"

	"badgekiln/app/deliver"
	"badgekiln/cmd/internal/engine"
)

// A badge ends on the day that it says, wherever this computer is.
func TestAReminderSaysTheDayOfTheIssuer(t *testing.T) {
	t.Parallel()
	d := deliverDesk{sampleDesk(t)}
	for _, hours := range []int{-11, 14} {
		ends := time.Date(2026, 12, 31, 23, 59, 59, 0, time.FixedZone("", hours*3600))
		if got := d.whyRemind(engine.Remindable{Why: engine.RemindExpires, At: ends}); !strings.Contains(got, "2026-12-31") {
			t.Errorf("%d hours from Greenwich: %s", hours, got)
		}
	}
}

// Pages of one reading are turned without reading the batch again, and show what was
// handed over as soon as it was.
func TestPapersAreKeptWhileNothingHappens(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	a := Awarding{sampleDesk(t)}
	order := first(t, a)
	if _, err := a.Read(ctx, order.Class, order.List, order.Choices, nil); err != nil {
		t.Fatal(err)
	}
	if _, err := a.Award(ctx, order, never); err != nil {
		t.Fatal(err)
	}
	d := deliverDesk(a)
	s, err := d.State(ctx)
	if err != nil || len(s.Batches) != 1 {
		t.Fatalf("%+v, %v", s.Batches, err)
	}
	p := deliver.Paper{Batch: s.Batches[0].ID, Kind: "cards", Size: "a4", PerPage: 4, Waiting: true, Reading: 1}
	page := func(n int) deliver.Sheet {
		t.Helper()
		got, err := d.Paper(ctx, p, n, 200)
		if err != nil {
			t.Fatal(err)
		}
		return got
	}
	all := page(0).People // makes the codes
	page(0)
	kept := d.memo.papers.got
	if page(1); kept == nil || d.memo.papers.got != kept {
		t.Error("a page turned reads the batch again")
	}
	b, err := d.Batch(ctx, p.Batch)
	if err != nil {
		t.Fatal(err)
	}
	if _, changed, err := d.Give(ctx, p.Batch, b.People[0].Code, false); err != nil || !changed {
		t.Fatal(changed, err)
	}
	if now := page(0).People; now != all-1 {
		t.Errorf("%d of %d wait after one was handed over", now, all)
	}
}
