package outbox_test

import (
	"context"
	"testing"
	"time"

	"badgekiln/issuer/deliver/outbox"
	"badgekiln/issuer/ledger"
)

// The other side asks to wait, again and again, and takes nothing: the run waits no
// longer for it than it has patience, and what is left goes with a later one.
func TestAskedToWaitForEver(t *testing.T) {
	t.Parallel()
	l, _ := ledgerOf(t, 3)
	p := &post{answer: func(outbox.Job, int) outbox.Result { return outbox.Slow(300*time.Millisecond, "450", "wait") }}
	o := options("one")
	o.Patience = time.Second
	ctx, cancel := context.WithTimeout(context.Background(), 6*time.Second)
	defer cancel()
	r, err := outbox.Drain(ctx, l, through(p, 1), o)
	if err != nil || r.Delivered != 0 || r.Next.IsZero() {
		t.Errorf("%+v, %v", r, err)
	}
	if got := states(t, l); got[ledger.DeliveryWaiting] != 3 {
		t.Errorf("%v", got)
	}
}
