package durable

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
)

// Writable tells without writing whether files can be made in a folder that is
// there, or could be made. It gives the error that writing would give, as far
// as that can be foreseen.
func Writable(dir string) error {
	for {
		info, err := os.Stat(dir)
		switch {
		case err == nil && !info.IsDir():
			return &fs.PathError{Op: "write", Path: dir, Err: syscall.ENOTDIR}
		case err == nil:
			return access(dir)
		case !errors.Is(err, fs.ErrNotExist) || dir == filepath.Dir(dir):
			return err
		}
		dir = filepath.Dir(dir)
	}
}
