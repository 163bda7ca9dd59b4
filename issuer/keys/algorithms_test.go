package keys

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"badgekiln/issuer"
	"badgekiln/issuer/jws"
)

// TestEveryAlgorithmSigns makes a key of each kind, signs twice, verifies, and
// takes it through a backup to another home.
func TestEveryAlgorithmSigns(t *testing.T) {
	t.Parallel()
	for alg, token := range map[string]jws.Algorithm{Ed25519: jws.EdDSA, P256: jws.ES256, RSA: jws.RS256} {
		dir := t.TempDir()
		s := Beside(filepath.Join(dir, "l.db"), ledgerID, Secrets{Dir: filepath.Join(dir, "home")})
		k, err := s.New(rand.Reader, alg, "workshop", noon())
		if err != nil {
			t.Fatal(alg, err)
		}
		list, err := s.List()
		if err != nil || len(list) != 1 || list[0].Multibase != k.Multibase || list[0].Algorithm != alg {
			t.Fatalf("%s: listed as %+v: %v", alg, list, err)
		}
		b, err := s.Bundle()
		if err != nil {
			t.Fatal(alg, err)
		}
		far := Beside(filepath.Join(dir, "far.db"), ledgerID, Secrets{Dir: filepath.Join(dir, "far")})
		if err := far.Restore(b.Files); err != nil {
			t.Fatal(alg, err)
		}
		var made []string
		for _, store := range []*Store{s, far} {
			signer, err := store.Open(k.ID)
			if err != nil {
				t.Fatal(alg, err)
			}
			text, err := jws.Sign(signer, token, issuer.Obj{}, []byte(`{"a":1}`))
			if err != nil {
				t.Fatal(alg, err)
			}
			made = append(made, text)
		}
		if made[0] != made[1] {
			t.Errorf("%s: signing again gives other bytes", alg)
		}
		parsed, err := jws.Parse(made[0])
		if err != nil {
			t.Fatal(alg, err)
		}
		public, err := jws.ParseMultibase(k.Multibase)
		if err != nil || parsed.Verify(public, token) != nil {
			t.Errorf("%s: does not verify: %v, %v", alg, err, parsed.Verify(public, token))
		}
	}
}

// TestSampleKeysAreReproducible: the same seed, the same worthless key.
func TestSampleKeysAreReproducible(t *testing.T) {
	t.Parallel()
	for _, alg := range []string{Ed25519, P256, RSA} {
		var made []string
		for range 2 {
			dir := t.TempDir()
			s := Beside(filepath.Join(dir, "l.db"), ledgerID, Secrets{Dir: dir})
			k, err := s.FromSeed(alg, [32]byte{1, 2, 3}, "sample", noon())
			if err != nil || !k.Worthless {
				t.Fatal(alg, err)
			}
			if _, err := s.Open(k.ID); err != nil {
				t.Fatal(alg, err)
			}
			made = append(made, k.Multibase)
		}
		if made[0] != made[1] {
			t.Errorf("%s: two keys of one seed", alg)
		}
	}
}

// TestAnotherAlgorithmOutside: a key file that calls its key another kind is
// damaged, not used.
func TestAnotherAlgorithmOutside(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s := Beside(filepath.Join(dir, "l.db"), ledgerID, Secrets{Dir: dir})
	k, err := s.New(rand.Reader, P256, "w", noon())
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(s.Dir(), k.ID+".json")
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !json.Valid(data) || !strings.Contains(string(data), `"p256"`) {
		t.Fatalf("%s", data)
	}
	if err := os.WriteFile(path, bytes.Replace(data, []byte(`"p256"`), []byte(`"rsa"`), 1), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Open(k.ID); issuer.CodeOf(err) != "key-file-damaged" {
		t.Errorf("opened with %v", err)
	}
}
