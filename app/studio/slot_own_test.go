package studio

import (
	"slices"
	"testing"

	"badgekiln/app/kit"
	"badgekiln/app/kit/kittest"
	"badgekiln/designer"
	"badgekiln/designer/edit"
)

// A colour that one added can be named and taken away: what is painted by it follows
// the name and keeps the colour. Those of the art are not offered.
func TestAColourOfOnesOwn(t *testing.T) {
	b, r, _ := open(t, kittest.English)
	s := r.studio
	if items := s.ownSlots(); items != nil {
		t.Fatalf("offered without one: %v", items)
	}
	green := designer.Color{R: 0x1f, G: 0x7a, B: 0x4d, A: 255}
	s.try(s.session.Apply("step.slot", edit.SetSlot("own-9", green)))
	s.session.Select("disc")
	s.try(s.session.Apply("step.fill", edit.SetFill([]string{"disc"}, designer.Fill("own-9"))))
	b.Settle()
	items := s.ownSlots()
	if len(items) != 3 || len(items[1].Sub) != 1 || items[1].Sub[0].Text != "Colour 9" || s.slots.menu("base", s.slots.made[0]) != nil {
		t.Fatalf("offered: %v", items)
	}
	items[1].Sub[0].Act()
	b.Type(t, "Name of the colour", "base")
	b.Press(t, "Rename colour")
	if b.Top() == nil || s.session.Document().Slots[0].Name != "base" {
		t.Error("a name that is taken is taken once more")
	}
	b.Type(t, "Name of the colour", " Club green ")
	b.Press(t, "Rename colour")
	at := func() designer.Tone { return edit.Find(s.session.Document(), "disc").Fill.Tone }
	if c, ok := s.session.Document().Color("Club green"); !ok || c != green || at().Slot != "Club green" {
		t.Errorf("renamed: %v, painted by %v", s.session.Document().Slots, at())
	}
	s.ownSlots()[2].Sub[0].Act()
	if slices.ContainsFunc(s.session.Document().Slots, func(x designer.Slot) bool { return x.Name == "Club green" }) || at().Slot != "" || at().Color != green {
		t.Errorf("removed: %v, painted by %v", s.session.Document().Slots, at())
	}
	s.session.Undo()
	if at().Slot != "Club green" {
		t.Error("not undone")
	}
	kit.EscapeTop(b.Window.Canvas())
}
