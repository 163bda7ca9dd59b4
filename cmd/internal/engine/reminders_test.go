package engine

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"badgekiln/issuer"
	"badgekiln/issuer/ledger"
)

// posted is a batch whose ledger may write to people, with a mail profile; its site
// was put up by hand and looked at.
func posted(t *testing.T, people ...string) (*Engine, string) {
	t.Helper()
	ctx := context.Background()
	e, batch := batchOf(t, people)
	i, err := e.Issuer(ctx, "")
	if err != nil {
		t.Fatal(err)
	}
	if err := e.ledger.Update(ctx, func(x *ledger.Tx) error {
		if err := x.SetMeta(ledger.MetaSample, ""); err != nil {
			return err
		}
		return x.SetMeta(metaCheck+i.BaseURL, `{"at":"`+e.env.Now().Add(time.Hour).Format(time.RFC3339)+`"}`)
	}); err != nil {
		t.Fatal(err)
	}
	if _, err := e.SetMailProfile(ctx, ledger.MailProfile{Name: "club", Host: "localhost", Port: 9, Security: "starttls", Auth: "auto", Sender: "a@x.org"}, ""); err != nil {
		t.Fatal(err)
	}
	return e, batch
}

// Who was not reached is listed with the reason, and written to once.
func TestRemindersGoOnce(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	e, batch := posted(t, "Ada", "Bo", "Cleo", "Dora")
	ids := map[string]string{}
	for _, a := range mustMailed(t, e, batch) {
		ids[a.Name] = a.ID
	}
	if err := e.ledger.Update(ctx, func(x *ledger.Tx) error {
		if err := x.NoteDelivery(ids["Ada"], "mail:club", ledger.DeliveryDelivered, "250", ""); err != nil {
			return err
		}
		if err := x.NoteDelivery(ids["Bo"], "mail:club", ledger.DeliveryBounced, "5.1.1", "no such box"); err != nil {
			return err
		}
		_, err := x.Queue(ledger.Asked{Channel: "mail:club", Awards: []string{ids["Dora"]}})
		return err
	}); err != nil {
		t.Fatal(err)
	}
	r := Reminding{Purpose: MailReminder, Batch: batch}
	want := map[string]string{"Bo": RemindBounced + "/", "Cleo": RemindNever + "/", "Dora": RemindNever + "/" + RemindOnWay}
	check := func(want map[string]string) {
		t.Helper()
		rows, err := e.Reminders(ctx, r)
		if err != nil || len(rows) != len(want) {
			t.Fatalf("%d rows, %v", len(rows), err)
		}
		for _, row := range rows {
			if got := row.Why + "/" + row.Not; got != want[row.Award.Name] {
				t.Errorf("%s: %s, want %s", row.Award.Name, got, want[row.Award.Name])
			}
		}
	}
	check(want)
	p, err := e.QueueReminders(ctx, r, []string{ids["Ada"], ids["Cleo"], ids["Dora"]})
	if err != nil || p.Goes() != 1 || len(p.Numbers) != 1 || p.Channel != "remind:club" {
		t.Fatalf("%+v, %v", p, err)
	}
	// One that still waits goes along; one that went does not go again, by no profile.
	if p, err = e.QueueReminders(ctx, r, []string{ids["Cleo"]}); err != nil || p.New != 0 || p.Waiting != 1 {
		t.Errorf("%+v, %v", p, err)
	}
	if err := e.NoteDelivery(ctx, ids["Cleo"], "remind:club", ledger.DeliveryDelivered); err != nil {
		t.Fatal(err)
	}
	want["Cleo"] = RemindNever + "/" + RemindDone
	check(want)
	if list, err := e.Reminders(ctx, Reminding{Purpose: MailReminder, Days: 400}); err != nil || len(list) != 0 {
		t.Errorf("after 400 days: %d, %v", len(list), err)
	}
	if _, err := e.Reminders(ctx, Reminding{Purpose: MailAward}); issuer.CodeOf(err) != "mail-purpose" {
		t.Errorf("%v", err)
	}
}

// Whoever has several badges gets one reminder a day, even where badges count as not
// reached at once, and one in so many days otherwise.
func TestOneReminderADay(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 27, 12, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		days, ago int
		want      string
	}{{0, 0, RemindLately}, {0, 2, ""}, {14, 13, RemindLately}, {14, 15, ""}} {
		went := ledger.Delivery{Award: "a", Channel: "remind:club", State: ledger.DeliveryDelivered, Changed: now.AddDate(0, 0, -c.ago)}
		r, row := Reminding{Purpose: MailReminder, Days: c.days}, Remindable{Award: issuer.Award{ID: "b"}}
		if r.before(&row, []ledger.Delivery{went}, now); row.Not != c.want {
			t.Errorf("after %d days, reminded of another badge %d days ago: %q, want %q", c.days, c.ago, row.Not, c.want)
		}
	}
}

// Who was reminded of a badge that was not fetched is not written to on the same day
// because it expires, nor the other way round; the next day is another one.
func TestTwoKindsOfRemindersKeepADayApart(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 27, 12, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		purpose, channel string
		state            ledger.DeliveryState
		ago              time.Duration
		want             string
	}{
		{MailExpiring, "remind:club", ledger.DeliveryDelivered, time.Hour, RemindLately},
		{MailExpiring, "remind:club", ledger.DeliveryDelivered, 25 * time.Hour, ""},
		{MailExpiring, "remind:club", ledger.DeliveryWaiting, time.Hour, RemindPerson},
		{MailExpiring, "remind:club", ledger.DeliveryFailed, time.Hour, ""},
		{MailReminder, "remind:club" + expiringTail, ledger.DeliveryDelivered, time.Hour, RemindLately},
	} {
		went := ledger.Delivery{Award: "a", Channel: c.channel, State: c.state, Changed: now.Add(-c.ago)}
		for _, id := range []string{"a", "b"} {
			r, row := Reminding{Purpose: c.purpose, Days: 30}, Remindable{Award: issuer.Award{ID: id}}
			if r.before(&row, []ledger.Delivery{went}, now); row.Not != c.want {
				t.Errorf("%s after %s, %s %v ago: %q, want %q", c.purpose, c.channel, c.state, c.ago, row.Not, c.want)
			}
		}
	}
}

func mustMailed(t *testing.T, e *Engine, batch string) []issuer.Award {
	t.Helper()
	list, err := e.mailed(context.Background(), Mailing{Batch: batch})
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// A mail that names the page of its own waits until that page was made, put up and
// looked at, and says what it waits for.
func TestMailWaitsForItsPage(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	e, batch := posted(t, "Ada", "Bo")
	words, _ := testWords(t)
	held := func(why string) {
		t.Helper()
		p, err := e.PlanMail(ctx, Mailing{Batch: batch})
		want := map[string]int{}
		if why != "" {
			want[why] = 2
		}
		if err != nil || len(p.Held) != len(want) || p.Held[why] != want[why] || p.Goes() != 2-want[why] {
			t.Errorf("held by %v, want %s, %v", p.Held, why, err)
		}
	}
	held("")
	for _, language := range []string{"en", "de"} {
		if err := e.SetMailTemplate(ctx, ledger.MailTemplate{Purpose: MailAward, Language: language, Subject: "Yours", Text: "Fetch it: {claim_url}\nShow it: {linkedin_url}"}); err != nil {
			t.Fatal(err)
		}
	}
	held(WhyNoClaim)
	a := mustMailed(t, e, batch)[0]
	shown, err := e.PreviewMail(ctx, Mailing{Batch: batch}, a.ID, words.T)
	if err != nil || !slices.Equal(shown.Lacks, []string{fieldClaim}) {
		t.Errorf("lacks %v, %v", shown.Lacks, err)
	}
	if _, err := e.MakeClaims(ctx, batch, false); err != nil {
		t.Fatal(err)
	}
	held("") // put there by hand, and looked at since
	i, err := e.Issuer(ctx, "")
	if err != nil {
		t.Fatal(err)
	}
	rows, err := e.Handouts(ctx, batch)
	if err != nil {
		t.Fatal(err)
	}
	lying, pages := map[string]ledger.Lying{}, map[string]ledger.Lying{}
	for path := range treeOf(t, e) {
		if to := lying; strings.HasPrefix(path, issuer.ClaimFolder) {
			pages[path] = ledger.Lying{}
		} else {
			to[path] = ledger.Lying{}
		}
	}
	put := func(files map[string]ledger.Lying) {
		t.Helper()
		if err := e.ledger.Update(ctx, func(x *ledger.Tx) error {
			if err := x.NotePublished("web", files); err != nil {
				return err
			}
			return x.RecordPublished("web", len(files))
		}); err != nil {
			t.Fatal(err)
		}
	}
	if err := e.ledger.Update(ctx, func(x *ledger.Tx) error {
		return x.AddTarget(ledger.Target{Name: "web", Kind: "folder", URL: "file://" + t.TempDir(), BaseURL: i.BaseURL})
	}); err != nil {
		t.Fatal(err)
	}
	put(lying)
	held(WhyClaimAway)
	put(pages)
	held("")
	shown, err = e.PreviewMail(ctx, Mailing{Batch: batch}, a.ID, words.T)
	if err != nil || !strings.HasPrefix(shown.Text, "Fetch it: "+rows[0].Claim+"\nShow it: https://www.linkedin.com/profile/add?") || len(shown.Lacks) > 0 {
		t.Errorf("%s\nlacks %v, %v", shown.Text, shown.Lacks, err)
	}
}

// Those that a reminder was for do not take the places of people whom nobody wrote
// to yet.
func TestTheRemindedAreListedLast(t *testing.T) {
	t.Parallel()
	e, batch := posted(t, "Ada", "Bo", "Cleo")
	later := e.env.Now().Add(time.Hour)
	first := func() (all []issuer.Award) {
		if err := e.ledger.View(t.Context(), func(x *ledger.Tx) (err error) {
			all, err = x.Unreached(later, batch, 1)
			return err
		}); err != nil || len(all) != 1 {
			t.Fatal(all, err)
		}
		return all
	}
	newest := first()
	if err := e.ledger.Update(t.Context(), func(x *ledger.Tx) error {
		_, err := x.Queue(ledger.Asked{Channel: "remind:club", Awards: []string{newest[0].ID}})
		return err
	}); err != nil {
		t.Fatal(err)
	}
	if next := first(); next[0].ID == newest[0].ID {
		t.Errorf("%s again", next[0].Name)
	}
}
