package award

import (
	"archive/zip"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"syscall"
	"time"

	"badgekiln/issuer/durable"
)

// archive writes one .zip under a temporary name, in the roster's order and
// stored, for pictures do not get smaller. It gets its name when it is whole.
// The time inside is fixed, so that the same awards give the same archive.
type archive struct {
	path  string
	file  *os.File
	buf   *durable.Behind
	zip   *zip.Writer
	files int
}

// archiveTime is the time of every file in an archive.
func archiveTime() time.Time { return time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC) }

func openArchive(path string) (*archive, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil { // #nosec G301 -- files to hand out
		return nil, outFault(path, err)
	}
	part := filepath.Join(filepath.Dir(path), ".badgekiln-"+strconv.Itoa(os.Getpid())+".part")
	file, err := os.OpenFile(part, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o644) // #nosec G302 G304 -- a file to hand out
	if err != nil {
		return nil, outFault(path, err)
	}
	buf := durable.WriteBehind(file)
	return &archive{path: path, file: file, buf: buf, zip: zip.NewWriter(buf)}, nil
}

func (a *archive) put(f outFile) error {
	if room, known := durable.Free(filepath.Dir(a.path)); known && a.files%fileGroup == 0 && room < uint64(len(f.data))+1<<20 {
		return syscall.ENOSPC
	}
	w, err := a.zip.CreateHeader(&zip.FileHeader{Name: f.name, Method: zip.Store, Modified: archiveTime()})
	if err != nil {
		return err
	}
	a.files++
	_, err = w.Write(f.data)
	return err
}

func (a *archive) close() (files, right int, err error) {
	err = errors.Join(a.zip.Close(), a.buf.Close(), a.file.Close())
	if err == nil {
		err = os.Rename(a.file.Name(), a.path)
	}
	if err != nil {
		_ = os.Remove(a.file.Name())
	}
	return a.files, 0, err
}

func (a *archive) abandon() {
	a.buf.Abandon()
	_ = a.file.Close()
	_ = os.Remove(a.file.Name())
}
