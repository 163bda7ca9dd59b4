package settings

import (
	"context"
	"errors"
	"fmt"
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
	state    State
	err      error
	setErr   error
	doErr    error
	report   Report
	changes  []IssuerChange
	did      []string
	log      []Entry
	restored string
}

func (f *fake) State(ctx context.Context) (State, error) {
	kit.OffUI(ctx)
	return f.state, f.err
}

func (f *fake) SetIssuer(_ context.Context, c IssuerChange) (Issuer, error) {
	f.changes = append(f.changes, c)
	if f.setErr != nil {
		return Issuer{}, f.setErr
	}
	i := Issuer{ID: "own", Timezone: "UTC", SignsAs: "did:key:z6Mk"}
	if len(f.state.Issuers) > 0 {
		i = f.state.Issuers[0]
	}
	for _, m := range []struct{ from, to *string }{
		{c.Name, &i.Name}, {c.Email, &i.Email}, {c.URL, &i.URL}, {c.Description, &i.Description}, {c.BaseURL, &i.BaseURL}, {c.Timezone, &i.Timezone},
	} {
		if m.from != nil {
			*m.to = *m.from
		}
	}
	f.state.Issuers = []Issuer{i}
	return i, nil
}

func (*fake) NormalBase(address string) (string, bool, error) {
	if address == "" {
		return "", false, nil
	}
	if !strings.HasPrefix(address, "https://") {
		return "", false, issuer.Fail(issuer.Usage, "base-url-not-https", "url", address)
	}
	return strings.TrimRight(address, "/") + "/", strings.Contains(address, ".example"), nil
}

func (f *fake) NewKey(_ context.Context, id string, alg Algorithm) error {
	word := "new " + id
	if alg != Ed25519 {
		word += " " + string(alg)
	}
	f.did = append(f.did, word)
	return f.doErr
}

func (*fake) NameAs(id, base string, how Method) string { return string(how) + " " + base + id }

func (f *fake) Recovery(_ context.Context, path, passphrase string) (int, bool, error) {
	f.did = append(f.did, "page "+path+" "+passphrase)
	return 2, passphrase == "", f.doErr
}

func (f *fake) Recover(_ context.Context, path, passphrase string) (int, error) {
	f.did = append(f.did, "recover "+path+" "+passphrase)
	return 2, f.doErr
}

func (f *fake) RetireKey(_ context.Context, id string, why Reason) error {
	f.did = append(f.did, string(why)+" "+id)
	return f.doErr
}

func (f *fake) ExportKey(_ context.Context, id, path string) error {
	f.did = append(f.did, "export "+id+" "+path)
	return f.doErr
}

func (f *fake) Backup(_ context.Context, path, passphrase string, replace bool) (bool, error) {
	word := "backup " + path + " " + passphrase
	if replace {
		word += " replace"
	}
	f.did = append(f.did, word)
	return passphrase == "", f.doErr
}

func (f *fake) Restore(_ context.Context, backup, path, passphrase string) error {
	f.did = append(f.did, "restore "+backup+" "+path+" "+passphrase)
	return f.doErr
}

func (f *fake) CopyNow(context.Context) error {
	f.did = append(f.did, "copy")
	f.state.Copies.Count++
	return f.doErr
}

func (f *fake) SetCopies(_ context.Context, days, weeks int) error {
	f.did = append(f.did, fmt.Sprint("copies ", days, " ", weeks))
	return f.doErr
}

func (f *fake) Check(context.Context) (Report, error) { return f.report, f.doErr }

func (f *fake) Log(_ context.Context, limit int) ([]Entry, error) {
	return f.log[:min(limit, len(f.log))], nil
}

func (*fake) Zones() []string {
	return []string{"America/New_York", "Europe/Berlin", "Europe/Paris", "UTC"}
}

func (*fake) About() About {
	return About{Version: "0.1.0", Website: "https://badgekiln.example", Parts: []Part{{"fyne.io/fyne/v2", "v2.8.1", "BSD-3-Clause", "TEXT"}, {"x", "v1", "", ""}}}
}

func workshop() *fake {
	at := time.Date(2026, 5, 2, 10, 0, 0, 0, time.UTC)
	f := &fake{state: State{
		Ledger: "/home/me/.config/badgekiln/hafenwerk-2026.db", Folder: "/home/me/.config/badgekiln",
		Issuers: []Issuer{{
			ID: "hafenwerk", Name: "Hafenwerk Makerspace e. V.", Email: "badges@hafenwerk.example", URL: "https://hafenwerk.example/",
			Timezone: "Europe/Berlin", BaseURL: "https://badges.hafenwerk.example/", SignsAs: "https://badges.hafenwerk.example/i/hafenwerk/profile.json", Awards: 46,
		}},
		Keys: []Key{
			{ID: "k1", Issuer: "hafenwerk", Multibase: "z6MkwYh1aaaaaaaaaaaaaaaaaat4Qc", Made: at.AddDate(-2, 0, 0), Retired: at.AddDate(-1, 0, 0), Why: Lost, Signed: 212},
			{ID: "k2", Issuer: "hafenwerk", Multibase: "z6Mkf5rGaaaaaaaaaaaaaaaaaaWp2X", Made: at.AddDate(-1, 0, 0), Signed: 1},
			{ID: "k3", Issuer: "hafenwerk", Multibase: "z6MkpTHRaaaaaaaaaaaaaaaaaa8VJp", Made: at, Signed: 1204, Current: true},
		},
	}}
	for i := range 30 {
		f.log = append(f.log, Entry{At: at.Add(-time.Duration(i) * time.Hour), Kind: []string{"award.issued", "class.added", "odd.kind"}[i%3], Subject: "first-firing", Who: "ana@kiln-room", List: []string{"Teilnehmende Brennofen Oktober 2026.xlsx", ""}[i%2], Sum: []string{strings.Repeat("0f", 32), ""}[i%2]})
	}
	return f
}

func opened(t *testing.T, f *fake, say kittest.Words) (*kittest.Bench, *Room) {
	t.Helper()
	b := kittest.New(t, say)
	r := New(b.Env, f)
	b.Show(r.Content())
	r.Shown()
	b.Settle()
	return b, r
}

func TestFirstIssuerNeedsANameOnly(t *testing.T) {
	f := &fake{state: State{Ledger: "/l.db", Folder: "/"}}
	b, r := opened(t, f, kittest.English)
	b.Press(t, "Make issuer")
	if len(f.changes) > 0 || !kittest.Says(r.Content(), "Give the issuer a name.") {
		t.Fatal("made without a name")
	}
	b.Shot(t, "settings-first")
	b.Type(t, "Name", "Töpferhof")
	b.Press(t, "Make issuer")
	if len(f.changes) != 1 || *f.changes[0].Name != "Töpferhof" {
		t.Fatalf("%+v", f.changes)
	}
	if !kittest.Says(r.Content(), "Saved.") || !kittest.Says(r.Content(), "Save issuer") {
		t.Error(kittest.Visible(r.Content()))
	}
	for _, section := range []string{sectionZone, sectionWeb, sectionKeys} {
		r.choose(section)
		if kittest.Says(r.Content(), "No issuer yet") {
			t.Errorf("%s still waits for an issuer", section)
		}
	}
}

func TestTypedTextsStayAndFailuresStandAtTheirField(t *testing.T) {
	f := workshop()
	b, r := opened(t, f, kittest.English)
	b.Type(t, "Web site", "nonsense")
	r.choose(sectionKeys)
	r.Shown()
	r.choose(sectionIssuer)
	if got := kittest.Find(r.Content(), "Web site").(*kit.Entry).Text; got != "nonsense" {
		t.Fatalf("typed text is %q", got)
	}
	f.setErr = issuer.Fail(issuer.Usage, "url-unusable", "url", "nonsense")
	b.Press(t, "Save issuer")
	if !kittest.Says(r.Content(), "'nonsense' is no web address. Begin it with https://") {
		t.Error(kittest.Visible(r.Content()))
	}
	f.setErr = errors.New("odd")
	b.Press(t, "Save issuer")
	if !kittest.Says(r.Content(), "This was not saved.") {
		t.Error("an unforeseen failure is not told")
	}
	b.Press(t, "Undo changes")
	if r.canSave() {
		t.Error("undone, and still something to save")
	}
}

func TestWebSpaceSaysWhatItBringsAbout(t *testing.T) {
	f := workshop()
	b, r := opened(t, f, kittest.English)
	r.choose(sectionWeb)
	b.Type(t, b.Env.T("settings.web.field"), "http://x.org")
	b.Press(t, "Save web space")
	if len(f.changes) > 0 || !kittest.Says(r.Content(), "is not encrypted") {
		t.Fatal("plain http is taken")
	}
	b.Type(t, b.Env.T("settings.web.field"), "https://new.example")
	for _, part := range []string{"signed as https://new.example/", "46 badges point there", "Nobody else can reach this address"} {
		if !kittest.Says(r.Content(), part) {
			t.Errorf("not told before saving: %q", part)
		}
	}
	b.Shot(t, "settings-web")
	b.Press(t, "Save and sign as the new address")
	if len(f.changes) != 1 || *f.changes[0].BaseURL != "https://new.example/" {
		t.Errorf("%+v", f.changes)
	}
}

// Whoever is sent here to say a web address can type it at once.
func TestTheWebAddressHasTheFocus(t *testing.T) {
	f := workshop()
	b, r := opened(t, f, kittest.English)
	r.Arrive(kit.Route{Room: kit.RoomSettings, What: sectionWeb})
	r.Shown()
	b.Settle()
	if p := r.pages[sectionWeb].(*webPage); b.Window.Canvas().Focused() != fyne.Focusable(p.field.Entry) {
		t.Errorf("the focus is on %v", b.Window.Canvas().Focused())
	}
}

func TestWebSpaceNeedsAnAddressToWriteTo(t *testing.T) {
	f := workshop()
	f.state.Issuers[0].Email, f.state.Issuers[0].BaseURL = "", ""
	b, r := opened(t, f, kittest.English)
	r.choose(sectionWeb)
	b.Type(t, b.Env.T("settings.web.field"), "https://new.example")
	b.Press(t, "Save web space")
	if len(f.changes) > 0 || !kittest.Says(r.Content(), "Give an e-mail address.") {
		t.Fatal("hosted badges without an e-mail address")
	}
	b.Type(t, b.Env.T("settings.issuer.email"), "hi@new.example")
	b.Press(t, "Save web space")
	if len(f.changes) != 1 || *f.changes[0].Email != "hi@new.example" || *f.changes[0].BaseURL != "https://new.example/" {
		t.Errorf("%+v", f.changes)
	}
}

func TestZoneIsSearched(t *testing.T) {
	f := workshop()
	b, r := opened(t, f, kittest.English)
	r.choose(sectionZone)
	b.Type(t, b.Env.T("settings.zone.find"), "york")
	b.Press(t, "America/New York")
	b.Shot(t, "settings-zone")
	b.Press(t, "Save time zone")
	if len(f.changes) != 1 || *f.changes[0].Timezone != "America/New_York" {
		t.Errorf("%+v", f.changes)
	}
	b.Type(t, b.Env.T("settings.zone.find"), "atlantis")
	if !kittest.Says(r.Content(), "No zone has “atlantis”") {
		t.Error("nothing found is not told")
	}
}

func TestKeysAreEndedWithAWarning(t *testing.T) {
	f := workshop()
	b, r := opened(t, f, kittest.English)
	r.choose(sectionKeys)
	b.Shot(t, "settings-keys")
	b.Press(t, "New key…")
	b.Press(t, "Make new key")
	p := r.pages[sectionKeys].(*keysPage)
	p.askEnd(f.state.Keys[2])
	b.Shot(t, "settings-keys-end")
	b.Press(t, "It is compromised: somebody else may have it")
	if !kittest.Says(b.Top(), "no longer safe to trust") {
		t.Error("it is not said what that brings about")
	}
	b.Press(t, "Mark as compromised")
	p.askEnd(f.state.Keys[0]) // lost already
	if kittest.Find(b.Top(), "It is lost: nobody has it") != nil {
		t.Error("a lost key can be lost again")
	}
	b.Press(t, "Cancel")
	if want := []string{"new hafenwerk", "compromised k3"}; !slices.Equal(f.did, want) {
		t.Errorf("did %v, want %v", f.did, want)
	}
	f.doErr = issuer.Fail(issuer.Input, "key-retired", "key", "k3")
	p.askEnd(f.state.Keys[2])
	b.Press(t, "Retire key")
	if !kittest.Says(r.Content(), "was retired before") {
		t.Error("a failure is not told")
	}
}

func TestBackupIsSealedUnlessSomebodySaysNo(t *testing.T) {
	f := workshop()
	b, r := opened(t, f, kittest.English)
	r.choose(sectionBackup)
	b.Press(t, "Back up now")
	if len(f.did) > 0 || !kittest.Says(r.Content(), "Choose a passphrase") {
		t.Fatal("a backup without a passphrase, unasked")
	}
	b.Type(t, "Passphrase", "correct horse")
	b.Type(t, "Passphrase once more", "correct horse")
	b.Type(t, "Write the backup to", "~/b.zip")
	f.doErr = issuer.Fail(issuer.Usage, "backup-exists", "file", "b.zip")
	b.Press(t, "Back up now")
	b.Shot(t, "settings-backup-exists")
	f.doErr = nil
	b.Press(t, "Replace the backup")
	path := b.Env.Home + "/b.zip"
	if want := []string{"backup " + path + " correct horse", "backup " + path + " correct horse replace"}; !slices.Equal(f.did, want) {
		t.Errorf("did %v", f.did)
	}
	if !kittest.Says(r.Content(), "sealed by your passphrase") || r.pages[sectionBackup].(*backupPage).secret != "" {
		t.Error("not told, or the passphrase is kept")
	}
	b.Press(t, "Seal the keys with a passphrase")
	b.Press(t, "Back up now")
	if !strings.HasSuffix(f.did[2], "b.zip ") || !kittest.Says(r.Content(), "opens without a passphrase") {
		t.Errorf("did %v", f.did)
	}
}

func TestCopiesAreMadeAndCounted(t *testing.T) {
	f := workshop()
	f.state.Copies = Copies{Days: 7, Weeks: 4}
	b, r := opened(t, f, kittest.English)
	r.choose(sectionBackup)
	if !kittest.Says(r.Content(), "No copy yet.") {
		t.Error("it is not said that there are none")
	}
	b.Press(t, "Copy now")
	if !kittest.Says(r.Content(), "One copy, of ") {
		t.Error("the copy is not told")
	}
	for _, c := range [][2]string{{"Days kept", "14"}, {"Weeks kept before", "0"}} {
		b.Type(t, c[0], c[1])
		entry, ok := kittest.Find(b.Top(), c[0]).(*kit.NumberEntry)
		if !ok {
			t.Fatalf("%s is no number", c[0])
		}
		entry.OnSubmitted("")
	}
	b.Press(t, "Copy now")
	if want := []string{"copy", "copies 14 4", "copies 14 0", "copy"}; !slices.Equal(f.did, want) {
		t.Errorf("did %q, want %q", f.did, want)
	}
	b.Shot(t, "settings-copies")
}

func TestRestoreGoesToANewPlace(t *testing.T) {
	f := workshop()
	b, r := opened(t, f, kittest.English)
	r.env.OpenLedger = func(path string) { f.restored = path }
	r.choose(sectionBackup)
	b.Press(t, "Restore backup")
	if len(f.did) > 0 || !kittest.Says(r.Content(), "Name the backup file.") || !kittest.Says(r.Content(), "Say where the ledger goes.") {
		t.Fatal("restored from nothing")
	}
	b.Type(t, "Backup file", "/b.zip")
	b.Type(t, "New place of the ledger", "/new/l.db")
	b.Press(t, "Restore backup")
	b.Press(t, "Open restored ledger")
	if !slices.Equal(f.did, []string{"restore /b.zip /new/l.db "}) || f.restored != "/new/l.db" {
		t.Errorf("did %v, opened %q", f.did, f.restored)
	}
}

func TestLedgerIsCheckedAndItsLogShown(t *testing.T) {
	f := workshop()
	f.report = Report{Events: 1200, Findings: []string{"Event 3 does not follow."}, Notes: []string{"Not finished."}}
	b, r := opened(t, f, kittest.English)
	r.choose(sectionLedger)
	b.Press(t, "Check ledger")
	for _, part := range []string{"The ledger has one fault.", "Event 3 does not follow.", "Read 1,200 events", "Not finished.", "Badge awarded", "Another entry"} {
		if !kittest.Says(r.Content(), part) {
			t.Errorf("not told: %q", part)
		}
	}
	b.Shot(t, "settings-ledger")
	b.Press(t, "Show more")
	if kittest.Find(r.Content(), "Show more") != nil {
		t.Error("more is offered, and there is none")
	}
}

func TestPrivacyAboutAndLook(t *testing.T) {
	b, r := opened(t, workshop(), kittest.English)
	restyled := 0
	r.env.Restyle = func() { restyled++ }
	r.choose(sectionAppearance)
	b.Shot(t, "settings-appearance")
	b.Press(t, "Dark")
	kittest.Find(r.Content(), "Interface size").(*kit.Select).Choose("130")
	if r.env.Prefs.String(kit.PrefTheme, "") != "dark" || r.env.Prefs.Float(kit.PrefSize, 0) != 1.3 || restyled != 2 {
		t.Errorf("theme %q size %v restyled %d", r.env.Prefs.String(kit.PrefTheme, ""), r.env.Prefs.Float(kit.PrefSize, 0), restyled)
	}
	r.choose(sectionPrivacy)
	b.Shot(t, "settings-privacy")
	b.Press(t, "New badges show names on public pages")
	if !r.env.Prefs.Bool(PrefPublicNames, false) {
		t.Error("the choice is not kept")
	}
	r.choose(sectionAbout)
	b.Shot(t, "settings-about")
	b.Press(t, "Copy licences")
	if !strings.Contains(b.Copied, "fyne.io/fyne/v2 v2.8.1 BSD-3-Clause\n") || !strings.Contains(b.Copied, "TEXT") {
		t.Errorf("copied %q", b.Copied)
	}
}

func TestFailedReadingCanBeTriedAgain(t *testing.T) {
	f := workshop()
	f.err = issuer.Fail(issuer.Broken, "ledger-disk", "file", "l.db")
	b, r := opened(t, f, kittest.English)
	b.Shot(t, "settings-error")
	if !kittest.Says(r.Content(), "failed to read or write") {
		t.Fatal(kittest.Visible(r.Content()))
	}
	f.err = nil
	b.Press(t, "Try again")
	if !kittest.Says(r.Content(), "Hafenwerk") {
		t.Error("trying again shows nothing")
	}
}

func TestNothingIsLiteral(t *testing.T) {
	f := workshop()
	b, r := opened(t, f, kittest.Pseudo)
	f.report = Report{Findings: []string{"Finding."}}
	for _, section := range sections() {
		r.choose(section)
		if section == sectionLedger {
			r.pages[sectionLedger].(*ledgerPage).check()
		}
		b.Settle()
		allowed := []string{
			"Hafenwerk Makerspace e. V.", "hafenwerk", "example", "z6Mk", "fyne.io", "v2.8.1", "BSD-3-Clause", "UTC", "Europe/", "America/",
			"first-firing", "Finding.", "/home/me", "x", "v1", "ana@kiln-room", b.Env.Home,
		}
		if got := kittest.Literals(r.Content(), allowed...); len(got) > 0 {
			t.Errorf("%s: %q", section, got)
		}
	}
	b.App.Settings().SetTheme(kit.NewTheme("dark", 1))
	r.choose(sectionIssuer)
	b.Shot(t, "settings-dark-pseudo")
}

func TestSmallWindowAndLargeLetters(t *testing.T) {
	b, r := opened(t, workshop(), kittest.English)
	b.Window.Resize(fyne.NewSize(944, 624))
	b.Shot(t, "settings-small")
	b.App.Settings().SetTheme(kit.NewTheme("light", 1.5))
	r.choose(sectionKeys)
	b.Shot(t, "settings-150")
	r.choose(sectionBackup)
	b.Shot(t, "settings-150-backup")
}

func TestWhatIsTypedLivesOnInAnotherLanguage(t *testing.T) {
	f := workshop()
	b, r := opened(t, f, kittest.English)
	b.Type(t, "Name", "Another name")
	r.choose(sectionWeb)
	b.Type(t, b.Env.T("settings.web.field"), "https://new.example")
	next := New(b.Env, f)
	next.Resume(r.Keep())
	next.Shown()
	b.Show(next.Content())
	if next.current != sectionWeb || kittest.Find(next.Content(), b.Env.T("settings.web.field")).(*kit.Entry).Text != "https://new.example" {
		t.Error("the address is lost")
	}
	next.choose(sectionIssuer)
	if got := kittest.Find(next.Content(), "Name").(*kit.Entry).Text; got != "Another name" || !next.canSave() {
		t.Errorf("the name is %q", got)
	}
}

func TestCtrlEnterPressesThePrimaryButton(t *testing.T) {
	f := workshop()
	b, r := opened(t, f, kittest.English)
	next := func() {
		for _, a := range r.Actions() {
			if a.Keys == "ctrl+return" && a.On() {
				a.Run()
			}
		}
	}
	b.Type(t, "Name", "Other")
	next()
	if len(f.changes) != 1 || *f.changes[0].Name != "Other" {
		t.Errorf("%+v", f.changes)
	}
	r.choose(sectionZone)
	next() // nothing to save
	if len(f.changes) != 1 {
		t.Error("a disabled button was pressed")
	}
}

func TestAPageStaysWhereOneScrolledIt(t *testing.T) {
	b, r := opened(t, workshop(), kittest.English)
	b.Window.Resize(fyne.NewSize(944, 500))
	r.choose(sectionBackup)
	b.Settle()
	b.Window.Resize(fyne.NewSize(944, 500))
	r.scroll.ScrollToOffset(fyne.NewPos(0, 90))
	b.Press(t, "Seal the keys with a passphrase")
	if got := r.scroll.Offset.Y; got != 90 {
		t.Errorf("scrolled to %v, was at 90", got)
	}
	b.Press(t, "Back up now")
	r.tell(sectionBackup, kit.Body("news"))
	if got := r.scroll.Offset.Y; got != 0 {
		t.Errorf("news at the top are out of sight: %v", got)
	}
}
