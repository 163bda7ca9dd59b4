package drawing

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"badgekiln/assets"
	"badgekiln/designer"
	"badgekiln/designer/store"
	"badgekiln/designer/template"
	"badgekiln/issuer"
	"badgekiln/issuer/durable"
)

// DesignEnding is how files of designs end.
const DesignEnding = ".badge"

// Templates reads the designs, emblems and palettes that come with us.
func Templates() (*template.Catalogue, error) { return template.Load(assets.Art()) }

// ReadDesign reads a .badge file.
func ReadDesign(path string) (store.File, error) {
	data, err := readDesign(path)
	if err != nil {
		return store.File{}, err
	}
	return ParseDesign(data, path)
}

// ReadDesignBytes reads a .badge file, sees that it is one, and gives its
// bytes.
func ReadDesignBytes(path string) ([]byte, error) {
	data, err := readDesign(path)
	if err == nil {
		_, err = ParseDesign(data, path)
	}
	return data, err
}

func readDesign(path string) ([]byte, error) {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, issuer.Fail(issuer.Input, "design-missing", "file", path).At(path)
	case err != nil:
		return nil, issuer.Fail(issuer.Input, "design-unreadable", "file", path).At(path).Because(err)
	case !info.Mode().IsRegular():
		return nil, issuer.Fail(issuer.Input, "design-not-file", "file", path).At(path)
	case info.Size() > store.MostFile:
		return nil, issuer.Fail(issuer.Input, "design-too-large", "file", path, "limit", strconv.Itoa(store.MostFile>>20)).At(path)
	}
	f, err := os.Open(path) // #nosec G304 -- the user's design
	if err != nil {
		return nil, issuer.Fail(issuer.Input, "design-unreadable", "file", path).At(path).Because(err)
	}
	defer func() { _ = f.Close() }()
	data, err := io.ReadAll(io.LimitReader(f, store.MostFile+1))
	if err != nil {
		return nil, issuer.Fail(issuer.Input, "design-unreadable", "file", path).At(path).Because(err)
	}
	return data, nil
}

// ParseDesign reads the bytes of a .badge file; path names it in errors.
func ParseDesign(data []byte, path string) (store.File, error) {
	file, err := store.Read(bytes.NewReader(data), int64(len(data)))
	var fault *designer.Fault
	if errors.As(err, &fault) {
		if fault.Values == nil {
			fault.Values = map[string]string{}
		}
		fault.Values["file"] = path
		return file, fault
	}
	return file, err
}

// DesignBytes writes a .badge file. The same design gives the same bytes.
func DesignBytes(file store.File) ([]byte, error) {
	return store.Bytes(file)
}

// WriteDesign writes a .badge file whole or not at all.
func WriteDesign(path string, file store.File) error {
	data, err := DesignBytes(file)
	if err != nil {
		return err
	}
	return issuer.Unwritten(path, durable.WriteFile(path, data, 0o644))
}

// DesignEntry is a working copy in the folder of designs.
type DesignEntry struct {
	Path    string
	Name    string // of the design, or of the file when it cannot be read
	Changed time.Time
	Err     error // why it cannot be read
}

// DesignsIn lists the working copies of a folder, which need not be there.
func DesignsIn(dir string) ([]DesignEntry, error) {
	names, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, issuer.Fail(issuer.Input, "design-folder", "file", dir).At(dir).Because(err)
	}
	var list []DesignEntry
	for _, name := range names {
		info, err := name.Info()
		if err != nil || !info.Mode().IsRegular() || !strings.EqualFold(filepath.Ext(name.Name()), DesignEnding) {
			continue // gone meanwhile, or nothing of ours
		}
		entry := DesignEntry{Path: filepath.Join(dir, name.Name()), Changed: info.ModTime()}
		file, err := ReadDesign(entry.Path)
		entry.Name, entry.Err = file.Doc.Name, err
		if entry.Name == "" {
			entry.Name = strings.TrimSuffix(name.Name(), filepath.Ext(name.Name()))
		}
		list = append(list, entry)
	}
	slices.SortStableFunc(list, func(a, b DesignEntry) int { return b.Changed.Compare(a.Changed) })
	return list, nil
}

// NewDesignPathIn is NewDesignPath in a folder of one's own.
func NewDesignPathIn(dir, name string) (string, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil { // #nosec G301 -- a folder to look into
		return "", issuer.Unwritten(dir, err)
	}
	return freeDesignPath(dir, name, nil)
}

// freeDesignPath is the same where nothing may be made yet; taken are places that
// are kept for others.
func freeDesignPath(dir, name string, taken map[string]bool) (string, error) {
	slug := issuer.Slug(name, "badge")
	for n := 1; ; n++ {
		path := filepath.Join(dir, slug+DesignEnding)
		if n > 1 {
			path = filepath.Join(dir, slug+"-"+strconv.Itoa(n)+DesignEnding)
		}
		if taken[path] {
			continue
		}
		if _, err := os.Lstat(path); errors.Is(err, fs.ErrNotExist) {
			return path, nil
		} else if err != nil {
			return "", issuer.Unwritten(path, err)
		}
	}
}
