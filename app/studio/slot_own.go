package studio

import (
	"strings"

	"fyne.io/fyne/v2"

	"badgekiln/app/kit"
	"badgekiln/designer/edit"
)

// A colour that one added can be named and taken away again. Those of the art keep
// their names, by which palettes find them.

// own tells whether a colour is none of the art's.
func (s *studio) own(slot string) bool { return !s.env.Has("slot." + slot) }

// ownSlots offers what can be done with each colour that one added.
func (s *studio) ownSlots() []kit.MenuItem {
	var rename, remove []kit.MenuItem
	for _, slot := range s.session.Document().Slots {
		if !s.own(slot.Name) {
			continue
		}
		name := s.slotName(slot.Name)
		rename = append(rename, kit.MenuItem{Text: name, Act: func() { s.renameSlot(slot.Name) }})
		remove = append(remove, kit.MenuItem{Text: name, Act: func() { s.removeSlot(slot.Name) }})
	}
	if len(rename) == 0 {
		return nil
	}
	t := s.env.T
	return []kit.MenuItem{{}, {Text: t("studio.slots.rename"), Sub: rename}, {Text: t("studio.slots.remove"), Sub: remove}}
}

// menu opens beside a colour that one added.
func (p *slotPanel) menu(name string, by fyne.CanvasObject) func(fyne.Position) {
	if !p.s.own(name) {
		return nil
	}
	t := p.s.env.T
	return func(at fyne.Position) {
		kit.PopMenu(by, at,
			kit.MenuItem{Text: t("studio.slots.rename"), Act: func() { p.s.renameSlot(name) }},
			kit.MenuItem{Text: t("studio.slots.remove"), Act: func() { p.s.removeSlot(name) }})
	}
}

func (s *studio) removeSlot(name string) {
	s.session.CommitText()
	s.try(s.session.Apply("step.slot-remove", edit.RemoveSlot(name)))
}

// renameSlot asks for another name. A name that is taken, and none, is told at the field.
func (s *studio) renameSlot(name string) {
	s.session.CommitText()
	t := s.env.T
	field := kit.NewTextField(t("studio.slots.name"), "", s.slotName(name), nil)
	var d *kit.Dialog
	take := func() {
		now := strings.TrimSpace(field.Text())
		if now == s.slotName(name) {
			d.Close()
			return
		}
		if err := s.session.Apply("step.slot-name", edit.RenameSlot(name, now)); err != nil {
			field.SetError(s.env.Say(err).Text)
			return
		}
		d.Close()
	}
	field.Entry.OnSubmitted = func(string) { take() }
	d = s.env.NewDialog(t("studio.slots.rename"), field,
		kit.NewButton(t("app.cancel"), "", kit.Plain, func() { d.Close() }),
		kit.NewButton(t("studio.slots.rename.do"), "", kit.Primary, take))
	d.Focus(field.Entry).Show()
}
