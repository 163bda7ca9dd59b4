package windowtrials

import (
	"bufio"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"encoding/hex"
	"math/big"
	"net"
	"strings"
	"sync"
	"testing"
	"time"
)

// post is a mail server of this computer that takes mail after STARTTLS and a sign-in
// only, with a certificate of its own.
type post struct {
	Port, Fingerprint string

	mu    sync.Mutex
	mails map[string][]string // by recipient
	open  int                 // commands for mail that came without encryption or sign-in
}

// serve begins one for a user and a password.
func serve(t *testing.T, user, password string) *post {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	about := &x509.Certificate{SerialNumber: big.NewInt(1), DNSNames: []string{"localhost"}, NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour)}
	der, err := x509.CreateCertificate(rand.Reader, about, about, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	sum := sha256.Sum256(der)
	_, port, _ := net.SplitHostPort(l.Addr().String())
	p := &post{Port: port, Fingerprint: hex.EncodeToString(sum[:]), mails: map[string][]string{}}
	secret := base64.StdEncoding.EncodeToString([]byte("\x00" + user + "\x00" + password))
	own := &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}}, MinVersion: tls.VersionTLS12}
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go p.talk(c, own, secret)
		}
	}()
	return p
}

// talk is one connection.
func (p *post) talk(c net.Conn, own *tls.Config, secret string) {
	defer func() { _ = c.Close() }()
	in := bufio.NewReader(c)
	say := func(text string) { _, _ = c.Write([]byte(text + "\r\n")) }
	say("220 localhost ESMTP")
	var safe, known bool
	var to string
	for {
		line, err := in.ReadString('\n')
		if err != nil {
			return
		}
		verb, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
		switch strings.ToUpper(verb) {
		case "EHLO":
			if safe {
				say("250-localhost\r\n250-8BITMIME\r\n250 AUTH PLAIN")
			} else {
				say("250-localhost\r\n250 STARTTLS")
			}
		case "STARTTLS":
			say("220 go on")
			s := tls.Server(c, own)
			c, in, safe = s, bufio.NewReader(s), true
		case "AUTH":
			if known = safe && strings.TrimPrefix(rest, "PLAIN ") == secret; known {
				say("235 welcome")
			} else {
				say("535 no")
			}
		case "MAIL", "RCPT", "DATA":
			if !known {
				p.mu.Lock()
				p.open++
				p.mu.Unlock()
				say("530 sign in first")
				continue
			}
			if strings.EqualFold(verb, "RCPT") {
				to = strings.Trim(rest[strings.IndexByte(rest, ':')+1:], "<> ")
			}
			if !strings.EqualFold(verb, "DATA") {
				say("250 ok")
				continue
			}
			say("354 go on")
			var mail strings.Builder
			for {
				line, err := in.ReadString('\n')
				if err != nil {
					return
				}
				if line == ".\r\n" {
					break
				}
				mail.WriteString(strings.TrimPrefix(line, "."))
			}
			p.mu.Lock()
			p.mails[to] = append(p.mails[to], mail.String())
			p.mu.Unlock()
			say("250 taken for " + to)
		case "QUIT":
			say("221 bye")
			return
		default:
			say("250 ok")
		}
	}
}
