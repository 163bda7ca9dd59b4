package target

import (
	"io/fs"
	"path"
	"sync/atomic"
)

// shown lets everybody read what is put. A server may keep new files to their owner (a
// umask of 077, as many have who share a computer), and the web server, who is somebody
// else, could give them to nobody. That is seen at the first file and the first folder;
// where they can be read nothing more is asked. A server that lets nobody change that is
// left alone: the site check tells.
type shown struct{ files, folders atomic.Bool } // as well as may be, without our help

const (
	readable fs.FileMode = 0o444
	passable fs.FileMode = 0o555
)

func (s *secure) show(name string, known *atomic.Bool, least fs.FileMode) {
	if known.Load() {
		return
	}
	info, err := s.client.Stat(name)
	if err != nil {
		return
	}
	// The other bits stay: that of a folder which hands on its group, say.
	if info.Mode()&least == least || s.client.Chmod(name, info.Mode()|least) != nil {
		known.Store(true)
	}
}

// folders makes a folder and those above it that are not there.
func (s *secure) folders(dir string) error {
	if info, err := s.client.Stat(dir); err == nil && info.IsDir() || dir == "." || dir == "/" {
		return nil
	}
	if err := s.folders(path.Dir(dir)); err != nil {
		return err
	}
	if err := s.client.Mkdir(dir); err != nil {
		if info, there := s.client.Stat(dir); there == nil && info.IsDir() {
			return nil // somebody else made it meanwhile
		}
		return err
	}
	s.show(dir, &s.shown.folders, passable)
	return nil
}
