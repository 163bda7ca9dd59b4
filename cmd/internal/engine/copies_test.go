package engine

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"badgekiln/assets"
	"badgekiln/issuer/award"
	"badgekiln/issuer/roster"
)

// Of half a year of copies there stay those of the last days, and the last of
// each of some weeks before; of those before something big the last few.
func TestWhichCopiesStay(t *testing.T) {
	t.Parallel()
	var list []string
	last := time.Date(2026, 11, 26, 0, 0, 0, 0, time.UTC) // a Thursday
	for i := range 180 {
		day := last.AddDate(0, 0, -i).Format(time.DateOnly)
		if i == 2 || i == 30 {
			for _, at := range []string{"T200000Z", "T190000Z", "T180000Z", "T170000Z"} {
				list = append(list, "x/"+day+at+"-before-undo.db")
			}
		}
		list = append(list, "x/"+day+".db")
	}
	list = append(list, "x/somebody's own.db")
	for name, c := range map[string]struct {
		rule CopyRule
		want []string
	}{
		"usual": {UsualCopies(), []string{
			"2026-11-26", "2026-11-25", "2026-11-24T200000Z-before-undo", "2026-11-24T190000Z-before-undo", "2026-11-24T180000Z-before-undo",
			"2026-11-24", "2026-11-23", "2026-11-22", "2026-11-21", "2026-11-20", "2026-11-19", "2026-11-15", "2026-11-08", "2026-11-01",
		}},
		"one day":   {CopyRule{Daily: 1}, []string{"2026-11-26"}},
		"two weeks": {CopyRule{Daily: 1, Weekly: 2}, []string{"2026-11-26", "2026-11-25", "2026-11-22"}},
	} {
		gone := dropped(list, c.rule)
		var stay []string
		for _, file := range list[:len(list)-1] {
			if !slices.Contains(gone, file) {
				stay = append(stay, bare(file))
			}
		}
		if !slices.Equal(stay, c.want) || slices.Contains(gone, list[len(list)-1]) {
			t.Errorf("%s: %v", name, stay)
		}
	}
}

// A copy is made when the last is older than a day and before a batch is taken
// back; the ledger of that moment comes back from it and signs.
func TestCopiesAreMadeAndRestored(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	words, err := assets.LoadWords("en")
	if err != nil {
		t.Fatal(err)
	}
	env := killJob{Home: t.TempDir()}.env()
	now := time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC)
	env.Now = func() time.Time { return now }
	files, err := Sample(ctx, filepath.Join(t.TempDir(), "s"), nil, env, words)
	if err != nil {
		t.Fatal(err)
	}
	e, err := OpenExisting(ctx, files.Ledger, env)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = e.Close() }()
	copies := func(want int) []string {
		t.Helper()
		list, err := e.Copies()
		if err != nil || len(list) != want {
			t.Fatalf("copies %v, %v", list, err)
		}
		return list
	}
	awarded := func(e *Engine) Outcome {
		t.Helper()
		list, err := roster.ReadFile(files.Roster, roster.Options{})
		if err != nil {
			t.Fatal(err)
		}
		done, err := e.Award(ctx, Order{Request: award.Request{Class: files.Class, List: list, ListName: "roster.csv"}}, words.Fill)
		if err != nil || done.Awarded != 13 {
			t.Fatalf("%d awarded, %v", done.Awarded, err)
		}
		return done
	}
	for _, c := range []struct {
		after time.Duration
		want  int
	}{{time.Hour, 0}, {24 * time.Hour, 1}, {time.Hour, 1}, {24 * time.Hour, 2}} {
		now = now.Add(c.after)
		if _, err := e.KeepCopyIfOld(ctx, 0); err != nil {
			t.Fatal(err)
		}
		list := copies(c.want)
		if len(list) > 0 { // as it would be by a clock that stood there
			if err := os.Chtimes(list[0], now, now); err != nil {
				t.Fatal(err)
			}
		}
	}
	done := awarded(e)
	if _, err := e.Undo(ctx, done.Plan.Batch, "", ""); err != nil {
		t.Fatal(err)
	}
	before := copies(3)[0]
	if err := e.SetCopyRule(ctx, CopyRule{}); err != nil {
		t.Fatal(err)
	}
	now = now.AddDate(0, 1, 0)
	if made, err := e.KeepCopyIfOld(ctx, 0); err != nil || made != "" {
		t.Errorf("made %q although none are to be, %v", made, err)
	}
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
	for _, ending := range []string{"", "-wal", "-shm"} {
		if err := os.Remove(files.Ledger + ending); err != nil && !os.IsNotExist(err) {
			t.Fatal(err)
		}
	}
	back, err := Restore(ctx, before, files.Ledger, env)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = back.Close() }()
	details, err := back.Show(ctx, done.Plan.Rows.At(0).ID)
	if err != nil || details.State != "issued" {
		t.Errorf("%s, %v", details.State, err)
	}
	if _, err := back.Revoke(ctx, []string{details.ID}, "It signs."); err != nil {
		t.Error(err)
	}
	if r, err := back.Check(ctx); err != nil || len(r.Findings) > 0 {
		t.Errorf("%+v, %v", r.Findings, err)
	}
}
