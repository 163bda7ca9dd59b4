package proof

import (
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
// its RDF dataset). What JSON-LD would drop in silence is refused.
func Canonical(doc []byte, ctx Contexts) ([]byte, error) { return nil, unfinished() }

// HashDocument is the SHA-256 of the canonical N-Quads of a document without
// its proof member, under the rules for signing: besides everything Canonical
// refuses, no null, no control character except tab, LF and CR, and for Open
// Badges 3.0 the contexts in their fixed order.
func HashDocument(doc []byte, ctx Contexts) ([32]byte, error) { return [32]byte{}, unfinished() }

// HashConfig is the SHA-256 of the canonical proof configuration of our own
// proofs: DataIntegrityProof, eddsa-rdfc-2022, assertionMethod, with the time
// of making (RFC 3339) and the verification method. context is the document's
// "@context" value. It is the same for a whole run with one key and one time.
func HashConfig(context any, created, method string, ctx Contexts) ([32]byte, error) {
	return [32]byte{}, unfinished()
}

func unfinished() error { return issuer.Fail(issuer.Broken, "proof-unfinished") }
