package deliver

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"badgekiln/app/kit/kittest"
	"badgekiln/issuer"
)

// packs is a desk whose hosts are what a test says.
type packs struct {
	hosts  Hosts
	rows   []PushRow
	asked  Host
	in     Account
	left   KioskDone
	put    Collected
	fails  error
	opened []string
	done   []string
}

func (p *packs) note(what ...string) error {
	p.done = append(p.done, strings.Join(what, " "))
	return p.fails
}

func (p *packs) Hosts(context.Context) (Hosts, error) { return p.hosts, nil }
func (p *packs) AskHost(_ context.Context, n NewHost) (Host, error) {
	return p.asked, p.note("ask", n.Address)
}

func (p *packs) AddHost(_ context.Context, n NewHost) (Host, error) {
	err := p.note("add", n.Address, n.ClientID)
	if err == nil {
		h := p.asked
		h.ID = "new"
		p.hosts.All = append(p.hosts.All, h)
	}
	return Host{ID: "new", Name: p.asked.Name}, err
}

func (p *packs) RemoveHost(_ context.Context, host string) ([]SignedOut, error) {
	p.hosts.All = nil
	return []SignedOut{{Owner: "ada@x.org"}}, p.note("remove", host)
}

func (p *packs) SignIn(_ context.Context, host, email string, open func(string)) (Account, error) {
	open("https://host.example/authorize?state=s")
	return p.in, p.note("signin", host, email)
}

func (p *packs) SignInWith(_ context.Context, host, user, secret, _ string) (Account, error) {
	return p.in, p.note("secret", host, user, secret)
}

func (p *packs) SignOut(_ context.Context, account string) (SignedOut, error) {
	return SignedOut{Owner: "ada@x.org", Revoked: true, Home: "https://host.example"}, p.note("signout", account)
}
func (p *packs) PlanPush(context.Context, string, string) ([]PushRow, error) { return p.rows, nil }
func (p *packs) Push(_ context.Context, host, batch, award string, _ func(int, int)) (Pushed, error) {
	return Pushed{Sent: Sent{Delivered: 1}}, p.note("push", host, batch, award)
}

func (p *packs) Collections(context.Context, string) ([]Collection, error) {
	return []Collection{{Name: "Workshop", Badges: 2}}, p.fails
}

func (p *packs) Collect(_ context.Context, account, name, batch string) (Collected, error) {
	return p.put, p.note("collect", account, name, batch)
}

func (p *packs) Kiosk(_ context.Context, host, batch string, open func(string), came func(), _ func(int, int)) (KioskDone, error) {
	open("https://host.example/authorize")
	came()
	return p.left, p.note("kiosk", host, batch)
}

func (p *packs) KioskWith(_ context.Context, host, batch, user, _ string, came func(), _ func(int, int)) (KioskDone, error) {
	came()
	return p.left, p.note("kiosk", host, batch, user)
}
func (p *packs) SavePage(context.Context, string, string, string) (int, error) { return 2, nil }
func (p *packs) CheckBaked(context.Context, string, string) (string, error)    { return "https://x", nil }
func (p *packs) SaveDisplayed(context.Context, string, string, string) error   { return nil }
func (p *packs) Displayed(context.Context, string, string) ([]Shown, error)    { return nil, nil }

// hosted is a desk with a host at which Ada is signed in and Bo is not.
func hosted() *fake {
	f := standing()
	at := time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC)
	f.packs = packs{
		hosts: Hosts{
			All: []Host{{
				ID: "host", Name: "Club Backpack", Kind: "ob3", Address: "https://host.example", Takes: []string{"ob3", "ob3-jwt"}, Browser: true, Registers: true, Revokes: true,
				Accounts: []Account{{ID: "a1", Owner: "ada@x.org", Known: true, Since: at, Renews: true, Here: true}},
			}},
			Known: []Known{{"Big Host", "https://big.example"}},
		},
		rows: []PushRow{
			{Award: "1", Name: "Ada", Email: "ada@x.org", State: "ready"},
			{Award: "2", Name: "Bo", Email: "bo@x.org", State: "none", Code: "nobody", Why: "Nobody with this address is signed in there."},
			{Award: "3", Name: "Cleo", Email: "cleo@x.org", State: "delivered", Code: "delivered", Answer: "OK (HTTP 201)"},
			{Award: "4", Name: "Dee", Email: "ada@x.org", State: "failed", Why: "The backpack did not take it.", Answer: "400 no", Tries: 2},
		},
		in: Account{ID: "a1", Owner: "ada@x.org", Known: true, Here: true},
	}
	return f
}

func backpacks(t *testing.T, f *fake) (*Room, *kittest.Bench) {
	t.Helper()
	r, b := open(t, f)
	r.env.OpenURL = func(address string) { f.opened = append(f.opened, address) }
	r.turn(tabBackpacks)
	return r, b
}

// Only what belongs to somebody signed in is offered, and the rest has its reason.
func TestPushIsSaidFirst(t *testing.T) {
	f := hosted()
	r, _ := backpacks(t, f)
	says(t, r, "Club Backpack", "This will push 2 badges.", "Push 2", "Try one first", "not signed in: 1", "there already: 1", "renewed by itself", "Open Badges 3.0")
	if len(f.done) > 0 {
		t.Errorf("done unasked: %v", f.done)
	}
	r.packs.picked = "4"
	r.packs.pushOne()
	r.packs.push("")
	says(t, r, "1 sent.")
	if want := []string{"push host b 4", "push host b "}; !slices.Equal(f.done, want) {
		t.Errorf("%q", f.done)
	}
	f.rows = f.rows[1:2]
	r.Shown()
	says(t, r, "Nothing to push")
	if all := strings.Join(kittest.Visible(r.Content()), " "); strings.Contains(all, "Push ") {
		t.Error("a push is offered for people who have not signed in")
	}
}

// A sign-in opens the browser; what went wrong there is told, and nothing of it stays.
func TestSigningInByTheBrowser(t *testing.T) {
	f := hosted()
	r, _ := backpacks(t, f)
	r.packs.signIn()
	says(t, r, "ada@x.org is signed in.")
	if len(f.opened) != 1 || r.packs.link != "" {
		t.Errorf("opened %q, still %q", f.opened, r.packs.link)
	}
	for code, text := range map[string]string{"signin-denied": "declined in the browser", "signin-late": "Nobody came back in time", "signin-state": "came back from another sign-in"} {
		f.fails = issuer.Fail(issuer.Refused, code)
		r.packs.signIn()
		says(t, r, text)
	}
	f.fails = context.Canceled
	r.packs.signIn()
	says(t, r, "Nobody was signed in.")
	f.fails, f.in = nil, Account{ID: "a2", Here: true}
	r.packs.signIn()
	says(t, r, "does not tell whose backpack", "Whose backpack it is")
	r.packs.email = "bo@x.org"
	r.packs.signIn()
	if last := f.done[len(f.done)-1]; last != "signin host bo@x.org" {
		t.Error(last)
	}
	r.packs.signOut(f.hosts.All[0].Accounts[0])
	says(t, r, "is signed out", "took the permission back")
}

// A host is asked before it is added, says what it can do, and where it lets no
// program register a client id is asked for.
func TestHostIsAskedFirst(t *testing.T) {
	f := hosted()
	f.hosts.All = nil
	f.asked = Host{Name: "New Host", Kind: "connect", Address: "https://new.example", Takes: []string{"ob2", "ob2-signed", "ob11"}, Browser: true, Registers: true}
	r, _ := backpacks(t, f)
	says(t, r, "No backpack host yet")
	r.packs.add()
	says(t, r, "Known hosts", "Nothing is left with the host yet.")
	r.packs.form.n.Address = "new.example"
	r.packs.form.ask()
	says(t, r, "New Host", "Open Badges 2.0, Open Badges 2.0, signed, Open Badges 1.1", "makes itself known there by itself", "cannot take permissions back")
	f.fails = issuer.Fail(issuer.Refused, "signin-client-needed", "said", "no")
	r.packs.form.keep()
	says(t, r, "Ask its operator for a client id", "Client secret")
	f.fails = nil
	r.packs.form.keep()
	says(t, r, "A client id is needed.")
	r.packs.form.n.ClientID = "c1"
	r.packs.form.keep()
	says(t, r, "New Host is known now.")
	if last := f.done[len(f.done)-1]; last != "add new.example c1" {
		t.Error(last)
	}
	r.packs.add()
	if !r.Escape() || r.packs.form != nil {
		t.Error("Escape does not leave the form")
	}
}

// A host that is removed signs everybody out, and says who keeps a permission.
func TestHostIsRemoved(t *testing.T) {
	f := hosted()
	r, b := backpacks(t, f)
	r.packs.remove(f.hosts.All[0])
	b.Press(t, "Remove")
	says(t, r, "is removed", "did not take back", "No backpack host yet")
}

// Badgr's own API is entered with a password: it is not kept in the room.
func TestPasswordIsAskedFor(t *testing.T) {
	f := hosted()
	f.hosts.All[0].Browser, f.hosts.All[0].Kind = false, "badgr"
	r, b := backpacks(t, f)
	r.packs.signIn()
	b.Type(t, "Address", "ada@x.org")
	b.Type(t, "Password or token", "pw")
	b.Press(t, "Sign in")
	if last := f.done[len(f.done)-1]; last != "secret host ada@x.org pw" {
		t.Error(last)
	}
}

// Nothing of a person is left for the next at the kiosk, whatever happened.
func TestKioskForgetsPeople(t *testing.T) {
	f := hosted()
	f.left = KioskDone{Rows: []PushRow{{Badge: "First Firing", State: "delivered"}}, SignedOut: SignedOut{Owner: "ada@x.org", Revoked: true, Home: "https://host.example"}}
	r, b := backpacks(t, f)
	r.packs.beginKiosk()
	b.Press(t, "Begin")
	k := r.packs.kiosk
	seen := func() string { return strings.Join(kittest.Visible(b.Top()), " ") }
	if !strings.Contains(seen(), "Take your badges with you") || strings.Contains(seen(), "Cleo") {
		t.Fatal(seen())
	}
	b.Press(t, "Sign in at Club Backpack")
	if got := seen(); !strings.Contains(got, "Your badge is in your backpack") || !strings.Contains(got, "sign out of Club Backpack") {
		t.Fatal(got)
	}
	b.Press(t, "Next person")
	if got := seen(); strings.Contains(got, "First Firing") || strings.Contains(got, "ada") || k.left != nil {
		t.Error(got)
	}
	for state, says := range map[string]string{"held": "It cannot go into your backpack yet", "failed": "The backpack did not take it"} {
		f.left = KioskDone{Rows: []PushRow{{Badge: "First Firing", State: state, Why: "Not published yet."}}, SignedOut: SignedOut{Owner: "ada@x.org"}}
		b.Press(t, "Sign in at Club Backpack")
		if got := seen(); !strings.Contains(got, says) || !strings.Contains(got, "Not published yet.") {
			t.Errorf("%s: %s", state, got)
		}
		b.Press(t, "Next person")
	}
	f.left = KioskDone{SignedOut: SignedOut{Owner: "zoe@x.org"}}
	b.Press(t, "Sign in at Club Backpack")
	if got := seen(); !strings.Contains(got, "no badge for you") || !strings.Contains(got, "runs out by itself") {
		t.Error(got)
	}
	k.escape()
	if got := seen(); strings.Contains(got, "zoe") {
		t.Error(got)
	}
	f.fails = issuer.Fail(issuer.Refused, "signin-denied")
	b.Press(t, "Sign in at Club Backpack")
	if got := seen(); !strings.Contains(got, "declined in the browser") {
		t.Error(got)
	}
	f.fails = errors.Join(context.Canceled)
	b.Press(t, "Sign in at Club Backpack")
	if got := seen(); strings.Contains(got, "declined") {
		t.Error(got)
	}
	b.Press(t, "End the kiosk")
	b.Press(t, "End the kiosk")
	if r.packs.kiosk != nil {
		t.Error("the kiosk does not end")
	}
}

// The sample has no backpacks, and without awards hosts can be added already.
func TestBackpacksWithoutAwards(t *testing.T) {
	f := &fake{}
	r, _ := backpacks(t, f)
	says(t, r, "No backpack host yet")
	f = hosted()
	f.state.Sample = true
	r, _ = backpacks(t, f)
	says(t, r, "nobody's backpack")
}

// Collections are offered where the host has them, and tell what came of it.
func TestCollections(t *testing.T) {
	f := hosted()
	r, b := backpacks(t, f)
	if all := strings.Join(kittest.Visible(r.Content()), " "); strings.Contains(all, "Collections") {
		t.Error("a host without collections offers them")
	}
	f.hosts.All[0].Browser, f.hosts.All[0].Kind = false, "badgr"
	r.Shown()
	b.Press(t, "Collections")
	if seen := strings.Join(kittest.Visible(b.Top()), " "); !strings.Contains(seen, "Workshop") {
		t.Error(seen)
	}
	f.put = Collected{Made: true, Added: 2, Missing: 1}
	b.Type(t, "Collection", "Summer")
	b.Press(t, "Put the badges of this list there")
	says(t, r, "The collection Summer is made.", "2 put in", "1 not in this backpack")
	if last := f.done[len(f.done)-1]; last != "collect a1 Summer b" {
		t.Error(last)
	}
	f.put = Collected{Missing: 3}
	r.packs.collect(f.hosts.All[0].Accounts[0], "Summer")
	says(t, r, "Nothing of this list is in the backpack")
}

// Every tab has a help text of its own.
func TestEveryTabIsExplained(t *testing.T) {
	r, _ := backpacks(t, hosted())
	for _, tab := range []string{tabPeople, tabMail, tabPaper, tabRemind, tabBackpacks, tabOutbox} {
		if r.turn(tab); !r.env.Has(r.HelpWord()) {
			t.Errorf("%s has no text", r.HelpWord())
		}
	}
}
