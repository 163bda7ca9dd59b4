package engine

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"badgekiln/issuer"
	"badgekiln/issuer/bake"
	"badgekiln/issuer/verify"
)

// said answers every word with its key.
func said(key string, _ map[string]string) string { return key }

// TestImportOfFolders takes a folder in: each badge once, what is none passed
// over, hidden things and links left alone; and a folder that stands in for the
// web tells the class and the issuer.
func TestImportOfFolders(t *testing.T) {
	t.Parallel()
	e, err := Open(t.Context(), filepath.Join(t.TempDir(), "ledger.db"), world(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = e.Close() })
	dir := t.TempDir()
	put := func(name, text string) {
		t.Helper()
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	const assertion = `{"@context":"https://w3id.org/openbadges/v2","type":"Assertion","id":"https://school.example/a.json","badge":"https://school.example/b.json",
		"recipient":{"type":"email","identity":"ada@example.org","hashed":false},"verification":{"type":"HostedBadge"},"issuedOn":"2026-01-01T00:00:00Z"}`
	put("web/school.example/a.json", assertion)
	put("web/school.example/b.json", `{"@context":"https://w3id.org/openbadges/v2","type":"BadgeClass","id":"https://school.example/b.json","name":"Pots","description":"d",
		"image":"https://school.example/b.png","criteria":{"narrative":"n"},"issuer":"https://school.example/i.json"}`)
	put("web/school.example/i.json", `{"@context":"https://w3id.org/openbadges/v2","type":"Issuer","id":"https://school.example/i.json","name":"School","url":"https://school.example/","email":"s@school.example"}`)
	svg, err := bake.Bake([]byte(`<svg xmlns="http://www.w3.org/2000/svg"/>`), bake.Payload{Generation: bake.OB2, Text: []byte(assertion)})
	if err != nil {
		t.Fatal(err)
	}
	put("mail/a.json", assertion)
	put("mail/deep/again.svg", string(svg))
	put("mail/.hidden/a.json", assertion+" ")
	put("mail/letter.txt", "Dear Ada")
	put("mail/photo.jpg", assertion+"  ")
	if err := os.Symlink(filepath.Join(dir, "web"), filepath.Join(dir, "mail", "link")); err != nil {
		t.Fatal(err)
	}
	o := VerifyOptions{Map: filepath.Join(dir, "web")}
	list, err := e.Import(t.Context(), []string{filepath.Join(dir, "mail")}, o, nil, said)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, one := range list {
		rel, _ := filepath.Rel(dir, one.Input)
		got = append(got, filepath.ToSlash(rel)+" "+one.State+" "+string(one.Result.Verdict))
	}
	if want := "mail/a.json imported untrusted, mail/deep/again.svg known untrusted"; strings.Join(got, ", ") != want {
		t.Errorf("%v, want %s", got, want)
	}
	all, err := e.Imports(t.Context())
	if err != nil || len(all) != 1 || all[0].Name != "Pots" || all[0].IssuerName != "School" || all[0].Verdict != string(verify.Untrusted) {
		t.Fatalf("on record: %+v, %v", all, err)
	}
	one, err := e.ImportByID(t.Context(), all[0].ID[:8])
	if err != nil || string(one.Text) != assertion || !strings.Contains(string(one.Fields), `"email":"ada@example.org"`) {
		t.Errorf("%s, %v", one.Fields, err)
	}

	// It proves nothing: neither the badge nor its issuer is known by it.
	results, err := e.Verify(t.Context(), []string{filepath.Join(dir, "mail", "a.json")}, VerifyOptions{Offline: true}, said)
	if err != nil || results[0].Verdict != verify.Consistent {
		t.Errorf("%v, %v", results, err)
	}
	if _, err := e.Import(t.Context(), []string{filepath.Join(dir, "none.json")}, o, nil, said); issuer.CodeOf(err) != "file-missing" {
		t.Error(err)
	}
	list, err = e.Import(t.Context(), []string{filepath.Join(dir, "mail", "letter.txt"), filepath.Join(dir, "none.json")}, o, nil, said)
	if err != nil || len(list) != 2 || list[0].State != ImportNone || list[1].State != ImportNone {
		t.Errorf("%+v, %v", list, err)
	}

	// Whom the user trusts counts for what is looked up.
	if _, err := e.AddTrust(t.Context(), "https://school.example/i.json", "School"); err != nil {
		t.Fatal(err)
	}
	results, err = e.Verify(t.Context(), []string{filepath.Join(dir, "mail", "a.json")}, o, said)
	if err != nil || results[0].Verdict != verify.Trusted {
		t.Errorf("%v, %v", results, err)
	}
	report, err := e.Check(t.Context())
	if err != nil || len(report.Findings) > 0 {
		t.Errorf("%v, %v", report.Findings, err)
	}
}
