package deliver

import (
	"cmp"
	"context"
	"image"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"badgekiln/app/kit"
	"badgekiln/app/kit/kittest"
	"badgekiln/issuer"
)

// fake is an engine that notes what it is told.
type fake struct {
	packs
	state State
	batch Batch
	did   []string
	kept  string // text of mails
	plans int    // of mails
}

func (f *fake) State(context.Context) (State, error)         { return f.state, nil }
func (f *fake) Batch(context.Context, string) (Batch, error) { return f.batch, nil }

func (f *fake) Give(_ context.Context, _, who string, undo bool) (string, bool, error) {
	word := "give "
	if undo {
		word = "take "
	}
	f.did = append(f.did, word+who)
	if who == "2222-2222" {
		return "", false, issuer.Fail(issuer.Usage, "slip-unknown", "code", who)
	}
	return "Ada", true, nil
}

func (f *fake) Pause(context.Context) error  { f.state.Paused = true; return nil }
func (f *fake) Resume(context.Context) error { f.state.Paused = false; return nil }

func (f *fake) Retry(context.Context, string, string, func(int, int)) (Sent, error) {
	f.did = append(f.did, "retry")
	return Sent{Delivered: 1}, nil
}

func (f *fake) PlanMail(context.Context, Mailing) (MailPlan, error) {
	f.plans++
	return MailPlan{Goes: 2, NoAddress: []string{"Bo"}, Held: []Held{{1, "Not published yet."}}}, nil
}

func (f *fake) PreviewMail(_ context.Context, m Mailing, _ string) (Letter, error) {
	if m.Text != nil {
		return Letter{Award: "1", To: "ada@x.org", Subject: m.Text.Subject, Text: m.Text.Text, Lacks: []string{"claim_url"}}, nil
	}
	return Letter{To: "ada@x.org", Subject: "Your badge", Text: "Hello Ada", Attached: []string{"first.png"}}, nil
}

func (f *fake) TestMail(_ context.Context, _ Mailing, _, to string) (string, error) {
	f.did = append(f.did, "test "+to)
	return "250 ok", nil
}

func (f *fake) Mail(context.Context, Mailing, func(int, int)) (Sent, error) {
	f.did = append(f.did, "mail")
	return Sent{Delivered: 1, Failed: 1}, nil
}

func (f *fake) SaveMails(context.Context, Mailing, string, func(int, int)) (int, error) {
	return 2, nil
}

func (f *fake) SetServer(_ context.Context, s Server) (Server, error) {
	f.did = append(f.did, "server "+s.Host)
	s.ID = cmp.Or(s.ID, "mail")
	f.state.Servers = append(f.state.Servers, s)
	return s, nil
}

func (f *fake) TryServer(context.Context, string) (bool, error) { return true, nil }

func (f *fake) RemoveServer(_ context.Context, id string) error {
	f.state.Servers = slices.DeleteFunc(f.state.Servers, func(s Server) bool { return s.ID == id })
	return nil
}

func (f *fake) Wording(_ context.Context, _ string, w Wording) (Wording, error) {
	w.Language = cmp.Or(w.Language, "en")
	w.Subject, w.Text, w.Own, w.Badge = "Subject "+w.Purpose+" "+w.Language, "Hello {name}", f.kept != "", "First Firing"
	w.Fields, w.Languages = []string{"name", "claim_url"}, []string{"en", "de", "fr"}
	return w, nil
}

func (f *fake) SetWording(_ context.Context, _ string, w Wording) error {
	f.kept = w.Text
	return nil
}

func (f *fake) ResetWording(ctx context.Context, batch string, w Wording) (Wording, error) {
	f.kept = ""
	return f.Wording(ctx, batch, w)
}

func (f *fake) ReadBack(_ context.Context, paths []string) ([]Returned, error) {
	f.did = append(f.did, "read "+strings.Join(paths, "+"))
	if strings.HasSuffix(paths[0], "none.eml") {
		return []Returned{{State: "no-bounce", File: paths[0]}}, nil
	}
	return []Returned{
		{State: "no-bounce", File: "a.eml"},
		{State: "delayed", Award: "1", Name: "Ada", Email: "ada@x.org", File: "b.eml"},
		{State: "bounced", Award: "3", Name: "Cleo", Email: "cleo@x.org", Answer: "5.1.1 no such box", File: "in/c.eml"},
	}, nil
}

func (f *fake) Reminders(_ context.Context, r Reminding) ([]Reminder, error) {
	if r.Days > 90 {
		return nil, nil
	}
	return []Reminder{
		{Award: "1", Name: "Ada", Email: "ada@x.org", Badge: "First Firing", Why: "nothing was sent yet"},
		{Award: "2", Name: "Bo", Badge: "First Firing", Why: "nothing was sent yet", Not: "no address"},
		{Award: "3", Name: "Cleo", Email: "cleo@x.org", Badge: "First Firing", Why: "came back", Doubtful: true},
	}, nil
}

func (f *fake) Remind(_ context.Context, _ Reminding, awards []string, _ func(int, int)) (Sent, error) {
	f.did = append(f.did, "remind "+strings.Join(awards, "+"))
	return Sent{Delivered: len(awards)}, nil
}

func (f *fake) Certificates(context.Context) ([]Certificate, error) {
	return []Certificate{{"mine.badge", "Mine"}}, nil
}

func (f *fake) OwnCertificate(context.Context, Paper) (string, error) { return "mine.badge", nil }

func (f *fake) SavePapers(context.Context, Paper, string, func(int, int)) (int, []string, error) {
	return 3, []string{"Cleo"}, nil
}

func (f *fake) Paper(_ context.Context, p Paper, page, _ int) (Sheet, error) {
	f.did = append(f.did, "paper "+p.Kind)
	return Sheet{Picture: image.NewNRGBA(image.Rect(0, 0, 30, 20)), Page: max(page, 0), Pages: 3, People: 3, Whole: page >= 0}, nil
}

func (f *fake) SavePaper(context.Context, Paper, string, func(int, int)) ([]string, error) {
	return nil, nil
}

func (f *fake) CallOff(_ context.Context, batch, kind string) (int, error) {
	f.did = append(f.did, "call off "+batch+kind)
	f.batch.Posts = f.batch.Posts[:1]
	return 1, nil
}

func (f *fake) MakeClaims(context.Context, string, bool) (int, error) { return 3, nil }
func (f *fake) Tell(_ context.Context, _, award string, _ bool) error {
	f.did = append(f.did, "tell "+award)
	return nil
}

func standing() *fake {
	at := time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC)
	return &fake{
		state: State{Batches: []BatchHead{{ID: "b", Badge: "First Firing", List: "people.csv", At: at, People: 3}}, Failed: 1, Waiting: 1, Servers: []Server{{ID: "club", Host: "smtp.x.org", Sender: "a@x.org"}}},
		batch: Batch{
			Ways: map[string]int{"mail": 1, "print": 1, "none": 1}, Web: true,
			People: []Person{
				{Award: "1", Name: "Ada", Email: "ada@x.org", Way: "mail"},
				{Award: "2", Name: "Bo", Way: "print", Code: "2346-79CD", Given: at},
				{Award: "3", Name: "Cleo", Email: "cleo@x.org", Way: "none"},
			},
			Posts: []Post{{Award: "1", Name: "Ada", To: "ada@x.org", Kind: "mail", State: "delivered", Answer: "250 ok", At: at}, {Award: "3", Name: "Cleo", To: "cleo@x.org", Kind: "mail", State: "failed", Answer: "550 no such box", Why: "x", At: at}},
		},
	}
}

func open(t *testing.T, f *fake) (*Room, *kittest.Bench) {
	t.Helper()
	b := kittest.New(t, kittest.English)
	r := New(b.Env, f)
	r.Shown()
	b.Show(r.Content())
	return r, b
}

func says(t *testing.T, r *Room, texts ...string) {
	t.Helper()
	all := strings.Join(kittest.Visible(r.Content()), " ")
	for _, text := range texts {
		if !strings.Contains(all, text) {
			t.Errorf("%q is not said in %s", text, all)
		}
	}
}

// What is not sent can be taken back, and then there is nothing more of the kind.
func TestCallOff(t *testing.T) {
	f := standing()
	r, b := open(t, f)
	r.turn(tabOutbox)
	b.Press(t, "Call off 1 not sent")
	b.Settle()
	says(t, r, "One called off")
	if !slices.Contains(f.did, "call off b") || kittest.Says(r.Content(), "not sent") {
		t.Errorf("done: %v", f.did)
	}
}

// The tabs stay where they are: whoever looks through them has the next one under the
// pointer.
func TestTabsStay(t *testing.T) {
	r, b := open(t, standing())
	where := func() fyne.Position {
		return b.App.Driver().AbsolutePositionForObject(kittest.Find(r.Content(), "Outbox"))
	}
	at := where()
	for _, tab := range []string{tabMail, tabPaper, tabRemind, tabBackpacks, tabOutbox} {
		r.turn(tab)
		if now := where(); now != at {
			t.Errorf("%s: the tabs are at %v, and were at %v", tab, now, at)
		}
	}
}

// The ways add up to the batch, and those whom nothing reached come first.
func TestWaysAddUp(t *testing.T) {
	r, _ := open(t, standing())
	says(t, r, "First Firing, 2026-11-22, people.csv (3)", "Mail 1", "On paper 1", "Not reached 1", "of 3 people", "Retry 1 failed", "1 on their way, 1 failed")
	if all := strings.Join(kittest.Visible(r.Content()), " "); strings.Index(all, "Cleo") > strings.Index(all, "Ada") {
		t.Error("who was not reached does not come first")
	}
}

// Whoever has a mail in a file is neither reached nor left out: a way of its own, in
// no colour that says either, and the sum stays that of the batch.
func TestSavedIsNeither(t *testing.T) {
	f := standing()
	f.batch.Ways["saved"] = 1
	f.batch.People = append(f.batch.People, Person{Award: "4", Name: "Dot", Email: "dot@x.org", Way: "saved"})
	f.batch.Posts = append(f.batch.Posts, Post{Award: "4", Name: "Dot", To: "dot@x.org", Kind: byFiles, State: "saved"})
	r, _ := open(t, f)
	says(t, r, "Mail 1", "On paper 1", "Saved as a file 1", "Not reached 1", "of 4 people")
	all := strings.Join(kittest.Visible(r.Content()), " ")
	if dot := strings.Index(all, "Dot"); dot < strings.Index(all, "Cleo") || dot > strings.Index(all, "Ada") {
		t.Error("whoever may not be reached does not come after those who are not")
	}
	if c := r.postCell(r.batch.Posts, len(r.batch.Posts)-1, 2); c.Text != "saved" || c.Tone != kit.Neutral {
		t.Errorf("%+v", c)
	}
	if c := r.personCell(r.batch.People, len(r.batch.People)-1, 2); c.Tone != kit.Neutral {
		t.Errorf("%+v", c)
	}
}

// A typed code hands over and can be taken back; one that is none is told of.
func TestHandedOverByCode(t *testing.T) {
	f := standing()
	r, _ := open(t, f)
	r.give("2346-79cd", false)
	says(t, r, "Handed over to Ada.", "Undo")
	r.give("2222-2222", false)
	says(t, r, "no slip with the code")
	r.retry()
	says(t, r, "1 sent.")
	if got := strings.Join(f.did, ","); got != "give 2346-79cd,give 2222-2222,retry" {
		t.Error(got)
	}
}

// What a mailing does is said before it is done.
func TestMailIsSaidFirst(t *testing.T) {
	f := standing()
	r, _ := open(t, f)
	r.turn(tabMail)
	says(t, r, "This will send 2 mails.", "Without an address: 1", "Not published yet.", "Send 2 mails", "Hello Ada", "smtp.x.org")
	if len(f.did) > 0 {
		t.Errorf("done unasked: %v", f.did)
	}
	r.mail.to = "me@x.org"
	r.mail.test(r.mail.mailing(), "")
	says(t, r, "A test mail went to me@x.org.")
	r.mail.send()
	says(t, r, "1 sent.", "Failed: 1")
	next := r.env.Now().Add(time.Hour)
	r.sent(Sent{Delivered: 250, Left: 150, Next: next}, nil)
	r.show()
	says(t, r, "250 sent.", "Still waiting: 150. The next can go from "+next.Local().Format("2006-01-02 15:04")+" on.")
	r.sent(Sent{Delivered: 250, Left: 150, Next: r.env.Now()}, nil)
	r.show()
	if strings.Contains(strings.Join(kittest.Visible(r.root), " "), "The next can go") {
		t.Error("what can go now is put off")
	}
}

// The sample writes to nobody; without a server one is asked for.
func TestNoMailWithoutServer(t *testing.T) {
	f := standing()
	f.state.Servers = nil
	r, _ := open(t, f)
	r.turn(tabMail)
	says(t, r, "Mail server", "Use this server")
	r.mail.form.s.Host = "smtp.y.org"
	r.mail.form.keep(false)
	says(t, r, "This will send")
	f.state.Sample = true
	r.Shown()
	says(t, r, "sample workshop")
}

// Who was sent something long ago and not reached is named, and a route leads to
// a batch.
func TestUnheardAndRoutes(t *testing.T) {
	f := standing()
	f.state.Unheard = []string{"Ada Quill", "Bo"}
	r, _ := open(t, f)
	says(t, r, "not reached for two weeks: 2, Ada Quill among them")
	r.turn(tabPaper)
	r.Arrive(kit.Route{ID: f.state.Batches[0].ID})
	if r.at != f.state.Batches[0].ID || r.tab != tabPeople {
		t.Errorf("arrived at %q, %v", r.at, r.tab)
	}
}

func TestPaperIsShown(t *testing.T) {
	f := standing()
	r, _ := open(t, f)
	r.turn(tabPaper)
	says(t, r, "Page 1 of 3, people: 3", "Save as PDF")
	r.paper.turn(1)
	says(t, r, "Page 2 of 3")
	r.paper.page = -1
	r.paper.draw()
	says(t, r, "Not all is shown here")
	r.turn(tabOutbox)
	says(t, r, "550 no such box", "failed")
}

func TestEmptyAndPaused(t *testing.T) {
	r, _ := open(t, &fake{})
	says(t, r, "Nothing to deliver yet", "Award a badge")
	f := standing()
	r, _ = open(t, f)
	r.pause()
	says(t, r, "The outbox is paused", "Go on")
	if len(r.Actions()) < 8 {
		t.Error("actions are missing")
	}
}

// A text is written beside the mail that comes of it; changes are kept by a press
// and not lost by another.
func TestTextIsWritten(t *testing.T) {
	f := standing()
	r, b := open(t, f)
	r.turn(tabMail)
	r.mail.write(ForReminder)
	says(t, r, "Subject reminder en", "Hello", "Insert a field", "Empty for this person: {claim_url}")
	w := r.mail.words
	w.text.Entry.SetText("Look: ")
	for _, item := range w.fields() {
		if strings.Contains(item.Text, "{claim_url}") {
			item.Act()
		}
	}
	if w.w.Text != "Look: {claim_url}" && !strings.Contains(w.w.Text, "{claim_url}") {
		t.Errorf("the field is not in %q", w.w.Text)
	}
	w.close()
	if b.Top() == nil || r.mail.words == nil {
		t.Error("what was typed is forgotten unasked")
	}
	w.save()
	says(t, r, "The text is kept", "Back to ours")
	if !strings.Contains(f.kept, "{claim_url}") {
		t.Errorf("kept %q", f.kept)
	}
	w.close()
	if r.mail.words != nil {
		t.Error("it does not close")
	}
}

// Whom a reminder goes to is chosen from those it can go to; days are typed.
func TestRemindersAreChosen(t *testing.T) {
	f := standing()
	r, _ := open(t, f)
	r.turn(tabRemind)
	field := r.remind.days
	if r.show(); r.remind.days != field {
		t.Error("who types the days loses the field when the page is built anew")
	}
	says(t, r, "This will send 1 mail.", "no address", "Cannot be reminded: 1", "Send 1 reminder")
	r.remind.tick(1) // has no address
	r.remind.tick(2)
	says(t, r, "This will send 2 mails.")
	r.remind.all(false)
	r.remind.tick(2)
	r.remind.send()
	if got := strings.Join(f.did, ","); got != "remind 3" {
		t.Error(got)
	}
	r.remind.what.Days = 100
	r.remind.ask()
	says(t, r, "Nobody to remind")
}

// Servers are chosen, tried and removed.
func TestServersAreChosen(t *testing.T) {
	f := standing()
	f.state.Servers = append(f.state.Servers, Server{ID: "school", Host: "smtp.z.org", Sender: "z@z.org"})
	r, _ := open(t, f)
	r.turn(tabMail)
	says(t, r, "Send through", "smtp.x.org")
	r.mail.server = "school"
	r.show()
	says(t, r, "Through smtp.z.org, from z@z.org")
	r.mail.form = newServerForm(r, f.state.Servers[1])
	r.mail.form.keep(true)
	says(t, r, "The server lets us in.", "Nothing keeps the connection secret")
}
