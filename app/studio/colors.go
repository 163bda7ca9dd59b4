package studio

import (
	"image/color"

	"badgekiln/app/kit"
	"badgekiln/designer"
)

// pickColor asks for a colour. try is told while one chooses; take or drop is
// called once, at the end.
func (s *studio) pickColor(title string, from designer.Color, try func(designer.Color), take, drop func()) {
	var slots []kit.ColorSlot
	for _, slot := range s.session.Document().Slots {
		slots = append(slots, kit.ColorSlot{Name: slot.Name, Label: s.slotName(slot.Name), Color: slot.Color.NRGBA()})
	}
	s.env.PickColor(title, from.NRGBA(), "", slots,
		func(c color.NRGBA, _ string, shown func()) {
			try(designer.Color(c))
			s.withPicture(shown)
		},
		func(c color.NRGBA, _ string, ok bool) {
			if !ok {
				drop()
				return
			}
			try(designer.Color(c))
			take()
		})
}
