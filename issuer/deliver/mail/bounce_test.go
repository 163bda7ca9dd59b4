package mail_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"badgekiln/issuer/deliver/mail"
)

// bounces are what each file of testdata says: whether it is a report, whose mail,
// why, and whom it did not reach. The files have the shape of what Postfix, Exim,
// qmail, Sendmail, Exchange and Gmail send, written for this test.
func TestReturnedMailsAreRead(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]struct {
		id, code, reason, to string
		delayed, fine, none  bool
	}{
		"postfix":        {id: "abc@hafenwerk.example", code: "5.1.1", reason: "User unknown in virtual mailbox table", to: "mia@people.example"},
		"exim":           {id: "abc@hafenwerk.example", code: "550", reason: "550 No such recipient here", to: "mia@people.example"},
		"qmail":          {id: "abc@hafenwerk.example", code: "5.1.1", reason: "550 5.1.1 unknown", to: "mia@people.example"},
		"exchange":       {id: "abc@hafenwerk.example", code: "5.1.10", reason: "RESOLVER.ADR.RecipientNotFound", to: "mia@people.example"},
		"gmail":          {id: "abc@hafenwerk.example", code: "5.2.2", reason: "over quota", to: "mia@people.example"},
		"delayed":        {id: "abc@hafenwerk.example", code: "4.4.1", reason: "Connection timed out", to: "mia@people.example", delayed: true},
		"relayed":        {id: "abc@hafenwerk.example", code: "2.0.0", to: "mia@people.example", fine: true},
		"german":         {id: "abc@hafenwerk.example", code: "5.1.1", reason: "Adresse unbekannt", to: "mia@people.example"},
		"mbox":           {id: "abc@hafenwerk.example", code: "5.1.1", reason: "User unknown in virtual mailbox table", to: "mia@people.example"},
		"several":        {id: "abc@hafenwerk.example", code: "5.1.1", reason: "unknown", to: "mia@people.example"},
		"utf8":           {id: "abc@hafenwerk.example", code: "5.1.1", reason: "unknown", to: "müller@people.example"},
		"answer":         {none: true},
		"out-of-office":  {none: true},
		"newsletter":     {none: true},
		"broken":         {none: true},
		"empty":          {none: true},
		"no-report-type": {id: "abc@hafenwerk.example", code: "5.7.1", reason: "blocked", to: "mia@people.example"},
	} {
		data, err := os.ReadFile(filepath.Join("testdata", name+".eml"))
		if err != nil {
			t.Fatal(err)
		}
		for _, ends := range []string{"\n", "\r\n"} {
			r, ok := mail.ReadReturned([]byte(strings.ReplaceAll(string(data), "\n", ends)))
			if ok == want.none {
				t.Errorf("%s: a report: %v, %+v", name, ok, r)
				continue
			}
			if want.none {
				continue
			}
			if len(r.IDs) == 0 || r.IDs[0] != want.id || r.Code != want.code || !strings.Contains(r.Reason, want.reason) || r.To != want.to || r.Delayed != want.delayed || r.Fine != want.fine {
				t.Errorf("%s: %+v", name, r)
			}
		}
	}
}

// Whatever comes, reading ends, and in time.
func FuzzReadReturned(f *testing.F) {
	files, _ := filepath.Glob(filepath.Join("testdata", "*.eml"))
	for _, name := range files {
		data, err := os.ReadFile(name) // #nosec G304 -- our own
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Fuzz(func(_ *testing.T, data []byte) { mail.ReadReturned(data) })
}
