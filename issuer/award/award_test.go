package award_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"image"
	"image/png"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"badgekiln/issuer"
	"badgekiln/issuer/award"
	"badgekiln/issuer/jws"
	"badgekiln/issuer/ledger"
	"badgekiln/issuer/ob3"
	"badgekiln/issuer/proof"
	"badgekiln/issuer/roster"
)

// office is a clerk with a ledger, a class of a rule, and a clock to be set.
type office struct {
	*award.Clerk
	now time.Time
}

type signer ed25519.PrivateKey

func (s signer) Sign(message []byte) ([]byte, error) {
	return ed25519.Sign(ed25519.PrivateKey(s), message), nil
}

func (s signer) Open(string) (proof.Signer, error) { return s, nil }

func newOffice(t *testing.T, rule issuer.Rule, expires, base string) *office {
	t.Helper()
	o := &office{now: time.Date(2026, 11, 22, 9, 30, 0, 0, time.UTC)}
	ctx := context.Background()
	l, err := ledger.Open(ctx, filepath.Join(t.TempDir(), "l.db"), ledger.Env{Now: func() time.Time { return o.now }, Rand: rand.Reader})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	public, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	contexts, err := ob3.LoadContexts()
	if err != nil {
		t.Fatal(err)
	}
	key := issuer.Key{ID: "k1", Issuer: "club", Algorithm: "ed25519", Public: public, Multibase: jws.Multibase(public), Made: o.now}
	who := issuer.Identity{Issuer: "club", Method: issuer.DIDKey, URI: "did:key:" + key.Multibase}
	if base != "" {
		who = issuer.Identity{Issuer: "club", Method: issuer.HTTPS, URI: base + issuer.ProfilePath("club"), BaseURL: base}
	}
	err = l.Update(ctx, func(t *ledger.Tx) error {
		var picture bytes.Buffer
		if err := png.Encode(&picture, image.NewGray(image.Rect(0, 0, 8, 8))); err != nil {
			return err
		}
		hash, err := t.PutBlob("image/png", picture.Bytes())
		if err != nil {
			return err
		}
		profile := issuer.Profile{Slug: "club", Name: "Club", Email: "club@ex.org", Timezone: "Europe/Berlin", BaseURL: base}
		if err := t.SetIssuer(profile); err != nil {
			return err
		}
		if err := t.AddKey(key); err != nil {
			return err
		}
		id, err := t.BeginIdentity(who)
		if err != nil {
			return err
		}
		if err := t.BindKey(id.ID, key.ID); err != nil {
			return err
		}
		return t.AddClass(issuer.BadgeClass{
			Issuer: "club", Slug: "maker", Version: 1, Name: "Maker", Description: "Makes", Criteria: issuer.Criteria{Narrative: "Make"},
			Rule: rule, Expires: expires, State: issuer.Draft, Image: hash, DataImage: "data:image/png;base64,iVBORw0KGgo=", URN: "urn:uuid:f81d4fae-7dec-41d0-a765-00a0c91e6bf6",
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	o.Clerk = &award.Clerk{Ledger: l, Keys: signer(private), Contexts: contexts}
	return o
}

func request(t *testing.T, csv string, options roster.Options) award.Request {
	t.Helper()
	list, err := roster.Parse([]byte(csv), "list.csv", options)
	if err != nil {
		t.Fatal(err)
	}
	return award.Request{Class: "maker", List: list, ListName: "list.csv", AllowNoEmail: options.AllowNoEmail}
}

// give confirms and runs a request.
func (o *office) give(t *testing.T, r award.Request) award.Plan {
	t.Helper()
	p, err := o.Confirm(context.Background(), r)
	if err != nil {
		t.Fatal(err)
	}
	if p.Batch != "" {
		if _, err := o.Run(context.Background(), p.Batch, nil); err != nil {
			t.Fatal(err)
		}
	}
	return p
}

// states are the states and reasons of a plan's rows.
func states(p award.Plan) []string {
	var list []string
	for _, row := range p.Rows.All() {
		list = append(list, strings.TrimSpace(row.State+" "+row.Why))
	}
	return list
}

func want(t *testing.T, what string, p award.Plan, wanted ...string) {
	t.Helper()
	if diff := cmp.Diff(wanted, states(p)); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

const two = "name,email\nAda,ada@ex.org\nBob,bob@ex.org\n"

func TestOnce(t *testing.T) {
	t.Parallel()
	o := newOffice(t, issuer.Once, "", "")
	want(t, "first", o.give(t, request(t, two, roster.Options{})), "new", "new")
	want(t, "the same command", o.give(t, request(t, two, roster.Options{})), "same held", "same held")
	want(t, "another list", o.give(t, request(t, "name,email\nAda,ada@ex.org\nEve,eve@ex.org\n", roster.Options{})), "same held", "new")
	want(t, "another name", o.give(t, request(t, "name,email\nAda Lovelace,ada@ex.org\n", roster.Options{})), "changed changed")
	again := request(t, two, roster.Options{})
	again.Again = true
	want(t, "--again does not break the rule", o.give(t, again), "same held", "same held")
}

func TestMany(t *testing.T) {
	t.Parallel()
	o := newOffice(t, issuer.Many, "", "")
	want(t, "first", o.give(t, request(t, two, roster.Options{})), "new", "new")
	want(t, "the same command", o.give(t, request(t, two, roster.Options{})), "same held", "same held")
	again := request(t, two, roster.Options{})
	again.Again = true
	p := o.give(t, again)
	want(t, "--again", p, "new", "new")
	want(t, "--again, then the same command", o.give(t, request(t, two, roster.Options{})), "same held", "same held")
	want(t, "another list", o.give(t, request(t, two+"Eve,eve@ex.org\n", roster.Options{})), "new", "new", "new")
}

func TestRenewable(t *testing.T) {
	t.Parallel()
	o := newOffice(t, issuer.Renewable, "1y", "")
	want(t, "first", o.give(t, request(t, two, roster.Options{})), "new", "new")
	o.now = o.now.AddDate(0, 6, 0)
	want(t, "while it stands", o.give(t, request(t, two+"\n", roster.Options{})), "same held", "same held")
	o.now = o.now.AddDate(0, 7, 0)
	want(t, "after it expired", o.give(t, request(t, two+"\n\n", roster.Options{})), "new renewed", "new renewed")
}

func TestRevokedWaitsForAPerson(t *testing.T) {
	t.Parallel()
	o := newOffice(t, issuer.Once, "", "https://ex.org/")
	first := o.give(t, request(t, two, roster.Options{}))
	revoked, err := o.Revoke(context.Background(), []string{first.Rows.At(0).ID}, "by mistake")
	if err != nil || len(revoked) != 1 {
		t.Fatalf("revoked %d: %v", len(revoked), err)
	}
	if twice, err := o.Revoke(context.Background(), []string{first.Rows.At(0).ID}, "again"); err != nil || len(twice) != 0 {
		t.Errorf("revoked %d more: %v", len(twice), err)
	}
	want(t, "the same command", o.give(t, request(t, two, roster.Options{})), "conflict was-revoked", "same held")
	again := request(t, two, roster.Options{})
	again.Again = true
	want(t, "--again", o.give(t, again), "new", "same held")
}

func TestNobodyOnAWrongList(t *testing.T) {
	t.Parallel()
	o := newOffice(t, issuer.Once, "", "")
	r := request(t, two+"Eve,not an address\n", roster.Options{})
	if _, err := o.Confirm(context.Background(), r); issuer.CodeOf(err) != "rows-bad" {
		t.Errorf("confirmed: %v", err)
	}
	err := o.Ledger.View(context.Background(), func(tx *ledger.Tx) error {
		list, err := tx.Awards(ledger.Filter{})
		if len(list) > 0 {
			t.Errorf("%d awards", len(list))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	r.SkipBad = true
	p := o.give(t, r)
	if p.Counts != (award.Counts{New: 2, Bad: 1}) {
		t.Errorf("%+v", p.Counts)
	}
}

func TestPeopleWithoutAnAddress(t *testing.T) {
	t.Parallel()
	o := newOffice(t, issuer.Once, "", "https://ex.org/")
	list := "name,email\nAda,ada@ex.org\nGrandmother Willow,\n"
	p := o.give(t, request(t, list, roster.Options{AllowNoEmail: true}))
	want(t, "first", p, "new", "new")
	err := o.Ledger.View(context.Background(), func(tx *ledger.Tx) error {
		faces, err := tx.Faces(p.Rows.At(1).ID)
		if len(faces) != 1 || faces[0].Format != issuer.OB3 {
			t.Errorf("%d faces; a 2.0 recipient is always an address", len(faces))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	want(t, "once more", o.give(t, request(t, list+"Bob,bob@ex.org\n", roster.Options{AllowNoEmail: true})), "same held", "same held", "new")
}

func TestFormats(t *testing.T) {
	t.Parallel()
	space, none := issuer.Profile{BaseURL: "https://ex.org/"}, issuer.Profile{}
	for _, c := range []struct {
		name  string
		asked []issuer.Format
		p     issuer.Profile
		want  []issuer.Format
		code  string
	}{
		{"all with web space", nil, space, []issuer.Format{issuer.OB2, issuer.OB3}, ""},
		{"3.0 without", nil, none, []issuer.Format{issuer.OB3}, ""},
		{"twice is once", []issuer.Format{issuer.OB3, issuer.OB3}, none, []issuer.Format{issuer.OB3}, ""},
		{"hosted without web space", []issuer.Format{issuer.OB2}, none, nil, "needs-base-url"},
		{"in their own order", []issuer.Format{issuer.OB3JWT, issuer.OB11, issuer.OB2}, space, []issuer.Format{issuer.OB2, issuer.OB11, issuer.OB3JWT}, ""},
		{"a token without web space", []issuer.Format{issuer.OB3JWT}, none, []issuer.Format{issuer.OB3JWT}, ""},
		{"signed 2.0 without web space", []issuer.Format{issuer.OB2Signed}, none, nil, "needs-base-url"},
		{"none of ours", []issuer.Format{"ob9"}, space, nil, "format-unknown"},
	} {
		got, err := award.Formats(c.asked, c.p)
		if diff := cmp.Diff(c.want, got); diff != "" || issuer.CodeOf(err) != c.code {
			t.Errorf("%s: %v %v", c.name, got, err)
		}
	}
}

// TestExpiresToday: a badge that ends on a day is valid until that is over in the
// issuer's zone, and can be awarded on it.
func TestExpiresToday(t *testing.T) {
	t.Parallel()
	for cell, want := range map[string]string{"2026-11-22": "2026-11-22T23:59:59+01:00", "2026-11-23": "2026-11-23T23:59:59+01:00", "2027-03-28": "2027-03-28T23:59:59+02:00", "2026-11-22 13:00": "2026-11-22T13:00:00+01:00", "2026-11-21": ""} {
		o := newOffice(t, issuer.Once, "", "")
		r := request(t, "name,email,expires\nAda,ada@ex.org,"+cell+"\n", roster.Options{})
		r.SkipBad = true
		p := o.give(t, r)
		if want == "" {
			if why := p.Rows.At(0).Why; why != "expires-before-issued" {
				t.Errorf("%s: %q", cell, why)
			}
			continue
		}
		err := o.Ledger.View(context.Background(), func(tx *ledger.Tx) error {
			a, err := tx.Award(p.Rows.At(0).ID)
			if got := issuer.Stamp(a.Expires); got != want {
				t.Errorf("%s: ends %s, want %s", cell, got, want)
			}
			return err
		})
		if err != nil {
			t.Error(err)
		}
	}
}

func TestDates(t *testing.T) {
	t.Parallel()
	berlin := time.FixedZone("", 3600)
	for _, c := range []struct {
		name, cell, why string
		want            time.Time
	}{
		{"no date is now", "", "", time.Date(2026, 11, 22, 10, 30, 0, 0, berlin)},
		{"a past day is its noon", "2026-03-01", "", time.Date(2026, 3, 1, 12, 0, 0, 0, berlin)},
		{"noon of summer", "2026-07-01", "", time.Date(2026, 7, 1, 12, 0, 0, 0, time.FixedZone("", 7200))},
		{"today before noon is now", "2026-11-22", "", time.Date(2026, 11, 22, 10, 30, 0, 0, berlin)},
		{"a moment is that moment", "2026-03-01T08:15:00-05:00", "", time.Date(2026, 3, 1, 14, 15, 0, 0, berlin)},
		{"tomorrow", "2026-11-23", "issued-in-future", time.Time{}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			o := newOffice(t, issuer.Once, "2y", "")
			r := request(t, "name,email,issued_on\nAda,ada@ex.org,"+c.cell+"\n", roster.Options{})
			r.SkipBad = true
			p := o.give(t, r)
			if p.Rows.At(0).Why != c.why {
				t.Fatalf("why %q, want %q", p.Rows.At(0).Why, c.why)
			}
			if c.why != "" {
				return
			}
			err := o.Ledger.View(context.Background(), func(tx *ledger.Tx) error {
				a, err := tx.Award(p.Rows.At(0).ID)
				if got := issuer.Stamp(a.IssuedOn); got != issuer.Stamp(c.want) {
					t.Errorf("issued on %s, want %s", got, issuer.Stamp(c.want))
				}
				if got, want := issuer.Stamp(a.Expires)[:10], issuer.Stamp(c.want.AddDate(2, 0, 0))[:10]; got != want {
					t.Errorf("expires on %s, want %s", got, want)
				}
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
		})
	}
}

func TestStream(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	o := newOffice(t, issuer.Many, "", "https://ex.org/")
	say := func(key string) string {
		s, err := o.Stream(ctx, award.Request{Class: "maker", EventKey: key})
		if err != nil {
			t.Fatal(err)
		}
		person := &roster.Person{Row: 1, Name: "Ada", Email: "ada@ex.org"}
		row, err := s.Award(ctx, roster.Row{Row: 1, State: roster.Ready, Person: person}, nil)
		if err != nil {
			t.Fatal(err)
		}
		return row.State + " " + row.ID
	}
	first := say("push-17")
	if !strings.HasPrefix(first, "new ") {
		t.Errorf("first: %s", first)
	}
	if again := say("push-17"); again != "same "+first[4:] {
		t.Errorf("the same event gave %s after %s", again, first)
	}
	if other := say("push-18"); !strings.HasPrefix(other, "new ") || other == first {
		t.Errorf("another event gave %s", other)
	}
	report, err := o.Ledger.Check(ctx)
	if err != nil || len(report.Findings)+len(report.Notes) > 0 || report.Awards != 2 {
		t.Errorf("%+v %v", report, err)
	}
}

// An event's key is one award for one person, whatever is asked with it later.
func TestEventKey(t *testing.T) {
	t.Parallel()
	o := newOffice(t, issuer.Many, "", "")
	ask := func(csv string) award.Plan {
		r := request(t, csv, roster.Options{})
		r.EventKey = "exam-1"
		return o.give(t, r)
	}
	first := ask("name,email\nAda,ada@ex.org\n")
	want(t, "first", first, "new")
	again := ask("name,email\nAda,ada@ex.org\n")
	want(t, "again", again, "same event-done")
	if again.Rows.At(0).ID != first.Rows.At(0).ID {
		t.Error("another award is named")
	}
	other := ask("name,email\nBob,bob@ex.org\n")
	want(t, "somebody else", other, "conflict event-other")
	if other.Rows.At(0).ID != "" {
		t.Error("Bob is told of Ada's award")
	}
	if _, err := o.Revoke(context.Background(), []string{first.Rows.At(0).ID}, "by mistake"); err != nil {
		t.Fatal(err)
	}
	want(t, "after it was revoked", ask("name,email\nAda,ada@ex.org\n"), "conflict was-revoked")
}

func TestCancelKeepsWhatIsCommitted(t *testing.T) {
	t.Parallel()
	o := newOffice(t, issuer.Once, "", "")
	var list strings.Builder
	list.WriteString("email\n")
	for i := range 1200 {
		list.WriteString("p" + time.Duration(i).String() + "@ex.org\n")
	}
	r := request(t, list.String(), roster.Options{})
	ctx, cancel := context.WithCancel(context.Background())
	o.AtStep = func(step award.Step) {
		if step == award.StepCommitted {
			cancel()
		}
	}
	p, err := o.Confirm(ctx, r)
	if err != nil {
		t.Fatal(err)
	}
	done, err := o.Run(ctx, p.Batch, nil)
	if done != 500 || err == nil {
		t.Errorf("%d done, %v", done, err)
	}
	o.AtStep = nil
	rest := o.give(t, r)
	if rest.Counts != (award.Counts{New: 700, Same: 500}) || rest.Batch != p.Batch {
		t.Errorf("%+v", rest.Counts)
	}
}

func TestNamesAreSafeAndUnique(t *testing.T) {
	t.Parallel()
	o := newOffice(t, issuer.Once, "", "")
	csv := "name,email\nAda (she/her),a@ex.org\nada (she/her),b@ex.org\n../../etc/passwd,c@ex.org\nCON,d@ex.org\n" +
		"-..,e@ex.org\n王小明,f@ex.org\n\u202eevil\u202c,g@ex.org\n" + strings.Repeat("long", 60) + ",h@ex.org\nreport,i@ex.org\n"
	p := o.give(t, request(t, csv, roster.Options{}))
	out := filepath.Join(t.TempDir(), "out")
	if err := os.Mkdir(out, 0o700); err != nil {
		t.Fatal(err)
	}
	mine := filepath.Join(out, "mine.txt")
	if err := os.WriteFile(mine, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := o.Write(context.Background(), p, award.Out{Path: out, Names: "{name}"}, report); err != nil {
		t.Fatal(err)
	}
	entries, err := os.ReadDir(out)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range entries {
		if stem, ok := strings.CutSuffix(e.Name(), ".png"); ok {
			got = append(got, stem)
		}
	}
	expected := []string{
		"Ada (she_her)", "ada (she_her) (2)", "_.._etc_passwd", "_CON", p.Rows.At(4).ID, "王小明", "evil", strings.Repeat("long", 30), p.Rows.At(8).ID,
	}
	slices.Sort(expected)
	if diff := cmp.Diff(expected, got); diff != "" {
		t.Errorf("names (-want +got):\n%s", diff)
	}
	for _, bad := range []award.Out{{Path: "-"}, {Names: "{nick}"}, {Names: "{name"}, {Names: "{name} {}"}, {Names: "{id} {"}} {
		if code := issuer.CodeOf(bad.Check()); code != "names-field" && code != "out-stdio" {
			t.Errorf("%+v: %q", bad, code)
		}
	}
	if err := (award.Out{Path: out, Names: "{issued_on} {class.name} {name}"}).Check(); err != nil {
		t.Error(err)
	}
	if len(entries) != 2*9+2 {
		t.Errorf("%d files, want two for each of 9 people, the report, and mine", len(entries))
	}
}

func TestFilesComeBackWhole(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"out", "out.zip"} {
		o := newOffice(t, issuer.Once, "", "https://ex.org/")
		p := o.give(t, request(t, two, roster.Options{}))
		path := filepath.Join(t.TempDir(), name)
		write := func() award.Written {
			w, err := o.Write(context.Background(), p, award.Out{Path: path}, report)
			if err != nil {
				t.Fatal(err)
			}
			return w
		}
		if first := write(); first.Files != 7 {
			t.Errorf("%s: %+v", name, first)
		}
		before := read(t, path)
		if name == "out" {
			if err := os.WriteFile(filepath.Join(path, p.Rows.At(0).ID+".png"), []byte("spoilt"), 0o600); err != nil {
				t.Fatal(err)
			}
			if err := os.Remove(filepath.Join(path, p.Rows.At(1).ID+".ob2.json")); err != nil {
				t.Fatal(err)
			}
			if again := write(); again.Files != 2 || again.Right != 5 || again.Flawed != nil {
				t.Errorf("%s: %+v", name, again)
			}
		} else {
			write()
		}
		if diff := cmp.Diff(before, read(t, path)); diff != "" {
			t.Errorf("%s changed: %s", name, diff)
		}
	}
}

// read gives the files of a folder, or the one file.
func read(t *testing.T, path string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := filepath.WalkDir(path, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(name) // #nosec G304 -- in the test's folder
		files[name] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// TestNothingIsPlannedThatCannotBeSigned: what an issuer lacks for a format is
// told before a plan is written, so that no batch waits for it.
func TestNothingIsPlannedThatCannotBeSigned(t *testing.T) {
	t.Parallel()
	o := newOffice(t, issuer.Once, "", "https://ex.org/")
	ctx := context.Background()
	err := o.Ledger.Update(ctx, func(t *ledger.Tx) error {
		p, err := t.Issuer("club")
		if err != nil {
			return err
		}
		p.Email = ""
		return t.SetIssuer(p)
	})
	if err != nil {
		t.Fatal(err)
	}
	_, err = o.Confirm(ctx, request(t, "name,email\nAda,ada@ex.org\n", roster.Options{}))
	if issuer.CodeOf(err) != "claim-incomplete" {
		t.Errorf("confirmed with %v", err)
	}
	err = o.Ledger.View(ctx, func(tx *ledger.Tx) error {
		list, err := tx.Batches()
		if len(list) > 0 {
			t.Errorf("%d batches were begun", len(list))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func report(w io.Writer) error {
	_, err := io.WriteString(w, "report")
	return err
}
