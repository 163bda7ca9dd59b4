package award

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"badgekiln/issuer"
)

// folder writes into a folder: into a scratch folder inside it first, synced
// and renamed group by group.
type folder struct {
	dir     string
	scratch string
	renamed func()
	waiting []outFile
	files   int
	right   int
}

const scratchPrefix = ".badgekiln-"

func openFolder(dir string, renamed func()) (*folder, error) {
	if info, err := os.Stat(dir); err == nil && !info.IsDir() {
		return nil, issuer.Fail(issuer.Usage, "out-not-folder", "file", dir).At(dir)
	}
	if err := os.MkdirAll(dir, 0o755); err != nil { // #nosec G301 -- files to hand out
		return nil, outFault(dir, err)
	}
	if err := dropStale(dir); err != nil {
		return nil, outFault(dir, err)
	}
	scratch := filepath.Join(dir, scratchPrefix+strconv.Itoa(os.Getpid()))
	if err := os.Mkdir(scratch, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return nil, outFault(dir, err)
	}
	return &folder{dir: dir, scratch: scratch, renamed: renamed}, nil
}

// dropStale removes scratch folders whose program is gone.
func dropStale(dir string) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	for _, e := range entries {
		text, ours := strings.CutPrefix(e.Name(), scratchPrefix)
		pid, err := strconv.Atoi(text)
		if !ours || err != nil || !e.IsDir() || alive(pid) {
			continue
		}
		if err := os.RemoveAll(filepath.Join(dir, e.Name())); err != nil {
			return err
		}
	}
	return nil
}

func (f *folder) put(file outFile) error {
	path := filepath.Join(f.dir, file.name)
	if same(path, file.data) {
		f.right++
		return nil
	}
	if err := os.WriteFile(filepath.Join(f.scratch, file.name), file.data, 0o644); err != nil { // #nosec G306 -- files to hand out
		return err
	}
	f.waiting = append(f.waiting, outFile{name: file.name})
	if len(f.waiting) >= groupSize {
		return f.flush()
	}
	return nil
}

// flush makes a group durable with one sync and gives the files their names.
func (f *folder) flush() error {
	if err := syncFiles(f.scratch, f.waiting); err != nil {
		return err
	}
	for _, file := range f.waiting {
		if err := os.Rename(filepath.Join(f.scratch, file.name), filepath.Join(f.dir, file.name)); err != nil {
			return err
		}
		f.files++
		f.renamed()
	}
	f.waiting = f.waiting[:0]
	return nil
}

func (f *folder) close() (int, int, error) {
	err := f.flush()
	return f.files, f.right, errors.Join(err, os.RemoveAll(f.scratch))
}

func (f *folder) abandon() { _ = os.RemoveAll(f.scratch) }

// same tells whether a file has exactly these bytes.
func same(path string, data []byte) bool {
	info, err := os.Lstat(path)
	if err != nil || !info.Mode().IsRegular() || info.Size() != int64(len(data)) {
		return false
	}
	have, err := os.ReadFile(path) // #nosec G304 -- in the user's folder
	return err == nil && string(have) == string(data)
}
