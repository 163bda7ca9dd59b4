package keys

import (
	"errors"
	"io/fs"
	"path/filepath"
	"strings"

	"filippo.io/age"

	"badgekiln/issuer"
)

// Purpose says what a passphrase is asked for.
type Purpose string

// The purposes of a prompt.
const (
	ToOpen   Purpose = "open"   // a key sealed by a passphrase is opened
	ToBackup Purpose = "backup" // a passphrase is chosen for a backup
)

// Secrets is what keys are sealed with and opened by.
//
// Keys are sealed by the passphrase of PassphraseFile when there is one, and
// by the kept secret otherwise: made once, without a question, and kept in the
// keyring or, failing that, in a file of Dir.
type Secrets struct {
	Dir            string                        // the program's folder of the user's configuration
	Ring           Ring                          // nil: no keyring
	PassphraseFile string                        // KILN_PASSPHRASE_FILE; "" without
	Prompt         func(Purpose) (string, error) // nil without a terminal
}

// secretFile holds the kept secret, or ringMark and its name in the keyring.
// The file is there in both cases: it decides which of two programs that start
// together made the secret, and it ties the keyring's entry to this home.
const (
	secretFile = "secret"
	ringMark   = "keyring "
)

// errNoSecret says that what a key is sealed by is not here; see because.
var errNoSecret = errors.New("no secret and no passphrase")

// kept gives the kept secret, or errNoSecret when there is none to open by.
// It is an age X25519 identity and not a passphrase, because it needs no
// stretching: opening a key costs less than a millisecond.
func (s Secrets) kept(create bool) (*age.X25519Identity, error) {
	id, err := s.readKept()
	switch {
	case !errors.Is(err, fs.ErrNotExist):
		return id, err
	case create:
		return s.makeKept()
	default:
		return nil, errNoSecret
	}
}

func (s Secrets) readKept() (*age.X25519Identity, error) {
	path := filepath.Join(s.Dir, secretFile)
	data, err := readFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	if err != nil {
		return nil, issuer.Fail(issuer.Broken, "secret-unreadable", "file", path).At(path).Because(err)
	}
	text := strings.TrimSpace(string(data))
	name, ringed := strings.CutPrefix(text, ringMark)
	if ringed {
		if text, err = s.fromRing(name); err != nil {
			return nil, issuer.Fail(issuer.Input, "keyring-closed").Because(err)
		}
	}
	id, err := age.ParseX25519Identity(strings.TrimSpace(text))
	if err != nil || ringed && id.Recipient().String() != name {
		// The parser's error may quote the secret, so it is not passed on.
		return nil, issuer.Fail(issuer.Broken, "secret-damaged", "file", path).At(path)
	}
	return id, nil
}

func (s Secrets) fromRing(name string) (string, error) {
	if s.Ring == nil {
		return "", errors.New("no keyring in this session")
	}
	return s.Ring.Get(name)
}

func (s Secrets) makeKept() (*age.X25519Identity, error) {
	path := filepath.Join(s.Dir, secretFile)
	id, err := age.GenerateX25519Identity()
	if err != nil {
		return nil, issuer.Fail(issuer.Broken, "secret-unwritable", "file", path).At(path).Because(err)
	}
	text, ringed := id.String(), false
	if name := id.Recipient().String(); s.intoRing(name, text) {
		text, ringed = ringMark+name, true
	}
	err = writeFile(path, []byte(text+"\n"), false)
	if err == nil {
		return id, nil
	}
	if ringed {
		err = errors.Join(err, s.Ring.Delete(id.Recipient().String()))
	}
	if errors.Is(err, fs.ErrExist) {
		return s.readKept() // another program was first
	}
	return nil, issuer.Fail(issuer.Broken, "secret-unwritable", "file", path).At(path).Because(err)
}

// intoRing puts a secret into the keyring and reads it back, because some
// services accept everything and keep nothing.
func (s Secrets) intoRing(name, text string) bool {
	if s.Ring == nil || s.Ring.Set(name, text) != nil {
		return false
	}
	back, err := s.Ring.Get(name)
	return err == nil && back == text
}

// passphrase gives the passphrase of the file or of the prompt, or "" when
// there is neither.
func (s Secrets) passphrase(why Purpose) (string, error) {
	if s.PassphraseFile == "" {
		if s.Prompt == nil {
			return "", nil
		}
		return s.Prompt(why)
	}
	path := s.PassphraseFile
	data, err := readFile(path)
	if err != nil {
		return "", issuer.Fail(issuer.Input, "passphrase-file", "file", path).At(path).Because(err)
	}
	line, _, _ := strings.Cut(string(data), "\n")
	if line = strings.TrimSuffix(line, "\r"); line == "" {
		return "", issuer.Fail(issuer.Input, "passphrase-empty", "file", path).At(path)
	}
	return line, nil
}
