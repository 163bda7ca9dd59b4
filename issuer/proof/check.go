package proof

import (
	"crypto/ed25519"
	"maps"
	"slices"
	"time"

	"github.com/mr-tron/base58"
)

// checker holds what the proofs of one document share.
type checker struct {
	root     map[string]any
	proofs   []map[string]any
	contexts Contexts
	resolve  func(method string) (ed25519.PublicKey, error)
	bare     *[32]byte // hash of the document without proofs
}

// jcs tells whether a proof signs the JSON itself.
func (c *checker) jcs(p map[string]any) bool { return p["cryptosuite"] == jcsSuite }

// hash is the hash of an object by the rules of a proof's cryptosuite.
func (c *checker) hash(p, object map[string]any) ([32]byte, error) {
	if c.jcs(p) {
		return jcsHash(object)
	}
	return hashOf(object, c.contexts, false)
}

// document is the hash of the document without proofs. That of linked data is
// made once.
func (c *checker) document(p map[string]any) ([32]byte, error) {
	if c.jcs(p) {
		return jcsHash(c.root)
	}
	if c.bare == nil {
		hash, err := hashOf(c.root, c.contexts, false)
		if err != nil {
			return hash, err
		}
		c.bare = &hash
	}
	return *c.bare, nil
}

// check verifies one proof and gives the code of what is wrong, "" if nothing.
func (c *checker) check(p map[string]any) (string, error) {
	if p["proofPurpose"] != purpose {
		return "proof-purpose", nil
	}
	for _, name := range []string{"created", "expires"} {
		if value, has := p[name]; has {
			text, _ := value.(string)
			if _, err := time.Parse(time.RFC3339, text); err != nil {
				return "proof-" + name, err
			}
		}
	}
	signature, ok := signatureOf(p["proofValue"])
	if !ok {
		return "proof-value", nil
	}
	if !c.sameContexts(p) {
		return "proof-context-differs", nil
	}
	config := maps.Clone(p)
	delete(config, "proofValue")
	if c.jcs(p) { // hashed as it stands
		if !c.equalContexts(p) {
			return "proof-context-differs", nil
		}
	} else {
		config["@context"] = c.root["@context"]
	}
	configHash, err := c.hash(p, config)
	if err != nil {
		return "proof-config", err
	}
	document, code, err := c.signed(p)
	if code != "" {
		return code, err
	}
	method, _ := p["verificationMethod"].(string)
	key, err := c.resolve(method)
	if err != nil || len(key) != ed25519.PublicKeySize {
		return "proof-key", err
	}
	if !ed25519.Verify(key, append(configHash[:], document[:]...), signature) {
		return "proof-signature", nil
	}
	return "", nil
}

// sameContexts checks a context written into the proof itself: the document's
// must begin with it, and it changes nothing.
func (c *checker) sameContexts(p map[string]any) bool {
	value, has := p["@context"]
	if !has {
		return true
	}
	ours, ok := contextURLs(c.root["@context"])
	theirs, also := contextURLs(value)
	return ok && also && len(theirs) <= len(ours) && slices.Equal(theirs, ours[:len(theirs)])
}

// equalContexts checks a context written into a proof that signs the JSON
// itself. The suite lets a document name more contexts than were signed; here
// it must not, for readers go by them.
func (c *checker) equalContexts(p map[string]any) bool {
	ours, _ := contextURLs(c.root["@context"])
	theirs, _ := contextURLs(p["@context"])
	return p["@context"] == nil || slices.Equal(ours, theirs)
}

func signatureOf(value any) ([]byte, bool) {
	text, _ := value.(string)
	if len(text) < 2 || len(text) > 100 || text[0] != 'z' {
		return nil, false
	}
	raw, err := base58.Decode(text[1:])
	return raw, err == nil && len(raw) == ed25519.SignatureSize
}

// texts gives a string or an array of strings as a list.
func texts(value any) []string {
	list, ok := value.([]any)
	if !ok {
		list = []any{value}
	}
	var out []string
	for _, item := range list {
		if text, ok := item.(string); ok {
			out = append(out, text)
		}
	}
	return out
}
