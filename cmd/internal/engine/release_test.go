package engine

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"badgekiln/assets"
	"badgekiln/issuer"
	"badgekiln/issuer/award"
	"badgekiln/issuer/roster"
)

// TestKeepRelease writes the ledger of this release for the ledger's testdata,
// when BADGEKILN_KEEP_RELEASE names the file without its ending. It is run
// once for each release and never again: what it wrote must be read for ever.
func TestKeepRelease(t *testing.T) {
	stem := os.Getenv("BADGEKILN_KEEP_RELEASE")
	if stem == "" {
		t.Skip("keeps a ledger of a new release only when BADGEKILN_KEEP_RELEASE says where")
	}
	ctx := context.Background()
	words, err := assets.LoadWords("en")
	if err != nil {
		t.Fatal(err)
	}
	env := killJob{Home: t.TempDir()}.env()
	seed := int64(1)
	files, err := Sample(ctx, filepath.Join(t.TempDir(), "s"), &seed, env, words)
	if err != nil {
		t.Fatal(err)
	}
	e, err := OpenExisting(ctx, files.Ledger, env)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = e.Close() }()
	none, some := "", "https://hafenwerk.example.org/badges/"
	list, err := roster.ReadFile(files.Roster, roster.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var out Outcome
	for _, step := range []func() error{
		func() error { _, err := e.SetIssuer(ctx, IssuerChange{BaseURL: &none}); return err },
		func() error {
			out, err = e.Award(ctx, Order{Request: award.Request{Class: files.Class, List: list, ListName: "roster.csv"}}, words.Fill)
			return err
		},
		func() error { _, err := e.SetIssuer(ctx, IssuerChange{BaseURL: &some}); return err },
		func() error {
			_, err := e.AddFaces(ctx, out.Plan.Batch, []issuer.Format{issuer.OB2, issuer.OB3}, nil)
			return err
		},
		func() error {
			_, err := e.Revoke(ctx, []string{out.Plan.Rows.At(4).ID}, "Awarded by mistake")
			return err
		},
	} {
		if err := step(); err != nil {
			t.Fatal(err)
		}
	}
	var sums strings.Builder
	for _, row := range out.Plan.Rows.All() {
		if row.State != award.New {
			continue
		}
		d, err := e.Show(ctx, row.ID)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range d.Faces {
			fmt.Fprintln(&sums, f.ID, f.SHA256)
		}
	}
	_ = os.Remove(stem + ".db")
	if err := e.ledger.CopyTo(ctx, stem+".db"); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(stem+".sums", []byte(sums.String()), 0o600); err != nil {
		t.Fatal(err)
	}
}
