package desk

import (
	"context"
	"crypto/rand"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"badgekiln/app/awarding"
	"badgekiln/app/records"
	"badgekiln/assets"
	"badgekiln/cmd/internal/engine"
	"badgekiln/issuer/bake"
)

// sampleDesk is a desk over a new sample workshop, in a home of its own.
func sampleDesk(t *testing.T) *Desk {
	t.Helper()
	home := t.TempDir()
	if err := os.Mkdir(filepath.Join(home, "Documents"), 0o755); err != nil {
		t.Fatal(err)
	}
	words, err := assets.LoadWords("en")
	if err != nil {
		t.Fatal(err)
	}
	env := engine.Env{
		Now:  func() time.Time { return time.Date(2026, 11, 22, 9, 30, 0, 0, time.UTC) },
		Rand: rand.Reader,
		Getenv: func(name string) string {
			return map[string]string{"HOME": home, "XDG_CONFIG_HOME": filepath.Join(home, ".config")}[name]
		},
	}
	ctx := context.Background()
	files, err := engine.Sample(ctx, filepath.Join(home, "sample"), nil, env, words)
	if err != nil {
		t.Fatal(err)
	}
	e, err := engine.OpenExisting(ctx, files.Ledger, env)
	if err != nil {
		t.Fatal(err)
	}
	d := New(e, env, words, home)
	t.Cleanup(func() { _ = d.Close() })
	return d
}

// never is a report that nobody reads.
func never(string, int, int) {}

// first is the sample's order as the wizard makes it when one only goes on.
func first(t *testing.T, d Awarding) awarding.Order {
	t.Helper()
	b, err := d.Begin(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if len(b.Classes) != 1 || len(b.Files) == 0 || b.Files[0].Place != awarding.PlaceSample || len(b.Unfinished) != 0 {
		t.Fatalf("%d classes, files %+v, unfinished %+v", len(b.Classes), b.Files, b.Unfinished)
	}
	class := b.Classes[0]
	if class.Picture == nil || class.Name == "" || !class.Hosted {
		t.Fatalf("the class is %+v", class)
	}
	return awarding.Order{Class: class.Slug, List: awarding.List{Path: b.Files[0].Path}, Folder: class.Folder, Names: "{name}"}
}

func TestTheSampleIsAwarded(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	d := Awarding{sampleDesk(t)}
	order := first(t, d)
	r, err := d.Read(ctx, order.Class, order.List, order.Choices, nil)
	if err != nil {
		t.Fatal(err)
	}
	if r.Ready != 13 || r.Bad != 0 || r.Doubles != 1 || len(r.Columns) != 3 || r.Columns[0].Field != "name" || len(r.Names) != 4 {
		t.Errorf("read as %+v", r)
	}
	var slip *awarding.Finding
	for i, f := range r.Findings {
		if f.Code == "typo" {
			slip = &r.Findings[i]
		}
	}
	if slip == nil || slip.Suggestion != "mt.rochefoucauld@gmail.com" || slip.Column != 1 || slip.Severity != awarding.Warns {
		t.Fatalf("the slip is %+v", slip)
	}
	order.Choices.Fixes = append(order.Choices.Fixes, awarding.Fix{Row: slip.Row, Column: slip.Column, Text: slip.Suggestion})
	p, err := d.Plan(ctx, order, nil)
	if err != nil || p.Counts[awarding.StateNew] != 13 || p.Counts[awarding.StateSame] != 1 || p.Rows.Len() != 14 {
		t.Fatalf("planned %+v, %v", p.Counts, err)
	}
	got, err := d.Award(ctx, order, never)
	if err != nil || got.Awarded != 13 || len(got.Badges) != 6 || got.Badges[0].Picture == nil {
		t.Fatalf("%d awarded, %d shown, %v", got.Awarded, len(got.Badges), err)
	}
	if !got.Proof.Holds || got.Proof.Name != "Zoë Ångström-Lindqvist" || filepath.Dir(got.Proof.File) != order.Folder {
		t.Errorf("the proof is %+v", got.Proof)
	}
	holds(t, filepath.Join(order.Folder, "Marie-Thérèse de La Rochefoucauld-Montbéliard.png"), "First Firing")
	if _, err := os.Stat(got.Report); err != nil {
		t.Error(err)
	}
	// Once more: the same order awards nobody, and says so.
	if p, err = d.Plan(ctx, order, nil); err != nil || !p.Done || p.Counts[awarding.StateNew] != 0 {
		t.Errorf("planned again %+v, done %v, %v", p.Counts, p.Done, err)
	}
	if again, err := d.Award(ctx, order, never); err != nil || again.Awarded != 0 || again.Written != 0 {
		t.Errorf("again %d awarded and %d files, %v", again.Awarded, again.Written, err)
	}
	// The next award of this class gets a folder of its own.
	if b, err := d.Begin(ctx); err != nil || b.Classes[0].Folder == order.Folder {
		t.Errorf("the folder is %s, %v", b.Classes[0].Folder, err)
	}
}

// holds tells whether a file is a badge with both credentials baked in.
func holds(t *testing.T, path, class string) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	found, err := bake.Unbake(data)
	if err != nil || len(found) != 2 {
		t.Fatalf("%d badges in the picture, %v", len(found), err)
	}
	for _, f := range found {
		if !strings.Contains(string(f.Text), "https://hafenwerk.example.org/badges/") && !strings.Contains(string(f.Text), class) {
			t.Errorf("the credential is %.80s", f.Text)
		}
	}
}

func TestColumnsAreReadAsSomebodySays(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	d := Awarding{sampleDesk(t)}
	order := first(t, d)
	order.Choices.Fields = map[int]string{2: awarding.FieldNone, 0: "given_name"}
	r, err := d.Read(ctx, order.Class, order.List, order.Choices, nil)
	if err != nil || r.Columns[2].Field != awarding.FieldNone || r.Columns[0].Field != "given_name" {
		t.Fatalf("read as %+v, %v", r.Columns, err)
	}
	if p, err := d.Plan(ctx, order, nil); err != nil || p.Counts[awarding.StateNew] != 13 {
		t.Errorf("planned %+v, %v", p.Counts, err)
	}
}

func TestALetterThatWasReadWrongIsReadRight(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	d := Awarding{sampleDesk(t)}
	list := awarding.List{Text: "name;email\n\xa3ukasz;lukasz@example.org\n"}
	for letters, want := range map[string]string{"": "Łukasz", "windows-1252": "£ukasz", "windows-1250": "Łukasz"} {
		c := awarding.Choices{Letters: letters}
		r, err := d.Read(ctx, "", list, c, nil)
		if err != nil || r.Rows.At(0).Cells[0] != want || !slices.Contains(r.Encodings, r.Encoding) || !slices.Contains(r.Delimiters, ";") {
			t.Errorf("%q: %+v, %v", letters, r.Rows, err)
		}
		p, err := d.Plan(ctx, awarding.Order{Class: "first-firing", List: list, Choices: c}, nil)
		if err != nil || p.Rows.At(0).Name != want {
			t.Errorf("%q: planned %+v, %v", letters, p.Rows, err)
		}
	}
}

func TestPastedAddressesAreAList(t *testing.T) {
	t.Parallel()
	d := Awarding{sampleDesk(t)}
	for name, text := range map[string]string{
		"plain":   "ada@example.org\nbob@example.org\n",
		"table":   "Name\tMail\nAda Lovelace\tada@example.org\nBob Ross\tbob@example.org\n",
		"numbers": "1;Ada Lovelace;ada@example.org\n2;Bob Ross;bob@example.org\n",
	} {
		r, err := d.Read(context.Background(), "", awarding.List{Text: text}, awarding.Choices{}, nil)
		if err != nil || r.Ready != 2 || r.Name == "" {
			t.Errorf("%s: %d ready, %v: %+v", name, r.Ready, err, r.Findings)
		}
	}
}

func TestBadRowsAreSavedToBeMended(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	d := Awarding{sampleDesk(t)}
	list := awarding.List{Text: "name;email\nAda;ada@example.org\nBob;bob(at)example.org\nEve;\n"}
	r, err := d.Read(ctx, "", list, awarding.Choices{}, nil)
	if err != nil || r.Bad != 2 || !r.Rows.At(1).Bad || r.Rows.At(1).Marks[1] != awarding.Stops || r.Rows.At(2).Marks[1] != awarding.Stops {
		t.Fatalf("%d bad, %v: %+v", r.Bad, err, r.Rows)
	}
	path := filepath.Join(t.TempDir(), "bad.csv")
	n, err := d.SaveBad(ctx, list, awarding.Choices{}, path)
	if err != nil || n != 2 {
		t.Fatalf("%d rows, %v", n, err)
	}
	again, err := d.Read(ctx, "", awarding.List{Path: path}, awarding.Choices{}, nil)
	if err != nil || again.Rows.Len() != 2 || again.Bad != 2 || again.Rows.At(0).Cells[0] != "Bob" {
		t.Errorf("read back %+v, %v", again.Rows, err)
	}
	order := awarding.Order{Class: "first-firing", List: list, Folder: filepath.Join(t.TempDir(), "out"), Names: "{name}"}
	if _, err := d.Award(ctx, order, never); err == nil {
		t.Error("bad rows stop nothing")
	}
	order.Choices.SkipBad = true
	if got, err := d.Award(ctx, order, never); err != nil || got.Awarded != 1 {
		t.Errorf("%d awarded, %v", got.Awarded, err)
	}
}

func TestACancelledRunIsFinished(t *testing.T) {
	t.Parallel()
	d := Awarding{sampleDesk(t)}
	order := first(t, d)
	ctx, cancel := context.WithCancel(context.Background())
	got, err := d.Award(ctx, order, func(stage string, _, _ int) {
		if stage == awarding.StageWrite {
			t.Error("files are written though the run was cancelled")
		}
		cancel() // at the edge of the first group
	})
	if !errors.Is(err, context.Canceled) {
		t.Fatalf("%d awarded, %v", got.Awarded, err)
	}
	ctx = context.Background()
	b, err := d.Begin(ctx)
	if err != nil || len(b.Unfinished) != 1 && got.Awarded != 13 {
		t.Fatalf("%d awarded, unfinished %+v, %v", got.Awarded, b.Unfinished, err)
	}
	if len(b.Unfinished) == 0 {
		return // one group is the whole sample: the edge was the end
	}
	end, err := d.Finish(ctx, b.Unfinished[0].Batch, order.Folder, order.Names, never)
	if err != nil || end.Awarded+got.Awarded != 13 || !end.Proof.Holds {
		t.Errorf("%d awarded, %v, proof %+v", end.Awarded, err, end.Proof)
	}
}

func TestAListThatIsGone(t *testing.T) {
	t.Parallel()
	d := Awarding{sampleDesk(t)}
	order := first(t, d)
	if err := os.Remove(order.List.Path); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Plan(context.Background(), order, nil); err == nil {
		t.Error("a plan is made of nothing")
	}
}

func TestTheLedgerIsFoundAndTakenBack(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	desk := sampleDesk(t)
	if _, err := (Awarding{desk}).Award(ctx, first(t, Awarding{desk}), never); err != nil {
		t.Fatal(err)
	}
	d := Records{desk}
	o, err := d.Overview(ctx)
	if err != nil || o.Awards != 13 || len(o.Classes) != 1 || o.Classes[0].Picture == nil || len(o.Sites) != 1 {
		t.Fatalf("%+v, %v", o, err)
	}
	if n, err := d.People(ctx); n != 13 || err != nil {
		t.Fatalf("%d people, %v", n, err)
	}
	found, err := d.Find(ctx, records.Query{Search: "lukasz"})
	if err != nil || len(found) != 1 {
		t.Fatalf("%v, %v", found, err)
	}
	page, err := d.Page(ctx, found)
	if err != nil || len(page) != 1 || page[0].State != records.Valid || page[0].Badge != "First Firing" {
		t.Fatalf("%+v, %v", page, err)
	}
	one, err := d.Award(ctx, page[0].ID)
	if err != nil || len(one.Faces) != 2 || one.Picture == nil || len(one.History) == 0 || one.List != "roster.csv" {
		t.Fatalf("%+v, %v", one, err)
	}
	dir := t.TempDir()
	if err := d.SavePicture(ctx, one.ID, filepath.Join(dir, "b.png")); err != nil {
		t.Error(err)
	}
	holds(t, filepath.Join(dir, "b.png"), "First Firing")
	if err := d.SaveCredential(ctx, one.Faces[0].ID, filepath.Join(dir, "c.json")); err != nil {
		t.Error(err)
	}
	if h, err := d.HandOut(ctx, found, filepath.Join(dir, "out"), nil); err != nil || h.Files != 4 || h.Folder != filepath.Join(dir, "out") {
		t.Errorf("%+v, %v", h, err)
	}
	if h, err := d.HandOut(ctx, found, filepath.Join(dir, "out"), nil); err != nil || h.Files != 4 || filepath.Dir(h.Folder) != filepath.Join(dir, "out") {
		t.Errorf("once more: %+v, %v", h, err)
	}
	if a, err := d.Audience(ctx, found); err != nil || a.Standing != 1 || a.Public != 1 {
		t.Errorf("%+v, %v", a, err)
	}
	if _, err := d.Revoke(ctx, found, "  "); err == nil {
		t.Error("revoked without a reason")
	}
	if n, err := d.Revoke(ctx, found, "wrong person"); err != nil || n != 1 {
		t.Errorf("%d revoked, %v", n, err)
	}
	if one, err = d.Award(ctx, one.ID); err != nil || one.State != records.Revoked || one.Reason != "wrong person" || one.History[0].Note != "wrong person" {
		t.Errorf("%+v, %v", one, err)
	}
	if gone, err := d.Find(ctx, records.Query{State: records.Revoked}); err != nil || len(gone) != 1 {
		t.Errorf("%v, %v", gone, err)
	}
	if h, err := d.Export(ctx, filepath.Join(dir, "all")); err != nil || h.Files != 28 {
		t.Errorf("%+v, %v", h, err)
	}
	if c, err := d.Check(ctx); err != nil || len(c.Findings) != 0 || c.Awards != 13 {
		t.Errorf("%+v, %v", c, err)
	}
}
