package outbox_test

import (
	"context"
	"crypto/rand"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"

	"badgekiln/issuer/deliver/outbox"
	"badgekiln/issuer/ledger"
)

// What a killed process held is sent at once by the next; what a living one holds
// is not.
func TestTheDeadHoldNothing(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	mine, err := outbox.NewWorker(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	parts := strings.Split(mine, "-")
	child := exec.Command("sleep", "60")
	if err := child.Start(); err != nil {
		t.Skip("no process to kill: " + err.Error())
	}
	dead := parts[0] + "-" + strconv.Itoa(child.Process.Pid) + "-x"
	if outbox.Ended(dead) || outbox.Ended(mine) || outbox.Ended("elsewhere-1-x") || outbox.Ended("") {
		t.Error("a living process, or one elsewhere, counts as ended")
	}
	l, _ := ledgerOf(t, 3)
	for _, worker := range []string{dead, "elsewhere-1-x"} {
		if err := l.Update(ctx, func(x *ledger.Tx) error {
			_, err := x.LeaseDeliveries("mail:club", worker, time.Now().Add(time.Hour), 1)
			return err
		}); err != nil {
			t.Fatal(err)
		}
	}
	_ = child.Process.Kill()
	_ = child.Wait()
	if !outbox.Ended(dead) {
		t.Error("a killed process counts as alive")
	}
	p := &post{}
	o := options(mine)
	o.Patience = 0
	if r, err := outbox.Drain(ctx, l, through(p, 1), o); err != nil || r.Delivered != 2 {
		t.Errorf("%+v, %v", r, err)
	}
	if got := states(t, l); got[ledger.DeliveryLeased] != 1 {
		t.Errorf("%v", got)
	}
}
