package site

import (
	"archive/zip"
	"io"
	"io/fs"
	"iter"
	"time"

	"badgekiln/issuer"
	"badgekiln/issuer/durable"
)

// WriteZip writes files into one archive, which appears whole or not at all
// and replaces an older one. The times inside are fixed, so that the same site
// gives the same archive.
func WriteZip(path string, files iter.Seq2[File, error]) (Count, error) {
	var count Count
	var made error // by the source of the files, which has its own words
	err := durable.WriteStream(path, 0o644, func(w io.Writer) error {
		archive := zip.NewWriter(w)
		for f, err := range files {
			if err == nil && (!fs.ValidPath(f.Path) || f.Path == ".") {
				err = issuer.Fail(issuer.Broken, "site-bad-path", "file", f.Path)
			}
			if err != nil {
				made = err
				return err
			}
			if err := pack(archive, f); err != nil {
				return err
			}
			count.Written++
		}
		return archive.Close()
	})
	if made != nil {
		return Count{}, made
	}
	if err != nil {
		return Count{}, Unwritable(path, err)
	}
	return count, nil
}

func pack(archive *zip.Writer, f File) error {
	w, err := archive.CreateHeader(&zip.FileHeader{
		Name: f.Path, Method: zip.Deflate, Modified: time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC),
	})
	if err == nil {
		_, err = w.Write(f.Bytes)
	}
	return err
}
