package checking

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"badgekiln/app/kit"
)

// pane is the left side: the ways in, and what was checked. It stays while
// answers come, so that nothing jumps.
type pane struct {
	room    *Room
	lines   map[*item]*line
	column  *fyne.Container
	count   *kit.Text
	heading *fyne.Container
	foot    *fyne.Container
	first   int // objects above the lines
	whole   *fyne.Container
}

// line is one input in the list.
type line struct {
	row   *kit.Item
	glyph *kit.Glyph
	short *kit.Text
	look  look
}

func (r *Room) newPane() *pane {
	p := &pane{room: r, lines: map[*item]*line{}, count: kit.Second(""), foot: container.NewStack()}
	top := kit.VBox(12, r.dropZone("checking.drop.small", "checking.drop.kinds", 24, 100), r.input(true), r.webSwitch())
	p.heading = kit.HBox(8, kit.Spread(kit.Strong(r.env.T("checking.list"))), p.count)
	p.column = kit.VBox(0, kit.Inset(16, 16, 0, 16, top), kit.Inset(14, 16, 8, 16, p.heading), kit.Rule())
	p.first = len(p.column.Objects)
	p.whole = container.NewBorder(nil, kit.VBox(0, kit.Rule(), kit.Inset(10, 14, 10, 14, p.foot)), nil, nil, kit.Scroll(p.column))
	return p
}

// update shows what changed since.
func (p *pane) update() {
	r := p.room
	rows := slices.Clone(p.column.Objects[:p.first])
	kept := map[*item]*line{}
	for _, i := range r.q.items {
		l := p.lines[i]
		if l == nil {
			l = r.newLine(i)
		}
		r.update(l, i)
		kept[i] = l
		rows = append(rows, l.row)
	}
	p.lines = kept
	if !slices.Equal(rows, p.column.Objects) {
		p.column.Objects = rows
		p.column.Refresh()
	}
	count := r.env.T("checking.list.one")
	if n := len(r.q.items); n != 1 {
		count = r.env.T("checking.list.count", "count", r.env.Count(n))
	}
	if p.count.Text() != count {
		p.count.SetText(count)
		p.heading.Refresh()
	}
	p.foot.Objects = []fyne.CanvasObject{r.leftFoot()}
	p.foot.Refresh()
}

func (r *Room) newLine(i *item) *line {
	l := &line{glyph: kit.NewGlyph("clock", kit.ColorText2, 18), short: kit.Second("").Wrapping(kit.Ellipsis)}
	name := i.name(r.env.T("checking.pasted"))
	row := kit.Inset(8, 14, 8, 16, kit.HBox(12, l.glyph, kit.Spread(kit.VBox(0, kit.Line(name), l.short))))
	l.row = kit.NewRow(name, kit.VBox(0, row, kit.Rule()), func() { r.choose(i) }).Bar()
	return l
}

func (r *Room) update(l *line, i *item) {
	l.row.SetOn(i == r.chosen)
	now, text := lookOf(i), r.short(lookOf(i))
	if i.stage == answered && i.result.Version != "" { // tells files of one badge apart
		text += " · " + i.result.Version
	}
	if now == l.look && text == l.short.Text() {
		return
	}
	l.look = now
	l.glyph.Set(now.icon, now.tone.Ink())
	l.short.SetText(text)
	l.short.SetInk(now.tone.Ink())
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
		return kit.HBox(8, kit.Spread(kit.Second(r.env.T("checking.busy.count", "done", r.env.Count(done), "count", r.env.Count(total))).Wrapping(kit.Ellipsis)),
			kit.NewButton(r.env.T("checking.cancel"), "stop", kit.Plain, r.q.stop).Small())
	}
	return kit.Chips(8, kit.NewMenuButton(r.env.T("checking.report"), "download", kit.Plain, r.reportMenu).Small(),
		kit.NewButton(r.env.T("checking.clear"), "", kit.Quiet, r.clear).Small())
}
