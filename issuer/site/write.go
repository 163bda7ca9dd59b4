package site

import (
	"bytes"
	"io/fs"
	"iter"
	"path/filepath"

	"badgekiln/issuer"
	"badgekiln/issuer/durable"
)

// Count says what WriteDir did.
type Count struct {
	Written int      // new, or changed
	Same    int      // right already
	Kept    []string // paths where a file of somebody else stands and stays
}

// WriteDir writes files below a folder, which is made if it is not there.
// Each appears whole or not at all. A file that is right is left alone, and
// what was not named is never touched. No path and no symbolic link leads
// outside the folder. On an error the files named so far may be written;
// writing again finishes them.
func WriteDir(dir string, files iter.Seq2[File, error]) (Count, error) {
	var count Count
	to, err := durable.OpenFolder(dir)
	if err != nil {
		return count, Unwritable(dir, err)
	}
	for f, err := range files {
		if err == nil {
			err = put(to, dir, f, &count)
		}
		if err != nil {
			to.Abandon()
			count.Written = to.Files
			return count, err
		}
	}
	err = to.Close()
	count.Written = to.Files
	return count, Unwritable(dir, err)
}

// CanWrite tells, as far as that can be foreseen, whether WriteDir could write
// into a folder.
func CanWrite(dir string) error { return Unwritable(dir, durable.Writable(dir)) }

func put(to *durable.Folder, dir string, f File, count *Count) error {
	if !fs.ValidPath(f.Path) || f.Path == "." {
		return issuer.Fail(issuer.Broken, "site-bad-path", "file", f.Path)
	}
	path := filepath.Join(dir, filepath.FromSlash(f.Path))
	if f.Mark != "" {
		old, found, err := to.Read(f.Path)
		if ours := err == nil && bytes.Contains(old, []byte(f.Mark)); found && !ours {
			count.Kept = append(count.Kept, f.Path)
			return nil
		}
	} else if _, found, err := to.Read(f.Path); found && err != nil {
		return Unwritable(path, err)
	}
	if to.Same(f.Path, f.Bytes) {
		count.Same++
		return nil
	}
	return Unwritable(path, to.Put(f.Path, f.Bytes))
}

// Unwritable names the file of a site that could not be written, or the folder
// it was to lie in; no failure stays none.
func Unwritable(file string, err error) error {
	switch {
	case err == nil:
		return nil
	case issuer.DiskFull(err):
		return issuer.Fail(issuer.Broken, "disk-full", "file", file).At(file).Because(err)
	}
	return issuer.Fail(issuer.Input, "site-unwritable", "file", file).At(file).Because(err)
}
