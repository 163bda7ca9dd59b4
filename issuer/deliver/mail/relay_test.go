package mail

import (
	"net/textproto"
	"testing"

	"badgekiln/issuer"
	"badgekiln/issuer/deliver/outbox"
)

// A server that carries mail on to some hosts alone fails whoever is elsewhere; of one
// that took no mail and refused a few hosts in a row nothing else is to be hoped for.
// The texts are those of Postfix, Exim, sendmail, Exchange, Courier and qmail.
func TestRelaysThatAreNone(t *testing.T) {
	t.Parallel()
	for text, code := range map[string]int{
		"5.7.1 <ada@example.org>: Relay access denied":                               554,
		"4.7.1 <ada@example.org>: Relay access denied":                               454,
		"relay not permitted":                                                        550,
		"5.7.1 Unable to relay":                                                      550,
		"5.7.1 ada@example.org... Relaying denied":                                   550,
		"5.7.54 SMTP; Unable to relay recipient in non-accepted domain":              550,
		"Relaying to <ada@a.long.subdomain.example.org> prohibited by administrator": 550,
		"sorry, that domain isn't in my list of allowed rcpthosts (#5.7.1)":          553,
	} {
		said := &textproto.Error{Code: code, Msg: text}
		s := &Server{}
		ask := func(to string) (string, error) {
			code, _, err := s.judge(said, atRecipient, to, false).Answer()
			return code, err
		}
		for _, to := range []string{"a@one.example", "b@one.example", "c@ONE.example", "d@two.example", "e@three.example", "f@four.example"} {
			if code, err := ask(to); code != WhyNoRelay || !outbox.NotTaken(err) {
				t.Errorf("%s, to %s: %s %v", text, to, code, err)
			}
		}
		if _, err := ask("g@five.example"); issuer.CodeOf(err) != "mail-no-relay" {
			t.Errorf("%s, the fifth host on end: %v", text, err)
		}
		s.doors.taken()
		if _, err := ask("h@six.example"); !outbox.NotTaken(err) {
			t.Errorf("%s, from one that took others: %v", text, err)
		}
	}
}

// OpenSMTPD carries nothing on and says that the recipient is invalid: of one host, or of
// a few, that may be so. A full mailbox is one that it would bring mail to.
func TestRelaysThatSayUnknown(t *testing.T) {
	t.Parallel()
	s := &Server{}
	ask := func(text, to string) error {
		_, _, err := s.judge(&textproto.Error{Code: 550, Msg: text}, atRecipient, to, false).Answer()
		return err
	}
	for i, host := range []string{"a", "a", "b", "c", "d"} {
		if err := ask("Invalid recipient: <ada@"+host+".example>", "ada@"+host+".example"); !outbox.NotTaken(err) {
			t.Errorf("number %d: %v", i, err)
		}
	}
	if err := ask("5.2.2 mailbox full", "ada@e.example"); !outbox.NotTaken(err) {
		t.Errorf("a full mailbox: %v", err)
	}
	if err := ask("5.1.1 <ada@e.example>: unknown", "ada@e.example"); !outbox.NotTaken(err) {
		t.Errorf("somebody unknown: %v", err)
	}
	if err := ask("Invalid recipient: <ada@e.example>", "ada@e.example"); issuer.CodeOf(err) != "mail-no-relay" {
		t.Errorf("the fifth host on end: %v", err)
	}
	s.doors.taken()
	if err := ask("Invalid recipient: <ada@f.example>", "ada@f.example"); !outbox.NotTaken(err) {
		t.Errorf("from one that took others: %v", err)
	}
}

// What is said to whoever comes first, and means us, ends the run before it fails one
// after the other; once mail was taken it is about that person.
func TestRefusalsOfUs(t *testing.T) {
	t.Parallel()
	for text, code := range map[string]int{
		"5.7.1 <localhost[127.0.0.1]>: Client host rejected: Access denied":            554,
		"5.7.1 <badges@forge.example>: Sender address rejected: not owned by user ada": 553,
		"5.7.1 <badges@forge.example>: Sender address rejected: not logged in":         553,
		"5.5.2 <[127.0.0.1]>: Helo command rejected: Invalid name":                     504,
		"authentication required": 550,
		"This mail server requires authentication when sending to a non-local e-mail address": 503,
		"Please authenticate before sending mail":                                             554,
		"5.7.60 SMTP; Client does not have permissions to send as this sender":                550,
		"Sender verify failed": 550,
	} {
		said := &textproto.Error{Code: code, Msg: text}
		for _, at := range []stage{atRecipient, atData, atEnd} {
			if _, _, err := (&Server{}).judge(said, at, "ada@example.org", false).Answer(); issuer.CodeOf(err) != "mail-sender-refused" {
				t.Errorf("%s: %v", text, err)
			}
			if _, _, err := (&Server{}).judge(said, at, "ada@example.org", true).Answer(); !outbox.NotTaken(err) {
				t.Errorf("%s, from one that took others: %v", text, err)
			}
		}
	}
	for _, text := range []string{
		"5.1.1 <login@example.org>: Recipient address rejected: User unknown", "5.7.1 <ada@example.org>: Recipient address rejected: Access denied",
		"5.1.6 The user has moved, please try <bo@example.org>", "Message rejected as spam",
	} {
		if _, _, err := (&Server{}).judge(&textproto.Error{Code: 550, Msg: text}, atRecipient, "ada@example.org", false).Answer(); !outbox.NotTaken(err) {
			t.Errorf("%s: %v", text, err)
		}
	}
}
