package awarding

import (
	"context"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"badgekiln/app/kit"
)

// planPage is what the plan's page keeps while one looks at it.
type planPage struct {
	filter string // a state, or "" for all
	search string
	all    Plans
	places []int32 // of those rows that tile and search let through; nil: of all
	held   Planned // the row that was asked for last
	heldAt int
	look   *lookPane
	table  *kit.Table
	find   *kit.Entry
	tiles  map[string]*kit.Item
	found  *kit.Text
	aside  *container.Scroll // what is chosen beside the table
}

// planStep shows what would happen.
func (r *Room) planStep() fyne.CanvasObject {
	p := r.plan
	page := &planPage{all: p.Rows, heldAt: -1, tiles: map[string]*kit.Item{}, found: kit.Second("")}
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
	r.planned.forget()
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
	for _, text := range p.Left {
		to := kit.Route{Room: kit.RoomDesigns, What: "class", ID: p.Class.Slug}
		body = append(body, kit.Banner(kit.Warn, r.env.T("preflight.text-left", "text", text), r.t("plan.left.text"),
			kit.NewButton(r.t("plan.left.do"), "designs", kit.Plain, func() { r.env.Go(to) })))
	}
	body = append(body, r.tiles(page), kit.Spread(kit.Columns(16, []float32{1, 272}, r.planRows(page), r.options())))
	return kit.Page(r.head(r.t("plan.state"), int(atPlan)), kit.Inset(16, 24, 0, 24, kit.VBox(14, body...)), r.planFoot())
}

// forget lets go of the rows: Fyne remembers what is not shown any more for a
// while, and a plan can be long.
func (page *planPage) forget() {
	if page != nil {
		page.all, page.places = nil, nil
	}
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

// sift shows the rows that tile and search let through. A long plan is looked
// through behind the window.
func (page *planPage) sift(r *Room) {
	for state, tile := range page.tiles {
		tile.SetOn(state == page.filter)
	}
	r.sifter.Cancel()
	word := strings.ToLower(strings.TrimSpace(page.search))
	all, state := page.all, page.filter
	if word == "" && state == "" {
		page.take(r, nil)
		return
	}
	look := func(ctx context.Context) ([]int32, error) { return sifted(ctx, all, state, word) }
	if all.Len() <= quickly {
		places, _ := look(context.Background())
		page.take(r, places)
		return
	}
	r.sifter.Run(look, func(places []int32, err error) {
		if err == nil && r.planned == page {
			page.take(r, places)
		}
	})
}

// take shows the rows of a plan at some places; nil is all of them.
func (page *planPage) take(r *Room, places []int32) {
	page.places = places
	if n := page.count(); n == page.all.Len() {
		page.found.SetText(r.counted("plan.rows", n))
	} else {
		page.found.SetText(r.t("plan.rows.some", "count", r.number(n), "total", r.number(page.all.Len())))
	}
	page.table.SetCount(page.count())
}

// count is how many rows are shown.
func (page *planPage) count() int {
	switch {
	case page.all == nil:
		return 0
	case page.places == nil:
		return page.all.Len()
	}
	return len(page.places)
}

// place is where the i-th row that is shown stands in the plan.
func (page *planPage) place(i int) int {
	if page.places == nil {
		return i
	}
	return int(page.places[i])
}

// at is where a row of the plan is shown; -1 when it is not.
func (page *planPage) at(place int) int {
	if page.places == nil {
		return place
	}
	i, shown := slices.BinarySearch(page.places, int32(place)) // #nosec G115 -- a row of a list
	if !shown {
		return -1
	}
	return i
}

// row is the i-th that is shown. A table asks for all cells of one.
func (page *planPage) row(i int) Planned {
	if place := page.place(i); page.heldAt != place {
		page.held, page.heldAt = page.all.At(place), place
	}
	return page.held
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
	text := r.t("plan.when.today", "day", kit.Day(r.env.Now()))
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
	for i := range r.plan.Rows.Len() {
		if s := r.plan.Rows.State(i); s == StateNew || s == StateSame {
			row := r.plan.Rows.At(i)
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
		if row >= page.count() {
			return kit.TableCell{}
		}
		one := page.row(row)
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
		if row >= 0 && row < page.count() {
			page.look.show(page.place(row))
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
	head := kit.Exactly(0, 48, kit.Inset(0, 12, 0, 10, kit.HBox(12, kit.Exactly(220, 0, page.find), kit.Spread(), page.found)))
	return container.NewStack(kit.NewFill(kit.ColorSurface).Edge(kit.ColorLine, 1).Round(8),
		kit.Pad(1, kit.VBox(0, head, kit.Spread(page.table))))
}
