package checking

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"badgekiln/app/kit"
)

// left is the pane with the ways in and what was checked.
func (r *Room) left() fyne.CanvasObject {
	top := kit.VBox(12, r.dropZone("checking.drop.small", "checking.drop.kinds", 24, 100), r.input(true), r.webSwitch())
	count := r.env.T("checking.list.one")
	if n := len(r.q.items); n != 1 {
		count = r.env.T("checking.list.count", "count", strconv.Itoa(n))
	}
	heading := kit.Inset(14, 16, 8, 16, kit.HBox(8, kit.Spread(kit.Strong(r.env.T("checking.list"))), kit.Second(count)))
	rows := make([]fyne.CanvasObject, 0, len(r.q.items))
	for _, i := range r.q.items {
		rows = append(rows, r.line(i))
	}
	column := append([]fyne.CanvasObject{kit.Inset(16, 16, 0, 16, top), heading, kit.Rule()}, rows...)
	return container.NewBorder(nil, r.leftFoot(), nil, nil, kit.Scroll(kit.VBox(0, column...)))
}

func (r *Room) line(i *item) fyne.CanvasObject {
	l := lookOf(i)
	name := i.name(r.env.T("checking.pasted"))
	ink := l.tone.Ink()
	words := kit.VBox(0, kit.Line(name), kit.Second(r.short(l)).In(ink).Wrapping(kit.Ellipsis))
	row := kit.Inset(8, 14, 8, 16, kit.HBox(12, kit.NewGlyph(l.icon, ink, 18), kit.Spread(words)))
	it := kit.NewRow(name+", "+r.short(l), kit.VBox(0, row, kit.Rule()), func() { r.choose(i) }).Bar()
	it.SetOn(i == r.chosen)
	return it
}

// short is the answer in a few words.
func (r *Room) short(l look) string {
	switch l.word {
	case "waiting":
		return r.env.T("checking.waiting")
	case "running":
		return r.env.T("checking.busy")
	case "cancelled":
		return r.env.T("checking.cancelled")
	}
	return r.env.T("checking.short." + l.word)
}

func (r *Room) leftFoot() fyne.CanvasObject {
	if done, total := r.q.count(); r.q.isRunning() {
		return foot(kit.HBox(8, kit.Spread(kit.Second(r.env.T("checking.busy.count", "done", strconv.Itoa(done), "count", strconv.Itoa(total))).Wrapping(kit.Ellipsis)),
			kit.NewButton(r.env.T("checking.cancel"), "stop", kit.Plain, r.q.stop).Small()))
	}
	return foot(kit.Chips(8, kit.NewButton(r.env.T("checking.report"), "download", kit.Plain, r.report).Small(),
		kit.NewButton(r.env.T("checking.clear"), "", kit.Quiet, r.clear).Small()))
}

func foot(o fyne.CanvasObject) fyne.CanvasObject {
	return kit.VBox(0, kit.Rule(), kit.Inset(10, 14, 10, 14, o))
}
