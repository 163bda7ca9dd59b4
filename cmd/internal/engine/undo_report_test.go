package engine

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"badgekiln/issuer/award"
	"badgekiln/issuer/roster"
)

// TestReportOfAnUndoneBatch undoes two batches with files in one folder: the
// report that tells of both says what became of the one, and goes with the
// other.
func TestReportOfAnUndoneBatch(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	e, files, order := sampled(t, world(t))
	_, say := testWords(t)
	first, err := e.Award(ctx, order, say)
	if err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(files.Roster)
	if err != nil {
		t.Fatal(err)
	}
	longer := filepath.Join(t.TempDir(), "longer.csv")
	line := strings.Split(strings.TrimSpace(string(data)), "\n")[1]
	cells := strings.Split(line, ",")
	for i, cell := range cells {
		if strings.Contains(cell, "@") {
			cells[i] = "=new@example.org"
		}
	}
	if err := os.WriteFile(longer, append(bytes.TrimSpace(data), []byte("\n"+strings.Join(cells, ",")+"\n")...), 0o600); err != nil {
		t.Fatal(err)
	}
	list, err := roster.ReadFile(longer, roster.Options{})
	if err != nil {
		t.Fatal(err)
	}
	order.List, order.ListName = list, "longer.csv"
	second, err := e.Award(ctx, order, say)
	if err != nil || second.Awarded != 1 {
		t.Fatalf("%d awarded, %v", second.Awarded, err)
	}
	report := filepath.Join(order.Out, award.ReportName)
	count := func(word string) int {
		text, err := os.ReadFile(report)
		if err != nil {
			t.Fatal(err)
		}
		return strings.Count(string(text), ","+word+",")
	}
	before, err := os.ReadFile(report)
	if err != nil || count("awarded") != 14 {
		t.Fatalf("%v, %d awarded", err, count("awarded"))
	}
	undo := func(batch string, removed, left int) {
		t.Helper()
		done, err := e.Undo(ctx, batch, order.Out, "")
		if err != nil || done.Removed != removed || done.Left != left {
			t.Errorf("%d removed, %d left, %v", done.Removed, done.Left, err)
		}
	}
	// One that a spreadsheet program saved is somebody's own.
	if err := os.WriteFile(report, bytes.ReplaceAll(before, []byte("\r\n"), []byte("\n")), 0o600); err != nil {
		t.Fatal(err)
	}
	undo(second.Plan.Batch, 3, 1)
	if err := os.WriteFile(report, before, 0o600); err != nil {
		t.Fatal(err)
	}
	undo(second.Plan.Batch, 0, 0)
	if count("awarded") != 13 || count("undone") != 1 {
		t.Errorf("%d awarded, %d undone", count("awarded"), count("undone"))
	}
	undo(first.Plan.Batch, 13*3+1, 0)
	if left, err := os.ReadDir(order.Out); err != nil || len(left) != 0 {
		t.Errorf("%v is left, %v", left, err)
	}
	undo(first.Plan.Batch, 0, 0)
}
