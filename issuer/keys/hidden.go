package keys

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"filippo.io/age"

	"badgekiln/issuer"
)

// Passwords of other places lie beside the keys, sealed as these are. They do
// not travel in backups: whoever restores one may not be meant to publish.

// Hide seals a password under a name of lower-case letters, digits and dashes.
func (s *Store) Hide(name, secret string) error {
	_, recipient, err := s.sealer()
	if err != nil {
		return err
	}
	var out bytes.Buffer
	w, err := age.Encrypt(&out, recipient)
	if err == nil {
		if _, err = io.WriteString(w, secret); err == nil {
			err = w.Close()
		}
	}
	if err != nil {
		return fmt.Errorf("seal password: %w", err)
	}
	path := s.hidden(name)
	if err := writeFile(path, out.Bytes(), true); err != nil {
		return issuer.Fail(issuer.Broken, "key-unwritable", "folder", s.dir).At(path).Because(err)
	}
	return nil
}

// Reveal opens a password; "" when none was hidden under the name.
func (s *Store) Reveal(name string) (string, error) {
	path := s.hidden(name)
	data, err := readFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	if err != nil {
		return "", issuer.Fail(issuer.Broken, "secret-unreadable", "file", path).At(path).Because(err)
	}
	for _, by := range []string{byKept, byPassphrase} {
		identity, failed := s.opener(by)
		if failed != nil {
			err = failed
			continue
		}
		r, failed := age.Decrypt(bytes.NewReader(data), identity)
		if failed != nil {
			continue
		}
		text, failed := io.ReadAll(io.LimitReader(r, 1<<16))
		return string(text), failed
	}
	return "", issuer.Fail(issuer.Input, "secret-damaged", "file", path).At(path).Because(err)
}

// Hidden tells whether a password was hidden under the name. It opens nothing.
func (s *Store) Hidden(name string) bool {
	_, err := os.Stat(s.hidden(name))
	return err == nil
}

// Forget removes a hidden password.
func (s *Store) Forget(name string) error {
	if err := os.Remove(s.hidden(name)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

func (s *Store) hidden(name string) string { return filepath.Join(s.dir, "password-"+name+".age") }
