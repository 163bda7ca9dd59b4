package ledger_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"badgekiln/issuer"
	"badgekiln/issuer/ledger"
)

// Somebody is erased and the program is killed before it clears the file: the
// next one that opens the ledger does, and only that one.
func TestScrubbingIsFinishedAtTheNextStart(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	dir := t.TempDir()
	path := filepath.Join(dir, "l.db")
	l := open(t, path)
	update := func(do func(*ledger.Tx) error) {
		t.Helper()
		if err := l.Update(ctx, do); err != nil {
			t.Fatal(err)
		}
	}
	update(func(x *ledger.Tx) error {
		for range 400 {
			id, err := x.NewID()
			if err == nil {
				_, err = x.AddPerson(issuer.Person{Name: "Quillon Brimketill", Email: id + "@quillon.example"})
			}
			if err != nil {
				return err
			}
		}
		_, err := x.AddPerson(issuer.Person{Name: "Quillon Brimketill", Email: "only@quillon.example"})
		return err
	})
	update(func(x *ledger.Tx) error {
		_, err := x.Erase("only@quillon.example")
		return err
	})
	// What lies there now is what a kill leaves.
	killed := filepath.Join(dir, "killed.db")
	for _, ending := range []string{"", "-wal"} {
		data, err := os.ReadFile(path + ending)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(killed+ending, data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	holds := func() bool {
		for _, ending := range []string{"", "-wal"} {
			if data, err := os.ReadFile(killed + ending); err == nil && bytes.Contains(data, []byte("only@quillon.example")) {
				return true
			}
		}
		return false
	}
	if !holds() {
		t.Fatal("nothing was left to clear: this tests nothing")
	}
	again := open(t, killed)
	if holds() {
		t.Error("the next start left it in the file")
	}
	err := again.View(ctx, func(x *ledger.Tx) error {
		due, err := x.Meta(ledger.MetaScrub)
		if due != "" {
			t.Error("it would be done again and again")
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// Half written copies of a migration that was killed go, once nobody can be
// writing them; others' files stay.
func TestHalfCopiesGo(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path := filepath.Join(dir, "l.db")
	old := filepath.Join(dir, "l.db.before-v7.123.part")
	fresh, whole := filepath.Join(dir, "l.db.before-v9.4.part"), filepath.Join(dir, "l.db.before-v7")
	for _, file := range []string{old, fresh, whole} {
		if err := os.WriteFile(file, []byte("x"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	day := time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)
	for _, file := range []string{old, whole} {
		if err := os.Chtimes(file, day, day); err != nil {
			t.Fatal(err)
		}
	}
	open(t, path)
	for file, want := range map[string]bool{old: false, fresh: true, whole: true} {
		if ledger.Exists(file) != want {
			t.Errorf("%s is there: %v", filepath.Base(file), !want)
		}
	}
}
