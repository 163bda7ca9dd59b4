package fetch

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path"
	"strings"

	"badgekiln/issuer"
	"badgekiln/issuer/verify"
)

// Dir answers for the web out of a folder. See Folder.
type Dir struct{ dir string }

// Folder makes a loader that answers https://host/path from dir/host/path,
// http alike; a port is written host%3A8080. It gives regular files only:
// what is missing, a folder, or an address with a query is fetch-not-found,
// and so is whatever would lie outside dir, be it by "..", an encoded slash
// or a symbolic link.
func Folder(dir string) (*Dir, error) {
	info, err := os.Stat(dir)
	if err != nil || !info.IsDir() {
		return nil, issuer.Fail(issuer.Input, "map-folder", "folder", dir).Because(err)
	}
	return &Dir{dir: dir}, nil
}

// Local tells that no network is asked.
func (d *Dir) Local() bool { return true }

// Load reads the file that stands for the address.
func (d *Dir) Load(ctx context.Context, address string) (verify.Document, error) {
	if err := ctx.Err(); err != nil {
		return verify.Document{}, err
	}
	u, err := parse(address, true)
	if err != nil {
		return verify.Document{}, err
	}
	missing := issuer.Fail(issuer.Refused, "fetch-not-found", "url", address)
	name, ok := place(u)
	if !ok {
		return verify.Document{}, missing
	}
	body, err := d.read(name)
	switch {
	case errors.Is(err, errBig):
		return verify.Document{}, issuer.Fail(issuer.Refused, "fetch-too-big", "url", address)
	case err != nil:
		return verify.Document{}, missing.Because(err)
	}
	return verify.Document{URL: u.String(), Bytes: body}, nil
}

var errBig = errors.New("file is too big")

func (d *Dir) read(name string) ([]byte, error) {
	root, err := os.OpenRoot(d.dir)
	if err != nil {
		return nil, err
	}
	defer func() { _ = root.Close() }()
	// A look before opening: to open a pipe would wait for its other end.
	info, err := root.Stat(name)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, fs.ErrNotExist
	}
	f, err := root.Open(name)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	body, err := io.ReadAll(io.LimitReader(f, MaxBytes+1))
	if err != nil {
		return nil, err
	}
	if len(body) > MaxBytes {
		return nil, errBig
	}
	return body, nil
}

// place is the file's name below the folder, with slashes.
func place(u *url.URL) (string, bool) {
	host := strings.ReplaceAll(u.Host, ":", "%3A")
	escaped := strings.ToLower(u.EscapedPath())
	if u.RawQuery != "" || u.ForceQuery || strings.Contains(escaped, "%2f") || strings.ContainsAny(u.Path, "\\\x00") {
		return "", false
	}
	name := strings.TrimPrefix(u.Path, "/")
	if strings.ContainsAny(host, "/\\\x00") || host == "." || host == ".." || !fs.ValidPath(name) || name == "." {
		return "", false
	}
	return path.Join(host, name), true
}
