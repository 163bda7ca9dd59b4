package app_test

import (
	"testing"

	"badgekiln/app"
	"badgekiln/app/kit/kittest"
)

// A ledger of an earlier release with many awards takes a while to open: the
// window says what it does instead of standing there empty.
func TestAnOlderLedgerIsToldWhileItRises(t *testing.T) {
	o := &opener{first: usual()}
	o.rises = func() {
		for _, at := range []struct {
			rise app.Rise
			says string
		}{
			{app.Rise{Stage: app.RiseCopy, Done: 10, Total: 40}, "Copying the ledger first, MB, 10 of 40"},
			{app.Rise{Stage: app.RiseChange}, "Bringing the ledger up to date"},
		} {
			o.rise(at.rise)
			o.stage.Settle()
			if content := o.stage.Window.Content(); !kittest.Says(content, at.says) || !kittest.Says(content, "an earlier release") {
				t.Errorf("%+v: it says %q", at.rise, kittest.Visible(content))
			}
		}
		o.rise(app.Rise{})
	}
	s := begin(t, o)
	if kittest.Says(s.Window.Content(), "up to date") || !kittest.Says(s.Window.Content(), "Room home") {
		t.Errorf("when it is over it says %q", kittest.Visible(s.Window.Content()))
	}
}
