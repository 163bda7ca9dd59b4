package keys

import (
	"crypto/ed25519"
	"errors"

	"filippo.io/age"

	"badgekiln/issuer"
)

// Signer signs with one opened key. It can be used by several goroutines.
type Signer struct {
	key issuer.Key
	// sign is a function, so that no printing of a Signer shows the key.
	sign func(message []byte) []byte
}

// Sign gives the Ed25519 signature (RFC 8032, 64 bytes) of a message.
func (s *Signer) Sign(message []byte) ([]byte, error) { return s.sign(message), nil }

// Key is the public half. Issuer is not filled: the ledger knows it.
func (s *Signer) Key() issuer.Key { return s.key }

// Public is the public key, 32 bytes.
func (s *Signer) Public() []byte { return s.key.Public }

// Open opens a key for signing. It fails with key-missing without its file,
// key-wrong-ledger when the file belongs to another ledger, key-secret-missing
// or keyring-closed without what it is sealed by, and key-wrong-secret when
// that does not fit.
func (s *Store) Open(id string) (*Signer, error) {
	e, err := s.read(id)
	if err != nil {
		return nil, err
	}
	identity, err := s.opener(e.SealedBy)
	if err != nil {
		return nil, because(err, e, s.path(id))
	}
	p, err := e.open(identity, s.path(id))
	if err != nil {
		return nil, err
	}
	k, err := e.key()
	if err != nil {
		return nil, err
	}
	private := ed25519.NewKeyFromSeed(p.Seed)
	clear(p.Seed)
	return &Signer{key: k, sign: func(m []byte) []byte { return ed25519.Sign(private, m) }}, nil
}

// opener gives what opens keys sealed in the given way.
func (s *Store) opener(by string) (age.Identity, error) {
	if by == byKept {
		return s.secrets.kept(false)
	}
	text, err := s.secrets.passphrase(ToOpen)
	if err != nil {
		return nil, err
	}
	if text == "" {
		return nil, errNoSecret
	}
	return passphraseIdentity(text)
}

// open unseals with the failures of Open.
func (e envelope) open(identity age.Identity, path string) (payload, error) {
	p, err := e.unseal(identity)
	var wrong *age.NoIdentityMatchError
	switch {
	case err == nil:
		return p, nil
	case errors.As(err, &wrong):
		return p, issuer.Fail(issuer.Input, "key-wrong-secret", "id", e.ID).At(path).Because(err)
	default:
		return p, issuer.Fail(issuer.Broken, "key-file-damaged", "id", e.ID).At(path).Because(err)
	}
}

// because makes the failure of a key of a secret that is not here.
func because(err error, e envelope, path string) error {
	if errors.Is(err, errNoSecret) {
		return issuer.Fail(issuer.Input, "key-secret-missing", "id", e.ID).At(path).Because(err)
	}
	return err
}
