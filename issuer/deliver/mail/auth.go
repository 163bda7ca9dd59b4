package mail

import (
	"encoding/base64"
	"errors"
	"net/textproto"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"badgekiln/issuer"
	"badgekiln/issuer/deliver/outbox"

	"github.com/wneessen/go-mail/smtp"
)

// mechanisms are the ways to say who one is, as servers call them, the best first.
// Those that send the secret itself come last. "-PLUS" proves besides that both ends
// are on one and the same TLS connection, so it is taken wherever it is offered.
func mechanisms() []mechanism {
	return []mechanism{
		{ScramSHA256, "SCRAM-SHA-256-PLUS"},
		{ScramSHA256, "SCRAM-SHA-256"},
		{ScramSHA1, "SCRAM-SHA-1-PLUS"},
		{ScramSHA1, "SCRAM-SHA-1"},
		{AuthPlain, "PLAIN"},
		{AuthLogin, "LOGIN"},
		{CramMD5, "CRAM-MD5"},
	}
}

type mechanism struct{ name, said string }

// auth says who we are, in the way of the profile or the best that is offered.
func (l *line) auth() error {
	s, p := l.server, l.server.Profile
	ok, offered := l.client.Extension("AUTH")
	list := strings.Fields(strings.ToUpper(strings.ReplaceAll(offered, "=", " ")))
	way := p.Auth
	if way == Auto {
		for _, m := range mechanisms() {
			if slices.Contains(list, m.said) && (l.state != nil || !strings.HasSuffix(m.said, plus)) {
				way = m.name
				break
			}
		}
	}
	if !ok || way == Auto {
		return l.noAuth(list)
	}
	if s.Secret == "" {
		return issuer.Fail(issuer.Usage, "mail-no-secret", "profile", p.Name)
	}
	if (way == AuthPlain || way == AuthLogin || way == XOAuth2) && l.state == nil && !here(p.Host) {
		return issuer.Fail(issuer.Usage, "mail-profile-open", "value", p.Host)
	}
	err := l.client.Auth(l.mechanism(way, list))
	if err == nil {
		return nil
	}
	var said *textproto.Error
	if !errors.As(err, &said) {
		if code := issuer.CodeOf(err); code != "" {
			return err
		}
		detail := s.scrub(err.Error())
		return outbox.Temporary(issuer.Fail(issuer.Refused, "mail-auth-failed", "host", p.Host, "way", way, "detail", detail).Because(errors.New(detail)))
	}
	code, values := "mail-auth", []string{"host", p.Host, "user", p.Username, "code", strconv.Itoa(said.Code), "answer", s.scrub(said.Msg)}
	if said.Code == 504 || said.Code == 534 {
		code = "mail-auth-way"
		values = append(values, "way", way, "offered", strings.Join(list, ", "))
	}
	if said.Code/100 == 4 {
		return outbox.Temporary(issuer.Fail(issuer.Refused, "mail-auth-later", values...))
	}
	return issuer.Fail(issuer.Refused, code, values...)
}

// noAuth is a server at which one cannot sign in as it is asked: it wants a secret
// connection first, asks nobody, or knows other ways alone.
func (l *line) noAuth(offered []string) error {
	host := l.server.Profile.Host
	if secret, _ := l.client.Extension("STARTTLS"); secret && l.state == nil && len(offered) == 0 {
		return issuer.Fail(issuer.Refused, "mail-auth-secret", "host", host)
	}
	if len(offered) == 0 {
		return issuer.Fail(issuer.Refused, "mail-auth-none", "host", host)
	}
	return issuer.Fail(issuer.Refused, "mail-no-auth", "host", host, "offered", strings.Join(offered, ", "))
}

// plus ends the names of the ways that are bound to the TLS connection.
const plus = "-PLUS"

// mechanism is a way to say who we are; offered are those of the server.
func (l *line) mechanism(way string, offered []string) smtp.Auth {
	s, p := l.server, l.server.Profile
	bound := func(name string) bool { return l.state != nil && slices.Contains(offered, name+plus) }
	switch way {
	case AuthPlain:
		return smtp.PlainAuth("", p.Username, s.Secret, p.Host, false)
	case AuthLogin:
		return smtp.LoginAuth(p.Username, s.Secret, p.Host, false)
	case CramMD5:
		return smtp.CRAMMD5Auth(p.Username, s.Secret)
	case ScramSHA1:
		if bound("SCRAM-SHA-1") {
			return &mutual{Auth: smtp.ScramSHA1PlusAuth(p.Username, s.Secret, l.state)}
		}
		return &mutual{Auth: smtp.ScramSHA1Auth(p.Username, s.Secret)}
	case ScramSHA256:
		if bound("SCRAM-SHA-256") {
			return &mutual{Auth: smtp.ScramSHA256PlusAuth(p.Username, s.Secret, l.state)}
		}
		return &mutual{Auth: smtp.ScramSHA256Auth(p.Username, s.Secret)}
	}
	return smtp.XOAuth2Auth(p.Username, s.Secret)
}

// mutual is SCRAM with a server that must prove that it knows the secret too (RFC
// 5802, section 3), and that does not keep us busy for hours with it.
type mutual struct {
	smtp.Auth
	proven bool
}

const mostRounds = 5_000_000 // of hashing; servers ask for some ten thousand

var rounds = regexp.MustCompile(`^r=[^,]*,s=[^,]*,i=(\d{1,18})(?:,|$)`)

func (m *mutual) Next(said []byte, more bool) ([]byte, error) {
	if !more && !m.proven {
		return nil, errors.New("the server did not prove that it knows the password")
	}
	if found := rounds.FindSubmatch(said); more && found != nil {
		if n, err := strconv.Atoi(string(found[1])); err != nil || n < 1 || n > mostRounds {
			return nil, errors.New("the server asks for too many rounds")
		}
	}
	answer, err := m.Auth.Next(said, more)
	m.proven = m.proven || more && err == nil && strings.HasPrefix(string(said), "v=")
	return answer, err
}

// forms are the secret as a server might repeat it.
func (s *Server) forms() []string {
	if s.Secret == "" {
		return nil
	}
	b64 := func(text string) string { return base64.StdEncoding.EncodeToString([]byte(text)) }
	u := s.Profile.Username
	return []string{
		s.Secret, b64(s.Secret), strings.TrimRight(b64(s.Secret), "="), b64("\x00" + u + "\x00" + s.Secret),
		b64("user=" + u + "\x01auth=Bearer " + s.Secret + "\x01\x01"),
	}
}
