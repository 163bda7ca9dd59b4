package keys

import (
	"crypto/ed25519"
	"crypto/sha512"

	"filippo.io/edwards25519"
	"filippo.io/edwards25519/field"
)

// many signs several messages with one Ed25519 key. Each signature is the one
// that RFC 8032 §5.1.6 gives, bit for bit. What they share is one division in
// the field: encoding a point needs the inverse of its Z, which is a third of
// the work of a signature, and the inverses of many numbers cost one inverse
// and three products each (Montgomery). Everything that depends on the secret
// runs in constant time, as the library of points does.
type many struct {
	scalar *edwards25519.Scalar
	prefix [32]byte
	public [ed25519.PublicKeySize]byte
}

func newMany(key ed25519.PrivateKey) (*many, error) {
	digest := sha512.Sum512(key.Seed())
	defer clear(digest[:])
	scalar, err := edwards25519.NewScalar().SetBytesWithClamping(digest[:32])
	if err != nil {
		return nil, err
	}
	m := &many{scalar: scalar}
	copy(m.prefix[:], digest[32:])
	copy(m.public[:], key[ed25519.SeedSize:])
	return m, nil
}

// sign gives the 64 bytes of each signature, in the order of the messages.
func (m *many) sign(messages [][]byte) ([][]byte, error) {
	nonces := make([]*edwards25519.Scalar, len(messages))
	points := make([]edwards25519.Point, len(messages))
	for i, message := range messages {
		nonce, err := reduced(m.prefix[:], nil, message)
		if err != nil {
			return nil, err
		}
		nonces[i] = nonce
		points[i].ScalarBaseMult(nonce)
	}
	encoded := encodeAll(points)
	all := make([]byte, ed25519.SignatureSize*len(messages))
	signatures := make([][]byte, len(messages))
	for i, message := range messages {
		challenge, err := reduced(encoded[i][:], m.public[:], message)
		if err != nil {
			return nil, err
		}
		signature := all[i*ed25519.SignatureSize:][:ed25519.SignatureSize:ed25519.SignatureSize]
		copy(signature, encoded[i][:])
		copy(signature[32:], challenge.MultiplyAdd(challenge, m.scalar, nonces[i]).Bytes())
		signatures[i] = signature
	}
	return signatures, nil
}

// reduced is the SHA-512 of three texts as a scalar.
func reduced(a, b, c []byte) (*edwards25519.Scalar, error) {
	digest := sha512.New()
	digest.Write(a)
	digest.Write(b)
	digest.Write(c)
	var sum [sha512.Size]byte
	return edwards25519.NewScalar().SetUniformBytes(digest.Sum(sum[:0]))
}

// encodeAll is Bytes of every point (RFC 8032 §5.1.2).
func encodeAll(points []edwards25519.Point) [][32]byte {
	type place struct{ x, y, z, before *field.Element }
	places := make([]place, len(points))
	product := new(field.Element).One()
	for i := range points {
		x, y, z, _ := points[i].ExtendedCoordinates()
		places[i] = place{x, y, z, new(field.Element).Set(product)}
		product.Multiply(product, z)
	}
	inverse := product.Invert(product)
	out := make([][32]byte, len(points))
	var one field.Element
	for i := len(places) - 1; i >= 0; i-- {
		p := places[i]
		one.Multiply(inverse, p.before) // the inverse of this z alone
		inverse.Multiply(inverse, p.z)
		p.x.Multiply(p.x, &one)
		p.y.Multiply(p.y, &one)
		copy(out[i][:], p.y.Bytes())
		out[i][31] |= byte(p.x.IsNegative()&1) << 7
	}
	return out
}
