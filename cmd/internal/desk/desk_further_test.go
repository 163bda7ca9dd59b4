package desk

import (
	"context"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"badgekiln/app/awarding"
	"badgekiln/app/badges"
	"badgekiln/app/records"
	"badgekiln/app/settings"
	"badgekiln/issuer"
	"badgekiln/issuer/claimtest"
	"badgekiln/issuer/record"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// saved makes a badge whose further members are drawn at random.
func saved(t *testing.T, d *Desk, more issuer.ClassMore) (badges.Class, badges.Draft) {
	t.Helper()
	draft := badges.Draft{
		Texts: badges.Texts{
			Name: "First Firing", Description: "Did it.", Criteria: "Do it.", CriteriaURL: "https://toepferhof.example/c", Tags: []string{"kiln"},
			Language: "en", Rule: badges.Many, Expires: "2y", Schema: true, More: more,
		},
		IssuerName: "Töpferhof", IssuerEmail: "hi@toepferhof.example", Art: badges.Art{Kind: badges.FromDesign, Ref: drawnDesign(t, d)},
	}
	c, err := d.Badges().Save(context.Background(), draft)
	if err != nil {
		t.Fatal(err)
	}
	return c, draft
}

// awardedAs awards somebody a badge and reads the credential of a format.
func awardedAs(t *testing.T, d *Desk, class string, format issuer.Format, version string) record.Record {
	t.Helper()
	ctx := context.Background()
	a, folder := Awarding{d}, t.TempDir()
	_, err := a.Award(ctx, awarding.Order{
		Class: class, List: awarding.List{Text: "name,email\nZoë O'Neil,zoe@x.example\n"}, Formats: []string{string(format)}, Folder: folder, Names: "{name}", Again: true,
	}, never)
	if err != nil {
		t.Fatalf("%s: %v", format, err)
	}
	var found []string
	err = filepath.WalkDir(folder, func(path string, _ os.DirEntry, err error) error {
		if ending := filepath.Ext(path); ending == ".json" && !strings.HasSuffix(path, "report.json") || ending == ".jws" || ending == ".jwt" {
			found = append(found, path)
		}
		return err
	})
	if err != nil || len(found) != 1 {
		t.Fatalf("%s: files %v, %v", format, found, err)
	}
	text, err := os.ReadFile(found[0])
	if err != nil {
		t.Fatal(err)
	}
	r, err := record.Read(version, text, nil)
	if err != nil {
		t.Fatalf("%s: %v", format, err)
	}
	return r
}

// TestEveryFieldSetInTheWindowIsInTheCredential sets every member of badge and
// issuer through the desk, awards, and reads the credential.
func TestEveryFieldSetInTheWindowIsInTheCredential(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	for seed := range uint64(6) {
		d := emptyDesk(t)
		draw := claimtest.New(seed)
		more, profile := draw.ClassMore(), draw.ProfileMore()
		c, draft := saved(t, d, more)
		if diff := cmp.Diff(draft.Texts, c.Texts, cmpopts.EquateEmpty()); diff != "" {
			t.Fatalf("seed %d: what was saved does not come back: %s", seed, diff)
		}
		base := "https://" + claimtest.Host + "/"
		who, err := d.Settings().SetIssuer(ctx, settings.IssuerChange{ID: c.Issuer, BaseURL: &base, More: &profile})
		if err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(who.More, profile) {
			t.Errorf("seed %d: the profile is %+v, want %+v", seed, who.More, profile)
		}
		got := awardedAs(t, d, c.Slug, issuer.OB3, "3.0")
		want, wanted := more, profile
		want.ImageAuthor, want.OldEndorsement, want.EndorsementJWT = "", nil, nil // of other formats
		wanted.OldEndorsement, wanted.EndorsementJWT = nil, nil
		want.Extensions, wanted.Extensions, wanted.Scope = nil, nil, nil
		want.Translations = nil // documents of their own, which the badge names
		want.Related = nil
		for _, tr := range more.Translations {
			want.Related = append(want.Related, issuer.Related{ID: base + issuer.ClassPath(c.Slug, 1, "achievement."+tr.Language+".json"), Language: tr.Language, Version: "1"})
		}
		want.Related = append(want.Related, more.Related...)
		wanted.ImageCaption = "" // there is no logo to describe
		if want.AchievementType == "" {
			want.AchievementType = "Badge"
		}
		if diff := cmp.Diff(want, got.Class.More, cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("seed %d: the badge in the credential: %s", seed, diff)
		}
		if diff := cmp.Diff(wanted, got.Profile.More, cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("seed %d: the issuer in the credential: %s", seed, diff)
		}
		if got.Class.Criteria != (issuer.Criteria{Narrative: draft.Criteria, URL: draft.CriteriaURL}) || !got.Class.Schema {
			t.Errorf("seed %d: criteria %+v, schema %v", seed, got.Class.Criteria, got.Class.Schema)
		}
	}
}

func TestEveryFaceIsMadeAsTicked(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	d := emptyDesk(t)
	c, _ := saved(t, d, issuer.ClassMore{})
	base, method := "https://badges.example.org/", settings.ByDID
	who, err := d.Settings().SetIssuer(ctx, settings.IssuerChange{ID: c.Issuer, BaseURL: &base, Method: &method})
	if err != nil || who.SignsAs != "did:web:badges.example.org:i:"+c.Issuer || who.Method != settings.ByDID || who.SignsAs != d.Settings().NameAs(c.Issuer, base, method) {
		t.Fatalf("signs as %s (%s), %v", who.SignsAs, who.Method, err)
	}
	for format, version := range map[issuer.Format]string{issuer.OB2: "2.0", issuer.OB2Signed: "2.0", issuer.OB11: "1.1", issuer.OB3: "3.0", issuer.OB3JWT: "3.0"} {
		if got := awardedAs(t, d, c.Slug, format, version); got.Version != version {
			t.Errorf("%s is of version %s", format, got.Version)
		}
	}
}

func TestKeysOfEveryKindAndTheirPage(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	d := emptyDesk(t)
	c, _ := saved(t, d, issuer.ClassMore{})
	s := d.Settings()
	base := "https://badges.example.org/"
	if _, err := s.SetIssuer(ctx, settings.IssuerChange{ID: c.Issuer, BaseURL: &base}); err != nil {
		t.Fatal(err)
	}
	for _, alg := range []settings.Algorithm{settings.P256, settings.RSA} {
		if err := s.NewKey(ctx, c.Issuer, alg); err != nil {
			t.Fatal(err)
		}
	}
	state, err := s.State(ctx)
	if err != nil || len(state.Keys) != 3 {
		t.Fatalf("%d keys, %v", len(state.Keys), err)
	}
	for _, k := range state.Keys {
		if k.Current != (k.Algorithm == settings.Ed25519) || k.Tokens != (k.Algorithm == settings.RSA) {
			t.Errorf("%s: current %v, tokens %v", k.Algorithm, k.Current, k.Tokens)
		}
	}
	page := filepath.Join(t.TempDir(), "page.txt")
	if n, open, err := s.Recovery(ctx, page, "a passphrase"); err != nil || n != 3 || open {
		t.Fatalf("%d keys, open %v, %v", n, open, err)
	}
	if n, err := s.Recover(ctx, page, "a passphrase"); err != nil || n != 3 {
		t.Errorf("put back %d, %v", n, err)
	}
}

func TestAnotherIssuerIsMadeBesideTheFirst(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	d := emptyDesk(t)
	saved(t, d, issuer.ClassMore{})
	name := "Töpferhof"
	for range 2 {
		if _, err := d.Settings().SetIssuer(ctx, settings.IssuerChange{New: true, Name: &name}); err != nil {
			t.Fatal(err)
		}
	}
	o, err := d.Badges().Overview(ctx)
	if err != nil || len(o.Issuers) != 3 || slices.ContainsFunc(o.Issuers, func(i badges.Issuer) bool { return i.Name != name }) {
		t.Errorf("%+v, %v", o.Issuers, err)
	}
}

func TestASuspendedBadgeIsToldAsOne(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	d := emptyDesk(t)
	c, _ := saved(t, d, issuer.ClassMore{Suspendable: true})
	base := "https://badges.example.org/"
	if _, err := d.Settings().SetIssuer(ctx, settings.IssuerChange{ID: c.Issuer, BaseURL: &base}); err != nil {
		t.Fatal(err)
	}
	awardedAs(t, d, c.Slug, issuer.OB3, "3.0")
	l := Records{d}
	count := func(state records.State) int {
		t.Helper()
		found, err := l.Find(ctx, records.Query{State: state})
		if err != nil {
			t.Fatal(err)
		}
		return len(found)
	}
	all, err := l.Find(ctx, records.Query{})
	if err != nil || len(all) != 1 || count(records.Valid) != 1 {
		t.Fatalf("%v, %v", all, err)
	}
	if rows, err := l.Page(ctx, all); err != nil {
		t.Fatal(err)
	} else if a, err := l.Award(ctx, rows[0].ID); err != nil || !a.Pausable {
		t.Errorf("it cannot be suspended: %v", err)
	}
	if n, err := l.Suspend(ctx, all, "under review"); err != nil || n != 1 {
		t.Fatalf("%d, %v", n, err)
	}
	if n, err := l.Suspend(ctx, all, "again"); err != nil || n != 0 {
		t.Errorf("twice: %d, %v", n, err)
	}
	if count(records.Paused) != 1 || count(records.Valid)+count(records.Revoked) != 0 {
		t.Error("it is found as something else")
	}
	rows, err := l.Page(ctx, all)
	if err != nil || rows[0].State != records.Paused {
		t.Errorf("%+v, %v", rows, err)
	}
	if a, err := l.Audience(ctx, all); err != nil || a.Standing != 1 {
		t.Errorf("a suspended badge cannot be revoked: %+v, %v", a, err)
	}
	if n, err := l.Resume(ctx, all); err != nil || n != 1 || count(records.Valid) != 1 {
		t.Errorf("%d, %v", n, err)
	}
	if _, err := l.Suspend(ctx, all, " "); issuer.CodeOf(err) != "reason-empty" {
		t.Errorf("without a reason: %v", err)
	}
}

// TestWhatIsSaidOfEveryAwardIsInTheCredential fills braces from the list.
func TestWhatIsSaidOfEveryAwardIsInTheCredential(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	d := emptyDesk(t)
	c, _ := saved(t, d, issuer.ClassMore{ResultDescription: []issuer.ResultDescription{{ID: "grade", Name: "Final grade", Type: "LetterGrade"}}})
	a, folder := Awarding{d}, t.TempDir()
	b, err := a.Begin(ctx)
	if err != nil || len(b.Classes) != 1 || len(b.Classes[0].Results) != 1 {
		t.Fatalf("%+v, %v", b.Classes, err)
	}
	more := issuer.AwardMore{
		Role: "{name} as baker", Result: []issuer.Result{{Description: "grade", Value: "B"}}, Source: &issuer.Party{ID: "did:web:guild.example", Name: "Guild"},
	}
	if _, err := a.Award(ctx, awarding.Order{
		Class: c.Slug, List: awarding.List{Text: "name,email\nZoë,zoe@x.example\n"}, Folder: folder, Names: "{name}", More: more,
	}, never); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(filepath.Join(folder, "Zoë.ob3.json"))
	if err != nil {
		t.Fatal(err)
	}
	got, err := record.Read("3.0", text, nil)
	if err != nil {
		t.Fatal(err)
	}
	more.Role = "Zoë as baker"
	got.Award.More.Result[0].Description = got.Award.More.Result[0].Description[strings.LastIndexByte(got.Award.More.Result[0].Description, '#')+1:]
	if diff := cmp.Diff(more, got.Award.More, cmpopts.EquateEmpty()); diff != "" {
		t.Error(diff)
	}
}
