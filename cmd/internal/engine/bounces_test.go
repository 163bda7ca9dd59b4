package engine

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"badgekiln/issuer/ledger"
)

// rewritten is a report about a mail that a relay gave a Message-ID of its own.
const rewritten = `From: Mail Delivery System <MAILER-DAEMON@relay.example>
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary=B

--B
Content-Type: message/delivery-status

Reporting-MTA: dns; relay.example

Final-Recipient: rfc822; %s
Action: failed
Status: 5.1.1

--B
Content-Type: text/rfc822-headers

Message-ID: <1@relay.example>
%sDate: %s
To: %s

--B--
`

// A report that names no Message-ID of ours counts for the mail that went to the
// address at that time, and for no other.
func TestReportsOfRelays(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	e, batch := posted(t, "Ada", "Bo")
	if _, err := e.QueueMail(ctx, Mailing{Batch: batch}); err != nil {
		t.Fatal(err)
	}
	now := e.env.Now()
	mails := map[string]ledger.Delivery{} // by address
	if err := e.ledger.Update(ctx, func(x *ledger.Tx) error {
		list, err := x.LeaseDeliveries(ledger.Choice{Channel: "mail:club"}, "w", now.Add(time.Hour), 9)
		for _, d := range list {
			a, fault := x.Award(d.Award)
			if err == nil {
				err = fault
			}
			mails[a.Email] = d
			if _, fault := x.FinishDelivery(d, ledger.Outcome{State: ledger.DeliveryDelivered, Code: "250"}); err == nil {
				err = fault
			}
		}
		return err
	}); err != nil || len(mails) != 2 {
		t.Fatal(mails, err)
	}
	file := filepath.Join(t.TempDir(), "b.eml")
	for i, c := range []struct {
		final, own, to string
		at             time.Time
		want           string
	}{
		{"pa@example.org", "X-Badgekiln-Id: <of-another-ledger@example.org>\n", "pa@example.org", now, BounceStrange},
		{"pa@example.org", "", "pa@example.org", now.Add(-time.Hour), BounceStrange},
		{"pa@example.org", "", "pa@example.org", now.Add(-time.Minute), BounceKnown},
		{"private@y.org", "", "Bo <PB@Example.org>", now.Add(time.Minute), BounceKnown},
		{"private@y.org", "X-Badgekiln-Id: <" + mails["pa@example.org"].Ticket + ">\n", "else@y.org", now.Add(-time.Hour), BounceAgain},
		{"private@y.org", "", "else@y.org", now, BounceStrange},
	} {
		if err := os.WriteFile(file, fmt.Appendf(nil, rewritten, c.final, c.own, c.at.Format(time.RFC1123Z), c.to), 0o600); err != nil {
			t.Fatal(err)
		}
		list, err := e.ReadBounces(ctx, []string{file})
		if err != nil || len(list) != 1 || list[0].What != c.want {
			t.Errorf("%d: %+v, %v", i, list, err)
		}
	}
}
