package windowtrials

import (
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// Who was not reached and whose badge expires soon is written to from the window,
// through a server, and by kiln who came later: each person once on one day, for
// several badges and for both reasons together, whichever program asks again; and the
// row says why nobody writes to the others.
func TestRemindersByHand(t *testing.T) {
	t.Parallel()
	const password = "correct horse battery"
	p := serve(t, "ada", password)
	s := awardedTo(t, potters)
	s.kiln("mail", "profile", "set", "club", "--host", "localhost", "--port", p.Port, "--user", "ada", "--sender", "badges@marsh.example",
		"--secret-file", write(t, filepath.Join(t.TempDir(), "secret"), password), "--fingerprint", p.Fingerprint)
	s.kiln("class", "add", "--id", "watch", "--name", "Kiln Watch", "--description", "Watches the kiln.", "--criteria", "Watch it.",
		"--design", filepath.Join(s.home, "seal.badge"), "--expires", "20d")
	s.kiln("award", "watch", write(t, filepath.Join(s.home, "watch.csv"), "name,email\nMilo Reed,milo@marsh.example\nAda Quill,ada@marsh.example\n"))

	today := time.Now().Format(time.DateOnly)
	s.click("railItem:Deliver", "tab:Reminders")
	s.says("Nobody to remind")                   // after 14 days
	s.click("Expiring soon", "Send 2 reminders") // Milo and Ada
	s.says("2 sent.")
	s.says("Send 0 reminders")
	s.shot("deliver-reminded-expiring")
	s.click("Not reached")
	s.do(s.Settled(), s.Fill("after", "0"))
	s.says("Cannot be reminded: 3.") // Milo, and both badges of Ada
	s.says("reminded of something else " + today)
	s.shot("deliver-reminded-today")
	s.click("Send 2 reminders") // Bert and Hubert
	s.says("2 sent.")
	s.says("Send 0 reminders")
	s.says("reminded " + today)
	s.shot("deliver-reminded")
	s.do(s.Stop())
	s.kiln("award", "watch", write(t, filepath.Join(s.home, "late.csv"), "name,email\nZora Lee,zora@marsh.example\n"))
	for range 2 { // kiln writes to Zora alone, of one thing a day
		s.kiln("mail", "remind", "--days", "0", "--yes")
		s.kiln("mail", "remind", "--expiring", "30", "--yes")
	}
	s.kiln("ledger", "check")

	p.mu.Lock()
	defer p.mu.Unlock()
	for _, name := range []string{"milo", "ada", "zora", "bert", "hubert"} {
		mails := p.mails[name+"@marsh.example"]
		if len(mails) != 1 {
			t.Errorf("%s got %d mails, not 1", name, len(mails))
		}
		for _, m := range mails {
			if !strings.Contains(m, "\r\nSubject: ") {
				t.Errorf("%s got a mail without a subject", name)
			}
		}
	}
	if len(p.mails) != 5 || p.open != 0 {
		t.Errorf("mails to %d, %d before the sign-in", len(p.mails), p.open)
	}
}
