package proof_test

import (
	"bytes"
	"crypto/ed25519"
	"errors"
	"strings"
	"testing"

	"github.com/mr-tron/base58"

	"badgekiln/issuer"
	"badgekiln/issuer/proof"
)

func TestMultibase(t *testing.T) {
	t.Parallel()
	key := newSigner(9).key.Public().(ed25519.PublicKey)
	text := proof.PublicMultibase(key)
	if !strings.HasPrefix(text, "z6Mk") {
		t.Error(text)
	}
	if got, err := proof.ParseMultibase(text); err != nil || !bytes.Equal(got, key) {
		t.Error(got, err)
	}
	for name, bad := range map[string]string{
		"nothing": "", "prefix only": "z", "other base": "u" + text[1:], "no base58": "z0OIl" + text[5:],
		"short": text[:40], "long": text + text, "P-256": "z" + base58.Encode(append([]byte{0x80, 0x24}, make([]byte, 33)...)),
		"secret":   "z" + base58.Encode(append([]byte{0x80, 0x26}, make([]byte, 32)...)),
		"33 bytes": "z" + base58.Encode(append([]byte{0xed, 0x01}, make([]byte, 33)...)), "not ASCII": "zä" + text[3:],
	} {
		if _, err := proof.ParseMultibase(bad); issuer.CodeOf(err) != "key-multibase" {
			t.Errorf("%s: %v", name, err)
		}
	}
}

type badSigner struct {
	size int
	err  error
}

func (b badSigner) Sign([]byte) ([]byte, error) { return make([]byte, b.size), b.err }

func TestSignValueRefuses(t *testing.T) {
	t.Parallel()
	locked := errors.New("locked")
	if _, err := proof.SignValue(badSigner{64, locked}, [32]byte{}, [32]byte{}); !errors.Is(err, locked) {
		t.Error(err)
	}
	if _, err := proof.SignValue(badSigner{63, nil}, [32]byte{}, [32]byte{}); issuer.CodeOf(err) != "proof-signer" {
		t.Error(err)
	}
}
