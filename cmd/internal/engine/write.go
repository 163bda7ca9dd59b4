package engine

import (
	"context"
	"errors"
	"io/fs"
	"syscall"

	"badgekiln/issuer"
	"badgekiln/issuer/durable"
)

// writeFile writes a file for the user, whole or not at all.
func writeFile(path string, data []byte) error {
	return unwritten(path, durable.WriteFile(path, data, 0o644))
}

// unwritten names the file a person asked for in a failure to write it or
// something on the way to it. A failure that has its own code keeps it.
func unwritten(path string, err error) error {
	kind, code := issuer.Broken, "out-failed"
	switch own := issuer.CodeOf(err); {
	case err == nil, errors.Is(err, context.Canceled), own != "" && own != "disk-full":
		return err
	case own != "", errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT):
		code = "disk-full"
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS):
		kind, code = issuer.Input, "out-no-access"
	}
	return issuer.Fail(kind, code, "file", path).At(path).Because(err)
}
