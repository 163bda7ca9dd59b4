package engine

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"badgekiln/issuer/award"
	"badgekiln/issuer/ledger"
)

func TestAStoppedBatchIsFinishedWithoutItsList(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(context.Background())
	env := world(t)
	env.AtStep = func(s award.Step) {
		if s == award.StepPlanned {
			cancel()
		}
	}
	e, _, order := sampled(t, env)
	_, say := testWords(t)
	out := order.Out
	got, err := e.Award(ctx, order, say)
	if !errors.Is(err, context.Canceled) || got.Awarded != 0 {
		t.Fatalf("%d awarded, %v", got.Awarded, err)
	}
	ctx = context.Background()
	waiting, err := e.Unfinished(ctx)
	if err != nil || len(waiting) != 1 || waiting[0].Pending != 13 || waiting[0].Awarded != 0 || waiting[0].Roster != "roster.csv" {
		t.Fatalf("%+v, %v", waiting, err)
	}
	done, err := e.Finish(ctx, waiting[0].ID, out, "{name}", nil, say)
	if err != nil || done.Awarded != 13 {
		t.Fatalf("%d awarded, %v", done.Awarded, err)
	}
	if _, err := os.Stat(filepath.Join(out, "Suharto.png")); err != nil {
		t.Error(err)
	}
	if waiting, err = e.Unfinished(ctx); err != nil || len(waiting) != 0 {
		t.Errorf("%+v, %v", waiting, err)
	}
	// The same command afterwards awards nobody again.
	if again, err := e.Award(ctx, order, say); err != nil || again.Awarded != 0 || again.Plan.Counts.Same != 14 {
		t.Errorf("%+v, %v", again.Plan.Counts, err)
	}
}

func TestSelectedAwardsAreHandedOut(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	e, _, order := sampled(t, world(t))
	_, say := testWords(t)
	order.Out = ""
	if _, err := e.Award(ctx, order, say); err != nil {
		t.Fatal(err)
	}
	var ids []string
	if err := e.View(ctx, func(x *ledger.Tx) error {
		found, err := x.FindAwards(ledger.Query{Search: "lukasz"})
		if err != nil {
			return err
		}
		page, err := x.AwardsPage(found)
		for _, a := range page {
			ids = append(ids, a.ID)
		}
		return err
	}); err != nil || len(ids) != 1 {
		t.Fatalf("%q, %v", ids, err)
	}
	out := filepath.Join(t.TempDir(), "some")
	if written, err := e.HandOut(ctx, ids, out, "{name}", nil, say); err != nil || written.Files != 4 {
		t.Errorf("%+v, %v", written, err)
	}
	files, err := e.FilesOf(ctx, ids[0], "{name}")
	if err != nil || len(files) != 3 || files[2].Name != "Łukasz Wiśniewski.png" {
		t.Fatalf("%d files, %v", len(files), err)
	}
	if same, err := os.ReadFile(filepath.Join(out, files[2].Name)); err != nil || string(same) != string(files[2].Data) {
		t.Errorf("the picture is another one, %v", err)
	}
	if _, err := e.Revoke(ctx, ids, "wrong person"); err != nil {
		t.Fatal(err)
	}
	if _, err := e.FilesOf(ctx, ids[0], ""); err == nil {
		t.Error("a revoked award has files")
	}
}
