package keys

import (
	"bytes"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/mr-tron/base58"

	"badgekiln/issuer"
)

const ledgerID = "7f1d3c1e-6f0b-4d5e-9a51-0c2d7c1f9b10"

func noon() time.Time { return time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC) }

// home is one user's folders, without a keyring.
func home(t *testing.T) (ledger string, secrets Secrets) {
	t.Helper()
	dir := t.TempDir()
	return filepath.Join(dir, "ledgers", "workshop.db"), Secrets{Dir: filepath.Join(dir, "config", "badgekiln")}
}

func newKey(t *testing.T, s *Store) issuer.Key {
	t.Helper()
	k, err := s.New(rand.Reader, Ed25519, "workshop", noon())
	if err != nil {
		t.Fatalf("new key: %v", err)
	}
	return k
}

func mustSign(t *testing.T, s *Store, k issuer.Key) {
	t.Helper()
	signer, err := s.Open(k.ID)
	if err != nil {
		t.Fatalf("open: %v", err)
	}
	sig, err := signer.Sign([]byte("message"))
	if err != nil || !ed25519.Verify(k.Public, []byte("message"), sig) {
		t.Fatalf("signature does not verify (%v)", err)
	}
}

func wantCode(t *testing.T, err error, code string) {
	t.Helper()
	if got := issuer.CodeOf(err); got != code {
		t.Fatalf("code = %q (%v), want %q", got, err, code)
	}
}

func passphraseFile(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "passphrase")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestKeySealedByTheKeptSecretSigns(t *testing.T) {
	t.Parallel()
	ledger, secrets := home(t)
	s := Beside(ledger, ledgerID, secrets)
	k := newKey(t, s)
	mustSign(t, s, k)
	if k.Issuer != "workshop" || !strings.HasPrefix(k.Multibase, "z6Mk") || k.Worthless {
		t.Errorf("key = %+v", k)
	}
	list, err := s.List()
	k.Issuer = ""
	if diff := cmp.Diff([]issuer.Key{k}, list); diff != "" || err != nil {
		t.Errorf("list (%v): %s", err, diff)
	}
	for path, want := range map[string]fs.FileMode{
		s.path(k.ID): 0o600, s.Dir(): 0o700, secrets.Dir: 0o700, filepath.Join(secrets.Dir, secretFile): 0o600,
	} {
		if info, err := os.Stat(path); err != nil || info.Mode().Perm() != want {
			t.Errorf("%s: mode %v (%v), want %v", filepath.Base(path), info.Mode().Perm(), err, want)
		}
	}
}

func TestKeySealedByAPassphrase(t *testing.T) {
	t.Parallel()
	ledger, secrets := home(t)
	secrets.PassphraseFile = passphraseFile(t, "kiln on fire\r\nsecond line")
	s := Beside(ledger, ledgerID, secrets)
	k := newKey(t, s)
	mustSign(t, s, k)
	if _, err := os.Stat(filepath.Join(secrets.Dir, secretFile)); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a secret was made beside the passphrase: %v", err)
	}
	asked := Purpose("")
	prompting := Secrets{Dir: secrets.Dir, Prompt: func(p Purpose) (string, error) { asked = p; return "kiln on fire", nil }}
	mustSign(t, Beside(ledger, ledgerID, prompting), k)
	if asked != ToOpen {
		t.Errorf("asked for %q", asked)
	}
	for code, file := range map[string]string{
		"key-wrong-secret": passphraseFile(t, "kiln on ice"),
		"passphrase-empty": passphraseFile(t, "\nkiln on fire"),
		"passphrase-file":  filepath.Join(t.TempDir(), "none"),
	} {
		_, err := Beside(ledger, ledgerID, Secrets{PassphraseFile: file}).Open(k.ID)
		wantCode(t, err, code)
	}
	_, err := Beside(ledger, ledgerID, Secrets{Dir: secrets.Dir}).Open(k.ID)
	wantCode(t, err, "key-secret-missing")
}

func TestKeyFilesInAnotherHomeDoNotSign(t *testing.T) {
	t.Parallel()
	ledger, secrets := home(t)
	k := newKey(t, Beside(ledger, ledgerID, secrets))
	_, other := home(t)
	copied := Beside(ledger, ledgerID, other)
	_, err := copied.Open(k.ID)
	wantCode(t, err, "key-secret-missing")
	if _, err := os.Stat(other.Dir); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("opening made a secret: %v", err)
	}
	newKey(t, copied) // now that home has a secret of its own
	_, err = copied.Open(k.ID)
	wantCode(t, err, "key-wrong-secret")
}

func TestKeyServesItsOwnLedgerOnly(t *testing.T) {
	t.Parallel()
	ledger, secrets := home(t)
	var seed [ed25519.SeedSize]byte
	copy(seed[:], "the sample's key is known to all")
	s := Beside(ledger, ledgerID, secrets)
	k, err := s.FromSeed(Ed25519, seed, "sample", noon())
	if err != nil || !k.Worthless {
		t.Fatalf("key %+v, %v", k, err)
	}
	mustSign(t, s, k)
	_, err = s.FromSeed(Ed25519, seed, "sample", noon())
	wantCode(t, err, "key-exists")
	const otherID = "00000000-0000-4000-8000-000000000000"
	_, err = Beside(ledger, otherID, secrets).Open(k.ID)
	wantCode(t, err, "key-wrong-ledger")

	// A file changed to name the other ledger is found out by the seal.
	data, err := os.ReadFile(s.path(k.ID))
	if err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string][2]string{
		"other ledger": {ledgerID, otherID}, "not worthless": {`"worthless": true`, `"worthless": false`},
		"other date": {"2026", "2016"},
	} {
		changed := bytes.Replace(data, []byte(change[0]), []byte(change[1]), 1)
		if bytes.Equal(changed, data) {
			t.Fatalf("%s: nothing was changed", name)
		}
		if err := os.WriteFile(s.path(k.ID), changed, 0o600); err != nil {
			t.Fatal(err)
		}
		store := s
		if name == "other ledger" {
			store = Beside(ledger, otherID, secrets)
		}
		_, err := store.Open(k.ID)
		wantCode(t, err, "key-file-damaged")
	}
}

func TestNewRefuses(t *testing.T) {
	t.Parallel()
	ledger, secrets := home(t)
	_, err := Beside(ledger, ledgerID, secrets).New(rand.Reader, "p384", "workshop", noon())
	wantCode(t, err, "key-algorithm")
	if _, err := Beside(ledger, ledgerID, secrets).New(bytes.NewReader(nil), Ed25519, "workshop", noon()); err == nil {
		t.Error("a key was made without randomness")
	}
	for _, id := range []string{"", "k404", "../secret", "K", "-k"} {
		_, err := Beside(ledger, ledgerID, secrets).Open(id)
		wantCode(t, err, "key-missing")
	}
	blocked := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(blocked, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	_, err = Beside(ledger, ledgerID, Secrets{Dir: filepath.Join(blocked, "x")}).New(rand.Reader, Ed25519, "w", noon())
	wantCode(t, err, "secret-unreadable")
	_, err = Beside(filepath.Join(blocked, "l.db"), ledgerID, secrets).New(rand.Reader, Ed25519, "w", noon())
	wantCode(t, err, "key-unwritable")
	_, err = Beside(filepath.Join(blocked, "l.db"), ledgerID, secrets).Rehearse(rand.Reader, Ed25519, "w", noon())
	wantCode(t, err, "key-unwritable")
}

// TestNoKeyInAnyFile looks for the private key in everything a home holds
// after keys were made, opened, packed and refused.
func TestNoKeyInAnyFile(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	ledger := filepath.Join(root, "ledgers", "w.db")
	secrets := Secrets{Dir: filepath.Join(root, "config")}
	s := Beside(ledger, ledgerID, secrets)
	seed := bytes.Repeat([]byte("\x9d\x61\xb1\xde\x15\x3e\xef\x07"), 4)
	k, err := s.New(bytes.NewReader(seed), Ed25519, "workshop", noon())
	if err != nil {
		t.Fatal(err)
	}
	mustSign(t, s, k)
	b, err := s.Bundle()
	if err != nil {
		t.Fatal(err)
	}
	for name, data := range b.Files {
		if err := os.WriteFile(filepath.Join(root, "bundle-"+name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	files := 0
	err = filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		files++
		data, err := os.ReadFile(path)
		if form := leaks(data, seed); form != "" {
			t.Errorf("%s holds the key as %s", d.Name(), form)
		}
		return err
	})
	if err != nil || files != 4 {
		t.Errorf("%d files looked at (%v), want 4", files, err)
	}
	if leaks([]byte("x"+hex.EncodeToString(seed)), seed) == "" {
		t.Error("the search finds nothing at all")
	}
}

func leaks(data, seed []byte) string {
	whole := ed25519.NewKeyFromSeed(seed)
	for _, key := range [][]byte{seed, whole} {
		trimmed := len(key) / 3 * 4 // without the last characters, which depend on what follows
		for form, text := range map[string]string{
			"raw": string(key), "hex": hex.EncodeToString(key), "HEX": strings.ToUpper(hex.EncodeToString(key)),
			"base64": base64.StdEncoding.EncodeToString(key)[:trimmed], "base64url": base64.URLEncoding.EncodeToString(key)[:trimmed],
			"base58": base58.Encode(key),
		} {
			if bytes.Contains(data, []byte(text)) {
				return form
			}
		}
	}
	return ""
}
