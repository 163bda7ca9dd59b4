package target_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"

	"badgekiln/issuer/deliver/target"
)

// TestEverybodyReadsWhatIsPut: a server that keeps new files to their owner hides a site
// from the web server. The group of its folders stays, and what somebody made themselves.
func TestEverybodyReadsWhatIsPut(t *testing.T) {
	t.Parallel()
	for _, mask := range []string{"0077", "0027", "0022"} {
		web := t.TempDir()
		own := filepath.Join(web, "web")
		if err := os.Mkdir(own, 0o710); err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(own, 0o710|fs.ModeSetgid); err != nil {
			t.Fatal(err)
		}
		s := sftpServing(t, web, "internal-sftp -u "+mask)
		to, err := target.Open(t.Context(), s.place, s.right)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range []string{"index.html", "a/0f/1.json", "a/0f/2.json", "b/c/d/1.json", "index.html"} {
			if err := to.Put(t.Context(), name, []byte(name)); err != nil {
				t.Fatal(err)
			}
		}
		_ = to.Close()
		if err := filepath.WalkDir(own, func(path string, d fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			info, err := d.Info()
			want := fs.FileMode(0o644)
			switch {
			case path == own:
				want = 0o710
			case d.IsDir():
				want = 0o755
			}
			if err == nil && (info.Mode().Perm() != want || d.IsDir() && info.Mode()&fs.ModeSetgid == 0) {
				t.Errorf("%s: %s is %v", mask, path, info.Mode())
			}
			return err
		}); err != nil {
			t.Error(err)
		}
	}
}

// TestSimpleSFTP: a server that knows no more than the protocol has files replaced, too.
func TestSimpleSFTP(t *testing.T) {
	t.Parallel()
	s := sftpServing(t, t.TempDir(), "internal-sftp -P posix-rename")
	to, err := target.Open(t.Context(), s.place, s.right)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = to.Close() }() // the server ends when nobody is there
	for _, text := range []string{"one", "two", "three"} {
		if err := to.Put(t.Context(), "a/b.txt", []byte(text)); err != nil {
			t.Fatal(err)
		}
		if got, err := to.Get(t.Context(), "a/b.txt"); err != nil || string(got) != text {
			t.Errorf("%q, %v; want %q", got, err, text)
		}
	}
}

// TestStaysWhileASiteIsLookedThrough: a server that hangs up on who says nothing is
// talked to before a large site's first file is ready.
func TestStaysWhileASiteIsLookedThrough(t *testing.T) {
	if os.Getenv("BADGEKILN_LONG") == "" {
		t.Skip("Half a minute of waiting for a server that hangs up: BADGEKILN_LONG=1 asks for it.")
	}
	t.Parallel()
	s := sftpServing(t, t.TempDir(), "internal-sftp\nChannelTimeout session:*=14")
	to, err := target.Open(t.Context(), s.place, s.right)
	if err != nil {
		t.Fatal(err)
	}
	time.Sleep(25 * time.Second)
	if err := to.Put(t.Context(), "index.html", []byte("x")); err != nil {
		t.Error(err)
	}
	_ = to.Close()
}
