package engine

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"badgekiln/cmd/internal/drawing"
	"badgekiln/issuer"
	"badgekiln/issuer/award"
	"badgekiln/issuer/ledger"
	"badgekiln/issuer/roster"
)

func TestDIDWeb(t *testing.T) {
	t.Parallel()
	for base, want := range map[string]string{
		"https://e.example/":             "did:web:e.example:i:club",
		"https://e.example/badges/":      "did:web:e.example:badges:i:club",
		"https://e.example:8443/a/b/":    "did:web:e.example%3A8443:a:b:i:club",
		"https://xn--bcher-kva.example/": "did:web:xn--bcher-kva.example:i:club",
		"https://e.example/~ada/a:b/":    "did:web:e.example:%7Eada:a%3Ab:i:club",
		"https://e.example/b%C3%BCcher/": "did:web:e.example:b%C3%BCcher:i:club",
	} {
		if got := DIDWeb(base, "club"); got != want {
			t.Errorf("%s is %s, want %s", base, got, want)
		}
	}
}

// TestIssuersShareALedger has three issuers, each known in another way, under
// one base URL or none: each signs as itself, and one site has both hosted.
func TestIssuersShareALedger(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	env := world(t)
	e, err := Open(ctx, filepath.Join(t.TempDir(), "l.db"), env)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = e.Close() })
	base, web, https := "https://e.example/b/", issuer.DIDWeb, issuer.HTTPS
	picture, err := drawing.NewPicture([]byte(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><rect width="9" height="9"/></svg>`))
	if err != nil {
		t.Fatal(err)
	}
	text := func(s string) *string { return &s }
	uris := map[string]string{"one": "https://e.example/b/i/one/profile.json", "two": "did:web:e.example:b:i:two"}
	for slug, change := range map[string]IssuerChange{
		"one":   {Name: text("One"), Email: text("a@e.example"), BaseURL: &base, Method: &https},
		"two":   {Name: text("Two"), Email: text("b@e.example"), BaseURL: &base, Method: &web},
		"three": {Name: text("Three")},
	} {
		change.Slug = slug
		i, err := e.SetIssuer(ctx, change)
		if err != nil {
			t.Fatal(err)
		}
		if want := uris[slug]; want != "" && i.Identity.URI != want || want == "" && i.Identity.URI != "did:key:"+i.Key.Multibase {
			t.Errorf("%s is %s", slug, i.Identity.URI)
		}
		class, err := e.AddClass(ctx, slug, ClassChange{
			Slug: "c-" + slug, Name: text("Badge"), Description: text("D"), Criteria: text("C"), Picture: picture,
		})
		if err != nil {
			t.Fatal(err)
		}
		formats := issuer.Formats()
		if slug == "three" {
			formats = []issuer.Format{issuer.OB3, issuer.OB3JWT}
		}
		out := given(t, e, class.Slug, formats, "")
		for name, data := range out {
			if strings.HasSuffix(name, ".ob3.json") {
				var c struct {
					Issuer struct{ ID string }
					Proof  []struct{ VerificationMethod string }
				}
				if err := json.Unmarshal(data, &c); err != nil || c.Issuer.ID != i.Identity.URI || !strings.HasPrefix(c.Proof[0].VerificationMethod, i.Identity.URI+"#") {
					t.Errorf("%s: %+v %v", slug, c, err)
				}
			}
			if strings.HasSuffix(name, ".svg") && !strings.HasPrefix(string(data), "<svg") {
				t.Errorf("%s is no SVG", name)
			}
		}
	}
	words, _ := testWords(t)
	dir := t.TempDir()
	if _, err := e.ExportSite(ctx, Site{Issuer: "one", Out: dir}, words.T); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"i/one/profile.json", "i/two/profile.json", "i/two/did.json", "i/one/revoked.json", "b/c-two/1/badge-1.1.json", "b/c-one/1/image.svg"} {
		if _, err := os.Stat(filepath.Join(dir, filepath.FromSlash(path))); err != nil {
			t.Error(err)
		}
	}
	if report, err := e.Check(ctx); err != nil || len(report.Findings) > 0 {
		t.Errorf("%+v %v", report.Findings, err)
	}
}

// given awards one person and gives the files by name.
func given(t *testing.T, e *Engine, class string, formats []issuer.Format, alg string) map[string][]byte {
	t.Helper()
	list, err := roster.Parse([]byte("name,email\nAda,ada@example.org\n"), class+".csv", roster.Options{})
	if err != nil {
		t.Fatal(err)
	}
	_, say := testWords(t)
	dir := t.TempDir()
	done, err := e.Award(context.Background(), Order{
		Request: award.Request{Class: class, Formats: formats, List: list, ListName: "l.csv", Algorithm: alg}, Out: dir,
	}, say)
	if err != nil || done.Awarded != 1 {
		t.Fatalf("awarded %d: %v", done.Awarded, err)
	}
	files := map[string][]byte{}
	entries, err := os.ReadDir(dir)
	for _, entry := range entries {
		data, readErr := os.ReadFile(filepath.Join(dir, entry.Name()))
		if readErr != nil {
			t.Fatal(readErr)
		}
		files[entry.Name()] = data
	}
	if err != nil || len(files) != len(formats)+2 {
		t.Errorf("%d files of %d formats: %v", len(files), len(formats), err)
	}
	return files
}

// TestKeysEndInThreeWays retires keys, and looks at what is published of each
// and at what signs next.
func TestKeysEndInThreeWays(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	e, err := Open(ctx, filepath.Join(t.TempDir(), "l.db"), world(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = e.Close() })
	name, base := "Club", "https://e.example/"
	if _, err := e.SetIssuer(ctx, IssuerChange{Name: &name, BaseURL: &base}); err != nil {
		t.Fatal(err)
	}
	made := map[string]issuer.Key{}
	for _, reason := range []string{"retired", "lost", "compromised", ""} {
		for _, alg := range []string{issuer.Ed25519, issuer.P256} {
			k, err := e.NewKey(ctx, "", alg)
			if err != nil {
				t.Fatal(err)
			}
			made[reason+alg] = k
			if _, err := os.Stat(filepath.Join(e.keys.Dir(), k.ID+".json")); err != nil {
				t.Errorf("a key is in the ledger and not on disk: %v", err)
			}
			if reason == "" {
				continue
			}
			if _, err := e.RetireKeyAt(ctx, k.ID, reason, e.env.Now().Add(time.Hour)); issuer.CodeOf(err) != "retire-date" {
				t.Errorf("a date ahead: %v", err)
			}
			if _, err := e.RetireKey(ctx, k.ID, reason); err != nil {
				t.Fatal(err)
			}
		}
	}
	var doc struct {
		VerificationMethod []struct{ ID, Revoked string }
		AssertionMethod    []string
		PublicKey          []string
	}
	body, _, ok := host{ctx, e.ledger, map[string][]byte{}}.Hosted(base + issuer.ProfilePath("club"))
	if err := json.Unmarshal(body, &doc); !ok || err != nil {
		t.Fatal(err)
	}
	for name, k := range made {
		stolen := strings.HasPrefix(name, "compromised")
		names := []string{base + issuer.JWKPath("club", k.ID)}
		if k.Algorithm == issuer.Ed25519 {
			names = append(names, base+issuer.ProfilePath("club")+"#"+k.Multibase)
		}
		for _, id := range names {
			at := slices.IndexFunc(doc.VerificationMethod, func(m struct{ ID, Revoked string }) bool { return m.ID == id })
			if at < 0 || (doc.VerificationMethod[at].Revoked != "") != stolen || slices.Contains(doc.AssertionMethod, id) == stolen {
				t.Errorf("%s as %s is published wrongly", name, id)
			}
		}
		if slices.Contains(doc.PublicKey, base+issuer.KeyPath("club", k.ID)) == stolen {
			t.Errorf("%s: publicKey %v", name, doc.PublicKey)
		}
		if _, _, ok := (host{ctx, e.ledger, map[string][]byte{}}).Hosted(names[0]); !ok {
			t.Errorf("%s: its JWK is not there any more", name)
		}
	}
	err = e.View(ctx, func(t2 *ledger.Tx) error {
		who, _, err := t2.CurrentIdentity("club")
		if err != nil || who.Method != issuer.HTTPS {
			t.Errorf("%+v %v", who, err)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestListsOutliveAStolenKey: the status of badges signed by another key can
// still be told after the key that signed the list fell into other hands, and
// a badge of an earlier address stays revocable when the key of that time ended.
func TestListsOutliveAStolenKey(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	e, err := Open(ctx, filepath.Join(t.TempDir(), "l.db"), world(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = e.Close() })
	name, mail, old, now := "Club", "c@e.example", "https://old.example/", "https://new.example/"
	first, err := e.SetIssuer(ctx, IssuerChange{Name: &name, Email: &mail, BaseURL: &old})
	if err != nil {
		t.Fatal(err)
	}
	picture, err := drawing.NewPicture([]byte(`<svg xmlns="http://www.w3.org/2000/svg"/>`))
	if err != nil {
		t.Fatal(err)
	}
	word := "Word"
	if _, err := e.AddClass(ctx, "", ClassChange{Slug: "c", Name: &word, Description: &word, Criteria: &word, Picture: picture}); err != nil {
		t.Fatal(err)
	}
	files := given(t, e, "c", []issuer.Format{issuer.OB3JWT}, "")
	id := ""
	for name := range files {
		if stem, ok := strings.CutSuffix(name, ".ob3.jwt"); ok {
			id = stem
		}
	}
	if _, err := e.SetIssuer(ctx, IssuerChange{BaseURL: &now}); err != nil {
		t.Fatal(err)
	}
	signedBy := func() (method string) {
		err := e.View(ctx, func(t2 *ledger.Tx) error {
			lists, err := t2.StatusLists(0)
			if err != nil || len(lists) != 1 {
				t.Fatalf("%d lists: %v", len(lists), err)
			}
			var doc struct {
				Proof []struct{ VerificationMethod string }
			}
			err = json.Unmarshal(lists[0].Doc, &doc)
			method = doc.Proof[0].VerificationMethod
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return method
	}
	if !strings.HasSuffix(signedBy(), first.Key.Multibase) {
		t.Fatalf("the list is signed by %s", signedBy())
	}
	if _, err := e.RetireKey(ctx, first.Key.ID, "compromised"); err != nil {
		t.Fatal(err)
	}
	second, err := e.NewKey(ctx, "", issuer.Ed25519)
	if err != nil {
		t.Fatal(err)
	}
	if want := old + issuer.ProfilePath("club") + "#" + second.Multibase; signedBy() != want {
		t.Errorf("the list is signed by %s, want %s", signedBy(), want)
	}
	third, err := e.NewKey(ctx, "", issuer.Ed25519)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := e.RetireKey(ctx, second.ID, "compromised"); err != nil {
		t.Fatal(err)
	}
	if !strings.HasSuffix(signedBy(), third.Multibase) {
		t.Errorf("the list is signed by %s, want %s", signedBy(), third.Multibase)
	}
	if done, err := e.Revoke(ctx, []string{id}, "no"); err != nil || len(done) != 1 {
		t.Errorf("revoked %d: %v", len(done), err)
	}
}
