package jws

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/binary"
	"encoding/pem"
	"errors"
	"math/big"
	"slices"
	"strings"

	"filippo.io/edwards25519"
	"github.com/mr-tron/base58"

	"badgekiln/issuer"
)

// Bounds of RSA keys. Smaller ones can be broken, larger ones cost a reader
// seconds.
const (
	minRSA = 2048
	maxRSA = 8192
)

var errKey = errors.New("not an Ed25519, P-256 or RSA key of at least 2048 bits")

// usable checks a public key before anything is done with it.
func usable(key crypto.PublicKey) error {
	switch k := key.(type) {
	case ed25519.PublicKey:
		if len(k) == ed25519.PublicKeySize {
			return nil
		}
	case *ecdsa.PublicKey:
		if k != nil && k.Curve == elliptic.P256() {
			if _, err := k.Bytes(); err == nil { // on the curve, and not its zero
				return nil
			}
		}
	case *rsa.PublicKey:
		if k != nil && k.N != nil && k.N.BitLen() >= minRSA && k.N.BitLen() <= maxRSA && k.N.Bit(0) == 1 && k.E >= 3 && k.E&1 == 1 {
			return nil
		}
	}
	return errKey
}

// sound is usable for a key that somebody else wrote down. An Ed25519 key has to
// be a point of its curve, in the one way to write it, and must not lie in the
// small group: under such a key anybody signs anything.
func sound(key crypto.PublicKey) error {
	own, is := key.(ed25519.PublicKey)
	if err := usable(key); !is || err != nil {
		return err
	}
	point, err := new(edwards25519.Point).SetBytes(own)
	switch {
	case err != nil:
		return errKey
	case !bytes.Equal(point.Bytes(), own): // RFC 8032 §5.1.3 refuses the others
		return errKey
	case new(edwards25519.Point).MultByCofactor(point).Equal(edwards25519.NewIdentityPoint()) == 1:
		return errKey
	}
	return nil
}

// ParseJWK reads a public key from the text of a JWK (RFC 7517). A JWK that
// also holds the private half is refused: its owner gave it away.
func ParseJWK(data []byte) (crypto.PublicKey, error) {
	if len(data) > maxHeader {
		return nil, bad("jws-key")
	}
	object, err := Object(data)
	if err != nil {
		return nil, err
	}
	return publicOf(object)
}

// JWKOf reads a public key from a JWK inside another document.
func JWKOf(object map[string]any) (crypto.PublicKey, error) { return publicOf(object) }

func publicOf(object map[string]any) (crypto.PublicKey, error) {
	for _, name := range []string{"d", "p", "q", "dp", "dq", "qi", "oth", "k"} {
		if _, has := object[name]; has {
			return nil, bad("jws-private-key")
		}
	}
	text := func(name string) string { s, _ := object[name].(string); return s }
	number := func(name string) []byte { data, _ := decode(text(name)); return data }
	var key crypto.PublicKey
	switch text("kty") + " " + text("crv") {
	case "OKP Ed25519":
		key = ed25519.PublicKey(number("x"))
	case "EC P-256":
		x, y := number("x"), number("y")
		if len(x) != 32 || len(y) != 32 {
			return nil, bad("jws-key")
		}
		point, err := ecdsa.ParseUncompressedPublicKey(elliptic.P256(), slices.Concat([]byte{4}, x, y))
		if err != nil {
			return nil, bad("jws-key").Because(err)
		}
		key = point
	case "RSA ":
		n, e := number("n"), number("e")
		if len(n) > maxRSA/8+1 || len(e) == 0 || len(e) > 4 {
			return nil, bad("jws-key")
		}
		exponent := new(big.Int).SetBytes(e).Int64()
		if exponent > 1<<31-1 {
			return nil, bad("jws-key")
		}
		key = &rsa.PublicKey{N: new(big.Int).SetBytes(n), E: int(exponent)}
	}
	if err := sound(key); err != nil {
		return nil, bad("jws-key").Because(err)
	}
	alg, named := object["alg"]
	if own, _ := AlgorithmOf(key); named && alg != string(own) && alg != "Ed25519" {
		return nil, bad("jws-key")
	}
	if use, named := object["use"]; named && use != "sig" {
		return nil, bad("jws-key")
	}
	return key, nil
}

// JWK writes the members of a public key that identify it, in the order of the
// thumbprint's text (RFC 7638 §3): by name. nil for a key that cannot be used.
func JWK(key crypto.PublicKey) issuer.Obj {
	if usable(key) != nil {
		return nil
	}
	member := func(name, value string) issuer.Member { return issuer.Member{Name: name, Value: value} }
	switch k := key.(type) {
	case *ecdsa.PublicKey:
		point := uncompressed(k)
		return issuer.Obj{member("crv", "P-256"), member("kty", "EC"), member("x", encode(point[1:33])), member("y", encode(point[33:]))}
	case *rsa.PublicKey:
		e := binary.BigEndian.AppendUint64(nil, uint64(k.E)) // #nosec G115 -- an exponent is not negative: usable says so
		for e[0] == 0 {
			e = e[1:]
		}
		return issuer.Obj{member("e", encode(e)), member("kty", "RSA"), member("n", encode(k.N.Bytes()))}
	}
	return issuer.Obj{member("crv", "Ed25519"), member("kty", "OKP"), member("x", encode(key.(ed25519.PublicKey)))}
}

// uncompressed is 4 ‖ x ‖ y.
func uncompressed(k *ecdsa.PublicKey) []byte {
	point, err := k.Bytes()
	if err != nil {
		return make([]byte, 65)
	}
	return point
}

// Thumbprint is the SHA-256 thumbprint of a key (RFC 7638), base64url.
func Thumbprint(key crypto.PublicKey) string {
	sum := sha256.Sum256(issuer.Bytes(JWK(key)))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}

// PEM writes a public key as SubjectPublicKeyInfo, "BEGIN PUBLIC KEY".
func PEM(key crypto.PublicKey) (string, error) {
	der, err := x509.MarshalPKIXPublicKey(key)
	if err != nil {
		return "", bad("jws-key").Because(err)
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der})), nil
}

// ParsePEM reads what PEM writes, and the older "BEGIN RSA PUBLIC KEY".
func ParsePEM(text string) (crypto.PublicKey, error) {
	if len(text) > maxHeader {
		return nil, bad("jws-key")
	}
	block, _ := pem.Decode([]byte(strings.TrimSpace(text) + "\n"))
	if block == nil {
		return nil, bad("jws-key")
	}
	var key crypto.PublicKey
	var err error
	switch block.Type {
	case "PUBLIC KEY":
		key, err = x509.ParsePKIXPublicKey(block.Bytes)
	case "RSA PUBLIC KEY":
		key, err = x509.ParsePKCS1PublicKey(block.Bytes)
	}
	if err == nil {
		err = sound(key)
	}
	if err != nil {
		return nil, bad("jws-key").Because(err)
	}
	return key, nil
}

// The multicodecs of public keys as varints.
const (
	codecEd25519 = "\xed\x01"
	codecP256    = "\x80\x24"
	codecRSA     = "\x85\x24"
)

// Multibase writes a public key as a Multikey and did:key have it: z6Mk… for
// Ed25519, zDn… for P-256 (compressed), z4MX… for RSA (PKCS #1). "" for a key
// that cannot be used.
func Multibase(key crypto.PublicKey) string {
	if usable(key) != nil {
		return ""
	}
	var raw string
	switch k := key.(type) {
	case ed25519.PublicKey:
		raw = codecEd25519 + string(k)
	case *ecdsa.PublicKey:
		point := uncompressed(k)
		raw = codecP256 + string(rune(2+point[64]&1)) + string(point[1:33])
	case *rsa.PublicKey:
		raw = codecRSA + string(x509.MarshalPKCS1PublicKey(k))
	}
	return "z" + base58.Encode([]byte(raw))
}

// ParseMultibase reads what Multibase writes.
func ParseMultibase(text string) (crypto.PublicKey, error) {
	body, found := strings.CutPrefix(text, "z")
	if !found || len(body) > 2000 {
		return nil, bad("jws-key")
	}
	raw, err := base58.Decode(body)
	if err != nil || len(raw) < 3 {
		return nil, bad("jws-key").Because(err)
	}
	var key crypto.PublicKey
	switch codec, rest := string(raw[:2]), raw[2:]; codec {
	case codecEd25519:
		key = ed25519.PublicKey(rest)
	case codecP256:
		x, y := elliptic.UnmarshalCompressed(elliptic.P256(), rest)
		if x == nil {
			return nil, bad("jws-key")
		}
		point := slices.Concat([]byte{4}, x.FillBytes(make([]byte, 32)), y.FillBytes(make([]byte, 32)))
		key, err = ecdsa.ParseUncompressedPublicKey(elliptic.P256(), point)
	case codecRSA:
		key, err = x509.ParsePKCS1PublicKey(rest)
	}
	if err == nil {
		err = sound(key)
	}
	if err != nil || Multibase(key) != text {
		return nil, bad("jws-key").Because(err)
	}
	return key, nil
}
