package ledger_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"os"
	"path/filepath"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"badgekiln/issuer"
	"badgekiln/issuer/ledger"
)

// TestAnOldLedgerNeedsRoomToRise puts one on a disk that has no room for its
// copy: that is told before anything is written.
func TestAnOldLedgerNeedsRoomToRise(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := unix.Mount("none", dir, "tmpfs", 0, "size=900k,mode=777"); err != nil {
		t.Skipf("no disk of a size can be made here: %v", err)
	}
	t.Cleanup(func() { _ = unix.Unmount(dir, unix.MNT_DETACH) })
	data, err := os.ReadFile(filepath.Join("testdata", "schema-13.db"))
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "l.db")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	_, err = ledger.Open(context.Background(), path, ledger.Env{Now: time.Now, Rand: rand.Reader})
	if code := issuer.CodeOf(err); code != "rise-no-room" {
		t.Errorf("it fails with %q: %v", code, err)
	}
	const head = 100 // how it is written
	if after, err := os.ReadFile(path); err != nil || len(after) < head || !bytes.Equal(after[head:], data[head:]) {
		t.Errorf("the ledger was changed (%v)", err)
	}
	if left, err := filepath.Glob(path + ".before*"); err != nil || len(left) > 0 {
		t.Errorf("%v is left behind (%v)", left, err)
	}
}
