package issuer

import (
	"crypto/sha256"
	"encoding/hex"
	"time"
)

// IdentityHash hides an identity as both standards ask for it (2.0
// IdentityObject, 3.0 IdentityHash): "sha256$" and the lower-case hex of
// SHA-256 over the UTF-8 of the identity, then of the salt, with nothing in
// between. The identity is hashed exactly as given, so case counts; trimming
// and lower-casing an address is done once, where the roster is read.
func IdentityHash(identity, salt string) string {
	sum := sha256.Sum256([]byte(identity + salt))
	return "sha256$" + hex.EncodeToString(sum[:])
}

// Stamp writes an instant as both standards read it: RFC 3339, whole seconds,
// the offset explicit. A zone whose offset has odd seconds, which RFC 3339
// cannot say, is written in UTC.
func Stamp(t time.Time) string {
	if _, offset := t.Zone(); offset%60 != 0 {
		t = t.UTC()
	}
	return t.Format(time.RFC3339)
}
