package proof

import (
	"crypto/ed25519"
	"fmt"

	"github.com/mr-tron/base58"

	"badgekiln/issuer"
)

// Signer signs a message with Ed25519 (pure, not prehashed) and gives the 64
// bytes of the signature. It must be safe for use by several goroutines if the
// caller signs from several.
type Signer interface {
	Sign(message []byte) ([]byte, error)
}

// SignValue makes the proofValue of a proof: the signature over Message, as
// Value writes it (vc-di-eddsa §3.2.6).
func SignValue(s Signer, config, document [32]byte) (string, error) {
	signature, err := s.Sign(Message(config, document))
	if err != nil {
		return "", fmt.Errorf("sign proof: %w", err)
	}
	return Value(signature)
}

// Message is what a proof signs: the hash of the proof configuration followed
// by the hash of the document.
func Message(config, document [32]byte) []byte {
	message := make([]byte, 0, 64)
	return append(append(message, config[:]...), document[:]...)
}

// Value writes the 64 bytes of a signature as a proofValue: in base58btc with
// the multibase prefix "z".
func Value(signature []byte) (string, error) {
	if len(signature) != ed25519.SignatureSize {
		return "", issuer.Fail(issuer.Broken, "proof-signer")
	}
	return "z" + base58.Encode(signature), nil
}
