package durable_test

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"

	"badgekiln/issuer/durable"
)

// opened is a folder in which some files lie already.
func opened(t *testing.T, files map[string]string) (*durable.Folder, string) {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	f, err := durable.OpenFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(f.Abandon)
	return f, dir
}

// TestOnlyOursIsRemoved: what somebody changed, and what only looks like a scratch
// folder of a program that is gone, stays.
func TestOnlyOursIsRemoved(t *testing.T) {
	t.Parallel()
	const stale = ".badgekiln-999999999" // a file, and no folder
	f, dir := opened(t, map[string]string{"ours": "made", "changed": "mode", stale: "mine"})
	for name, want := range map[string][2]bool{"ours": {true, true}, "changed": {true, false}, "none": {false, false}} {
		was, gone, err := f.Remove(name, []byte("made"))
		if got := [2]bool{was, gone}; got != want || err != nil {
			t.Errorf("%s: %v, %v, want %v", name, got, err, want)
		}
	}
	for name, there := range map[string]bool{"ours": false, "changed": true, stale: true} {
		if _, err := os.Lstat(filepath.Join(dir, name)); (err == nil) != there {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestALinkIsNoFile: neither the bytes of what a link leads to count, nor are they
// given.
func TestALinkIsNoFile(t *testing.T) {
	t.Parallel()
	f, dir := opened(t, map[string]string{"abc": "xyz"})
	if err := os.Symlink("abc", filepath.Join(dir, "link")); err != nil {
		t.Skip("no symbolic links here")
	}
	if f.Same("link", []byte("xyz")) || !f.Same("abc", []byte("xyz")) || f.Same("abc", []byte("xyY")) {
		t.Error("a link is taken for the file it leads to, or another text for this one")
	}
	if _, found, err := f.Read("link"); !found || err == nil {
		t.Errorf("a link is read: %v, %v", found, err)
	}
	same, err := f.Pour("link", func(w io.Writer) error { _, err := io.WriteString(w, "xyz"); return err })
	if same || err != nil {
		t.Errorf("poured onto a link: %v, %v", same, err)
	}
}

func TestPathsAreWrittenOneWay(t *testing.T) {
	t.Parallel()
	f, dir := opened(t, map[string]string{})
	if err := os.Mkdir(filepath.Join(dir, "a"), 0o700); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"a//b", "./b", "a/", "a/./b"} {
		if err := f.Put(name, nil); err == nil {
			t.Errorf("%q was put", name)
		}
	}
	for _, name := range []string{"a/b", "../b", "", "/b"} {
		if _, err := f.Pour(name, func(io.Writer) error { return nil }); err == nil {
			t.Errorf("%q was poured", name)
		}
	}
}

// TestWhatFailsLeavesNothing: neither a file nor a piece of one.
func TestWhatFailsLeavesNothing(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	broken := errors.New("no more")
	err := durable.WriteStream(filepath.Join(dir, "f"), 0o600, func(w io.Writer) error {
		if _, err := io.WriteString(w, "half"); err != nil {
			return err
		}
		return broken
	})
	if !errors.Is(err, broken) {
		t.Errorf("%v", err)
	}
	alone(t, dir, 0)
}
