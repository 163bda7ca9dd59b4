package issuer

import (
	"context"
	"errors"
	"io/fs"
	"syscall"
)

// Unwritten names the file a person asked for in a failure to write it or
// something on the way to it; no failure stays none. One that has its own code
// keeps it, and a run that was stopped has failed in nothing.
func Unwritten(path string, err error) error {
	kind, code := Broken, "out-failed"
	switch own := CodeOf(err); {
	case err == nil, errors.Is(err, context.Canceled), own != "" && own != "disk-full":
		return err
	case own != "", DiskFull(err):
		code = "disk-full"
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS):
		kind, code = Input, "out-no-access"
	}
	return Fail(kind, code, "file", path).At(path).Because(err)
}

// DiskFull tells whether a failure of the file system is one of room: that of
// the disk, or of the share of it that somebody may use.
func DiskFull(err error) bool {
	return errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT)
}
