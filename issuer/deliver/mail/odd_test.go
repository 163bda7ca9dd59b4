package mail_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	netmail "net/mail"
	"strings"
	"sync"
	"testing"
	"time"

	"badgekiln/issuer"
	"badgekiln/issuer/deliver/mail"
	"badgekiln/issuer/deliver/outbox"
)

// odd is a mail server that does one thing otherwise than most.
type odd struct {
	hello string // what comes after "250-here"; "" for nothing
	// say answers a command, of a mail that is the nth of its connection; "" is the usual
	// answer, and "!" hangs up.
	say  func(line string, nth int) string
	host string        // "127.0.0.1" when it says nothing
	slow time.Duration // until it greets

	mu       sync.Mutex
	commands []string
	mails    []string
	lines    int // connections
}

func (o *odd) heard(line string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.commands = append(o.commands, line)
}

// all are the commands that it heard, each on a line of its own.
func (o *odd) all() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return strings.Join(o.commands, "\n")
}

func (o *odd) talk(c net.Conn) {
	o.mu.Lock()
	o.lines++
	o.mu.Unlock()
	in, nth := bufio.NewReader(c), 0
	say := func(text string) { _, _ = io.WriteString(c, text+"\r\n") }
	time.Sleep(o.slow)
	say("220-here\r\n220 and nowhere else")
	for {
		line, err := in.ReadString('\n')
		if err != nil {
			return
		}
		line = strings.TrimSpace(line)
		o.heard(line)
		verb, _, _ := strings.Cut(strings.ToUpper(line), " ")
		if verb == "MAIL" {
			nth++
		}
		if o.say != nil {
			switch answer := o.say(line, nth); answer {
			case "":
			case "!":
				return
			default:
				say(answer)
				continue
			}
		}
		switch verb {
		case "EHLO":
			say("250-here" + o.hello + "\r\n250 HELP")
		case "DATA":
			say("354 go on")
			o.take(in)
			say("250 taken")
		case "QUIT":
			say("221 bye")
			return
		default:
			say("250 ok")
		}
	}
}

func (o *odd) take(in *bufio.Reader) {
	var mail strings.Builder
	for {
		line, err := in.ReadString('\n')
		if err != nil || line == ".\r\n" {
			break
		}
		mail.WriteString(strings.TrimPrefix(line, "."))
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	o.mails = append(o.mails, mail.String())
}

// post sends so many mails to it, to one address after the other, through one sender.
func (o *odd) post(t *testing.T, p mail.Profile, count int, to string) (answers []string) {
	t.Helper()
	if o.host == "" {
		o.host = "127.0.0.1"
	}
	l, err := net.Listen("tcp", net.JoinHostPort(o.host, "0"))
	if err != nil && o.host == "::1" {
		t.Skip("this computer has no IPv6")
	}
	p.Host, p.Port, p.Sender = o.host, serving(t, l, err, o.talk), "badges@hafenwerk.example"
	if p.Security == "" {
		p.Security = mail.Plain
	}
	p = p.Usual()
	s := mail.Server{Profile: p, Secret: "correct horse", Now: time.Now, Timeouts: mail.Timeouts{Step: 2 * time.Second, Final: 2 * time.Second}}
	ctx := context.Background()
	nth := 0
	sender, err := s.Open(ctx, func(_ context.Context, j outbox.Job) (mail.Letter, *outbox.Result) {
		nth++
		address, err := mail.Address(strings.ReplaceAll(to, "N", fmt.Sprint(nth)))
		if err != nil {
			t.Error(err)
		}
		m := mail.Message{Profile: p, To: address, ID: j.Ticket, Date: time.Unix(1e9, 0), Filled: mail.Filled{Subject: "Your badge", Text: "Hello\n"}}
		body, err := m.Bytes()
		if err != nil {
			t.Error(err)
		}
		return mail.Letter{To: address, Body: body}, nil
	})
	if err != nil {
		return []string{issuer.CodeOf(err)}
	}
	defer func() { _ = sender.Close() }()
	for i := range count {
		job := outbox.Job{}
		job.Ticket = fmt.Sprintf("t+%d@hafenwerk.example", i+1)
		code, answer, err := sender.Send(ctx, job).Answer()
		if c := issuer.CodeOf(err); c != "" {
			code = c
		}
		answers = append(answers, strings.TrimSpace(code+" "+answer))
	}
	return answers
}

// A server that takes only so many mails through one connection, in whichever words,
// or ends one that was idle, is called again at once: no mail waits for it.
func TestConnectionsThatServersEnd(t *testing.T) {
	t.Parallel()
	for name, answer := range map[string]string{
		"421":     "421 4.7.0 Closing connection",
		"session": "452 4.5.3 Too many messages in this session",
		"per":     "450 too many messages per connection",
		"cut":     "!",
	} {
		o := &odd{say: func(line string, nth int) string {
			if strings.HasPrefix(line, "MAIL") && nth > 3 {
				return answer
			}
			return ""
		}}
		got := o.post(t, mail.Profile{}, 10, "pN@people.example")
		for i, one := range got {
			if !strings.HasPrefix(one, "250") {
				t.Errorf("%s, mail %d: %s", name, i, one)
			}
		}
		if len(o.mails) != 10 || o.lines != 4 {
			t.Errorf("%s: %d mails through %d connections", name, len(o.mails), o.lines)
		}
		if tried := strings.Count(o.all(), "MAIL FROM"); (name == "session" || name == "per") && tried != 11 {
			t.Errorf("%s: %d tries: it does not learn", name, tried)
		}
	}
}

// What a server offers for the envelope is used, and left where it does not know it
// after all; and a mail that is too long for it is not sent at all.
func TestTheEnvelope(t *testing.T) {
	t.Parallel()
	o := &odd{hello: "\r\n250-SIZE 5000\r\n250-DSN"}
	if got := o.post(t, mail.Profile{}, 1, "p+N=x@people.example"); !strings.HasPrefix(got[0], "250") {
		t.Error(got)
	}
	for _, want := range []string{" SIZE=", " RET=HDRS ENVID=t+2B1@hafenwerk.example", "RCPT TO:<p+1=x@people.example> ORCPT=rfc822;p+2B1+3Dx@people.example"} {
		if !strings.Contains(o.all(), want) {
			t.Errorf("no %s in\n%s", want, o.all())
		}
	}
	if o = (&odd{hello: "\r\n250-SIZE 300"}); !strings.HasPrefix(o.post(t, mail.Profile{}, 1, "p@people.example")[0], mail.WhyBig) || strings.Contains(o.all(), "MAIL") {
		t.Errorf("it was sent although it is too long: %s", o.all())
	}
	if o = (&odd{hello: "\r\n250-SIZE 0\r\n250-DSN"}); !strings.HasPrefix(o.post(t, mail.Profile{}, 1, "p@people.example")[0], "250") {
		t.Error("a server without a limit is taken for one with none")
	}
	for _, verb := range []string{"MAIL", "RCPT"} {
		o := &odd{hello: "\r\n250-SIZE 5000\r\n250-DSN", say: func(line string, _ int) string {
			if strings.HasPrefix(line, verb) && strings.Contains(line, "> ") {
				return "555 5.5.4 Unsupported option"
			}
			return ""
		}}
		for _, one := range o.post(t, mail.Profile{}, 2, "pN@people.example") {
			if !strings.HasPrefix(one, "250") {
				t.Errorf("%s: %s", verb, one)
			}
		}
	}
	o = &odd{}
	if o.post(t, mail.Profile{}, 1, "p@people.example"); strings.Contains(o.all(), "SIZE") || strings.Contains(o.all(), "ENVID") {
		t.Errorf("it is asked for what it does not offer: %s", o.all())
	}
}

// Each kind of no is told for what it is, and the next mail goes all the same.
func TestOddAnswers(t *testing.T) {
	t.Parallel()
	at := func(verb, answer string) func(string, int) string {
		return func(line string, nth int) string {
			if strings.HasPrefix(line, verb) && nth == 2 {
				return answer
			}
			return ""
		}
	}
	for _, c := range []struct{ verb, answer, want string }{
		{"RCPT", "550 5.1.1 unknown", "550 5.1.1 5.1.1 unknown"},
		{"RCPT", "450 4.2.0 Greylisted, try again in 300 seconds", "450 4.2.0 4.2.0 Greylisted, try again in 300 seconds"},
		{"RCPT", "421 4.3.2 shutting down", "421 4.3.2 4.3.2 shutting down"},
		{"DATA", "421 4.3.2 shutting down", "421 4.3.2 4.3.2 shutting down"},
		{"DATA", "!", mail.WhyCut},
		{"RCPT", "250-well\r\n250 ok", "250 taken"},
	} {
		o := &odd{say: at(c.verb, c.answer)}
		got := o.post(t, mail.Profile{}, 3, "pN@people.example")
		if got[0] != "250 taken" || got[1] != c.want || got[2] != "250 taken" {
			t.Errorf("%s %q: %q", c.verb, c.answer, got)
		}
	}
}

// A server that carries mail on to some hosts alone fails those elsewhere, and the
// others go; one that took a mail is no stranger, through which connection ever.
func TestTrustIsOfTheServer(t *testing.T) {
	t.Parallel()
	o := &odd{say: func(line string, _ int) string {
		if strings.HasPrefix(line, "RCPT") && strings.Contains(line, "far.example") {
			return "550 relay not permitted"
		}
		return ""
	}}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	p := mail.Profile{Host: "127.0.0.1", Port: serving(t, l, err, o.talk), Sender: "badges@hafenwerk.example", Security: mail.Plain}.Usual()
	s := &mail.Server{Profile: p, Now: time.Now}
	ctx := context.Background()
	for _, c := range []struct{ to, code string }{
		{"ada@1.far.example", mail.WhyNoRelay},
		{"bo@2.far.example", mail.WhyNoRelay},
		{"bo@near.example", "250"},
		{"ada@3.far.example", mail.WhyNoRelay},
		{"ada@4.far.example", mail.WhyNoRelay},
		{"ada@5.far.example", mail.WhyNoRelay},
		{"ada@near.example", "250"},
	} {
		sender, err := s.Open(ctx, func(context.Context, outbox.Job) (mail.Letter, *outbox.Result) {
			return mail.Letter{To: c.to, Body: []byte("Subject: x\r\n\r\nHello\r\n")}, nil
		})
		if err != nil {
			t.Fatal(err)
		}
		if code, _, err := sender.Send(ctx, outbox.Job{}).Answer(); code != c.code || (err == nil) != (code == "250") {
			t.Errorf("%s: %q %v", c.to, code, err)
		}
		if err := sender.Close(); err != nil {
			t.Error(err)
		}
	}
}

// An address with letters of other scripts before the @ goes to a server that takes
// them, with the letters themselves in its header, and to no other.
func TestForeignAddresses(t *testing.T) {
	t.Parallel()
	o := &odd{hello: "\r\n250-SMTPUTF8\r\n250-8BITMIME"}
	if got := o.post(t, mail.Profile{}, 1, "müller@people.example"); !strings.HasPrefix(got[0], "250") {
		t.Fatal(got)
	}
	if !strings.Contains(o.all(), "SMTPUTF8") || !strings.Contains(o.all(), "RCPT TO:<müller@people.example>") {
		t.Error(o.all())
	}
	m, err := netmail.ReadMessage(strings.NewReader(o.mails[0]))
	if err != nil {
		t.Fatal(err)
	}
	if to, err := m.Header.AddressList("To"); err != nil || len(to) != 1 || to[0].Address != "müller@people.example" || !strings.Contains(m.Header.Get("To"), "müller") {
		t.Errorf("%q: %v, %v", m.Header.Get("To"), to, err)
	}
	for _, hello := range []string{"", "\r\n250-8BITMIME"} {
		o := &odd{hello: hello}
		if got := o.post(t, mail.Profile{}, 1, "müller@people.example"); !strings.HasPrefix(got[0], mail.WhyForeign) || strings.Contains(o.all(), "RCPT") {
			t.Errorf("%q: %s", got, o.all())
		}
	}
	// One that says it takes them and then does not: that mail failed, and the others go.
	for _, verb := range []string{"MAIL", "RCPT"} {
		o := &odd{hello: "\r\n250-SMTPUTF8\r\n250-8BITMIME", say: func(line string, nth int) string {
			if strings.HasPrefix(line, verb) && nth == 1 {
				return "553 5.6.7 not such an address here"
			}
			return ""
		}}
		got := o.post(t, mail.Profile{}, 2, "müllerN@people.example")
		if !strings.HasPrefix(got[0], "553") || !strings.Contains(got[0], "not such an address here") || !strings.HasPrefix(got[1], "250") {
			t.Errorf("%s: %q", verb, got)
		}
	}
	if o = (&odd{}); !strings.HasPrefix(o.post(t, mail.Profile{}, 1, "ada@bücher.example")[0], "250") || !strings.Contains(o.all(), "xn--bcher-kva") {
		t.Errorf("a domain of other letters: %s", o.all())
	}
}

// Servers that offer encryption and refuse it, know only LOGIN, know no EHLO, take
// their time to greet, or are at an address of the new kind alone.
func TestOddGreetings(t *testing.T) {
	t.Parallel()
	for want, answer := range map[string]string{"mail-starttls": "454 4.7.0 TLS not available", "": "220 go on"} {
		o := &odd{hello: "\r\n250-STARTTLS", say: func(line string, _ int) string {
			if strings.HasPrefix(line, "STARTTLS") {
				return answer
			}
			return ""
		}}
		got := o.post(t, mail.Profile{Security: mail.StartTLS}, 1, "p@people.example")
		if want != "" && got[0] != want || strings.Contains(o.all(), "MAIL") {
			t.Errorf("%q: %s", got, o.all())
		}
	}
	steps := map[string]string{"AUTH LOGIN": "334 VXNlcm5hbWU6", "YWRh": "334 UGFzc3dvcmQ6", "Y29ycmVjdCBob3JzZQ==": "235 welcome"}
	o := &odd{hello: "\r\n250-AUTH LOGIN", say: func(line string, _ int) string { return steps[line] }}
	if got := o.post(t, mail.Profile{Username: "ada"}, 1, "p@people.example"); got[0] != "250 taken" {
		t.Errorf("LOGIN alone: %q: %s", got, o.all())
	}
	o = &odd{say: func(line string, _ int) string {
		if strings.HasPrefix(line, "EHLO") {
			return "502 what?"
		}
		return ""
	}}
	if got := o.post(t, mail.Profile{}, 1, "p@people.example"); got[0] != "250 taken" {
		t.Errorf("HELO alone: %q: %s", got, o.all())
	}
	o = &odd{slow: 500 * time.Millisecond}
	if got := o.post(t, mail.Profile{}, 1, "p@people.example"); got[0] != "250 taken" {
		t.Errorf("a slow greeting: %q", got)
	}
	o = &odd{host: "::1"}
	if got := o.post(t, mail.Profile{}, 1, "p@people.example"); got[0] != "250 taken" {
		t.Errorf("IPv6 alone: %q", got)
	}
}

// Names in quotes before the @ (RFC 5321 §4.1.2) are none here, as in lists: programs on
// the way write them anew, and then the mail goes to somebody else.
func TestQuotedAddresses(t *testing.T) {
	t.Parallel()
	for _, to := range []string{
		`"ada quill"@people.example`, `"ada"@people.example`, `"a@b"@people.example`, `"a,b;c"@people.example`, `"a\"b"@people.example`, `a"b@people.example`, `a\b@people.example`,
	} {
		if got, err := mail.Address(to); issuer.CodeOf(err) != "mail-address" {
			t.Errorf("%s: %q, %v", to, got, err)
		}
	}
}
