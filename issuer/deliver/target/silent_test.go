package target_test

import (
	"context"
	"crypto/ed25519"
	"encoding/pem"
	"errors"
	"net"
	"os"
	"path/filepath"
	"testing"
	"time"

	"golang.org/x/crypto/ssh"

	"badgekiln/issuer/deliver/target"
)

// TestASilentServerIsLeft: whoever ends a publication does not wait for a server that
// takes a connection and says nothing.
func TestASilentServerIsLeft(t *testing.T) {
	t.Parallel()
	silent, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = silent.Close() })
	known := filepath.Join(t.TempDir(), "known")
	if err := os.WriteFile(known, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, at := range []string{"sftp://ada@" + silent.Addr().String() + "/www", "git+ssh://ada@" + silent.Addr().String() + "/site?branch=pages"} {
		ctx, end := context.WithCancel(t.Context())
		left := make(chan error, 1)
		go func() {
			_, err := target.Open(ctx, place(t, at), target.Access{Secret: "x", KnownHosts: known})
			left <- err
		}()
		time.AfterFunc(200*time.Millisecond, end)
		select {
		case err := <-left:
			if !errors.Is(err, context.Canceled) {
				t.Errorf("%s: %v", at, err)
			}
		case <-time.After(2 * time.Second):
			t.Errorf("%s is waited for", at)
		}
	}
}

// TestASilentAgentIsLeft: an agent that answers nothing holds nobody up for good.
func TestASilentAgentIsLeft(t *testing.T) {
	t.Parallel()
	dir, err := os.MkdirTemp("", "agent") // names of sockets are short
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	at := filepath.Join(dir, "s")
	silent, err := (&net.ListenConfig{}).Listen(t.Context(), "unix", at)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = silent.Close() })
	_, secret, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	block, err := ssh.MarshalPrivateKeyWithPassphrase(secret, "", []byte("only the agent knows"))
	if err != nil {
		t.Fatal(err)
	}
	file, known := filepath.Join(dir, "key"), filepath.Join(dir, "known")
	if err := errors.Join(os.WriteFile(file, pem.EncodeToMemory(block), 0o600), os.WriteFile(known, nil, 0o600)); err != nil {
		t.Fatal(err)
	}
	ctx, end := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer end()
	left := make(chan error, 1)
	go func() {
		_, err := target.Open(ctx, place(t, "sftp://ada@127.0.0.1:9/www"), target.Access{KeyFile: file, Agent: at, KnownHosts: known})
		left <- err
	}()
	select {
	case err := <-left:
		if err == nil {
			t.Error("opened")
		}
	case <-time.After(7 * time.Second):
		t.Error("it is waited for")
	}
}
