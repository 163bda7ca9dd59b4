// Package mail writes mails with a badge attached and hands them to a mail server:
// SMTP with STARTTLS or TLS (RFC 5321, 3207, 8314), or files that any mail program
// opens (RFC 5322). It reads what comes back (RFC 3464).
//
// It knows how a mail is put together, and what servers answer. It must not know
// the ledger's tables, where a secret is kept, or any sentence of its own: the
// texts come in as templates. No secret leaves it but to the server.
package mail

import (
	"net/mail"
	"strconv"
	"strings"
	"time"

	"badgekiln/issuer"

	"golang.org/x/net/idna"
)

// The ways to a server.
const (
	StartTLS = "starttls" // begins in the open and must become secret; usually port 587
	TLS      = "tls"      // secret from the start; usually port 465
	Plain    = "none"     // in the open: for a server on this computer
)

// The ways to say who one is. Auto takes the best that the server offers; without a
// user name nobody says who they are.
const (
	Auto        = "auto"
	NoAuth      = "none"
	AuthPlain   = "plain"
	AuthLogin   = "login"
	CramMD5     = "cram-md5"
	ScramSHA1   = "scram-sha-1"
	ScramSHA256 = "scram-sha-256"
	XOAuth2     = "xoauth2" // the secret is a token that the operator got elsewhere
)

// Profile says how mail is sent. Its secret is handed over apart from it.
type Profile struct {
	Name        string
	Host        string
	Port        int
	Security    string
	Auth        string
	Username    string
	Sender      string // the address in From, which bounces come back to
	SenderName  string
	ReplyTo     string // an address, or ""
	Fingerprint string // SHA-256 of the one certificate that is trusted although nobody vouches for it, hex
	PerMinute   int    // limits that the server states; 0 is none
	PerHour     int
	PerDay      int
	AtOnce      int // connections; 0 is the usual
}

// Securities and Auths list what a profile may say, the usual first.
func Securities() []string { return []string{StartTLS, TLS, Plain} }

// Auths lists the ways to say who one is.
func Auths() []string {
	return []string{Auto, NoAuth, AuthPlain, AuthLogin, CramMD5, ScramSHA1, ScramSHA256, XOAuth2}
}

// Usual fills in what a profile leaves open.
func (p Profile) Usual() Profile {
	if p.Security == "" {
		p.Security = StartTLS
		if p.Port == 465 {
			p.Security = TLS
		}
	}
	if p.Port == 0 {
		p.Port = map[string]int{StartTLS: 587, TLS: 465, Plain: 25}[p.Security]
	}
	if p.Auth == "" {
		p.Auth = Auto
	}
	p.Fingerprint = strings.ToLower(strings.ReplaceAll(p.Fingerprint, ":", ""))
	return p
}

// Check finds what a profile cannot mean. The failures have the codes
// "mail-profile-host", "mail-profile-security", "mail-profile-auth",
// "mail-profile-port", "mail-profile-user", "mail-profile-fingerprint",
// "mail-profile-open" and "mail-address".
func (p Profile) Check() error {
	fail := func(code, value string) error { return issuer.Fail(issuer.Usage, code, "value", value) }
	has := func(list []string, one string) bool {
		for _, x := range list {
			if x == one {
				return true
			}
		}
		return false
	}
	switch {
	case p.Host == "" || strings.ContainsAny(p.Host, " \t\r\n/@"):
		return fail("mail-profile-host", p.Host)
	case p.Port < 1 || p.Port > 65535:
		return fail("mail-profile-port", strconv.Itoa(p.Port))
	case !has(Securities(), p.Security):
		return fail("mail-profile-security", p.Security)
	case !has(Auths(), p.Auth):
		return fail("mail-profile-auth", p.Auth)
	case p.Auth != NoAuth && p.Auth != Auto && p.Username == "":
		return fail("mail-profile-user", p.Auth)
	case p.Security == Plain && p.Username != "" && !here(p.Host) && p.Auth != CramMD5 && p.Auth != ScramSHA1 && p.Auth != ScramSHA256:
		return fail("mail-profile-open", p.Host)
	case p.Fingerprint != "" && (len(p.Fingerprint) != 64 || strings.Trim(p.Fingerprint, "0123456789abcdef") != ""):
		return fail("mail-profile-fingerprint", p.Fingerprint)
	}
	if _, err := Address(p.Sender); err != nil {
		return err
	}
	if p.ReplyTo != "" {
		_, err := Address(p.ReplyTo)
		return err
	}
	return nil
}

// here tells whether a host is this computer.
func here(host string) bool {
	return host == "localhost" || strings.HasPrefix(host, "127.") || host == "::1"
}

// Domain is the part of the sender's address that a Message-ID ends in, in ASCII.
func (p Profile) Domain() string {
	address, err := Address(p.Sender)
	if err != nil {
		return "localhost"
	}
	return address[strings.LastIndexByte(address, '@')+1:]
}

// Address reads one bare address as it is sent: the domain in ASCII (RFC 5891),
// the rest as it is. Code "mail-address". Names, comments, lists and line breaks
// are no addresses.
func Address(text string) (string, error) {
	text = strings.TrimSpace(text)
	fault := issuer.Fail(issuer.Input, "mail-address", "address", text)
	at := strings.LastIndexByte(text, '@')
	if at < 1 || len(text) > 254 || strings.ContainsAny(text, "\r\n\t\x00<>, ;\"\\") {
		return "", fault
	}
	domain := strings.TrimSuffix(text[at+1:], ".")
	if !strings.HasPrefix(domain, "[") { // an address literal stays
		ascii, err := idna.Lookup.ToASCII(domain)
		if err != nil || ascii == "" {
			return "", fault.Because(err)
		}
		domain = ascii
	}
	read, err := mail.ParseAddress("<" + text[:at] + "@" + domain + ">")
	if err != nil || read.Address == "" {
		return "", fault.Because(err)
	}
	return text[:at] + "@" + domain, nil
}

// foreign tells whether an address needs a server that takes letters of all
// scripts before the @ (RFC 6531).
func foreign(address string) bool {
	return strings.IndexFunc(address, func(r rune) bool { return r > 0x7e }) >= 0
}

// Timeouts are how long a server may take. Zero is the usual.
type Timeouts struct {
	Dial  time.Duration
	Step  time.Duration // one command
	Final time.Duration // taking the mail over
}

func (t Timeouts) usual() Timeouts {
	or := func(a, b time.Duration) time.Duration {
		if a > 0 {
			return a
		}
		return b
	}
	return Timeouts{or(t.Dial, 20*time.Second), or(t.Step, time.Minute), or(t.Final, 5*time.Minute)}
}
