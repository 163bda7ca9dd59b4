package keys

import (
	"fmt"
	"strings"

	"filippo.io/age"

	"badgekiln/issuer"
)

// Bundle is the keys of a ledger made ready for a backup: plain file names
// without folders, and their bytes.
type Bundle struct {
	Files map[string][]byte
	// CarriesSecret tells that the kept secret travels in the bundle, because
	// there was no passphrase to seal it by: whoever has the backup can sign.
	CarriesSecret bool
}

// Bundle packs every key. Keys sealed by a passphrase travel as they are. Keys
// sealed by the kept secret are sealed by the passphrase of the file or of the
// prompt; without one they travel with the kept secret.
func (s *Store) Bundle() (Bundle, error) {
	b := Bundle{Files: map[string][]byte{}}
	ids, err := s.ids()
	if err != nil {
		return b, err
	}
	var home []envelope
	for _, id := range ids {
		e, err := s.read(id)
		if err != nil {
			return b, err
		}
		if e.SealedBy == byKept {
			home = append(home, e)
		} else if err := b.add(e); err != nil {
			return b, err
		}
	}
	if len(home) == 0 {
		return b, nil
	}
	return b, s.pack(&b, home)
}

func (s *Store) pack(b *Bundle, home []envelope) error {
	secret, err := s.secrets.kept(false)
	if err != nil {
		return because(err, home[0], s.path(home[0].ID))
	}
	text, err := s.secrets.passphrase(ToBackup)
	if err != nil {
		return err
	}
	for _, e := range home {
		// A key that cannot be opened must fail now, not at the restore.
		p, err := e.open(secret, s.path(e.ID))
		if err != nil {
			return err
		}
		if text != "" {
			if e, err = resealed(p, text); err != nil {
				return err
			}
		}
		clear(p.Seed)
		if err := b.add(e); err != nil {
			return err
		}
	}
	if text == "" {
		b.Files[secretFile] = []byte(secret.String() + "\n")
		b.CarriesSecret = true
	}
	return nil
}

// resealed seals a key of this home for the way.
func resealed(p payload, passphrase string) (envelope, error) {
	r, err := passphraseRecipient(passphrase)
	if err != nil {
		return envelope{}, err
	}
	e, err := sealed(p, byPassphrase, r)
	e.Home = byKept
	return e, err
}

func (b *Bundle) add(e envelope) error {
	data, err := e.encode()
	b.Files[e.ID+".json"] = data
	return err
}

// Restore writes the keys of a bundle beside the ledger. Keys that were sealed
// by a kept secret are sealed by the one of this home, which is made if there
// is none; keys sealed by a passphrase stay so. Everything is checked before
// the first file is written.
func (s *Store) Restore(files map[string][]byte) error {
	way := traveller{store: s, carried: files[secretFile]}
	var list []envelope
	for name, data := range files {
		if name == secretFile {
			continue
		}
		id := strings.TrimSuffix(name, ".json")
		if len(data) > maxFile {
			return issuer.Fail(issuer.Broken, "key-file-damaged", "id", id).At(name).Because(errTooLarge)
		}
		e, err := s.accept(data, id, name)
		if err != nil {
			return err
		}
		if e.SealedBy == byKept || e.Home == byKept {
			if e, err = way.home(e, name); err != nil {
				return err
			}
		}
		list = append(list, e)
	}
	for _, e := range list {
		if err := s.write(e, true); err != nil {
			return err
		}
	}
	return nil
}

// traveller opens the keys of a bundle and asks for a passphrase once.
type traveller struct {
	store   *Store
	carried []byte // the kept secret of the bundle; nil without
	phrase  age.Identity
}

// home opens a key of the bundle and seals it by the kept secret of this home.
func (t *traveller) home(e envelope, name string) (envelope, error) {
	identity, err := t.opener(e.SealedBy)
	if err != nil {
		return e, because(err, e, name)
	}
	p, err := e.open(identity, name)
	if err != nil {
		return e, err
	}
	defer clear(p.Seed)
	secret, err := t.store.secrets.kept(true)
	if err != nil {
		return e, err
	}
	e, err = sealed(p, byKept, secret.Recipient())
	if err != nil {
		return e, fmt.Errorf("seal key: %w", err)
	}
	return e, nil
}

func (t *traveller) opener(by string) (age.Identity, error) {
	if by == byPassphrase {
		var err error
		if t.phrase == nil {
			t.phrase, err = t.store.opener(byPassphrase)
		}
		return t.phrase, err
	}
	if len(t.carried) == 0 {
		return nil, errNoSecret
	}
	id, err := age.ParseX25519Identity(strings.TrimSpace(string(t.carried)))
	if err != nil {
		return nil, issuer.Fail(issuer.Broken, "bundle-secret-damaged") // the cause may quote it
	}
	return id, nil
}
