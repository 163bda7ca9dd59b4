package awarding

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"badgekiln/app/kit"
)

// columnsPage is what the page of the columns keeps while one looks at it.
type columnsPage struct {
	table *kit.Table
	r     *Room
}

// Widths of columns, by what they hold.
const (
	rowWidth   = 56
	cellLeast  = 130
	emailLeast = 190
)

// columnsStep shows a list as it was understood, and lets that be changed.
func (r *Room) columnsStep() fyne.CanvasObject {
	if r.reading == nil {
		return kit.Page(r.head(r.t("columns.state"), int(atColumns)), kit.Empty("clock", r.t("reading"), r.listName()), r.columnsFoot())
	}
	page := &columnsPage{r: r}
	at := -1
	if r.columns != nil && r.columns.table != nil {
		at = r.columns.table.Row()
	}
	r.columns = page
	page.build()
	if at >= 0 && at < len(r.reading.Rows) {
		page.table.Select(at)
	}
	body := []fyne.CanvasObject{}
	if r.listErr != nil {
		body = append(body, r.env.ErrorBanner(r.listErr))
	}
	body = append(body, r.found(), kit.Spread(kit.Columns(16, []float32{1, 320}, page.card(), kit.Scroll(kit.Inset(1, 2, 16, 1, kit.VBox(0, r.findings()))))))
	return kit.Page(r.head(r.t("columns.state"), int(atColumns)), kit.Inset(14, 24, 0, 24, kit.VBox(12, body...)), r.columnsFoot())
}

// found says what the list is: its name, how much of it, and how it was read.
func (r *Room) found() fyne.CanvasObject {
	got := r.reading
	state := r.t("columns.found", "rows", r.counted("rows", len(got.Rows)), "columns", r.counted("columns", len(got.Columns)))
	if r.recalled {
		state += " " + r.t("columns.remembered")
	}
	if len(got.Names) > 0 {
		names := ""
		for i, n := range got.Names {
			if i > 0 {
				names += ", "
			}
			names += isolate(n)
		}
		state += " " + r.t("columns.names", "names", names)
	}
	words := kit.VBox(0, kit.Strong(got.Name).Wrapping(kit.Ellipsis), kit.Second(state).Wrapping(kit.Ellipsis))
	line := []fyne.CanvasObject{kit.NewGlyph("table", kit.ColorOK, 24), kit.Spread(container.NewStack(words))}
	if len(got.Sheets) > 0 {
		line = append(line, r.said("sheet", got.Sheets, got.Sheet, r.choices.Sheet == "" && len(got.Sheets) > 1, isolate, func(v string) { r.choices.Sheet = v }))
	} else {
		line = append(line,
			r.said("letters", got.Encodings, got.Encoding, r.choices.Letters == "", r.letters, func(v string) { r.choices.Letters = v }),
			r.said("separator", got.Delimiters, got.Delimiter, r.choices.Separator == "", r.separator, func(v string) { r.choices.Separator = v }))
	}
	return kit.HBox(14, append(line,
		r.said("headings", []string{"yes", "no"}, map[bool]string{true: "yes", false: "no"}[got.Heading], r.choices.Headings == "",
			func(v string) string { return r.t("columns.heading." + v) }, func(v string) { r.choices.Headings = v }))...)
}

// saidWidth is the width of a choice of how the list is written.
const saidWidth = 166

// said is one thing about how the list is written: as it was found, or as
// somebody says. A change reads the list anew.
func (r *Room) said(key string, values []string, value string, found bool, text func(string) string, change func(string)) fyne.CanvasObject {
	if value == "utf-8-bom" {
		value = "utf-8"
	}
	texts := make([]string, len(values))
	for i, v := range values {
		texts[i] = text(v)
		if v == value && found {
			texts[i] = r.t("columns.as-found", "what", texts[i])
		}
	}
	s := kit.NewSelect(r.t("columns."+key), values, texts, value, func(v string) {
		change(v)
		r.choices.Fields, r.choices.Fixes, r.recalled = nil, nil, false // they were about other columns
		r.read()
	}).Small()
	return kit.HBox(6, kit.Second(r.t("columns."+key)), kit.Exactly(saidWidth, 28, s))
}

func (r *Room) letters(encoding string) string { return r.t("letters." + encoding) }

// isolate keeps a name that runs the other way from turning the sentence
// round it.
func isolate(name string) string { return "\u2068" + name + "\u2069" }

func (r *Room) separator(delimiter string) string {
	key := map[string]string{",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}[delimiter]
	if key == "" {
		return delimiter
	}
	return r.t("separator." + key)
}

// build makes the table of the list, and above each column our guess.
func (p *columnsPage) build() {
	got := p.r.reading
	columns := []kit.TableColumn{{Title: p.r.t("columns.row"), Width: rowWidth, Right: true}}
	for _, c := range got.Columns {
		least := float32(cellLeast)
		if c.Field == "email" {
			least = emailLeast
		}
		columns = append(columns, kit.TableColumn{Title: c.Heading, Least: least})
	}
	p.table = kit.NewTable(p.r.t("columns.table"), columns, p.cell)
	p.table.OnEdit = func(row, col int) {
		if row >= 0 && row < len(got.Rows) && col > 0 {
			p.r.editCell(got.Rows[row].Row, col-1)
		}
	}
	p.table.SetCount(len(got.Rows))
}

// card is the table under its strip of guesses.
func (p *columnsPage) card() fyne.CanvasObject {
	selects := []fyne.CanvasObject{nil}
	values := Fields()
	texts := make([]string, len(values))
	for i, v := range values {
		texts[i] = p.r.t("field." + v)
	}
	for i, c := range p.r.reading.Columns {
		selects = append(selects, kit.NewSelect(p.r.t("columns.select", "column", c.Heading), values, texts, c.Field, func(field string) { p.r.setField(i, field) }))
	}
	strip := p.table.Strip(46, selects...)
	return container.NewStack(kit.NewFill(kit.ColorSurface).Edge(kit.ColorLine, 1).Round(8),
		kit.Pad(1, kit.VBox(0, strip, kit.Spread(p.table))))
}

// cell is one cell of the list.
func (p *columnsPage) cell(row, col int) kit.TableCell {
	got := p.r.reading
	if row >= len(got.Rows) {
		return kit.TableCell{}
	}
	one := got.Rows[row]
	if col == 0 {
		return kit.TableCell{Text: strconv.Itoa(one.Row), Second: true}
	}
	cell := kit.TableCell{}
	if col-1 < len(one.Cells) {
		cell.Text = one.Cells[col-1]
	}
	if col-1 < len(got.Columns) {
		cell.Second = got.Columns[col-1].Field == FieldNone
	}
	switch one.Marks[col-1] {
	case Stops:
		cell.Fill = kit.Err
	case Warns:
		cell.Fill = kit.Warn
	}
	if cell.Text == "" && cell.Fill != kit.Neutral {
		cell.Text, cell.Second = p.r.t("columns.empty"), true
	}
	return cell
}

// reveal brings a row of the list into view.
func (p *columnsPage) reveal(row int) {
	for i, one := range p.r.reading.Rows {
		if one.Row == row {
			p.table.Select(i)
			return
		}
	}
}

// setField says what a column is. A field other than evidence has one column:
// what was it before is not used any more.
func (r *Room) setField(column int, field string) {
	fields := map[int]string{}
	for i, f := range r.choices.Fields {
		fields[i] = f
	}
	if field != FieldNone && field != "evidence" {
		for i, c := range r.reading.Columns {
			if i != column && c.Field == field {
				fields[i] = FieldNone
			}
		}
	}
	fields[column] = field
	r.choices.Fields, r.recalled = fields, false
	r.read()
}

func (r *Room) columnsFoot() fyne.CanvasObject {
	back := kit.NewButton(r.t("back"), "chevron-left", kit.Plain, r.back)
	text, state := r.t("next"), ""
	switch got := r.reading; {
	case r.busy:
		state = r.t("reading")
	case got == nil:
	case got.Ready == 0:
		text = r.t("columns.nobody")
	case got.Bad > 0 && !r.choices.SkipBad:
		text = r.counted("columns.fix", got.Bad)
		state = r.t("columns.ready", "ready", r.number(got.Ready), "total", r.number(len(got.Rows)))
	default:
		state = r.t("columns.ready", "ready", r.number(got.Ready), "total", r.number(len(got.Rows)))
	}
	next := kit.NewButton(text, "arrow-right", kit.Primary, r.goOn)
	next.SetEnabled(r.canGoOn())
	return kit.Foot(kit.HBox(12, back, kit.Spread(kit.Second(r.t("columns.untouched")).Wrapping(kit.Ellipsis))), kit.Second(state), next)
}

// saveBad writes the rows that cannot be awarded into a file of their own.
func (r *Room) saveBad() {
	list, choices := r.list, r.choices
	r.env.ChooseFile(kit.Choose{Title: r.t("bad.save.title"), Save: true, Start: folderOf(list.Path), Name: r.t("bad.save.name") + ".csv", Extensions: []string{".csv"}}, func(path string) {
		kit.Run(r.env.Tasks, saving(r.engine, list, choices, path), func(n int, err error) {
			if err != nil {
				r.env.Fail(err)
				return
			}
			r.env.Tell(r.counted("bad.saved", n), kit.Body(path))
		})
	})
}
