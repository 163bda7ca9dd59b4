package ledger_test

import (
	"context"
	"crypto/rand"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"badgekiln/issuer/ledger"
)

// Whoever works is named for all that follows, and the chain tells it once.
func TestTheLogNamesWhoDidIt(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "l.db")
	record := func(who string, kinds ...string) {
		t.Helper()
		l, err := ledger.Open(ctx, path, ledger.Env{Now: time.Now, Rand: rand.Reader, Who: who})
		if err != nil {
			t.Fatal(err)
		}
		for _, kind := range kinds {
			if err := l.Update(ctx, func(x *ledger.Tx) error {
				if _, err := x.ID(); err != nil {
					return err
				}
				return x.Record(kind, "s", map[string]any{})
			}); err != nil {
				t.Fatal(err)
			}
		}
		if err := l.Close(); err != nil {
			t.Fatal(err)
		}
	}
	record("ana@kiln", "a.a", "a.b")
	record("ana@kiln", "a.c")
	record("bo@kiln", "a.d")
	record("", "a.e")
	l, err := ledger.OpenRead(ctx, path, ledger.Env{Now: time.Now, Rand: rand.Reader})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	said := func() string {
		var out []string
		err := l.View(ctx, func(x *ledger.Tx) error {
			all, err := x.EventsOf("")
			for _, e := range all {
				if strings.HasPrefix(e.Kind, "a.") {
					out = append(out, e.Kind[2:]+e.Who)
				} else if e.Kind != ledger.LedgerMade {
					t.Errorf("the log has %s", e.Kind)
				}
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return strings.Join(out, " ")
	}
	if got, want := said(), "aana@kiln bana@kiln cana@kiln dbo@kiln e"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	var last []ledger.Event
	err = l.View(ctx, func(x *ledger.Tx) (err error) {
		last, err = x.LatestEvents(2)
		return err
	})
	if err != nil || len(last) != 2 || last[1].Who != "bo@kiln" {
		t.Errorf("%+v, %v", last, err)
	}
	if r, err := l.Check(ctx); err != nil || len(r.Findings) > 0 || r.Events != 9 { // three hands and who made it
		t.Errorf("%+v, %v", r, err)
	}
}
