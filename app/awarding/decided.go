package awarding

import (
	"context"
	"maps"
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"badgekiln/app/kit"
)

// aside is what stands beside the list: a question about its letters, what was
// found, what was decided so far.
func (r *Room) aside() fyne.CanvasObject {
	cards := []fyne.CanvasObject{}
	if r.reading.Doubtful && !r.lettered && r.choices.Letters == "" {
		cards = append(cards, r.askLetters())
	}
	if d := r.latest(r.decisions()); len(d) > 0 {
		cards = append(cards, r.decided(d))
	}
	cards = append(cards, r.findings())
	cards = append(cards, r.sameForAll())
	before := r.beside
	r.beside = kit.Scroll(kit.Inset(1, 2, 16, 1, kit.VBox(12, cards...)))
	if before != nil { // where one was
		r.beside.Offset = before.Offset
	}
	return r.beside
}

// askLetters quotes names, for a wrong alphabet is seen in them at once.
func (r *Room) askLetters() fyne.CanvasObject {
	got := r.reading
	return kit.Card(kit.HBox(10, kit.NewGlyph("warn", kit.ColorWarn, 18), kit.Spread(kit.Strong(r.t("letters.ask")).Wrapping(kit.Wrapped))),
		kit.Body(quoted(got.Names)), kit.Second(r.t("letters.ask.text", "letters", r.letters(got.Encoding))).Wrapping(kit.Wrapped),
		kit.Chips(8, kit.NewButton(r.t("letters.right"), "check", kit.Plain, func() {
			r.lettered = true
			r.show()
		}).Small(), kit.NewButton(r.t("letters.wrong"), "", kit.Plain, r.chooseLetters).Small()))
}

// chooseLetters shows how the names read in other letters.
func (r *Room) chooseLetters() {
	list, choices := r.list, r.choices
	kit.Run(r.env.Tasks, func(ctx context.Context) ([]Alphabet, error) { return r.engine.Alphabets(ctx, list, choices) }, func(all []Alphabet, err error) {
		if err != nil {
			r.env.Fail(err)
			return
		}
		var d *kit.Dialog
		rows := []fyne.CanvasObject{}
		for i, a := range all {
			if i > 0 {
				rows = append(rows, kit.Rule())
			}
			words := kit.VBox(0, kit.Body(quoted(a.Names)), kit.Second(r.letters(a.Letters)).Wrapping(kit.Wrapped))
			rows = append(rows, kit.NewRow(r.letters(a.Letters), kit.Inset(8, 12, 8, 12, words), func() {
				d.Close()
				r.decide(func(c *Choices) { c.Letters, c.Fields, c.Fixes, r.recalled = a.Letters, nil, nil, false })
			}))
		}
		no := kit.NewButton(r.env.T("app.cancel"), "", kit.Plain, func() { d.Close() })
		d = r.env.NewDialog(r.t("letters.title"), kit.Exactly(0, 420, kit.Scroll(kit.VBox(0, rows...))), no).Sized(520, 0)
		d.Show()
	})
}

// decision is something somebody decided about a list, and how it is taken
// back.
type decision struct {
	text string
	undo func(*Choices)
}

// decisions are all of them.
func (r *Room) decisions() (all []decision) {
	c := r.choices
	add := func(text string, undo func(*Choices)) { all = append(all, decision{text, undo}) }
	switch {
	case r.recalled:
		add(r.t("decided.recalled"), func(c *Choices) { c.Fields, r.recalled = map[int]string{}, false })
	case len(c.Fields) > 0:
		add(r.t("decided.columns"), func(c *Choices) { c.Fields = map[int]string{} })
	}
	for _, field := range slices.Sorted(maps.Keys(c.Constants)) {
		add(r.t("decided.constant", "field", r.t("field."+field), "text", isolate(c.Constants[field])), func(c *Choices) {
			c.Constants = maps.Clone(c.Constants)
			delete(c.Constants, field)
		})
	}
	if c.Dates != "" {
		add(r.dateOrders(), func(c *Choices) { c.Dates = "" })
	}
	if c.Hidden != "" {
		add(r.t("decided.hidden."+c.Hidden), func(c *Choices) { c.Hidden = "" })
	}
	if c.NoAddress {
		add(r.t("decided.no-address"), func(c *Choices) { c.NoAddress = false })
	}
	for _, f := range slices.Backward(c.Fixes[max(0, len(c.Fixes)-showOfKind):]) {
		add(r.t("decided.fix", "row", strconv.Itoa(f.Row), "text", isolate(f.Text)), func(c *Choices) {
			c.Fixes = slices.DeleteFunc(slices.Clone(c.Fixes), func(g Fix) bool { return g == f })
		})
	}
	if n := len(c.Fixes); n > 1 {
		add(r.counted("decided.fixes", n), func(c *Choices) { c.Fixes = nil })
	}
	if n := len(c.Skips); n > 0 {
		add(r.t("decided.skips", "rows", rowList(c.Skips)), func(c *Choices) { c.Skips = nil })
	}
	return all
}

// dateOrders says how dates are meant.
func (r *Room) dateOrders() string {
	var parts []string
	for part := range strings.SplitSeq(r.choices.Dates, ",") {
		field, order, of := strings.Cut(part, "=")
		if !of {
			parts = append(parts, r.t("found.dates."+field))
			continue
		}
		parts = append(parts, r.t("found.dates.of", "column", r.t("field."+field), "order", r.t("found.dates."+order)))
	}
	return r.t("decided.dates", "order", strings.Join(parts, ", "))
}

// rowList names rows, the first ones of many.
func rowList(rows []int) string {
	const most = 8
	var parts []string
	for _, row := range slices.Sorted(slices.Values(rows)) {
		if len(parts) == most {
			return strings.Join(parts, ", ") + ", …"
		}
		parts = append(parts, strconv.Itoa(row))
	}
	return strings.Join(parts, ", ")
}

// latest puts the decision first that was made last.
func (r *Room) latest(all []decision) []decision {
	place := func(text string) int { return slices.Index(r.told, text) }
	for _, d := range all {
		if place(d.text) < 0 {
			r.told = append(r.told, d.text)
		}
	}
	r.told = slices.DeleteFunc(r.told, func(text string) bool {
		return !slices.ContainsFunc(all, func(d decision) bool { return d.text == text })
	})
	slices.SortStableFunc(all, func(a, b decision) int { return place(b.text) - place(a.text) })
	return all
}

// decided lists what was decided, the last only until somebody wants to see
// the rest; each can be taken back.
func (r *Room) decided(all []decision) fyne.CanvasObject {
	rows := []fyne.CanvasObject{kit.Strong(r.t("decided.title"))}
	for _, d := range all {
		undo := kit.NewIconButton("undo", r.t("decided.undo", "what", d.text), func() { r.decide(d.undo) })
		rows = append(rows, kit.HBox(6, kit.Spread(kit.Inset(4, 0, 4, 0, kit.Body(d.text))), undo.Small()))
		if more := len(all) - 1; more > 0 && !r.columns.open[moreDecided] {
			rows = append(rows, r.moreOf(moreDecided, more, 1))
			break
		}
	}
	return kit.Card(kit.VBox(2, rows...))
}

// moreDecided stands among the kinds of findings for the rest of what was
// decided.
const moreDecided = "decided"

// constants are the fields that can be the same for everybody.
func constants() []string {
	return []string{"evidence", "narrative", "issued_on", "expires", "language"}
}

// sameForAll offers a field that no column has.
func (r *Room) sameForAll() fyne.CanvasObject {
	keep := kit.NewButton(r.t("keep.ask"), "people", kit.Plain, r.askKeep).Small()
	keep.SetEnabled(r.reading.Ready > 0 && r.list.Kept == "")
	return kit.Card(kit.Second(r.t("constant.text")).Wrapping(kit.Wrapped),
		kit.HBox(0, kit.NewButton(r.t("constant.do"), "plus", kit.Plain, r.askConstant).Small()), kit.Rule(),
		kit.Second(r.t("keep.text")).Wrapping(kit.Wrapped), kit.HBox(0, keep))
}

// askConstant asks which field, and what it says for everybody.
func (r *Room) askConstant() {
	var values, texts []string
	for _, f := range constants() {
		if r.other(f, -1) == "" { // no column says it
			values, texts = append(values, f), append(texts, r.t("field."+f))
		}
	}
	if len(values) == 0 {
		r.env.Tell(r.t("constant.title"), kit.Body(r.t("constant.none")))
		return
	}
	field := values[0]
	text := kit.NewTextField(r.t("constant.value"), r.t("constant.hint"), r.choices.Constants[field], nil)
	which := kit.NewSelect(r.t("constant.field"), values, texts, field, func(v string) {
		field = v
		text.SetText(r.choices.Constants[v])
	})
	var d *kit.Dialog
	no := kit.NewButton(r.env.T("app.cancel"), "", kit.Plain, func() { d.Close() })
	yes := kit.NewButton(r.t("constant.take"), "", kit.Primary, func() {
		d.Close()
		r.setConstant(field, strings.TrimSpace(text.Text()))
	})
	d = r.env.NewDialog(r.t("constant.title"), kit.VBox(12, kit.NewField(r.t("constant.field"), "", which), text), no, yes).Sized(480, 0).Focus(text.Entry)
	d.Show()
}

// setConstant says a field for everybody; an empty text takes it back.
func (r *Room) setConstant(field, text string) {
	all := maps.Clone(r.choices.Constants)
	if all == nil {
		all = map[string]string{}
	}
	if all[field] = text; text == "" {
		delete(all, field)
	}
	r.decide(func(c *Choices) { c.Constants = all })
}
