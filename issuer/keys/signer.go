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
	sign func(message []byte) ([]byte, error)
	many func(messages [][]byte) ([][]byte, error) // nil: one after the other
}

// Sign gives the signature of a message in the form a JWS carries: Ed25519
// (RFC 8032) 64 bytes, ECDSA r and s of 32 bytes each, RSA PKCS #1 v1.5, the
// latter two over SHA-256. All three give the same signature each time.
func (s *Signer) Sign(message []byte) ([]byte, error) { return s.sign(message) }

// SignAll is Sign of each message. With Ed25519 it costs a third less than one
// after the other.
func (s *Signer) SignAll(messages [][]byte) ([][]byte, error) {
	if s.many != nil {
		return s.many(messages)
	}
	signatures := make([][]byte, len(messages))
	for i, message := range messages {
		signature, err := s.sign(message)
		if err != nil {
			return nil, err
		}
		signatures[i] = signature
	}
	return signatures, nil
}

// Key is the public half. Issuer is not filled: the ledger knows it.
func (s *Signer) Key() issuer.Key { return s.key }

// Public is the public key, as issuer.Key has it.
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
	opened, err := private(p.Alg, p.Seed)
	clear(p.Seed)
	if err != nil {
		return nil, issuer.Fail(issuer.Broken, "key-file-damaged", "id", id).At(s.path(id)).Because(errNoKey)
	}
	signer := &Signer{key: k, sign: signing(opened)}
	if edwards, ok := opened.(ed25519.PrivateKey); ok {
		all, err := newMany(edwards)
		if err != nil {
			return nil, issuer.Fail(issuer.Broken, "key-file-damaged", "id", id).At(s.path(id)).Because(errNoKey)
		}
		signer.many = all.sign
	}
	return signer, nil
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
