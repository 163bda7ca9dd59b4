package jws

import (
	"crypto"
	"encoding/base64"
	"strconv"
	"strings"

	"badgekiln/issuer"
)

// Algorithm is the "alg" of a header (RFC 7518 §3.1, RFC 8037 §3.1).
type Algorithm string

// The algorithms of this package. There is no "none" and no HMAC.
const (
	RS256 Algorithm = "RS256" // RSASSA-PKCS1-v1_5 with SHA-256
	ES256 Algorithm = "ES256" // ECDSA on P-256 with SHA-256, signature r ‖ s
	EdDSA Algorithm = "EdDSA" // Ed25519
)

// Bounds for hostile tokens. A badge with its picture inside has about 40 KB.
const (
	maxToken  = 4 << 20
	maxHeader = 16 << 10
)

// Header is what a token says about itself, none of it believed.
type Header struct {
	Algorithm Algorithm
	KeyID     string           // kid; "" without
	Type      string           // typ; "" without
	JWK       crypto.PublicKey // of the member jwk; nil without
	Members   map[string]any   // all members as written
}

// Token is a token taken apart. Payload are the bytes that were signed, never
// encoded anew.
type Token struct {
	Header    Header
	Payload   []byte
	signed    string // header and payload as they were encoded
	signature []byte
}

// Parse takes a compact token apart. It refuses what readers could understand
// in two ways: other characters than base64url without padding, members named
// twice, critical extensions, algorithms other than the three, a jwk that is
// no public key. It checks no signature.
func Parse(text string) (*Token, error) {
	if len(text) > maxToken {
		return nil, bad("jws-size", "limit", strconv.Itoa(maxToken>>20)+" MB")
	}
	parts := strings.Split(text, ".")
	if len(parts) != 3 || parts[0] == "" || parts[2] == "" {
		return nil, bad("jws-form")
	}
	if len(parts[0]) > maxHeader {
		return nil, bad("jws-size", "limit", strconv.Itoa(maxHeader>>10)+" KB")
	}
	var raw [3][]byte
	for i, part := range parts {
		data, ok := decode(part)
		if !ok {
			return nil, bad("jws-form")
		}
		raw[i] = data
	}
	header, err := readHeader(raw[0])
	if err != nil {
		return nil, err
	}
	return &Token{
		Header: header, Payload: raw[1], signature: raw[2],
		signed: text[:len(parts[0])+1+len(parts[1])],
	}, nil
}

// Looks tells whether a text has the form of a compact token: three parts, and
// the first is an object with an alg. It tells nothing about its being good.
func Looks(text string) bool {
	first, rest, found := strings.Cut(text, ".")
	if !found || strings.Count(rest, ".") != 1 || len(first) > maxHeader {
		return false
	}
	data, ok := decode(first)
	if !ok {
		return false
	}
	object, err := Object(data)
	_, has := object["alg"]
	return err == nil && has
}

func readHeader(data []byte) (h Header, err error) {
	if h.Members, err = Object(data); err != nil {
		return h, err
	}
	for name, to := range map[string]*string{"alg": (*string)(&h.Algorithm), "kid": &h.KeyID, "typ": &h.Type} {
		value, has := h.Members[name]
		text, ok := value.(string)
		if has && !ok {
			return h, bad("jws-header", "member", name)
		}
		*to = text
	}
	switch h.Algorithm {
	case RS256, ES256, EdDSA:
	default:
		return h, bad("jws-algorithm", "algorithm", string(h.Algorithm))
	}
	// crit names extensions that must be understood, b64 is one: none is.
	for _, name := range []string{"crit", "b64", "zip", "enc"} {
		if _, has := h.Members[name]; has {
			return h, bad("jws-header", "member", name)
		}
	}
	if value, has := h.Members["jwk"]; has {
		object, ok := value.(map[string]any)
		if !ok {
			return h, bad("jws-header", "member", "jwk")
		}
		if h.JWK, err = publicOf(object); err != nil {
			return h, err
		}
	}
	return h, nil
}

// decode reads base64url without padding. The standard library skips line
// breaks and, unless told, stray bits at the end; two texts would then be one
// token.
func decode(text string) ([]byte, bool) {
	if strings.ContainsAny(text, "\r\n") {
		return nil, false
	}
	data, err := base64.RawURLEncoding.Strict().DecodeString(text)
	return data, err == nil
}

func encode(data []byte) string { return base64.RawURLEncoding.EncodeToString(data) }

// bad makes the error of a token or key that cannot be used. Hostile texts are
// kept short.
func bad(code string, pairs ...string) *issuer.Error {
	for i := 1; i < len(pairs); i += 2 {
		if len(pairs[i]) > 120 {
			pairs[i] = pairs[i][:120] + "…"
		}
		pairs[i] = strings.ToValidUTF8(pairs[i], "\uFFFD")
	}
	return issuer.Fail(issuer.Input, code, pairs...)
}
