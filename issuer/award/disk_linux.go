package award

import (
	"errors"
	"os"
	"syscall"

	"golang.org/x/sys/unix"
)

var errNoSpace error = syscall.ENOSPC

// syncFiles makes the files of a folder durable: one sync of the file system,
// which is four times cheaper than one for each file.
func syncFiles(dir string, files []outFile) error {
	if len(files) == 0 {
		return nil
	}
	f, err := os.Open(dir) // #nosec G304 -- our own scratch folder
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }()
	return unix.Syncfs(int(f.Fd())) // #nosec G115 -- a descriptor
}

// freeSpace is the room for ordinary users on a folder's file system, in bytes.
func freeSpace(dir string) (uint64, bool) {
	var s unix.Statfs_t
	if err := unix.Statfs(dir, &s); err != nil {
		return 0, false
	}
	return s.Bavail * uint64(s.Bsize), true // #nosec G115 -- a block's size
}

// alive tells whether a process exists, ours or another user's.
func alive(pid int) bool {
	err := syscall.Kill(pid, 0)
	return err == nil || errors.Is(err, syscall.EPERM)
}
