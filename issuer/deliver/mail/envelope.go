package mail

import (
	"errors"
	"fmt"
	"net/textproto"
	"regexp"
	"strconv"
	"strings"
)

// The envelope says, where the server understands it, how long the mail is (RFC 1870),
// by what it is to be named when it comes back, whom it was for wherever it is sent on
// to, and that its header is enough then (RFC 3461).

// room is the longest mail that the server takes; 0 when it does not say.
func (l *line) room() int {
	_, most := l.client.Extension("SIZE")
	n, _ := strconv.Atoi(strings.TrimSpace(most))
	return max(n, 0)
}

// from begins a mail that is known by its ticket. A server that offers more than it
// understands is asked once more, without it.
func (l *line) from(sender, ticket string, size int) error {
	plain, more := "<"+sender+">", ""
	if ok, _ := l.client.Extension("SIZE"); ok {
		more += " SIZE=" + strconv.Itoa(size)
	}
	if l.reports() && ticket != "" {
		more += " RET=HDRS ENVID=" + xtext(ticket)
	}
	if l.simple {
		more = ""
	}
	err := l.client.Mail(plain + more)
	if more == "" || !misunderstood(err) {
		return err
	}
	l.simple = true
	return l.client.Mail(plain)
}

// to says whom a mail is for.
func (l *line) to(recipient string) error {
	plain := "<" + recipient + ">"
	if !l.reports() || l.simple || foreign(recipient) { // those have a form of their own, which few know
		return l.client.Rcpt(plain)
	}
	err := l.client.Rcpt(plain + " ORCPT=rfc822;" + xtext(recipient))
	if !misunderstood(err) {
		return err
	}
	l.simple = true
	return l.client.Rcpt(plain)
}

// reports tells whether the server can be told how a report shall look.
func (l *line) reports() bool {
	ok, _ := l.client.Extension("DSN")
	return ok
}

// misunderstood tells whether a server did not understand what was asked for.
func misunderstood(err error) bool {
	var said *textproto.Error
	if !errors.As(err, &said) {
		return false
	}
	switch said.Code {
	case 501, 504, 555: // syntax, parameter not known
		return true
	}
	return false
}

// xtext writes a text as the envelope can hold it.
func xtext(text string) string {
	var out strings.Builder
	for _, b := range []byte(text) {
		if b <= ' ' || b > '~' || b == '+' || b == '=' {
			fmt.Fprintf(&out, "+%02X", b)
			continue
		}
		out.WriteByte(b)
	}
	return out.String()
}

// unxtext reads it back; what is no such text is left as it is.
func unxtext(text string) string {
	return escaped.ReplaceAllStringFunc(text, func(found string) string {
		b, _ := strconv.ParseUint(found[1:], 16, 8)
		return string([]byte{byte(b)})
	})
}

var escaped = regexp.MustCompile(`\+[0-9A-F]{2}`)
