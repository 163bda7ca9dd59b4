package settings

import (
	"time"

	"fyne.io/fyne/v2"

	"badgekiln/app/kit"
)

// shownZones is how many zones stand below the search at once.
const shownZones = 8

// zonePage is the issuer's time zone.
type zonePage struct {
	room   *Room
	of     string
	saved  string
	chosen string
	typed  string
	busy   bool
	list   *fyne.Container
	now    *kit.Text
}

func (p *zonePage) took() {
	who, _ := p.room.who()
	if who.ID != p.of || p.chosen == p.saved {
		p.chosen = who.Timezone
	}
	p.of, p.saved = who.ID, who.Timezone
}

func (p *zonePage) dirty() bool { return p.chosen != p.saved }

func (p *zonePage) actions() []fyne.CanvasObject {
	if _, known := p.room.who(); !known {
		return nil
	}
	save := kit.NewButton(p.room.env.T("settings.zone.save"), "", kit.Primary, p.save)
	save.SetEnabled(p.dirty() && !p.busy)
	return []fyne.CanvasObject{save}
}

func (p *zonePage) build() []fyne.CanvasObject {
	r := p.room
	if _, known := r.who(); !known {
		return []fyne.CanvasObject{r.noIssuer()}
	}
	p.list = kit.VBox(0)
	p.now = kit.Strong("").Wrapping(kit.Wrapped)
	search := kit.NewTextField(r.env.T("settings.zone.find"), "", p.typed, func(text string) {
		p.typed = text
		p.fill()
	})
	p.fill()
	return append(r.which(), kit.CardWith(20, kit.VBox(16,
		kit.Section(r.env.T("settings.section.zone")), kit.Body(r.env.T("settings.zone.text")).In(kit.ColorText2),
		p.now, search, p.list)))
}

// fill lists what fits what is typed.
func (p *zonePage) fill() {
	r := p.room
	p.now.SetText(p.clock())
	found := matching(nearby(r.engine.Zones(), p.chosen), p.typed)
	rows := make([]fyne.CanvasObject, 0, shownZones+1)
	for i, zone := range found {
		if i == shownZones {
			rows = append(rows, kit.Inset(8, 10, 0, 10, kit.Hint(r.env.T("settings.zone.more"))))
			break
		}
		line := []fyne.CanvasObject{kit.Spread(kit.Line(placeName(zone)))}
		if zone == p.chosen {
			line = append(line, kit.Chip(r.env.T("settings.zone.chosen"), "check", kit.Accent))
		}
		item := kit.NewRow(placeName(zone), kit.AtLeast(0, 34, kit.Inset(0, 10, 0, 14, kit.HBox(8, line...))), func() { p.choose(zone) }).Bar()
		item.SetOn(zone == p.chosen)
		rows = append(rows, item)
	}
	if len(found) == 0 {
		rows = append(rows, kit.Hint(r.env.T("settings.zone.none", "text", p.typed)))
	}
	p.list.Objects = rows
	p.list.Refresh()
	if r.scroll != nil {
		r.scroll.Refresh()
	}
}

func (p *zonePage) choose(zone string) {
	p.chosen = zone
	p.fill()
	p.room.head.SetActions(p.actions()...)
	p.room.env.Changed()
}

// clock tells what time it is in the chosen zone.
func (p *zonePage) clock() string {
	loc, err := time.LoadLocation(p.chosen)
	if err != nil {
		return placeName(p.chosen)
	}
	return p.room.env.T("settings.zone.now", "zone", placeName(p.chosen), "time", p.room.env.Now().In(loc).Format("15:04"))
}

func (p *zonePage) save() {
	if p.busy || !p.dirty() {
		return
	}
	zone := p.chosen
	p.busy = true
	p.room.setIssuer(sectionZone, IssuerChange{ID: p.room.issuer, Timezone: &zone}, func(error) bool {
		p.busy = false
		return false
	}, func(i Issuer) {
		p.busy = false
		p.of, p.saved, p.chosen = i.ID, i.Timezone, i.Timezone
	})
}
