package desk

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"badgekiln/app/badges"
	"badgekiln/app/checking"
	"badgekiln/app/settings"
	"badgekiln/cmd/internal/engine"
	"badgekiln/issuer"
	"badgekiln/issuer/award"
	"badgekiln/issuer/jws"
	"badgekiln/issuer/ledger"
	"badgekiln/issuer/roster"
	"badgekiln/issuer/verify"
)

const awkward = "Zoë “Zo” O'Neil-شهادة"

// formats are all in which a badge can be written.
func formats() []issuer.Format {
	return []issuer.Format{issuer.OB11, issuer.OB2, issuer.OB2Signed, issuer.OB3, issuer.OB3JWT}
}

// written awards a badge with many fields in every format, and gives the files
// and a folder that stands for the web with the exported site.
func written(t *testing.T, d *Desk) (files map[issuer.Format]string, web string) {
	t.Helper()
	ctx := context.Background()
	base, name, email := "https://badges.toepferhof.example/", "Töpferhof", "hi@toepferhof.example"
	if _, err := d.Settings().SetIssuer(ctx, settings.IssuerChange{Name: &name, Email: &email, BaseURL: &base}); err != nil {
		t.Fatal(err)
	}
	design := drawnDesign(t, d)
	c, err := d.Badges().Save(ctx, badges.Draft{
		Texts: badges.Texts{
			Name: "First Firing", Description: "Fired a first piece.", Criteria: "Load and fire a kiln.", Rule: badges.Once, Tags: []string{"kiln", "clay"},
			More: issuer.ClassMore{
				AchievementType: "Course", FieldOfStudy: "Ceramics", HumanCode: "CER-101", CreditsAvailable: "2.5",
				Alignment:         []issuer.Alignment{{TargetName: "Handle kilns", TargetURL: "https://esco.example/kilns", TargetFramework: "ESCO"}},
				ResultDescription: []issuer.ResultDescription{{ID: "grade", Name: "Final grade", Type: "LetterGrade"}},
			},
		},
		Art: badges.Art{Kind: badges.FromDesign, Ref: design},
	})
	if err != nil {
		t.Fatal(err)
	}
	people := filepath.Join(t.TempDir(), "l.csv")
	if err := os.WriteFile(people, []byte("name,email\n"+awkward+",zoe@x.example\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	list, err := roster.ReadFile(people, roster.Options{})
	if err != nil {
		t.Fatal(err)
	}
	out := t.TempDir()
	order := engine.Order{Request: award.Request{Class: c.Slug, List: list, ListName: "l.csv", Formats: formats(), More: issuer.AwardMore{
		Role: "apprentice", Result: []issuer.Result{{Description: "grade", Value: "B+"}},
		Evidence: []issuer.Evidence{{ID: "https://toepferhof.example/pots/1", Name: "The pot", Narrative: "It held water."}},
	}}, Out: out}
	if _, err := d.engine.Award(ctx, order, d.say); err != nil {
		t.Fatal(err)
	}
	files = map[issuer.Format]string{}
	for _, f := range formats() {
		ending := map[issuer.Format]string{issuer.OB11: "ob11.json", issuer.OB2: "ob2.json", issuer.OB2Signed: "ob2.jws", issuer.OB3: "ob3.json", issuer.OB3JWT: "ob3.jwt"}[f]
		found, err := filepath.Glob(filepath.Join(out, "*."+ending))
		if err != nil || len(found) != 1 {
			all, _ := filepath.Glob(filepath.Join(out, "*"))
			t.Fatalf("%s: %v of %v, %v", f, found, all, err)
		}
		files[f] = found[0]
	}
	web = t.TempDir()
	if _, err := d.engine.ExportSite(ctx, engine.Site{Out: filepath.Join(web, "badges.toepferhof.example")}, d.words.T); err != nil {
		t.Fatal(err)
	}
	return files, web
}

// saidOf puts the facts of a badge into lines.
func saidOf(list []checking.Section) string {
	var b strings.Builder
	for _, s := range list {
		for _, f := range s.Facts {
			b.WriteString(s.Name + "/" + f.Name + f.Label + "=" + f.Text + "\n")
		}
	}
	return b.String()
}

func TestWhatWasWrittenIsReadInEveryFormat(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	d, stranger := emptyDesk(t), emptyDesk(t)
	files, web := written(t, d)
	reader := checkingDesk{Desk: stranger, web: web}
	for _, f := range formats() {
		want := []string{
			"class/name=First Firing", "class/description=Fired a first piece.", "class/tags=kiln · clay", "issuer/name=Töpferhof",
			"alignment/Handle kilns=", "https://esco.example/kilns", "award/issued=2026-11-22", "evidence/",
		}
		if f != issuer.OB11 {
			want = append(want, "It held water.", "ESCO")
		}
		if strings.HasPrefix(string(f), "ob3") {
			want = append(want, "class/type=Course", "class/field=Ceramics", "class/code=CER-101", "class/credits=2.5",
				"award/role=apprentice", "results/Final grade · LetterGrade=B+", "class/criteria=Load and fire a kiln.")
		}
		r, err := reader.Verify(ctx, checking.Question{Input: files[f], Online: true})
		if err != nil || r.Verdict != checking.Untrusted || len(r.Badges) != 1 || r.Name != "First Firing" {
			t.Errorf("%s: %s, %d badges, %v %v", f, r.Verdict, len(r.Badges), r.Reasons, err)
			continue
		}
		taken, err := reader.TakeOn(ctx, []checking.Question{{Input: files[f], Online: true}}, func(int, int) {})
		if err != nil || len(taken) != 1 || taken[0].State != checking.TakenNew || taken[0].Name != "First Firing" || taken[0].Issuer != "Töpferhof" {
			t.Errorf("%s: taken %+v, %v", f, taken, err)
			continue
		}
		kept, err := reader.Recorded(ctx, taken[0].ID)
		if err != nil || kept.Verdict != checking.Untrusted || kept.Name != "First Firing" || kept.Badge.Text != r.Badges[0].Text {
			t.Errorf("%s: kept %+v, %v", f, kept.Record, err)
		}
		for where, text := range map[string]string{"verified": saidOf(r.Badges[0].Sections), "on record": saidOf(kept.Badge.Sections)} {
			for _, one := range want {
				if !strings.Contains(text, one) {
					t.Errorf("%s, %s: %q is missing in\n%s", f, where, one, text)
				}
			}
			if strings.Contains(text, "zoe@x.example") {
				t.Errorf("%s: the address is shown", f)
			}
		}
		data, err := os.ReadFile(files[f])
		if err != nil || strings.TrimSpace(string(data)) != strings.TrimSpace(r.Badges[0].Text) {
			t.Errorf("%s: the document is not the file: %v", f, err)
		}
		copied := filepath.Join(t.TempDir(), "copy"+r.Badges[0].Ending)
		if err := reader.SaveText(ctx, copied, kept.Badge.Text); err != nil {
			t.Fatal(err)
		}
		if again, err := reader.Verify(ctx, checking.Question{Input: copied, Online: true}); err != nil || again.Verdict != checking.Untrusted {
			t.Errorf("%s: what was saved is %s, %v", f, again.Verdict, err)
		}
		once, err := reader.Verify(ctx, checking.Question{Record: taken[0].ID, Online: true})
		if err != nil || once.Verdict != checking.Untrusted || once.Name != "First Firing" {
			t.Errorf("%s: verified again: %s %v, %v", f, once.Verdict, once.Reasons, err)
		}
		own, err := d.Checking().TakeOn(ctx, []checking.Question{{Input: files[f]}}, func(int, int) {})
		if err != nil || len(own) != 1 || own[0].State != checking.TakenOwn {
			t.Errorf("%s: one's own: %+v, %v", f, own, err)
		}
	}
	list, err := reader.OnRecord(ctx)
	if err != nil || len(list) != len(formats()) || list[0].Source != files[issuer.OB3JWT] {
		t.Errorf("%d on record, %v", len(list), err)
	}
	if awards, err := stranger.engine.Awards(ctx, ledger.Filter{}); err != nil || len(awards) != 0 {
		t.Errorf("badges of others are among one's own: %v, %v", awards, err)
	}
	// Without the web what is on record is no evidence.
	r, err := stranger.Checking().Verify(ctx, checking.Question{Input: files[issuer.OB2]})
	if err != nil || r.Verdict != checking.Consistent || !r.Unasked {
		t.Errorf("what is on record counts as evidence: %s, %v", r.Verdict, err)
	}
}

func TestTrustOnTheListChangesVerdicts(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	d, stranger := emptyDesk(t), emptyDesk(t)
	picture := awarded(t, d)
	c := stranger.Checking()
	verdict := func(want checking.Verdict) checking.Result {
		t.Helper()
		r, err := c.Verify(ctx, checking.Question{Input: picture})
		if err != nil || r.Verdict != want {
			t.Errorf("%s, want %s, %v", r.Verdict, want, err)
		}
		return r
	}
	r := verdict(checking.Untrusted)
	if err := c.AddTrust(ctx, r.IssuerName, r.Issuers...); err != nil {
		t.Fatal(err)
	}
	verdict(checking.Trusted)
	list, err := c.Trusts(ctx)
	if err != nil || len(list) != 1 || list[0].Own || list[0].Name != "Töpferhof" || list[0].ID != r.Issuer || list[0].Added.IsZero() {
		t.Errorf("%+v, %v", list, err)
	}
	if err := c.RemoveTrust(ctx, r.Issuers...); err != nil {
		t.Fatal(err)
	}
	verdict(checking.Untrusted)
	if err := c.RemoveTrust(ctx, r.Issuers...); err != nil {
		t.Errorf("somebody else took it off: %v", err)
	}
	if err := c.AddTrust(ctx, "", "nonsense"); issuer.CodeOf(err) != "trust-form" {
		t.Error(err)
	}
	good := "did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK"
	for _, broken := range []string{good[:len(good)-1], good + "x", "did:key:z", "did:key:hello", "did:key:" + jws.Multibase(ed25519.PublicKey(bytes.Repeat([]byte{2}, 32)))} {
		if err := c.AddTrust(ctx, "", broken); issuer.CodeOf(err) != "trust-key" {
			t.Errorf("%s: %v", broken, err)
		}
	}
	if err := c.AddTrust(ctx, "", good); err != nil {
		t.Error(err)
	}
	own, err := d.Checking().Trusts(ctx)
	if err != nil || !slices.ContainsFunc(own, func(o checking.Trust) bool { return o.Own && o.ID == r.Issuer }) {
		t.Errorf("one's own issuer is not on the list: %+v, %v", own, err)
	}
	if err := d.Checking().RemoveTrust(ctx, r.Issuer); issuer.CodeOf(err) != "trust-own" {
		t.Error(err)
	}
	none := (&Desk{env: d.env, words: d.words}).Checking()
	if none.Ledger() || !c.Ledger() {
		t.Error("whether there is a ledger")
	}
	if list, err := none.Trusts(ctx); err != nil || len(list) != 0 {
		t.Error(list, err)
	}
	if list, err := none.OnRecord(ctx); err != nil || len(list) != 0 {
		t.Error(list, err)
	}
}

func TestReportsOfTheDesk(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	d := emptyDesk(t)
	picture := awarded(t, d)
	c := d.Checking()
	r, err := c.Verify(ctx, checking.Question{Input: picture})
	if err != nil {
		t.Fatal(err)
	}
	pasted, kept := r, r
	pasted.Input, kept.Input = strings.Repeat("eyJ", 200), ""
	dir := t.TempDir()
	for name, want := range map[string][]string{
		"r.txt": {"First Firing", "Töpferhof", "✓", "2026-11-22", picture + ":", "Pasted text:", "The badges on record:"}, "r.JSON": {`"verdict": "trusted"`, `"made"`}, "r.csv": {"First Firing,Töpferhof,3.0"},
	} {
		path := filepath.Join(dir, name)
		if err := c.SaveReport(ctx, path, []checking.Result{r, pasted, kept}); err != nil {
			t.Fatal(err)
		}
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, one := range want {
			if !strings.Contains(string(data), one) {
				t.Errorf("%s lacks %q:\n%s", name, one, data)
			}
		}
		if strings.Contains(string(data), "eyJeyJ") {
			t.Errorf("%s spreads out what was pasted", name)
		}
		if name == "r.JSON" && !json.Valid(data) {
			t.Error("no JSON")
		}
	}
	if err := c.SaveReport(ctx, filepath.Join(dir, "none", "r.txt"), []checking.Result{r}); err == nil {
		t.Error("a report in a folder that is not there")
	}
}

func TestFoldersOfTheDesk(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	d, stranger := emptyDesk(t), emptyDesk(t)
	folder := filepath.Dir(awarded(t, d))
	c := stranger.Checking()
	files, more, err := c.Files(ctx, []string{folder, "https://x.example/a.json", "/nowhere"}, 100)
	if err != nil || more || len(files) < 4 || !slices.Contains(files, "https://x.example/a.json") || !slices.Contains(files, "/nowhere") {
		t.Errorf("%v %v %v", files, more, err)
	}
	if files, more, err = c.Files(ctx, []string{folder}, 1); err != nil || !more || len(files) != 1 {
		t.Errorf("%v %v %v", files, more, err)
	}
	stopped, cancel := context.WithCancel(ctx)
	list, err := c.TakeOn(stopped, []checking.Question{{Input: "/nowhere.png"}, {Input: files[0]}, {Input: files[0]}}, func(done, _ int) {
		if done == 2 {
			cancel()
		}
	})
	if err == nil || len(list) != 2 || list[0].State != checking.TakenNone || list[0].Reason == "" || list[1].State != checking.TakenNew {
		t.Errorf("%+v, %v", list, err)
	}
	if kept, err := c.OnRecord(ctx); err != nil || len(kept) != 1 {
		t.Errorf("what was answered before the end is not on record: %v, %v", kept, err)
	}
}

func TestAStrangersDocumentIsTamed(t *testing.T) {
	t.Parallel()
	b := badgeOf("3.0", "ob3", []byte(`{"image":"data:`+strings.Repeat("A", 5000)+`","name":"a`+"\u202e"+`b","n":1.50}`))
	if len(b.Pretty) > 2000 || strings.Contains(b.Pretty, "\u202e") || !strings.Contains(b.Pretty, "…") || !strings.Contains(b.Pretty, "\n  \"n\": 1.50") {
		t.Errorf("%s", b.Pretty)
	}
	if len(b.Text) < 5000 {
		t.Error("what is saved is shortened")
	}
	token := badgeOf("3.0", "ob3-jwt", []byte("eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJ4In0.c2ln"))
	if token.Ending != ".jwt" || !strings.Contains(token.Pretty, `"alg": "ES256"`) || !strings.Contains(token.Pretty, `"iss": "x"`) {
		t.Errorf("%+v", token)
	}
	if art := carried("data:image/png;base64,AAAA"); art != nil {
		t.Error("a picture of nothing")
	}
}

// TestWhatOthersSayIsShown reads endorsements of every form, and members no
// standard knows.
func TestWhatOthersSayIsShown(t *testing.T) {
	t.Parallel()
	const badge = `{"@context":["https://www.w3.org/ns/credentials/v2"],"type":["VerifiableCredential","OpenBadgeCredential"],"id":"urn:uuid:1",
		"issuer":{"id":"did:key:z1","type":"Profile","name":"School"},"validFrom":"2026-01-01T00:00:00Z","extra":{"a":1},
		"endorsement":[{"type":["VerifiableCredential","EndorsementCredential"],"issuer":{"id":"did:key:z2","name":"Guild"},"credentialSubject":{"endorsementComment":"It is good."}}],
		"endorsementJwt":["eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJkaWQ6a2V5OnozIiwiY3JlZGVudGlhbFN1YmplY3QiOnsiZW5kb3JzZW1lbnRDb21tZW50IjoiU28gaXQgaXMuIn19.c2ln"],
		"credentialSubject":{"type":["AchievementSubject"],"achievement":{"id":"urn:uuid:2","type":["Achievement"],"name":"Pots","description":"d","criteria":{"narrative":"n"},
		"resultDescription":[{"id":"urn:uuid:r","type":["ResultDescription"],"name":"Grade","resultType":"RubricCriterionLevel","rubricCriterionLevel":[{"id":"urn:uuid:l","type":["RubricCriterionLevel"],"name":"Mastered","description":"All of it"}]}]},
		"result":[{"type":["Result"],"resultDescription":"urn:uuid:r","achievedLevel":"urn:uuid:l","status":"Completed"}]}}`
	list := badgesOf(verify.Result{Version: "3.0", Format: "ob3", Text: badge})
	if len(list) != 1 {
		t.Fatalf("%d badges", len(list))
	}
	text := saidOf(list[0].Sections)
	for _, want := range []string{
		"endorsements/Guild · did:key:z2=It is good.", "endorsements/did:key:z3=So it is.", "results/Grade · RubricCriterionLevel=Mastered: All of it\nCompleted",
		`other/credential.extra={"a":1}`, "award/id.badge=urn:uuid:1",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is missing in\n%s", want, text)
		}
	}
}
