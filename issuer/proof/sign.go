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

// SignValue makes the proofValue of a proof: the signature over the hash of
// the proof configuration followed by the hash of the document, in base58btc
// with the multibase prefix "z" (vc-di-eddsa §3.2.6).
func SignValue(s Signer, config, document [32]byte) (string, error) {
	message := make([]byte, 0, 64)
	message = append(append(message, config[:]...), document[:]...)
	signature, err := s.Sign(message)
	if err != nil {
		return "", fmt.Errorf("sign proof: %w", err)
	}
	if len(signature) != ed25519.SignatureSize {
		return "", issuer.Fail(issuer.Broken, "proof-signer")
	}
	return "z" + base58.Encode(signature), nil
}
