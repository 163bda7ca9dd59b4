package mail_test

import (
	"bufio"
	"crypto/hmac"
	"crypto/pbkdf2"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"fmt"
	"net"
	"strings"
	"testing"
	"time"

	"badgekiln/issuer"
	"badgekiln/issuer/deliver/mail"
)

// scrammer is a mail server that knows SCRAM-SHA-256 (RFC 5802, 7677) with the
// password horse, and what it does wrong.
type scrammer struct {
	offers   string
	version  uint16
	rounds   int  // that it asks for; 0 is usual
	stranger bool // it is on another TLS connection than the client, as one in the middle would be
	unproven bool // it lets people in without a proof of its own
	asked    chan string
}

func (s *scrammer) serve(conn *tls.Conn) {
	defer func() { _ = conn.Close() }()
	r := bufio.NewReader(conn)
	say := func(text string) { _, _ = fmt.Fprint(conn, text+"\r\n") }
	hear := func() string { line, _ := r.ReadString('\n'); return strings.TrimSpace(line) }
	b64 := base64.StdEncoding.EncodeToString
	plain := func(text string) string { raw, _ := base64.StdEncoding.DecodeString(text); return string(raw) }
	say("220 here")
	for {
		line := hear()
		verb, rest, _ := strings.Cut(line, " ")
		switch {
		case line == "":
			return
		case verb == "EHLO":
			say("250-here\r\n250 AUTH " + s.offers)
		case verb == "AUTH":
			s.asked <- rest
			say("334 ")
			first := plain(hear())
			flag, bare, _ := strings.Cut(first, ",,")
			nonce := bare[strings.Index(bare, ",r=")+3:] + "more"
			rounds := max(s.rounds, 4096)
			challenge := fmt.Sprintf("r=%s,s=%s,i=%d", nonce, b64([]byte("salt")), rounds)
			say("334 " + b64([]byte(challenge)))
			final, proof, _ := strings.Cut(plain(hear()), ",p=")
			if proof == "" {
				return
			}
			salted, _ := pbkdf2.Key(sha256.New, horse, []byte("salt"), rounds, 32)
			all := bare + "," + challenge + "," + final
			client := mac(salted, "Client Key")
			stored := sha256.Sum256(client)
			signature := mac(stored[:], all)
			for i := range client {
				client[i] ^= signature[i]
			}
			binding := flag + ",,"
			if kind, ok := strings.CutPrefix(flag, "p="); ok {
				binding += s.bound(conn.ConnectionState(), kind)
			}
			if proof != b64(client) || !strings.HasPrefix(final, "c="+b64([]byte(binding))+",") {
				say("535 5.7.8 no")
				return
			}
			if !s.unproven {
				say("334 " + b64([]byte("v="+b64(mac(mac(salted, "Server Key"), all)))))
				hear()
			}
			say("235 2.7.0 in")
		default:
			say("250 fine")
		}
	}
}

func mac(key []byte, text string) []byte {
	m := hmac.New(sha256.New, key)
	_, _ = m.Write([]byte(text))
	return m.Sum(nil)
}

func (s *scrammer) bound(state tls.ConnectionState, kind string) string {
	if s.stranger {
		return "another connection"
	}
	if kind == "tls-unique" && state.Version == tls.VersionTLS12 {
		return string(state.TLSUnique)
	}
	raw, _ := state.ExportKeyingMaterial("EXPORTER-Channel-Binding", []byte{}, 32)
	return string(raw)
}

// SCRAM is bound to the TLS connection where the server can do that; whoever sits
// in the middle is not let in, a server has to prove itself, and none keeps us busy.
func TestSCRAMIsBoundAndMutual(t *testing.T) {
	t.Parallel()
	now := time.Now()
	c := certified(t, "localhost", now.Add(-time.Hour), now.Add(time.Hour), nil)
	roots := x509.NewCertPool()
	roots.AddCert(c.Leaf)
	const both = "SCRAM-SHA-256 SCRAM-SHA-256-PLUS PLAIN"
	for name, one := range map[string]struct {
		server    scrammer
		way, code string
		asked     string
	}{
		"TLS 1.3":         {scrammer{offers: both, version: tls.VersionTLS13}, mail.Auto, "", "SCRAM-SHA-256-PLUS"},
		"TLS 1.2":         {scrammer{offers: both, version: tls.VersionTLS12}, mail.ScramSHA256, "", "SCRAM-SHA-256-PLUS"},
		"not bound":       {scrammer{offers: "PLAIN SCRAM-SHA-256", version: tls.VersionTLS13}, mail.Auto, "", "SCRAM-SHA-256"},
		"in the middle":   {scrammer{offers: both, version: tls.VersionTLS13, stranger: true}, mail.Auto, "mail-auth", "SCRAM-SHA-256-PLUS"},
		"without a proof": {scrammer{offers: both, version: tls.VersionTLS13, unproven: true}, mail.Auto, "mail-auth-failed", "SCRAM-SHA-256-PLUS"},
		"for hours":       {scrammer{offers: both, version: tls.VersionTLS13, rounds: 2_000_000_000}, mail.Auto, "mail-auth-failed", "SCRAM-SHA-256-PLUS"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := one.server
			server.asked = make(chan string, 1)
			l, err := tls.Listen("tcp", "127.0.0.1:0", &tls.Config{Certificates: []tls.Certificate{c}, MinVersion: server.version, MaxVersion: server.version}) // #nosec G402 -- 1.2 and 1.3
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = l.Close() })
			go func() {
				if conn, err := l.Accept(); err == nil {
					server.serve(conn.(*tls.Conn))
				}
			}()
			s := mail.Server{
				Profile: mail.Profile{Host: "localhost", Port: l.Addr().(*net.TCPAddr).Port, Security: mail.TLS, Auth: one.way, Username: "ada", Sender: "a@ex.org"},
				Secret:  horse, Roots: roots, Now: time.Now,
			}
			if _, err := s.Knock(t.Context()); issuer.CodeOf(err) != one.code {
				t.Errorf("%v", err)
			}
			if got := <-server.asked; got != one.asked {
				t.Errorf("asked for %s", got)
			}
		})
	}
}
