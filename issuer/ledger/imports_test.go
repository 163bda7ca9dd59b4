package ledger_test

import (
	"database/sql"
	"testing"

	"badgekiln/issuer"
	"badgekiln/issuer/ledger"
)

func TestTrustsAndImports(t *testing.T) {
	t.Parallel()
	l, _ := furnished(t)
	const school = "https://school.example/issuer.json"
	one := ledger.Import{
		Source: "a.json", Version: "3.0", Format: "ob3", Badge: "urn:uuid:1", Name: "Pots", Issuer: school, IssuerName: "School",
		Verdict: "trusted", Status: "none", Fields: []byte(`{"id":"urn:uuid:1"}`), Text: []byte(`{"a":1}`),
	}
	update(t, l, func(tx *ledger.Tx) error {
		for i, want := range []bool{true, false} {
			if added, err := tx.AddTrust(school, "School"); err != nil || added != want {
				t.Errorf("trust %d: %v, %v", i, added, err)
			}
			got, added, err := tx.AddImport(one)
			if err != nil || added != want || got.ID == "" || got.Name != "Pots" {
				t.Errorf("import %d: %+v, %v, %v", i, got, added, err)
			}
		}
		return nil
	})
	err := l.View(t.Context(), func(tx *ledger.Tx) error {
		trusts, err := tx.Trusts()
		if err != nil || len(trusts) != 1 || trusts[0].URI != school || trusts[0].Added.IsZero() {
			t.Errorf("trusted: %v, %v", trusts, err)
		}
		all, err := tx.Imports()
		if err != nil || len(all) != 1 || string(all[0].Text) != `{"a":1}` {
			t.Fatalf("imported: %v, %v", all, err)
		}
		if got, err := tx.Import(all[0].ID[:6]); err != nil || got.ID != all[0].ID {
			t.Errorf("%v, %v", got, err)
		}
		for _, id := range []string{"", "zzz", "%"} {
			if _, err := tx.Import(id); issuer.CodeOf(err) != "import-unknown" {
				t.Errorf("%q: %v", id, err)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	update(t, l, func(tx *ledger.Tx) error {
		if err := tx.RemoveTrust("https://other.example/"); issuer.CodeOf(err) != "trust-unknown" {
			t.Error(err)
		}
		return tx.RemoveTrust(school)
	})
	clean(t, l)
}

// TestChangedImportIsFound: somebody writes into the file behind the ledger.
func TestChangedImportIsFound(t *testing.T) {
	t.Parallel()
	l, _ := furnished(t)
	update(t, l, func(tx *ledger.Tx) error {
		_, _, err := tx.AddImport(ledger.Import{Version: "3.0", Format: "ob3", Verdict: "trusted", Status: "none", Fields: []byte("{}"), Text: []byte("{}")})
		return err
	})
	clean(t, l)
	db, err := sql.Open("sqlite3", l.Path())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	if _, err := db.ExecContext(t.Context(), "UPDATE imports SET text = x'5b5d'"); err != nil {
		t.Fatal(err)
	}
	report, err := l.Check(t.Context())
	if err != nil || len(report.Findings) != 1 || report.Findings[0].Code != "import-changed" {
		t.Errorf("%+v, %v", report.Findings, err)
	}
}
