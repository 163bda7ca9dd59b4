package publish

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"os"
)

// spool keeps files that wait, each with its bytes behind what is known of it, in
// a file nobody else sees. All are added, then flush, then they are read in any
// order, by several goroutines.
type spool struct {
	dir  string // where it lies; "" for the system's folder
	file *os.File
	out  *bufio.Writer
	end  int64
}

// place is where a file begins in the spool. Of millions of files nothing else is
// in memory.
type place int64

// entry is what is known of a file that waits. Of one that is made when its turn
// comes, is.Sum is that of what lies there, zero for nothing or nobody knows, and
// from says what it is to be made of.
type entry struct {
	path  string
	is    Lying
	size  int
	later bool
	added bool // nothing lies there yet
	from  Sum
}

// headSize is that of a record before the path: lengths, flags and hashes.
const headSize = 2 + 4 + 1 + 3*len(Sum{})

// The flags of a record.
const (
	flagLater = 1 << iota
	flagAdded
)

func (s *spool) add(e entry, data []byte) (place, error) {
	if s.file == nil {
		var err error
		if s.file, err = os.CreateTemp(s.dir, ".badgekiln-publish-*"); errors.Is(err, os.ErrPermission) { // beside what is only read
			s.file, err = os.CreateTemp("", ".badgekiln-publish-*")
		}
		if err != nil {
			return 0, err
		}
		_ = os.Remove(s.file.Name()) // gone with the program, where the system allows
		s.out = bufio.NewWriterSize(s.file, 256<<10)
	}
	if len(e.path) > math.MaxUint16 || len(data) > math.MaxInt32 {
		return 0, fmt.Errorf("keep %.80s: too long", e.path)
	}
	var head [headSize]byte
	binary.BigEndian.PutUint16(head[:], uint16(len(e.path))) // #nosec G115 -- looked at above
	binary.BigEndian.PutUint32(head[2:], uint32(len(data)))  // #nosec G115 -- as well
	if e.later {
		head[6] |= flagLater
	}
	if e.added {
		head[6] |= flagAdded
	}
	for i, sum := range []Sum{e.is.Sum, e.is.Inputs, e.from} {
		copy(head[7+i*len(sum):], sum[:])
	}
	at := place(s.end)
	// A writer with a buffer keeps the first failure.
	_, _ = s.out.Write(head[:])
	_, _ = s.out.WriteString(e.path)
	_, err := s.out.Write(data)
	s.end += int64(headSize + len(e.path) + len(data))
	return at, err
}

// flush ends the adding.
func (s *spool) flush() error {
	if s.file == nil {
		return nil
	}
	return s.out.Flush()
}

// head reads what is known of a file.
func (s *spool) head(at place) (entry, error) {
	var head [headSize]byte
	if _, err := s.file.ReadAt(head[:], int64(at)); err != nil {
		return entry{}, err
	}
	path := make([]byte, binary.BigEndian.Uint16(head[:]))
	_, err := s.file.ReadAt(path, int64(at)+int64(headSize))
	e := entry{path: string(path), size: int(binary.BigEndian.Uint32(head[2:]))}
	e.later, e.added = head[6]&flagLater != 0, head[6]&flagAdded != 0
	for i, sum := range []*Sum{&e.is.Sum, &e.is.Inputs, &e.from} {
		copy(sum[:], head[7+i*len(sum):])
	}
	return e, err
}

// data reads a file's bytes.
func (s *spool) data(at place, e entry) ([]byte, error) {
	data := make([]byte, e.size)
	_, err := s.file.ReadAt(data, int64(at)+int64(headSize)+int64(len(e.path)))
	return data, err
}

func (s *spool) close() error {
	if s.file == nil {
		return nil
	}
	name := s.file.Name()
	err := s.file.Close()
	if gone := os.Remove(name); gone != nil && !errors.Is(gone, os.ErrNotExist) {
		err = errors.Join(err, gone)
	}
	return err
}
