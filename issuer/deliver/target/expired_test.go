package target_test

import (
	"crypto/ed25519"
	"crypto/rand"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/knownhosts"

	"badgekiln/issuer"
	"badgekiln/issuer/deliver/target"
)

// TestExpiredPasswords: a password that was right once is not said to be wrong, nor
// its server to be out of reach, and it is never given to a question for another.
func TestExpiredPasswords(t *testing.T) {
	t.Parallel()
	ask := func(rounds ...string) func(ssh.KeyboardInteractiveChallenge) error {
		return func(question ssh.KeyboardInteractiveChallenge) error {
			for i, text := range rounds {
				answers, err := question("", "", []string{text}, []bool{false})
				if err != nil || len(answers) != 1 || answers[0] != "right" {
					return errors.New("wrong")
				}
				if i > 0 {
					t.Errorf("%q was answered by the password", text)
				}
			}
			return nil
		}
	}
	for name, c := range map[string]struct {
		ask    func(ssh.KeyboardInteractiveChallenge) error
		says   string // instead of files
		banner string
		code   string
	}{
		"PAM asks for a new one": {ask: ask("Password: ", "You are required to change your password immediately.\nNew password: "), code: "target-expired"},
		"a second factor":        {ask: ask("Password: ", "Verification code: "), code: "target-refused"},
		"a wrong one": {ask: func(question ssh.KeyboardInteractiveChallenge) error {
			_, err := question("", "", []string{"Password: "}, []bool{false})
			return errors.Join(err, errors.New("wrong"))
		}, code: "target-refused"},
		"OpenSSH says so, lets in and hangs up": {
			ask: ask("Password: "), banner: "You are required to change your password immediately (password expired).\n", code: "target-expired",
		},
		"others let in and out":          {ask: ask("Password: "), says: "WARNING: Your password has expired.\nPassword change required but no TTY available.\n", code: "target-expired"},
		"whoever is let in has no files": {ask: ask("Password: "), code: "target-no-sftp"},
	} {
		address, known := shellOnly(t, c.ask, c.says, c.banner)
		_, err := target.Open(t.Context(), place(t, "sftp://ada@"+address+"/www"), target.Access{Secret: "right", KnownHosts: known})
		if issuer.CodeOf(err) != c.code {
			t.Errorf("%s: %v, want %s", name, err, c.code)
		}
	}
	store := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusBadRequest)
		_, _ = io.WriteString(w, "<Error><Code>ExpiredToken</Code><Message>The provided token has expired.</Message></Error>")
	}))
	t.Cleanup(store.Close)
	to, err := target.Open(t.Context(), place(t, "s3+http://KEY@"+store.Listener.Addr().String()+"/site?path=yes&region=us-east-1"), target.Access{Secret: "x"})
	if err != nil {
		t.Fatal(err)
	}
	if err := to.Put(t.Context(), "index.html", []byte("x")); issuer.CodeOf(err) != "target-expired" {
		t.Errorf("a store: %v", err)
	}
}

// TestPasswordsAreAskedForInEachConnection: git connects for reading and again for
// writing, and a server that asks by a dialog does so each time.
func TestPasswordsAreAskedForInEachConnection(t *testing.T) {
	t.Parallel()
	dir := emptyRepository(t)
	address, known := shellOnly(t, func(question ssh.KeyboardInteractiveChallenge) error {
		answers, err := question("", "", []string{"Password: "}, []bool{false})
		if err == nil && (len(answers) != 1 || answers[0] != "right") {
			err = errors.New("wrong")
		}
		return err
	}, "", "")
	for range 2 {
		to, err := target.Open(t.Context(), place(t, "git+ssh://ada@"+address+dir+"?branch=pages"), target.Access{Secret: "right", KnownHosts: known})
		if err != nil {
			t.Fatal(err)
		}
		text := time.Now().String()
		err = to.Put(t.Context(), "index.html", []byte(text))
		if err == nil {
			err = to.(target.Batch).Settle(t.Context())
		}
		if got, _ := to.Get(t.Context(), "index.html"); err != nil || string(got) != text {
			t.Errorf("%q, %v", got, err)
		}
		_ = to.Close()
	}
}

// runs does what a client of git asks a shell to do, and only that.
func runs(channel ssh.Channel, payload []byte) {
	var asked struct{ Command string }
	if ssh.Unmarshal(payload, &asked) != nil {
		return
	}
	program, dir, _ := strings.Cut(asked.Command, " ")
	if program != "git-upload-pack" && program != "git-receive-pack" {
		return
	}
	cmd := exec.Command(program, strings.Trim(dir, "'")) // #nosec G204 -- one of two programs, in a folder of the test
	cmd.Stdin, cmd.Stdout, cmd.Stderr = channel, channel, channel.Stderr()
	status := struct{ Status uint32 }{}
	if cmd.Run() != nil {
		status.Status = 1
	}
	_, _ = channel.SendRequest("exit-status", false, ssh.Marshal(&status))
}

// shellOnly is a server that asks by a dialog and gives no files, but may say why, and
// does what git asks for.
func shellOnly(t *testing.T, ask func(ssh.KeyboardInteractiveChallenge) error, says, banner string) (address, known string) {
	t.Helper()
	_, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	key, err := ssh.NewSignerFromKey(private)
	if err != nil {
		t.Fatal(err)
	}
	config := &ssh.ServerConfig{KeyboardInteractiveCallback: func(_ ssh.ConnMetadata, question ssh.KeyboardInteractiveChallenge) (*ssh.Permissions, error) {
		return nil, ask(question)
	}, BannerCallback: func(ssh.ConnMetadata) string { return banner }}
	config.AddHostKey(key)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	go func() {
		for {
			raw, err := l.Accept()
			if err != nil {
				return
			}
			go func() {
				_, channels, requests, err := ssh.NewServerConn(raw, config)
				if err != nil {
					return
				}
				go ssh.DiscardRequests(requests)
				for c := range channels {
					channel, wants, err := c.Accept()
					if err != nil {
						return
					}
					go func() {
						for want := range wants {
							_ = want.Reply(says != "" || want.Type == "exec", nil)
							if want.Type == "exec" {
								runs(channel, want.Payload)
							}
							_, _ = io.WriteString(channel.Stderr(), says)
							_ = channel.Close()
						}
					}()
				}
			}()
		}
	}()
	known = filepath.Join(t.TempDir(), "known")
	if err := os.WriteFile(known, []byte(knownhosts.Line([]string{l.Addr().String()}, key.PublicKey())+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	return l.Addr().String(), known
}
