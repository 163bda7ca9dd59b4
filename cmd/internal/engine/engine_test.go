package engine

import (
	"context"
	"crypto/rand"
	"os"
	"path/filepath"
	"testing"
	"time"

	"badgekiln/assets"
	"badgekiln/issuer"
	"badgekiln/issuer/award"
	"badgekiln/issuer/bake"
	"badgekiln/issuer/roster"
)

// world is an Env of its own home, with the clock at noon of a day.
func world(t *testing.T) Env {
	t.Helper()
	home := t.TempDir()
	return Env{
		Now:  func() time.Time { return time.Date(2026, 11, 22, 9, 30, 0, 0, time.UTC) },
		Rand: rand.Reader,
		Getenv: func(name string) string {
			return map[string]string{"XDG_CONFIG_HOME": home, "HOME": home}[name]
		},
	}
}

func testWords(t *testing.T) (*assets.Words, Say) {
	t.Helper()
	words, err := assets.LoadWords("en")
	if err != nil {
		t.Fatal(err)
	}
	return words, words.Fill
}

// sampled makes a sample workshop and opens it.
func sampled(t *testing.T, env Env) (*Engine, SampleFiles, Order) {
	t.Helper()
	words, _ := testWords(t)
	ctx := context.Background()
	files, err := Sample(ctx, filepath.Join(t.TempDir(), "sample"), nil, env, words)
	if err != nil {
		t.Fatal(err)
	}
	e, err := OpenExisting(ctx, files.Ledger, env)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = e.Close() })
	list, err := roster.ReadFile(files.Roster, roster.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return e, files, Order{Request: award.Request{Class: files.Class, List: list, ListName: "roster.csv"}, Out: filepath.Join(t.TempDir(), "out")}
}

func TestSampleIsAwardedOnce(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	e, _, order := sampled(t, world(t))
	_, say := testWords(t)
	got, err := e.Award(ctx, order, say)
	if err != nil {
		t.Fatal(err)
	}
	if got.Awarded != 13 || got.Plan.Counts != (award.Counts{New: 13, Same: 1}) {
		t.Fatalf("awarded %d, plan %+v", got.Awarded, got.Plan.Counts)
	}
	if got.Written.Files != 13*3+1 {
		t.Errorf("wrote %d files, want 40", got.Written.Files)
	}
	for _, row := range got.Plan.Rows.All() {
		if row.ID != "" {
			pictureMatches(t, filepath.Join(order.Out, row.ID))
		}
	}
	again, err := e.Award(ctx, order, say)
	if err != nil {
		t.Fatal(err)
	}
	if again.Awarded != 0 || again.Plan.Counts != (award.Counts{Same: 14}) || !again.Plan.Done || again.Written.Files != 0 || again.Written.Right != 40 {
		t.Errorf("again: %d awarded, plan %+v, %+v", again.Awarded, again.Plan.Counts, again.Written)
	}
	report, err := e.Check(ctx)
	if err != nil || len(report.Findings) > 0 || report.Awards != 13 || report.Faces != 26 {
		t.Errorf("check: %+v %v", report, err)
	}
}

// pictureMatches sees that what is baked is what stands beside the picture.
func pictureMatches(t *testing.T, stem string) {
	t.Helper()
	picture, err := os.ReadFile(stem + ".png")
	if err != nil {
		t.Fatal(err)
	}
	found, err := bake.Unbake(picture)
	if err != nil || len(found) != 2 {
		t.Fatalf("%s: %d badges, %v", stem, len(found), err)
	}
	for _, f := range found {
		ending := ".ob2.json"
		if f.Generation == bake.OB3 {
			ending = ".ob3.json"
		}
		beside, err := os.ReadFile(stem + ending)
		if err != nil || string(beside) != string(f.Text) {
			t.Errorf("%s%s differs from what is baked: %v", stem, ending, err)
		}
	}
}

func TestFacesAreAddedWhenWebSpaceComes(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	e, _, order := sampled(t, world(t))
	_, say := testWords(t)
	none, some := "", "https://badges.example.org/x"
	if _, err := e.SetIssuer(ctx, IssuerChange{BaseURL: &none}); err != nil {
		t.Fatal(err)
	}
	first, err := e.Award(ctx, order, say)
	if err != nil || first.Awarded != 13 {
		t.Fatalf("%d awarded: %v", first.Awarded, err)
	}
	before := facesOf(t, e, first)
	if len(before) != 13 {
		t.Fatalf("%d faces without web space, want 13", len(before))
	}
	if _, err := e.SetIssuer(ctx, IssuerChange{BaseURL: &some}); err != nil {
		t.Fatal(err)
	}
	for _, formats := range [][]issuer.Format{{issuer.OB2}, {issuer.OB3}, {issuer.OB2, issuer.OB3}} {
		if _, err := e.AddFaces(ctx, first.Plan.Batch, formats, nil); err != nil {
			t.Fatal(err)
		}
	}
	after := facesOf(t, e, first)
	if len(after) != 39 {
		t.Errorf("%d faces, want 39", len(after))
	}
	for id, sum := range before {
		if after[id] != sum {
			t.Errorf("face %s changed", id)
		}
	}
	if report, err := e.Check(ctx); err != nil || len(report.Findings) > 0 {
		t.Errorf("check: %+v %v", report, err)
	}
}

func facesOf(t *testing.T, e *Engine, o Outcome) map[string]string {
	t.Helper()
	sums := map[string]string{}
	for _, row := range o.Plan.Rows.All() {
		if row.State != award.New {
			continue
		}
		d, err := e.Show(context.Background(), row.ID)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range d.Faces {
			sums[f.Address()] = f.SHA256
		}
	}
	return sums
}
