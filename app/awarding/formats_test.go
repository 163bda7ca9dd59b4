package awarding

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"

	"badgekiln/app/kit"
	"badgekiln/app/kit/kittest"
	"badgekiln/issuer"
)

func TestEveryFormatCanBeTicked(t *testing.T) {
	f := known()
	b, r := opened(t, f, kittest.English)
	r.choose(List{Path: "x.csv"})
	r.goOn()
	b.Shot(t, "plan-formats")
	if len(formats()) != len(issuer.Formats()) {
		t.Error("a format is not offered")
	}
	for _, format := range issuer.Formats() {
		label := b.Env.T("awarding.format." + string(format))
		check, ok := kittest.Find(b.Top(), label).(*kit.Check)
		if !ok || check.Disabled() || check.On() != (format == issuer.OB2 || format == issuer.OB3) {
			t.Fatalf("%s is not as expected", label)
		}
		says(t, b, b.Env.T("awarding.format."+string(format)+".text"))
		if !check.On() {
			b.Press(t, label)
		}
	}
	r.planned.aside.ScrollToOffset(fyne.NewPos(0, 90))
	b.Press(t, "Open Badges 1.1, hosted")
	b.Press(t, "Open Badges 1.1, hosted")
	if r.planned.aside.Offset.Y != 90 {
		t.Error("a tick scrolls away")
	}
	if o := f.orders[len(f.orders)-1]; len(o.Formats) != len(issuer.Formats()) {
		t.Errorf("the formats are %q", o.Formats)
	}
	for _, format := range formats() { // the last one stays
		b.Press(t, b.Env.T("awarding.format."+format))
	}
	if o := f.orders[len(f.orders)-1]; !slices.Equal(o.Formats, []string{"ob3-jwt"}) {
		t.Errorf("the formats are %q", o.Formats)
	}
}

func TestWithoutWebSpaceTokensStayPossible(t *testing.T) {
	f := known()
	f.plan.Hosted, f.begin.Classes[0].Hosted = false, false
	b, r := opened(t, f, kittest.English)
	r.choose(List{Path: "x.csv"})
	r.goOn()
	b.Shot(t, "plan-formats-no-web")
	for _, format := range issuer.Formats() {
		check, ok := kittest.Find(b.Top(), b.Env.T("awarding.format."+string(format))).(*kit.Check)
		if !ok || check.Disabled() != format.NeedsWeb() || check.On() != (format == issuer.OB3) {
			t.Errorf("%s is not as expected", format)
		}
	}
}
