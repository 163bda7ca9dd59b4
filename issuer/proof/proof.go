package proof

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"

	"badgekiln/issuer"
)

// Contexts answers the URL of a JSON-LD context with the value of its
// "@context" member, as encoding/json would decode it. A URL it does not know
// is refused; nothing is ever fetched. The answer is never written to, so one
// value can serve all goroutines.
type Contexts interface {
	Context(url string) (any, bool)
}

// Canonical gives the canonical N-Quads of a JSON-LD document (RDFC-1.0 over
// its RDF dataset). What JSON-LD would drop in silence is refused, and so is
// what different readers could understand differently.
func Canonical(doc []byte, ctx Contexts) ([]byte, error) {
	root, err := read(doc)
	if err != nil {
		return nil, err
	}
	return canonicalOf(root, ctx, false)
}

// HashDocument is the SHA-256 of the canonical N-Quads of a document without
// its proof member, under the rules for signing: besides everything Canonical
// refuses, no null, no empty array, and no control character except tab, LF
// and CR.
func HashDocument(doc []byte, ctx Contexts) ([32]byte, error) {
	root, err := read(doc)
	if err != nil {
		return [32]byte{}, err
	}
	delete(root, "proof")
	return hashOf(root, ctx, true)
}

// HashConfig is the SHA-256 of the canonical proof configuration of our own
// proofs: DataIntegrityProof, eddsa-rdfc-2022, assertionMethod, with the time
// of making (RFC 3339) and the verification method. context is the document's
// "@context" value. It is the same for a whole run with one key and one time.
func HashConfig(context any, created, method string, ctx Contexts) ([32]byte, error) {
	text, err := json.Marshal(map[string]any{
		"@context": context, "type": dataIntegrity, "cryptosuite": suite,
		"created": created, "verificationMethod": method, "proofPurpose": purpose,
	})
	if err != nil {
		return [32]byte{}, fmt.Errorf("hash proof configuration: %w", err)
	}
	return HashDocument(text, ctx)
}

func canonicalOf(root map[string]any, ctx Contexts, signing bool) ([]byte, error) {
	quads, err := quadsOf(root, ctx, signing)
	if err != nil {
		return nil, err
	}
	return canonical(quads)
}

func hashOf(root map[string]any, ctx Contexts, signing bool) ([32]byte, error) {
	text, err := canonicalOf(root, ctx, signing)
	if err != nil {
		return [32]byte{}, err
	}
	return sha256.Sum256(text), nil
}

// quadsOf checks a document and gives its distinct statements.
func quadsOf(root map[string]any, ctx Contexts, signing bool) ([]quad, error) {
	r := rules{contexts: ctx, signing: signing}
	if err := r.check(root, ""); err != nil {
		return nil, err
	}
	nodes, err := expand(root, ctx)
	if issuer.CodeOf(err) == "proof-term" {
		return nil, bad("proof-term", "member", blame(root, ctx)).Because(err)
	}
	if err != nil {
		return nil, err
	}
	return toQuads(nodes)
}
