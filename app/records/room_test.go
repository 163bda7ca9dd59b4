package records

import (
	"context"
	"errors"
	"fmt"
	"image"
	"slices"
	"strings"
	"testing"
	"time"

	"badgekiln/app/kit"
	"badgekiln/app/kit/kittest"
	"badgekiln/issuer"
)

// fake is a ledger of so many awards.
type fake struct {
	corrected Correction
	change    Change
	undone    string
	also      []string // addresses of the same person
	erased    string
	count     int
	overErr   error
	findErr   error
	pageErr   error
	queries   []Query
	revoked   []int64
	paused    []int64
	pauseErr  error
	reason    string
	handed    []int64
	folder    string
	saved     string
	audience  Audience
	checked   Checked
}

func names() []string {
	return []string{
		"Zoë O’Neil (she/her)", "Nguyễn Thị Phương Thảo", "Wolfeschlegelsteinhausenbergerdorff-Featherstonehaugh Hubert Blaine", "محمد الأمين بن عبد الله",
		"山田 太郎", "Łukasz Żółciński", "Ana María de la Concepción Fernández-Quiroga", "",
	}
}

func (f *fake) Overview(context.Context) (Overview, error) {
	return Overview{
		Awards: f.count, Classes: []Class{{Slug: "first-firing", Name: "First Firing"}, {Slug: "laser", Name: "Laser Cutter Safety"}},
		Sites: []Site{{"hafenwerk", "Hafenwerk", "https://hafenwerk.example.org/badges/"}},
	}, f.overErr
}

func (f *fake) People(context.Context) (int, error) { return f.count, f.overErr }

func (f *fake) Batches(context.Context) ([]Batch, error) {
	at := time.Date(2026, 11, 14, 12, 0, 0, 0, time.UTC)
	evening := time.Date(2026, 2, 3, 23, 30, 0, 0, time.Local)
	_, ahead := evening.Zone()
	evening = evening.In(time.FixedZone("", ahead+2*60*60)) // where the next day has begun
	return []Batch{
		{ID: "b2", List: "Teilnehmer Brennkurs Herbst 2026, endgültige Fassung mit allen Nachmeldungen.xlsx", Source: "roster", Badge: "First Firing", At: evening, Awards: 488, State: BatchDone},
		{ID: "b1", Source: "script", Badge: "Laser Cutter Safety", At: at.AddDate(0, -1, 0), Awards: 3, State: BatchUndone},
	}, nil
}

func (f *fake) CanUndo(_ context.Context, batch string) error {
	if batch == "b1" {
		return issuer.Fail(issuer.Input, "batch-undone", "batch", batch)
	}
	return nil
}

func (f *fake) Person(_ context.Context, email string) (Person, error) {
	return Person{ID: "p1", Name: "Zoë O’Neil", Addresses: append([]string{email}, f.also...)}, nil
}

func (f *fake) SamePerson(ctx context.Context, _, email string) (Person, error) {
	f.also = append(f.also, email)
	p, err := f.Person(ctx, "person0@example.org")
	p.Twice = []string{"First Firing"}
	return p, err
}

func (f *fake) SplitAddress(_ context.Context, email string) (Person, error) {
	f.also = slices.DeleteFunc(f.also, func(a string) bool { return a == email })
	return Person{ID: "p2", Name: email, Addresses: []string{email}}, nil
}

func (f *fake) UndoBatch(_ context.Context, batch string) (int, error) {
	f.undone = batch
	return 488, nil
}

func (f *fake) CorrectSeveral(_ context.Context, numbers []int64, c Change) (int, error) {
	f.handed, f.change = numbers, c
	return len(numbers), nil
}

// First gives a hundred at the beginning.
func (f *fake) First(ctx context.Context, q Query) (Beginning, error) {
	all, err := f.Find(ctx, q)
	b := Beginning{Numbers: all[:min(len(all), 100)], More: len(all) > 100}
	if f.pageErr == nil {
		b.Rows, _ = f.Page(ctx, b.Numbers[:min(len(b.Numbers), pageRows)])
	}
	if b.More {
		f.queries = f.queries[:len(f.queries)-1] // Find is asked for the rest
	}
	return b, err
}

func (f *fake) Find(_ context.Context, q Query) ([]int64, error) {
	f.queries = append(f.queries, q)
	var out []int64
	for n := range int64(f.count) {
		if strings.Contains(names()[n%8], q.Search) {
			out = append(out, n)
		}
	}
	return out, f.findErr
}

func (f *fake) Page(_ context.Context, numbers []int64) ([]Row, error) {
	rows := make([]Row, 0, len(numbers))
	for _, n := range numbers {
		rows = append(rows, row(n))
	}
	return rows, f.pageErr
}

func row(n int64) Row {
	return Row{
		ID: fmt.Sprintf("7f3c0a1e-%04d-4c19-9e41-000000000000", n), Name: names()[n%8], Email: fmt.Sprintf("person%d@example.org", n), Class: "first-firing", Badge: "First Firing",
		Awarded: time.Date(2026, 11, 14, 12, 0, 0, 0, time.UTC), State: []State{Valid, Valid, Expired, Valid, Revoked, Pending, Valid, Valid}[n%8],
	}
}

func (f *fake) Award(_ context.Context, id string) (got Award, err error) {
	var n int64
	if _, err := fmt.Sscanf(id, "7f3c0a1e-%04d", &n); err != nil {
		return Award{}, err
	}
	if slices.Contains(f.paused, n) {
		defer func() { got.State = Paused }()
	}
	a := Award{
		Pausable: n != 1, Row: row(n), Version: 1, Issuer: "Hafenwerk", Picture: image.NewNRGBA(image.Rect(0, 0, 8, 8)), List: "roster.csv", ListRow: 3,
		Evidence: []string{"https://pics.example/ana-shelf.jpg"},
		Faces: []Face{
			{ID: "f1", Format: "ob2", Address: "https://hafenwerk.example.org/badges/a/7f/7f3c.json", Hosted: true, SHA256: strings.Repeat("0123456789abcdef", 4)},
			{ID: "f2", Format: "ob3", Address: "urn:uuid:7f3c", SHA256: strings.Repeat("fedcba9876543210", 4)},
		},
		History: []Event{{At: time.Date(2026, 11, 14, 13, 6, 0, 0, time.UTC), Kind: "award.issued", Who: "ada@kiln"}},
	}
	if a.State == Revoked {
		a.Reason = "left the course"
		a.History = append([]Event{{At: a.Awarded, Kind: "award.revoked", Note: a.Reason}}, a.History...)
	}
	return a, nil
}

func (f *fake) SavePicture(_ context.Context, _, path string) error { f.saved = path; return nil }

func (f *fake) SaveCredential(_ context.Context, face, path string) error {
	f.saved = face + " " + path
	return nil
}

func (f *fake) HandOut(_ context.Context, numbers []int64, folder string, _ Report) (Handed, error) {
	f.handed, f.folder = numbers, folder
	return Handed{Folder: folder, Files: 4}, nil
}

func (f *fake) Audience(context.Context, []int64) (Audience, error) { return f.audience, nil }

func (f *fake) Correct(_ context.Context, c Correction) (string, error) {
	f.corrected = c
	return c.ID, nil
}

func (f *fake) Renew(_ context.Context, ids []string) (renewed, already int, err error) {
	return len(ids), 1, nil
}

func (f *fake) Expiring(context.Context, int) ([]Ending, error) {
	return []Ending{{"e1", "Ada Quill", "ada@example.org", "First Firing", time.Date(2026, 12, 1, 12, 0, 0, 0, time.UTC)}}, nil
}

func (f *fake) IDs(_ context.Context, numbers []int64) ([]string, error) {
	return make([]string, len(numbers)), nil
}

func (f *fake) Erase(_ context.Context, email string) (Erased, error) {
	f.erased = email
	return Erased{Awards: 1, Left: []string{"The backup b.kiln still holds the person."}}, nil
}

func (f *fake) SaveTable(context.Context, []int64, string) error { return nil }

func (f *fake) Revoke(_ context.Context, numbers []int64, reason string) (int, error) {
	f.revoked, f.reason = numbers, reason
	return len(numbers), nil
}

func (f *fake) Suspend(_ context.Context, numbers []int64, reason string) (int, error) {
	f.paused, f.reason = append(f.paused, numbers...), reason
	return len(numbers), f.pauseErr
}

func (f *fake) Resume(_ context.Context, numbers []int64) (int, error) {
	n := len(f.paused)
	f.paused = nil
	return min(n, len(numbers)), f.pauseErr
}

func (f *fake) Export(_ context.Context, folder string) (Handed, error) {
	return Handed{Folder: folder, Files: 28, Right: 2}, nil
}

func (f *fake) ExportSite(_ context.Context, _, folder string) (Handed, error) {
	return Handed{Folder: folder, Files: 40, Kept: 1}, nil
}

func (f *fake) Check(context.Context) (Checked, error) { return f.checked, nil }

func opened(t *testing.T, f *fake, say kittest.Words) (*kittest.Bench, *Room) {
	t.Helper()
	b := kittest.New(t, say)
	r := New(b.Env, f)
	b.Show(r.Content())
	r.Shown()
	b.Settle()
	return b, r
}

func says(t *testing.T, b *kittest.Bench, texts ...string) {
	t.Helper()
	b.Settle()
	for _, text := range texts {
		if !kittest.Says(b.Top(), text) {
			t.Errorf("%q cannot be read in %q", text, kittest.Visible(b.Top()))
		}
	}
}

func TestManyAwardsAreShownAPageAtATime(t *testing.T) {
	f := &fake{count: 100_000}
	b, r := opened(t, f, kittest.English)
	says(t, b, "100,000 awards, 100,000 people, 2 badges", "Zoë O’Neil (she/her)", "of 100,000", "Select an award")
	b.Shot(t, "records-list")
	r.table.ScrollTo(99_999)
	says(t, b, "to 100,000 of 100,000", "person99999@example.org")
	r.table.ScrollTo(50_000)
	says(t, b, "person50000@example.org")
	if len(r.pages.rows) > pagesKept {
		t.Errorf("%d pages are held", len(r.pages.rows))
	}
	if len(r.pages.numbers) != 100_000 || r.table.Count() != 100_000 {
		t.Errorf("%d rows", r.table.Count())
	}
}

func TestARowThatIsNotReadIsGrey(t *testing.T) {
	f := &fake{count: 10, pageErr: issuer.Fail(issuer.Input, "ledger-damaged", "file", "l.db")}
	b, r := opened(t, f, kittest.English)
	if !r.table.Cell(0, 0).Waiting {
		t.Error("an unread row shows something")
	}
	says(t, b, "Try again")
	b.Shot(t, "records-page-error")
	f.pageErr = nil
	b.Press(t, "Try again")
	says(t, b, "person0@example.org")
	if r.table.Cell(0, 0).Waiting {
		t.Error("the row is still unread")
	}
}

func TestSearchFiltersAndOrder(t *testing.T) {
	f := &fake{count: 80}
	b, r := opened(t, f, kittest.English)
	b.Type(t, "Search", "Zoë")
	says(t, b, "of 10")
	b.Type(t, "Search", "owl")
	says(t, b, "Nothing for “owl”")
	b.Shot(t, "records-nothing")
	b.Press(t, "Clear search and filters")
	says(t, b, "of 80")
	state, _ := kittest.Find(b.Top(), "State").(*kit.Select)
	state.Choose(string(Revoked))
	class, _ := kittest.Find(b.Top(), "Badge").(*kit.Select)
	class.Choose("laser")
	b.Press(t, "Person")
	last := f.queries[len(f.queries)-1]
	if last != (Query{State: Revoked, Class: "laser", By: ByName}) {
		t.Errorf("asked for %+v", last)
	}
	if !r.Escape() && r.query.Search != "" {
		t.Error("Escape clears nothing")
	}
}

func TestEverythingAboutAnAward(t *testing.T) {
	f := &fake{count: 80}
	b, r := opened(t, f, kittest.English)
	r.table.Select(2)
	says(t, b, "1 selected", "First Firing, version 1", "Expired", "Awarded", "no end", "Wolfeschlegelsteinhausenbergerdorff-")
	b.Shot(t, "records-detail")
	b.Press(t, "Credentials")
	says(t, b, "Open Badges 2.0", "Lives at a web address", "SHA-256")
	b.Shot(t, "records-faces")
	b.Press(t, "Copy: SHA-256")
	if b.Copied != strings.Repeat("0123456789abcdef", 4) {
		t.Errorf("copied %q", b.Copied)
	}
	b.Press(t, "Details")
	says(t, b, "roster.csv", "https://pics.example/")
	r.table.Select(4)
	b.Press(t, "History")
	says(t, b, "Revoked", "left the course")
	for _, label := range []string{"Save picture…"} {
		if button, ok := kittest.Find(b.Top(), label).(*kit.Button); !ok || !button.Disabled() {
			t.Errorf("%s can be pressed for a revoked badge", label)
		}
	}
}

func TestOneIsRevoked(t *testing.T) {
	f := &fake{count: 80, audience: Audience{Standing: 1, Public: 1, Names: []string{"Zoë O’Neil"}}}
	b, r := opened(t, f, kittest.English)
	r.table.Select(0)
	b.Press(t, "Revoke…")
	says(t, b, "Revoke this badge?", "everybody who verifies it sees", "Zoë O’Neil", "cannot be taken back")
	b.Shot(t, "records-revoke")
	if yes, _ := kittest.Find(b.Top(), "Revoke the badge").(*kit.Button); !yes.Disabled() {
		t.Error("revoked without a reason")
	}
	b.Press(t, "Wrong person")
	b.Press(t, "Revoke the badge")
	if !slices.Equal(f.revoked, []int64{0}) || f.reason != "Wrong person" {
		t.Errorf("revoked %v because %q", f.revoked, f.reason)
	}
	says(t, b, "The badge was revoked")
}

func TestSeveralAreRevokedByTheirNumber(t *testing.T) {
	f := &fake{count: 80, audience: Audience{Standing: 70, Gone: 10, Private: 70, Names: names()[:5]}}
	b, r := opened(t, f, kittest.English)
	r.table.Select(0)
	r.selectAll()
	says(t, b, "80 selected")
	b.Press(t, "Revoke…")
	says(t, b, "Revoke 70 badges?", "and 65 more", "10 of the selected", "Type 70 to confirm")
	b.Shot(t, "records-revoke-many")
	b.Type(t, "Reason", "Test data")
	b.Type(t, "Type 70 to confirm", "7")
	yes, _ := kittest.Find(b.Top(), "Revoke 70 badges").(*kit.Button)
	if !yes.Disabled() {
		t.Error("a wrong number confirms")
	}
	b.Type(t, "Type 70 to confirm", "70")
	b.Press(t, "Revoke 70 badges")
	if len(f.revoked) != 80 {
		t.Errorf("%d were given to be revoked", len(f.revoked))
	}
}

func TestEmptyBusyAndBroken(t *testing.T) {
	b, _ := opened(t, &fake{}, kittest.English)
	says(t, b, "Nothing awarded yet")
	b.Shot(t, "records-empty")
	b.Press(t, "Award…")
	if len(b.Routes) != 1 || b.Routes[0].Room != kit.RoomAward {
		t.Errorf("went to %+v", b.Routes)
	}
	f := &fake{overErr: issuer.Fail(issuer.Input, "ledger-missing", "file", "l.db"), findErr: errors.New("gone")}
	b, _ = opened(t, f, kittest.English)
	says(t, b, "Try again")
	b.Shot(t, "records-broken")
}

func TestTheLedgerIsChecked(t *testing.T) {
	f := &fake{count: 8, checked: Checked{Awards: 8, Credentials: 16, Events: 12}}
	b, r := opened(t, f, kittest.English)
	r.check()
	says(t, b, "The ledger is whole", "8 awards, 16 credentials and 12 events")
	f.checked.Findings = []string{"The credential f1 is not what was issued."}
	r.check()
	says(t, b, "1 fault was found", "The credential f1")
	b.Shot(t, "records-check")
}

func TestLedgerWordsAreNotInTheCode(t *testing.T) {
	own := append(names()[:7], "First Firing", "Hafenwerk", "@example.org", "Laser", "roster.csv", "https:", "urn:", "0123456789", "fedcba", "hafenwerk.example.org", "left the course", "7f3c0a1e", "pics.example", "ana-shelf", ".jpg", "badges/", "json", "cdef", "3210", "Hubert Blaine", "Featherstonehaugh")
	f := &fake{count: 80, audience: Audience{Standing: 70, Gone: 10, Private: 60, Public: 10, Names: names()[:5]}}
	b, r := opened(t, f, kittest.Pseudo)
	check := func(what string) {
		b.Settle()
		if found := kittest.Literals(b.Top(), own...); len(found) > 0 {
			t.Errorf("%s: %q", what, found)
		}
	}
	check("list")
	for _, tab := range []string{tabHistory, tabFaces, tabDetails} {
		r.tab = tab
		r.table.Select(4)
		check(tab)
	}
	r.selectAll()
	r.revoke()
	check("revoke")
}

func TestTheReasonCanBeTypedAtOnce(t *testing.T) {
	f := &fake{count: 80, audience: Audience{Standing: 1, Public: 1, Names: []string{"Zoë"}}}
	b, r := opened(t, f, kittest.English)
	r.table.Select(0)
	r.revoke()
	if e, ok := b.Window.Canvas().Focused().(*kit.Entry); !ok || e.Label() != "Reason" {
		t.Errorf("%T has the focus", b.Window.Canvas().Focused())
	}
}
