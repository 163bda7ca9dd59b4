package target_test

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/agent"

	"badgekiln/issuer"
	"badgekiln/issuer/deliver/target"
)

// TestWhoMayNotWriteIsNotAStranger: whoever is let in and may not write is not told to
// look at the password.
func TestWhoMayNotWriteIsNotAStranger(t *testing.T) {
	t.Parallel()
	answering := func(status int, text string) string {
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.Method == "PROPFIND" || r.Method == http.MethodOptions {
				w.WriteHeader(http.StatusOK)
				return
			}
			w.WriteHeader(status)
			_, _ = io.WriteString(w, text)
		}))
		t.Cleanup(server.Close)
		return server.Listener.Addr().String()
	}
	store := answering(http.StatusForbidden, "<Error><Code>AccessDenied</Code><Message>Access Denied.</Message></Error>")
	for code, s := range map[string]server{
		"target-denied": sftpServing(t, t.TempDir(), "internal-sftp -R"),
		"target-policy": {place: place(t, "s3+http://KEY@"+store+"/site?path=yes&region=us-east-1"), right: target.Access{Secret: "x"}},
		// Apache and others say so of a folder that is not theirs.
		"target-failed":  {place: place(t, "dav://ada@"+answering(http.StatusInternalServerError, "")+"/"), right: target.Access{Secret: "x"}},
		"target-size":    {place: place(t, "dav://ada@"+answering(http.StatusRequestEntityTooLarge, "")+"/"), right: target.Access{Secret: "x"}},
		"target-denied ": {place: place(t, "dav://ada@"+answering(http.StatusForbidden, "")+"/"), right: target.Access{Secret: "x"}},
	} {
		to, err := target.Open(t.Context(), s.place, s.right)
		if err != nil {
			t.Fatal(err)
		}
		if err := to.Put(t.Context(), "index.html", []byte("x")); issuer.CodeOf(err) != strings.TrimSpace(code) {
			t.Errorf("%v, want %s", err, code)
		}
		_ = to.Close()
	}
}

// TestProtectedBranch: what a repository declines is told in its own words, and is not
// taken for a broken connection.
func TestProtectedBranch(t *testing.T) {
	t.Parallel()
	dir := emptyRepository(t)
	hook := filepath.Join(dir, "hooks", "pre-receive")
	if err := os.WriteFile(hook, []byte("#!/bin/sh\nexit 1\n"), 0o700); err != nil { // #nosec G306 -- a program
		t.Fatal(err)
	}
	s := server{place: place(t, "git+file://"+dir+"?branch=pages")}
	try := func() error {
		to, err := target.Open(t.Context(), s.place, s.right)
		if err != nil {
			return err
		}
		defer func() { _ = to.Close() }()
		if err := to.Put(t.Context(), "index.html", []byte("x")); err != nil {
			return err
		}
		return to.(target.Batch).Settle(t.Context())
	}
	if err := try(); issuer.CodeOf(err) != "target-declined" || !strings.Contains(fmt.Sprint(err), "hook declined") {
		t.Errorf("declined: %v", err)
	}
	if err := os.Remove(hook); err != nil {
		t.Fatal(err)
	}
	if err := try(); err != nil {
		t.Errorf("allowed: %v", err)
	}
}

// TestKeysOfAnAgent: a key that is kept under a passphrase opens a server when an agent
// has it open, and so does its public half alone.
func TestKeysOfAnAgent(t *testing.T) {
	t.Parallel()
	s := sftp(t)
	dir := t.TempDir()
	data, err := os.ReadFile(s.right.KeyFile)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := ssh.ParseRawPrivateKey(data)
	if err != nil {
		t.Fatal(err)
	}
	closed := filepath.Join(dir, "closed")
	if err := os.WriteFile(closed, data, 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.CommandContext(t.Context(), "ssh-keygen", "-p", "-N", "only the agent knows", "-f", closed).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	keys := agent.NewKeyring()
	at := listening(t, keys)
	for _, one := range []struct{ file, agent, code string }{
		{closed, "", "target-key-file"},
		{closed, at, "target-key-file"},
		{closed, filepath.Join(dir, "nobody"), "target-key-file"},
		{s.right.KeyFile + ".pub", at, "target-key-file"},
		{closed, at, ""},
		{s.right.KeyFile + ".pub", at, ""},
	} {
		if one.code == "" {
			if err := keys.Add(agent.AddedKey{PrivateKey: raw}); err != nil {
				t.Fatal(err)
			}
		}
		to, err := target.Open(t.Context(), s.place, target.Access{KeyFile: one.file, Agent: one.agent, KnownHosts: s.right.KnownHosts})
		if issuer.CodeOf(err) != one.code {
			t.Errorf("%s: %v, want %q", one.file, err, one.code)
		}
		if err == nil {
			if err := to.Put(t.Context(), "index.html", []byte("x")); err != nil {
				t.Error(err)
			}
			_ = to.Close()
		}
	}
	u, err := url.Parse(s.place.URL)
	if err != nil {
		t.Fatal(err)
	}
	git := place(t, "git+ssh://root@"+u.Host+emptyRepository(t)+"?branch=pages")
	to, err := target.Open(t.Context(), git, target.Access{KeyFile: closed, Agent: at, KnownHosts: s.right.KnownHosts})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = to.Close() }()
	if err := to.Put(t.Context(), "index.html", []byte("x")); err != nil {
		t.Fatal(err)
	}
	if err := to.(target.Batch).Settle(t.Context()); err != nil {
		t.Errorf("git: %v", err)
	}
}

// listening is an agent that many programs can ask.
func listening(t *testing.T, keys agent.Agent) (at string) {
	t.Helper()
	dir, err := os.MkdirTemp("", "agent") // names of sockets are short
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	at = filepath.Join(dir, "s")
	door, err := (&net.ListenConfig{}).Listen(context.WithoutCancel(t.Context()), "unix", at)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = door.Close() })
	go func() {
		for {
			link, err := door.Accept()
			if err != nil {
				return
			}
			go func() {
				_ = agent.ServeAgent(keys, link) // ends with who asks
				_ = link.Close()
			}()
		}
	}()
	return at
}
