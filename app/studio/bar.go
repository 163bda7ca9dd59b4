package studio

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"badgekiln/app/kit"
	"badgekiln/designer"
)

// bar is the bar over the canvas, and the column of tools beside it.
type bar struct {
	s     *studio
	title *kit.Text
	state *kit.Text
	back  *kit.Button
	zoom  *kit.Button
	tool  map[tool]*kit.Button
	page  fyne.CanvasObject
	tools fyne.CanvasObject
	wide  []fyne.CanvasObject // left out where there is no room
	align fyne.CanvasObject
	grid  *gridLines
}

func newBar(s *studio) *bar {
	b := &bar{s: s, tool: map[tool]*kit.Button{}, title: kit.Line("").With(kit.SizeSection).Strong(), state: kit.Second(""), grid: newGridLines()}
	t := s.env.T
	b.back = kit.NewIconButton("chevron-left", t("studio.action.list"), s.r.showList).Small()
	b.zoom = kit.NewMenuButton("100 %", "", kit.Quiet, b.zooms).Small()
	var aligns []fyne.CanvasObject
	for _, n := range []string{"align-left", "align-centre", "align-right", "align-top", "align-middle", "align-bottom", "distribute-across", "distribute-down"} {
		aligns = append(aligns, s.actionButton("design."+n))
	}
	aligns = append(aligns, kit.NewMenuButton(t("studio.align.to"), "", kit.Quiet, b.alignTos).Small())
	b.wide = []fyne.CanvasObject{kit.HBox(0, aligns...)}
	b.align = kit.NewMenuButton(t("studio.menu.align"), "align-left", kit.Quiet, b.alignMenu).Small()
	snap := kit.NewMenuButton(t("studio.snap"), "magnet", kit.Quiet, b.snaps).Small()
	out := kit.NewIconButton("minus", s.tip("studio.action.zoom-out", "ctrl+-"), func() { s.zoom(zoomStep(s.zoomNow(), false)) }).Small()
	in := kit.NewIconButton("plus", s.tip("studio.action.zoom-in", "ctrl++"), func() { s.zoom(zoomStep(s.zoomNow(), true)) }).Small()
	line := func() fyne.CanvasObject { return kit.Exactly(9, 20, kit.UprightRule()) }
	b.page = container.New(&barLayout{b}, kit.Inset(8, 12, 8, 8, kit.HBox(4,
		b.back, kit.Spread(kit.HBox(8, kit.Spread(b.title))), line(),
		s.actionButton("design.undo"), s.actionButton("design.redo"), line(),
		b.wide[0], b.align, line(), snap, line(), kit.HBox(0, out, b.zoom, in), kit.Gap(4, 0),
		kit.NewButton(t("studio.export"), "", kit.Plain, s.exportDialog).Small(),
		kit.NewButton(t("studio.use"), "", kit.Primary, s.use).Small())))
	b.tools = b.column()
	return b
}

// barLayout leaves the aligning buttons out of a bar that is too narrow.
type barLayout struct{ b *bar }

func (l *barLayout) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(kit.Px(560), kit.Px(44))
}

func (l *barLayout) Layout(objects []fyne.CanvasObject, s fyne.Size) {
	narrow := s.Width < kit.Px(1040)
	for _, o := range l.b.wide {
		show(o, !narrow)
	}
	show(l.b.align, narrow)
	objects[0].Resize(s)
}

func (b *bar) column() fyne.CanvasObject {
	var column []fyne.CanvasObject
	for i, row := range toolRows() {
		w := kit.NewIconButton(row.icon, b.s.tip("studio.action.tool."+string(row.tool), row.key), func() { b.take(row.tool) })
		b.tool[row.tool] = w
		column = append(column, kit.Exactly(34, 34, w))
		if i == 1 {
			column = append(column, kit.Inset(4, 6, 4, 6, kit.Rule()))
		}
	}
	column = append(column, kit.Exactly(34, 34, kit.NewIconButton("picture", b.s.tip("studio.action.picture", "i"), b.s.choosePicture)),
		kit.Inset(4, 6, 4, 6, kit.Rule()),
		kit.Exactly(34, 34, kit.NewIconButton("palette", b.s.tip("studio.action.colors", "c"), func() { b.s.slots.focus() })))
	return kit.Exactly(46, 0, kit.Scroll(kit.Inset(8, 6, 8, 6, kit.VBox(2, column...))))
}

// take takes a tool; the one for shapes asks which.
func (b *bar) take(t tool) {
	if t != toolShape || b.s.session == nil {
		b.s.takeTool(t)
		return
	}
	var items []kit.MenuItem
	for _, k := range designer.ShapeKinds() {
		items = append(items, kit.MenuItem{Text: b.s.env.T("shape." + k.Name), Act: func() { b.s.addShape(k.Name) }})
	}
	kit.PopMenu(b.tool[t], fyne.NewPos(b.tool[t].Size().Width+2, 0), items...)
}

func (b *bar) alignMenu() []kit.MenuItem {
	var list []kit.Action
	for _, n := range []string{"align-left", "align-centre", "align-right", "align-top", "align-middle", "align-bottom", "distribute-across", "distribute-down"} {
		list = append(list, b.s.action("design."+n))
	}
	return append(append(b.s.env.MenuOf(list...), kit.MenuItem{}), b.alignTos()...)
}

// alignTos offers what to align to.
func (b *bar) alignTos() []kit.MenuItem {
	var list []kit.Action
	for _, to := range alignToNames() {
		list = append(list, b.s.action("design.align-to."+string(to)))
	}
	return b.s.env.MenuOf(list...)
}

func (b *bar) snaps() []kit.MenuItem {
	var list []kit.Action
	for _, n := range snapNames() {
		list = append(list, b.s.action("design.snap."+n))
	}
	return b.s.env.MenuOf(list...)
}

func (b *bar) zooms() []kit.MenuItem {
	items := b.s.env.MenuOf(b.s.action("design.zoom-fit"), b.s.action("design.zoom-selection"))
	items = append(items, kit.MenuItem{})
	for _, z := range []float64{0.25, 0.5, 1, 2, 4, 8} {
		items = append(items, kit.MenuItem{Text: percent(z), Act: func() { b.s.zoom(z) }})
	}
	return items
}

func percent(z float64) string { return strconv.Itoa(int(z*100+0.5)) + " %" }

func (b *bar) zoomed(z float64) {
	b.zoom.SetText(percent(z))
	b.grid.follow(b.s)
}

// sync brings title, tools and buttons up to date.
func (b *bar) sync() {
	if b.s.session == nil {
		return
	}
	b.title.SetText(b.s.session.Document().Name)
	for t, w := range b.tool {
		w.SetOn(t == b.s.with)
	}
	b.s.r.syncButtons()
}
