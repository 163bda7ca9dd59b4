package mail

import (
	"net/textproto"
	"strings"
	"testing"
	"time"

	"badgekiln/issuer/deliver/outbox"
)

// What servers say is about one person, about our speed, or about us. A word that
// stands in all three must not hold up everybody for one full mailbox. The texts are
// those of Postfix, Exim and large providers.
func TestWhatANoIsAbout(t *testing.T) {
	t.Parallel()
	again := func(code, text string) outbox.Result { return outbox.Again(after(text), code, text) }
	slow := func(wait time.Duration) func(string, string) outbox.Result {
		return func(code, text string) outbox.Result { return outbox.Slow(wait, code, text) }
	}
	for _, c := range []struct {
		code int
		text string
		want func(code, text string) outbox.Result
	}{
		{451, "mailbox of user exceeds its limit", again},
		{452, "Mailbox quota exceeded", again},
		{452, "4.7.1 <ada@example.org>: Recipient address rejected: Mailbox quota exceeded", again},
		{451, "4.5.0 Error in processing: virus_scan FAILED: Exceeded time limit", again},
		{450, "4.3.0 The report could not be generated", again},
		{550, "user over quota", outbox.Refused},
		{552, "5.7.1 <ada@example.org>: Recipient address rejected: User over quota", outbox.Refused},
		{554, "5.7.1 The user has too little storage left, quota reached", outbox.Refused},

		{450, "4.7.1 Error: too much mail from 203.0.113.7", slow(restFast)},
		{451, "Sender rate overlimit - 31.2 / 1h / ada@example.org", slow(restFast)},
		{450, "Requested mail action not taken: mailbox unavailable, Mail send limit exceeded", slow(restFast)},
		{452, "4.5.3 Error: too many recipients", slow(restFast)},
		{451, "4.7.0 Rate limited, wait 20 seconds", slow(20 * time.Second)},
		{550, "5.4.5 Daily user sending quota exceeded", slow(restFull)},
		{554, "Your mailbox has reached the outgoing limit", slow(restFull)},
	} {
		said := &textproto.Error{Code: c.code, Msg: c.text}
		if got, want := (&Server{}).judge(said, atRecipient, "ada@example.org", true), c.want(codeOf(said), c.text); got != want {
			t.Errorf("%d %s\n%+v\n%+v", c.code, c.text, got, want)
		}
	}
}

// What servers and mails say is shown on terminals, where it must give no orders.
func TestWhatIsSaidGivesNoOrders(t *testing.T) {
	t.Parallel()
	const bad, good = "\x1b]0;mine\x07 \x1b[31mred\u009b1m \u202egnp", "]0;mine [31mred 1m gnp"
	_, answer, _ := (&Server{}).judge(&textproto.Error{Code: 550, Msg: bad + "\n" + bad}, atRecipient, "ada@example.org", true).Answer()
	if answer != good+" "+good {
		t.Errorf("an answer: %q", answer)
	}
	_, _, err := (&Server{}).judge(&textproto.Error{Code: 550, Msg: bad}, atSender, "ada@example.org", false).Answer()
	if err == nil || !strings.Contains(err.Error(), good) {
		t.Errorf("an error: %q", err)
	}
	r, ok := ReadReturned([]byte("From: MAILER-DAEMON@x.example\nSubject: Undelivered mail\nContent-Type: text/plain; charset=utf-8\n\n<ada\x1b@x.example>:\n" + bad + "\n"))
	if !ok || r.Reason != good || strings.Contains(r.To, "\x1b") {
		t.Errorf("a report: %v %q %q", ok, r.To, r.Reason)
	}
}
