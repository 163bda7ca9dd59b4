package durable

import (
	"bufio"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
)

// WriteFile writes a file with the given mode, replacing an older one.
func WriteFile(path string, data []byte, mode fs.FileMode) error {
	return write(path, mode, all(data), os.Rename)
}

// WriteStream is WriteFile for what is too big to hold: fill writes it piece
// by piece. An error of fill leaves nothing behind and comes back as it is.
func WriteStream(path string, mode fs.FileMode, fill func(io.Writer) error) error {
	return write(path, mode, func(w io.Writer) error {
		buffer := bufio.NewWriterSize(w, 1<<20)
		if err := fill(buffer); err != nil {
			return err
		}
		return buffer.Flush()
	}, os.Rename)
}

// Create is WriteFile for a file that must not be there yet: the error is then
// fs.ErrExist, also when two programs try at once.
func Create(path string, data []byte, mode fs.FileMode) error {
	return write(path, mode, all(data), place)
}

func all(data []byte) func(io.Writer) error {
	return func(w io.Writer) error {
		_, err := w.Write(data)
		return err
	}
}

func write(path string, mode fs.FileMode, fill func(io.Writer) error, name func(temp, path string) error) error {
	dir := filepath.Dir(path)
	temp, err := writeTemp(dir, mode, fill)
	if err != nil {
		return err
	}
	if err := errors.Join(name(temp, path), remove(temp)); err != nil {
		return err
	}
	return syncDir(dir)
}

func writeTemp(dir string, mode fs.FileMode, fill func(io.Writer) error) (string, error) {
	f, err := os.CreateTemp(dir, ".badgekiln-*.part")
	if err != nil {
		return "", err
	}
	err = fill(f)
	if err == nil {
		err = f.Chmod(mode)
	}
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
func place(temp, path string) error {
	err := os.Link(temp, path)
	if err == nil || errors.Is(err, fs.ErrExist) {
		return err
	}
	if _, err := os.Lstat(path); err == nil {
		return fs.ErrExist
	}
	return os.Rename(temp, path)
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
	d, err := os.Open(dir) // #nosec G304 -- the caller's own folder
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
