package studio

import (
	"testing"

	"badgekiln/app/kit/kittest"
	"badgekiln/designer"
	"badgekiln/designer/edit"
	"badgekiln/designer/geom"
	"badgekiln/designer/preflight"
)

// TestNewTextCanBeRead where it is put: over ink it is not written in ink.
func TestNewTextCanBeRead(t *testing.T) {
	b, r, _ := open(t, kittest.English)
	s := r.studio
	ink := designer.Color{R: 20, G: 16, B: 12, A: 255}
	s.try(s.session.Apply("step.palette", edit.All(edit.SetSlot("ink", ink), edit.SetSlot("paper", designer.Color{R: 255, G: 250, B: 240, A: 255}))))
	for _, one := range []struct{ ground, want string }{{"ink", "paper"}, {"paper", "ink"}} {
		id, err := s.session.Add("step.add", &designer.Layer{Fill: designer.Fill(one.ground), Shape: &designer.Shape{Kind: "rect", W: 600, H: 600}}, geom.Point{})
		if err != nil {
			t.Fatal(err)
		}
		b.Settle()
		s.session.Select(id)
		text, err := s.session.AddText("Legible", 48, geom.Pt(300, 300))
		if err != nil {
			t.Fatal(err)
		}
		fill := find(s, text).Fill
		if c := preflight.Contrast(s.session.Settled().Resolve(fill.Tone), s.session.Settled().Resolve(designer.SlotTone(one.ground))); fill.Tone.Slot != one.want {
			t.Errorf("on %s it is written in %q, with a contrast of %.1f", one.ground, fill.Tone.Slot, c)
		}
		s.session.CommitText()
	}
}
