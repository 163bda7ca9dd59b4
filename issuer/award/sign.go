package award

import (
	"bytes"
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
	templates map[string]compiled // by shape
	unproved  map[string][]byte   // shapes that no template is made of
	configs   map[string][sha256.Size]byte
	shapes    sync.Pool // memory for shapes
}

// compiled is a template and the shape it is of, with its proof.
type compiled struct {
	template *proof.Template
	shape    []byte
}

func (c *Clerk) maker() *maker {
	return &maker{
		contexts: c.Contexts, keys: c.Keys,
		signers: map[string]proof.Signer{}, templates: map[string]compiled{}, unproved: map[string][]byte{}, configs: map[string][sha256.Size]byte{},
	}
}

// unsigned is a face that lacks nothing but its signature.
type unsigned struct {
	key     string // the id of the key; "" when nothing is to be signed
	message []byte
	finish  func(signature []byte) (ledger.Frozen, error)
}

// prepare builds and hashes one face.
func (m *maker) prepare(c issuer.Claim, parts ob3.Parts, checked bool) (unsigned, error) {
	if err := check(c); err != nil {
		return unsigned{}, err
	}
	switch c.Face.Format {
	case issuer.OB2:
		return m.hosted(ob2.Assertion(c)), nil
	case issuer.OB2Signed:
		return m.token(c.Key, nil, ob2.Assertion(c))
	case issuer.OB11:
		return m.hosted(ob1.Assertion(c)), nil
	case issuer.OB3JWT:
		return m.token(c.Key, ob3.Header(c), parts.Token(c))
	case issuer.OB3:
		return m.seal(parts.Signed(c), c.Key, c.Face.Identity, issuer.Stamp(c.Face.Created), checked)
	}
	return unsigned{}, issuer.Fail(issuer.Usage, "format-unknown", "format", string(c.Face.Format))
}

// hosted is a face that its address vouches for.
func (m *maker) hosted(doc issuer.Obj) unsigned {
	room, _ := m.shapes.Get().(*[]byte)
	if room == nil {
		room = new([]byte)
	}
	whole := issuer.TakeInto(*room, doc)
	*room, whole.Shape = whole.Shape, m.shared(whole.Shape)
	m.shapes.Put(room)
	return unsigned{finish: func([]byte) (ledger.Frozen, error) { return freeze(whole, ""), nil }}
}

// shared is a shape as all documents that have it share it.
func (m *maker) shared(shape []byte) []byte {
	m.mu.Lock()
	defer m.mu.Unlock()
	known, ok := m.unproved[string(shape)]
	if !ok {
		known = bytes.Clone(shape)
		m.unproved[string(known)] = known
	}
	return known
}

// finish signs faces, those of one key together: many signatures at once cost
// less than each by itself.
func (m *maker) finish(faces []unsigned) ([]ledger.Frozen, error) {
	signatures := make([][]byte, len(faces))
	for key, places := range byKey(faces) {
		signer, err := m.signer(key)
		if err != nil {
			return nil, err
		}
		messages := make([][]byte, len(places))
		for i, place := range places {
			messages[i] = faces[place].message
		}
		made, err := signAll(signer, messages)
		if err != nil {
			return nil, fmt.Errorf("sign: %w", err)
		}
		for i, place := range places {
			signatures[place] = made[i]
		}
	}
	frozen := make([]ledger.Frozen, len(faces))
	for i, face := range faces {
		var err error
		if frozen[i], err = face.finish(signatures[i]); err != nil {
			return nil, err
		}
	}
	return frozen, nil
}

func byKey(faces []unsigned) map[string][]int {
	places := map[string][]int{}
	for i, face := range faces {
		if face.key != "" {
			places[face.key] = append(places[face.key], i)
		}
	}
	return places
}

func signAll(s proof.Signer, messages [][]byte) ([][]byte, error) {
	if many, ok := s.(interface {
		SignAll(messages [][]byte) ([][]byte, error)
	}); ok {
		return many.SignAll(messages)
	}
	signatures := make([][]byte, len(messages))
	for i, message := range messages {
		signature, err := s.Sign(message)
		if err != nil {
			return nil, err
		}
		signatures[i] = signature
	}
	return signatures, nil
}

// token prepares a payload as compact JWS.
func (m *maker) token(key issuer.Key, header, payload issuer.Obj) (unsigned, error) {
	alg := map[string]jws.Algorithm{issuer.RSA: jws.RS256, issuer.P256: jws.ES256, issuer.Ed25519: jws.EdDSA}[key.Algorithm]
	head := issuer.Bytes(append(issuer.Obj{{Name: "alg", Value: string(alg)}}, header...))
	body := issuer.Take(payload)
	z := ledger.Frozen{Kind: issuer.KindJWS, Shape: issuer.JWSShape(head, body.Shape), Values: issuer.EncodeValues(body.Values)}
	text, ok := issuer.Join(z.Kind, z.Shape, z.Values, "")
	if !ok {
		return unsigned{}, issuer.Fail(issuer.Broken, "proof-holes")
	}
	// The message is the text without the dot before the signature.
	return unsigned{key: key.ID, message: text[:len(text)-1], finish: func(signature []byte) (ledger.Frozen, error) {
		z.Proof = base64.RawURLEncoding.EncodeToString(signature)
		z.Whole = append(text, z.Proof...)
		return z, nil
	}}, nil
}

// list signs one state of a status list.
func (m *maker) list(l ob3.List) ([]byte, error) {
	sealed, err := m.seal(ob3.SignedList(l), l.Key, l.Identity, issuer.Stamp(l.From), true)
	if err != nil {
		return nil, err
	}
	z, err := m.finish([]unsigned{sealed})
	if err != nil {
		return nil, err
	}
	return z[0].Whole, nil
}

// seal prepares a document with a proof. checked compares the template's hash
// with that of the full algorithm, which a run does for one in each group.
func (m *maker) seal(signed issuer.Obj, key issuer.Key, who issuer.Identity, created string, checked bool) (unsigned, error) {
	room, _ := m.shapes.Get().(*[]byte)
	if room == nil {
		room = new([]byte)
	}
	whole := issuer.TakeInto(*room, signed)
	template, shape, err := m.template(whole)
	*room, whole.Shape = whole.Shape, shape
	m.shapes.Put(room)
	if err != nil {
		return unsigned{}, err
	}
	hash, err := template.Hash(whole.Values[:len(whole.Values)-1]) // the last is the proof's time
	if err != nil {
		return unsigned{}, err
	}
	if checked {
		plain := ob3.Unsigned(whole)
		text, _ := issuer.Splice(plain.Shape, issuer.EncodeValues(plain.Values), "")
		full, err := proof.HashDocument(text, m.contexts)
		if err != nil {
			return unsigned{}, err
		}
		if full != hash {
			return unsigned{}, issuer.Fail(issuer.Broken, "template-differs", "shape", plain.Sum())
		}
	}
	config, err := m.config(signed[0].Value, created, key.Method(who))
	if err != nil {
		return unsigned{}, err
	}
	return unsigned{key: key.ID, message: proof.Message(config, hash), finish: func(signature []byte) (ledger.Frozen, error) {
		value, err := proof.Value(signature)
		return freeze(whole, value), err
	}}, nil
}

func freeze(doc issuer.Document, value string) ledger.Frozen {
	values := issuer.EncodeValues(doc.Values)
	whole, _ := issuer.Splice(doc.Shape, values, value)
	return ledger.Frozen{Kind: issuer.KindJSON, Shape: doc.Shape, Values: values, Proof: value, Whole: whole}
}

// template gives the template of a signed document's shape less the proof, and
// the shape as all documents of that shape share it.
func (m *maker) template(signed issuer.Document) (*proof.Template, []byte, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if known, ok := m.templates[string(signed.Shape)]; ok {
		return known.template, known.shape, nil
	}
	t, err := proof.Compile(ob3.Unsigned(signed).Shape, m.contexts)
	if err != nil {
		return nil, nil, err
	}
	shape := bytes.Clone(signed.Shape)
	m.templates[string(shape)] = compiled{t, shape}
	return t, shape, nil
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
