package mail

import (
	"context"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"encoding/hex"
	"errors"
	"net"
	"net/textproto"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"badgekiln/issuer"
	"badgekiln/issuer/deliver/outbox"

	"github.com/wneessen/go-mail/smtp"
)

// Server is a mail server and how to get to it.
type Server struct {
	Profile  Profile
	Secret   string
	Timeouts Timeouts
	Roots    *x509.CertPool   // nil is the system's
	Now      func() time.Time // for certificates
	Hello    string           // the name to greet with; "" is usual

	trusted atomic.Bool // it took mail from us, through any connection
	doors   doors
}

// line is a connection to a server.
type line struct {
	raw    *metered // what was dialled
	conn   net.Conn // the same, or TLS on it
	timer  *time.Timer
	halted atomic.Bool
	client *smtp.Client
	server *Server
	state  *tls.ConnectionState
	sent   int
	simple bool // the server did not understand what it offers
}

// dial connects, makes it secret, and says who we are. Its failures have codes; those
// that may pass within minutes are outbox.Temporary.
func (s *Server) dial(ctx context.Context) (*line, error) {
	p := s.Profile
	at := net.JoinHostPort(p.Host, strconv.Itoa(p.Port))
	limits := s.Timeouts.usual()
	d := net.Dialer{Timeout: limits.Dial}
	conn, err := d.DialContext(ctx, "tcp", at)
	if err != nil {
		return nil, s.unreachable(err)
	}
	raw := &metered{Conn: conn}
	l := &line{raw: raw, conn: raw, server: s}
	// Whoever ends the run does not wait for a server that says nothing.
	stop := context.AfterFunc(ctx, l.halt)
	err = l.open(limits)
	if !stop() && err == nil {
		err = ctx.Err()
	}
	if err != nil {
		l.cut()
		return nil, err
	}
	return l, nil
}

func (l *line) open(limits Timeouts) error {
	s, p := l.server, l.server.Profile
	l.limit(limits.Step)
	if p.Security == TLS {
		secret := tls.Client(l.conn, s.tls())
		if err := secret.Handshake(); err != nil { //nolint:noctx // the connection has a deadline, and the caller's end moves it
			return s.noTLS(err)
		}
		state := secret.ConnectionState()
		l.conn, l.state = secret, &state
	}
	client, err := smtp.NewClient(l.conn, p.Host)
	if err != nil {
		return s.noGreeting(err)
	}
	l.client = client
	name := s.Hello
	if name == "" {
		name = "[127.0.0.1]" // we have no name in the world, and tell none of this computer's
	}
	if err := client.Hello(name); err != nil {
		return s.noGreeting(err)
	}
	if p.Security == StartTLS {
		if ok, _ := client.Extension("STARTTLS"); !ok {
			return issuer.Fail(issuer.Refused, "mail-no-starttls", "host", p.Host)
		}
		l.limit(limits.Step)
		if err := client.StartTLS(s.tls()); err != nil {
			return s.noStart(err)
		}
		if state, ok := client.TLSConnectionState(); ok {
			l.state = &state
		}
	}
	if p.Auth == NoAuth || p.Auth == Auto && p.Username == "" {
		return nil
	}
	l.limit(limits.Step)
	return l.auth()
}

// limit gives the next step its time. The connection may know no clock but the
// machine's, so a timer ends it.
func (l *line) limit(wait time.Duration) {
	if l.timer != nil {
		l.timer.Stop()
	}
	_ = l.raw.SetDeadline(time.Time{})
	l.raw.left.Store(mostSaid)
	conn := l.raw
	l.timer = time.AfterFunc(wait, func() { _ = conn.SetDeadline(past()) })
	if l.halted.Load() { // since before the deadline was taken back
		l.halt()
	}
}

// metered is a connection that ends when more comes in one step than any mail server
// has to say: whoever answers there does not fill the memory.
type metered struct {
	net.Conn
	left atomic.Int64
}

const mostSaid = 1 << 20

func (m *metered) Read(into []byte) (int, error) {
	n, err := m.Conn.Read(into)
	if m.left.Add(-int64(n)) < 0 {
		return 0, errors.New("the server does not stop talking")
	}
	return n, err
}

// halt ends what the connection is at, for whoever ends the run.
func (l *line) halt() {
	l.halted.Store(true)
	_ = l.raw.SetDeadline(past())
}

// past is a deadline that is over.
func past() time.Time { return time.Unix(1, 0) }

func (s *Server) unreachable(err error) error {
	host, code := s.Profile.Host+":"+strconv.Itoa(s.Profile.Port), "mail-unreachable"
	var dns *net.DNSError
	if errors.As(err, &dns) && dns.IsNotFound {
		return issuer.Fail(issuer.Refused, "mail-host-unknown", "host", s.Profile.Host).Because(err)
	}
	return outbox.Temporary(issuer.Fail(issuer.Refused, code, "host", host).Because(err))
}

// noGreeting is a server that does not begin as a mail server does.
func (s *Server) noGreeting(err error) error {
	var said *textproto.Error
	host := s.Profile.Host + ":" + strconv.Itoa(s.Profile.Port)
	if errors.As(err, &said) {
		fault := issuer.Fail(issuer.Refused, "mail-greeting", "host", host, "code", strconv.Itoa(said.Code), "answer", s.scrub(said.Msg))
		if said.Code/100 == 4 {
			return outbox.Temporary(fault)
		}
		return fault
	}
	var wait net.Error
	if errors.As(err, &wait) && wait.Timeout() {
		return outbox.Temporary(issuer.Fail(issuer.Refused, "mail-silent", "host", host).Because(err))
	}
	return outbox.Temporary(issuer.Fail(issuer.Refused, "mail-no-mail", "host", host).Because(errors.New(s.scrub(err.Error()))))
}

// tls trusts what the system trusts, for the host that was named; and one
// certificate by its fingerprint, if the profile names one.
func (s *Server) tls() *tls.Config {
	return &tls.Config{
		ServerName: s.Profile.Host, MinVersion: tls.VersionTLS12,
		InsecureSkipVerify: true, // #nosec G402 -- VerifyConnection looks, and can tell what is wrong
		VerifyConnection:   s.verify,
	}
}

// badCertificate is why a certificate is not trusted.
type badCertificate struct {
	code  string
	pairs []string
	cause error
}

func (b *badCertificate) Error() string { return b.code }

func (s *Server) verify(state tls.ConnectionState) error {
	if len(state.PeerCertificates) == 0 {
		return &badCertificate{code: "mail-cert-none"}
	}
	leaf := state.PeerCertificates[0]
	mark := Fingerprint(leaf)
	if s.Profile.Fingerprint != "" {
		if mark == s.Profile.Fingerprint {
			return nil
		}
		return &badCertificate{code: "mail-cert-other", pairs: []string{"fingerprint", mark, "trusted", s.Profile.Fingerprint}}
	}
	between := x509.NewCertPool()
	for _, c := range state.PeerCertificates[1:] {
		between.AddCert(c)
	}
	now := s.Now()
	_, err := leaf.Verify(x509.VerifyOptions{DNSName: s.Profile.Host, Intermediates: between, Roots: s.Roots, CurrentTime: now})
	if err == nil {
		return nil
	}
	bad := &badCertificate{code: "mail-cert-unknown", cause: err, pairs: []string{"fingerprint", mark, "by", leaf.Issuer.CommonName}}
	var host x509.HostnameError
	switch {
	case now.After(leaf.NotAfter):
		bad.code, bad.pairs = "mail-cert-expired", append(bad.pairs, "date", leaf.NotAfter.UTC().Format(time.DateOnly))
	case now.Before(leaf.NotBefore):
		bad.code, bad.pairs = "mail-cert-early", append(bad.pairs, "date", leaf.NotBefore.UTC().Format(time.DateOnly))
	case errors.As(err, &host):
		bad.code, bad.pairs = "mail-cert-host", append(bad.pairs, "names", names(leaf))
	case leaf.Issuer.String() == leaf.Subject.String():
		bad.code = "mail-cert-self"
	}
	return bad
}

// names are the hosts a certificate is for.
func names(c *x509.Certificate) string {
	all := c.DNSNames
	for _, ip := range c.IPAddresses {
		all = append(all, ip.String())
	}
	const most = 5
	if len(all) > most {
		all = append(all[:most:most], "…")
	}
	if len(all) == 0 {
		return c.Subject.CommonName
	}
	return strings.Join(all, ", ")
}

// Fingerprint is the SHA-256 of a certificate, hex.
func Fingerprint(c *x509.Certificate) string {
	sum := sha256.Sum256(c.Raw)
	return hex.EncodeToString(sum[:])
}

// noStart is a server that offers STARTTLS, and does not do it.
func (s *Server) noStart(err error) error {
	var said *textproto.Error
	if !errors.As(err, &said) {
		return s.noTLS(err)
	}
	host := s.Profile.Host + ":" + strconv.Itoa(s.Profile.Port)
	fault := issuer.Fail(issuer.Refused, "mail-starttls", "host", host, "code", strconv.Itoa(said.Code), "answer", s.scrub(said.Msg))
	if said.Code/100 == 4 {
		return outbox.Temporary(fault)
	}
	return fault
}

func (s *Server) noTLS(err error) error {
	host := s.Profile.Host + ":" + strconv.Itoa(s.Profile.Port)
	var bad *badCertificate
	if errors.As(err, &bad) {
		return issuer.Fail(issuer.Refused, bad.code, append([]string{"host", host}, bad.pairs...)...).Because(bad.cause)
	}
	var plain tls.RecordHeaderError
	if errors.As(err, &plain) {
		return issuer.Fail(issuer.Refused, "mail-not-tls", "host", host).Because(err)
	}
	if old(err) {
		return issuer.Fail(issuer.Refused, "mail-tls-old", "host", host).Because(err)
	}
	return outbox.Temporary(issuer.Fail(issuer.Refused, "mail-tls", "host", host, "detail", oneLine(err.Error())).Because(err))
}

// old tells whether a server speaks only what is not safe any more (RFC 8996): it
// says so, or goes on in the old way. The library has no type for either.
func old(err error) bool {
	said := err.Error()
	return strings.Contains(said, "protocol version not supported") || strings.Contains(said, "unsupported protocol version")
}

// scrub takes the secret and what it looks like on the line out of a text that comes
// from the server, and what would do something to the screen on which it is shown.
func (s *Server) scrub(text string) string {
	forms := s.forms()
	return outbox.Scrub(oneLine(outbox.Scrub(text, forms...)), forms...)
}

// close ends a connection in good manners, if that is quick.
func (l *line) close() {
	if l.client != nil {
		l.limit(2 * time.Second)
		_ = l.client.Quit()
	}
	l.cut()
}

// cut ends a connection on the spot.
func (l *line) cut() {
	if l.timer != nil {
		l.timer.Stop()
	}
	_ = l.raw.Close()
}
