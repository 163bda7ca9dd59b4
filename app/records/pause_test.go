package records

import (
	"slices"
	"testing"

	"badgekiln/app/kit"
	"badgekiln/app/kit/kittest"
	"badgekiln/issuer"
)

func TestOneIsSuspendedAndReinstated(t *testing.T) {
	f := &fake{count: 20}
	b, r := opened(t, f, kittest.English)
	r.table.Select(0)
	b.Press(t, "Suspend…")
	if do, _ := kittest.Find(b.Top(), "Suspend the badge").(*kit.Button); !do.Disabled() {
		t.Error("suspended without a reason")
	}
	b.Type(t, "Reason", "under review")
	b.Shot(t, "records-suspend")
	b.Press(t, "Suspend the badge")
	if !slices.Equal(f.paused, []int64{0}) || f.reason != "under review" {
		t.Errorf("suspended %v for %q", f.paused, f.reason)
	}
	says(t, b, "The badge is suspended")
	r.table.Select(0)
	b.Settle()
	says(t, b, "Suspended")
	b.Shot(t, "records-suspended")
	b.Press(t, "Reinstate")
	if len(f.paused) > 0 {
		t.Error("still suspended")
	}
	says(t, b, "The badge holds again")
	r.table.Select(0)
	r.resume()
	if !kittest.Says(b.Top(), "None of the selected badges is suspended.") {
		t.Error("nothing is said when there is nothing to do")
	}
	b.Press(t, b.Env.T("app.close"))
	r.table.Select(1)
	if pause, ok := kittest.Find(b.Window.Content(), "Suspend…").(*kit.Button); !ok || !pause.Disabled() || pause.Tip() == "" {
		t.Error("what cannot be suspended can be, or nothing says why not")
	}
	for _, format := range issuer.Formats() {
		if !b.Env.Has("records.format." + string(format)) {
			t.Errorf("%s has no name", format)
		}
	}
}
