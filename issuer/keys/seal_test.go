package keys

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"

	"filippo.io/age"
	"filippo.io/age/armor"
)

// TestHostileWorkFactorIsRefused holds the limit of 64 MB: a file that asks
// for more must be refused before the work is done.
func TestHostileWorkFactorIsRefused(t *testing.T) {
	t.Parallel()
	ledger, secrets := home(t)
	secrets.PassphraseFile = passphraseFile(t, "kiln on fire")
	s := Beside(ledger, ledgerID, secrets)
	k := newKey(t, s)
	e, err := s.read(k.ID)
	if err != nil {
		t.Fatal(err)
	}
	phrase, err := passphraseIdentity("kiln on fire")
	if err != nil {
		t.Fatal(err)
	}
	p, err := e.unseal(phrase)
	if err != nil {
		t.Fatal(err)
	}
	plain, err := json.Marshal(p) // all is right but the work
	if err != nil {
		t.Fatal(err)
	}
	r, err := age.NewScryptRecipient("kiln on fire")
	if err != nil {
		t.Fatal(err)
	}
	r.SetWorkFactor(workFactor + 1)
	var out bytes.Buffer
	lines := armor.NewWriter(&out)
	w, err := age.Encrypt(lines, r)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(plain); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if err := lines.Close(); err != nil {
		t.Fatal(err)
	}
	e.Age = out.String()
	if err := s.write(e, true); err != nil {
		t.Fatal(err)
	}
	_, err = s.Open(k.ID)
	wantCode(t, err, "key-file-damaged")
}

func TestDamagedKeyFiles(t *testing.T) {
	t.Parallel()
	ledger, secrets := home(t)
	s := Beside(ledger, ledgerID, secrets)
	k := newKey(t, s)
	good, err := os.ReadFile(s.path(k.ID))
	if err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string][]byte{
		"empty": nil, "cut": good[:len(good)/2], "not JSON": []byte("key"), "another version": bytes.Replace(good, []byte(`"v": 1`), []byte(`"v": 2`), 1),
		"another key's name": bytes.Replace(good, []byte(k.ID), []byte("k000000000000"), 1),
		"another seal":       bytes.Replace(good, []byte(byKept), []byte("nothing"), 1),
		"public key":         bytes.Replace(good, []byte("z6Mk"), []byte("z0Ol"), 1),
		"stanza":             bytes.Replace(good, []byte("BEGIN"), []byte("BEGAN"), 1),
	} {
		if err := os.WriteFile(s.path(k.ID), data, 0o600); err != nil {
			t.Fatal(err)
		}
		t.Run(name, func(t *testing.T) {
			_, err := s.Open(k.ID)
			wantCode(t, err, "key-file-damaged")
		})
	}
	if err := os.WriteFile(s.path(k.ID), bytes.Repeat([]byte(" "), maxFile+1), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err = s.Open(k.ID)
	wantCode(t, err, "keys-unreadable")
}

// TestFormOfKeyFiles: what is wrong in the open is found without opening a key, and
// files that are none of ours are passed over.
func TestFormOfKeyFiles(t *testing.T) {
	t.Parallel()
	ledger, secrets := home(t)
	s := Beside(ledger, ledgerID, secrets)
	k := newKey(t, s)
	good, err := os.ReadFile(s.path(k.ID))
	if err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string][2]string{
		"another version":      {`"v": 1`, `"v": 2`},
		"a member of tomorrow": {`"v": 1`, `"v": 1, "tomorrow": true`},
		"another algorithm":    {`"alg": "ed25519"`, `"alg": "p256"`},
	} {
		changed := bytes.Replace(good, []byte(change[0]), []byte(change[1]), 1)
		if bytes.Equal(changed, good) {
			t.Fatalf("%s: nothing was changed", name)
		}
		if err := os.WriteFile(s.path(k.ID), changed, 0o600); err != nil {
			t.Fatal(err)
		}
		t.Run(name, func(t *testing.T) {
			_, err := s.List()
			wantCode(t, err, "key-file-damaged")
		})
	}
	if err := os.WriteFile(s.path(k.ID), good, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"-k", "K", strings.Repeat("k", 65), "k.old"} {
		if err := os.WriteFile(s.path(name), []byte("notes"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if list, err := s.List(); err != nil || len(list) != 1 {
		t.Errorf("%d keys, %v", len(list), err)
	}
}

// TestAnotherKeyUnderTheSeal: what lies inside says the same as what stands outside,
// and is another key.
func TestAnotherKeyUnderTheSeal(t *testing.T) {
	t.Parallel()
	ledger, secrets := home(t)
	s := Beside(ledger, ledgerID, secrets)
	k := newKey(t, s)
	e, err := s.read(k.ID)
	if err != nil {
		t.Fatal(err)
	}
	secret, err := s.secrets.kept(false)
	if err != nil {
		t.Fatal(err)
	}
	e, err = sealed(payload{facts: e.facts, Seed: bytes.Repeat([]byte{7}, 32)}, byKept, secret.Recipient())
	if err != nil {
		t.Fatal(err)
	}
	if err := s.write(e, true); err != nil {
		t.Fatal(err)
	}
	_, err = s.Open(k.ID)
	wantCode(t, err, "key-file-damaged")
}

func TestPrintingASignerShowsNoKey(t *testing.T) {
	t.Parallel()
	ledger, secrets := home(t)
	s := Beside(ledger, ledgerID, secrets)
	seed := bytes.Repeat([]byte{7}, 32)
	k, err := s.New(bytes.NewReader(seed), Ed25519, "workshop", noon())
	if err != nil {
		t.Fatal(err)
	}
	signer, err := s.Open(k.ID)
	if err != nil {
		t.Fatal(err)
	}
	text := fmt.Sprintf("%v %+v %#v", signer, signer, signer)
	if leaks([]byte(text), seed) != "" || bytes.Contains([]byte(text), []byte("7 7 7 7")) {
		t.Errorf("printed: %s", text)
	}
}

// FuzzDecode feeds key files to the reader: it must never panic, and what it
// accepts must come back the same.
func FuzzDecode(f *testing.F) {
	dir := f.TempDir()
	s := Beside(dir+"/l.db", ledgerID, Secrets{Dir: dir})
	k, err := s.New(rand.Reader, Ed25519, "workshop", noon())
	if err != nil {
		f.Fatal(err)
	}
	good, err := os.ReadFile(s.path(k.ID))
	if err != nil {
		f.Fatal(err)
	}
	secret, err := s.secrets.kept(false)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(good)
	f.Add([]byte("{}"))
	f.Fuzz(func(t *testing.T, data []byte) {
		e, err := decode(data)
		if err != nil {
			return
		}
		again, err := e.encode()
		if err != nil {
			t.Fatal(err)
		}
		if same, err := decode(again); err != nil || same != e {
			t.Fatalf("%+v became %+v (%v)", e, same, err)
		}
		_, _ = e.unseal(secret)
	})
}

func BenchmarkOpen(b *testing.B) {
	for _, by := range []string{byKept, byPassphrase} {
		b.Run(by, func(b *testing.B) {
			dir := b.TempDir()
			secrets := Secrets{Dir: dir}
			if by == byPassphrase {
				secrets.PassphraseFile = dir + "/p"
				if err := os.WriteFile(secrets.PassphraseFile, []byte("kiln on fire"), 0o600); err != nil {
					b.Fatal(err)
				}
			}
			s := Beside(dir+"/l.db", ledgerID, secrets)
			k, err := s.New(rand.Reader, Ed25519, "w", noon())
			if err != nil {
				b.Fatal(err)
			}
			b.ReportAllocs()
			for b.Loop() {
				if _, err := s.Open(k.ID); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
