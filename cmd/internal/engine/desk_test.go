package engine

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"badgekiln/issuer"
)

func TestClassPagesCountWhatIsHeld(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	e, files, order := sampled(t, world(t))
	_, say := testWords(t)
	if _, err := e.Award(ctx, order, say); err != nil {
		t.Fatal(err)
	}
	name := "Second Firing"
	if _, err := e.EditClass(ctx, files.Class, ClassChange{Name: &name}); err != nil {
		t.Fatal(err)
	}
	pages, err := e.ClassPages(ctx, "")
	if err != nil || len(pages) != 1 {
		t.Fatalf("%d pages, %v", len(pages), err)
	}
	p := pages[0]
	if len(p.Versions) != 2 || p.Newest().Name != name || p.Held[1] != 13 || p.Held[2] != 0 || p.Awards() != 13 {
		t.Errorf("versions %d, newest %q, held %v", len(p.Versions), p.Newest().Name, p.Held)
	}
	if p.Versions[0].State != issuer.Open {
		t.Errorf("state %q, want open", p.Versions[0].State)
	}
	use, err := e.KeyUse(ctx)
	if err != nil || len(use) != 1 {
		t.Fatalf("key use %v, %v", use, err)
	}
	for id, n := range use {
		if n != 13 { // a hosted 2.0 badge is not signed
			t.Errorf("key %s signed %d", id, n)
		}
		to := filepath.Join(t.TempDir(), "key.json")
		if err := e.ExportKey(ctx, id, to); err != nil {
			t.Fatal(err)
		}
		if data, err := os.ReadFile(to); err != nil || !strings.Contains(string(data), `"type": "Multikey"`) {
			t.Errorf("exported %s, %v", data, err)
		}
	}
}

func TestBackupUnderAPassphraseAndBack(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	env := world(t)
	e, err := Open(ctx, filepath.Join(t.TempDir(), "own.db"), env)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = e.Close() }()
	name := "Own"
	if _, err := e.SetIssuer(ctx, IssuerChange{Name: &name}); err != nil {
		t.Fatal(err)
	}
	if at, err := e.LastBackup(ctx); err != nil || !at.IsZero() {
		t.Errorf("last backup %v, %v, want none", at, err)
	}
	dir := t.TempDir()
	for _, passphrase := range []string{"", "long enough a secret"} {
		sealed, err := e.WithPassphrase(ctx, passphrase)
		if err != nil {
			t.Fatal(err)
		}
		file := filepath.Join(dir, "b"+passphrase+".zip")
		carries, err := sealed.Backup(ctx, file, false)
		if err != nil || carries != (passphrase == "") {
			t.Fatalf("passphrase %q: carries %v, %v", passphrase, carries, err)
		}
		other := world(t)
		if passphrase != "" {
			if _, err := RestoreWith(ctx, file, filepath.Join(t.TempDir(), "no.db"), "a wrong one", other); err == nil {
				t.Error("a wrong passphrase restores")
			}
		}
		back, err := RestoreWith(ctx, file, filepath.Join(t.TempDir(), "back.db"), passphrase, other)
		if err != nil {
			t.Fatal(err)
		}
		if i, err := back.Issuer(ctx, ""); err != nil || i.Name != name {
			t.Errorf("restored %q, %v", i.Name, err)
		}
		_ = back.Close()
	}
	look, err := OpenRead(ctx, e.Path(), env) // as from a medium that nothing can be written to
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, "from-read-only.kiln")
	if _, err := look.Backup(ctx, file, false); err != nil {
		t.Errorf("a ledger that can only be read: %v", err)
	}
	if err := errors.Join(look.Close(), ProveBackup(ctx, file, filepath.Join(dir, "proven.db"), env)); err != nil {
		t.Error(err)
	}
	if at, err := e.LastBackup(ctx); err != nil || !at.Equal(env.Now()) {
		t.Errorf("last backup %v, %v", at, err)
	}
	latest, err := e.Latest(ctx, 1)
	if err != nil || len(latest) != 1 || latest[0].Kind != "backup.made" {
		t.Errorf("latest %v, %v", latest, err)
	}
}

func TestUnreachable(t *testing.T) {
	t.Parallel()
	for host, want := range map[string]bool{
		"badges.example.org": true, "example.com": true, "a.invalid": true, "localhost:8080": true, "127.0.0.1": true, "192.168.1.4": true,
		"badges.hafenwerk.example": true, "10.0.0.1": true, "badges.hafenwerk.org": false, "myexample.org": false, "8.8.8.8": false,
	} {
		if got := Unreachable("https://" + host + "/"); got != want {
			t.Errorf("%s: %v", host, got)
		}
	}
	if Unreachable("") {
		t.Error("no address is none that cannot be reached")
	}
}
