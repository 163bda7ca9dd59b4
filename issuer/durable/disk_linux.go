package durable

import (
	"errors"
	"os"
	"syscall"

	"golang.org/x/sys/unix"
)

// sync makes the waiting files durable: one sync of the file system.
func (f *Folder) sync() error {
	if len(f.waiting) == 0 {
		return nil
	}
	dir, err := f.root.Open(f.scratch)
	if err != nil {
		return err
	}
	return errors.Join(unix.Syncfs(int(dir.Fd())), dir.Close()) // #nosec G115 -- a descriptor
}

// Free is the room for ordinary users on a folder's file system, in bytes;
// known is false where that cannot be told.
func Free(dir string) (room uint64, known bool) {
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

// startWriting has the disk begin with a part of a file. It waits for nothing
// and promises nothing: that Sync does.
func startWriting(f *os.File, from, size int64) {
	_ = unix.SyncFileRange(int(f.Fd()), from, size, unix.SYNC_FILE_RANGE_WRITE) // #nosec G115 -- a descriptor
}
