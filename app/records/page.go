package records

import (
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"badgekiln/app/kit"
)

// t is the sentence of one of this room's keys.
func (r *Room) t(key string, pairs ...string) string { return r.env.T("records."+key, pairs...) }

// counted is t for a number of things.
func (r *Room) counted(key string, n int) string {
	if n == 1 && r.env.Has("records."+key+".one") {
		key += ".one"
	}
	return r.t(key, "count", kit.Count(n))
}

// build makes the parts of the page once; they are filled again and again.
func (r *Room) build() {
	r.search = kit.NewEntry(r.t("search"))
	r.search.SetPlaceHolder(r.t("search.hint"))
	r.search.OnChanged = func(text string) {
		if text != r.query.Search {
			r.query.Search = text
			r.find(quiet)
		}
	}
	r.class = kit.NewSelect(r.t("class"), []string{""}, []string{r.t("class.all")}, "", func(v string) {
		r.query.Class = v
		r.find(0)
	})
	states, texts := []string{""}, []string{r.t("state.any")}
	for _, s := range States() {
		states, texts = append(states, string(s)), append(texts, r.t("state."+string(s)))
	}
	r.state = kit.NewSelect(r.t("state"), states, texts, "", func(v string) {
		r.query.State = State(v)
		r.find(0)
	})
	days, spans := []string{""}, []string{r.t("time.any")}
	for _, n := range timeSpans() {
		days, spans = append(days, strconv.Itoa(n)), append(spans, r.t("time."+strconv.Itoa(n)))
	}
	r.span = kit.NewSelect(r.t("time"), days, spans, "", func(v string) {
		r.query.Days, _ = strconv.Atoi(v) // "" is 0: any time
		r.find(0)
	})
	r.buildTable()
	r.chosen, r.place = kit.Second(""), kit.Second("")
	r.several = []*kit.Button{
		kit.NewButton(r.t("revoke"), "", kit.Danger, r.revoke), kit.NewButton(r.t("hand-out"), "download", kit.Quiet, r.handOut),
		kit.NewMenuButton(r.t("more"), "more", kit.Quiet, r.moreMenu),
	}
	r.middle, r.top, r.detail = container.NewStack(), kit.VBox(0), container.NewStack()
	lists := kit.NewButton(r.t("batches"), "undo", kit.Plain, r.batches)
	export := kit.NewMenuButton(r.t("export"), "download", kit.Plain, r.exportMenu)
	r.head = kit.NewHead(r.t("title"), "", lists, export, kit.NewButton(r.t("award"), "award", kit.Primary, r.goAward))
	filters := kit.HBox(8, kit.Spread(r.search), r.class, r.state, r.span)
	r.place.Aligned(fyne.TextAlignTrailing)
	r.acts = kit.HBox(12, kit.Exactly(96, 0, r.chosen), r.several[0], r.several[1], r.several[2], kit.Spread())
	foot := kit.Foot(r.acts, kit.Exactly(170, 0, r.place))
	left := kit.VBox(0, kit.Inset(12, 16, 10, 24, kit.VBox(10, r.top, filters)), kit.Spread(kit.Inset(0, 16, 0, 24, r.middle)), foot)
	r.root.Objects = []fyne.CanvasObject{kit.Page(r.head, kit.Columns(0, []float32{1, paneWidth}, left, r.pane()), nil)}
	r.fillDetail()
	r.lay()
}

// timeSpans are the days within which one can ask for awards.
func timeSpans() []int { return []int{7, 30, 365} }

// paneWidth is the width of the pane with everything about one award.
const paneWidth = 312

func (r *Room) pane() fyne.CanvasObject {
	return container.NewStack(kit.NewFill(kit.ColorSurface), container.New(leftRule{}, kit.UprightRule(), r.detail))
}

// leftRule lays a hairline at the left of what fills the room.
type leftRule struct{}

func (leftRule) Layout(o []fyne.CanvasObject, s fyne.Size) {
	o[0].Resize(fyne.NewSize(1, s.Height))
	o[1].Move(fyne.NewPos(1, 0))
	o[1].Resize(fyne.NewSize(s.Width-1, s.Height))
}

func (leftRule) MinSize(o []fyne.CanvasObject) fyne.Size { return o[1].MinSize() }

// The columns of the table.
const (
	colName = iota
	colEmail
	colBadge
	colAwarded
	colState
)

// orders are what the columns sort by.
func orders() []string { return []string{ByName, ByEmail, ByClass, ByAwarded, ByState} }

func (r *Room) buildTable() {
	r.table = kit.NewTable(r.t("table"), []kit.TableColumn{
		{Title: r.t("col.name"), Weight: 1.5, Least: 120, Sort: true},
		{Title: r.t("col.email"), Weight: 1.4, Least: 110, Sort: true},
		{Title: r.t("col.badge"), Weight: 1, Least: 90, Sort: true},
		{Title: r.t("col.awarded"), Width: 104, Sort: true},
		{Title: r.t("col.state"), Width: 116, Sort: true},
	}, r.cell)
	r.table.Multi = true
	r.table.ShowSort(colAwarded, true)
	r.table.OnSort = func(col int, down bool) {
		r.query.By, r.query.Down = orders()[col], down
		r.find(0)
	}
	r.table.OnSelect = func(int) { r.selected() }
	r.table.OnOpen = func(int) { r.savePicture() }
	r.table.OnView = r.want
	r.table.OnMenu = func(_ int, at fyne.Position) { kit.PopMenu(r.table, at, r.rowMenu()...) }
}

// cell is one cell of the list. It never reads: want does.
func (r *Room) cell(i, col int) kit.TableCell {
	row, ok := r.pages.peek(i)
	if !ok {
		return kit.TableCell{Waiting: true}
	}
	switch col {
	case colName:
		if row.Name == "" {
			return kit.TableCell{Text: r.t("no-name"), Second: true}
		}
		return kit.TableCell{Text: row.Name}
	case colEmail:
		if row.Email == "" {
			return kit.TableCell{Text: r.t("no-address"), Second: true}
		}
		return kit.TableCell{Text: row.Email, Second: true}
	case colBadge:
		return kit.TableCell{Text: row.Badge}
	case colAwarded:
		return kit.TableCell{Text: kit.Day(row.Awarded)}
	}
	return kit.TableCell{Text: r.t("state." + string(row.State)), Icon: iconOf(row.State), Tone: toneOf(row.State), Chip: true}
}

func iconOf(s State) string {
	return map[State]string{Valid: "check", Expired: "clock", Revoked: "error", Replaced: "refresh", Undone: "undo", Pending: "clock", Paused: "pause"}[s]
}

func toneOf(s State) kit.Tone {
	return map[State]kit.Tone{Valid: kit.OK, Expired: kit.Neutral, Revoked: kit.Err, Replaced: kit.Neutral, Undone: kit.Neutral, Pending: kit.Warn, Paused: kit.Warn}[s]
}

// fillFilters offers the classes there are.
func (r *Room) fillFilters() {
	values, texts := []string{""}, []string{r.t("class.all")}
	for _, c := range r.over.Classes {
		values, texts = append(values, c.Slug), append(texts, c.Name)
	}
	r.class.SetChoices(values, texts, r.query.Class)
}

// putQuery shows the query in its controls.
func (r *Room) putQuery() {
	r.search.SetText(r.query.Search)
	r.class.Put(r.query.Class)
	r.state.Put(string(r.query.State))
	days := ""
	if r.query.Days > 0 {
		days = strconv.Itoa(r.query.Days)
	}
	r.span.Put(days)
}

// lay shows the table, or why there is none, and the notices above it.
func (r *Room) lay() {
	var middle fyne.CanvasObject = container.NewStack(kit.NewFill(kit.ColorSurface).Edge(kit.ColorLine, 1).Round(8), kit.Pad(1, r.table))
	switch {
	case r.failed != nil:
		middle = r.env.ErrorPage(r.failed, kit.NewButton(r.t("again"), "refresh", kit.Plain, r.Shown))
	case r.over == nil && r.pages.count() == 0:
		middle = kit.Empty("clock", r.t("opening"), "")
	case r.over != nil && r.over.Awards == 0:
		middle = kit.Empty("ledger", r.t("empty"), r.t("empty.text"), kit.NewButton(r.t("award"), "award", kit.Plain, r.goAward))
	case r.found && r.findErr == nil && r.pages.count() == 0:
		middle = r.nothing()
	}
	r.middle.Objects = []fyne.CanvasObject{middle}
	r.middle.Refresh()
	r.top.Objects = nil
	if r.findErr != nil && r.failed == nil {
		r.top.Objects = append(r.top.Objects, r.env.ErrorBanner(r.findErr, kit.NewButton(r.t("again"), "refresh", kit.Plain, r.retry)))
	}
	if r.notice != nil {
		r.top.Objects = append(r.top.Objects, r.notice)
	}
	if r.query.Batch != "" {
		r.top.Objects = append(r.top.Objects, r.ofBatch())
	}
	r.top.Hidden = len(r.top.Objects) == 0
	r.top.Refresh()
	r.sayState()
	r.told()
	r.root.Refresh()
	r.env.Changed()
}

// sayState says how much there is, as far as it is known.
func (r *Room) sayState() {
	if r.over == nil {
		return
	}
	awards, classes := r.counted("awards", r.over.Awards), r.counted("classes", len(r.over.Classes))
	if r.persons == "" {
		r.head.SetState(r.t("state.line.counting", "awards", awards, "classes", classes))
		return
	}
	r.head.SetState(r.t("state.line", "awards", awards, "people", r.persons, "classes", classes))
}

// nothing says that nothing answers the query.
func (r *Room) nothing() fyne.CanvasObject {
	text := r.t("nothing.filters")
	if s := strings.TrimSpace(r.query.Search); s != "" {
		text = r.t("nothing.search", "search", s)
	}
	return kit.Empty("search", text, "", kit.NewButton(r.t("nothing.do"), "close", kit.Plain, func() {
		r.query = Query{By: r.query.By, Down: r.query.Down}
		r.putQuery()
		r.find(0)
	}))
}

// told says how many are found and selected.
func (r *Room) told() {
	n := r.pages.count()
	first, last := r.table.InView()
	switch {
	case !r.found:
		r.place.SetText(r.t("searching"))
	case r.partly && last >= first:
		r.place.SetText(r.t("in-view.more", "first", kit.Count(first+1), "last", kit.Count(min(last+1, n)), "count", kit.Count(n)))
	case n == 0 || last < first:
		r.place.SetText(r.counted("found", n))
	default:
		r.place.SetText(r.t("in-view", "first", kit.Count(first+1), "last", kit.Count(min(last+1, n)), "count", kit.Count(n)))
	}
	chosen := len(r.table.Selected())
	r.chosen.SetText(r.counted("chosen", chosen))
	if r.chosen.Hidden == (chosen > 0) {
		r.chosen.Hidden = chosen == 0
		for _, b := range r.several {
			b.Hidden = chosen == 0
		}
		r.acts.Refresh()
	}
}
