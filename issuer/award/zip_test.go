package award

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// An archive of more files than fit into the old form, beyond the size that fits
// into it. What lies between is not written, so the disk does not hold it.
func TestLargeArchivesAreReadByOthers(t *testing.T) {
	t.Parallel()
	const many, far = 70_000, 5 << 30
	dir := t.TempDir()
	path := filepath.Join(dir, "large.zip")
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	list, err := openSpool(dir)
	if err != nil {
		t.Fatal(err)
	}
	z := newZip(file, list)
	name := func(i int) string { return fmt.Sprintf("%06d é.txt", i) }
	for i := range many {
		if i == many/2 {
			if _, err := file.Seek(far, io.SeekStart); err != nil {
				t.Fatal(err)
			}
			z.at = far
		}
		if err := z.put(name(i), []byte(strings.Repeat("x", i%7))); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.close(); err != nil {
		t.Fatal(err)
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
	if err := list.Close(); err != nil {
		t.Fatal(err)
	}
	r, err := zip.OpenReader(path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = r.Close() }()
	if len(r.File) != many {
		t.Fatalf("%d files", len(r.File))
	}
	for _, i := range []int{0, 1, many/2 - 1, many / 2, many - 1} {
		f := r.File[i]
		from, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(from)
		if err != nil || f.Name != name(i) || f.NonUTF8 || len(text) != i%7 || f.Modified.Year() != 2000 {
			t.Errorf("%d is %q of %d bytes, %v, %v", i, f.Name, len(text), f.Modified, err)
		}
	}
	if left, err := filepath.Glob(filepath.Join(dir, ".badgekiln-*")); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
	python, err := exec.LookPath("python3")
	if err != nil {
		return
	}
	const script = "import sys, zipfile; z = zipfile.ZipFile(sys.argv[1]); n = z.namelist(); print(len(n), z.read(n[-1]).decode(), n[-1])"
	said, err := exec.CommandContext(t.Context(), python, "-c", script, path).CombinedOutput() // #nosec G204 -- a judge, and our own file
	if want := fmt.Sprintf("%d %s %s", many, strings.Repeat("x", (many-1)%7), name(many-1)); err != nil || !bytes.HasPrefix(said, []byte(want)) {
		t.Errorf("Python says %s, %v", said, err)
	}
}
