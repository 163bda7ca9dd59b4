package mail

import (
	"encoding/base64"
	"errors"
	"net/textproto"
	"slices"
	"strconv"
	"strings"

	"badgekiln/issuer"
	"badgekiln/issuer/deliver/outbox"

	"github.com/wneessen/go-mail/smtp"
)

// mechanisms are the ways to say who one is, as servers call them, the best first.
// Those that send the secret itself come last.
func mechanisms() []mechanism {
	return []mechanism{
		{ScramSHA256, "SCRAM-SHA-256"}, {ScramSHA1, "SCRAM-SHA-1"}, {AuthPlain, "PLAIN"}, {AuthLogin, "LOGIN"}, {CramMD5, "CRAM-MD5"},
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
			if slices.Contains(list, m.said) {
				way = m.name
				break
			}
		}
	}
	if !ok || way == Auto {
		return issuer.Fail(issuer.Refused, "mail-no-auth", "host", p.Host, "offered", strings.Join(list, ", "))
	}
	if s.Secret == "" {
		return issuer.Fail(issuer.Usage, "mail-no-secret", "profile", p.Name)
	}
	if (way == AuthPlain || way == AuthLogin || way == XOAuth2) && l.state == nil && !here(p.Host) {
		return issuer.Fail(issuer.Usage, "mail-profile-open", "value", p.Host)
	}
	err := l.client.Auth(s.mechanism(way))
	if err == nil {
		return nil
	}
	var said *textproto.Error
	if !errors.As(err, &said) {
		if code := issuer.CodeOf(err); code != "" {
			return err
		}
		return outbox.Temporary(issuer.Fail(issuer.Refused, "mail-auth-failed", "host", p.Host, "way", way).Because(errors.New(s.scrub(err.Error()))))
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

func (s *Server) mechanism(way string) smtp.Auth {
	p := s.Profile
	switch way {
	case AuthPlain:
		return smtp.PlainAuth("", p.Username, s.Secret, p.Host, false)
	case AuthLogin:
		return smtp.LoginAuth(p.Username, s.Secret, p.Host, false)
	case CramMD5:
		return smtp.CRAMMD5Auth(p.Username, s.Secret)
	case ScramSHA1:
		return smtp.ScramSHA1Auth(p.Username, s.Secret)
	case ScramSHA256:
		return smtp.ScramSHA256Auth(p.Username, s.Secret)
	}
	return smtp.XOAuth2Auth(p.Username, s.Secret)
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
