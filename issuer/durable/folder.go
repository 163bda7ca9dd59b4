package durable

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"strconv"
	"strings"
)

// Group is how many files of a Folder are synced together: one sync of the
// file system for 500 files is far cheaper than one for each.
const Group = 500

const scratchPrefix = ".badgekiln-"

// Folder writes many files below a folder. Files wait in a scratch folder
// inside it until a group is full, are synced, and then get their names. No
// path and no symbolic link leads outside the folder.
type Folder struct {
	Renamed func() // called whenever a file got its name; may be nil
	Files   int    // how many files got their names

	root    *os.Root
	scratch string
	inside  *os.Root        // scratch, opened once: a file in it is made without looking for it
	made    map[string]bool // folders that are there
	waiting []string        // paths, in order; the n-th lies in scratch under its number
}

// OpenFolder begins writing below dir, which is made if it is not there.
// Scratch folders of programs that are gone are removed.
func OpenFolder(dir string) (*Folder, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil { // #nosec G301 -- files to hand out
		return nil, err
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	f := &Folder{root: root, made: map[string]bool{}}
	err = f.dropStale()
	for n := 0; err == nil; n++ { // a name that nobody else has
		f.scratch = scratchPrefix + Here() + "-" + strconv.Itoa(n)
		if err = root.Mkdir(f.scratch, 0o700); !errors.Is(err, fs.ErrExist) {
			break
		}
		err = nil
	}
	if err == nil {
		f.inside, err = root.OpenRoot(f.scratch)
	}
	if err != nil {
		return nil, errors.Join(err, root.Close())
	}
	return f, nil
}

// Here tells a program from all others that may write into a folder at the same time:
// computers that share a drive, and containers, have programs of the same number.
func Here() string { return strconv.Itoa(os.Getpid()) + "-" + computer() }

// computer is this one, without saying its name to those who list a folder.
func computer() string {
	name, err := os.Hostname()
	if err != nil {
		return "0"
	}
	sum := sha256.Sum256([]byte(name))
	return hex.EncodeToString(sum[:4])
}

func (f *Folder) dropStale() error {
	entries, err := fs.ReadDir(f.root.FS(), ".")
	if err != nil {
		return err
	}
	for _, e := range entries {
		text, ours := strings.CutPrefix(e.Name(), scratchPrefix)
		number, where, named := strings.Cut(text, "-")
		where, _, _ = strings.Cut(where, "-")
		pid, err := strconv.Atoi(number)
		// Of a program of another computer nobody here knows whether it is gone.
		if !ours || err != nil || !e.IsDir() || named && where != computer() || alive(pid) {
			continue
		}
		if err := f.root.RemoveAll(e.Name()); err != nil {
			return err
		}
	}
	return nil
}

// Read gives what lies at a path; found is false when nothing does. Something
// else than a plain file is an error.
func (f *Folder) Read(name string) (data []byte, found bool, err error) {
	info, err := f.root.Lstat(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, false, nil
	}
	if err != nil {
		return nil, false, err
	}
	if !info.Mode().IsRegular() {
		return nil, true, &fs.PathError{Op: "write", Path: name, Err: errors.New("not a plain file")}
	}
	data, err = f.root.ReadFile(name)
	return data, true, err
}

// Same tells whether a plain file with exactly these bytes lies at a path.
func (f *Folder) Same(name string, data []byte) bool {
	info, err := f.root.Lstat(name)
	if err != nil || !info.Mode().IsRegular() || info.Size() != int64(len(data)) {
		return false
	}
	have, err := f.root.ReadFile(name)
	return err == nil && bytes.Equal(have, data)
}

// Names lists the plain files that lie in the folder itself.
func (f *Folder) Names() (names []string, err error) {
	entries, err := fs.ReadDir(f.root.FS(), ".")
	for _, e := range entries {
		if e.Type().IsRegular() {
			names = append(names, e.Name())
		}
	}
	return names, err
}

// Remove takes a plain file away if it has exactly these bytes. was tells that
// something lies there, gone that it lay there and was ours.
func (f *Folder) Remove(name string, data []byte) (was, gone bool, err error) {
	if _, err := f.root.Lstat(name); errors.Is(err, fs.ErrNotExist) {
		return false, false, nil
	}
	if !f.Same(name, data) {
		return true, false, nil
	}
	err = f.root.Remove(name)
	return true, err == nil, err
}

// Put takes a file for a path below the folder, with slashes.
func (f *Folder) Put(name string, data []byte) error {
	if !fs.ValidPath(name) || name == "." {
		return fmt.Errorf("write %q: %w", name, fs.ErrInvalid)
	}
	if dir := path.Dir(name); !f.made[dir] {
		if err := f.root.MkdirAll(dir, 0o755); err != nil {
			return err
		}
		f.made[dir] = true
	}
	if err := f.inside.WriteFile(strconv.Itoa(len(f.waiting)), data, 0o644); err != nil {
		return err
	}
	f.waiting = append(f.waiting, name)
	if len(f.waiting) < Group {
		return nil
	}
	return f.Flush()
}

// Pour takes a file that is too long for memory, as it is written; same tells
// that exactly these bytes lay there and still do.
func (f *Folder) Pour(name string, write func(io.Writer) error) (same bool, err error) {
	if !fs.ValidPath(name) || strings.Contains(name, "/") {
		return false, fmt.Errorf("write %q: %w", name, fs.ErrInvalid)
	}
	temp := f.temp(len(f.waiting))
	file, err := f.root.OpenFile(temp, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o644)
	if err != nil {
		return false, err
	}
	buf := bufio.NewWriterSize(file, 64<<10)
	if err := errors.Join(write(buf), buf.Flush(), file.Close()); err != nil {
		return false, err
	}
	if f.alike(temp, name) {
		return true, f.root.Remove(temp)
	}
	f.waiting = append(f.waiting, name)
	return false, nil
}

// alike tells whether two plain files have the same bytes.
func (f *Folder) alike(a, b string) bool {
	info, err := f.root.Lstat(b)
	if err != nil || !info.Mode().IsRegular() {
		return false
	}
	one, err := f.root.Open(a)
	if err != nil {
		return false
	}
	defer one.Close() //nolint:errcheck // nothing was written
	other, err := f.root.Open(b)
	if err != nil {
		return false
	}
	defer other.Close() //nolint:errcheck // nothing was written
	var here, there [32 << 10]byte
	for {
		n, ended := io.ReadFull(one, here[:])
		m, over := io.ReadFull(other, there[:])
		if !bytes.Equal(here[:n], there[:m]) {
			return false
		}
		if ended != nil || over != nil {
			return errors.Is(ended, io.EOF) || errors.Is(ended, io.ErrUnexpectedEOF)
		}
	}
}

func (f *Folder) temp(n int) string { return f.scratch + "/" + strconv.Itoa(n) }

// Flush makes what waits durable and gives it its names.
func (f *Folder) Flush() error {
	if err := f.sync(); err != nil {
		return err
	}
	for n, name := range f.waiting {
		if err := f.root.Rename(f.temp(n), name); err != nil {
			return err
		}
		f.Files++
		if f.Renamed != nil {
			f.Renamed()
		}
	}
	f.waiting = f.waiting[:0]
	return nil
}

// Close flushes and takes the scratch folder away.
func (f *Folder) Close() error {
	return errors.Join(f.Flush(), f.inside.Close(), f.root.RemoveAll(f.scratch), f.root.Close())
}

// Abandon takes away what has no name yet, after a failure that is reported
// already.
func (f *Folder) Abandon() {
	_ = f.inside.Close()
	_ = f.root.RemoveAll(f.scratch)
	_ = f.root.Close()
}
