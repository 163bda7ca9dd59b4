package keys

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/asn1"
	"fmt"
	"io"
	"math/big"
	mathrand "math/rand/v2"

	"badgekiln/issuer"
	"badgekiln/issuer/jws"
)

// The algorithms of keys.
const (
	Ed25519 = issuer.Ed25519
	P256    = issuer.P256
	RSA     = issuer.RSA
)

// rsaBits is the size of the RSA keys made here: 128 bits of strength, as the
// other two kinds have.
const rsaBits = 3072

// draw makes the secret of a new key: 32 bytes for Ed25519 (RFC 8032) and
// P-256 (the scalar), PKCS #1 for RSA. RSA and P-256 keys draw from the
// system's randomness whatever is handed in.
func draw(random io.Reader, alg string) ([]byte, error) {
	switch alg {
	case Ed25519:
		seed := make([]byte, ed25519.SeedSize)
		if _, err := io.ReadFull(random, seed); err != nil {
			return nil, fmt.Errorf("make key: %w", err)
		}
		return seed, nil
	case P256:
		key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
		if err != nil {
			return nil, fmt.Errorf("make key: %w", err)
		}
		return key.Bytes()
	case RSA:
		key, err := rsa.GenerateKey(rand.Reader, rsaBits)
		if err != nil {
			return nil, fmt.Errorf("make key: %w", err)
		}
		return x509.MarshalPKCS1PrivateKey(key), nil
	}
	return nil, issuer.Fail(issuer.Usage, "key-algorithm", "algorithm", alg)
}

// fromSeed makes the secret of a sample's key, the same for the same seed.
// Nothing here takes care to hide it: the seed is known to everybody.
func fromSeed(alg string, seed [32]byte) ([]byte, error) {
	stream := mathrand.NewChaCha8(seed)
	switch alg {
	case Ed25519:
		return bytes.Clone(seed[:]), nil
	case P256:
		for {
			scalar := make([]byte, 32)
			_, _ = stream.Read(scalar) // it never fails
			if _, err := private(P256, scalar); err == nil {
				return scalar, nil
			}
		}
	case RSA:
		key := &rsa.PrivateKey{PublicKey: rsa.PublicKey{E: 65537}, Primes: []*big.Int{prime(stream), prime(stream)}}
		p, q := key.Primes[0], key.Primes[1]
		key.N = new(big.Int).Mul(p, q)
		one := big.NewInt(1)
		totient := new(big.Int).Mul(new(big.Int).Sub(p, one), new(big.Int).Sub(q, one))
		key.D = new(big.Int).ModInverse(big.NewInt(int64(key.E)), totient)
		key.Precompute()
		return x509.MarshalPKCS1PrivateKey(key), key.Validate()
	}
	return nil, issuer.Fail(issuer.Usage, "key-algorithm", "algorithm", alg)
}

// prime draws a prime of half an RSA key's bits, its two highest bits set, that
// suits the exponent 65537.
func prime(stream io.Reader) *big.Int {
	one, exponent := big.NewInt(1), big.NewInt(65537)
	raw := make([]byte, rsaBits/16)
	for {
		_, _ = io.ReadFull(stream, raw)
		raw[0] |= 0xc0
		raw[len(raw)-1] |= 1
		p := new(big.Int).SetBytes(raw)
		if p.ProbablyPrime(10) && new(big.Int).Mod(new(big.Int).Sub(p, one), exponent).Sign() != 0 {
			return p
		}
	}
}

// private makes the private key of a secret and refuses one that is none.
func private(alg string, secret []byte) (crypto.Signer, error) {
	switch alg {
	case Ed25519:
		if len(secret) == ed25519.SeedSize {
			return ed25519.NewKeyFromSeed(secret), nil
		}
	case P256:
		return ecdsa.ParseRawPrivateKey(elliptic.P256(), secret)
	case RSA:
		return x509.ParsePKCS1PrivateKey(secret)
	}
	return nil, errNoKey
}

func publicOf(key crypto.Signer) string { return jws.Multibase(key.Public()) }

// algorithmOf names the kind of a public key; "" for none of the three.
func algorithmOf(key crypto.PublicKey) string {
	switch alg, _ := jws.AlgorithmOf(key); alg {
	case jws.EdDSA:
		return Ed25519
	case jws.ES256:
		return P256
	case jws.RS256:
		return RSA
	}
	return ""
}

// signing gives what signs with a key. Nothing random goes into any of the
// signatures (ECDSA as RFC 6979 says), so that work done again gives the same
// bytes.
func signing(key crypto.Signer) func(message []byte) ([]byte, error) {
	switch k := key.(type) {
	case ed25519.PrivateKey:
		return func(m []byte) ([]byte, error) { return ed25519.Sign(k, m), nil }
	case *ecdsa.PrivateKey:
		return func(m []byte) ([]byte, error) { return signECDSA(k, m) }
	}
	return func(m []byte) ([]byte, error) {
		sum := sha256.Sum256(m)
		return key.Sign(nil, sum[:], crypto.SHA256)
	}
}

// signECDSA gives r and s side by side (RFC 7518 §3.4) and not as ASN.1.
func signECDSA(key *ecdsa.PrivateKey, message []byte) ([]byte, error) {
	sum := sha256.Sum256(message)
	der, err := key.Sign(nil, sum[:], crypto.SHA256) // no randomness: RFC 6979
	if err != nil {
		return nil, err
	}
	var pair struct{ R, S *big.Int }
	if _, err := asn1.Unmarshal(der, &pair); err != nil {
		return nil, err
	}
	return append(pair.R.FillBytes(make([]byte, 32)), pair.S.FillBytes(make([]byte, 32))...), nil
}
