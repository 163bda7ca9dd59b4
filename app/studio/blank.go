package studio

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"badgekiln/app/kit"
	"badgekiln/designer"
)

// blank is a design with nothing in it but colours to begin with.
func blank(name string) designer.Document {
	c := func(r, g, b uint8) designer.Color { return designer.Color{R: r, G: g, B: b, A: 255} }
	return designer.Document{
		Name: name, Width: designer.Side, Height: designer.Side,
		Slots: []designer.Slot{
			{Name: "base", Color: c(0xbf, 0x4e, 0x22)},
			{Name: "base-deep", Color: c(0x85, 0x29, 0x0e)},
			{Name: "accent", Color: c(0x1e, 0x5c, 0x6b)},
			{Name: "paper", Color: c(0xff, 0xf4, 0xe2)},
			{Name: "pop", Color: c(0xf5, 0xb8, 0x41)},
			{Name: "ink", Color: c(0x3a, 0x14, 0x06)},
		},
	}
}

// newBlankCard stands on an empty canvas and says how to begin.
func newBlankCard(s *studio) fyne.CanvasObject {
	t := s.env.T
	return kit.Exactly(320, 0, kit.Card(kit.VBox(10,
		kit.Section(t("studio.blank.title")).Aligned(fyne.TextAlignCenter),
		kit.Body(t("studio.blank.hint")).In(kit.ColorText2).Aligned(fyne.TextAlignCenter),
		container.NewCenter(kit.VBox(8,
			kit.NewButton(t("studio.blank.shape"), "shape", kit.Plain, func() { s.addShape("scallop") }),
			kit.NewButton(t("studio.blank.text"), "text", kit.Plain, func() {
				_, err := s.session.AddText(t("studio.new.text"), 48, s.middle())
				s.try(err)
				s.focus()
			}),
			kit.NewButton(t("studio.blank.emblem"), "emblem", kit.Plain, s.chooseEmblem))))))
}
