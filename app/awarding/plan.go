package awarding

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"badgekiln/app/kit"
)

// planPage is what the plan's page keeps while one looks at it.
type planPage struct {
	filter string // a state, or "" for all
	search string
	rows   []Planned // as filtered
	places []int     // where each stands in the plan
	look   *lookPane
	table  *kit.Table
	find   *kit.Entry
	tiles  map[string]*kit.Item
	count  *kit.Text
	aside  *container.Scroll // what is chosen beside the table
}

// planStep shows what would happen.
func (r *Room) planStep() fyne.CanvasObject {
	p := r.plan
	page := &planPage{tiles: map[string]*kit.Item{}, count: kit.Second("")}
	if r.planned != nil { // looked at before: as it was left
		page.filter, page.search, page.aside = r.planned.filter, r.planned.search, r.planned.aside
	}
	if p.Counts[page.filter] == 0 {
		page.filter = ""
	}
	if before := r.planned; before != nil && before.look != nil && before.look.plan == p {
		page.look = before.look
	} else {
		page.look = newLookPane(r, p)
		page.look.begin()
	}
	r.planned = page
	page.table = r.planTable(page)
	page.sift(r)
	body := []fyne.CanvasObject{}
	if r.failed != nil {
		body = append(body, r.env.ErrorBanner(r.failed))
	}
	if p.Known {
		key := "plan.known"
		if p.Done {
			key = "plan.done-before"
		}
		body = append(body, kit.Banner(kit.Info, r.t(key), r.t(key+".text")))
	}
	body = append(body, r.tiles(page), kit.Spread(kit.Columns(16, []float32{1, 272}, r.planRows(page), r.options())))
	return kit.Page(r.head(r.t("plan.state"), int(atPlan)), kit.Inset(16, 24, 0, 24, kit.VBox(14, body...)), r.planFoot())
}

// tiles filter the table by what is to become of the rows.
func (r *Room) tiles(page *planPage) fyne.CanvasObject {
	var tiles []fyne.CanvasObject
	weights := []float32{}
	for _, state := range States() {
		n := r.plan.Counts[state]
		words := kit.VBox(0, kit.HBox(6, kit.Section(r.number(n)), kit.Spread(kit.Strong(r.t("tile."+state)).Wrapping(kit.Ellipsis))),
			kit.Second(r.t(r.tileText(state))).Wrapping(kit.Ellipsis))
		ink, soft := toneOf(state).Ink(), softOf(state)
		if n == 0 {
			ink, soft = kit.ColorText3, kit.ColorSunken
		}
		mark := kit.Exactly(34, 34, container.NewStack(kit.NewFill(soft).Round(17), kit.NewGlyph(iconOf(state), ink, 16)))
		tile := kit.NewTile(r.t("tile."+state), kit.Exactly(0, 66, kit.Inset(8, 12, 8, 14, kit.HBox(12, mark, kit.Spread(words)))), func() {
			if page.filter == state {
				page.filter = ""
			} else {
				page.filter = state
			}
			page.sift(r)
		})
		page.tiles[state] = tile
		tile.SetOn(page.filter == state)
		tiles = append(tiles, tile)
		weights = append(weights, 1)
	}
	return kit.Columns(12, weights, tiles...)
}

// tileText is what becomes of the rows of a state.
func (r *Room) tileText(state string) string {
	if state == StateChanged && r.correct {
		return "tile.changed.correct"
	}
	return "tile." + state + ".text"
}

func softOf(state string) fyne.ThemeColorName {
	return map[string]fyne.ThemeColorName{
		StateNew: kit.ColorInfoSoft, StateSame: kit.ColorOKSoft, StateChanged: kit.ColorWarnSoft, StateConflict: kit.ColorErrSoft, StateBad: kit.ColorErrSoft,
	}[state]
}

// sift shows the rows that tile and search let through.
func (page *planPage) sift(r *Room) {
	word := strings.ToLower(strings.TrimSpace(page.search))
	page.rows, page.places = page.rows[:0:0], page.places[:0:0]
	for i, row := range r.plan.Rows {
		if page.filter != "" && row.State != page.filter {
			continue
		}
		if word != "" && !strings.Contains(strings.ToLower(row.Name+" "+row.Email), word) {
			continue
		}
		page.rows, page.places = append(page.rows, row), append(page.places, i)
	}
	for state, tile := range page.tiles {
		tile.SetOn(state == page.filter)
	}
	if len(page.rows) == len(r.plan.Rows) {
		page.count.SetText(r.counted("plan.rows", len(page.rows)))
	} else {
		page.count.SetText(r.t("plan.rows.some", "count", r.number(len(page.rows)), "total", r.number(len(r.plan.Rows))))
	}
	page.table.SetCount(len(page.rows))
}

// options are the choices beside the table: files and formats.
func (r *Room) options() fyne.CanvasObject {
	p := r.plan
	content := []fyne.CanvasObject{r.planned.look.content(r.planned), kit.Rule()}
	if n := p.Counts[StateChanged]; n > 0 {
		content = append(content, kit.VBox(0, kit.NewCheck(r.counted("plan.correct", n), r.correct, func(on bool) {
			r.correct = on
			r.planIt()
		}), kit.Inset(0, 0, 4, 26, kit.Hint(r.t("plan.correct.text")))))
	}
	content = append(content, r.whenAwarded())
	content = append(content, r.formatChecks()...)
	content = append(content, r.furtherPart())
	folder := kit.NewEntry(r.t("plan.folder"))
	folder.SetText(shownPath(r.outFolder(), r.env.Home))
	folder.CursorColumn = len([]rune(folder.Text))
	folder.OnChanged = func(text string) { r.folder, r.chosen = strings.TrimSpace(text), true }
	change := kit.NewIconButton("folder", r.t("plan.folder.choose"), func() { r.chooseFolder(folder) })
	names := kit.NewSelect(r.t("plan.names"), nameTemplates(), r.nameTexts(), r.names, func(v string) {
		r.names = v
		r.show()
	})
	into := kit.NewSelect(r.t("plan.into"), []string{intoFolder, intoZip, intoNothing},
		[]string{r.t("plan.into.folder"), r.t("plan.into.zip"), r.t("plan.into.nothing")}, intoOf(r.outFolder()), func(v string) {
			r.chosen, r.folder = true, r.outAs(v)
			r.show()
		})
	content = append(content, kit.Rule(), kit.NewField(r.t("plan.into"), "", into))
	if r.outFolder() != "" {
		content = append(content, kit.NewField(r.t("plan.folder"), "", kit.HBox(4, kit.Spread(folder), change)))
	} else {
		content = append(content, kit.Hint(r.t("plan.into.nothing.text")))
	}
	content = append(content,
		kit.NewField(r.t("plan.names"), r.t("plan.names.hint", "example", r.exampleName()), names))
	if r.again || p.Counts[StateConflict] > 0 {
		content = append(content, kit.NewCheck(r.t("plan.again"), r.again, func(on bool) {
			r.again = on
			r.planIt()
		}))
	}
	before := r.planned.aside
	r.planned.aside = kit.Scroll(kit.Inset(1, 2, 16, 1, kit.VBox(0, kit.Card(content...))))
	if before != nil { // where one was
		r.planned.aside.Offset = before.Offset
	}
	return r.planned.aside
}

// whenAwarded says which date the badges get.
func (r *Room) whenAwarded() fyne.CanvasObject {
	text := r.t("plan.when.today", "day", day(r.env.Now()))
	if r.reading != nil {
		for _, c := range r.reading.Columns {
			if c.Field == "issued_on" {
				text = r.t("plan.when.list", "column", c.Heading)
			}
		}
	}
	return kit.VBox(2, kit.Label(r.t("plan.when")), kit.Body(text))
}

// nameTemplates are the ways to name files.
func nameTemplates() []string { return []string{"{name}", "{name} {class.name}", "{email}", "{id}"} }

func (r *Room) nameTexts() []string {
	return []string{r.t("names.name"), r.t("names.name-class"), r.t("names.email"), r.t("names.id")}
}

// exampleName is what the first file will be called, nearly: the engine makes
// names safe and unique.
func (r *Room) exampleName() string {
	for _, row := range r.plan.Rows {
		if row.State == StateNew || row.State == StateSame {
			return strings.NewReplacer("{name}", row.Name, "{class.name}", r.plan.Class.Name, "{email}", row.Email, "{id}", "3f0c…").Replace(r.names) + ".png"
		}
	}
	return r.names + ".png"
}

func (r *Room) planFoot() fyne.CanvasObject {
	p := r.plan
	back := kit.NewButton(r.t("back"), "chevron-left", kit.Plain, r.back)
	text := r.t("award.go", "count", r.number(p.Counts[StateNew]))
	if p.Counts[StateNew] == 0 {
		text = r.t("award.nobody")
		if p.Counts[StateSame] > 0 {
			text = r.t("award.files")
		}
	}
	if n := r.corrections(); n > 0 {
		text = r.t("award.correct", "count", r.number(n))
		if p.Counts[StateNew] > 0 {
			text = r.t("award.go-correct", "count", r.number(p.Counts[StateNew]), "changed", r.number(n))
		}
	}
	do := kit.NewButton(text, "award", kit.Primary, r.goOn)
	do.SetEnabled(r.canGoOn() && !r.unread())
	if r.unread() {
		r.env.Tasks.After(secondPress, func() { do.SetEnabled(r.canGoOn()) })
	}
	state := ""
	switch {
	case r.busy:
		state = r.t("planning")
	case p.Counts[StateConflict]+p.Counts[StateChanged]+p.Counts[StateBad] > r.corrections():
		state = r.counted("plan.left-out", p.Counts[StateConflict]+p.Counts[StateChanged]+p.Counts[StateBad]-r.corrections())
	}
	return kit.Foot(kit.HBox(12, back, kit.Spread(kit.Second(r.t("plan.local")).Wrapping(kit.Ellipsis))), kit.Second(state), do)
}

// corrections are how many badges will be corrected.
func (r *Room) corrections() int {
	if r.plan == nil || !r.correct {
		return 0
	}
	return r.plan.Counts[StateChanged]
}

// planTable is the table of the plan's rows.
func (r *Room) planTable(page *planPage) *kit.Table {
	t := kit.NewTable(r.t("plan.table"), []kit.TableColumn{
		{Title: r.t("columns.row"), Width: rowWidth, Right: true},
		{Title: r.t("plan.person"), Weight: 1.4, Least: 120},
		{Title: r.t("plan.email"), Weight: 1.2, Least: 110},
		{Title: r.t("plan.finding"), Width: 142},
		{Title: r.t("plan.why"), Weight: 1.4, Least: 120},
	}, func(row, col int) kit.TableCell {
		if row >= len(page.rows) {
			return kit.TableCell{}
		}
		one := page.rows[row]
		switch col {
		case 0:
			return kit.TableCell{Text: r.number(one.Row), Second: true}
		case 1:
			return kit.TableCell{Text: one.Name}
		case 2:
			if one.Email == "" {
				return kit.TableCell{Text: r.t("plan.no-address"), Second: true}
			}
			return kit.TableCell{Text: one.Email, Second: true}
		case 3:
			return kit.TableCell{Text: r.t("tile." + one.State), Icon: iconOf(one.State), Tone: toneOf(one.State), Chip: true}
		}
		cell := kit.TableCell{Text: noted(one, "; "), Second: true}
		if len(one.Notes) > 0 {
			cell.Icon, cell.Tone = "warn", kit.Warn
		}
		return cell
	})
	t.OnSelect = func(row int) {
		if row >= 0 && row < len(page.places) {
			page.look.show(page.places[row])
		}
	}
	return t
}

// noted is why a row is as it is, and what else there is to know of it.
func noted(p Planned, between string) string {
	all := p.Notes
	if p.Why != "" {
		all = append([]string{p.Why}, all...)
	}
	return strings.Join(all, between)
}

// planRows is the table with its search.
func (r *Room) planRows(page *planPage) fyne.CanvasObject {
	page.find = kit.NewEntry(r.t("plan.find"))
	page.find.SetPlaceHolder(r.t("plan.find"))
	page.find.SetText(page.search)
	page.find.OnChanged = func(text string) {
		page.search = text
		page.sift(r)
	}
	head := kit.Exactly(0, 48, kit.Inset(0, 12, 0, 10, kit.HBox(12, kit.Exactly(220, 0, page.find), kit.Spread(), page.count)))
	return container.NewStack(kit.NewFill(kit.ColorSurface).Edge(kit.ColorLine, 1).Round(8),
		kit.Pad(1, kit.VBox(0, head, kit.Spread(page.table))))
}
