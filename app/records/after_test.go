package records

import (
	"testing"

	"badgekiln/app/kit"
	"badgekiln/app/kit/kittest"
)

func TestWhatFollowsAnAward(t *testing.T) {
	f := &fake{count: 80}
	b, r := opened(t, f, kittest.English)
	r.table.Select(0)
	b.Settle()
	r.correct()
	says(t, b, "Correct this badge", "takes its place")
	b.Shot(t, "records-correct")
	if yes, _ := kittest.Find(b.Top(), "Correct it").(*kit.Button); !yes.Disabled() {
		t.Error("corrected without a difference")
	}
	b.Type(t, "Name", "Zoë Corrected")
	b.Press(t, "Correct it")
	if f.corrected.Name != "Zoë Corrected" || f.corrected.ID == "" {
		t.Errorf("corrected %+v", f.corrected)
	}
	says(t, b, "A corrected badge took its place")
	r.table.Select(0)
	b.Settle()
	r.renew()
	b.Press(t, "Renew the badge")
	says(t, b, "1 badge was renewed", "1 holds a later one already.")
	r.expiring()
	says(t, b, "1 badge ends within 90 days", "2026-12-01")
	b.Shot(t, "records-expiring")
	b.Press(t, "Close")
	r.search.SetText("") // the corrected badge was looked up by its number
	b.Settle()
	r.table.Clear()
	r.table.Select(1)
	b.Settle()
	if r.award == nil {
		t.Fatal("no award is shown")
	}
	email := r.award.Email
	r.erase()
	says(t, b, "Erase this person?", "cannot be taken back")
	b.Shot(t, "records-erase")
	if yes, _ := kittest.Find(b.Top(), "Erase the person").(*kit.Button); !yes.Disabled() {
		t.Error("erased without a word")
	}
	b.Type(t, "Type "+email+" to confirm", email)
	b.Press(t, "Erase the person")
	says(t, b, "The person was erased", "The backup b.kiln still holds the person.")
	if f.erased != email {
		t.Errorf("erased %q", f.erased)
	}
}
