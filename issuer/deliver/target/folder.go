package target

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"sync"
	"sync/atomic"

	"badgekiln/issuer/durable"
	"badgekiln/issuer/site"
)

// folder is a folder of this computer, or of a drive it has.
type folder struct {
	at    string
	parts atomic.Int64 // names of files that are not whole yet
	mu    sync.Mutex
	root  *os.Root // nil while it is not there

	together sync.Mutex
	many     *durable.Folder // what takes many files; nil until some come
}

// openFolder looks at a folder. One that is not there is made with the first
// file.
func openFolder(at string) (Target, error) {
	root, err := os.OpenRoot(at)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, site.Unwritable(at, err)
	}
	return &folder{root: root, at: at}, nil
}

func (f *folder) made() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.root != nil {
		return nil
	}
	if err := os.MkdirAll(f.at, 0o755); err != nil { // #nosec G301 -- a web server reads it
		return err
	}
	var err error
	f.root, err = os.OpenRoot(f.at)
	return err
}

func (f *folder) there() *os.Root {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.root
}

func (f *folder) Put(_ context.Context, name string, data []byte) error {
	if err := f.made(); err != nil {
		return site.Unwritable(f.at, err)
	}
	file := filepath.FromSlash(name)
	if err := f.root.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return site.Unwritable(filepath.Join(f.at, file), err)
	}
	part, err := f.write(filepath.Dir(file), data)
	if err == nil {
		err = f.root.Rename(part, file)
	}
	if err != nil && part != "" {
		_ = f.root.Remove(part) // what is left is never read
	}
	return site.Unwritable(filepath.Join(f.at, file), err)
}

// write writes a file of a name that nobody else has, and gives it; "" for none.
func (f *folder) write(dir string, data []byte) (name string, err error) {
	var out *os.File
	for {
		name = filepath.Join(dir, ".badgekiln-"+durable.Here()+"-"+strconv.FormatInt(f.parts.Add(1), 10))
		if out, err = f.root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644); err == nil {
			break
		}
		if !errors.Is(err, fs.ErrExist) {
			return "", err
		}
	}
	_, err = out.Write(data)
	if err == nil {
		err = out.Sync()
	}
	return name, errors.Join(err, out.Close())
}

// PutAll has the disk make many files durable with one order.
func (f *folder) PutAll(ctx context.Context, files []File) error {
	f.together.Lock()
	defer f.together.Unlock()
	if f.many == nil {
		var err error
		if f.many, err = durable.OpenFolder(f.at); err != nil {
			return site.Unwritable(f.at, err)
		}
	}
	at := f.at
	err := func() error {
		for _, one := range files {
			if err := ctx.Err(); err != nil {
				return err
			}
			at = filepath.Join(f.at, filepath.FromSlash(one.Name))
			if err := f.many.Put(one.Name, one.Data); err != nil {
				return err
			}
		}
		return f.many.Flush()
	}()
	if err == nil {
		return nil
	}
	f.many.Abandon()
	f.many = nil
	if ctx.Err() != nil {
		return err
	}
	return site.Unwritable(at, err)
}

func (f *folder) Get(_ context.Context, name string) ([]byte, error) {
	root := f.there()
	if root == nil {
		return nil, fs.ErrNotExist
	}
	data, err := root.ReadFile(filepath.FromSlash(path.Clean(name)))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fs.ErrNotExist
	}
	return data, site.Unwritable(filepath.Join(f.at, name), err)
}

func (f *folder) Listable(context.Context) bool { return false }

func (f *folder) Close() error {
	if f.many != nil {
		if err := f.many.Close(); err != nil {
			return site.Unwritable(f.at, err)
		}
	}
	if root := f.there(); root != nil {
		return root.Close()
	}
	return nil
}
