package durable_test

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"

	"badgekiln/issuer/durable"
)

func TestCreateIsFirstComeFirstServed(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "secret")
	var all sync.WaitGroup
	errs := make([]error, 8)
	for i := range errs {
		all.Go(func() { errs[i] = durable.Create(path, []byte(strconv.Itoa(i)), 0o600) })
	}
	all.Wait()
	won := 0
	for i, err := range errs {
		if err == nil {
			won++
			if data, _ := os.ReadFile(path); string(data) != strconv.Itoa(i) {
				t.Errorf("%d won, but the file says %s", i, data)
			}
		} else if !errors.Is(err, fs.ErrExist) {
			t.Error(err)
		}
	}
	if won != 1 {
		t.Errorf("%d of 8 made the file", won)
	}
	alone(t, filepath.Dir(path), 1)
}

func TestWriteFileReplacesWhole(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "f")
	for _, text := range []string{"first", "2"} {
		if err := durable.WriteFile(path, []byte(text), 0o640); err != nil {
			t.Fatal(err)
		}
		if data, err := os.ReadFile(path); string(data) != text || err != nil {
			t.Errorf("%q %v", data, err)
		}
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o640 {
		t.Errorf("%v %v", info.Mode(), err)
	}
	if err := durable.WriteFile(filepath.Dir(path), nil, 0o600); err == nil {
		t.Error("a folder was replaced")
	}
	alone(t, filepath.Dir(path), 1)
}

func TestFolder(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "deep", "out")
	f, err := durable.OpenFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	named := 0
	f.Renamed = func() { named++ }
	const files = durable.Group + 7
	for i := range files {
		if err := f.Put("a/"+strconv.Itoa(i)+".txt", []byte(strconv.Itoa(i))); err != nil {
			t.Fatal(err)
		}
	}
	if f.Same("a/0.txt", []byte("1")) || !f.Same("a/1.txt", []byte("1")) {
		t.Error("the first group is not there, or not right")
	}
	if err := f.Close(); err != nil || f.Files != files || named != files {
		t.Errorf("%d files, %d named, %v", f.Files, named, err)
	}
	alone(t, dir, 1)
	alone(t, filepath.Join(dir, "a"), files)
}

func TestFolderStaysInside(t *testing.T) {
	t.Parallel()
	outside, dir := t.TempDir(), t.TempDir()
	if err := os.Symlink(outside, filepath.Join(dir, "link")); err != nil {
		t.Skip("no symbolic links here")
	}
	f, err := durable.OpenFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"../x", "/x", "a/../../x", "", ".", "link/x"} {
		err := f.Put(name, []byte("x"))
		if err == nil {
			err = f.Flush()
		}
		if err == nil {
			t.Errorf("%q was written", name)
		}
	}
	f.Abandon()
	alone(t, outside, 0)
	alone(t, dir, 1)
}

func TestScratchOfTheDeadIsRemoved(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	dead := filepath.Join(dir, ".badgekiln-999999999")
	own := filepath.Join(dir, ".badgekiln-notes")
	for _, d := range []string{dead, own} {
		if err := os.Mkdir(d, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	f, err := durable.OpenFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(dead); err == nil {
		t.Error("the scratch folder of a dead program is still there")
	}
	if _, err := os.Stat(own); err != nil {
		t.Error("somebody's own folder was removed")
	}
}

// TestTwoWriteAtOnce: what two programs write into one folder at the same time does not
// mix, and what one of another computer has not named yet stays there.
func TestTwoWriteAtOnce(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	elsewhere := filepath.Join(dir, ".badgekiln-999999999-00c0ffee-0")
	gone := filepath.Join(dir, ".badgekiln-999999999-"+durable.Here()[strings.IndexByte(durable.Here(), '-')+1:]+"-0")
	for _, d := range []string{elsewhere, gone} {
		if err := os.Mkdir(d, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	var both [2]*durable.Folder
	for i := range both {
		var err error
		if both[i], err = durable.OpenFolder(dir); err != nil {
			t.Fatal(err)
		}
	}
	for n := range 20 {
		for i, f := range both {
			if err := f.Put(fmt.Sprintf("%d/%d", i, n), fmt.Appendf(nil, "%d of %d", n, i)); err != nil {
				t.Fatal(err)
			}
		}
	}
	for i, f := range both {
		if err := f.Close(); err != nil {
			t.Fatal(err)
		}
		for n := range 20 {
			if got, err := os.ReadFile(filepath.Join(dir, fmt.Sprint(i), fmt.Sprint(n))); err != nil || string(got) != fmt.Sprintf("%d of %d", n, i) {
				t.Errorf("%d/%d: %q, %v", i, n, got, err)
			}
		}
	}
	if _, err := os.Stat(elsewhere); err != nil {
		t.Error("another computer's folder was removed")
	}
	if _, err := os.Stat(gone); err == nil {
		t.Error("the scratch folder of a dead program of ours is still there")
	}
}

func alone(t *testing.T, dir string, want int) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) != want {
		t.Errorf("%s holds %d entries, want %d (%v): %v", filepath.Base(dir), len(entries), want, err, entries)
	}
}
