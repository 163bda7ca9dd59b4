package target

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/url"
	"os"
	"path"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/pkg/sftp"
	"golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/knownhosts"

	"badgekiln/issuer"
)

// secure is a folder of a server reached by SFTP. The server has to be one of
// the known hosts: a password is told to nobody else.
type secure struct {
	conn   *ssh.Client
	client *sftp.Client
	at     string
	root   string
	parts  atomic.Int64
	under  errands
	mu     sync.Mutex
	made   map[string]bool
	shown  shown
	over   chan struct{} // closed at the end
}

func openSFTP(ctx context.Context, at string, a Access) (Target, error) {
	u, err := url.Parse(at)
	if err != nil {
		return nil, bad(at)
	}
	hosts, err := knownhosts.New(a.KnownHosts)
	if err != nil {
		return nil, issuer.Fail(issuer.Input, "target-known-hosts", "file", a.KnownHosts, "host", u.Host).At(a.KnownHosts).Because(err)
	}
	way, err := sshAuth(a)
	if err != nil {
		return nil, err
	}
	host := hostOf(u)
	dial := a.Dial
	if dial == nil {
		dial = (&net.Dialer{Timeout: 15 * time.Second}).DialContext
	}
	raw, err := dial(ctx, "tcp", host)
	if err != nil {
		return nil, unreachable(at, err)
	}
	// No step of what follows ends by itself where the server says nothing.
	begin, done := context.WithTimeout(ctx, patience)
	defer done()
	hold := context.AfterFunc(begin, func() { _ = raw.Close() })
	s, err := greet(raw, at, u, &ssh.ClientConfig{
		User: u.User.Username(), Auth: way, HostKeyCallback: hosts, HostKeyAlgorithms: algorithms(hosts, host),
	})
	switch {
	case !hold() && ctx.Err() != nil:
		err = errors.Join(ctx.Err(), err)
	case begin.Err() != nil:
		err = unreachable(at, errors.Join(begin.Err(), err))
	case err != nil:
		err = sshFault(at, host, a, err)
	}
	if err != nil {
		_ = raw.Close()
		return nil, err
	}
	go s.stay()
	return s, nil
}

// greet says who comes, and asks for files.
func greet(raw net.Conn, at string, u *url.URL, config *ssh.ClientConfig) (*secure, error) {
	said := ""
	config.BannerCallback = hearing(&said)
	link, channels, requests, err := ssh.NewClientConn(raw, hostOf(u), config)
	if err != nil {
		return nil, err
	}
	s := &secure{conn: ssh.NewClient(link, channels, requests), at: at, root: strings.TrimPrefix(u.Path, "/"), made: map[string]bool{}, over: make(chan struct{})}
	if strings.HasPrefix(u.Path, "//") { // two strokes: from the server's root, not from the user's home
		s.root = u.Path[1:]
	}
	if s.client, err = sftp.NewClient(s.conn); err != nil {
		return nil, errors.Join(turnedAway(s.conn, at, said, err), s.conn.Close())
	}
	return s, nil
}

func hostOf(u *url.URL) string {
	if u.Port() == "" {
		return net.JoinHostPort(u.Hostname(), "22")
	}
	return u.Host
}

// stay asks for a trifle now and then: a large site takes a while to be looked through
// before its first file is sent, and many servers hang up on who says nothing.
func (s *secure) stay() {
	const often = 10 * time.Second
	for beat := time.NewTicker(often); ; {
		select {
		case <-s.over:
			beat.Stop()
			return
		case <-beat.C:
			_, _ = s.client.Getwd() // whoever needs the connection hears that it broke
		}
	}
}

// algorithms asks the server for a key of the kind that is known, so that it
// does not show another one that nobody knows.
func algorithms(hosts ssh.HostKeyCallback, host string) []string {
	var unknown *knownhosts.KeyError
	if err := hosts(host, &net.TCPAddr{}, nobody{}); !errors.As(err, &unknown) {
		return nil
	}
	var kinds []string
	for _, key := range unknown.Want {
		if kind := key.Key.Type(); kind == ssh.KeyAlgoRSA {
			kinds = append(kinds, ssh.KeyAlgoRSASHA512, ssh.KeyAlgoRSASHA256)
		} else {
			kinds = append(kinds, kind)
		}
	}
	return kinds
}

// nobody is a key that no host has.
type nobody struct{}

func (nobody) Type() string                        { return "none" }
func (nobody) Marshal() []byte                     { return []byte("none") }
func (nobody) Verify([]byte, *ssh.Signature) error { return errors.New("none") }

func sshAuth(a Access) ([]ssh.AuthMethod, error) {
	if a.KeyFile == "" {
		return []ssh.AuthMethod{ssh.Password(a.Secret), ssh.KeyboardInteractive(answering(a.Secret))}, nil
	}
	data, err := os.ReadFile(a.KeyFile) // #nosec G304 -- the user's key
	if err != nil {
		return nil, issuer.Fail(issuer.Input, "target-key-file", "file", a.KeyFile).At(a.KeyFile).Because(err)
	}
	signer, err := ssh.ParsePrivateKey(data)
	if err != nil && a.Secret != "" {
		signer, err = ssh.ParsePrivateKeyWithPassphrase(data, []byte(a.Secret))
	}
	if err != nil {
		signer, err = agentSigner(a.Agent, data)
	}
	if err != nil {
		return nil, issuer.Fail(issuer.Input, "target-key-file", "file", a.KeyFile).At(a.KeyFile).Because(err)
	}
	return []ssh.AuthMethod{ssh.PublicKeys(signer)}, nil
}

// answering gives the password to the one question for it. What is asked after that
// is for another thing: for a new password, mostly, where this one has expired.
func answering(secret string) ssh.KeyboardInteractiveChallenge {
	asked := false
	return func(_, instruction string, questions []string, _ []bool) ([]string, error) {
		if len(questions) == 0 {
			return nil, nil
		}
		if asked || len(questions) > 1 {
			return nil, fmt.Errorf("the server asks for more: %s %s", instruction, strings.Join(questions, " "))
		}
		asked = true
		return []string{secret}, nil
	}
}

// expired tells whether a server says that a password has run out, in the words of
// OpenSSH and of PAM.
func expired(text string) bool {
	text = strings.ToLower(text)
	return strings.Contains(text, "expired") || strings.Contains(text, "new password") || strings.Contains(text, "change your password")
}

// hearing keeps what a server says to whom it lets in: OpenSSH says there that a
// password has expired, lets in, and hangs up without a word.
func hearing(said *string) ssh.BannerCallback {
	const most = 4 << 10
	return func(message string) error {
		*said = (*said + message)[:min(len(*said)+len(message), most)]
		return nil
	}
}

// turnedAway says why somebody who was let in gets no files: the server said so then,
// or says it beside them.
func turnedAway(conn *ssh.Client, at, text string, because error) error {
	if session, err := conn.NewSession(); err == nil {
		beside, piped := session.StderrPipe()
		if asked := session.RequestSubsystem("sftp"); piped == nil && asked == nil && !expired(text) {
			said := make(chan string, 1)
			go func() {
				data, _ := io.ReadAll(io.LimitReader(beside, 4<<10))
				said <- string(data)
			}()
			select {
			case text = <-said:
			case <-time.After(5 * time.Second):
			}
		}
		_ = session.Close()
	}
	switch {
	case expired(text):
		return issuer.Fail(issuer.Refused, "target-expired", "address", at).Because(because)
	case strings.Contains(because.Error(), "subsystem"):
		return issuer.Fail(issuer.Refused, "target-no-sftp", "address", at).Because(because)
	}
	return unreachable(at, because)
}

func sshFault(at, host string, a Access, err error) error {
	var key *knownhosts.KeyError
	switch {
	case issuer.CodeOf(err) != "":
		return err
	// It has none of the kind that is known any more.
	case errors.As(err, &key) && len(key.Want) > 0, strings.Contains(err.Error(), "no common algorithm for host key"):
		return issuer.Fail(issuer.Refused, "target-host-changed", "host", host, "file", a.KnownHosts).Because(err)
	case errors.As(err, &key):
		return issuer.Fail(issuer.Refused, "target-host-unknown", "host", host, "file", a.KnownHosts).Because(err)
	case expired(err.Error()):
		return issuer.Fail(issuer.Refused, "target-expired", "address", at).Because(err)
	case strings.Contains(err.Error(), "unable to authenticate"), strings.Contains(err.Error(), "the server asks for more"):
		return refused(at, err)
	}
	return failed(at, err)
}

func (s *secure) Put(ctx context.Context, name string, data []byte) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	name = path.Join(s.root, name)
	if err := s.folder(path.Dir(name)); err != nil {
		return s.fault(name, err)
	}
	return s.fault(name, s.under.do(ctx, func() error { return s.move(ctx, name, data) }))
}

// move puts a file under another name and moves it to its own.
func (s *secure) move(ctx context.Context, name string, data []byte) error {
	part := partOf(name, data, s.parts.Add(1))
	err := s.write(part, data)
	if err == nil {
		s.show(part, &s.shown.files, readable)
		err = ctx.Err() // nobody waits any more: the old file stays
	}
	if err == nil {
		err = s.replace(part, name)
	}
	if err != nil {
		_ = s.client.Remove(part)
	}
	return err
}

// replace moves a file over another. The protocol knows no such thing, OpenSSH's way of
// it is widely had; to a server without it the old file goes away first.
func (s *secure) replace(part, name string) error {
	const way = "posix-rename@openssh.com"
	if _, has := s.client.HasExtension(way); has {
		return s.client.PosixRename(part, name)
	}
	err := s.client.Rename(part, name) // some do it by this, and where nothing lies all do
	if err == nil || s.client.Remove(name) != nil {
		return err
	}
	return s.client.Rename(part, name)
}

func (s *secure) write(name string, data []byte) error {
	out, err := s.client.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_TRUNC)
	if err != nil {
		return err
	}
	_, err = out.Write(data)
	return errors.Join(err, out.Close())
}

func (s *secure) folder(dir string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.made[dir] || dir == "." || dir == "/" {
		return nil
	}
	if err := s.folders(dir); err != nil {
		return err
	}
	s.made[dir] = true
	return nil
}

func (s *secure) Get(ctx context.Context, name string) ([]byte, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	in, err := s.client.Open(path.Join(s.root, name))
	if err != nil {
		return nil, s.fault(name, err)
	}
	var data strings.Builder
	_, err = in.WriteTo(&data)
	return []byte(data.String()), s.fault(name, errors.Join(err, in.Close()))
}

func (s *secure) fault(name string, err error) error {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return fs.ErrNotExist
	case errors.Is(err, fs.ErrPermission):
		return denied(s.at, name, err)
	case s.full(err):
		return issuer.Fail(issuer.Refused, "target-full", "address", s.at).Because(err)
	}
	return failed(s.at, err)
}

// full asks how much room there is: the protocol has no word for none. Servers
// of other makers than OpenSSH may not tell.
func (s *secure) full(err error) bool {
	var status *sftp.StatusError
	if !errors.As(err, &status) || status.FxCode() != sftp.ErrSSHFxFailure {
		return false
	}
	room, err := s.client.StatVFS(path.Join(s.root, "."))
	return err == nil && room.Bavail == 0
}

func (s *secure) Listable(context.Context) bool { return false }

func (s *secure) Close() error {
	close(s.over)
	s.under.end()
	return errors.Join(s.client.Close(), s.conn.Close())
}
