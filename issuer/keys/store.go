package keys

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"time"

	"filippo.io/age"

	"badgekiln/issuer"
)

// Store is the keys of one ledger.
type Store struct {
	dir     string
	ledger  string
	secrets Secrets
}

// Beside gives the store of the ledger at path, whose id is ledger. The folder
// is made with the first key.
func Beside(path, ledger string, secrets Secrets) *Store {
	return &Store{dir: path + ".keys", ledger: ledger, secrets: secrets}
}

// Dir is the folder of the key files.
func (s *Store) Dir() string { return s.dir }

// New makes a signing key for an issuer. When it returns, the sealed file is
// on disk and would survive a power cut: nothing is ever signed with a key
// that could be lost. The random bytes are read from random.
func (s *Store) New(random io.Reader, alg, slug string, now time.Time) (issuer.Key, error) {
	seed, err := draw(random, alg)
	if err != nil {
		return issuer.Key{}, err
	}
	defer clear(seed)
	return s.add(alg, seed, slug, now, false)
}

// FromSeed makes a key of the sample, which anybody can make again: it is
// marked worthless and opens for its own ledger only.
func (s *Store) FromSeed(alg string, seed [32]byte, slug string, now time.Time) (issuer.Key, error) {
	drawn, err := fromSeed(alg, seed)
	if err != nil {
		return issuer.Key{}, err
	}
	return s.add(alg, drawn, slug, now, true)
}

func (s *Store) add(alg string, seed []byte, slug string, now time.Time, worthless bool) (issuer.Key, error) {
	f, err := s.facts(alg, seed, now)
	if err != nil {
		return issuer.Key{}, err
	}
	p := payload{Seed: seed, facts: f}
	p.Worthless = worthless
	by, recipient, err := s.sealer()
	if err != nil {
		return issuer.Key{}, err
	}
	e, err := sealed(p, by, recipient)
	if err != nil {
		return issuer.Key{}, fmt.Errorf("seal key: %w", err)
	}
	if err := s.write(e, false); err != nil {
		return issuer.Key{}, err
	}
	k, err := e.key()
	k.Issuer = slug
	return k, err
}

// facts are what is known in the open about a key.
func (s *Store) facts(alg string, seed []byte, now time.Time) (facts, error) {
	key, err := private(alg, seed)
	if err != nil {
		return facts{}, fmt.Errorf("make key: %w", err)
	}
	public := publicOf(key)
	sum := sha256.Sum256([]byte(public))
	return facts{
		V: 1, ID: "k" + hex.EncodeToString(sum[:6]), Alg: alg, Public: public, Ledger: s.ledger,
		Made: now.UTC().Truncate(time.Second).Format(time.RFC3339),
	}, nil
}

// sealer says what new keys are sealed by.
func (s *Store) sealer() (string, age.Recipient, error) {
	if s.secrets.PassphraseFile == "" {
		id, err := s.secrets.kept(true)
		if err != nil {
			return "", nil, err
		}
		return byKept, id.Recipient(), nil
	}
	text, err := s.secrets.passphrase(ToOpen)
	if err != nil {
		return "", nil, err
	}
	r, err := passphraseRecipient(text)
	return byPassphrase, r, err
}

func (s *Store) write(e envelope, replace bool) error {
	data, err := e.encode()
	if err != nil {
		return fmt.Errorf("write key file: %w", err)
	}
	path := s.path(e.ID)
	err = writeFile(path, data, replace)
	if errors.Is(err, fs.ErrExist) {
		return issuer.Fail(issuer.Input, "key-exists", "id", e.ID).At(path).Because(err)
	}
	if err != nil {
		return issuer.Fail(issuer.Broken, "key-unwritable", "folder", s.dir).At(path).Because(err)
	}
	return nil
}

// List gives the public half of every key, oldest first. It needs no secret.
// The ledger knows more about a key; this list says which can still sign.
func (s *Store) List() ([]issuer.Key, error) {
	ids, err := s.ids()
	if err != nil {
		return nil, err
	}
	list := make([]issuer.Key, 0, len(ids))
	for _, id := range ids {
		e, err := s.read(id)
		if err != nil {
			return nil, err
		}
		k, err := e.key()
		if err != nil {
			return nil, err
		}
		list = append(list, k)
	}
	sort.SliceStable(list, func(i, j int) bool { return list[i].Made.Before(list[j].Made) })
	return list, nil
}

func (s *Store) ids() ([]string, error) {
	entries, err := os.ReadDir(s.dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, issuer.Fail(issuer.Broken, "keys-unreadable", "folder", s.dir).At(s.dir).Because(err)
	}
	var ids []string
	for _, entry := range entries {
		if id, ok := strings.CutSuffix(entry.Name(), ".json"); ok && validID(id) {
			ids = append(ids, id)
		}
	}
	return ids, nil
}

// read reads one key file of this ledger.
func (s *Store) read(id string) (envelope, error) {
	path := s.path(id)
	if !validID(id) {
		return envelope{}, issuer.Fail(issuer.Input, "key-missing", "id", id, "folder", s.dir)
	}
	data, err := readFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return envelope{}, issuer.Fail(issuer.Input, "key-missing", "id", id, "folder", s.dir).At(path).Because(err)
	}
	if err != nil {
		return envelope{}, issuer.Fail(issuer.Broken, "keys-unreadable", "folder", s.dir).At(path).Because(err)
	}
	return s.accept(data, id, path)
}

// accept checks that data is the key file of id and belongs to this ledger.
func (s *Store) accept(data []byte, id, path string) (envelope, error) {
	e, err := decode(data)
	if err == nil && e.ID != id {
		err = fmt.Errorf("the file holds key %s", e.ID)
	}
	if err != nil {
		return e, issuer.Fail(issuer.Broken, "key-file-damaged", "id", id).At(path).Because(err)
	}
	if e.Ledger != s.ledger {
		return e, issuer.Fail(issuer.Input, "key-wrong-ledger", "id", id).At(path)
	}
	return e, nil
}

func (s *Store) path(id string) string { return filepath.Join(s.dir, id+".json") }

// validID tells whether id can be a file's name on every system: short, and
// made of lower-case letters, digits and inner dashes.
func validID(id string) bool {
	if len(id) == 0 || len(id) > 64 || id[0] == '-' {
		return false
	}
	return strings.Trim(id, "abcdefghijklmnopqrstuvwxyz0123456789-") == ""
}
