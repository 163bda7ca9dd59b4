package proof_test

import (
	"bytes"
	"encoding/json"
	"reflect"
	"testing"

	"badgekiln/issuer"
	"badgekiln/issuer/proof"
)

func seeds(f *testing.F) {
	f.Helper()
	for _, text := range []string{
		badge, "{}", "[]", "", "null", `{"proof":[]}`, `{"@context":"https://www.w3.org/ns/credentials/v2","id":"urn:x:1","name":"N"}`,
		`{"@context":"https://w3id.org/openbadges/v2","id":"urn:x:1","verify":{"type":"hosted"},"extensions":{"@value":1}}`,
		`{"@context":["https://www.w3.org/ns/credentials/v2"],"type":["VerifiablePresentation"],"verifiableCredential":[{"@context":"https://www.w3.org/ns/credentials/v2","name":"\ud83d\udd25"}],` +
			`"proof":[{"type":"DataIntegrityProof","cryptosuite":"eddsa-rdfc-2022","proofPurpose":"assertionMethod","previousProof":"urn:x:2","verificationMethod":"urn:x:1","proofValue":"z1"}]}`,
	} {
		f.Add([]byte(text))
	}
}

// FuzzVerifyProofs sees that no bytes bring the verifier down, and that none
// are good without a key.
func FuzzVerifyProofs(f *testing.F) {
	seeds(f)
	contexts := known(f)
	f.Fuzz(func(t *testing.T, doc []byte) {
		results, err := proof.VerifyProofs(doc, contexts, fragmentKey)
		if err != nil && issuer.CodeOf(err) == "" {
			t.Errorf("an error without a code: %v", err)
		}
		for _, r := range results {
			if r.OK == (r.Code != "") {
				t.Errorf("%+v", r)
			}
		}
	})
}

// FuzzCanonical sees that canonicalisation never panics, and gives the same
// bytes again.
func FuzzCanonical(f *testing.F) {
	seeds(f)
	contexts := known(f)
	f.Fuzz(func(t *testing.T, doc []byte) {
		first, err := proof.Canonical(doc, contexts)
		if err != nil {
			if issuer.CodeOf(err) == "" {
				t.Errorf("an error without a code: %v", err)
			}
			return
		}
		if again, err := proof.Canonical(doc, contexts); err != nil || !bytes.Equal(first, again) {
			t.Errorf("not the same twice: %v\n%s\n%s", err, first, again)
		}
	})
}

// FuzzCompile sees that no shape brings the compiler down, and that whatever
// template it gives out is exact.
func FuzzCompile(f *testing.F) {
	seeds(f)
	f.Add(bytes.ReplaceAll([]byte(badge), []byte(`"Kiln"`), []byte("\"\x00\"")))
	contexts := known(f)
	f.Fuzz(func(t *testing.T, shape []byte) {
		template, err := proof.Compile(shape, contexts)
		if err != nil {
			return
		}
		values := make([]string, bytes.Count(shape, []byte{0}))
		for i := range values {
			values[i] = "urn:fuzz:" + string(rune('a'+i%3))
		}
		got, err := template.Hash(values)
		doc, ok := issuer.Splice(shape, issuer.EncodeValues(values), "")
		if !ok {
			t.Fatal("a shape that cannot be spliced was compiled")
		}
		want, wantErr := proof.HashDocument(doc, contexts)
		if got != want || issuer.CodeOf(err) != issuer.CodeOf(wantErr) {
			t.Errorf("%x %v, want %x %v", got, err, want, wantErr)
		}
	})
}

// FuzzJCS: the canonical form of JSON is one of its own forms, and its own
// canonical form.
func FuzzJCS(f *testing.F) {
	for _, seed := range []string{`{}`, `{"b":[1,2.50,-0,1e15,null,true],"a":{"é":"\u0001\ud83d\ude00"}}`, `{"a":1e999}`, `{"a":"\ud800"}`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, doc []byte) {
		once, err := proof.JCS(doc)
		if err != nil {
			return
		}
		if twice, err := proof.JCS(once); err != nil || string(twice) != string(once) {
			t.Errorf("%q becomes %q (%v)", once, twice, err)
		}
		var plain, canonical any
		if json.Unmarshal(doc, &plain) != nil || json.Unmarshal(once, &canonical) != nil || !reflect.DeepEqual(plain, canonical) {
			t.Errorf("%q says something else than %q", once, doc)
		}
	})
}
