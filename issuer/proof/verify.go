package proof

import (
	"crypto/ed25519"
)

// Result is what is known about one proof of a document.
type Result struct {
	Type        string // proof type, "DataIntegrityProof"
	Cryptosuite string // "eddsa-rdfc-2022", the old "eddsa-2022", or another
	Method      string // verificationMethod
	Created     string // as written; "" without
	Expires     string // as written; "" without. The caller has the clock: see Expired
	OK          bool   // the signature is right for this document and this key
	Skipped     bool   // a type or cryptosuite that is not checked here: neither good nor bad
	Code        string // why it is not OK or was skipped; "" when OK
	Err         error  // the cause, when there is one
}

// VerifyProofs checks every proof of a document; each signs the document
// without all its proofs. Proofs of other types are skipped and reported.
// resolve gives the key of a verification method and is responsible for its
// belonging to the issuer. A document that cannot be checked at all, or has
// parts no signature would cover, is an error; one without proofs gives no
// results.
func VerifyProofs(doc []byte, ctx Contexts, resolve func(method string) (ed25519.PublicKey, error)) ([]Result, error) {
	return nil, unfinished()
}
