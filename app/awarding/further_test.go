package awarding

import (
	"reflect"
	"testing"

	"badgekiln/app/kit/kittest"
	"badgekiln/issuer"
)

func TestMoreIsSaidAboutEveryAward(t *testing.T) {
	f := known()
	f.plan.Class.Results = []issuer.ResultDescription{{ID: "grade", Name: "Final grade", Type: "LetterGrade"}}
	b, r := opened(t, f, kittest.English)
	r.choose(List{Path: "x.csv"})
	r.goOn()
	b.Press(t, "Say more…")
	b.Type(t, "Role (optional)", "{role}")
	b.Type(t, "From (optional)", "yesterday")
	b.Press(t, "Use for all awards")
	if !kittest.Says(b.Top(), "“yesterday” is no date.") {
		t.Fatal("a fault is not told")
	}
	b.Shot(t, "award-further")
	b.Type(t, "From (optional)", "{begun}") // the list may say
	b.Type(t, "To (optional)", "2026-11-26")
	b.Press(t, "Use for all awards")
	want := issuer.AwardMore{Role: "{role}", ActivityStart: "{begun}", ActivityEnd: "2026-11-26T12:00:00Z"}
	if o := f.orders[len(f.orders)-1]; !reflect.DeepEqual(o.More, want) {
		t.Errorf("%+v", o.More)
	}
	says(t, b, "3 details are set")
	r.anew()
	if !reflect.DeepEqual(r.order().More, issuer.AwardMore{}) {
		t.Error("the next award says it, too")
	}
}
