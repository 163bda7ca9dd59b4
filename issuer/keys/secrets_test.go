package keys

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"filippo.io/age"
)

// memoryRing is a keyring of one session.
type memoryRing struct {
	mu     sync.Mutex
	kept   map[string]string
	closed bool
	lossy  bool // accepts everything and keeps nothing
	short  bool // keeps only the beginning
}

func (r *memoryRing) Get(name string) (string, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	text, ok := r.kept[name]
	if r.closed || !ok {
		return "", errors.New("no such entry")
	}
	return text, nil
}

func (r *memoryRing) Set(name, secret string) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.closed {
		return errors.New("closed")
	}
	if r.short {
		secret = secret[:20]
	}
	if !r.lossy {
		r.kept[name] = secret
	}
	return nil
}

func (r *memoryRing) Delete(name string) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.kept, name)
	return nil
}

func TestKeyringHoldsTheSecret(t *testing.T) {
	t.Parallel()
	ledger, secrets := home(t)
	ring := &memoryRing{kept: map[string]string{}}
	secrets.Ring = ring
	s := Beside(ledger, ledgerID, secrets)
	k := newKey(t, s)
	mustSign(t, s, k)
	data, err := os.ReadFile(filepath.Join(secrets.Dir, secretFile))
	if err != nil || strings.Contains(string(data), "SECRET") || len(ring.kept) != 1 {
		t.Errorf("file %q (%v), %d entries in the keyring", data, err, len(ring.kept))
	}
	_, other := home(t)
	other.Ring = ring
	_, err = Beside(ledger, ledgerID, other).Open(k.ID)
	wantCode(t, err, "key-secret-missing") // the same keyring, another home
	ring.closed = true
	_, err = s.Open(k.ID)
	wantCode(t, err, "keyring-closed")
	secrets.Ring = nil
	_, err = Beside(ledger, ledgerID, secrets).Open(k.ID)
	wantCode(t, err, "keyring-closed")
}

// TestAnotherSecretUnderOurName: a keyring that gives a whole secret, and not ours.
func TestAnotherSecretUnderOurName(t *testing.T) {
	t.Parallel()
	ledger, secrets := home(t)
	ring := &memoryRing{kept: map[string]string{}}
	secrets.Ring = ring
	s := Beside(ledger, ledgerID, secrets)
	k := newKey(t, s)
	other, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	for name := range ring.kept {
		ring.kept[name] = other.String()
	}
	_, err = s.Open(k.ID)
	wantCode(t, err, "secret-damaged")
}

func TestKeyringThatKeepsNothingIsPassedOver(t *testing.T) {
	t.Parallel()
	for name, ring := range map[string]*memoryRing{"closed": {closed: true}, "lossy": {lossy: true}, "short": {short: true, kept: map[string]string{}}} {
		ledger, secrets := home(t)
		secrets.Ring = ring
		s := Beside(ledger, ledgerID, secrets)
		k := newKey(t, s)
		secrets.Ring = nil
		t.Run(name, func(t *testing.T) { mustSign(t, Beside(ledger, ledgerID, secrets), k) })
	}
}

func TestDamagedSecretIsNotQuoted(t *testing.T) {
	t.Parallel()
	ledger, secrets := home(t)
	s := Beside(ledger, ledgerID, secrets)
	k := newKey(t, s)
	path := filepath.Join(secrets.Dir, secretFile)
	const damaged = "AGE-SECRET-KEY-1QQQQQ"
	if err := os.WriteFile(path, []byte(damaged), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := s.Open(k.ID)
	wantCode(t, err, "secret-damaged")
	if strings.Contains(err.Error(), damaged) {
		t.Errorf("the error quotes the secret: %v", err)
	}
}

func TestSilentKeyringStallsNobody(t *testing.T) {
	t.Parallel()
	never := make(chan struct{})
	defer close(never)
	_, err := limited(time.Millisecond, func() (string, error) { <-never; return "", nil })
	if !errors.Is(err, errRingSilent) {
		t.Errorf("err = %v", err)
	}
	text, err := limited(time.Hour, func() (string, error) { return "spoken", nil })
	if text != "spoken" || err != nil {
		t.Errorf("%q, %v", text, err)
	}
}

func TestNoKeyringWithoutASessionBus(t *testing.T) {
	t.Parallel()
	if os.Getenv("OS") == "Windows_NT" {
		t.Skip("Windows has a keyring without a bus")
	}
	if _, err := os.Stat("/System/Library"); err == nil {
		t.Skip("macOS has a keyring without a bus")
	}
	if SystemRing("") != nil {
		t.Error("a keyring without a session bus")
	}
}

// TestProcessesAtOnceMakeOneSecret starts this test again as several programs
// that make keys in the same home at the same time.
func TestProcessesAtOnceMakeOneSecret(t *testing.T) {
	if os.Getenv("KEYS_TEST_CHILD") != "" {
		for {
			if _, err := os.Stat("go"); err == nil {
				break
			}
		}
		newKey(t, Beside("l.db", ledgerID, Secrets{Dir: "config"}))
		return
	}
	t.Parallel()
	const programs = 6
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	started := make([]*exec.Cmd, programs)
	for i := range started {
		started[i] = exec.CommandContext(t.Context(), program, "-test.run=^TestProcessesAtOnceMakeOneSecret$")
		started[i].Env = append(os.Environ(), "KEYS_TEST_CHILD=1")
		started[i].Dir = dir
		if err := started[i].Start(); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(dir, "go"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, cmd := range started {
		if err := cmd.Wait(); err != nil {
			t.Fatal(err)
		}
	}
	s := Beside(filepath.Join(dir, "l.db"), ledgerID, Secrets{Dir: filepath.Join(dir, "config")})
	list, err := s.List()
	if err != nil || len(list) != programs {
		t.Fatalf("%d keys (%v), want %d", len(list), err, programs)
	}
	for _, k := range list {
		mustSign(t, s, k)
	}
	if left, err := os.ReadDir(filepath.Join(dir, "config")); err != nil || len(left) != 1 {
		t.Errorf("%d files beside the secret (%v)", len(left)-1, err)
	}
}

func TestLostRaceLeavesNothingInTheKeyring(t *testing.T) {
	t.Parallel()
	_, secrets := home(t)
	first, err := secrets.kept(true)
	if err != nil {
		t.Fatal(err)
	}
	ring := &memoryRing{kept: map[string]string{}}
	secrets.Ring = ring
	second, err := secrets.makeKept() // as if the file had not been there a moment ago
	if err != nil || second.String() != first.String() || len(ring.kept) != 0 {
		t.Errorf("same secret %v, %d entries left (%v)", second.String() == first.String(), len(ring.kept), err)
	}
}
