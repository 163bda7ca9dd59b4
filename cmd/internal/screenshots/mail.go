package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
)

// Mail is shown in a ledger of its own: from the sample nobody is written to. No
// mail leaves this computer; those that come back are answers to mails in files.

// report is what a mail server says of a mail that did not arrive.
const report = `From: MAILER-DAEMON@mx.example.org
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="B"

--B
Content-Type: text/plain

Your mail.

--B
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.org

Final-Recipient: rfc822; %s
Action: %s
Status: %s
Diagnostic-Code: smtp; %s

--B
Content-Type: text/rfc822-headers

Message-ID: <%s>

--B--
`

// mailLedger is ownLedger with a mail server, mails in files, and answers to them.
func (t tour) mailLedger(ctx context.Context) ([]string, error) {
	env, err := t.ownLedger(ctx)
	if err != nil {
		return nil, err
	}
	var awards []struct{ Batch string }
	list, err := t.output(ctx, "awards", "--json")
	if err = errors.Join(err, json.Unmarshal(list, &awards)); err != nil {
		return nil, err
	}
	mails := filepath.Join(t.home, "mails")
	err = errors.Join(
		t.run(ctx, "mail", "profile", "set", "club", "--host", "smtp.hafenwerk.example", "--auth", "none", "--sender", "badges@hafenwerk.example", "--sender-name", "Hafenwerk Makerspace"),
		t.run(ctx, "mail", "--batch", awards[0].Batch, "--eml", mails),
	)
	if err != nil {
		return nil, err
	}
	return env, t.comeBack(mails, filepath.Join(t.home, "back"))
}

// comeBack answers mails, each in another way.
func (t tour) comeBack(mails, back string) error {
	files, err := filepath.Glob(filepath.Join(mails, "*.eml"))
	if err != nil {
		return err
	}
	answers := [][3]string{
		{"failed", "5.1.1", "550 5.1.1 Recipient address rejected: User unknown in virtual mailbox table"},
		{"failed", "5.2.2", "552 5.2.2 The mailbox is full"},
		{"delayed", "4.4.1", "Connection timed out, will retry for four days"},
	}
	id, to := regexp.MustCompile(`(?mi)^Message-ID:\s*<([^>]+)>`), regexp.MustCompile(`(?mi)^To:[^<]*<([^>]+)>`)
	err = os.Mkdir(back, 0o700)
	for i, answer := range answers[:min(len(answers), len(files))] {
		data, more := os.ReadFile(files[i])
		err = errors.Join(err, more)
		ids, whom := id.FindSubmatch(data), to.FindSubmatch(data)
		if ids == nil || whom == nil {
			return errors.Join(err, fmt.Errorf("%s names no one", files[i]))
		}
		text := fmt.Sprintf(report, whom[1], answer[0], answer[1], answer[2], ids[1])
		err = errors.Join(err, os.WriteFile(filepath.Join(back, fmt.Sprintf("%d.eml", i)), []byte(text), 0o600)) // #nosec G703 -- in the home of the walk
	}
	return err
}

// mail shows what would be sent, the server, reminders, the outbox and what came back.
func (t tour) mail() []step {
	return then(
		one(t.p.Settled),
		t.room("Deliver", "deliver", ""),
		one(
			t.click("tab:Mail"), t.says("Send"), t.shot("deliver-mail"),
			t.click("Mail server…"), t.says("From address"), t.shot("deliver-server"), t.click("Cancel"),
			t.click("tab:Outbox"), t.says("Mails that came back"), t.shot("deliver-outbox"),
			t.click("Read a folder of them…"),
			func() error { return t.p.Fill("File or folder", filepath.Join(t.home, "back")) },
			t.click("Read"), t.says("counts as not reached"), t.shot("deliver-returned"),
			t.click("Back to the outbox"), t.says("Mails that came back"), t.shot("deliver-outbox-failed"),
			t.click("tab:Reminders"), func() error { return t.p.Fill("after", "0") }, t.says("This will send"), t.shot("deliver-remind"),
		),
	)
}
