package ob3

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"io"
	"strings"
	"time"

	"badgekiln/issuer"
)

// The sizes of a status list. The standard sets the least, so that one award
// is lost in a crowd; the most is ours, and bounds what a foreign list may
// inflate to: 8 MiB, 67 million awards.
const (
	MinBits = 131072
	maxBits = 1 << 26
)

// Bits are the places of a status list, index 0 the most significant bit of
// byte 0 (W3C Bitstring Status List §2.1).
type Bits []byte

// NewBits makes a list of MinBits places, all of them unset.
func NewBits() Bits { return make(Bits, MinBits/8) }

// Len is the number of places.
func (b Bits) Len() int { return len(b) * 8 }

// Set sets a place. It reports false for an index outside the list.
func (b Bits) Set(index int) bool {
	if index < 0 || index >= b.Len() {
		return false
	}
	b[index/8] |= 0x80 >> (index % 8)
	return true
}

// Get gives a place, and false in the second value for an index outside.
func (b Bits) Get(index int) (set, inside bool) {
	if index < 0 || index >= b.Len() {
		return false, false
	}
	return b[index/8]&(0x80>>(index%8)) != 0, true
}

// Encode makes the encodedList of a status list: multibase base64url of the
// gzip of the bits. The same bits give the same text.
func Encode(bits Bits) string {
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	_, _ = w.Write(bits) // a bytes.Buffer takes everything
	_ = w.Close()
	return "u" + base64.RawURLEncoding.EncodeToString(out.Bytes())
}

// Decode reads an encodedList. It fails with "status-list-unreadable" for
// text that is none, and for a list that is shorter than MinBits or inflates
// beyond 8 MiB.
func Decode(encoded string) (Bits, error) {
	unreadable := issuer.Fail(issuer.Input, "status-list-unreadable")
	rest, ok := strings.CutPrefix(encoded, "u")
	if !ok || len(rest) > maxBits/8*4/3 {
		return nil, unreadable
	}
	packed, err := base64.RawURLEncoding.DecodeString(rest)
	if err != nil {
		return nil, unreadable.Because(err)
	}
	r, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, unreadable.Because(err)
	}
	bits, err := io.ReadAll(io.LimitReader(r, maxBits/8+1))
	if err != nil {
		return nil, unreadable.Because(err)
	}
	if len(bits) < MinBits/8 || len(bits) > maxBits/8 {
		return nil, unreadable
	}
	return bits, nil
}

// List is one state of a status list, ready to be signed.
type List struct {
	Name     string // as in StatusPath
	Identity issuer.Identity
	Key      issuer.Key
	Purpose  string    // "revocation" or "suspension"
	Encoded  string    // of Encode
	From     time.Time // when this state was made; also the proof's time
}

// StatusList builds the BitstringStatusListCredential of a list without its
// proof (W3C Bitstring Status List §3.2). The bits and the time are Holes.
func StatusList(l List) issuer.Obj {
	address := l.Identity.BaseURL + issuer.StatusPath(l.Name)
	return issuer.Obj{
		{Name: "@context", Value: issuer.Arr{verifiableV2}},
		{Name: "id", Value: address},
		{Name: "type", Value: issuer.Arr{"VerifiableCredential", "BitstringStatusListCredential"}},
		{Name: "issuer", Value: l.Identity.URI},
		{Name: "validFrom", Value: issuer.Hole(issuer.Stamp(l.From))},
		{Name: "credentialSubject", Value: issuer.Obj{
			{Name: "id", Value: address + "#list"},
			{Name: "type", Value: "BitstringStatusList"},
			{Name: "statusPurpose", Value: l.purpose()},
			{Name: "encodedList", Value: issuer.Hole(l.Encoded)},
		}},
	}
}

func (l List) purpose() string {
	if l.Purpose == "" {
		return "revocation"
	}
	return l.Purpose
}

// ListProof builds the proof of a status list, as Proof does of a claim.
func ListProof(l List) issuer.Obj { return proof(l.Key.Method(l.Identity), l.From) }

// SignedList is the status list with its proof as last member.
func SignedList(l List) issuer.Obj {
	return append(StatusList(l), issuer.Member{Name: "proof", Value: issuer.Arr{ListProof(l)}})
}
