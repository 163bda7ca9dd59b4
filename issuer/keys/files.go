package keys

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
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
	dir := filepath.Dir(path)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	tmp, err := writeTemp(dir, data)
	if err != nil {
		return err
	}
	if replace {
		err = os.Rename(tmp, path)
	} else {
		err = place(tmp, path)
	}
	if err != nil {
		return errors.Join(err, remove(tmp))
	}
	if err := remove(tmp); err != nil {
		return err
	}
	return syncDir(dir)
}

// writeTemp writes data to a new file (mode 0600) in dir and syncs it.
func writeTemp(dir string, data []byte) (string, error) {
	f, err := os.CreateTemp(dir, ".new-*")
	if err != nil {
		return "", err
	}
	_, err = f.Write(data)
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return "", errors.Join(err, remove(f.Name()))
	}
	return f.Name(), nil
}

// place gives a temporary file its name unless the name is taken. A link is
// the one step that does both at once; a file system without links gets a look
// before the rename.
func place(tmp, path string) error {
	err := os.Link(tmp, path)
	if err == nil || errors.Is(err, fs.ErrExist) {
		return err
	}
	if _, err := os.Lstat(path); err == nil {
		return fs.ErrExist
	}
	return os.Rename(tmp, path)
}

func remove(path string) error {
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// syncDir makes a new name in a folder durable. Windows has no such call.
func syncDir(dir string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	d, err := os.Open(dir) //nolint:gosec // the folder is the caller's own
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
