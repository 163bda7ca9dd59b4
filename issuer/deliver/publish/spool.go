package publish

import (
	"errors"
	"os"
)

// spool keeps the bytes of files that wait, in a file nobody else sees.
type spool struct {
	file *os.File
	end  int64
}

func (s *spool) add(data []byte) (from int64, err error) {
	if s.file == nil {
		if s.file, err = os.CreateTemp("", "badgekiln-publish-"); err != nil {
			return 0, err
		}
		_ = os.Remove(s.file.Name()) // gone with the program, where the system allows
	}
	from = s.end
	n, err := s.file.Write(data)
	s.end += int64(n)
	return from, err
}

func (s *spool) read(from int64, size int) ([]byte, error) {
	data := make([]byte, size)
	_, err := s.file.ReadAt(data, from)
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
