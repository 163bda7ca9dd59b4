package awarding

import (
	"slices"
	"strconv"

	"fyne.io/fyne/v2"

	"badgekiln/app/kit"
)

// showOfKind is how many findings of one kind are shown before the rest is only
// counted.
const showOfKind = 3

// showOpened is how many are shown of a kind of which somebody wants to see more.
const showOpened = 40

// kind is all findings of one code, in the order of their rows.
type kind struct {
	code     string
	severity Severity
	list     []Finding
}

// asked tells whether one answer settles all findings of a kind.
func (k kind) asked() bool { return k.code == "ambiguous-date" || k.code == "hidden-row" }

// rank sorts kinds: questions that settle many first, then what stops a row,
// then what can be repaired by a press, then what is only told.
func (k kind) rank() int {
	switch {
	case k.severity == Stops && k.asked():
		return 0
	case k.severity == Stops:
		return 1
	case k.asked() || len(suggested(k)) > 0:
		return 2
	}
	return 3
}

// kinds sorts findings by code: those first that ask most for an answer.
func kinds(findings []Finding) []kind {
	var out []kind
	at := map[string]int{}
	for _, f := range findings {
		i, ok := at[f.Code]
		if !ok {
			i = len(out)
			at[f.Code] = i
			out = append(out, kind{code: f.Code, severity: f.Severity})
		}
		out[i].list = append(out[i].list, f)
		if f.Severity == Stops {
			out[i].severity = Stops
		}
	}
	ranks := map[string]int{}
	for _, k := range out {
		ranks[k.code] = k.rank()
	}
	slices.SortStableFunc(out, func(a, b kind) int { return ranks[a.code] - ranks[b.code] })
	return out
}

// findings is the list beside the table: everything that was found, by kind.
func (r *Room) findings() fyne.CanvasObject {
	all := r.reading.Findings
	if len(all) == 0 {
		return kit.Card(kit.HBox(10, kit.NewGlyph("ok", kit.ColorOK, 18), kit.Spread(kit.Body(r.t("found.none")))))
	}
	head := []fyne.CanvasObject{kit.Section(r.counted("found.title", len(all)+r.reading.More))}
	if r.reading.Bad > 0 {
		head = append(head, kit.Chip(r.counted("found.stop", r.reading.Bad), "error", kit.Err))
	}
	rows := []fyne.CanvasObject{kit.Inset(12, 16, 12, 16, kit.Chips(8, head...))}
	if r.reading.Bad > 0 {
		rows = append(rows, kit.Rule(), r.badRows())
	}
	for _, k := range kinds(all) {
		rows = append(rows, kit.Rule(), r.kindCard(k))
	}
	return kit.CardWith(0, kit.VBox(0, rows...))
}

// badRows says what can be done about all rows that cannot be awarded.
func (r *Room) badRows() fyne.CanvasObject {
	skip := kit.NewCheck(r.counted("bad.skip", r.reading.Bad), r.choices.SkipBad, func(on bool) {
		r.choices.SkipBad = on
		r.columns.fillFoot()
		r.env.Changed()
	})
	save := kit.NewButton(r.t("bad.save"), "download", kit.Plain, r.saveBad).Small()
	return kit.Inset(10, 16, 12, 16, kit.VBox(6, skip, kit.HBox(8, save)))
}

func (r *Room) kindCard(k kind) fyne.CanvasObject {
	icon, ink := "warn", kit.ColorWarn
	if k.severity == Stops {
		icon, ink = "error", kit.ColorErr
	}
	lines := []fyne.CanvasObject{}
	opened, show := r.columns.open[k.code], showOfKind
	switch {
	case opened:
		show = showOpened
	case k.asked():
		show = 1
	case k.rank() > 1:
		show = showOfKind - 1
	}
	for _, f := range k.list[:min(len(k.list), show)] {
		lines = append(lines, r.findingCard(f, opened || !k.asked()))
	}
	if b := r.kindButtons(k); len(b) > 0 {
		lines = append(lines, kit.Chips(6, b...))
	}
	if more := len(k.list) - show; more > 0 {
		lines = append(lines, r.moreOf(k.code, more, show))
	}
	mark := kit.VBox(0, kit.NewGlyph(icon, ink, 18))
	return kit.Inset(12, 16, 12, 14, topRow(mark, kit.VBox(8, lines...)))
}

// moreOf says how many more there are of a kind, and shows them on a press.
func (r *Room) moreOf(code string, more, shown int) fyne.CanvasObject {
	text := r.counted("found.more", more)
	if shown == showOpened {
		return kit.Second(text)
	}
	return kit.HBox(0, kit.NewButton(text, "chevron-down", kit.Quiet, func() {
		r.columns.open[code] = true
		fill(r.columns.beside, r.aside())
	}).Small())
}

// findingCard is one finding: pressed, it shows its row. Where one answer
// settles many, it need not be mended by itself.
func (r *Room) findingCard(f Finding, mend bool) fyne.CanvasObject {
	line := kit.NewRow(r.t("found.row", "row", strconv.Itoa(f.Row)), kit.Body(f.Text), func() { r.columns.reveal(f.Row) })
	buttons := []fyne.CanvasObject{}
	if f.Suggestion != "" && f.Column >= 0 {
		buttons = append(buttons, kit.NewButton(r.use(f.Suggestion), "", kit.Plain, func() { r.fix(Fix{f.Row, f.Column, f.Suggestion}) }).Small())
	}
	if mend && f.Column >= 0 && f.Severity == Stops {
		buttons = append(buttons, kit.NewButton(r.t("found.edit"), "pen", kit.Quiet, func() { r.columns.mend(f.Row, f.Column) }).Small())
	}
	if mend && f.Severity == Stops {
		buttons = append(buttons, kit.NewButton(r.t("found.skip"), "", kit.Quiet, func() { r.skip(f.Row) }).Small())
	}
	if len(buttons) == 0 {
		return line
	}
	return kit.VBox(4, line, kit.Chips(6, buttons...))
}

// kindButtons are what can be done about all findings of a kind at once.
func (r *Room) kindButtons(k kind) (buttons []fyne.CanvasObject) {
	switch k.code {
	case "ambiguous-date":
		buttons = r.dateButtons(k)
	case "hidden-row":
		for _, hidden := range []string{HiddenRead, HiddenSkip} {
			buttons = append(buttons, kit.NewButton(r.t("found.hidden."+hidden), "", kit.Plain, func() {
				r.decide(func(c *Choices) { c.Hidden = hidden })
			}).Small())
		}
	case "no-email":
		buttons = append(buttons, kit.NewButton(r.t("found.no-address"), "", kit.Plain, func() {
			r.decide(func(c *Choices) { c.NoAddress = true })
		}).Small())
	}
	if fixes := suggested(k); len(fixes) > 1 {
		buttons = append(buttons, kit.NewButton(r.counted("found.use.all", len(fixes)), "", kit.Plain, func() { r.fix(fixes...) }).Small())
	}
	return buttons
}

// suggested are the cells of a kind as they may have been meant.
func suggested(k kind) (fixes []Fix) {
	for _, f := range k.list {
		if f.Suggestion != "" && f.Column >= 0 {
			fixes = append(fixes, Fix{Row: f.Row, Column: f.Column, Text: f.Suggestion})
		}
	}
	return fixes
}

// dateButtons ask once for each column whose dates can be read two ways.
func (r *Room) dateButtons(k kind) (buttons []fyne.CanvasObject) {
	var columns []int
	for _, f := range k.list {
		if f.Column >= 0 && !slices.Contains(columns, f.Column) {
			columns = append(columns, f.Column)
		}
	}
	if len(columns) == 0 {
		columns = []int{-1}
	}
	for _, column := range columns {
		for _, order := range []string{"dmy", "mdy"} {
			text, dates := r.t("found.dates."+order), order
			if column >= 0 && column < len(r.reading.Columns) && (len(columns) > 1 || r.choices.Dates != "") {
				text = r.t("found.dates.of", "column", short(r.reading.Columns[column].Heading), "order", text)
				dates = withDates(r.choices.Dates, r.reading.Columns[column].Field, order)
			}
			buttons = append(buttons, kit.NewButton(text, "", kit.Plain, func() {
				r.decide(func(c *Choices) { c.Dates = dates })
			}).Small())
		}
	}
	return buttons
}

// withDates is how dates are meant, with one more field.
func withDates(was, field, order string) string {
	said := field + "=" + order
	if was == "" {
		return said
	}
	return was + "," + said
}

// short cuts a heading for a button.
func short(text string) string {
	if letters := []rune(text); len(letters) > 16 {
		return string(letters[:15]) + "…"
	}
	return text
}

// use is what a button says that takes a suggestion. Buttons are not cut: a long
// suggestion stands in the sentence above.
func (r *Room) use(suggestion string) string {
	if len([]rune(suggestion)) > 24 {
		return r.t("found.use.that")
	}
	return r.t("found.use", "text", suggestion)
}

// fix reads the list anew with cells as somebody wants them read.
func (r *Room) fix(cells ...Fix) {
	r.decide(func(c *Choices) {
		c.Fixes = slices.DeleteFunc(slices.Clone(c.Fixes), func(f Fix) bool {
			return slices.ContainsFunc(cells, func(g Fix) bool { return f.Row == g.Row && f.Column == g.Column })
		})
		c.Fixes = append(c.Fixes, cells...)
	})
}

// skip leaves a row out, unskip takes it in again.
func (r *Room) skip(row int) {
	if !slices.Contains(r.choices.Skips, row) {
		r.decide(func(c *Choices) { c.Skips = append(slices.Clone(c.Skips), row) })
	}
}

func (r *Room) unskip(row int) {
	r.decide(func(c *Choices) {
		c.Skips = slices.DeleteFunc(slices.Clone(c.Skips), func(n int) bool { return n == row })
	})
}

// onRow tells whether keys act on a row of the list.
func (r *Room) onRow() bool {
	return r.listed() && r.columns.table.Row() >= 0 && r.columns.table.Row() < r.reading.Rows.Len()
}

// skipRow leaves the row out that keys act on.
func (r *Room) skipRow() {
	if r.onRow() {
		r.skip(r.reading.Rows.At(r.columns.table.Row()).Row)
	}
}

// mend lets somebody type in a cell that something was found in; row is its
// number in the list.
func (p *columnsPage) mend(row, column int) {
	p.edit(placeOf(p.r.reading.Rows, row), column, "")
}

// topRow sets an icon beside the first line of something higher.
func topRow(mark, content fyne.CanvasObject) fyne.CanvasObject {
	return kit.Columns(12, []float32{21, 1}, kit.VBox(0, mark), content)
}
