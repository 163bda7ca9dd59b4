package proof

import (
	"crypto/ed25519"
	"strconv"
	"time"
)

// The words of a Data Integrity proof (W3C vc-di-eddsa §2.2.1).
const (
	dataIntegrity = "DataIntegrityProof"
	suite         = "eddsa-rdfc-2022"
	oldSuite      = "eddsa-2022" // the same mathematics under the name of the drafts
	jcsSuite      = "eddsa-jcs-2022"
	purpose       = "assertionMethod"

	// oldProof is the type that came before cryptosuites. It hashes and signs
	// as eddsa-rdfc-2022 does.
	oldProof = "Ed25519Signature2020"
)

// Builds is optional for a Contexts: other texts that circulate under URLs it
// knows, each as URL → context. A document that does not verify with the known
// texts is tried with each of these.
type Builds interface {
	Builds() []map[string]any
}

// Result is what is known about one proof of a document.
type Result struct {
	ID          string // of the proof; "" without
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

// Literal tells whether the proof covers the JSON as it is written, names of
// contexts included, and not only what linked data makes of it.
func (r Result) Literal() bool { return r.Cryptosuite == jcsSuite }

// Expired tells whether the proof's own time is over.
func (r Result) Expired(now time.Time) bool {
	until, err := time.Parse(time.RFC3339, r.Expires)
	return err == nil && !now.Before(until)
}

// VerifyProofs checks every proof of a document; each signs the document
// without all its proofs, or with those its previousProof names. Proofs of
// other types are skipped and reported. resolve gives the key of a
// verification method and is responsible for its belonging to the issuer.
//
// A document that cannot be checked at all, or has parts no signature would
// cover, is an error; one without proofs gives no results. The order of the
// results is that of the proofs.
func VerifyProofs(doc []byte, ctx Contexts, resolve func(method string) (ed25519.PublicKey, error)) ([]Result, error) {
	root, err := read(doc)
	if err != nil {
		return nil, err
	}
	proofs, err := proofsOf(root)
	if err != nil {
		return nil, err
	}
	delete(root, "proof")
	results, err := verify(root, proofs, ctx, resolve)
	builds, _ := ctx.(Builds)
	if builds == nil || (err == nil && good(results) == len(proofs)) {
		return results, err
	}
	for _, build := range builds.Builds() {
		other, otherErr := verify(root, proofs, overlay{ctx, build}, resolve)
		if otherErr == nil && good(other) > good(results) {
			results, err = other, nil
		}
	}
	return results, err
}

func good(results []Result) int {
	n := 0
	for _, r := range results {
		if r.OK || r.Skipped {
			n++
		}
	}
	return n
}

// overlay is a Contexts with some texts replaced.
type overlay struct {
	Contexts
	build map[string]any
}

// Context prefers the replaced texts.
func (o overlay) Context(url string) (any, bool) {
	if value, ok := o.build[url]; ok {
		return value, true
	}
	return o.Contexts.Context(url)
}

// proofsOf takes the proofs out of a document.
func proofsOf(root map[string]any) ([]map[string]any, error) {
	value, has := root["proof"]
	if !has {
		return nil, nil
	}
	list, ok := value.([]any)
	if !ok {
		list = []any{value}
	}
	if len(list) > maxProofs {
		return nil, bad("proof-size", "limit", strconv.Itoa(maxProofs)+" proofs")
	}
	proofs := make([]map[string]any, len(list))
	for i, item := range list {
		if proofs[i], ok = item.(map[string]any); !ok {
			return nil, bad("proof-shape")
		}
	}
	return proofs, nil
}

func verify(root map[string]any, proofs []map[string]any, ctx Contexts,
	resolve func(method string) (ed25519.PublicKey, error),
) ([]Result, error) {
	c := &checker{root: root, proofs: proofs, contexts: ctx, resolve: resolve}
	results := make([]Result, len(proofs))
	for i, p := range proofs {
		r := describe(p)
		if !r.Skipped {
			// The document comes first: if it has parts nothing covers, that
			// is the news, whatever the proof says.
			if _, err := c.document(p); err != nil {
				return nil, err
			}
			r.Code, r.Err = c.check(p)
			r.OK = r.Code == ""
		}
		results[i] = r
	}
	c.chain(results)
	return results, nil
}

// describe reads off what a proof says about itself.
func describe(p map[string]any) Result {
	text := func(name string) string { s, _ := p[name].(string); return s }
	r := Result{
		ID: text("id"), Type: text("type"), Cryptosuite: text("cryptosuite"),
		Method: text("verificationMethod"), Created: text("created"), Expires: text("expires"),
	}
	if types := texts(p["type"]); len(types) == 1 {
		r.Type = types[0]
	}
	if !checkable(r) {
		r.Skipped, r.Code = true, "proof-skipped"
	}
	return r
}

// checkable tells whether a proof is of a kind that is checked here.
func checkable(r Result) bool {
	switch r.Type {
	case dataIntegrity:
		return r.Cryptosuite == suite || r.Cryptosuite == oldSuite || r.Cryptosuite == jcsSuite
	case oldProof:
		return r.Cryptosuite == ""
	}
	return false
}
