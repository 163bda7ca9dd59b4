package proof_test

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"testing"

	"badgekiln/issuer"
	"badgekiln/issuer/proof"
)

// TestJCSVector holds eddsa-jcs-2022 to the W3C's vector: canonical texts,
// hashes, signature.
func TestJCSVector(t *testing.T) {
	t.Parallel()
	const dir = "w3c-vc-di-eddsa/eddsa-jcs-2022/"
	signed := decode(t, readPack(t, dir+"signedJCS.json"))
	config := signed["proof"].(map[string]any)
	value := config["proofValue"]
	delete(config, "proofValue")
	delete(signed, "proof")
	for name, doc := range map[string]any{"canonDocJCS.txt": signed, "proofCanonJCS.txt": config} {
		got, err := proof.JCS(encode(t, doc))
		if want := string(readPack(t, dir+name)); err != nil || string(got) != want {
			t.Errorf("%s: %s (%v)\nwant %s", name, got, err, want)
		}
		hash := sha256.Sum256(got)
		hashed := strings.NewReplacer("canonDoc", "docHash", "proofCanon", "proofHash").Replace(name)
		if want := strings.TrimSpace(string(readPack(t, dir+hashed))); hex.EncodeToString(hash[:]) != want {
			t.Errorf("%s: %x, want %s", hashed, hash, want)
		}
	}
	if want := strings.TrimSpace(string(readPack(t, dir+"sigBTC58JCS.txt"))); value != want {
		t.Fatalf("the vector's signature is %s and %s", value, want)
	}
	whole := readPack(t, dir+"signedJCS.json")
	if got := outcome(proof.VerifyProofs(whole, known(t), fragmentKey)); got != "ok" {
		t.Error(got)
	}
	for from, to := range map[string]string{
		"minimum viable": "maximum viable", "2023-02-24T23:36:38Z": "2023-02-24T23:36:39Z", `"id": "did:example:`: `"x": "did:example:`,
		"eddsa-jcs-2022": "eddsa-rdfc-2022", "z2HnFSSP": "z3HnFSSP", "assertionMethod": "authentication",
	} {
		changed := strings.Replace(string(whole), from, to, 1)
		if changed == string(whole) {
			t.Fatal(from)
		}
		if got := outcome(proof.VerifyProofs([]byte(changed), known(t), fragmentKey)); got == "ok" {
			t.Errorf("%s → %s still verifies", from, to)
		}
	}
	// A context added behind those that were signed is allowed by the suite,
	// and refused here.
	more := strings.Replace(string(whole), `"https://www.w3.org/ns/credentials/examples/v2"`, `"https://www.w3.org/ns/credentials/examples/v2", "https://more.example/"`, 1)
	if got := outcome(proof.VerifyProofs([]byte(more), known(t), fragmentKey)); got != "proof-context-differs" {
		t.Error(got)
	}
}

// TestJCS tries what RFC 8785 says about order, numbers and escapes.
func TestJCS(t *testing.T) {
	t.Parallel()
	for doc, want := range map[string]string{
		`{"b":1,"a":[true,null,"x"]}`:                  `{"a":[true,null,"x"],"b":1}`,
		`{"\ufb33":1,"\ud83d\ude00":2,"\u00f6":3}`:     "{\"ö\":3,\"😀\":2,\"\ufb33\":1}",
		`{"n":[1.0,-0,1e15,1e-7,0.1,100,4.50]}`:        `{"n":[1,0,1000000000000000,1e-7,0.1,100,4.5]}`,
		`{"t":"\u0000\u001f\b\t\n\f\r\"\\/<>&\u007f"}`: `{"t":"\u0000\u001f\b\t\n\f\r\"\\/<>&` + "\u007f\"}",
		`{"n":12345678901234567890}`:                   "!proof-number",
		`{"n":1e999}`:                                  "!proof-number",
		`{"a":1,"a":1}`:                                "!proof-twice",
		`{"a":"\ud800"}`:                               "!proof-json",
	} {
		got, err := proof.JCS([]byte(doc))
		text := string(got)
		if err != nil {
			text = "!" + issuer.CodeOf(err)
		}
		if text != want {
			t.Errorf("%s: %s, want %s", doc, text, want)
		}
	}
}
