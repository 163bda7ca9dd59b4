package keys

import (
	"errors"
	"io"
	"io/fs"
	"path/filepath"
	"time"

	"badgekiln/issuer"
	"badgekiln/issuer/durable"
)

// Rehearse makes a key as New does and keeps nothing of it: no file, no
// secret. It fails where New would, as far as that can be foreseen.
func (s *Store) Rehearse(random io.Reader, alg, slug string, now time.Time) (issuer.Key, error) {
	seed, err := draw(random, alg)
	if err != nil {
		return issuer.Key{}, err
	}
	defer clear(seed)
	if err := s.canSeal(); err != nil {
		return issuer.Key{}, err
	}
	if err := durable.Writable(s.dir); err != nil {
		return issuer.Key{}, issuer.Fail(issuer.Broken, "key-unwritable", "folder", s.dir).At(s.dir).Because(err)
	}
	f, err := s.facts(alg, seed, now)
	if err != nil {
		return issuer.Key{}, err
	}
	k, err := f.key()
	k.Issuer = slug
	return k, err
}

// canSeal tells whether there is something to seal by, or could be.
func (s *Store) canSeal() error {
	if s.secrets.PassphraseFile != "" {
		_, err := s.secrets.passphrase(ToOpen)
		return err
	}
	_, err := s.secrets.readKept()
	if !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := durable.Writable(s.secrets.Dir); err != nil {
		path := filepath.Join(s.secrets.Dir, secretFile)
		return issuer.Fail(issuer.Broken, "secret-unwritable", "file", path).At(path).Because(err)
	}
	return nil
}
