package ledger_test

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"badgekiln/issuer"
	"badgekiln/issuer/ledger"
)

// Hosts and sign-ins are kept, renewed by one program at a time, and forgotten
// with the person they are of.
func TestBackpacks(t *testing.T) {
	t.Parallel()
	l := open(t, filepath.Join(t.TempDir(), "l.db"))
	ctx := context.Background()
	owners := map[string]string{
		"mail": `{"name":"Somebody","emails":["Quill@brim.example"]}`,
		"hash": `{"hash":"` + issuer.IdentityHash("quill@brim.example", "s1") + `","salt":"s1"}`,
		"name": `{"name":"Quillon Brimketill"}`,
		"else": `{"name":"Ada","emails":["ada@brim.example"],"hash":"` + issuer.IdentityHash("ada@brim.example", "s1") + `","salt":"s1"}`,
	}
	update := func(do func(*ledger.Tx) error) {
		t.Helper()
		if err := l.Update(ctx, do); err != nil {
			t.Fatal(err)
		}
	}
	update(func(x *ledger.Tx) error {
		if _, err := x.AddPerson(issuer.Person{Name: "Quillon Brimketill", Email: "quill@brim.example"}); err != nil {
			return err
		}
		host := ledger.Backpack{Name: "h", Kind: "connect", Title: "Host", URL: "https://host.example", Service: []byte("{}"), Client: []byte("{}")}
		if err := x.AddBackpack(host); err != nil {
			return err
		}
		if issuer.CodeOf(x.AddBackpack(host)) != "backpack-taken" {
			t.Error("one name twice")
		}
		for name, owner := range owners {
			if err := x.AddAccount(ledger.Account{Name: name, Backpack: "h", Owner: []byte(owner)}); err != nil {
				return err
			}
		}
		return nil
	})
	update(func(x *ledger.Tx) error {
		later := time.Now().Add(time.Hour)
		for _, step := range []struct {
			by   string
			mine bool
		}{{"one", true}, {"one", true}, {"two", false}} {
			if holder, err := x.ClaimAccount("else", step.by, later); err != nil || (holder == step.by) != step.mine {
				t.Errorf("%s: %v %v", step.by, holder, err)
			}
		}
		if err := x.FreeAccount("else", "two"); err != nil {
			return err
		}
		if holder, _ := x.ClaimAccount("else", "two", later); holder != "one" {
			t.Error("freed by somebody else")
		}
		if err := x.FreeAccount("else", "one"); err != nil {
			return err
		}
		if holder, _ := x.ClaimAccount("else", "two", time.Unix(1, 0)); holder != "two" {
			t.Error("it was free")
		}
		if holder, _ := x.ClaimAccount("else", "three", later); holder != "three" {
			t.Error("a claim that ran out still counts")
		}
		if _, err := x.ClaimAccount("nobody", "one", later); issuer.CodeOf(err) != "account-none" {
			t.Errorf("%v", err)
		}
		return nil
	})
	update(func(x *ledger.Tx) error {
		done, err := x.Erase("quill@brim.example")
		if err != nil {
			return err
		}
		if len(done.Accounts) != 3 || len(done.Left) != 3 || done.Left[0].Code != "backpack" {
			t.Errorf("%+v", done)
		}
		left, err := x.Accounts("")
		if err != nil || len(left) != 1 || left[0].Name != "else" {
			t.Errorf("%v %v", left, err)
		}
		return err
	})
	update(func(x *ledger.Tx) error { return x.RemoveBackpack("h") })
	if report, err := l.Check(ctx); err != nil || len(report.Findings) > 0 {
		t.Errorf("%+v %v", report, err)
	}
	if err := l.View(ctx, func(x *ledger.Tx) error {
		left, err := x.Accounts("")
		if len(left) > 0 {
			t.Error("its sign-ins are still there")
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
}
