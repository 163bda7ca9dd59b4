package studio

import (
	"slices"
	"testing"

	"badgekiln/app/kit"
	"badgekiln/app/kit/kittest"
	"badgekiln/designer/preflight"
)

func TestPreflightFollowsAndSelects(t *testing.T) {
	b, r, _ := openJudged(t, kittest.English)
	s := r.studio
	if !kittest.Says(s.strip.page, "Name has a contrast of") {
		t.Fatalf("preflight says %q", kittest.Visible(s.strip.page))
	}
	i := slices.IndexFunc(s.strip.findgs, func(f preflight.Finding) bool { return f.Layer == "name" })
	if i < 0 {
		t.Fatal("no finding names its layer")
	}
	label := b.Env.Fill("preflight."+s.strip.findgs[i].Code, s.strip.findgs[i].Values)
	b.Press(t, label)
	if got := s.session.Selection(); !slices.Equal(got, []string{"name"}) {
		t.Fatalf("a finding selected %q", got)
	}
	for _, sm := range s.strip.tiles {
		if sm.pic.Image == nil || sm.pic.Image.Bounds().Dx() != sm.px {
			t.Fatalf("the tile of %d px shows no picture of its size", sm.px)
		}
	}
	s.strip.toggle()
	if s.strip.body.Visible() {
		t.Fatal("F8 folds nothing")
	}
}

// The rules of the platform that is chosen are looked at too, and it stays
// chosen.
func TestPreflightForAPlatform(t *testing.T) {
	b, r, _ := openJudged(t, kittest.English)
	s := r.studio
	choice, ok := kittest.Find(s.strip.page, b.Env.T("studio.preflight.host")).(*kit.Select)
	if !ok {
		t.Fatal("no platform can be chosen")
	}
	choice.Choose("holopin")
	b.Settle()
	if !kittest.Says(s.strip.page, "Holopin wants a white outline") {
		t.Fatalf("preflight says %q", kittest.Visible(s.strip.page))
	}
	if got := newStrip(s).host().Title; got != "Holopin" {
		t.Errorf("the choice became %q", got)
	}
	choice.Choose("")
	b.Settle()
	if kittest.Says(s.strip.page, "Holopin wants") {
		t.Error("what is not chosen is looked at")
	}
}
