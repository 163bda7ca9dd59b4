package durable_test

import (
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"badgekiln/issuer/durable"
)

func TestWritable(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	file := filepath.Join(dir, "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	closed := filepath.Join(dir, "closed")
	if err := os.Mkdir(closed, 0o500); err != nil {
		t.Fatal(err)
	}
	probe := os.WriteFile(filepath.Join(closed, "probe"), nil, 0o600) // root may do everything
	for path, want := range map[string]error{
		dir:                           nil,
		filepath.Join(dir, "a", "b"):  nil,
		file:                          syscall.ENOTDIR,
		filepath.Join(file, "a", "b"): syscall.ENOTDIR,
		filepath.Join(closed, "a"):    nil,
	} {
		err := durable.Writable(path)
		if want == nil && filepath.Dir(path) == closed {
			want = probe
		}
		if (err == nil) != (want == nil) || errors.Is(want, syscall.ENOTDIR) && !errors.Is(err, want) {
			t.Errorf("%s: %v, want %v", path, err, want)
		}
	}
	if _, err := os.Lstat(filepath.Join(dir, "a")); err == nil {
		t.Error("looking made a folder")
	}
}
