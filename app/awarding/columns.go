package awarding

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"badgekiln/app/kit"
)

// columnsPage is what the page of the columns keeps while one looks at it.
type columnsPage struct {
	table *kit.Table
	r     *Room
	open  map[string]bool // kinds of findings of which more are shown

	typedIn map[int]Row // rows somebody typed in, by place, until the list was read again
	held    Row         // the row that was asked for last
	heldAt  int

	found, beside, foot *fyne.Container // what is filled anew when the list was read again
}

// Widths of columns, by what they hold.
const (
	rowWidth    = 56
	cellLeast   = 130
	emailLeast  = 190
	unusedLeast = 112
	publicLeast = 176
)

// columnsStep shows a list as it was understood, and lets that be changed.
func (r *Room) columnsStep() fyne.CanvasObject {
	if r.reading == nil || r.reading.Rows == nil {
		return r.waitPage()
	}
	page := &columnsPage{r: r, open: map[string]bool{}, heldAt: -1, found: container.NewStack(), beside: container.NewStack(), foot: container.NewStack()}
	before := r.columns
	r.columns = page
	page.build()
	if before != nil {
		page.open = before.open
		page.table.SetOffset(before.table.Offset())
		if at := before.table.Row(); at >= 0 && at < r.reading.Rows.Len() {
			page.table.Select(at)
		}
	}
	page.update()
	body := []fyne.CanvasObject{}
	if r.listErr != nil {
		body = append(body, r.env.ErrorBanner(r.listErr))
	}
	body = append(body, page.found, kit.Spread(kit.Columns(16, []float32{1, 320}, page.card(), page.beside)))
	return kit.Page(r.head(r.t("columns.state"), int(atColumns)), kit.Inset(14, 24, 0, 24, kit.VBox(12, body...)), page.foot)
}

// update shows what was read, in the table that is there.
func (p *columnsPage) update() {
	p.typedIn, p.heldAt = map[int]Row{}, -1
	fill(p.found, p.r.found())
	fill(p.beside, p.r.aside())
	p.fillFoot()
	p.table.SetCount(p.r.reading.Rows.Len())
}

func (p *columnsPage) fillFoot() { fill(p.foot, p.r.columnsFoot()) }

func fill(c *fyne.Container, o fyne.CanvasObject) {
	c.Objects = []fyne.CanvasObject{o}
	c.Refresh()
}

// found says what the list is: its name, how much of it, and how it was read.
func (r *Room) found() fyne.CanvasObject {
	got := r.reading
	state := r.t("columns.found", "rows", r.counted("rows", got.Rows.Len()), "columns", r.counted("columns", len(got.Columns)))
	if len(got.Names) > 0 {
		state += " " + r.t("columns.names", "names", quoted(got.Names))
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
	rows, at := headingRows(got.Heading)
	return kit.HBox(14, append(line, r.said("headings", rows, at, r.choices.Headings == "", func(v string) string {
		if v == headingNone {
			return r.t("columns.heading.no")
		}
		return r.t("columns.heading.row", "row", v)
	}, func(v string) { r.choices.Headings = v }))...)
}

// headingNone is Choices.Headings of a list whose columns have no names.
const headingNone = "no"

// headingRows are the rows that can be said to name the columns, and the one
// that does.
func headingRows(found int) (rows []string, at string) {
	for n := range max(6, found+2) {
		rows = append(rows, strconv.Itoa(n+1))
	}
	if at = headingNone; found > 0 {
		at = strconv.Itoa(found)
	}
	return append(rows, headingNone), at
}

// quoted lists names, each kept from turning the sentence round it.
func quoted(names []string) string {
	out := make([]string, len(names))
	for i, n := range names {
		out[i] = isolate(n)
	}
	return strings.Join(out, ", ")
}

// Widths of a choice of how the list is written; a workbook has fewer of them.
const (
	saidWidth  = 166
	sheetWidth = 230
)

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
		r.decide(func(c *Choices) {
			c.Fields, c.Fixes, c.Skips, r.recalled = nil, nil, nil, false // they were about other columns and rows
			change(v)
		})
	}).Small()
	wide := float32(saidWidth)
	if key == "sheet" {
		wide = sheetWidth
	}
	return kit.HBox(6, kit.Second(r.t("columns."+key)), kit.Exactly(wide, 28, s))
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
	for i, c := range got.Columns {
		least := float32(cellLeast)
		switch c.Field {
		case "email":
			least = emailLeast
		case FieldNone:
			least = unusedLeast
		}
		if c.Public || canJoin(c.Field) && p.r.other(c.Field, i) != "" {
			least = max(least, publicLeast)
		}
		columns = append(columns, kit.TableColumn{Title: c.Heading, Least: least})
	}
	p.table = kit.NewTable(p.r.t("columns.table"), columns, p.cell)
	p.table.OnEdit = func(row, col int) { p.edit(row, col-1, "") }
	p.table.OnType = func(row, col int, letter string) { p.edit(row, col-1, letter) }
	p.table.OnPress = func(row, col int) {
		if p.has(row) && p.row(row).Marks[col-1] != "" {
			p.edit(row, col-1, "")
		}
	}
	p.table.OnSelect = func(int) { p.r.env.Changed() }
	p.table.OnMenu = func(row int, at fyne.Position) {
		if p.has(row) {
			kit.PopMenu(p.table, at, p.menu(row, p.table.Col()-1)...)
		}
	}
	p.table.SetCount(got.Rows.Len())
}

// has tells whether there is such a row now: a long list is let go of while the
// next is read.
func (p *columnsPage) has(row int) bool {
	rows := p.r.reading
	return rows != nil && rows.Rows != nil && row >= 0 && row < rows.Rows.Len()
}

// row is the i-th of the list, with what was just typed in it. A table asks for
// all cells of one.
func (p *columnsPage) row(i int) Row {
	if one, typed := p.typedIn[i]; typed {
		return one
	}
	if p.heldAt != i {
		p.held, p.heldAt = p.r.reading.Rows.At(i), i
	}
	return p.held
}

// menu is what the other mouse button offers on a cell.
func (p *columnsPage) menu(row, col int) []kit.MenuItem {
	number := p.row(row).Row
	items := []kit.MenuItem{{Text: p.r.t("edit.menu"), Icon: "pen", Off: col < 0, Act: func() { p.edit(row, col, "") }}}
	if slices.Contains(p.r.choices.Skips, number) {
		return append(items, kit.MenuItem{Text: p.r.t("skip.not", "row", strconv.Itoa(number)), Icon: "undo", Act: func() { p.r.unskip(number) }})
	}
	return append(items, kit.MenuItem{Text: p.r.t("skip.row", "row", strconv.Itoa(number)), Icon: "close", Act: func() { p.r.skip(number) }})
}

// card is the table under its strip of guesses.
func (p *columnsPage) card() fyne.CanvasObject {
	selects := []fyne.CanvasObject{nil}
	for i := range p.r.reading.Columns {
		selects = append(selects, p.choice(i))
	}
	strip := p.table.Strip(46, selects...)
	return container.NewStack(kit.NewFill(kit.ColorSurface).Edge(kit.ColorLine, 1).Round(8),
		kit.Pad(1, kit.VBox(0, strip, kit.Spread(p.table))))
}

// joined begins the value of a choice that adds a column to another one of the
// same field.
const joined = "+"

// choice is what stands above a column: what it is taken for, and a globe where
// everybody will see it.
func (p *columnsPage) choice(i int) fyne.CanvasObject {
	c := p.r.reading.Columns[i]
	var values, texts []string
	value := c.Field
	for _, f := range Fields() {
		values, texts = append(values, f), append(texts, p.r.t("field."+f))
		if other := p.r.other(f, i); other != "" && canJoin(f) {
			values, texts = append(values, joined+f), append(texts, p.r.t("field.joined", "field", p.r.t("field."+f), "column", short(other)))
			if f == c.Field {
				value = joined + f
			}
		}
	}
	s := kit.NewSelect(p.r.t("columns.select", "column", c.Heading), values, texts, value, func(v string) {
		field, join := strings.CutPrefix(v, joined)
		p.r.setField(i, field, join)
	})
	if !c.Public {
		return s
	}
	globe := kit.NewIconButton("globe", p.r.t("columns.public.tip"), func() {
		p.r.env.Tell(p.r.t("columns.public.title", "column", c.Heading), kit.Body(p.r.t("columns.public.text")))
	})
	return container.NewBorder(nil, nil, nil, globe.Small(), s) // the choice gives way, not the globe
}

// canJoin tells whether several columns can make up a field.
func canJoin(field string) bool {
	return field == "name" || field == "given_name" || field == "family_name" || field == "narrative"
}

// other is the heading of another column of a field; "" when there is none.
func (r *Room) other(field string, column int) string {
	for i, c := range r.reading.Columns {
		if i != column && c.Field == field {
			return c.Heading
		}
	}
	return ""
}

// cell is one cell of the list.
func (p *columnsPage) cell(row, col int) kit.TableCell {
	got := p.r.reading
	if !p.has(row) {
		return kit.TableCell{}
	}
	one := p.row(row)
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
	if slices.Contains(p.r.choices.Skips, one.Row) {
		cell.Second = true
		return cell
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
	if i := placeOf(p.r.reading.Rows, row); i >= 0 {
		p.table.Select(i)
	}
}

// setField says what a column is. A field other than evidence has one column,
// unless somebody joins several: what was it before is not used any more.
func (r *Room) setField(column int, field string, join bool) {
	fields := maps.Clone(r.choices.Fields)
	if fields == nil {
		fields = map[int]string{}
	}
	for i, c := range r.reading.Columns {
		switch {
		case i == column || c.Field != field || field == FieldNone:
		case join:
			fields[i] = field // said, so that both are named
		case field != "evidence":
			fields[i] = FieldNone
		}
	}
	fields[column] = field
	r.decide(func(c *Choices) { c.Fields, r.recalled = fields, false })
}

func (r *Room) columnsFoot() fyne.CanvasObject {
	back := kit.NewButton(r.t("back"), "chevron-left", kit.Plain, r.back)
	text, state := r.t("next"), ""
	switch got := r.reading; {
	case r.busy:
		state = r.t("reading")
	case got == nil || got.Rows == nil:
	case got.Ready == 0:
		text = r.t("columns.nobody")
	case got.Bad > 0 && !r.choices.SkipBad:
		text = r.counted("columns.fix", got.Bad)
		state = r.t("columns.ready", "ready", r.number(got.Ready), "total", r.number(got.Rows.Len()))
	default:
		state = r.t("columns.ready", "ready", r.number(got.Ready), "total", r.number(got.Rows.Len()))
	}
	next := kit.NewButton(text, "arrow-right", kit.Primary, r.goOn)
	next.SetEnabled(r.canGoOn())
	return kit.Foot(kit.HBox(12, back, kit.Spread(kit.Second(r.t("columns.untouched")).Wrapping(kit.Ellipsis))), kit.Second(state), next)
}
