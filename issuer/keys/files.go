package keys

import (
	"errors"
	"io"
	"os"
	"path/filepath"

	"badgekiln/issuer/durable"
)

// maxFile is the most that is read of a key file or a secret: both are well
// below 2 KB, and whatever is larger was not written here.
const maxFile = 64 << 10

var errTooLarge = errors.New("file is too large")

// readFile reads a small file whole and refuses a large one.
func readFile(path string) ([]byte, error) {
	f, err := os.Open(path) //nolint:gosec // the folder is the caller's own
	if err != nil {
		return nil, err
	}
	defer f.Close() //nolint:errcheck // read only
	data, err := io.ReadAll(io.LimitReader(f, maxFile+1))
	if err == nil && len(data) > maxFile {
		err = errTooLarge
	}
	return data, err
}

// writeFile writes a file that only its owner can read, whole or not at all,
// and returns when it would survive a power cut. Without replace an existing
// file is left alone and the error is fs.ErrExist.
func writeFile(path string, data []byte, replace bool) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	if replace {
		return durable.WriteFile(path, data, 0o600)
	}
	return durable.Create(path, data, 0o600)
}
