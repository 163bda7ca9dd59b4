package windowtrials

import (
	"path/filepath"
	"strings"
	"testing"
)

// Who was not reached and whose badge expires soon is written to from the window,
// through a server, and by kiln who came later: each person once of each, whichever
// program asks again, and once only for several badges.
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

	s.click("railItem:Deliver", "tab:Reminders")
	s.says("Nobody to remind") // after 14 days
	s.do(s.Settled(), s.Fill("after", "0"))
	s.click("Send 4 reminders") // Ada has two badges
	s.says("4 sent.")
	s.says("Send 0 reminders")
	s.shot("deliver-reminded")
	s.click("Expiring soon", "Send 2 reminders")
	s.says("2 sent.")
	s.says("Send 0 reminders")
	s.shot("deliver-reminded-expiring")
	s.do(s.Stop())
	s.kiln("award", "watch", write(t, filepath.Join(s.home, "late.csv"), "name,email\nZora Lee,zora@marsh.example\n"))
	for range 2 { // kiln writes to Zora alone
		s.kiln("mail", "remind", "--days", "0", "--yes")
		s.kiln("mail", "remind", "--expiring", "30", "--yes")
	}
	s.kiln("ledger", "check")

	p.mu.Lock()
	defer p.mu.Unlock()
	for name, want := range map[string]int{"milo": 2, "ada": 2, "zora": 2, "bert": 1, "hubert": 1} {
		mails := p.mails[name+"@marsh.example"]
		if len(mails) != want {
			t.Errorf("%s got %d mails, not %d", name, len(mails), want)
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
