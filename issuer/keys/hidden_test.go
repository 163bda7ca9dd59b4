package keys_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"badgekiln/issuer/keys"
)

// A password comes back for its own home only, lies in no file as it is, and
// can be forgotten.
func TestPasswordsAreHidden(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	store := keys.Beside(filepath.Join(dir, "l.db"), "one", keys.Secrets{Dir: filepath.Join(dir, "home")})
	const secret = "correct horse battery staple"
	if text, err := store.Reveal("web"); err != nil || text != "" {
		t.Errorf("before: %q, %v", text, err)
	}
	if err := store.Hide("web", secret); err != nil {
		t.Fatal(err)
	}
	if text, err := store.Reveal("web"); err != nil || text != secret {
		t.Errorf("after: %q, %v", text, err)
	}
	if list, err := store.List(); err != nil || len(list) != 0 {
		t.Errorf("it is taken for a key: %v, %v", list, err)
	}
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		if bytes.Contains(data, []byte(secret)) {
			t.Errorf("%s holds the password", path)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
	stranger := keys.Beside(filepath.Join(dir, "l.db"), "one", keys.Secrets{Dir: filepath.Join(dir, "other")})
	if text, err := stranger.Reveal("web"); err == nil {
		t.Errorf("another home reads it: %q", text)
	}
	if err := store.Forget("web"); err != nil {
		t.Error(err)
	}
	if text, err := store.Reveal("web"); err != nil || text != "" {
		t.Errorf("forgotten: %q, %v", text, err)
	}
}
