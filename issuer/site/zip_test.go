package site_test

import (
	"archive/zip"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"badgekiln/issuer"
	"badgekiln/issuer/site"
)

func TestWriteZip(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path := filepath.Join(dir, "site.zip")
	put(t, dir, "site.zip", "an older one")
	files := some(site.File{Path: "b/c/1/badge.json", Bytes: []byte("{}")}, site.File{Path: "index.html", Bytes: []byte("page")})
	count, err := site.WriteZip(path, files)
	if err != nil || count.Written != 2 {
		t.Fatalf("%+v, %v", count, err)
	}
	first, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	r, err := zip.OpenReader(path)
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, f := range r.File {
		text, err := fs.ReadFile(r, f.Name)
		if err != nil {
			t.Error(err)
		}
		got[f.Name] = string(text)
	}
	if err := r.Close(); err != nil {
		t.Error(err)
	}
	if diff := cmp.Diff(map[string]string{"b/c/1/badge.json": "{}", "index.html": "page"}, got); diff != "" {
		t.Error(diff)
	}
	if _, err := site.WriteZip(path, files); err != nil {
		t.Error(err)
	}
	if again := folder(t, dir)["site.zip"]; again != string(first) {
		t.Error("the same files gave another archive")
	}

	// What goes wrong leaves the older archive and nothing else.
	bad := errors.New("the ledger is gone")
	_, err = site.WriteZip(path, func(yield func(site.File, error) bool) {
		_ = yield(site.File{Path: "x"}, nil) && yield(site.File{}, bad)
	})
	if !errors.Is(err, bad) {
		t.Errorf("source: %v", err)
	}
	if _, err := site.WriteZip(path, some(site.File{Path: "../x"})); issuer.CodeOf(err) != "site-bad-path" {
		t.Errorf("path: %v", err)
	}
	if _, err := site.WriteZip(filepath.Join(dir, "none", "x.zip"), files); issuer.CodeOf(err) != "site-unwritable" {
		t.Errorf("folder: %v", err)
	}
	if diff := cmp.Diff(map[string]string{"site.zip": string(first)}, folder(t, dir)); diff != "" {
		t.Error(diff)
	}
}
