package desk

import (
	"context"
	"crypto/rand"
	"image"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"badgekiln/app/badges"
	"badgekiln/app/checking"
	"badgekiln/app/settings"
	"badgekiln/assets"
	"badgekiln/cmd/internal/drawing"
	"badgekiln/cmd/internal/engine"
	"badgekiln/designer/store"
	"badgekiln/issuer"
	"badgekiln/issuer/award"
	"badgekiln/issuer/roster"
)

// New makes a desk for an open ledger, in one language.
func New(e *engine.Engine, env engine.Env, words *assets.Words, home string) *Desk {
	d := &Desk{engine: e, env: env, words: words, home: home, memo: &memo{}}
	if e != nil {
		d.path = e.Path()
	}
	return d
}

// emptyDesk is a desk over a new empty ledger, in a home of its own.
func emptyDesk(t *testing.T) *Desk {
	t.Helper()
	home := t.TempDir()
	words, err := assets.LoadWords("en")
	if err != nil {
		t.Fatal(err)
	}
	env := engine.Env{
		Now:  func() time.Time { return time.Date(2026, 11, 22, 9, 30, 0, 0, time.UTC) },
		Rand: rand.Reader,
		Getenv: func(name string) string {
			return map[string]string{"HOME": home, "XDG_CONFIG_HOME": filepath.Join(home, ".config")}[name]
		},
	}
	e, err := engine.Open(context.Background(), filepath.Join(home, "own.db"), env)
	if err != nil {
		t.Fatal(err)
	}
	d := New(e, env, words, home)
	t.Cleanup(func() { _ = d.Close() })
	return d
}

// drawnDesign puts a template's design among the working copies.
func drawnDesign(t *testing.T, d *Desk) string {
	t.Helper()
	c, err := drawing.Templates()
	if err != nil {
		t.Fatal(err)
	}
	doc, err := c.Open(c.Templates()[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	doc.Name = "First Firing"
	path, err := d.engine.NewDesignPath(doc.Name)
	if err == nil {
		err = drawing.WriteDesign(path, store.File{Doc: doc})
	}
	if err != nil {
		t.Fatal(err)
	}
	return filepath.Base(path)
}

func TestFirstBadgeFromNothing(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	d := emptyDesk(t)
	b := d.Badges()
	design := drawnDesign(t, d)
	list, err := b.Designs(ctx)
	if err != nil || len(list) != 1 || list[0].ID != design || list[0].Small == nil {
		t.Fatalf("designs %v, %v", list, err)
	}
	art, err := b.FromDesign(ctx, design)
	if err != nil || art.Title != "First Firing" || art.Image.Bounds().Dx() != drawing.ClassSide || blankPicture(art.Image) {
		t.Fatalf("art %q, %v", art.Title, err)
	}
	draft := badges.Draft{
		Texts:      badges.Texts{Name: "First Firing", Description: "Did it.", Criteria: "https://töpferhof.example/c", Tags: []string{"kiln"}, Rule: badges.Renewable, Expires: "2y"},
		IssuerName: "Töpferhof", IssuerEmail: "hi@toepferhof.example", Art: art,
	}
	c, err := b.Save(ctx, draft)
	if err != nil {
		t.Fatal(err)
	}
	if c.Slug != "first-firing" || c.IssuerName != "Töpferhof" || c.State != badges.Unawarded || c.Design != "First Firing" || c.Picture == nil || c.CriteriaURL != draft.Criteria || c.Expires != "2y" || c.NamesFixed {
		t.Errorf("%+v", c)
	}
	again, err := b.Save(ctx, draft)
	if err != nil || again.Slug != "first-firing-2" {
		t.Errorf("a second badge of the same name: %q, %v", again.Slug, err)
	}
	o, err := b.Overview(ctx)
	if err != nil || len(o.Issuers) != 1 || len(o.Classes) != 2 || o.Classes[0].Picture == nil {
		t.Errorf("overview %+v, %v", o, err)
	}
	draft.Slug, draft.Issuer, draft.IssuerName, draft.Art, draft.Description = c.Slug, c.Issuer, "", badges.Art{}, "Did it well."
	next, err := b.Save(ctx, draft)
	if err != nil || next.Version() != 2 || next.Design != "First Firing" || next.Description != "Did it well." {
		t.Errorf("version 2: %+v, %v", next, err)
	}
	if same, err := b.Save(ctx, draft); err != nil || same.Version() != 2 {
		t.Errorf("saving the same makes version %d, %v", same.Version(), err)
	}
	gone, err := b.Archive(ctx, c.Slug)
	if err != nil || gone.State != badges.Archived {
		t.Errorf("archived %+v, %v", gone.State, err)
	}
}

// blankPicture tells whether nothing was drawn.
func blankPicture(m image.Image) bool {
	_, _, _, a := m.At(m.Bounds().Dx()/2, m.Bounds().Dy()/2).RGBA()
	return a == 0
}

func TestABadPictureMakesNothing(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	d := emptyDesk(t)
	file := filepath.Join(t.TempDir(), "no.png")
	if err := os.WriteFile(file, []byte("no picture"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Badges().FromFile(ctx, file); issuer.CodeOf(err) != "picture-format" {
		t.Errorf("read: %v", err)
	}
	for _, art := range []badges.Art{{Kind: badges.FromFile, Ref: file}, {Kind: badges.FromDesign, Ref: "gone"}} {
		_, err := d.Badges().Save(ctx, badges.Draft{Texts: badges.Texts{Name: "n", Description: "d", Criteria: "c", Rule: badges.Once}, IssuerName: "Own", Art: art})
		if err == nil {
			t.Errorf("%s: saved", art.Kind)
		}
		if o, err := d.Badges().Overview(ctx); err != nil || len(o.Issuers)+len(o.Classes) > 0 {
			t.Errorf("%s: something was made: %+v, %v", art.Kind, o, err)
		}
	}
}

// awarded awards somebody a badge of an own issuer without web space, and gives
// the picture.
func awarded(t *testing.T, d *Desk) (picture string) {
	t.Helper()
	ctx := context.Background()
	design := drawnDesign(t, d)
	c, err := d.Badges().Save(ctx, badges.Draft{
		Texts:      badges.Texts{Name: "First Firing", Description: "d", Criteria: "c", Rule: badges.Once},
		IssuerName: "Töpferhof", Art: badges.Art{Kind: badges.FromDesign, Ref: design},
	})
	if err != nil {
		t.Fatal(err)
	}
	people := filepath.Join(t.TempDir(), "l.csv")
	if err := os.WriteFile(people, []byte("name,email\nZoë O'Neil,zoe@x.example\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	list, err := roster.ReadFile(people, roster.Options{})
	if err != nil {
		t.Fatal(err)
	}
	out := t.TempDir()
	if _, err := d.engine.Award(ctx, engine.Order{Request: award.Request{Class: c.Slug, List: list, ListName: "l.csv"}, Out: out}, d.say); err != nil {
		t.Fatal(err)
	}
	found, err := filepath.Glob(filepath.Join(out, "*.png"))
	if err != nil || len(found) != 1 {
		t.Fatalf("pictures %v, %v", found, err)
	}
	return found[0]
}

func TestVerdictsOfTheDesk(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	d, stranger := emptyDesk(t), emptyDesk(t)
	picture := awarded(t, d)
	verdict := func(d *Desk, q checking.Question, want checking.Verdict) checking.Result {
		t.Helper()
		r, err := d.Checking().Verify(ctx, q)
		if err != nil || r.Verdict != want {
			t.Errorf("%+v: %s, want %s (%v) %v", q, r.Verdict, want, r.Reasons, err)
		}
		return r
	}
	r := verdict(d, checking.Question{Input: picture}, checking.Trusted)
	if r.Name != "First Firing" || r.IssuerName != "Töpferhof" || r.Picture == nil || len(r.Issuers) != 1 || len(r.Checks) == 0 || r.Unasked {
		t.Errorf("%+v", r)
	}
	verdict(d, checking.Question{Input: " " + picture, Recipient: " Zoe@x.example"}, checking.Trusted)
	verdict(d, checking.Question{Input: picture, Recipient: "bob@x.example"}, checking.OtherPerson)
	open := verdict(stranger, checking.Question{Input: picture}, checking.Untrusted)
	seen := false
	for _, c := range open.Checks {
		seen = seen || c.Name == "trust" && c.Open && !c.OK
	}
	if !seen {
		t.Errorf("an issuer on no list is not an open question: %+v", open.Checks)
	}
	verdict(stranger, checking.Question{Input: picture, Trust: r.Issuers}, checking.Trusted)
	verdict(&Desk{env: d.env, words: d.words}, checking.Question{Input: picture}, checking.Untrusted) // before there is a ledger

	text, err := os.ReadFile(strings.TrimSuffix(picture, ".png") + ".ob3.json")
	if err != nil {
		t.Fatal(err)
	}
	verdict(d, checking.Question{Input: string(text)}, checking.Trusted)
	verdict(d, checking.Question{Input: strings.Replace(string(text), "First Firing", "Last Firing", 1)}, checking.Altered)
	plain := filepath.Join(t.TempDir(), "plain.png")
	class, err := d.Badges().Class(ctx, "first-firing")
	if err != nil {
		t.Fatal(err)
	}
	stored, err := d.engine.Classes(ctx, "")
	if err != nil {
		t.Fatal(err)
	}
	data, err := d.engine.Blob(ctx, stored[0].Image)
	if err != nil || os.WriteFile(plain, data, 0o600) != nil {
		t.Fatal(err)
	}
	verdict(d, checking.Question{Input: plain}, checking.NotABadge)
	if _, err := d.Checking().Verify(ctx, checking.Question{Input: "/nowhere/at.png"}); issuer.CodeOf(err) != "file-missing" {
		t.Errorf("a missing file: %v", err)
	}
	if _, err := d.Checking().Verify(ctx, checking.Question{Input: "https://127.0.0.1/a.json", Online: true}); issuer.CodeOf(err) != "fetch-address" {
		t.Errorf("an address nobody may ask: %v", err)
	}
	if class.Held() != 1 || !class.NamesFixed || class.State != badges.Open {
		t.Errorf("after the award: %+v", class)
	}
	if _, err := d.engine.Revoke(ctx, []string{strings.TrimSuffix(filepath.Base(picture), ".png")}, "a mistake"); err != nil {
		t.Fatal(err)
	}
	verdict(d, checking.Question{Input: picture}, checking.Revoked)

	report := filepath.Join(t.TempDir(), "r.csv")
	odd := checking.Result{Input: "=1+1", Verdict: checking.Altered, Name: "@x", Reasons: []string{"Because, of “that”."}}
	if err := d.Checking().SaveReport(ctx, report, []checking.Result{odd}); err != nil {
		t.Fatal(err)
	}
	if got, err := os.ReadFile(report); err != nil || !strings.Contains(string(got), "'=1+1,Changed,'@x,") {
		t.Errorf("report %q, %v", got, err)
	}
}

func TestHostedBadgesOfOthersAreOpenOffline(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	d, stranger := emptyDesk(t), emptyDesk(t)
	base := "https://badges.toepferhof.example/"
	name, email := "Töpferhof", "hi@toepferhof.example"
	if _, err := d.Settings().SetIssuer(ctx, settings.IssuerChange{Name: &name, Email: &email, BaseURL: &base}); err != nil {
		t.Fatal(err)
	}
	picture := awarded(t, d)
	r, err := stranger.Checking().Verify(ctx, checking.Question{Input: picture})
	if err != nil || r.Verdict != checking.Consistent || !r.Unasked {
		t.Errorf("%s, unasked %v, %v, %v", r.Verdict, r.Unasked, r.Reasons, err)
	}
	if own, err := d.Checking().Verify(ctx, checking.Question{Input: picture}); err != nil || own.Verdict != checking.Trusted {
		t.Errorf("our own ledger does not answer: %s %v %v", own.Verdict, own.Reasons, err)
	}
}

func TestSettingsOfAnIssuer(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	d := emptyDesk(t)
	s := d.Settings()
	name, zone := "Töpferhof", "Europe/Berlin"
	if _, err := s.SetIssuer(ctx, settings.IssuerChange{Name: &name, Timezone: &zone}); err != nil {
		t.Fatal(err)
	}
	base, unreachable, err := s.NormalBase("https://Badges.Toepferhof.example")
	if err != nil || base != "https://badges.toepferhof.example/" || !unreachable {
		t.Errorf("%q %v %v", base, unreachable, err)
	}
	if _, _, err := s.NormalBase("http://x.org"); issuer.CodeOf(err) != "base-url-not-https" {
		t.Errorf("plain http: %v", err)
	}
	i, err := s.SetIssuer(ctx, settings.IssuerChange{ID: "topferhof", BaseURL: &base})
	if err != nil || i.BaseURL != base || i.SignsAs != base+"i/topferhof/profile.json" || i.Timezone != zone {
		t.Errorf("%+v, %v", i, err)
	}
	if err := s.NewKey(ctx, i.ID, settings.Ed25519); err != nil {
		t.Fatal(err)
	}
	state, err := s.State(ctx)
	if err != nil || len(state.Keys) != 2 || state.Keys[0].Current || !state.Keys[1].Current || len(state.Issuers) != 1 || state.Sample {
		t.Fatalf("%+v, %v", state, err)
	}
	if err := s.RetireKey(ctx, state.Keys[1].ID, settings.Lost); err != nil {
		t.Fatal(err)
	}
	state, err = s.State(ctx)
	if err != nil || !state.Keys[0].Current || state.Keys[1].Current || state.Keys[1].Why != settings.Lost || state.Keys[1].Retired.IsZero() {
		t.Errorf("%+v, %v", state.Keys, err)
	}
	log, err := s.Log(ctx, 2)
	if err != nil || len(log) != 2 || log[0].Kind != "key.retired" {
		t.Errorf("log %+v, %v", log, err)
	}
	report, err := s.Check(ctx)
	if err != nil || len(report.Findings) > 0 || report.Events == 0 {
		t.Errorf("check %+v, %v", report, err)
	}
}

func TestBackupGoesThereAndBack(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	d := emptyDesk(t)
	picture := awarded(t, d)
	s := d.Settings()
	file := filepath.Join(t.TempDir(), "b.zip")
	if open, err := s.Backup(ctx, file, "correct horse", false); err != nil || open {
		t.Fatalf("open %v, %v", open, err)
	}
	if _, err := s.Backup(ctx, file, "correct horse", false); issuer.CodeOf(err) != "backup-exists" {
		t.Errorf("written over: %v", err)
	}
	if _, err := s.Backup(ctx, file, "correct horse", true); err != nil {
		t.Errorf("agreed to, and not written over: %v", err)
	}
	other := emptyDesk(t)
	to := filepath.Join(t.TempDir(), "restored.db")
	if err := other.Settings().Restore(ctx, file, to, "wrong horse"); err == nil {
		t.Error("a wrong passphrase restores")
	}
	if _, err := os.Lstat(to); err == nil {
		t.Error("a failed restore leaves a ledger")
	}
	if err := other.Settings().Restore(ctx, file, to, "correct horse"); err != nil {
		t.Fatal(err)
	}
	if err := other.Settings().Restore(ctx, file, to, "correct horse"); issuer.CodeOf(err) != "restore-exists" {
		t.Errorf("written over a ledger: %v", err)
	}
	e, err := engine.OpenExisting(ctx, to, other.env)
	if err != nil {
		t.Fatal(err)
	}
	back := New(e, other.env, other.words, other.home)
	defer func() { _ = back.Close() }()
	if r, err := back.Checking().Verify(ctx, checking.Question{Input: picture}); err != nil || r.Verdict != checking.Trusted {
		t.Errorf("the restored ledger does not know its badge: %s, %v", r.Verdict, err)
	}
	if state, err := s.State(ctx); err != nil || state.LastBackup.IsZero() {
		t.Errorf("the backup is not noted: %v", err)
	}
}
