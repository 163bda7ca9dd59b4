package site_test

import (
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"badgekiln/issuer"
	"badgekiln/issuer/site"
)

func some(files ...site.File) iter.Seq2[site.File, error] {
	return func(yield func(site.File, error) bool) {
		for _, f := range files {
			if !yield(f, nil) {
				return
			}
		}
	}
}

// folder lists a folder's files with their content.
func folder(t *testing.T, dir string) map[string]string {
	t.Helper()
	all := map[string]string{}
	err := fs.WalkDir(os.DirFS(dir), ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		data, err := os.ReadFile(filepath.Join(dir, path))
		all[path] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func put(t *testing.T, dir, name, text string) {
	t.Helper()
	path := filepath.Join(dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestWriteDir(t *testing.T) {
	t.Parallel()
	w := newWorkshop()
	for n := range 40 { // more files than one sync group holds
		w.award(n, w.classes[0], "Ada", fmt.Sprintf("p%d@example.org", n), nil)
	}
	dir := filepath.Join(t.TempDir(), "new", "folder")
	want := tree(t, w)
	count, err := site.WriteDir(dir, site.Files(t.Context(), w, base, words(t)))
	if err != nil || count.Written != len(want) || count.Same != 0 {
		t.Fatalf("%+v, %v; the tree has %d files", count, err, len(want))
	}
	if diff := cmp.Diff(want, folder(t, dir)); diff != "" {
		t.Fatal(diff)
	}

	old := time.Unix(1e9, 0)
	right := filepath.Join(dir, "i", "forge", "profile.json")
	if err := os.Chtimes(right, old, old); err != nil {
		t.Fatal(err)
	}
	put(t, dir, "a/01/mine.txt", "mine")
	put(t, dir, "b/first-fire/1/badge.json", "spoiled")
	put(t, dir, "i/forge/.profile.json.part", "left by a killed run")
	if err := os.Remove(filepath.Join(dir, "s", "5f0a.json")); err != nil {
		t.Fatal(err)
	}
	count, err = site.WriteDir(dir, site.Files(t.Context(), w, base, words(t)))
	if err != nil || count.Written != 2 || count.Same != len(want)-2 {
		t.Fatalf("the second time: %+v, %v", count, err)
	}
	got := folder(t, dir)
	if got["a/01/mine.txt"] != "mine" {
		t.Error("a foreign file was touched")
	}
	delete(got, "a/01/mine.txt")
	delete(got, "i/forge/.profile.json.part")
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if info, err := os.Stat(right); err != nil || !info.ModTime().Equal(old) {
		t.Errorf("a right file was written again: %v, %v", info, err)
	}
}

func TestFilesOfOthersStay(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	put(t, dir, "index.html", "<h1>My own page</h1>")
	put(t, dir, ".htaccess", "# Badgekiln\nold rules")
	put(t, dir, "elsewhere", "x")
	if err := os.Symlink("elsewhere", filepath.Join(dir, "_headers")); err != nil {
		t.Skipf("no symbolic links here: %v", err)
	}
	count, err := site.WriteDir(dir, site.Files(t.Context(), newWorkshop(), base, words(t)))
	if err != nil || !slices.Equal(count.Kept, []string{"index.html", "_headers"}) {
		t.Fatalf("%+v, %v", count, err)
	}
	got := folder(t, dir)
	if got["index.html"] != "<h1>My own page</h1>" || got["elsewhere"] != "x" {
		t.Error("somebody's file was written over")
	}
	if got[".htaccess"] == "# Badgekiln\nold rules" {
		t.Error("our own old rules stayed")
	}
}

func TestNoPathLeadsOutside(t *testing.T) {
	t.Parallel()
	for _, path := range []string{"../x", "/x", "a/../../x", "", ".", "a//b", "a/./b"} {
		outer := t.TempDir()
		dir := filepath.Join(outer, "site")
		_, err := site.WriteDir(dir, some(site.File{Path: path, Bytes: []byte("x")}))
		if issuer.CodeOf(err) != "site-bad-path" {
			t.Errorf("%q: %v", path, err)
		}
		if got := folder(t, outer); len(got) != 0 {
			t.Errorf("%q: written %v", path, got)
		}
	}
	outer := t.TempDir()
	dir := filepath.Join(outer, "site")
	put(t, dir, "b/x", "")
	if err := os.Symlink("..", filepath.Join(dir, "a")); err != nil {
		t.Skipf("no symbolic links here: %v", err)
	}
	_, err := site.WriteDir(dir, some(site.File{Path: "a/x", Bytes: []byte("x")}))
	if issuer.CodeOf(err) != "site-unwritable" {
		t.Errorf("through a link: %v", err)
	}
	if got := folder(t, outer); len(got) != 1 {
		t.Errorf("through a link: written %v", got)
	}
}

func TestAFailureLeavesNoHalfFile(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	put(t, dir, "x.json/in-the-way", "")
	boom := errors.New("the ledger closed")
	for name, c := range map[string]struct {
		files iter.Seq2[site.File, error]
		check func(error) bool
	}{
		"a folder stands there": {
			some(site.File{Path: "a.json", Bytes: []byte("a")}, site.File{Path: "x.json", Bytes: []byte("x")}),
			func(err error) bool { return issuer.CodeOf(err) == "site-unwritable" },
		},
		"the source fails": {
			func(yield func(site.File, error) bool) {
				_ = yield(site.File{Path: "a.json", Bytes: []byte("a")}, nil) && yield(site.File{}, boom)
			},
			func(err error) bool { return errors.Is(err, boom) },
		},
	} {
		if _, err := site.WriteDir(dir, c.files); !c.check(err) {
			t.Errorf("%s: %v", name, err)
		}
		if got := folder(t, dir); len(got) != 1 {
			t.Errorf("%s: left %v", name, got)
		}
	}
}

func BenchmarkWriteDir(b *testing.B) {
	for b.Loop() {
		dir := b.TempDir()
		_, err := site.WriteDir(dir, func(yield func(site.File, error) bool) {
			data := make([]byte, 2048)
			for n := range 2000 {
				if !yield(site.File{Path: fmt.Sprintf("a/%02x/%d.json", n%256, n), Bytes: data}, nil) {
					return
				}
			}
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(2000*b.N)/b.Elapsed().Seconds(), "files/s")
}
