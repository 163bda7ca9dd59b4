package checking

import (
	"context"
	"errors"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"badgekiln/app/kit"
	"badgekiln/app/kit/kittest"
	"badgekiln/issuer"
)

const (
	long   = "Wundermildschnellkochtopfmachermeisterinnungsvorsitzende der Vereinigten Töpfereien am Oberen Großen See"
	arabic = "شهادة إتقان صناعة الفخار"
)

// badgesSaid are two badges of one picture, with a fact of every kind.
func badgesSaid() []Badge {
	return []Badge{
		{Version: "2.0", Format: "ob2", Name: "Literacia", Text: "{\"a\":1}", Pretty: "{\n  \"a\": 1\n}", Ending: ".json", Sections: []Section{
			{Name: "award", Facts: []Fact{{Name: "recipient", Kind: Hidden}, {Name: "issued", Text: "2026-09-03"}}},
		}},
		{Version: "3.0", Format: "ob3", Name: arabic, Text: "eyJ.x.y", Pretty: "{\n  \"b\": \"" + arabic + "\"\n}", Ending: ".jwt", Sections: []Section{
			{Name: "award", Facts: []Fact{{Name: "person", Text: arabic}, {Name: "id.badge", Text: "urn:uuid:3f", Kind: Exact}}},
			{Name: "class", Facts: []Fact{{Name: "name", Text: long}, {Name: "criteria.url", Text: "https://badges.example.org/criteria", Kind: Address}}},
			{Name: "results", Facts: []Fact{{Label: "Grade", Text: "1,7"}}},
			{Name: "endorsements", Facts: []Fact{{Label: "The Guild", Text: "We know it to be good."}}},
			{Name: "other", Facts: []Fact{{Label: "credential.extra", Text: "{}", Kind: Exact}}},
		}},
	}
}

// said are the words of those badges.
func said() []string {
	return []string{"2026-09-03", arabic, "urn:uuid:3f", long, "Grade", "The Guild", "We know it to be good.", "credential.extra", "badges.example.org", "\"a\": 1", "\"b\":"}
}

func (f *fake) Ledger() bool { return !f.none }

func (f *fake) Files(ctx context.Context, inputs []string, most int) (files []string, more bool, err error) {
	kit.OffUI(ctx)
	for _, input := range inputs {
		switch {
		case input == "/locked":
			return nil, false, issuer.Fail(issuer.Input, "file-unreadable", "file", input)
		case strings.HasPrefix(input, "/folder") && !strings.HasSuffix(input, ".png"):
			for i := range map[string]int{"/folder": 3, "/folder-empty": 0, "/folder-large": most}[input] {
				files = append(files, input+"/"+strconv.Itoa(i)+"/untrusted.png")
			}
			more = more || input == "/folder-large"
		default:
			files = append(files, input)
		}
	}
	return files, more, nil
}

func (f *fake) SaveText(_ context.Context, path, text string) error {
	if f.fail != nil {
		return f.fail
	}
	f.saved = map[string]string{path: text}
	return nil
}

func (f *fake) Trusts(ctx context.Context) ([]Trust, error) {
	kit.OffUI(ctx)
	own := Trust{ID: "did:key:zOwn", Name: "Töpferhof", Own: true}
	return append([]Trust{own}, f.trusts...), nil
}

func (f *fake) AddTrust(ctx context.Context, name string, ids ...string) error {
	kit.OffUI(ctx)
	for _, id := range ids {
		if !strings.Contains(id, ":") {
			return issuer.Fail(issuer.Usage, "trust-form", "issuer", id)
		}
		f.trusts = append(f.trusts, Trust{ID: id, Name: name, Added: time.Date(2026, 11, 26, 12, 0, 0, 0, time.UTC)})
	}
	return f.fail
}

func (f *fake) RemoveTrust(ctx context.Context, ids ...string) error {
	kit.OffUI(ctx)
	if f.fail != nil {
		return f.fail
	}
	f.trusts = slices.DeleteFunc(f.trusts, func(t Trust) bool { return slices.Contains(ids, t.ID) })
	return nil
}

func (f *fake) TakeOn(ctx context.Context, list []Question, report func(done, total int)) ([]Taken, error) {
	kit.OffUI(ctx)
	if f.fail != nil {
		return nil, f.fail
	}
	var out []Taken
	for i, q := range list {
		if f.stopAt > 0 && i == f.stopAt {
			return out, context.Canceled
		}
		f.taken = append(f.taken, q)
		states := []TakenState{TakenNew, TakenKnown, TakenOwn, TakenNone}
		one := Taken{Input: q.Input, State: states[i%4], Name: long, Issuer: arabic}
		switch one.State {
		case TakenNew:
			one.ID = "id" + strconv.Itoa(len(f.record))
			f.record = append(f.record, f.made(one.ID))
		case TakenNone:
			one.Name, one.Issuer, one.Reason = "", "", "There is no badge in this picture."
		case TakenKnown, TakenOwn:
		}
		out = append(out, one)
		report(i+1, len(list))
	}
	return out, nil
}

func (f *fake) made(id string) Record {
	verdicts := Verdicts()
	return Record{
		ID: id, Made: time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC), Source: "/home/me/" + id + ".png", Version: "3.0",
		Name: long, Issuer: arabic, Verdict: verdicts[len(f.record)%7], Status: "good",
	}
}

func (f *fake) OnRecord(ctx context.Context) ([]Record, error) {
	kit.OffUI(ctx)
	return slices.Clone(f.record), f.fail
}

func (f *fake) Recorded(ctx context.Context, id string) (Recorded, error) {
	kit.OffUI(ctx)
	for _, one := range f.record {
		if one.ID == id {
			return Recorded{Record: one, IssuerID: "did:key:zX", Badge: badgesSaid()[1], Picture: dot(200)}, f.fail
		}
	}
	return Recorded{}, issuer.Fail(issuer.Input, "import-unknown", "id", id)
}

func TestWhatABadgeSaysAndItsDocument(t *testing.T) {
	b, r, f := opened(t, kittest.English)
	r.Dropped([]string{"/untrusted.png"})
	b.Settle()
	if !kittest.Says(r.Content(), b.Env.T("checking.fact.hidden")) {
		t.Error("whom it was awarded to is not said to be hidden")
	}
	for n, label := range []string{"Open Badges 2.0", "Open Badges 3.0"} {
		b.Press(t, label)
		b.Settle()
		text := strings.Join(kittest.Visible(r.Content()), " ")
		for _, s := range badgesSaid()[n].Sections {
			if !strings.Contains(text, b.Env.T("checking.said."+s.Name)) {
				t.Errorf("%s: section %s is not shown", label, s.Name)
			}
			for _, fact := range s.Facts {
				if fact.Name != "" && !b.Env.Has("checking.fact."+fact.Name) {
					t.Errorf("%s has no word", fact.Name)
				}
				if first, _, _ := strings.Cut(fact.Text, " "); !strings.Contains(text, first) && first != long {
					t.Errorf("%s: %q is not shown", label, fact.Text)
				}
			}
		}
	}
	b.Press(t, "Open in the browser")
	if !slices.Equal(b.Opened, []string{"https://badges.example.org/criteria"}) {
		t.Errorf("opened %v", b.Opened)
	}
	b.Press(t, "Copy document")
	if b.Copied != "eyJ.x.y" {
		t.Errorf("copied %q", b.Copied)
	}
	b.Press(t, "Show document")
	b.Settle()
	if !kittest.Says(r.Content(), "\"b\":") {
		t.Error("the document is not shown")
	}
	b.Shot(t, "verify-document")
	b.Press(t, "Hide document")
	r.write("/out/b.jwt", func(ctx context.Context) error { return f.SaveText(ctx, "/out/b.jwt", r.chosen.result.Badges[1].Text) }, "checking.document.done", "checking.document.failed")
	if f.saved["/out/b.jwt"] != "eyJ.x.y" || !kittest.Says(r.Content(), "The document is in b.jwt.") {
		t.Errorf("saved %v", f.saved)
	}
	f.fail = issuer.Fail(issuer.Input, "out-no-access", "file", "/out")
	r.write("/out/b.jwt", func(ctx context.Context) error { return f.SaveText(ctx, "", "") }, "checking.document.done", "checking.document.failed")
	if !kittest.Says(r.Content(), "The document was not written.") {
		t.Error("a failure is not told")
	}
}

func TestAFolderIsCheckedAndTakenOnRecord(t *testing.T) {
	b, r, f := opened(t, kittest.English)
	r.Dropped([]string{"/folder"})
	if len(f.asked) != 3 || !kittest.Says(r.Content(), "3 files in folder could be badges.") {
		t.Fatalf("asked %d: %v", len(f.asked), kittest.Visible(r.Content()))
	}
	b.Settle()
	b.Shot(t, "verify-folder")
	b.Press(t, "Take all on record")
	if len(f.taken) != 3 || r.view != viewRecord || !kittest.Says(r.Content(), "One taken on record · One on record already · One issued here") {
		t.Fatalf("taken %v: %v", f.taken, kittest.Visible(r.Content()))
	}
	if r.record.given.Count() != 3 || r.record.given.Cell(1, 1).Text != "On record already" || r.record.given.Cell(0, 0).Text != "untrusted.png" {
		t.Errorf("answers %+v", r.record.given.Cell(1, 1))
	}
	b.Settle()
	b.Shot(t, "record-answers")
	b.Press(t, "Show the badges on record")
	if r.record.table.Count() != 1 || r.record.table.Cell(0, 0).Text != long {
		t.Errorf("%d on record", r.record.table.Count())
	}
	r.turn(viewCheck)
	for path, want := range map[string]string{
		"/folder-empty": "Nothing in folder-empty could be a badge.", "/locked": b.Env.T("error.file-unreadable", "file", "/locked"),
	} {
		if r.Dropped([]string{path}); !kittest.Says(r.Content(), want) {
			t.Errorf("%s: %v", path, kittest.Visible(r.Content()))
		}
	}
	r.clear()
	r.Dropped([]string{"/folder-large"})
	if len(r.q.items) != maxFiles || !kittest.Says(r.Content(), "more than 2,000 files") {
		t.Errorf("%d files", len(r.q.items))
	}
}

func TestOneBadgeIsTakenOnRecordWhereOneIs(t *testing.T) {
	b, r, f := opened(t, kittest.English)
	r.Dropped([]string{"/untrusted.png"})
	b.Press(t, "Take on record")
	if len(f.taken) != 1 || f.taken[0].Online || r.view != viewCheck || !kittest.Says(r.Content(), "One taken on record") {
		t.Fatalf("%v %v", f.taken, kittest.Visible(r.Content()))
	}
	b.Press(t, "Show")
	b.Settle()
	if r.view != viewRecord || r.record.detail == nil || !kittest.Says(r.Content(), "never evidence") {
		t.Fatalf("%v", kittest.Visible(r.Content()))
	}
	b.Shot(t, "record-one")
	b.Press(t, "Verify again")
	if q := f.asked[len(f.asked)-1]; q.Record != "id0" || q.Input != "" || r.view != viewCheck || r.chosen.record != "id0" {
		t.Errorf("%+v", q)
	}
	if r.canTake(r.chosen) {
		t.Error("what is on record is offered to be taken on record")
	}
	f.trusts = nil
	r.q.listed = []Trust{{ID: r.chosen.result.Issuers[0], Own: true}, {ID: r.chosen.result.Issuers[1], Own: true}}
	if len(r.takeable()) != 0 {
		t.Error("one's own are offered to be taken on record")
	}
	if !r.q.own(r.chosen.result.Issuers) || r.q.trusted(r.chosen.result.Issuers) {
		t.Error("one's own could be distrusted")
	}
}

func TestRecordView(t *testing.T) {
	b, r, f := opened(t, kittest.English)
	b.Press(t, "On record")
	b.Settle()
	if !kittest.Says(r.Content(), "No badges of others are on record") {
		t.Error("the empty view says nothing")
	}
	b.Shot(t, "record-empty")
	b.Type(t, "A path or a web address", "https://badges.example.org/a.json")
	b.Press(t, "Take on record")
	if len(f.taken) != 1 || !f.taken[0].Online || r.record.typed != "" {
		t.Fatalf("%+v", f.taken)
	}
	r.Dropped([]string{"/home/me/a.png", "/home/me/b.png"})
	if len(f.taken) != 3 || f.taken[1].Online {
		t.Fatalf("a drop here does not take on record: %+v", f.taken)
	}
	f.stopAt = 1
	r.Dropped([]string{"/home/me/c.png", "/home/me/d.png"})
	if !kittest.Says(r.Content(), "Cancelled.") || len(f.record) != 3 {
		t.Errorf("cancelled: %v", kittest.Visible(r.Content()))
	}
	b.Press(t, "Show the badges on record")
	r.record.table.Select(1)
	b.Settle()
	if r.record.detail == nil || r.record.detail.ID != "id1" {
		t.Fatalf("%+v", r.record.detail)
	}
	b.Press(t, "Show document")
	b.Settle()
	if !kittest.Says(r.Content(), "\"b\":") {
		t.Error("the document is not shown")
	}
	b.Shot(t, "record-list")
	r.record.search("nobody")
	if !kittest.Says(r.Content(), "“nobody”") || r.record.detail != nil {
		t.Error("a search that finds nothing leaves something")
	}
	r.record.search("ID2")
	if r.record.table.Count() != 1 {
		t.Error("a search by file finds nothing")
	}
	f.stopAt = 0
	f.fail = errors.New("the disk is full")
	r.record.take([]string{"/x.png"})
	b.Settle()
	b.Shot(t, "record-failed")
	if r.record.cancel != nil || r.record.err == nil {
		t.Error("a failure is not told")
	}
}

func TestTrustView(t *testing.T) {
	b, r, f := opened(t, kittest.English)
	r.Dropped([]string{"/untrusted.png"})
	b.Press(t, "Trusted issuers")
	b.Settle()
	if !kittest.Says(r.Content(), "Töpferhof") || kittest.Find(r.Content(), "Stop trusting") != nil {
		t.Error("one's own issuer is not there, or can be removed")
	}
	b.Type(t, "Web address or DID", "nonsense")
	b.Press(t, "Trust issuer")
	if len(f.trusts) != 0 || !kittest.Says(r.Content(), "nonsense is no id") || r.trust.id != "nonsense" {
		t.Fatalf("%v", kittest.Visible(r.Content()))
	}
	b.Settle()
	b.Shot(t, "trust-wrong")
	before := len(f.asked)
	for _, id := range r.q.items[0].result.Issuers {
		b.Type(t, "Web address or DID", id)
		b.Type(t, "Name", long)
		b.Press(t, "Trust issuer")
	}
	if len(f.trusts) != 2 || len(f.asked) == before || r.q.items[0].result.Verdict != Trusted {
		t.Fatalf("%v, asked %d", f.trusts, len(f.asked)-before)
	}
	b.Settle()
	b.Shot(t, "trust-list")
	b.Press(t, "Stop trusting")
	if len(f.trusts) != 1 || r.q.items[0].result.Verdict != Untrusted || !kittest.Says(r.Content(), "is not trusted any more") {
		t.Fatalf("%v %s", f.trusts, r.q.items[0].result.Verdict)
	}
	b.Press(t, "Trust again")
	if len(f.trusts) != 2 || f.trusts[1].Name != long || r.q.items[0].result.Verdict != Trusted {
		t.Errorf("%v", f.trusts)
	}
	f.fail = errors.New("the disk is full")
	b.Press(t, "Stop trusting")
	b.Settle()
	if len(f.trusts) != 2 || !kittest.Says(r.Content(), b.Env.Say(f.fail).Text) {
		t.Errorf("a failure is not told: %v", kittest.Visible(r.Content()))
	}
}

func TestWithoutALedger(t *testing.T) {
	b := kittest.New(t, kittest.English)
	f := &fake{none: true}
	begun := 0
	b.Env.BeginLedger = func() { begun++ }
	r := New(b.Env, f)
	b.Show(r.Content())
	r.Shown()
	r.Dropped([]string{"/untrusted.png"})
	if kittest.Find(r.Content(), "Take on record") != nil {
		t.Error("taking on record is offered without a ledger")
	}
	b.Press(t, "Trust this issuer…")
	b.Press(t, "Trust this issuer")
	if len(f.trusts) != 0 || len(f.asked[1].Trust) != 2 || !kittest.Says(r.Content(), "until you quit") {
		t.Errorf("%+v", f.asked)
	}
	b.Press(t, "Stop trusting this issuer")
	if r.q.items[0].result.Verdict != Untrusted {
		t.Error("trust cannot be taken back")
	}
	for _, view := range []string{"On record", "Trusted issuers"} {
		b.Press(t, view)
		b.Settle()
		b.Shot(t, "none-"+strings.Fields(view)[0])
		b.Press(t, "Begin a ledger")
	}
	if begun != 2 {
		t.Errorf("begun %d times", begun)
	}
}

func TestNothingIsLiteralInTheOtherViews(t *testing.T) {
	b, r, f := opened(t, kittest.Pseudo)
	allowed := append(said(), "did:key", "Töpferhof", "2026-11", ".png", "/home/me", "There is no badge", "3.0", "https://badges.example.org/criteria")
	look := func(where string) {
		t.Helper()
		b.Settle()
		if got := kittest.Literals(r.Content(), allowed...); len(got) > 0 {
			t.Errorf("%s: %q", where, got)
		}
	}
	f.trusts = []Trust{{ID: "did:key:z1", Name: arabic}, {ID: "did:key:z2", Name: long}}
	r.turn(viewTrust)
	look("trust")
	r.trust.remove([]string{"did:key:z1"})
	look("removed")
	r.turn(viewRecord)
	look("empty")
	r.Dropped([]string{"/home/me/1.png", "/home/me/2.png", "/home/me/3.png", "/home/me/4.png"})
	look("answers")
	r.record.show("id0")
	look("one")
	r.record.raw = true
	r.record.lay()
	look("document")
	r.record.search("zzz")
	look("nothing")
	f.none = true
	r.record.whole = nil
	r.build()
	look("no ledger")
	r.turn(viewTrust)
	look("no ledger, trust")
}

func TestOtherViewsInSmallWindowsAndDark(t *testing.T) {
	b, r, f := opened(t, kittest.English)
	f.trusts = []Trust{{ID: "did:key:" + strings.Repeat("z6Mk", 20), Name: arabic}, {ID: "https://x.example/i", Name: long}}
	r.turn(viewRecord)
	r.Dropped([]string{"/home/me/1.png", "/home/me/2.png", "/home/me/3.png", "/home/me/4.png"})
	r.record.show("id0")
	b.Window.Resize(fyne.NewSize(944, 624))
	b.Settle()
	b.Shot(t, "record-small")
	if least := b.Window.Content().MinSize(); least.Width > 960 {
		t.Errorf("the view asks for %v", least)
	}
	r.turn(viewTrust)
	b.Settle()
	b.Shot(t, "trust-small")
	b.App.Settings().SetTheme(kit.NewTheme("dark", 1))
	b.Window.Resize(fyne.NewSize(1280, 800))
	r.turn(viewRecord)
	b.Settle()
	b.Shot(t, "record-dark")
	r.turn(viewCheck)
	r.Dropped([]string{"/untrusted.png"})
	b.Press(t, "Show document")
	b.Settle()
	b.Shot(t, "verify-dark")
}

func TestActionsOfTheOtherViews(t *testing.T) {
	b, r, f := opened(t, kittest.English)
	run := func(name string) {
		t.Helper()
		for _, a := range r.Actions() {
			if a.Name == name {
				if !b.Env.Has(a.Word) || a.Enabled != nil && !a.Enabled() {
					t.Errorf("%s cannot be done", name)
				}
				a.Run()
				return
			}
		}
		t.Errorf("no action %s", name)
	}
	r.Dropped([]string{"/untrusted.png", "/altered.png", "/not-a-badge.png"})
	run("verify.take")
	if len(f.taken) != 2 {
		t.Errorf("taken %v", f.taken)
	}
	run("verify.trust")
	r.trust.id = "did:key:zNew"
	run("verify.next")
	if len(f.trusts) != 1 {
		t.Errorf("trusts %v", f.trusts)
	}
	run("verify.record")
	r.record.entry.SetText("/home/me/a.png")
	run("verify.next")
	if len(f.taken) != 3 {
		t.Errorf("taken %v", f.taken)
	}
	next := New(b.Env, f)
	next.Resume(r.Keep())
	if next.view != viewRecord || next.tabs.Value() != viewRecord {
		t.Errorf("view %s", next.view)
	}
	next.Arrive(kit.Route{Room: kit.RoomVerify, What: viewTrust})
	if next.view != viewTrust {
		t.Errorf("view %s", next.view)
	}
}

func TestAPastedTextIsNotSpreadOut(t *testing.T) {
	b, r, f := opened(t, kittest.English)
	token := strings.Repeat("eyJhbGciOiJ", 2000) + ".a.b"
	f.block = func(context.Context) error { return context.Canceled }
	b.Copied = token
	b.Press(t, "Paste address or text")
	b.Settle()
	if r.chosen == nil || r.chosen.stage != cancelled || kittest.Says(r.Content(), "eyJhbGciOiJeyJ") {
		t.Error("the whole text stands in the page")
	}
	if !kittest.Says(r.Content(), "Pasted text") {
		t.Error("it is not named")
	}
}

func (f *fake) Endorsers(ctx context.Context) ([]Endorser, error) {
	kit.OffUI(ctx)
	return []Endorser{{"guild", "The Guild"}, {"club", "Hafenverein"}}, f.fail
}

func (f *fake) Endorse(ctx context.Context, e Endorsing) (string, error) {
	kit.OffUI(ctx)
	f.said = append(f.said, e)
	return "https://badges.example.org/b/1", f.fail
}

// TestABadgeIsEndorsed: who, for what and in which words; nothing is said for a
// badge that does not hold.
func TestABadgeIsEndorsed(t *testing.T) {
	b, r, f := opened(t, kittest.English)
	r.enter([]string{"/x/altered.png"}, []string{"/x/altered.png"}, false)
	b.Settle()
	if kittest.Find(r.Content(), "Endorse…") != nil {
		t.Error("an altered badge can be endorsed")
	}
	r.enter([]string{"/x/untrusted.png"}, []string{"/x/untrusted.png"}, false)
	b.Settle()
	b.Press(t, "Endorse…")
	b.Settle()
	b.Type(t, "What you say (optional)", "We know it to be good.")
	b.Shot(t, "checking-endorse")
	e := Endorsing{Question: Question{Input: "/x/untrusted.png"}, By: "club", As: "issuer", Comment: "Good.", Folder: "/out"}
	r.endorse(e)
	b.Settle()
	if len(f.said) != 1 || !reflect.DeepEqual(f.said[0], e) || !kittest.Says(r.Content(), "Endorsed and recorded.") {
		t.Errorf("%+v", f.said)
	}
	f.fail = issuer.Fail(issuer.Input, "file-missing", "file", "x")
	r.endorse(e)
	b.Settle()
	if !kittest.Says(r.Content(), "x") {
		t.Error("a failure is not told")
	}
}
