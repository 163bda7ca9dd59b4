package verify_test

import (
	"crypto/sha256"
	"testing"

	"badgekiln/issuer/proof"
	"badgekiln/issuer/verify"
)

// TestPackMutations changes the pack's badge with every field of 3.0, and its
// old one with Ed25519Signature2020, in single places. None holds afterwards,
// but where the badge says a thing twice and still says it once: a signature
// over linked data covers statements.
func TestPackMutations(t *testing.T) {
	t.Parallel()
	const dir, most = "1edtech-validator/ob30/", 60
	w := packIssuers(t)
	for name, trust := range map[string]string{
		"complete.json": "https://1edtech.edu/issuers/565049", "simple_v1.json": "https://example.com/issuers/876543",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			data := pack(t, dir+name)
			doc := plain(t, data)
			served := w
			if entry, has := doc["credentialStatus"].(obj); has {
				served = w.but(entry["id"].(string), `{"revokedCredential":[]}`)
			}
			k := kind{data: data, web: served, doc: doc, write: func(tb testing.TB, doc obj) []byte { tb.Helper(); return text(tb, doc) }}
			o := verify.Options{Contexts: contexts(t), Loader: served, Trust: []string{trust}, Now: now, Say: sentences(t)}
			if r := check(t, data, o); r.Verdict != verify.Trusted {
				t.Fatalf("the badge itself is %s: %v", r.Verdict, r.Reasons)
			}
			all := inDocument(t, k)
			n, same := 0, 0
			for i := 0; i < len(all); i += 1 + len(all)/most {
				n++
				r := check(t, all[i].data, o)
				if r.Accepted(true) && says(t, all[i].data) == says(t, data) {
					same++
					continue
				}
				if r.Accepted(true) || len(r.Reasons) == 0 {
					t.Errorf("%s: %s, %v", all[i].name, r.Verdict, r.Reasons)
				}
			}
			t.Logf("%d of %d changes tried, none holds but %d that change nothing said", n, len(all), same)
		})
	}
}

// says are the statements of a credential, without its proofs.
func says(t *testing.T, data []byte) [32]byte {
	t.Helper()
	doc := plain(t, data)
	delete(doc, "proof")
	canonical, err := proof.Canonical(text(t, doc), contexts(t))
	if err != nil {
		t.Fatal(err)
	}
	return sha256.Sum256(canonical)
}
