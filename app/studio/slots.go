package studio

import (
	"image/color"
	"slices"
	"strconv"

	"fyne.io/fyne/v2"

	"badgekiln/app/kit"
	"badgekiln/designer"
	"badgekiln/designer/edit"
)

// slotPanel shows the named colours of a design. A press on one changes it,
// and with it everything that is painted by it.
type slotPanel struct {
	s     *studio
	row   *fyne.Container
	page  fyne.CanvasObject
	slots []designer.Slot
	made  []*kit.Swatch
}

func newSlotPanel(s *studio) *slotPanel {
	p := &slotPanel{s: s, row: kit.Chips(5)}
	head := kit.HBox(8, kit.Spread(kit.Strong(s.env.T("studio.slots"))), kit.NewMenuButton(s.env.T("studio.palette"), "", kit.Quiet, s.palettes).Small())
	p.page = kit.Inset(6, 6, 12, 14, kit.VBox(6, head, p.row, kit.Hint(s.env.T("studio.slots.hint"))))
	return p
}

// set shows the colours of a document.
func (p *slotPanel) set(doc designer.Document) {
	if slices.Equal(doc.Slots, p.slots) && p.made != nil {
		return
	}
	same := len(doc.Slots) == len(p.slots) && p.made != nil
	for i, slot := range doc.Slots {
		same = same && slot.Name == p.slots[i].Name
	}
	p.slots = slices.Clone(doc.Slots)
	if same {
		for i, slot := range p.slots {
			p.made[i].SetColor(slot.Color.NRGBA())
		}
		return
	}
	p.row.Objects, p.made = nil, []*kit.Swatch{}
	for _, slot := range p.slots {
		w := kit.NewSwatch(p.s.slotName(slot.Name), slot.Color.NRGBA(), func() { p.change(slot.Name) })
		w.OnMenu(p.menu(slot.Name, w))
		p.made = append(p.made, w)
		p.row.Objects = append(p.row.Objects, w)
	}
	add := kit.NewIconButton("plus", p.s.env.T("studio.slots.add"), p.add).Small()
	p.row.Objects = append(p.row.Objects, add)
	p.row.Refresh()
	if p.s.page != nil {
		p.s.page.Refresh()
	}
}

// change opens the colour dialog on a slot. The canvas follows while one
// chooses; leaving without taking brings everything back.
func (p *slotPanel) change(name string) {
	now, ok := p.s.session.Document().Color(name)
	if !ok {
		return
	}
	p.s.session.CommitText()
	g := p.s.session.Begin("step.slot")
	p.s.pickColor(p.s.env.T("studio.color.slot", "slot", p.s.slotName(name)), now,
		func(c designer.Color) { p.s.try(g.Preview(edit.SetSlot(name, c))) }, g.Commit, g.Cancel)
}

// add makes another colour, one that is not there yet.
func (p *slotPanel) add() {
	n := len(p.slots) + 1
	name := ""
	for name == "" || slices.ContainsFunc(p.slots, func(s designer.Slot) bool { return s.Name == name }) {
		name = "own-" + strconv.Itoa(n)
		n++
	}
	g := p.s.session.Begin("step.slot")
	from := designer.Color{R: 0x27, G: 0x60, B: 0x8f, A: 255}
	p.s.try(g.Preview(edit.SetSlot(name, from)))
	p.s.pickColor(p.s.env.T("studio.slots.add"), from,
		func(c designer.Color) { p.s.try(g.Preview(edit.SetSlot(name, c))) }, g.Commit, g.Cancel)
}

// palettes offers to recolour the whole design, its metals too, as one step.
func (s *studio) palettes() []kit.MenuItem {
	if s.r.catalogue == nil || s.session == nil {
		return nil
	}
	t := s.env.T
	recolour := func(colors map[string]designer.Color) func() {
		return func() { s.try(s.session.Apply("step.palette", edit.SetSlots(colors))) }
	}
	items := s.palettesOfBrand()
	of, _ := s.r.catalogue.Template(s.session.Settled().Template)
	for _, p := range s.r.catalogue.Palettes() {
		if of.Avoids(p.Name) {
			continue // it would make a protected sign of it
		}
		items = append(items, kit.MenuItem{Text: t("palette." + p.Name), Bands: bands(p.Colors), Act: recolour(p.Colors)})
	}
	metals := []kit.MenuItem{}
	for _, l := range s.r.catalogue.Levels() {
		metals = append(metals, kit.MenuItem{Text: t("level." + l.Name), Bands: bands(l.Colors), Act: recolour(l.Colors)})
	}
	items = append(items, kit.MenuItem{}, kit.MenuItem{Text: t("studio.palette.metal"), Sub: metals})
	return append(items, s.ownSlots()...)
}

// bands are the leading colours of a palette, or those of a level.
func bands(colors map[string]designer.Color) (out []color.NRGBA) {
	for _, slot := range []string{"base", "accent", "pop", "metal-light", "metal", "metal-dark"} {
		if c, ok := colors[slot]; ok && len(out) < 3 {
			out = append(out, c.NRGBA())
		}
	}
	return out
}

// focus goes to the first colour.
func (p *slotPanel) focus() {
	if len(p.made) > 0 {
		p.s.canvas().Focus(p.made[0])
	}
}

// slotName is a colour's name for people; those one made oneself are numbered.
func (s *studio) slotName(name string) string {
	if s.env.Has("slot." + name) {
		return s.env.T("slot." + name)
	}
	if len(name) > 4 && name[:4] == "own-" {
		return s.env.T("slot.own", "number", name[4:])
	}
	return name
}
