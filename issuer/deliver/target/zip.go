package target

import (
	"archive/zip"
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"slices"
	"sync"
	"time"

	"badgekiln/issuer"
	"badgekiln/issuer/durable"
	"badgekiln/issuer/site"
)

// archive is one ZIP file on this computer, for web space whose only way in is
// a form that takes one. Settle writes it anew as a whole: what lay in it and
// what was put since.
type archive struct {
	at   string
	mu   sync.Mutex
	put  map[string][]byte
	held []string    // names in the archive, as it lies there
	was  fs.FileInfo // of the archive then; nil while there is none
}

func openZip(at string) (Target, error) {
	a := &archive{at: at, put: map[string][]byte{}}
	r, err := zip.OpenReader(at)
	if errors.Is(err, fs.ErrNotExist) {
		return a, nil
	}
	if err != nil {
		return nil, site.Unwritable(at, err)
	}
	for _, f := range r.File {
		a.held = append(a.held, f.Name)
	}
	if err := r.Close(); err != nil {
		return nil, site.Unwritable(at, err)
	}
	if a.was, err = os.Stat(at); err != nil {
		return nil, site.Unwritable(at, err)
	}
	return a, nil
}

// untouched tells whether the archive is the one that was opened or written here.
func (a *archive) untouched() bool {
	now, err := os.Stat(a.at)
	if err != nil {
		return a.was == nil && errors.Is(err, fs.ErrNotExist)
	}
	return a.was != nil && os.SameFile(a.was, now) && a.was.Size() == now.Size() && a.was.ModTime().Equal(now.ModTime())
}

func (a *archive) Put(ctx context.Context, name string, data []byte) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.put[name] = data
	return ctx.Err()
}

func (a *archive) Get(ctx context.Context, name string) ([]byte, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if data, waits := a.put[name]; waits {
		return data, ctx.Err()
	}
	if !slices.Contains(a.held, name) {
		return nil, fs.ErrNotExist
	}
	r, err := zip.OpenReader(a.at)
	if err != nil {
		return nil, site.Unwritable(a.at, err)
	}
	data, err := fs.ReadFile(r, name)
	return data, site.Unwritable(a.at, errors.Join(err, r.Close()))
}

// Settle writes the archive.
func (a *archive) Settle(context.Context) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	if len(a.put) == 0 {
		return nil
	}
	if !a.untouched() {
		return issuer.Fail(issuer.Refused, "publish-elsewhere")
	}
	old, err := zip.OpenReader(a.at)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return site.Unwritable(a.at, err)
	}
	var names []string
	err = durable.WriteStream(a.at, 0o644, func(w io.Writer) (err error) {
		names, err = a.write(w, old)
		return err
	})
	if old != nil {
		err = errors.Join(err, old.Close())
	}
	if err != nil {
		return site.Unwritable(a.at, err)
	}
	clear(a.put)
	a.held = names
	a.was, err = os.Stat(a.at)
	return site.Unwritable(a.at, err)
}

func (a *archive) write(w io.Writer, old *zip.ReadCloser) (names []string, err error) {
	out := zip.NewWriter(w)
	if old != nil {
		for _, f := range old.File {
			if _, again := a.put[f.Name]; again {
				continue
			}
			if err := out.Copy(f); err != nil {
				return nil, err
			}
			names = append(names, f.Name)
		}
	}
	fresh := make([]string, 0, len(a.put))
	for name := range a.put {
		fresh = append(fresh, name)
	}
	slices.Sort(fresh)
	for _, name := range fresh {
		// One date for all: the same site gives the same archive.
		to, err := out.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)})
		if err == nil {
			_, err = to.Write(a.put[name])
		}
		if err != nil {
			return nil, err
		}
	}
	return append(names, fresh...), out.Close()
}

func (a *archive) Listable(context.Context) bool { return false }

func (a *archive) Close() error { return nil }
