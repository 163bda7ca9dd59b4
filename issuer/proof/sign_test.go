package proof_test

import (
	"errors"
	"testing"

	"badgekiln/issuer"
	"badgekiln/issuer/proof"
)

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
