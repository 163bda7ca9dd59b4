package ledger

import (
	"context"
	"os"
	"path/filepath"

	"badgekiln/issuer"
)

// CopyTo writes a whole, unchanging copy of the ledger to a new file. Other
// programs can go on writing meanwhile.
func (l *Ledger) CopyTo(ctx context.Context, path string) error {
	db := l.write
	if db == nil {
		db = l.read
	}
	if _, err := db.ExecContext(ctx, "VACUUM INTO ?", path); err != nil {
		_ = os.Remove(path)
		return fault(path, "copy ledger", err)
	}
	f, err := os.OpenFile(path, os.O_RDWR, 0) // #nosec G304 -- just written
	if err != nil {
		return fileFault(path, err)
	}
	defer func() { _ = f.Close() }()
	return f.Sync()
}

// Adopt puts a checked ledger file (a restored copy) at path by rename. A
// ledger that lies there is refused, so that nothing is lost.
func Adopt(from, path string) error {
	for _, ending := range []string{"", "-wal", "-shm"} {
		if _, err := os.Lstat(path + ending); err == nil {
			return issuer.Fail(issuer.Input, "restore-exists", "file", path).At(path)
		}
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return fileFault(path, err)
	}
	if err := os.Rename(from, path); err != nil {
		return fileFault(path, err)
	}
	return syncFolder(filepath.Dir(path))
}

func syncFolder(path string) error {
	f, err := os.Open(path) // #nosec G304 -- the ledger's own folder
	if err != nil {
		return fileFault(path, err)
	}
	defer func() { _ = f.Close() }()
	_ = f.Sync() // not every system can sync a folder
	return nil
}
