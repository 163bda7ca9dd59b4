package mail_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

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

// In testdata/bounces are the shapes that mails have which come back from servers of
// many kinds, and those of mails that only look alike; written for this test.
func TestBouncesOfManyServers(t *testing.T) {
	t.Parallel()
	const (
		hard, soft, late, fine, none = "bounced", "soft", "late", "fine", "none"
		id                           = "abc@hafenwerk.example"
		own                          = "the first of several"
	)
	for name, want := range map[string]struct{ state, id, code, reason string }{
		"postfix-full":    {soft, id, "5.2.2", "552 5.2.2 Mailbox is full"},
		"postfix-gave-up": {soft, id, "4.4.1", "Connection timed out"},
		"postfix-bare":    {hard, "", "5.4.4", "Host not found"},
		"exim-report":     {hard, id, "5.7.1", "554 5.7.1 Message rejected"},
		"exim-gone":       {hard, id, "5.0.0", "gone with the wind"},
		"exim-alias":      {hard, id, "5.0.0", "gone with the wind"},
		"exim-full":       {soft, id, "5.0.0", "mailbox is full: retry timeout exceeded"},
		"exim-gave-up":    {soft, id, "5.0.0", "retry timeout exceeded"},
		"exim-late":       {late, "", "4.7.1", "451 4.7.1 Greylisting"},
		"exchange-online": {hard, id, "5.1.10", "RecipientNotFound"},
		"exchange-german": {soft, id, "5.2.2", "554 5.2.2 mailbox full"},
		"outlook-german":  {hard, id, "5.1.1", "550 5.1.1 Empfänger unbekannt"},
		"gmail-report":    {hard, id, "5.4.1", "550 5.4.1 Recipient address rejected"},
		"gmail-late":      {late, id, "4.4.1", "did not accept"},
		"qmail-local":     {hard, id, "5.1.1", "Sorry, no mailbox here by that name"},
		"sendmail":        {hard, id, "5.1.1", "User unknown"},
		"sendmail-late":   {late, id, "4.4.3", "451 people.example: Name server timeout"},
		"zimbra-quota":    {soft, id, "4.2.2", "452 4.2.2 Over quota"},
		"german-full":     {soft, id, "552", "552-Requested mail action aborted: exceeded storage allocation"},
		"german-unknown":  {hard, id, "550", "550-Requested action not taken"},
		"notes":           {hard, id, "5.1.1", "not listed in Domino"},
		"yahoo":           {hard, id, "", "No mx record found"},
		"japanese":        {hard, id, "5.1.1", "550 5.1.1 unknown"},
		// Relays gave these another Message-ID, or report of another address.
		"rewritten-ses":              {hard, own, "5.1.1", "550 5.1.1"},
		"rewritten-newsletter-relay": {hard, own, "5.7.1", "554 5.7.1"},
		"envelope-id":                {hard, own, "5.1.1", "550 5.1.1 unknown"},
		"forwarded":                  {soft, own, "5.2.2", "over quota"},
		"rewritten-exim":             {hard, own, "5.4.1", "550 5.4.1 Recipient address rejected"},
		"rewritten-late":             {late, own, "4.2.0", "Greylisted"},
		"rewritten-qmail":            {hard, own, "5.7.1", "550 5.7.1 Spam"},
		"german-full-rewritten":      {soft, own, "", "voll"},
		"yahoo-disabled":             {hard, own, "554", "mailbox is disabled"},
		"gmail-gone":                 {hard, own, "5.1.1", "does not exist"},
		"icloud-full":                {soft, own, "5.2.2", "over quota"},
		"exchange-blocked":           {hard, own, "5.7.606", "Access denied"},
		"exchange-late":              {late, own, "4.4.7", "400 4.4.7"},
		"base64-status":              {hard, own, "5.1.0", "Unknown address"},
		"none-gmail-away":            {state: none},
		"none-german-away":           {state: none},
		"none-moved":                 {state: none},
		"none-challenge":             {state: none},
		"none-postmaster-away":       {state: none},
		"relayed-exchange":           {fine, id, "2.0.0", ""},
		"none-outlook-away":          {state: none},
		"none-vacation":              {state: none},
		"none-read":                  {state: none},
		"none-not-read":              {state: none},
		"none-complaint":             {state: none},
		"none-ticket":                {state: none},
		"none-quarantine":            {state: none},
		"none-reply":                 {state: none},
	} {
		data, err := os.ReadFile(filepath.Join("testdata", "bounces", name+".eml"))
		if err != nil {
			t.Fatal(err)
		}
		r, ok := mail.ReadReturned(data)
		state := hard
		switch {
		case !ok:
			state = none
		case r.Fine:
			state = fine
		case r.Delayed:
			state = late
		case r.Soft:
			state = soft
		}
		got := strings.Join(r.IDs, " ")
		if want.id == own && len(r.IDs) > 0 && r.IDs[0] == id {
			got = own
		}
		if state != want.state || state != none && (got != want.id || r.Code != want.code || !strings.Contains(r.Reason, want.reason) || r.To != "mia@people.example" || !utf8.ValidString(r.Reason)) {
			t.Errorf("%s is %s: %+v", name, state, r)
		}
	}
}

// Somebody sends a report on as an attachment; the mail of ours that came back, sent on
// in the same way, is no report.
func TestReportsThatAreSentOn(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]bool{"exim-gone": true, "postfix-full": true, "none-vacation": false, "none-read": false} {
		data, err := os.ReadFile(filepath.Join("testdata", "bounces", name+".eml"))
		if err != nil {
			t.Fatal(err)
		}
		on := "From: chair@hafenwerk.example\nSubject: Fwd: what is this?\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=on\n\n" +
			"--on\nContent-Type: text/plain\n\nLook\n\n--on\nContent-Type: message/rfc822\nContent-Disposition: attachment\n\n" + string(data) + "\n--on--\n"
		r, ok := mail.ReadReturned([]byte(on))
		if ok != want || want && (len(r.IDs) == 0 || r.IDs[0] != "abc@hafenwerk.example" || r.To != "mia@people.example") {
			t.Errorf("%s: %v, %+v", name, ok, r)
		}
	}
}

// Whatever comes, reading ends, and in time.
func FuzzReadReturned(f *testing.F) {
	files, _ := filepath.Glob(filepath.Join("testdata", "*.eml"))
	more, _ := filepath.Glob(filepath.Join("testdata", "bounces", "*.eml"))
	files = append(files, more...)
	for _, name := range files {
		data, err := os.ReadFile(name) // #nosec G304 -- our own
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Fuzz(func(_ *testing.T, data []byte) { mail.ReadReturned(data) })
}
