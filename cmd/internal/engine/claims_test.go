package engine

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"badgekiln/issuer"
	"badgekiln/issuer/bake"
	"badgekiln/issuer/ledger"
	"badgekiln/issuer/site"
)

// treeOf exports a site and reads it.
func treeOf(t *testing.T, e *Engine) map[string]string {
	t.Helper()
	words, _ := testWords(t)
	dir := t.TempDir()
	if _, err := e.ExportSite(context.Background(), Site{Out: dir}, words.T); err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path) // #nosec G122 -- a test's own folder
		name, _ := filepath.Rel(dir, path)
		files[filepath.ToSlash(name)] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// TestClaimPages sees that pages of their own hold what their people need, name
// nobody unless that was chosen, are found from nowhere, and go with their person.
func TestClaimPages(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	e, batch := batchOf(t, []string{"Ada <b>Lovelace", "Bo & Ng"})
	for path := range treeOf(t, e) {
		if strings.HasPrefix(path, issuer.ClaimFolder) {
			t.Errorf("%s before anybody asked", path)
		}
	}
	if made, err := e.MakeClaims(ctx, batch, false); made != 2 || err != nil {
		t.Fatal(made, err)
	}
	if err := e.ledger.Update(ctx, func(x *ledger.Tx) error {
		a, _, err := x.AwardInBatch(batch, 3)
		if err == nil {
			_, err = x.MakeClaims(batch, []string{a.ID}, true)
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	rows, err := e.Handouts(ctx, batch)
	if err != nil {
		t.Fatal(err)
	}
	files := treeOf(t, e)
	paths := make([]string, len(rows))
	for i, row := range rows {
		at := strings.Index(row.Claim, issuer.ClaimFolder)
		paths[i] = row.Claim[at:]
		page := files[paths[i]]
		for _, want := range []string{`content="noindex`, `Content-Security-Policy" content="default-src`, "linkedin.com", "openbadgepassport.com", ".json</code>"} {
			if !strings.Contains(page, want) {
				t.Errorf("the page does not say %s", want)
			}
		}
		if strings.Contains(page, "<script") || strings.Contains(page, "<b>Lovelace") {
			t.Error("something could run, or stands as it was typed")
		}
		found, err := bake.Unbake([]byte(files[strings.TrimSuffix(paths[i], "html")+"png"]))
		if err != nil || len(found) != 2 {
			t.Errorf("%d badges in the picture, %v", len(found), err)
		}
	}
	if strings.Contains(files[paths[0]], "Lovelace") || !strings.Contains(files[paths[1]], "Bo &amp; Ng") {
		t.Error("names are not as chosen")
	}
	for path, text := range files {
		for _, p := range paths {
			token := strings.TrimSuffix(strings.TrimPrefix(p, issuer.ClaimFolder), ".html")
			if strings.Contains(text, token) && !strings.HasPrefix(path, issuer.ClaimFolder+token) {
				t.Errorf("%s tells of a page", path)
			}
		}
	}
	if _, err := e.Erase(ctx, "pa@example.org"); err != nil {
		t.Fatal(err)
	}
	after := treeOf(t, e)
	if page := after[paths[0]]; !strings.Contains(page, "nothing here") || strings.Contains(page, "linkedin") {
		t.Errorf("after erasing: %s", page)
	}
	picture, there := after[strings.TrimSuffix(paths[0], "html")+"png"]
	if _, err := bake.Unbake([]byte(picture)); !there || err == nil {
		t.Error("nothing takes the place of the picture with the badge in it")
	}
}

// Where strangers can list what lies there, no such page is put.
func TestNoClaimPagesWhereListed(t *testing.T) {
	t.Parallel()
	e, batch := batchOf(t, []string{"Ada"})
	if _, err := e.MakeClaims(context.Background(), batch, false); err != nil {
		t.Fatal(err)
	}
	words, _ := testWords(t)
	i, err := e.Issuer(context.Background(), "")
	if err != nil {
		t.Fatal(err)
	}
	all, kept, secret := 0, 0, 0
	err = e.View(context.Background(), func(x *ledger.Tx) error {
		files := site.Files(context.Background(), source{t: x}, i.BaseURL, SiteWords(words.T))
		for _, err := range files {
			if err != nil {
				return err
			}
			all++
		}
		for f, err := range withoutClaims(files) {
			if err != nil {
				return err
			}
			kept++
			if strings.HasPrefix(f.Path, issuer.ClaimFolder) {
				secret++
			}
		}
		return nil
	})
	if err != nil || secret != 0 || all != kept+3 {
		t.Errorf("%d of %d files, %d secret, %v", kept, all, secret, err)
	}
}
