package award

import (
	"bufio"
	"errors"
	"hash/crc32"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"syscall"

	"badgekiln/issuer"
	"badgekiln/issuer/durable"
)

// archive writes one .zip under a temporary name, in the roster's order and
// stored, for pictures do not get smaller. It gets its name when it is whole.
// The time inside is fixed, so that the same awards give the same archive.
type archive struct {
	path  string
	file  *os.File
	buf   *durable.Behind
	zip   *zipWriter
	list  *spool
	files int
}

func openArchive(path string) (*archive, error) {
	dir := filepath.Dir(path)
	if err := os.MkdirAll(dir, 0o755); err != nil { // #nosec G301 -- files to hand out
		return nil, issuer.Unwritten(path, err)
	}
	part := filepath.Join(dir, ".badgekiln-"+strconv.Itoa(os.Getpid())+".part")
	file, err := os.OpenFile(part, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o644) // #nosec G302 G304 -- a file to hand out
	if err != nil {
		return nil, issuer.Unwritten(path, err)
	}
	list, err := openSpool(dir)
	if err != nil {
		_ = file.Close()
		_ = os.Remove(part)
		return nil, issuer.Unwritten(path, err)
	}
	buf := durable.WriteBehind(file)
	return &archive{path: path, file: file, buf: buf, list: list, zip: newZip(buf, list)}, nil
}

func (a *archive) put(f outFile) error {
	if room, known := durable.Free(filepath.Dir(a.path)); known && a.files%fileGroup == 0 && room < uint64(len(f.data))+1<<20 {
		return syscall.ENOSPC
	}
	a.files++
	return a.zip.put(f.name, f.data)
}

// pour adds a file that is written bit by bit. Its size has to stand before it.
func (a *archive) pour(name string, write func(io.Writer) error) (err error) {
	s, err := openSpool(filepath.Dir(a.path))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	sum := crc32.NewIEEE()
	buf := bufio.NewWriterSize(s, 64<<10)
	if err := errors.Join(write(io.MultiWriter(buf, sum)), buf.Flush()); err != nil {
		return err
	}
	size, err := s.Seek(0, io.SeekCurrent)
	if err == nil {
		_, err = s.Seek(0, io.SeekStart)
	}
	if err == nil {
		err = a.zip.begin(name, sum.Sum32(), uint64(size)) // #nosec G115 -- no less than nothing
	}
	if err == nil {
		_, err = io.Copy(a.buf, s)
	}
	a.files++
	return err
}

func (a *archive) close() (files, right int, err error) {
	err = errors.Join(a.zip.close(), a.list.Close(), a.buf.Close(), a.file.Close())
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
	_ = a.list.Close()
	_ = a.file.Close()
	_ = os.Remove(a.file.Name())
}

// spool is a file without a name: nothing of it is left, whatever ends the
// program. Where a file has to have a name as long as it is open, it loses it
// when it is closed.
type spool struct{ *os.File }

func openSpool(dir string) (*spool, error) {
	f, err := os.CreateTemp(dir, ".badgekiln-*.part")
	if err != nil {
		return nil, err
	}
	_ = os.Remove(f.Name())
	return &spool{f}, nil
}

func (s *spool) Close() error {
	err := s.File.Close()
	_ = os.Remove(s.Name())
	return err
}
