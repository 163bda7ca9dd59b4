//go:build unix

package durable

import (
	"io/fs"

	"golang.org/x/sys/unix"
)

// access asks the operating system whether we may write into a folder.
func access(dir string) error {
	if err := unix.Access(dir, unix.W_OK|unix.X_OK); err != nil {
		return &fs.PathError{Op: "write", Path: dir, Err: err}
	}
	return nil
}
