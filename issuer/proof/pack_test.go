package proof_test

import (
	"bytes"
	"crypto/ed25519"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"badgekiln/issuer"
	"badgekiln/issuer/jws"
	"badgekiln/issuer/ob3"
	"badgekiln/issuer/proof"
)

// standardsPack finds the standards pack, or skips the test.
func standardsPack(tb testing.TB) string {
	tb.Helper()
	dir := os.Getenv("BADGEKILN_STANDARDS")
	if dir == "" {
		root, err := os.Getwd()
		if err != nil {
			tb.Fatal(err)
		}
		for {
			if _, err := os.Stat(filepath.Join(root, "go.mod")); err == nil {
				break
			}
			root = filepath.Dir(root)
		}
		dir = filepath.Join(root, "..", "shared", "standards", "data")
	}
	if _, err := os.Stat(dir); err != nil {
		tb.Skip("The standards pack is not here. Set BADGEKILN_STANDARDS to its data folder.")
	}
	return dir
}

func readPack(tb testing.TB, name string) []byte {
	tb.Helper()
	text, err := os.ReadFile(filepath.Join(standardsPack(tb), name))
	if err != nil {
		tb.Fatal(err)
	}
	return text
}

// known are the program's contexts.
func known(tb testing.TB) *ob3.Contexts {
	tb.Helper()
	contexts, err := ob3.LoadContexts()
	if err != nil {
		tb.Fatal(err)
	}
	return contexts
}

// withExamples adds the W3C's context for examples, which defines every term
// there is and belongs in tests only.
type withExamples struct{ *ob3.Contexts }

func (w withExamples) Context(url string) (any, bool) {
	if url == "https://www.w3.org/ns/credentials/examples/v2" {
		return map[string]any{"@vocab": "https://www.w3.org/ns/credentials/examples#"}, true
	}
	return w.Contexts.Context(url)
}

// fragmentKey reads the key out of the fragment of a verification method, as
// only a test may do for https addresses, or out of a bare did:key.
func fragmentKey(method string) (ed25519.PublicKey, error) {
	did, fragment, _ := strings.Cut(method, "#")
	if fragment == "" {
		fragment = strings.TrimPrefix(did, "did:key:")
	}
	key, err := jws.ParseMultibase(fragment)
	public, _ := key.(ed25519.PublicKey)
	return public, err
}

// seedSigner signs with a private key.
type seedSigner struct{ key ed25519.PrivateKey }

func (s seedSigner) Sign(message []byte) ([]byte, error) { return ed25519.Sign(s.key, message), nil }

func decode(tb testing.TB, text []byte) map[string]any {
	tb.Helper()
	var doc map[string]any
	if err := json.Unmarshal(text, &doc); err != nil {
		tb.Fatal(err)
	}
	return doc
}

func encode(tb testing.TB, doc any) []byte {
	tb.Helper()
	text, err := json.Marshal(doc)
	if err != nil {
		tb.Fatal(err)
	}
	return text
}

// outcome puts the answer of VerifyProofs into a word for each proof.
func outcome(results []proof.Result, err error) string {
	if err != nil {
		return "error " + issuer.CodeOf(err)
	}
	words := make([]string, len(results))
	for i, r := range results {
		words[i] = "ok"
		if !r.OK {
			words[i] = r.Code
		}
	}
	return strings.Join(words, " ")
}

// newSigner makes a signer of a worthless key.
func newSigner(seed byte) seedSigner {
	return seedSigner{ed25519.NewKeyFromSeed(bytes.Repeat([]byte{seed}, ed25519.SeedSize))}
}

// method is the signer's did:key verification method.
func (s seedSigner) method() string {
	public := jws.Multibase(s.key.Public().(ed25519.PublicKey))
	return "did:key:" + public + "#" + public
}
