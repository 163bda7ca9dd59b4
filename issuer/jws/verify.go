package jws

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rsa"
	"crypto/sha256"
	"math/big"
	"slices"
)

// Verify checks the signature with a key and tells nothing about whose the key
// is. accepted are the algorithms the caller takes; none given means that none
// is taken. The failure has the code jws-algorithm when the token's algorithm
// is not accepted or does not suit the key, and jws-signature when the
// signature is not that of these bytes and this key.
func (t *Token) Verify(key crypto.PublicKey, accepted ...Algorithm) error {
	alg, known := AlgorithmOf(key)
	if !known || alg != t.Header.Algorithm || !slices.Contains(accepted, alg) {
		return bad("jws-algorithm", "algorithm", string(t.Header.Algorithm))
	}
	if !right(key, []byte(t.signed), t.signature) {
		return bad("jws-signature")
	}
	return nil
}

// AlgorithmOf is the one algorithm a key signs with; false for a key that is
// none of the three kinds or too weak.
func AlgorithmOf(key crypto.PublicKey) (Algorithm, bool) {
	if usable(key) != nil {
		return "", false
	}
	switch key.(type) {
	case *rsa.PublicKey:
		return RS256, true
	case *ecdsa.PublicKey:
		return ES256, true
	}
	return EdDSA, true
}

func right(key crypto.PublicKey, message, signature []byte) bool {
	sum := sha256.Sum256(message)
	switch k := key.(type) {
	case *rsa.PublicKey:
		return rsa.VerifyPKCS1v15(k, crypto.SHA256, sum[:], signature) == nil
	case *ecdsa.PublicKey:
		if len(signature) != 64 {
			return false
		}
		r, s := new(big.Int).SetBytes(signature[:32]), new(big.Int).SetBytes(signature[32:])
		return ecdsa.Verify(k, sum[:], r, s)
	case ed25519.PublicKey:
		return len(k) == ed25519.PublicKeySize && ed25519.Verify(k, message, signature)
	}
	return false
}
