package keys

import (
	"os"
	"path/filepath"
	"testing"
)

func TestBundleCarriesTheSecretWithoutAPassphrase(t *testing.T) {
	t.Parallel()
	ledger, secrets := home(t)
	s := Beside(ledger, ledgerID, secrets)
	k := newKey(t, s)
	b, err := s.Bundle()
	if err != nil || !b.CarriesSecret || len(b.Files) != 2 {
		t.Fatalf("carries %v, %d files, %v", b.CarriesSecret, len(b.Files), err)
	}
	ledger, secrets = home(t)
	s = Beside(ledger, ledgerID, secrets)
	if err := s.Restore(b.Files); err != nil {
		t.Fatal(err)
	}
	mustSign(t, s, k)
	if data, _ := os.ReadFile(filepath.Join(secrets.Dir, secretFile)); string(data) == string(b.Files[secretFile]) {
		t.Error("the carried secret became the secret of the new home")
	}
	delete(b.Files, secretFile)
	wantCode(t, s.Restore(b.Files), "key-secret-missing")
	b.Files[secretFile] = []byte("AGE-SECRET-KEY-1QQ")
	wantCode(t, s.Restore(b.Files), "bundle-secret-damaged")
}

func TestBundleIsSealedByAPassphrase(t *testing.T) {
	t.Parallel()
	ledger, secrets := home(t)
	k := newKey(t, Beside(ledger, ledgerID, secrets))
	secrets.Prompt = func(p Purpose) (string, error) {
		if p != ToBackup {
			t.Errorf("asked for %q", p)
		}
		return "kiln on fire", nil
	}
	s := Beside(ledger, ledgerID, secrets)
	second := newKey(t, s)
	b, err := s.Bundle()
	if err != nil || b.CarriesSecret || len(b.Files) != 2 || b.Files[secretFile] != nil {
		t.Fatalf("carries %v, %d files, %v", b.CarriesSecret, len(b.Files), err)
	}

	ledger, elsewhere := home(t)
	restored := func(file string) *Store {
		with := elsewhere
		with.PassphraseFile = file
		return Beside(ledger, ledgerID, with)
	}
	wantCode(t, restored("").Restore(b.Files), "key-secret-missing")
	wantCode(t, restored(passphraseFile(t, "kiln on ice")).Restore(b.Files), "key-wrong-secret")
	wantCode(t, Beside(ledger, "another", elsewhere).Restore(b.Files), "key-wrong-ledger")
	if _, err := os.Stat(ledger + ".keys"); err == nil {
		t.Fatal("a refused restore wrote keys")
	}
	if err := restored(passphraseFile(t, "kiln on fire\n")).Restore(b.Files); err != nil {
		t.Fatal(err)
	}
	mustSign(t, restored(""), k) // the passphrase was for the way only
	mustSign(t, restored(""), second)
}

func TestKeysSealedByAPassphraseTravelAsTheyAre(t *testing.T) {
	t.Parallel()
	ledger, secrets := home(t)
	secrets.PassphraseFile = passphraseFile(t, "kiln on fire\n")
	k := newKey(t, Beside(ledger, ledgerID, secrets))
	file := secrets.PassphraseFile
	secrets.PassphraseFile = ""
	b, err := Beside(ledger, ledgerID, secrets).Bundle()
	if err != nil || b.CarriesSecret || len(b.Files) != 1 {
		t.Fatalf("carries %v, %d files, %v", b.CarriesSecret, len(b.Files), err)
	}
	ledger, secrets = home(t)
	if err := Beside(ledger, ledgerID, secrets).Restore(b.Files); err != nil {
		t.Fatal(err)
	}
	_, err = Beside(ledger, ledgerID, secrets).Open(k.ID)
	wantCode(t, err, "key-secret-missing")
	secrets.PassphraseFile = file
	mustSign(t, Beside(ledger, ledgerID, secrets), k)
}

func TestBundleOfNoKeys(t *testing.T) {
	t.Parallel()
	ledger, secrets := home(t)
	b, err := Beside(ledger, ledgerID, secrets).Bundle()
	if err != nil || len(b.Files) != 0 || b.CarriesSecret {
		t.Errorf("%+v, %v", b, err)
	}
}

func TestBundleNamesCannotLeaveTheFolder(t *testing.T) {
	t.Parallel()
	ledger, secrets := home(t)
	s := Beside(ledger, ledgerID, secrets)
	k := newKey(t, s)
	b, err := s.Bundle()
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"../" + k.ID + ".json", "a/" + k.ID + ".json", "k.json", ""} {
		files := map[string][]byte{name: b.Files[k.ID+".json"], secretFile: b.Files[secretFile]}
		wantCode(t, s.Restore(files), "key-file-damaged")
	}
	files := map[string][]byte{k.ID + ".json": make([]byte, maxFile+1)}
	wantCode(t, s.Restore(files), "key-file-damaged")
}
