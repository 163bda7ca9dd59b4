package publish

import (
	"context"

	"fyne.io/fyne/v2"

	"badgekiln/app/kit"
)

func (r *Room) put(body fyne.CanvasObject) {
	r.root.Objects = []fyne.CanvasObject{kit.Page(r.head(), body, nil)}
	r.root.Refresh()
}

func (r *Room) head() fyne.CanvasObject {
	t := r.env.T
	if !r.known || r.state.Base == "" || r.form != nil || r.move != nil {
		return kit.NewHead(t("publish.title"), t("publish.state"))
	}
	show := kit.NewButton(t("publish.preview"), "eye", kit.Quiet, r.preview)
	save := kit.NewButton(t("publish.export"), "folder", kit.Plain, r.export)
	show.SetEnabled(r.stop == nil)
	save.SetEnabled(r.stop == nil)
	word := t("publish.send.none")
	if !r.ready {
		word = t("publish.action.send")
	}
	if n := r.files.New + r.files.Changed; n > 0 && r.ready && r.files.About {
		word = r.count("publish.send.about", n)
	} else if n > 0 && r.ready {
		word = r.count("publish.send", n)
	}
	send := kit.NewButton(word, "upload", kit.Primary, func() { r.send(false) })
	send.SetEnabled(r.canSend())
	if len(r.state.Places) == 0 || r.adding {
		return kit.NewHead(t("publish.title"), t("publish.state"), show, save)
	}
	return kit.NewHead(t("publish.title"), t("publish.state"), show, save, send)
}

// show builds the page.
func (r *Room) show() {
	if !r.known {
		return
	}
	t := r.env.T
	switch {
	case r.state.Base == "":
		r.put(kit.Empty("globe", t("publish.no-web"), t("publish.no-web.text"),
			kit.NewButton(t("publish.no-web.do"), "globe", kit.Primary, func() { r.env.Go(kit.Route{Room: kit.RoomSettings, What: "web"}) })))
	case r.move != nil:
		r.put(r.move.build())
	case r.form != nil:
		r.put(r.form.build())
	case len(r.state.Places) == 0, r.adding:
		r.put(r.choice())
	default:
		// The bar of what scrolls stands in the margin.
		r.put(kit.Inset(16, 12, 16, 24, kit.Beside(20, 352, 860, r.left(), kit.Scroll(r.right()))))
	}
	r.env.Changed()
}

// choice offers the kinds of places.
func (r *Room) choice() fyne.CanvasObject {
	t := r.env.T
	column := r.warnings()
	if r.bar != nil || r.note != nil || r.stop != nil {
		column = append(column, r.progress())
	}
	column = append(column, kit.Section(t("publish.where.none")), kit.Body(t("publish.where.none.text")).In(kit.ColorText2))
	tiles := make([]fyne.CanvasObject, 0, len(kinds()))
	for _, kind := range kinds() {
		name := t("publish.kind." + kind)
		tiles = append(tiles, kit.NewTile(name, kit.Pad(14, kit.VBox(8,
			kit.HBox(0, kit.NewGlyph(iconOf(kind), kit.ColorAccent, 24)), kit.Strong(name), kit.Hint(t("publish.kind."+kind+".text")))), func() { r.begin(kind) }))
	}
	column = append(column, kit.Tiles(12, 190, 142, tiles...))
	if len(r.state.Places) > 0 {
		column = append(column, kit.HBox(8, kit.NewButton(t("app.cancel"), "", kit.Plain, func() { r.Escape() })))
	}
	return kit.PageBody(column...)
}

// warnings are why nothing can be published, if so, or what would be missing.
func (r *Room) warnings() []fyne.CanvasObject {
	switch {
	case r.state.Sample:
		return []fyne.CanvasObject{kit.Banner(kit.Warn, r.env.T("error.sample-publish"), r.env.T("publish.sample"))}
	case r.state.Doubt != "":
		change := kit.NewButton(r.env.T("publish.no-web.do"), "", kit.Plain, func() { r.env.Go(kit.Route{Room: kit.RoomSettings, What: "web"}) })
		return []fyne.CanvasObject{kit.Banner(kit.Warn, r.env.T("error."+r.state.Doubt, "url", r.state.Base), r.env.T("publish.doubt"), change)}
	case r.state.Unhosted > 0 && r.stop == nil:
		host := kit.NewButton(r.env.T("publish.unhosted.do"), "globe", kit.Plain, r.host)
		return []fyne.CanvasObject{kit.Banner(kit.Info, r.count("publish.unhosted", r.state.Unhosted), r.env.T("publish.unhosted.text"), host)}
	}
	return nil
}

// progress is what runs, or what became of it.
func (r *Room) progress() fyne.CanvasObject {
	if r.stop != nil {
		r.bar = r.env.NewBusyBar(r.name, r.stop)
		return kit.CardWith(14, r.bar.Container)
	}
	return r.note
}

func (r *Room) left() fyne.CanvasObject {
	column := r.warnings()
	column = append(column, r.where())
	if r.stop != nil || r.note != nil {
		column = append(column, r.progress())
	}
	switch {
	case r.failed != nil:
		again := kit.NewButton(r.env.T("app.trouble.again"), "refresh", kit.Plain, r.Shown)
		return kit.VBox(14, append(column, r.env.ErrorBanner(r.failed, append(r.mends(r.failed), again)...))...)
	case !r.ready:
		return kit.VBox(14, append(column, kit.Body(r.env.T("publish.comparing")).In(kit.ColorText2))...)
	}
	column = append(column, r.sums())
	r.rows = rows(r.files, r.open)
	r.table = kit.NewTable("publish.files", []kit.TableColumn{
		{Title: r.env.T("publish.column.file")}, {Title: r.env.T("publish.column.size"), Width: 110}, {Title: r.env.T("publish.column.host"), Width: 150},
	}, r.cell)
	r.table.OnSelect = r.press
	r.table.SetCount(len(r.rows))
	return kit.VBox(14, append(column, kit.Spread(kit.CardWith(1, r.table)))...)
}

// leastSelect is how narrow the choice of a place may become, whatever its name.
const leastSelect = 120

// where says where it goes and what the world will see.
func (r *Room) where() fyne.CanvasObject {
	t := r.env.T
	var values, texts []string
	for _, p := range r.state.Places {
		values, texts = append(values, p.Name), append(texts, t("publish.place", "kind", t("publish.kind."+p.Kind), "name", p.Name))
	}
	const another = "\x00add"
	values, texts = append(values, another), append(texts, t("publish.where.add"))
	var choose *kit.Select
	choose = kit.NewSelect(t("publish.where"), values, texts, r.at, func(value string) {
		if value == another {
			choose.Put(r.at)
			r.adding = true
			r.show()
			return
		}
		r.at, r.ready, r.note = value, false, nil
		r.Shown()
	})
	p, _ := r.place()
	forget := kit.NewIconButton("trash", t("publish.where.forget"), r.forget)
	doors := []fyne.CanvasObject{kit.Spread(kit.Exactly(leastSelect, 0, choose))}
	if p.Closed {
		enter := kit.NewIconButton("key", t("publish.entrance"), r.enter)
		enter.SetEnabled(r.stop == nil)
		doors = append(doors, enter)
	}
	move := kit.NewButton(t("publish.move.short"), "", kit.Plain, r.beginMove)
	move.SetEnabled(r.canMove())
	place := kit.NewField(t("publish.where"), "", kit.HBox(4, append(doors, forget)...))
	public := kit.NewField(t("publish.public"), "", kit.HBox(8, kit.Spread(kit.LockedLine(p.Base)), move))
	column := []fyne.CanvasObject{kit.Columns(16, []float32{4, 5}, place, public)}
	if p.Base != r.state.Base {
		column = append(column, kit.Hint(t("publish.earlier", "url", r.state.Base)))
	}
	if p.Withheld > 0 {
		column = append(column, kit.Banner(kit.Warn, r.count("publish.withheld", p.Withheld), t("publish.withheld.text")))
	}
	if !p.Published.IsZero() {
		log := kit.NewButton(t("publish.log"), "", kit.Quiet, func() { r.log(p) }).Small()
		column = append(column, kit.HBox(4, kit.Spread(kit.Upright(kit.Hint(r.count("publish.last", p.Sent, "at", kit.Moment(p.Published))))), log))
	}
	return kit.CardWith(16, kit.VBox(6, column...))
}

func (r *Room) forget() {
	at := r.at
	t := r.env.T
	p, ok := r.place()
	if !ok || r.stop != nil {
		return
	}
	var d *kit.Dialog
	do := kit.NewButton(t("publish.where.forget"), "", kit.Danger, func() {
		d.Close()
		kit.Do(r.env.Tasks, func(ctx context.Context) error { return r.engine.Remove(ctx, at) }, func(err error) {
			if err != nil {
				r.env.Fail(err)
			}
			r.at = ""
			r.Shown()
		})
	})
	keep := kit.NewButton(t("app.cancel"), "", kit.Plain, func() { d.Close() })
	d = r.env.NewDialog(t("publish.where.forget"), kit.Body(t("publish.where.forget.text", "url", p.URL)), keep, do).Sized(440, 0)
	d.Show()
}

// sums are the chips over the table.
func (r *Room) sums() fyne.CanvasObject {
	f := r.files
	row := []fyne.CanvasObject{}
	if f.New > 0 {
		row = append(row, kit.Chip(r.count("publish.new", f.New), "plus", kit.OK))
	}
	if f.Changed > 0 {
		row = append(row, kit.Chip(r.count("publish.changed", f.Changed), "refresh", kit.Warn))
	}
	row = append(row, kit.Chip(r.count("publish.same", f.Same), "", kit.Neutral))
	hint := r.env.T("publish.nothing")
	if f.New+f.Changed > 0 {
		hint = r.env.T("publish.tosend", "size", r.size(f.Send))
		if f.About {
			hint = r.env.T("publish.tosend.about", "size", r.size(f.Send))
		}
	}
	return kit.HBox(8, append(row, kit.Spread(kit.Upright(kit.Hint(hint).Wrapping(kit.Ellipsis).Aligned(fyne.TextAlignTrailing))))...)
}
