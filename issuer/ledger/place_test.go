package ledger

import (
	"io/fs"
	"syscall"
	"testing"

	"badgekiln/issuer"
)

// TestPlaceOfALedger: where none can be made, the reason is told, not that a
// drive may be missing.
func TestPlaceOfALedger(t *testing.T) {
	t.Parallel()
	for errno, want := range map[syscall.Errno]string{
		syscall.EROFS: "ledger-read-only", syscall.ENOSPC: "disk-full", syscall.EDQUOT: "disk-full", syscall.EACCES: "ledger-no-access",
		syscall.ENOENT: "ledger-missing", syscall.ENOTDIR: "ledger-file",
	} {
		if err := fileFault("l.db", &fs.PathError{Op: "mkdir", Path: "l", Err: errno}); issuer.CodeOf(err) != want {
			t.Errorf("%v: %v, want %s", errno, err, want)
		}
	}
}
