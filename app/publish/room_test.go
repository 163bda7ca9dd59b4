package publish

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"badgekiln/app/kit"
	"badgekiln/app/kit/kittest"
	"badgekiln/app/kit/look"
	"badgekiln/issuer"
)

// fake is an engine that notes what it is told.
type fake struct {
	state    State
	files    Files
	sendErr  error
	filesErr error
	due      []string
	did      []string
	check    Check
}

func (f *fake) State(ctx context.Context) (State, error) {
	kit.OffUI(ctx)
	return f.state, nil
}

func (f *fake) Files(context.Context, string) (Files, error) { return f.files, f.filesErr }

func (f *fake) Publish(_ context.Context, place string, take bool, report func(int, int)) (int, error) {
	report(1, 2)
	word := "publish " + place
	if take {
		word += " take"
	}
	f.did = append(f.did, word)
	if f.sendErr != nil && !take {
		return 0, f.sendErr
	}
	f.state.Places[0].Published, f.state.Places[0].Sent = time.Date(2026, 11, 12, 0, 0, 0, 0, time.UTC), 24
	f.files.New, f.files.Changed, f.files.Same = 0, 0, 106
	return 24, nil
}

func (f *fake) Check(_ context.Context, base string, _ func(int, int)) (Check, error) {
	f.did = append(f.did, "check "+base)
	f.state.Places[0].Check = &f.check
	return f.check, nil
}

func (f *fake) Host(_ context.Context, report func(int, int)) (int, error) {
	report(1, 2)
	f.did = append(f.did, "host")
	n := f.state.Unhosted
	f.state.Unhosted = 0
	return n, nil
}

func (f *fake) Due(context.Context) ([]string, error) { return f.due, nil }
func (f *fake) Preview(context.Context) (string, error) {
	return "http://127.0.0.1:4321/", nil
}

func (f *fake) Export(_ context.Context, _, folder string) (int, error) {
	f.did = append(f.did, "export "+folder)
	return 3, nil
}

func (f *fake) Add(_ context.Context, p NewPlace) (string, error) {
	f.did = append(f.did, strings.TrimSpace("add "+p.Name+" "+p.Address+" "+p.Secret+" "+p.Base))
	if p.Name == "web" {
		return "", issuer.Fail(issuer.Usage, "target-taken", "target", "web")
	}
	f.state.Places = append(f.state.Places, Place{Name: p.Name, Kind: "sftp", Base: f.state.Base})
	return p.Name, nil
}

func (f *fake) SetEntrance(_ context.Context, place, secret, keyFile string) error {
	f.did = append(f.did, strings.TrimSpace("enter "+place+" "+secret+" "+keyFile))
	f.sendErr, f.filesErr = nil, nil
	return nil
}

func (f *fake) Remove(_ context.Context, place string) error {
	f.did = append(f.did, "remove "+place)
	f.state.Places = nil
	return nil
}

const base = "https://badges.hafenwerk.org/"

func standing() *fake {
	return &fake{
		state: State{
			Issuer: "forge", Base: base, Places: []Place{{Name: "web", Kind: "git", URL: "git+ssh://git@host/x.git", Base: base}},
			Named: []string{"First Firing"}, Nameless: 3, Waits: []Wait{{"mail", 10}, {"push", 1}},
		},
		files: Files{New: 22, Changed: 2, Same: 84, Send: 1_600_000, Groups: []Group{
			{Path: "a/", Count: 22, New: 22, Size: 40_000, Files: []File{{"01/one.json", 1100, Fresh}, {"01/one.html", 9000, Fresh}, {"02/two.json", 1100, Fresh}, {"02/two.html", 9000, Fresh}}},
			{Path: "b/first-firing/", Count: 3, Size: 122_500, Files: []File{{"1/badge.json", 1400, Same}, {"1/image.png", 118_000, Same}, {"1/criteria.html", 3100, Same}}},
			{Path: "s/", Count: 1, Changed: 1, Size: 900, Files: []File{{"5f0a.json", 900, Changed}}},
			{Path: "", Count: 1, Changed: 1, Size: 2200, Files: []File{{"index.html", 2200, Changed}}},
		}},
		check: Check{At: time.Date(2026, 11, 26, 14, 20, 0, 0, time.UTC), Host: "pages", Looked: 84, Equal: 83, Until: time.Date(2027, 2, 9, 0, 0, 0, 0, time.UTC), Findings: []Finding{
			{Code: "check-picture-other", Fault: true, Count: 1, Paths: []string{"b/laser-cutter/1/image.png"}},
			{Code: "check-gone", Count: 3, Paths: []string{"a/01/one.json"}, Rule: "rule"},
		}},
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

// Badges from before there was a web address are told of, and get their pages.
func TestPagesOfBadgesFromBefore(t *testing.T) {
	f := standing()
	f.state.Unhosted = 14
	r, b := open(t, f)
	says(t, r, "14 badges have no page yet")
	b.Press(t, "Make their pages")
	b.Settle()
	says(t, r, "14 badges have a page now")
	if !slices.Equal(f.did, []string{"host"}) || kittest.Says(r.Content(), "no page yet") {
		t.Errorf("done: %v", f.did)
	}
}

func TestWhatWillBeSentIsShownFirst(t *testing.T) {
	f := standing()
	r, b := open(t, f)
	says(t, r, "10 mails wait for these pages", "One badge waits", "The pages of First Firing say who has it", "3 other badges name nobody")
	says(t, r, "Publish 24 files", "22 new", "2 changed", "84 same", "1.6 MB to send", base, "GitHub Pages, git: web", "first-firing", "118 kB", "and 19 more")
	if len(f.did) > 0 {
		t.Errorf("done unasked: %v", f.did)
	}
	for i, line := range r.rows {
		if line.more > 0 {
			r.table.Select(i)
			break
		}
	}
	b.Settle()
	says(t, r, "and 18 more")
	r.send(false)
	b.Settle()
	if want := []string{"publish web", "check " + base}; !slices.Equal(f.did, want) {
		t.Errorf("%v, want %v", f.did, want)
	}
	says(t, r, "Nothing to publish", "83 of 84 files", "certificate good to", "GitHub Pages cannot do this", "somebody optimised it", "2026-11-12")
}

// TestPagesLeftOutAreTold: what a place leaves out is told before anything is sent, and afterwards.
func TestPagesLeftOutAreTold(t *testing.T) {
	f := standing()
	f.state.Places[0].Withheld = 3
	r, b := open(t, f)
	says(t, r, "3 pages of their own are left out", "Strangers can list")
	r.send(false)
	b.Settle()
	says(t, r, "3 pages of their own are left out")
}

// Whoever types a place goes on where they are when something is read or ends behind
// it; only a form with a private key speaks of a passphrase.
func TestAFormKeepsTheKeys(t *testing.T) {
	f := standing()
	f.state.Places = nil
	r, b := open(t, f)
	b.Press(t, "WebDAV")
	field := kittest.Find(b.Window.Content(), "User name").(fyne.Focusable)
	b.Window.Canvas().Focus(field)
	r.Reread()
	b.Settle()
	field.TypedRune('a')
	if b.Window.Canvas().Focused() != field || r.form.typed["user"] != "a" || kittest.Find(b.Window.Content(), "User name") != field.(fyne.CanvasObject) {
		t.Errorf("the keys went away, typed %q", r.form.typed["user"])
	}
	if kittest.Says(r.Content(), "passphrase") {
		t.Error("a place without a key speaks of its passphrase")
	}
	b.Press(t, "Cancel")
	b.Press(t, "SFTP")
	says(t, r, "its passphrase")
	r, b = open(t, standing())
	b.Press(t, "Move…")
	field = kittest.Find(b.Window.Content(), "New public address").(fyne.Focusable)
	b.Window.Canvas().Focus(field)
	r.Reread()
	b.Settle()
	if b.Window.Canvas().Focused() != field || kittest.Find(b.Window.Content(), "New public address") != field.(fyne.CanvasObject) || r.canLook() {
		t.Error("the keys went away from the new address")
	}
}

// Figures have the decimal sign of the language.
func TestSizesHaveTheSignOfTheLanguage(t *testing.T) {
	r := New(kittest.New(t, kittest.German).Env, standing())
	for n, want := range map[int64]string{12: "12 B", 1500: "1,5 kB", 3000: "3 kB", 1_640_000: "1,6 MB"} {
		if got := r.size(n); got != want {
			t.Errorf("%d is written %q, not %q", n, got, want)
		}
	}
}

// TestVeryMuchDiffers: what was not compared file by file is told as about so
// many, and a size that nobody knows is not shown.
func TestVeryMuchDiffers(t *testing.T) {
	f := standing()
	f.files.About, f.files.Send = true, 262_000_000
	f.files.Groups[1].Files[0].Size = -1
	f.state.Places[0].Published = time.Date(2026, 11, 12, 0, 0, 0, 0, time.UTC)
	f.state.Places[0].Log = []Sending{{f.state.Places[0].Published, 38}, {f.state.Places[0].Published.AddDate(0, -1, 0), 1}}
	r, b := open(t, f)
	says(t, r, "Publish about 24 files", "About 262 MB to send")
	if all := strings.Join(kittest.Visible(r.Content()), " "); strings.Contains(all, "-1 B") {
		t.Error(all)
	}
	b.Press(t, "Log")
	if all := strings.Join(kittest.Visible(b.Top()), " "); !strings.Contains(all, "38 files") || !strings.Contains(all, "1 file") {
		t.Errorf("the log: %s", all)
	}
}

// TestNothingToCompareWith: a place whose files cannot be told says why in the
// page, and the rest of it stands.
func TestNothingToCompareWith(t *testing.T) {
	f := standing()
	f.filesErr = issuer.Fail(issuer.Broken, "publish-kept", "file", "a/x.html")
	r, _ := open(t, f)
	says(t, r, "a/x.html", base, "Site check")
	if r.canSend() {
		t.Error("what is not known can be sent")
	}
}

func TestSomebodyElsePublished(t *testing.T) {
	f := standing()
	f.sendErr = issuer.Fail(issuer.Refused, "publish-elsewhere")
	r, b := open(t, f)
	r.send(false)
	b.Settle()
	says(t, r, "Another computer published there since", "Compare and go on")
	b.Press(t, "Compare and go on")
	if want := []string{"publish web", "publish web take", "check " + base}; !slices.Equal(f.did, want) {
		t.Errorf("%v, want %v", f.did, want)
	}
}

func TestWithoutWebSpaceOrPlace(t *testing.T) {
	r, b := open(t, &fake{})
	says(t, r, "No web address yet")
	b.Press(t, "Set a web address")
	if len(b.Routes) != 1 || b.Routes[0].Room != kit.RoomSettings {
		t.Errorf("went to %v", b.Routes)
	}
	f := &fake{state: State{Base: base, Sample: true}}
	r, b = open(t, f)
	says(t, r, "Where does it go?", "WebDAV", "its keys are everybody's")
	r.begin("sftp")
	b.Settle()
	r.form.name = "web"
	r.form.save()
	b.Settle()
	says(t, r, "This is needed.")
	r.form.typed["host"], r.form.typed["user"], r.form.typed["remote-folder"], r.form.typed["password"] = "ssh.host.org:2222", "ada", "/www", "secret"
	r.form.save()
	b.Settle()
	says(t, r, "a place called web already", "It is marked below")
	r.form.name = "home"
	r.form.save()
	b.Settle()
	if want := "add home sftp://ada@ssh.host.org:2222//www secret"; !slices.Contains(f.did, want) {
		t.Errorf("%v", f.did)
	}
	if r.form != nil || r.at != "home" || r.canSend() {
		t.Errorf("after: %v at %q", r.form, r.at)
	}
}

func TestAWeekLaterItIsLookedAgain(t *testing.T) {
	f := standing()
	f.due = []string{base}
	b := kittest.New(t, kittest.English)
	New(b.Env, f).Begin()
	if want := []string{"check " + base}; !slices.Equal(f.did, want) {
		t.Errorf("%v", f.did)
	}
}

func TestEveryWordIsTranslated(t *testing.T) {
	f := standing()
	f.state.Places[0].Check, f.state.Places[0].Published = &f.check, time.Date(2026, 11, 12, 0, 0, 0, 0, time.UTC)
	b := kittest.New(t, kittest.Pseudo)
	r := New(b.Env, f)
	r.Shown()
	b.Show(r.Content())
	if list := kittest.Literals(r.Content(), base, "kB", "MB", " B", "first-firing/", "a/", "s/", ".json", ".html", ".png"); len(list) > 0 {
		t.Errorf("%q", list)
	}
}

func TestAddresses(t *testing.T) {
	t.Parallel()
	for _, one := range []struct {
		kind  string
		typed map[string]string
		want  string
	}{
		{"folder", map[string]string{"folder": " /var/www "}, "/var/www"},
		{"git", map[string]string{"repository": "git@github.com:club/badges.git", "branch": "gh-pages"}, "git+ssh://git@github.com/club/badges.git?branch=gh-pages"},
		{"git", map[string]string{"repository": "https://ada@host.org/x.git"}, "git+https://ada@host.org/x.git"},
		{"git", map[string]string{"repository": "/srv/site.git"}, "git+file:///srv/site.git"},
		{"webdav", map[string]string{"web-address": "https://dav.host.org/files/", "user": "ada@host.org"}, "davs://ada%40host.org@dav.host.org/files/"},
		{"s3", map[string]string{"endpoint": "s3.host.org", "bucket": "site/badges", "region": "eu", "key-id": "KEY"}, "s3://KEY@s3.host.org/site/badges?region=eu"},
		{"sftp", map[string]string{"host": "ssh.host.org", "user": "ada", "remote-folder": "www"}, "sftp://ada@ssh.host.org/www"},
		{"sftp", map[string]string{"host": "ssh.host.org", "user": "ada", "remote-folder": "/srv/club #1, 100%?"}, "sftp://ada@ssh.host.org//srv/club %231, 100%25%3F"},
		{"git", map[string]string{"repository": "/srv/site#1.git", "branch": "pages"}, "git+file:///srv/site%231.git?branch=pages"},
	} {
		if got := place(one.kind, "x", one.typed).Address; got != one.want {
			t.Errorf("%s: %s, want %s", one.kind, got, one.want)
		}
	}
}

func TestAnotherPlaceIsAdded(t *testing.T) {
	f := standing()
	r, b := open(t, f)
	r.adding = true
	r.show()
	b.Settle()
	says(t, r, "Where does it go?", "Cancel")
	r.begin("s3")
	b.Settle()
	says(t, r, "Secret key", "Nothing is sent yet")
	b.Shot(t, "publish-form")
	if r.canSend() || !r.Escape() || r.form != nil || r.adding || r.Escape() {
		t.Error("the form does not go away")
	}
	b.Settle()
	says(t, r, "Publish 24 files")
}

// TestLook leaves a picture to look at where one is asked for.
func TestLook(t *testing.T) {
	f := standing()
	f.state.Places[0].Check, f.state.Places[0].Published, f.state.Places[0].Sent = &f.check, time.Date(2026, 11, 12, 0, 0, 0, 0, time.UTC), 38
	r, b := open(t, f)
	_ = r
	b.Shot(t, "publish")
}

// TestLongNamesDoNotCover: however long the name of a place, what stands beside
// it can be seen and pressed; a long address has one line, with its host and its end.
func TestLongNamesDoNotCover(t *testing.T) {
	f := standing()
	f.state.Places[0].Name = "web space of the adult education centre of a town with a long name"
	f.state.Places[0].Base = "https://certificates-and-badges.adult-education-centre.some-long-district.hafenwerk.org/public-badges/"
	r, b := open(t, f)
	b.Window.Resize(fyne.NewSize(1100, 800)) // as much as is left beside the rail of the smallest window
	b.Settle()
	lines := slices.DeleteFunc(kittest.Visible(r.Content()), func(text string) bool {
		return !strings.HasPrefix(text, "https://certi") || !strings.HasSuffix(text, "badges/")
	})
	if len(lines) != 1 {
		t.Errorf("the address: %q", lines)
	}
	at := func(label string) (left, right float32) {
		o := kittest.Find(r.Content(), label)
		left = b.App.Driver().AbsolutePositionForObject(o).X
		return left, left + o.Size().Width
	}
	var address float32
	look.Walk(r.Content(), func(o fyne.CanvasObject, at fyne.Position) bool {
		if text, ok := o.(*canvas.Text); ok && text.Text == "Public address" {
			address = at.X
		}
		return true
	})
	_, chosen := at("Where")
	forget, forgotten := at("Forget this place")
	if chosen > forget || forgotten > address {
		t.Errorf("the choice ends at %v, its button goes from %v to %v, the address begins at %v", chosen, forget, forgotten, address)
	}
	b.Shot(t, "publish-long")
}
