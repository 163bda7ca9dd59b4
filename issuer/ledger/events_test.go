package ledger_test

import (
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"badgekiln/issuer/ledger"
)

// TestOneHistoryOfMany: what happened to one award is found without a look at what
// happened to all others. Asked for each of many in turn, it is what a revocation
// of many costs.
func TestOneHistoryOfMany(t *testing.T) {
	t.Parallel()
	const events, asked = 30_000, 200
	l := open(t, filepath.Join(t.TempDir(), "l.db"))
	update(t, l, func(x *ledger.Tx) error {
		for i := range events {
			if err := x.Record("a.b", "s"+strconv.Itoa(i), map[string]any{"n": i}); err != nil {
				return err
			}
		}
		return nil
	})
	took := func(do func(*ledger.Tx) error) time.Duration {
		begin := time.Now()
		if err := l.View(t.Context(), do); err != nil {
			t.Fatal(err)
		}
		return time.Since(begin)
	}
	whole := took(func(x *ledger.Tx) error {
		all, err := x.EventsOf("")
		if len(all) < events {
			t.Errorf("%d events in all", len(all))
		}
		return err
	})
	some := took(func(x *ledger.Tx) error {
		for i := range asked {
			one, err := x.EventsOf("s" + strconv.Itoa(i*events/asked))
			if err != nil || len(one) != 1 {
				t.Fatalf("%d: %d events, %v", i, len(one), err)
			}
		}
		return nil
	})
	if some > 3*whole {
		t.Errorf("%d histories took %s, the whole log of %d %s", asked, some, events, whole)
	}
}
