package roster

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"badgekiln/issuer"
)

// defaultMaxBytes is a million rows and more.
const defaultMaxBytes = 256 << 20

// maxLine is how much is read of one line before reading stops; Parse then
// says where it is.
const maxLine = 4 * maxRecord

// firstRead is what is made room for before any line end has been seen.
const firstRead = 2 * maxLine

// ReadFile reads the list in a file. It refuses what is no regular file or
// too large, and a file that changed while it was read.
func ReadFile(path string, opts Options) (*Reading, error) {
	if opts.MaxBytes <= 0 {
		opts.MaxBytes = defaultMaxBytes
	}
	s, fault := open(path, opts.MaxBytes)
	if fault != nil {
		return nil, fault.At(path)
	}
	defer s.file.Close() //nolint:errcheck // nothing was written
	data, fault := s.take()
	if fault == nil {
		fault = s.unchanged()
	}
	if fault != nil {
		return nil, fault.At(path)
	}
	r, err := parsed(data, path, opts)
	if err == nil && s.cut {
		return nil, issuer.Fail(issuer.Input, CodeLineTooLong, "file", path, "row", strconv.Itoa(r.Rows.Len()), "column", "A", "limit", "128 KiB").At(path)
	}
	return r, err
}

// source is a file while it is read.
type source struct {
	path   string
	file   *os.File
	before fs.FileInfo
	max    int64
	read   int64
	cut    bool // a line is so long that the rest was not read
}

// open opens a regular file of at most limit bytes. A pipe is not even
// opened: that would wait for its other end.
func open(path string, limit int64) (*source, *issuer.Error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, openFault(path, err)
	}
	switch {
	case info.IsDir():
		return nil, issuer.Fail(issuer.Input, CodeDirectory, "file", path)
	case !info.Mode().IsRegular():
		return nil, issuer.Fail(issuer.Input, CodeNotAFile, "file", path)
	case info.Size() > limit:
		return nil, tooBig(path, limit)
	}
	file, err := os.Open(filepath.Clean(path))
	if err != nil {
		return nil, openFault(path, err)
	}
	before, err := file.Stat()
	if err != nil || !os.SameFile(info, before) {
		_ = file.Close()
		return nil, issuer.Fail(issuer.Input, CodeChanged, "file", path).Because(err)
	}
	return &source{path: path, file: file, before: before, max: limit}, nil
}

func openFault(path string, err error) *issuer.Error {
	if errors.Is(err, fs.ErrNotExist) {
		return issuer.Fail(issuer.Input, CodeMissing, "file", path).Because(err)
	}
	return issuer.Fail(issuer.Input, CodeUnreadable, "file", path).Because(err)
}

func tooBig(path string, limit int64) *issuer.Error {
	return issuer.Fail(issuer.Input, CodeTooBig, "file", path, "limit", strconv.FormatInt(limit>>20, 10)+" MiB")
}

// take reads the file. It stops at a line no list has.
func (s *source) take() (string, *issuer.Error) {
	var data strings.Builder
	data.Grow(int(min(s.before.Size(), firstRead)))
	room := make([]byte, min(s.before.Size()+1, maxRecord))
	line, packed := 0, false
	for {
		n, err := s.file.Read(room)
		chunk := room[:n]
		if s.read == 0 {
			packed = isArchive(chunk) || isOLE(chunk)
		}
		if data.Cap()-data.Len() < n {
			data.Grow(int(max(s.before.Size()-s.read, int64(n))))
		}
		data.Write(chunk)
		s.read += int64(n)
		if end := bytes.LastIndexAny(chunk, "\r\n"); end >= 0 {
			line = n - end - 1
		} else {
			line += n
		}
		switch {
		case s.read > s.max:
			return "", tooBig(s.path, s.max)
		case line > maxLine && !packed:
			s.cut = true
			return data.String(), nil
		case errors.Is(err, io.EOF):
			return data.String(), nil
		case err != nil:
			return "", openFault(s.path, err)
		}
	}
}

// unchanged tells whether path still names the file that was read, as long
// and as old as before.
func (s *source) unchanged() *issuer.Error {
	now, err := os.Stat(s.path)
	same := err == nil && os.SameFile(s.before, now) && now.Size() == s.before.Size() &&
		now.ModTime().Equal(s.before.ModTime()) && (s.cut || s.read == now.Size())
	if same {
		return nil
	}
	return issuer.Fail(issuer.Input, CodeChanged, "file", s.path).Because(err)
}
