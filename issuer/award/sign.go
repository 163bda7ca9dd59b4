package award

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"sync"

	"badgekiln/issuer"
	"badgekiln/issuer/jws"
	"badgekiln/issuer/ledger"
	"badgekiln/issuer/ob1"
	"badgekiln/issuer/ob2"
	"badgekiln/issuer/ob3"
	"badgekiln/issuer/proof"
)

// maker turns claims into frozen faces. It keeps what a run can share: opened
// keys, templates by shape, hashed proof options. Safe for several goroutines.
type maker struct {
	contexts proof.Contexts
	keys     Keyring

	mu        sync.Mutex
	signers   map[string]proof.Signer
	templates map[string]*proof.Template
	configs   map[string][sha256.Size]byte
}

func (c *Clerk) maker() *maker {
	return &maker{
		contexts: c.Contexts, keys: c.Keys,
		signers: map[string]proof.Signer{}, templates: map[string]*proof.Template{}, configs: map[string][sha256.Size]byte{},
	}
}

// make builds, signs and takes apart one face.
func (m *maker) make(c issuer.Claim, parts ob3.Parts, checked bool) (ledger.Frozen, error) {
	if err := check(c); err != nil {
		return ledger.Frozen{}, err
	}
	switch c.Face.Format {
	case issuer.OB2:
		return freeze(issuer.Take(ob2.Assertion(c)), ""), nil
	case issuer.OB2Signed:
		return m.token(c.Key, nil, ob2.Assertion(c))
	case issuer.OB11:
		return freeze(issuer.Take(ob1.Assertion(c)), ""), nil
	case issuer.OB3JWT:
		return m.token(c.Key, ob3.Header(c), parts.Token(c))
	case issuer.OB3:
		return m.seal(parts.Signed(c), c.Key, c.Face.Identity, issuer.Stamp(c.Face.Created), checked)
	}
	return ledger.Frozen{}, issuer.Fail(issuer.Usage, "format-unknown", "format", string(c.Face.Format))
}

// token signs a payload as compact JWS.
func (m *maker) token(key issuer.Key, header, payload issuer.Obj) (ledger.Frozen, error) {
	alg := map[string]jws.Algorithm{issuer.RSA: jws.RS256, issuer.P256: jws.ES256, issuer.Ed25519: jws.EdDSA}[key.Algorithm]
	head := issuer.Bytes(append(issuer.Obj{{Name: "alg", Value: string(alg)}}, header...))
	body := issuer.Take(payload)
	z := ledger.Frozen{Kind: issuer.KindJWS, Shape: issuer.JWSShape(head, body.Shape), Values: issuer.EncodeValues(body.Values)}
	text, ok := issuer.Join(z.Kind, z.Shape, z.Values, "")
	if !ok {
		return ledger.Frozen{}, issuer.Fail(issuer.Broken, "proof-holes")
	}
	signer, err := m.signer(key.ID)
	if err != nil {
		return ledger.Frozen{}, err
	}
	signature, err := signer.Sign(text[:len(text)-1]) // without the dot before the signature
	if err != nil {
		return ledger.Frozen{}, fmt.Errorf("sign token: %w", err)
	}
	z.Proof = base64.RawURLEncoding.EncodeToString(signature)
	z.Whole = append(text, z.Proof...)
	return z, nil
}

// list signs one state of a status list.
func (m *maker) list(l ob3.List) ([]byte, error) {
	z, err := m.seal(ob3.SignedList(l), l.Key, l.Identity, issuer.Stamp(l.From), true)
	return z.Whole, err
}

// seal signs a document. checked compares the template's hash with that of the
// full algorithm, which a run does for one in each group.
func (m *maker) seal(signed issuer.Obj, key issuer.Key, who issuer.Identity, created string, checked bool) (ledger.Frozen, error) {
	whole := issuer.Take(signed)
	template, err := m.template(whole)
	if err != nil {
		return ledger.Frozen{}, err
	}
	hash, err := template.Hash(whole.Values[:len(whole.Values)-1]) // the last is the proof's time
	if err != nil {
		return ledger.Frozen{}, err
	}
	if checked {
		plain := ob3.Unsigned(whole)
		text, _ := issuer.Splice(plain.Shape, issuer.EncodeValues(plain.Values), "")
		full, err := proof.HashDocument(text, m.contexts)
		if err != nil {
			return ledger.Frozen{}, err
		}
		if full != hash {
			return ledger.Frozen{}, issuer.Fail(issuer.Broken, "template-differs", "shape", plain.Sum())
		}
	}
	config, err := m.config(signed[0].Value, created, key.Method(who))
	if err != nil {
		return ledger.Frozen{}, err
	}
	signer, err := m.signer(key.ID)
	if err != nil {
		return ledger.Frozen{}, err
	}
	value, err := proof.SignValue(signer, config, hash)
	if err != nil {
		return ledger.Frozen{}, err
	}
	return freeze(whole, value), nil
}

func freeze(doc issuer.Document, value string) ledger.Frozen {
	values := issuer.EncodeValues(doc.Values)
	whole, _ := issuer.Splice(doc.Shape, values, value)
	return ledger.Frozen{Kind: issuer.KindJSON, Shape: doc.Shape, Values: values, Proof: value, Whole: whole}
}

// template gives the template of a signed document's shape less the proof.
func (m *maker) template(signed issuer.Document) (*proof.Template, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if t, ok := m.templates[string(signed.Shape)]; ok {
		return t, nil
	}
	t, err := proof.Compile(ob3.Unsigned(signed).Shape, m.contexts)
	if err != nil {
		return nil, err
	}
	m.templates[string(signed.Shape)] = t
	return t, nil
}

func (m *maker) config(context any, created, method string) ([sha256.Size]byte, error) {
	urls, _ := context.(issuer.Arr)
	name := created + " " + method
	for _, url := range urls {
		name += " " + url.(string)
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if hash, ok := m.configs[name]; ok {
		return hash, nil
	}
	hash, err := proof.HashConfig([]any(urls), created, method, m.contexts)
	if err == nil {
		m.configs[name] = hash
	}
	return hash, err
}

func (m *maker) signer(id string) (proof.Signer, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if s, ok := m.signers[id]; ok {
		return s, nil
	}
	s, err := m.keys.Open(id)
	if err == nil {
		m.signers[id] = s
	}
	return s, err
}
