package mail_test

import (
	"bufio"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"io"
	"math/big"
	"net"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"badgekiln/issuer"
	"badgekiln/issuer/deliver/mail"
)

// certified makes a certificate, signed by another or by itself.
func certified(t *testing.T, host string, from, until time.Time, by *tls.Certificate) tls.Certificate {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	c := &x509.Certificate{
		SerialNumber: big.NewInt(time.Now().UnixNano()), Subject: pkix.Name{CommonName: host}, NotBefore: from, NotAfter: until,
		BasicConstraintsValid: true, IsCA: by == nil, KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign,
	}
	if strings.Contains(host, ".") || host == "localhost" {
		c.DNSNames = []string{host}
	}
	parent, signer := c, key
	if by != nil {
		parent, signer = by.Leaf, by.PrivateKey.(*ecdsa.PrivateKey)
	}
	der, err := x509.CreateCertificate(rand.Reader, c, parent, &key.PublicKey, signer)
	if err != nil {
		t.Fatal(err)
	}
	leaf, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key, Leaf: leaf}
}

// serving answers each connection of a listener until the test ends, and gives
// its port.
func serving(t *testing.T, l net.Listener, err error, answer func(net.Conn)) int {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			go func() {
				defer func() { _ = conn.Close() }()
				answer(conn)
			}()
		}
	}()
	return l.Addr().(*net.TCPAddr).Port
}

// chatting says hello, and the same to every line.
func chatting(hello, reply string) func(net.Conn) {
	return func(conn net.Conn) {
		_, _ = io.WriteString(conn, hello)
		for lines := bufio.NewScanner(conn); lines.Scan(); {
			_, _ = io.WriteString(conn, reply)
		}
	}
}

// greeting is a TLS server on loopback that shows a certificate and says hello.
func greeting(t *testing.T, c tls.Certificate) int {
	t.Helper()
	l, err := tls.Listen("tcp", "127.0.0.1:0", &tls.Config{Certificates: []tls.Certificate{c}, MinVersion: tls.VersionTLS12})
	return serving(t, l, err, chatting("220 here\r\n", "250 fine\r\n"))
}

// What is wrong with a certificate is told for what it is, with its fingerprint;
// trusted by that it is let in, and no other is.
func TestCertificatesAreToldPlainly(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 26, 12, 0, 0, 0, time.UTC)
	year := 365 * 24 * time.Hour
	authority := certified(t, "Some Authority", now.Add(-year), now.Add(year), nil)
	roots := x509.NewCertPool()
	roots.AddCert(authority.Leaf)
	stranger := certified(t, "Strange Authority", now.Add(-year), now.Add(year), nil)
	knock := func(c tls.Certificate, fingerprint string) error {
		s := mail.Server{
			Profile: mail.Profile{Host: "localhost", Port: greeting(t, c), Security: mail.TLS, Auth: mail.NoAuth, Sender: "a@ex.org", Fingerprint: fingerprint},
			Roots:   roots, Now: func() time.Time { return now },
		}
		secured, err := s.Knock(context.Background())
		if err == nil && !secured {
			t.Error("it is not secret")
		}
		return err
	}
	for want, c := range map[string]tls.Certificate{
		"":                  certified(t, "localhost", now.Add(-year), now.Add(year), &authority),
		"mail-cert-expired": certified(t, "localhost", now.Add(-year), now.Add(-time.Hour), &authority),
		"mail-cert-early":   certified(t, "localhost", now.Add(time.Hour), now.Add(year), &authority),
		"mail-cert-host":    certified(t, "mail.example.org", now.Add(-year), now.Add(year), &authority),
		"mail-cert-unknown": certified(t, "localhost", now.Add(-year), now.Add(year), &stranger),
		"mail-cert-self":    certified(t, "localhost", now.Add(-year), now.Add(year), nil),
	} {
		err := knock(c, "")
		if issuer.CodeOf(err) != want {
			t.Errorf("%s: %v", want, err)
		}
		if err := knock(c, mail.Fingerprint(c.Leaf)); err != nil {
			t.Errorf("%s, trusted: %v", want, err)
		}
		if err := knock(c, strings.Repeat("0", 64)); issuer.CodeOf(err) != "mail-cert-other" {
			t.Errorf("%s, another: %v", want, err)
		}
	}
}

// A server that speaks only TLS of old is told for that, and is not tried again.
func TestTLSOfOld(t *testing.T) {
	t.Parallel()
	now := time.Now()
	c := certified(t, "localhost", now.Add(-time.Hour), now.Add(time.Hour), nil)
	for name, most := range map[string]uint16{"1.0": tls.VersionTLS10, "1.1": tls.VersionTLS11} {
		l, err := tls.Listen("tcp", "127.0.0.1:0", &tls.Config{Certificates: []tls.Certificate{c}, MinVersion: tls.VersionTLS10, MaxVersion: most}) // #nosec G402 -- that is what is tested
		port := serving(t, l, err, func(conn net.Conn) { _, _ = io.WriteString(conn, "220 here\r\n") })
		s := mail.Server{Profile: mail.Profile{Host: "localhost", Port: port, Security: mail.TLS, Auth: mail.NoAuth, Sender: "a@ex.org"}, Now: time.Now}
		if _, err := s.Knock(t.Context()); issuer.CodeOf(err) != "mail-tls-old" {
			t.Errorf("TLS %s: %v", name, err)
		}
	}
}

// Whoever is no mail server, or none that keeps secrets, is told for that.
func TestNoMailServer(t *testing.T) {
	t.Parallel()
	answers := func(text, reply string) int {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		return serving(t, l, err, chatting(text, reply))
	}
	says := func(text string) int { return answers(text, "250 localhost\r\n") }
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	closed := free.Addr().(*net.TCPAddr).Port
	_ = free.Close()
	for want, p := range map[string]mail.Profile{
		"mail-unreachable": {Port: closed, Security: mail.StartTLS},
		"mail-no-mail":     {Port: says("HTTP/1.0 400 Bad Request\r\n"), Security: mail.StartTLS},
		"mail-silent":      {Port: says(""), Security: mail.StartTLS},
		"mail-greeting":    {Port: says("554 5.7.1 go away, correct horse\r\n"), Security: mail.StartTLS},
		"mail-no-starttls": {Port: says("220 hello\r\n"), Security: mail.StartTLS},
		"mail-not-tls":     {Port: says("220 hello\r\n"), Security: mail.TLS},
		"mail-auth-none":   {Port: says("220 hello\r\n"), Security: mail.Plain, Auth: mail.Auto, Username: "ada"},
		"mail-no-auth":     {Port: answers("220 hello\r\n", "250-localhost\r\n250 AUTH NTLM\r\n"), Security: mail.Plain, Auth: mail.Auto, Username: "ada"},
		"mail-auth-secret": {Port: answers("220 hello\r\n", "250-localhost\r\n250 STARTTLS\r\n"), Security: mail.Plain, Auth: mail.CramMD5, Username: "ada"},
	} {
		p.Host = "127.0.0.1"
		if p.Auth == "" {
			p.Auth = mail.NoAuth
		}
		s := mail.Server{Profile: p, Secret: "correct horse", Now: time.Now, Timeouts: mail.Timeouts{Step: 300 * time.Millisecond}}
		_, err := s.Knock(context.Background())
		if issuer.CodeOf(err) != want || strings.Contains(err.Error(), "correct horse") {
			t.Errorf("%s: %v", want, err)
		}
	}
	ctx, cancel := context.WithCancel(context.Background())
	s := mail.Server{Profile: mail.Profile{Host: "127.0.0.1", Port: says(""), Security: mail.StartTLS, Auth: mail.NoAuth}, Now: time.Now}
	time.AfterFunc(50*time.Millisecond, cancel)
	if _, err := s.Knock(ctx); err == nil {
		t.Error("it worked")
	}
}

// A server that does not stop talking, in one line or in many, is left before it fills
// the memory.
func TestEndlessAnswers(t *testing.T) {
	t.Parallel()
	for name, more := range map[string]string{"one line": strings.Repeat("x", 1<<16), "many lines": strings.Repeat("220-and so on\r\n", 1<<12)} {
		var said atomic.Int64
		l, err := net.Listen("tcp", "127.0.0.1:0")
		port := serving(t, l, err, func(conn net.Conn) {
			for said.Load() < 64<<20 {
				n, err := io.WriteString(conn, "220-"+more)
				if said.Add(int64(n)); err != nil {
					return
				}
			}
			_, _ = io.WriteString(conn, "\r\n220 at last\r\n")
		})
		s := mail.Server{Profile: mail.Profile{Host: "127.0.0.1", Port: port, Security: mail.Plain, Auth: mail.NoAuth, Sender: "a@ex.org"}, Now: time.Now}
		if _, err := s.Knock(t.Context()); issuer.CodeOf(err) != "mail-no-mail" || said.Load() > 32<<20 {
			t.Errorf("%s: %d MB were heard, %v", name, said.Load()>>20, err)
		}
	}
}
