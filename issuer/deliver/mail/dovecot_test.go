package mail_test

import (
	"bufio"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"fmt"
	"io"
	"net"
	"os"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"badgekiln/issuer"
	"badgekiln/issuer/deliver/internal/neighbour"
	"badgekiln/issuer/deliver/mail"
	"badgekiln/issuer/deliver/outbox"
)

const (
	horse    = "correct horse, battery"
	tokenKey = "the key that tokens are signed with"
)

// dovecot is Dovecot's submission server, which lets people in by every way that it
// knows and hands their mails to a server of ours.
func dovecot(t *testing.T, cert, key, more string) (port int, taken <-chan string) {
	t.Helper()
	dir, err := os.MkdirTemp("", "dove") // the names of its sockets must be short
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	relay, taken := sink(t)
	me, err := user.Current()
	if err != nil {
		t.Fatal(err)
	}
	name, group := me.Username, me.Username
	if me.Uid == "0" {
		name, group = "nobody", "nogroup"
	}
	for _, sub := range []string{"run", "state", "tokens", "tokens/default", "tokens/default/HS256", "mail"} {
		if err := os.Mkdir(filepath.Join(dir, sub), 0o755); err != nil { // #nosec G301 -- Dovecot's processes have users of their own
			t.Fatal(err)
		}
	}
	open := func(name, text string) string {
		name = neighbour.Write(t, filepath.Join(dir, name), text)
		if err := os.Chmod(name, 0o644); err != nil { // #nosec G302 -- Dovecot's processes have users of their own
			t.Fatal(err)
		}
		return name
	}
	neighbour.Open(t, filepath.Join(dir, "mail"), 0o777) // Dovecot wants a place, though nothing is ever in it
	neighbour.Open(t, dir, 0o755)
	open("users", "ada:{PLAIN}"+horse+"\n")
	open("tokens/default/HS256/default", base64.StdEncoding.EncodeToString([]byte(tokenKey)))
	open("oauth", "introspection_mode = local\nlocal_validation_key_dict = fs:posix:prefix="+dir+"/tokens/\nusername_attribute = sub\n")
	address := neighbour.Start(t, "dovecot", func(address string) []string {
		_, port, _ := net.SplitHostPort(address)
		return []string{"-F", "-c", open("conf", strings.NewReplacer("DIR", dir, "CERT", cert, "KEY", key, "USER", name, "GROUP", group, "PORT", port, "RELAY", strconv.Itoa(relay)).Replace(`
base_dir = DIR/run
state_dir = DIR/state
log_path = DIR/log
mail_location = maildir:DIR/mail
default_login_user = USER
default_internal_user = USER
default_internal_group = GROUP
protocols = submission
listen = 127.0.0.1
hostname = localhost
ssl = required
ssl_cert = <CERT
ssl_key = <KEY
auth_mechanisms = plain login cram-md5 scram-sha-1 scram-sha-256 xoauth2
auth_failure_delay = 0
passdb {
  driver = passwd-file
  args = DIR/users
  mechanisms = plain login cram-md5 scram-sha-1 scram-sha-256
}
passdb {
  driver = oauth2
  args = DIR/oauth
  mechanisms = xoauth2
}
userdb {
  driver = static
  args = uid=USER gid=GROUP home=DIR
}
submission_relay_host = 127.0.0.1
submission_relay_port = RELAY
submission_relay_trusted = yes
service submission-login {
  chroot =
  inet_listener submission {
    port = PORT
  }
}
service anvil {
  chroot =
  unix_listener anvil-auth-penalty {
    mode = 0
  }
}
`)+more)}
	})
	_, at, _ := net.SplitHostPort(address)
	port, _ = strconv.Atoi(at)
	return port, taken
}

// sink is a mail server that takes everything and gives what it took.
func sink(t *testing.T) (port int, taken <-chan string) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	mails := make(chan string, 100)
	return serving(t, l, err, func(conn net.Conn) {
		r := bufio.NewReader(conn)
		_, _ = io.WriteString(conn, "220 sink\r\n")
		for {
			line, err := r.ReadString('\n')
			if err != nil {
				return
			}
			switch strings.ToUpper(strings.Fields(line + " x")[0]) {
			case "EHLO":
				_, _ = io.WriteString(conn, "250-sink\r\n250 8BITMIME\r\n")
			case "DATA":
				_, _ = io.WriteString(conn, "354 go on\r\n")
				var body strings.Builder
				for line != ".\r\n" && err == nil {
					if line, err = r.ReadString('\n'); line != ".\r\n" {
						body.WriteString(strings.TrimPrefix(line, "."))
					}
				}
				mails <- body.String()
				_, _ = io.WriteString(conn, "250 2.0.0 taken\r\n")
			case "QUIT":
				_, _ = io.WriteString(conn, "221 bye\r\n")
				return
			default:
				_, _ = io.WriteString(conn, "250 2.0.0 fine\r\n")
			}
		}
	}), mails
}

// token is one of those that people get where they sign in (RFC 7519).
func token(until time.Time) string {
	b64 := base64.RawURLEncoding.EncodeToString
	text := b64([]byte(`{"alg":"HS256","typ":"JWT"}`)) + "." + b64(fmt.Appendf(nil, `{"sub":"ada","iat":%d,"exp":%d}`, until.Add(-2*time.Hour).Unix(), until.Unix()))
	mac := hmac.New(sha256.New, []byte(tokenKey))
	_, _ = io.WriteString(mac, text)
	return text + "." + b64(mac.Sum(nil))
}

// Every way to sign in is held against a server of other people: the right secret
// brings a mail through as it was written, a wrong one is told for what it is.
func TestEveryWayToSignInAtDovecot(t *testing.T) {
	t.Parallel()
	cert, key, trust := neighbour.Certificate(t, "localhost", time.Now().AddDate(0, 1, 0))
	port, taken := dovecot(t, cert, key, "")
	at := func(way, secret string, roots *x509.CertPool) *mail.Server {
		return &mail.Server{
			Profile: mail.Profile{Name: "club", Host: "localhost", Port: port, Security: mail.StartTLS, Auth: way, Username: "ada", Sender: "badges@hafenwerk.example"},
			Secret:  secret, Roots: roots, Now: time.Now, Timeouts: mail.Timeouts{Step: 20 * time.Second, Final: 20 * time.Second},
		}
	}
	for _, way := range []string{mail.Auto, mail.AuthPlain, mail.AuthLogin, mail.CramMD5, mail.ScramSHA1, mail.ScramSHA256, mail.XOAuth2} {
		secret, wrong := horse, "wrong "+horse
		if way == mail.XOAuth2 {
			secret, wrong = token(time.Now().Add(time.Hour)), token(time.Now().Add(-time.Hour))
		}
		body := "From: badges@hafenwerk.example\r\nSubject: by " + way + "\r\n\r\n.a dot at first\r\nhéllo\r\n"
		write := func(context.Context, outbox.Job) (mail.Letter, *outbox.Result) {
			return mail.Letter{To: "ada@people.example", Body: []byte(body)}, nil
		}
		s, err := at(way, secret, trust).Open(t.Context(), write)
		if err != nil {
			t.Errorf("%s: %v", way, err)
			continue
		}
		if code, answer, err := s.Send(t.Context(), outbox.Job{}).Answer(); err != nil {
			t.Errorf("%s: %v, %s %s", way, err, code, answer)
		}
		_ = s.Close()
		select {
		case got := <-taken:
			if !strings.HasSuffix(got, body) {
				t.Errorf("%s: it took\n%s", way, got)
			}
		case <-time.After(20 * time.Second):
			t.Errorf("%s: nothing came", way)
		}
		_, err = at(way, wrong, trust).Knock(t.Context())
		if issuer.CodeOf(err) != "mail-auth" || strings.Contains(err.Error(), wrong) {
			t.Errorf("%s, a wrong secret: %v", way, err)
		}
	}
	if _, err := at(mail.Auto, horse, x509.NewCertPool()).Knock(t.Context()); issuer.CodeOf(err) != "mail-cert-self" {
		t.Errorf("nobody vouches: %v", err)
	}
}

// A way that the server does not know, and a server of old: told, and no secret is
// sent.
func TestWhatDovecotDoesNotKnow(t *testing.T) {
	t.Parallel()
	cert, key, trust := neighbour.Certificate(t, "localhost", time.Now().AddDate(0, 1, 0))
	for name, one := range map[string]struct{ way, conf, code string }{
		"no SCRAM":                       {mail.ScramSHA256, "auth_mechanisms = plain\n", "mail-auth-way"},
		"tokens alone":                   {mail.Auto, "auth_mechanisms = xoauth2\n", "mail-no-auth"},
		"one that knows new and old TLS": {mail.Auto, "ssl_min_protocol = TLSv1\nssl_cipher_list = ALL:@SECLEVEL=0\nssl_prefer_server_ciphers = yes\n", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			port, _ := dovecot(t, cert, key, one.conf)
			s := &mail.Server{Profile: mail.Profile{Host: "localhost", Port: port, Security: mail.StartTLS, Auth: one.way, Username: "ada", Sender: "a@ex.org"}, Secret: horse, Roots: trust, Now: time.Now}
			if _, err := s.Knock(t.Context()); issuer.CodeOf(err) != one.code {
				t.Error(err)
			}
		})
	}
}
