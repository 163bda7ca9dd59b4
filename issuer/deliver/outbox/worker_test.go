package outbox_test

import (
	"context"
	"crypto/rand"
	"os"
	"os/exec"
	"path/filepath"
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
			_, err := x.LeaseDeliveries(ledger.Choice{Channel: "mail:club"}, worker, time.Now().Add(time.Hour), 1)
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

// What a killed process had sent, and noted, is not sent again.
func TestTheDeadAreBelieved(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	child := exec.Command("true")
	if err := child.Run(); err != nil {
		t.Skip("no process: " + err.Error())
	}
	mine, err := outbox.NewWorker(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	dead := strings.Split(mine, "-")[0] + "-" + strconv.Itoa(child.Process.Pid) + "-x"
	l, path := ledgerOf(t, 3)
	var held []ledger.Delivery
	if err := l.Update(ctx, func(x *ledger.Tx) (err error) {
		held, err = x.LeaseDeliveries(ledger.Choice{Channel: "mail:club"}, dead, time.Now().Add(time.Hour), 2)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	note := path + ".sent-" + dead
	if err := os.WriteFile(note, []byte(strconv.FormatInt(held[0].N, 10)+" 250 2.0.0\n9999 250\n"+strconv.FormatInt(held[1].N, 10)), 0o600); err != nil {
		t.Fatal(err)
	}
	p := &post{}
	o := options(mine)
	o.Journal, o.Patience = path+".sent-", 0
	r, err := outbox.Drain(ctx, l, through(p, 1), o)
	if err != nil || r.Delivered != 2 || p.took[held[0].Award] != 0 || p.took[held[1].Award] != 1 {
		t.Errorf("%+v, %v, %v", r, err, p.took)
	}
	if got := states(t, l); got[ledger.DeliveryDelivered] != 3 {
		t.Errorf("%v", got)
	}
	left, err := os.ReadDir(filepath.Dir(path))
	for _, e := range left {
		if err != nil || strings.Contains(e.Name(), ".sent-") {
			t.Errorf("%s is left, %v", e.Name(), err)
		}
	}
}
