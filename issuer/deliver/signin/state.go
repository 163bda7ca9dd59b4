package signin

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"io"
	"math/big"
	"time"
)

// A state is base64url without padding over
//
//	port (2 bytes), Unix seconds (8), chance (16), signature (64)
//
// The signature is ECDSA with P-256 and SHA-256, r and s side by side, over
// mark and the bytes before it: a page can check it by what browsers have
// built in, and so hands on to no port that this program did not choose.
const (
	mark       = "badgekiln sign-in\n"
	stateHead  = 2 + 8 + 16
	stateBytes = stateHead + 64
)

// Minter signs states. Its secret is 32 bytes, a scalar of P-256.
type Minter struct {
	key    *ecdsa.PrivateKey
	random io.Reader
}

// NewSecret draws the secret of a minter.
func NewSecret() ([]byte, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, fmt.Errorf("make state key: %w", err)
	}
	return key.Bytes()
}

// NewMinter makes a minter of its secret. States and verifiers are drawn from
// random.
func NewMinter(secret []byte, random io.Reader) (*Minter, error) {
	key, err := ecdsa.ParseRawPrivateKey(elliptic.P256(), secret)
	if err != nil {
		return nil, fmt.Errorf("read state key: %w", err)
	}
	return &Minter{key: key, random: random}, nil
}

// Public is what a page checks states by: the point uncompressed (65 bytes),
// base64url.
func (m *Minter) Public() string {
	raw, err := m.key.PublicKey.Bytes()
	if err != nil { // only for a key of another curve
		return ""
	}
	return base64.RawURLEncoding.EncodeToString(raw)
}

// state signs a new state for a port.
func (m *Minter) state(port uint16, now time.Time) (string, error) {
	raw := make([]byte, stateHead)
	binary.BigEndian.PutUint16(raw, port)
	binary.BigEndian.PutUint64(raw[2:], uint64(now.Unix())) // #nosec G115 -- no clock stands before 1970
	if _, err := io.ReadFull(m.random, raw[10:]); err != nil {
		return "", fmt.Errorf("draw state: %w", err)
	}
	sum := sha256.Sum256(append([]byte(mark), raw...))
	r, s, err := ecdsa.Sign(rand.Reader, m.key, sum[:])
	if err != nil {
		return "", fmt.Errorf("sign state: %w", err)
	}
	return base64.RawURLEncoding.EncodeToString(joined(raw, r, s)), nil
}

func joined(head []byte, r, s *big.Int) []byte {
	out := append(make([]byte, 0, stateBytes), head...)
	out = append(out, r.FillBytes(make([]byte, 32))...)
	return append(out, s.FillBytes(make([]byte, 32))...)
}
