package keys

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"filippo.io/age"
	"filippo.io/age/armor"
	"github.com/mr-tron/base58"

	"badgekiln/issuer"
	"badgekiln/issuer/jws"
)

// workFactor is scrypt's logN for passphrases: 2^15 blocks of 1 KB are 32 MB
// and about a tenth of a second. One more would be 64 MB for the table alone.
// A file that asks for more is refused before any work.
const workFactor = 15

// How a key file is sealed.
const (
	byKept       = "kept"
	byPassphrase = "passphrase"
)

// facts are what a key file says about its key in the open. They are repeated
// inside the seal, so that no word of them can be changed outside it.
type facts struct {
	V         int    `json:"v"`
	ID        string `json:"id"`
	Alg       string `json:"alg"`
	Public    string `json:"public"` // multibase
	Ledger    string `json:"ledger"`
	Worthless bool   `json:"worthless"`
	Made      string `json:"made"` // RFC 3339
}

// envelope is a key file.
type envelope struct {
	facts
	SealedBy string `json:"sealed_by"`
	// Home is how the key was sealed at home, in a backup only: the way a
	// restore seals it again.
	Home string `json:"home,omitempty"`
	Age  string `json:"age"` // armored
}

// payload is what lies under the seal.
type payload struct {
	facts
	Seed []byte `json:"seed"` // what the private key is made of, see private
}

var (
	errFacts = errors.New("the facts outside and inside the seal differ")
	errNoKey = errors.New("no key under the seal")
)

// key gives the public record of a key file.
func (f facts) key() (issuer.Key, error) {
	public, err := jws.ParseMultibase(f.Public)
	if alg := algorithmOf(public); err != nil || alg != f.Alg {
		return issuer.Key{}, fmt.Errorf("public key %q: no Multikey of kind %s", f.Public, f.Alg)
	}
	raw, err := base58.Decode(strings.TrimPrefix(f.Public, "z"))
	if err != nil {
		return issuer.Key{}, err
	}
	made, err := time.Parse(time.RFC3339, f.Made)
	if err != nil {
		return issuer.Key{}, err
	}
	return issuer.Key{
		ID: f.ID, Algorithm: f.Alg, Public: raw[2:], Multibase: f.Public, Made: made, Worthless: f.Worthless,
	}, nil
}

// decode reads a key file and checks its form.
func decode(data []byte) (envelope, error) {
	var e envelope
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(&e); err != nil {
		return e, err
	}
	if e.V != 1 || !validID(e.ID) || e.SealedBy != byKept && e.SealedBy != byPassphrase {
		return e, errors.New("not a key file of version 1")
	}
	_, err := e.key()
	return e, err
}

func (e envelope) encode() ([]byte, error) {
	data, err := json.MarshalIndent(e, "", " ")
	return append(data, '\n'), err
}

// sealed makes a key file of a payload for a kept secret or a passphrase.
func sealed(p payload, by string, recipient age.Recipient) (envelope, error) {
	plain, err := json.Marshal(p)
	if err != nil {
		return envelope{}, err
	}
	defer clear(plain)
	var out bytes.Buffer
	lines := armor.NewWriter(&out)
	w, err := age.Encrypt(lines, recipient)
	if err != nil {
		return envelope{}, err
	}
	if _, err := w.Write(plain); err != nil {
		return envelope{}, err
	}
	if err := errors.Join(w.Close(), lines.Close()); err != nil {
		return envelope{}, err
	}
	return envelope{facts: p.facts, SealedBy: by, Age: out.String()}, nil
}

// unseal opens a key file and compares what is written outside with what lies
// inside, and both with the key itself.
func (e envelope) unseal(id age.Identity) (payload, error) {
	var p payload
	r, err := age.Decrypt(armor.NewReader(strings.NewReader(e.Age)), id)
	if err != nil {
		return p, err
	}
	plain, err := io.ReadAll(io.LimitReader(r, maxFile))
	if err != nil {
		return p, err
	}
	defer clear(plain)
	if err := json.Unmarshal(plain, &p); err != nil {
		return payload{}, errNoKey // the decoder's error might quote it
	}
	key, err := private(p.Alg, p.Seed)
	if err != nil {
		return payload{}, errNoKey
	}
	if p.facts != e.facts || publicOf(key) != e.Public {
		return payload{}, errFacts
	}
	return p, nil
}

func passphraseRecipient(passphrase string) (age.Recipient, error) {
	r, err := age.NewScryptRecipient(passphrase)
	if err == nil {
		r.SetWorkFactor(workFactor)
	}
	return r, err
}

func passphraseIdentity(passphrase string) (age.Identity, error) {
	id, err := age.NewScryptIdentity(passphrase)
	if err == nil {
		id.SetMaxWorkFactor(workFactor)
	}
	return id, err
}
