package proof

import (
	"crypto/ed25519"
	"strings"

	"github.com/mr-tron/base58"

	"badgekiln/issuer"
)

// The multicodec of an Ed25519 public key, as a varint.
const (
	codecFirst  = 0xed
	codecSecond = 0x01
)

// PublicMultibase writes an Ed25519 public key (32 bytes) as the
// publicKeyMultibase of a Multikey: "z6Mk…" (W3C cid §2.2.2).
func PublicMultibase(pub []byte) string {
	return "z" + base58.Encode(append([]byte{codecFirst, codecSecond}, pub...))
}

// ParseMultibase reads a publicKeyMultibase. Anything but an Ed25519 public
// key in base58btc is refused with the code key-multibase.
func ParseMultibase(s string) (ed25519.PublicKey, error) {
	text, ok := strings.CutPrefix(s, "z")
	if !ok || len(text) > 64 {
		return nil, issuer.Fail(issuer.Input, "key-multibase", "key", shorten(s))
	}
	raw, err := base58.Decode(text)
	if err != nil || len(raw) != ed25519.PublicKeySize+2 || raw[0] != codecFirst || raw[1] != codecSecond {
		return nil, issuer.Fail(issuer.Input, "key-multibase", "key", shorten(s)).Because(err)
	}
	return ed25519.PublicKey(raw[2:]), nil
}

// shorten keeps hostile texts out of messages.
func shorten(s string) string {
	const most = 120
	if len(s) <= most {
		return strings.ToValidUTF8(s, "\uFFFD")
	}
	return strings.ToValidUTF8(s[:most], "") + "…"
}
