package ledger_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"badgekiln/issuer"
	"badgekiln/issuer/ledger"
)

func env() ledger.Env {
	return ledger.Env{Now: func() time.Time { return time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC) }, Rand: rand.Reader}
}

func open(t *testing.T, path string) *ledger.Ledger {
	t.Helper()
	l, err := ledger.Open(context.Background(), path, env())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	return l
}

func update(t *testing.T, l *ledger.Ledger, do func(*ledger.Tx) error) {
	t.Helper()
	if err := l.Update(context.Background(), do); err != nil {
		t.Fatal(err)
	}
}

// furnished is a ledger with an issuer, a key, an identity and a class.
func furnished(t *testing.T) (*ledger.Ledger, issuer.Identity) {
	t.Helper()
	l := open(t, filepath.Join(t.TempDir(), "l.db"))
	var who issuer.Identity
	update(t, l, func(t *ledger.Tx) error {
		hash, err := t.PutBlob("image/png", []byte("picture"))
		if err != nil {
			return err
		}
		if err := t.SetIssuer(issuer.Profile{Slug: "club", Name: "Club", Timezone: "UTC"}); err != nil {
			return err
		}
		if err := t.AddKey(issuer.Key{ID: "k1", Issuer: "club", Algorithm: "ed25519", Public: make([]byte, 32), Multibase: "z6Mk1", Made: t.Now()}); err != nil {
			return err
		}
		if who, err = t.BeginIdentity(issuer.Identity{Issuer: "club", Method: issuer.HTTPS, URI: "https://ex.org/i/club/profile.json", BaseURL: "https://ex.org/"}); err != nil {
			return err
		}
		return t.AddClass(issuer.BadgeClass{
			Issuer: "club", Slug: "maker", Version: 1, Name: "Maker", Description: "Makes", Criteria: issuer.Criteria{Narrative: "Make"},
			Rule: issuer.Once, State: issuer.Open, Image: hash, DataImage: "data:,x", URN: "urn:uuid:1",
		})
	})
	return l, who
}

// planned writes a batch with one pending award that has one face.
func planned(t *testing.T, l *ledger.Ledger, who issuer.Identity, email, once string) (b ledger.Batch, a ledger.Planned, f issuer.Face) {
	t.Helper()
	update(t, l, func(t *ledger.Tx) (err error) {
		if b, err = t.AddBatch(ledger.Batch{Class: "maker", Version: 1, Source: ledger.SourceRoster, Mark: email, Options: []byte("{}")}, nil); err != nil {
			return err
		}
		p, err := t.AddPerson(issuer.Person{Name: "Ada", Email: email})
		if err != nil {
			return err
		}
		zone := time.FixedZone("", 5*3600+1800)
		a = ledger.Planned{
			Award: issuer.Award{
				ID: b.ID[:35] + "0", Batch: b.ID, Row: 2, Class: "maker", Version: 1, Person: p.ID, Name: "Ada", Email: email,
				Salt: "00", IssuedOn: time.Date(2026, 11, 22, 12, 0, 0, 0, zone), Evidence: []string{"https://ex.org/1"},
			},
			Source: ledger.SourceRoster, OnceKey: once,
		}
		if err := t.AddPlanned(a); err != nil {
			return err
		}
		ref, err := t.DrawStatus(who.ID, "k1", ledger.Revocation)
		if err != nil {
			return err
		}
		f = issuer.Face{ID: b.ID[:35] + "1", Award: a.ID, Format: issuer.OB3, Identity: who, Key: "k1", Created: t.Now(), Status: &ref}
		return t.AddFace(f, false)
	})
	return b, a, f
}

func freeze(text string) ledger.Frozen {
	doc := issuer.Take(issuer.Obj{{Name: "name", Value: issuer.Hole(text)}, {Name: "proof", Value: issuer.ProofHole{}}})
	values := issuer.EncodeValues(doc.Values)
	whole, _ := issuer.Splice(doc.Shape, values, "zProof")
	return ledger.Frozen{Kind: "json", Shape: doc.Shape, Values: values, Proof: "zProof", Whole: whole}
}

func issue(t *testing.T, l *ledger.Ledger, b ledger.Batch, a ledger.Planned, f issuer.Face, z ledger.Frozen) {
	t.Helper()
	update(t, l, func(t *ledger.Tx) error {
		f.SHA256 = z.Sum()
		if err := t.FreezeFace(f, z); err != nil {
			return err
		}
		if ok, err := t.Issue(a.Award, b.Planned, []issuer.Face{f}); err != nil || !ok {
			return errors.Join(err, errors.New("not issued"))
		}
		return t.FinishBatch(b)
	})
}

func TestFrozenBytesComeBack(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{"plain": "Ada", "unicode": "Zoë ﷺ 😀 \u2028", "quotes": `a"b\c` + "\n\t]]>", "empty": ""} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			l, who := furnished(t)
			b, a, f := planned(t, l, who, "a@ex.org", "maker/1")
			z := freeze(text)
			issue(t, l, b, a, f, z)
			checkBytes(t, l, f.ID, z.Whole)
		})
	}
	t.Run("what splicing cannot give is kept whole", func(t *testing.T) {
		t.Parallel()
		l, who := furnished(t)
		b, a, f := planned(t, l, who, "a@ex.org", "maker/1")
		z := freeze("x")
		z.Whole = []byte(`{ "somebody": "else's layout" }`)
		issue(t, l, b, a, f, z)
		checkBytes(t, l, f.ID, z.Whole)
	})
}

func checkBytes(t *testing.T, l *ledger.Ledger, id string, want []byte) {
	t.Helper()
	err := l.View(context.Background(), func(tx *ledger.Tx) error {
		got, err := tx.FaceBytes(id)
		if string(got) != string(want) {
			t.Errorf("got %s\nwant %s", got, want)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	clean(t, l)
}

func clean(t *testing.T, l *ledger.Ledger) {
	t.Helper()
	if r, err := l.Check(context.Background()); err != nil || len(r.Findings) > 0 {
		t.Errorf("check: %+v %v", r.Findings, err)
	}
}

func TestOnceIsDecidedByTheDatabase(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	l, who := furnished(t)
	b, a, f := planned(t, l, who, "a@ex.org", "maker/ada")
	issue(t, l, b, a, f, freeze("Ada"))
	second := func(once string) error {
		return l.Update(ctx, func(t *ledger.Tx) error {
			n, err := t.AddBatch(ledger.Batch{Class: "maker", Version: 1, Source: ledger.SourceRoster, Mark: "second " + once, Options: []byte("{}")}, nil)
			if err != nil {
				return err
			}
			again := a
			again.ID, again.Batch, again.OnceKey = n.ID, n.ID, once
			return t.AddPlanned(again)
		})
	}
	if err := second("maker/ada"); err == nil {
		t.Error("a person was awarded twice")
	}
	update(t, l, func(t *ledger.Tx) error { return t.Revoke(a.Award, "by mistake") })
	if err := second("maker/ada"); err != nil {
		t.Errorf("revoking did not free the person: %v", err)
	}
	clean(t, l)
}

func TestStatusPlacesAreUniqueAndInNoOrder(t *testing.T) {
	t.Parallel()
	l, who := furnished(t)
	seen, rising := map[issuer.StatusRef]bool{}, 0
	update(t, l, func(tx *ledger.Tx) error {
		last := -1
		for range 500 {
			ref, err := tx.DrawStatus(who.ID, "k1", ledger.Revocation)
			if err != nil {
				return err
			}
			if ref.Index > last {
				rising++
			}
			if ref.Index < 0 || ref.Index >= ledger.StatusSize {
				t.Errorf("place %d is outside the list", ref.Index)
			}
			last, seen[ref] = ref.Index, true
		}
		return nil
	})
	if len(seen) < 495 || rising < 150 || rising > 350 {
		t.Errorf("%d places of 500, %d of them rising", len(seen), rising)
	}
}

func TestEventsNeverChange(t *testing.T) {
	t.Parallel()
	l, who := furnished(t)
	b, a, f := planned(t, l, who, "a@ex.org", "maker/ada")
	issue(t, l, b, a, f, freeze("Ada"))
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	for _, tamper := range []struct{ name, sql, finding string }{
		{"event changed", "UPDATE events SET kind = 'x' WHERE seq = 2", ""},
		{"event deleted", "DELETE FROM events WHERE seq = 2", ""},
		{"award deleted", "DELETE FROM awards", ""},
		{"frozen face changed", "UPDATE faces SET vals = x'00', proof = 'z'", ""},
		{"class version changed", "UPDATE class_versions SET name = 'x'", ""},
		{"payload changed", "UPDATE payloads SET body = '{}' WHERE seq = 3", "payload"},
		{"event changed behind the trigger", "DROP TRIGGER events_stay; UPDATE events SET at = '2020-01-01T00:00:00Z' WHERE seq = 2", "chain"},
		{"face's values changed", "UPDATE faces SET vals = x'457665'", "face"},
		{"face gone", "DROP TRIGGER faces_never_go; DELETE FROM faces", "face-gone"},
		{"award of somebody else", "PRAGMA foreign_keys = OFF; UPDATE awards SET row = row + 1", "award-row"},
		{"state changed", "UPDATE states SET state = 'revoked'", "state"},
		{"name changed", "UPDATE awards SET name = 'Eve'", "award-row"},
		{"date changed", "UPDATE awards SET issued_on = '2020-01-01T00:00:00Z'", "award-row"},
		{"issuer renamed", "UPDATE issuers SET name = 'Eve'", "registry"},
		{"class text changed", "DROP TRIGGER class_versions_stay; UPDATE class_versions SET name = 'Eve'", "registry"},
		{"names made public", "UPDATE classes SET public_names = 1", "registry"},
		{"key called lost", "UPDATE keys SET reason = 'lost'", "registry"},
		{"once key lost", "UPDATE states SET once_key = NULL", "state"},
		{"blob changed", "UPDATE blobs SET bytes = x'00' WHERE type = 'image/png'", "blob"},
	} {
		t.Run(tamper.name, func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(t.TempDir(), "copy.db")
			data, err := os.ReadFile(l.Path())
			if err == nil {
				err = os.WriteFile(path, data, 0o600)
			}
			if err != nil {
				t.Fatal(err)
			}
			db, err := sql.Open("sqlite3", path)
			if err != nil {
				t.Fatal(err)
			}
			_, err = db.Exec(tamper.sql)
			_ = db.Close()
			if tamper.finding == "" {
				if err == nil {
					t.Error("the ledger let it happen")
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			r, err := open(t, path).Check(context.Background())
			if err != nil || len(r.Findings) == 0 || r.Findings[0].Code != tamper.finding {
				t.Errorf("found %+v, want %s (%v)", r.Findings, tamper.finding, err)
			}
		})
	}
}

func TestOpenRefuses(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	good := filepath.Join(t.TempDir(), "good.db")
	if err := open(t, good).Close(); err != nil {
		t.Fatal(err)
	}
	whole, err := os.ReadFile(good)
	if err != nil {
		t.Fatal(err)
	}
	newer := append([]byte(nil), whole...)
	newer[63] = 99 // user_version, big-endian at 60 (SQLite file format §1.3)
	other := append([]byte(nil), whole...)
	copy(other[68:72], "XXXX") // application_id
	for _, c := range []struct {
		name, code string
		data       []byte
	}{
		{"a newer ledger", "ledger-newer", newer},
		{"another program's database", "ledger-not-one", other},
		{"a text", "ledger-not-one", []byte("name,email\n")},
		{"half a ledger", "ledger-damaged", whole[:len(whole)/2/4096*4096]},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(t.TempDir(), "bad?#%.db")
			if err := os.WriteFile(path, c.data, 0o600); err != nil {
				t.Fatal(err)
			}
			for how, open := range map[string]func() (*ledger.Ledger, error){
				"open":     func() (*ledger.Ledger, error) { return ledger.Open(ctx, path, env()) },
				"openRead": func() (*ledger.Ledger, error) { return ledger.OpenRead(ctx, path, env()) },
			} {
				l, err := open()
				if err == nil { // damage deep inside shows when it is read
					_, err = l.Check(ctx)
					_ = l.Close()
				}
				if got := issuer.CodeOf(err); got != c.code {
					t.Errorf("%s: %v, want %s", how, err, c.code)
				}
			}
			after, err := os.ReadFile(path)
			if err != nil || string(after) != string(c.data) {
				t.Errorf("the file was changed: %v", err)
			}
		})
	}
	if _, err := ledger.OpenRead(ctx, filepath.Join(t.TempDir(), "none.db"), env()); issuer.CodeOf(err) != "ledger-missing" {
		t.Errorf("no file: %v", err)
	}
	if _, err := ledger.Open(ctx, t.TempDir(), env()); issuer.CodeOf(err) != "ledger-directory" {
		t.Errorf("a folder: %v", err)
	}
}

func TestManyOpenTheSameNewLedger(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "new.db")
	var all sync.WaitGroup
	errs := make([]error, 8)
	for i := range errs {
		all.Go(func() {
			l, err := ledger.Open(context.Background(), path, env())
			if err == nil {
				err = errors.Join(l.Update(context.Background(), func(t *ledger.Tx) error { _, err := t.ID(); return err }), l.Close())
			}
			errs[i] = err
		})
	}
	all.Wait()
	if err := errors.Join(errs...); err != nil {
		t.Fatal(err)
	}
	clean(t, open(t, path))
}

// TestLedgersOfReleases reads the ledger kept from each release: its bytes
// must come back for ever.
func TestLedgersOfReleases(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob(filepath.Join("testdata", "*.db"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no ledgers in testdata: %v", err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(t.TempDir(), "old.db")
			data, err := os.ReadFile(file)
			if err == nil {
				err = os.WriteFile(path, data, 0o600)
			}
			if err != nil {
				t.Fatal(err)
			}
			l := open(t, path)
			clean(t, l)
			sums, err := os.ReadFile(strings.TrimSuffix(file, ".db") + ".sums")
			if err != nil {
				t.Fatal(err)
			}
			lines := strings.Fields(string(sums))
			for i := 0; i+1 < len(lines); i += 2 {
				err := l.View(context.Background(), func(tx *ledger.Tx) error {
					f, found, err := tx.FaceByID(lines[i])
					if !found || f.SHA256 != lines[i+1] {
						t.Errorf("face %s has hash %s, want %s", lines[i], f.SHA256, lines[i+1])
					}
					if err == nil {
						_, err = tx.FaceBytes(lines[i])
					}
					return err
				})
				if err != nil {
					t.Error(err)
				}
			}
			if len(lines) != 2*39 {
				t.Errorf("%d faces known, want 39", len(lines)/2)
			}
		})
	}
}

// TestOldLedgersAreReadInPlace looks into ledgers of earlier releases without
// changing a byte of them, and finds a copy beside those it works on.
func TestOldLedgersAreReadInPlace(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob(filepath.Join("testdata", "*.db"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no ledgers in testdata: %v", err)
	}
	for _, file := range files {
		path := filepath.Join(t.TempDir(), "old.db")
		data, err := os.ReadFile(file)
		if err == nil {
			err = os.WriteFile(path, data, 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
		told, tell := rises()
		env := ledger.Env{Now: time.Now, Rand: rand.Reader, AtRise: tell}
		read, err := ledger.OpenRead(context.Background(), path, env)
		if err != nil {
			t.Fatal(err)
		}
		if want := "copy/ change/ /"; told() != want {
			t.Errorf("%s: while it was read it was told %q, want %q", file, told(), want)
		}
		err = read.View(context.Background(), func(tx *ledger.Tx) error {
			list, err := tx.Awards(ledger.Filter{})
			if len(list) == 0 {
				t.Errorf("%s: no awards are seen", file)
			}
			return err
		})
		if err = errors.Join(err, read.Close()); err != nil {
			t.Fatal(err)
		}
		if after, err := os.ReadFile(path); err != nil || !bytes.Equal(after, data) {
			t.Errorf("%s: looking changed the file (%v)", file, err)
		}
		told, env.AtRise = rises()
		l, err := ledger.Open(context.Background(), path, env)
		if err != nil {
			t.Fatal(err)
		}
		if err := l.Close(); err != nil {
			t.Fatal(err)
		}
		before := path + ".before-v" + strconv.Itoa(ledger.Schema)
		if want := "copy/" + before + " change/" + before + " /"; told() != want {
			t.Errorf("%s: while it was changed it was told %q, want %q", file, told(), want)
		}
		same(t, before, file)
	}
}

// rises gathers what is told of a ledger's rise: its stages and what is kept.
func rises() (told func() string, tell func(ledger.Rise)) {
	var all []string
	return func() string { return strings.Join(all, " ") }, func(r ledger.Rise) {
		if one := string(r.Stage) + "/" + r.Beside; len(all) == 0 || all[len(all)-1] != one {
			all = append(all, one)
		}
	}
}

// same holds a copied ledger against the file it was made of, page by page. The
// head says how it is written, and how often it was.
func same(t *testing.T, copied, file string) {
	t.Helper()
	got, err := os.ReadFile(copied)
	if err != nil {
		t.Errorf("no copy was made before it was changed: %v", err)
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	const head = 100
	if len(got) != len(want) || !bytes.Equal(got[head:], want[head:]) || got[18] != 1 {
		t.Errorf("%s is another than %s", copied, file)
	}
	if found, err := filepath.Glob(filepath.Dir(copied) + "/*.part*"); err != nil || len(found) > 0 {
		t.Errorf("%v is left behind (%v)", found, err)
	}
}
