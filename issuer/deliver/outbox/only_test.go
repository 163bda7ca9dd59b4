package outbox_test

import (
	"context"
	"testing"
	"time"

	"badgekiln/issuer/deliver/outbox"
	"badgekiln/issuer/ledger"
)

// A run that was asked for some deliveries sends those and no other, and does not
// wait for the others; what was asked for and is none of the channel's is nothing.
func TestOnlyWhatWasChosen(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	l, _ := ledgerOf(t, 6)
	var all []ledger.Delivery
	if err := l.View(ctx, func(x *ledger.Tx) (err error) {
		all, err = x.Deliveries(ledger.Choice{})
		return err
	}); err != nil {
		t.Fatal(err)
	}
	p := &post{}
	for _, one := range []struct {
		only ledger.Choice
		sent int
		left bool
	}{
		{ledger.Choice{Numbers: []int64{}}, 0, false},
		{ledger.Choice{Numbers: []int64{all[1].N, all[4].N, 999}}, 2, false},
		{ledger.Choice{Batch: "another"}, 0, false},
		{ledger.Choice{Award: all[0].Award}, 1, false},
		{ledger.Choice{Batch: all[0].Batch}, 3, false},
	} {
		o := options("one")
		o.Only = one.only
		began := time.Now()
		r, err := outbox.Drain(ctx, l, through(p, 2), o)
		if err != nil || r.Delivered != one.sent || !r.Next.IsZero() != one.left || time.Since(began) > o.Patience/2 {
			t.Errorf("%+v: %+v, %v", one.only, r, err)
		}
	}
	if p.took[all[1].Award] != 1 || p.took[all[4].Award] != 1 || len(p.took) != 6 {
		t.Errorf("%v", p.took)
	}
}
