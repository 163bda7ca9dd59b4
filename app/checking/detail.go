package checking

import (
	"context"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"badgekiln/app/kit"
)

// detailOf is everything about one answer.
func (r *Room) detailOf(i *item) []fyne.CanvasObject {
	if i == nil {
		return nil
	}
	var column []fyne.CanvasObject
	if r.note != nil {
		column = append(column, r.note)
	}
	column = append(column, r.verdict(i))
	if i.stage != answered {
		return column
	}
	list := grouped(i.result.Checks)
	column = append(column, r.reasons(list))
	if i.result.Verdict != NotABadge {
		column = append(column, r.person(i), r.facts(i))
		column = append(column, r.badges(i)...)
	}
	return column
}

// verdict is the answer, large: icon, words, colour, picture, and what one can
// do next.
func (r *Room) verdict(i *item) fyne.CanvasObject {
	l := lookOf(i)
	ink := l.tone.Ink()
	words := []fyne.CanvasObject{
		kit.HBox(12, kit.NewGlyph(l.icon, ink, 28), kit.Spread(kit.Verdict(r.headline(l)).In(ink).Wrapping(kit.Wrapped))),
	}
	if text := r.about(i, l); text != "" {
		words = append(words, kit.Body(text))
	}
	if i.stage == failed {
		m := r.env.Say(i.err)
		words = append(words, kit.Body(m.Whole()).Strong())
	}
	if i.stage == answered && r.q.trusted(i.result.Issuers) {
		word := "checking.trusted-by-you"
		if r.engine.Ledger() {
			word = "checking.trusted-by-you.kept"
		}
		words = append(words, kit.Second(r.env.T(word)).Wrapping(kit.Wrapped))
	}
	if buttons := r.next(i); len(buttons) > 0 {
		words = append(words, kit.Inset(4, 0, 0, 0, kit.Chips(8, buttons...)))
	}
	row := []fyne.CanvasObject{kit.Spread(kit.VBox(8, words...))}
	if i.stage == answered && i.result.Picture != nil {
		well := kit.NewPictureWell(112, 112, kit.NoGround)
		well.SetImage(i.result.Picture)
		row = append([]fyne.CanvasObject{well}, row...)
	}
	return container.NewStack(kit.NewFill(softOf(l.tone)).Edge(ink, 1).Round(8), kit.Pad(20, kit.HBox(24, row...)))
}

// softOf is the fill behind a verdict.
func softOf(t kit.Tone) fyne.ThemeColorName {
	switch t {
	case kit.OK:
		return kit.ColorOKSoft
	case kit.Warn:
		return kit.ColorWarnSoft
	case kit.Err:
		return kit.ColorErrSoft
	case kit.Info:
		return kit.ColorInfoSoft
	}
	return kit.ColorSurface
}

func (r *Room) headline(l look) string {
	switch l.word {
	case "waiting", "running", "cancelled":
		return r.short(l)
	}
	return r.env.T("checking.verdict." + l.word)
}

func (r *Room) about(i *item, l look) string {
	switch l.word {
	case "waiting", "running", "cancelled":
		if name := i.name(""); name != "" && i.record == "" { // a pasted text is long, and says nothing to anybody
			return i.input
		}
		return ""
	}
	who := i.result.IssuerName
	if who == "" {
		who = i.result.Issuer
	}
	return r.env.T("checking.about."+l.word, "issuer", who)
}

// next is what one can do about an answer.
func (r *Room) next(i *item) []fyne.CanvasObject {
	var list []fyne.CanvasObject
	add := func(word, icon string, act func()) {
		list = append(list, kit.NewButton(r.env.T(word), icon, kit.Plain, act))
	}
	switch {
	case i.stage == running:
		add("checking.cancel", "stop", r.q.stop)
		return list
	case i.stage == waiting:
		return nil
	case i.stage == answered && i.result.Verdict == Untrusted:
		add("checking.trust", "shield", func() { r.askTrust(i) })
	case i.stage == answered && r.q.trusted(i.result.Issuers):
		add("checking.distrust", "close", func() { r.distrust(i.result.Issuers) })
	}
	if r.canTake(i) {
		add("checking.take", "ledger", func() { r.takeOne(i) })
	}
	if r.canEndorse(i) {
		add("checking.endorse", "award", func() { r.askEndorse(i) })
	}
	if i.stage == answered && i.result.Unasked && !i.online {
		add("checking.online.again", "globe", func() {
			i.online = true
			r.q.again(i)
		})
	}
	if i.stage == answered && slices.ContainsFunc(i.result.Checks, func(c Check) bool { return c.Code == "refresh-offered" }) {
		add("checking.refresh", "download", func() {
			i.online, i.refresh = true, true
			r.q.again(i)
		})
	}
	add("checking.again", "refresh", func() { r.q.again(i) })
	return append(list, kit.NewButton(r.env.T("checking.remove"), "", kit.Quiet, func() { r.q.remove(i) }))
}

// askTrust says what trusting an issuer means, and does it.
func (r *Room) askTrust(i *item) {
	who := i.result.IssuerName
	if who == "" {
		who = i.result.Issuer
	}
	until := "checking.trust.until"
	if r.engine.Ledger() {
		until = "checking.trust.kept"
	}
	body := []fyne.CanvasObject{kit.Body(r.env.T("checking.trust.text") + " " + r.env.T(until))}
	for _, id := range i.result.Issuers {
		body = append(body, kit.Mono(id).Wrapping(kit.Wrapped))
	}
	keep := kit.NewButton(r.env.T("checking.trust.not"), "", kit.Plain, nil)
	do := kit.NewButton(r.env.T("checking.trust.do"), "", kit.Primary, nil)
	d := r.env.NewDialog(r.env.T("checking.trust.title", "issuer", who), kit.VBox(12, body...), keep, do).Sized(520, 0)
	keep.OnTap(d.Close)
	do.OnTap(func() {
		d.Close()
		if !r.engine.Ledger() {
			r.q.setTrust(i.result.Issuers, true)
			return
		}
		r.trust.put(i.result.IssuerName, i.result.Issuers)
	})
	d.Show()
}

// distrust takes issuers off the list again.
func (r *Room) distrust(ids []string) {
	r.q.setTrust(ids, false)
	if r.engine.Ledger() {
		r.trust.remove(ids)
	}
}

// reasons is the answer to each question, in an order that is always the same,
// and below it every check on demand.
func (r *Room) reasons(list []group) fyne.CanvasObject {
	good, unclear, bad := counts(list)
	head := []fyne.CanvasObject{kit.Spread(kit.Strong(r.env.T("checking.reasons")))}
	chip := func(n int, word string, m mark) {
		if n == 1 && r.env.Has(word+".one") {
			head = append(head, kit.Chip(r.env.T(word+".one"), m.tone().Icon(), m.tone()))
		} else if n > 0 {
			head = append(head, kit.Chip(r.env.T(word+".count", "count", strconv.Itoa(n)), m.tone().Icon(), m.tone()))
		}
	}
	if good > 0 {
		head = append(head, kit.Chip(r.env.T("checking.passed", "count", strconv.Itoa(good)), "check", kit.OK))
	}
	chip(remarks(list), "checking.notes", note)
	chip(unclear, "checking.open", open)
	chip(bad, "checking.wrong", wrong)
	rows := []fyne.CanvasObject{kit.Inset(12, 20, 12, 20, kit.HBox(8, head...))}
	for _, g := range list {
		shown := g.saying()
		if r.all {
			shown = g.checks
		}
		rows = append(rows, kit.Rule(), r.question(g, shown))
	}
	word := "checking.checks.show"
	if r.all {
		word = "checking.checks.hide"
	}
	toggle := kit.NewButton(r.env.T(word), "", kit.Quiet, func() {
		r.all = !r.all
		r.build()
	})
	rows = append(rows, kit.Rule(), kit.Inset(4, 8, 4, 8, kit.HBox(0, toggle)))
	return kit.CardWith(0, kit.VBox(0, rows...))
}

// question is one row: mark, question, and what was found.
func (r *Room) question(g group, shown []Check) fyne.CanvasObject {
	found := make([]fyne.CanvasObject, 0, len(shown))
	said := map[string]bool{}
	if word := "checking.good." + g.name; g.mark == holds && !r.all && r.env.Has(word) {
		found = append(found, kit.Body(r.env.T(word)).In(kit.ColorText2))
		shown = nil
	}
	for _, c := range shown {
		text := r.when.ReplaceAllString(c.Detail, "$1 $2")
		if c.Badge != "" && r.all {
			text = c.Badge + " · " + text
		}
		if said[text] {
			continue
		}
		said[text] = true
		line := kit.Body(text)
		if m := markOf(c); r.all {
			found = append(found, kit.HBox(8, kit.NewGlyph(m.tone().Icon(), m.tone().Ink(), 14), kit.Spread(line)))
			continue
		}
		found = append(found, line.In(kit.ColorText2))
	}
	title := kit.Strong(r.env.T("checking.group." + g.name)).Wrapping(kit.Wrapped)
	icon := kit.NewGlyph(g.mark.tone().Icon(), g.mark.tone().Ink(), 18)
	words := []fyne.CanvasObject{title}
	if g.mark != holds {
		words = append(words, kit.Second(r.env.T(g.mark.word())).In(g.mark.tone().Ink()))
	}
	left := kit.VBox(0, kit.HBox(12, icon, kit.Spread(kit.VBox(0, words...))))
	return kit.Inset(9, 20, 9, 20, kit.Columns(12, []float32{1, 3}, left, kit.VBox(4, found...)))
}

// person asks whose badge it is.
func (r *Room) person(i *item) fyne.CanvasObject {
	e := kit.NewEntry(r.env.T("checking.whose"))
	e.PlaceHolder = r.env.T("checking.whose.example")
	e.SetText(r.whose)
	ask := func() {
		i.recipient = strings.TrimSpace(r.whose)
		r.q.again(i)
	}
	check := kit.NewButton(r.env.T("checking.whose.check"), "person", kit.Plain, ask)
	check.SetEnabled(strings.TrimSpace(r.whose) != i.recipient)
	e.OnChanged = func(text string) {
		r.whose = text
		check.SetEnabled(strings.TrimSpace(text) != i.recipient)
	}
	e.OnSubmitted = func(string) { ask() }
	column := []fyne.CanvasObject{
		kit.NewField(r.env.T("checking.whose"), r.env.T("checking.whose.hint"), kit.HBox(8, kit.Spread(e), check)),
	}
	if i.recipient != "" {
		word, tone := whose(i.result.Checks)
		column = append(column, kit.Banner(tone, r.env.T(word, "email", i.recipient), ""))
	}
	return kit.Card(column...)
}

// whose reads the answer about the person off the checks.
func whose(checks []Check) (word string, tone kit.Tone) {
	word, tone = "checking.whose.open", kit.Warn
	for _, c := range checks {
		switch {
		case c.Name != "recipient":
		case c.OK && word != "checking.whose.no":
			word, tone = "checking.whose.yes", kit.OK
		case !c.OK:
			word, tone = "checking.whose.no", kit.Err
		}
	}
	return word, tone
}

// facts are what the badge says of itself.
func (r *Room) facts(i *item) fyne.CanvasObject {
	v := i.result
	var rows []fyne.CanvasObject
	fact := func(word, text string, mono bool) {
		if text == "" {
			return
		}
		value := kit.Body(text)
		if mono {
			value = kit.Mono(text).Wrapping(kit.Wrapped)
		}
		shown := fyne.CanvasObject(value)
		if mono {
			shown = kit.HBox(8, kit.Spread(value), kit.NewIconButton("copy", r.env.T("checking.copy"), func() { r.env.Copy(text) }))
		}
		rows = append(rows, kit.Columns(12, []float32{1, 3}, kit.Body(r.env.T("checking.fact."+word)).In(kit.ColorText2), shown))
	}
	fact("badge", v.Name, false)
	fact("issuer", v.IssuerName, false)
	fact("id", strings.Join(v.Issuers, "\n"), true)
	if v.Version != "" {
		fact("version", r.env.T("checking.fact.version.is", "version", strings.ReplaceAll(v.Version, "+", " + ")), false)
	}
	fact("status", r.env.T("checking.status."+v.Status), false)
	if i.record != "" {
		fact("from", r.env.T("checking.fact.from.record"), false)
	} else if !isAddress(i.input) && i.name("") != "" { // a file: its folder tells two of one name apart
		fact("from", i.input, false)
	}
	return kit.Card(kit.VBox(8, rows...))
}

// reportMenu are the forms in which one can have a report.
func (r *Room) reportMenu() []kit.MenuItem {
	var list []kit.MenuItem
	for _, ending := range []string{".txt", ".json", ".csv"} {
		list = append(list, kit.MenuItem{Text: r.env.T("checking.report.as" + ending), Act: func() { r.reportAs(ending) }})
	}
	return list
}

// report writes what was checked as people read it.
func (r *Room) report() { r.reportAs(".txt") }

// reportAs writes what was checked into a file.
func (r *Room) reportAs(ending string) {
	var results []Result
	for _, i := range r.q.items {
		if i.stage == answered {
			results = append(results, i.result)
		}
	}
	r.env.ChooseFile(kit.Choose{Title: r.env.T("checking.report.title"), Save: true, Extensions: []string{ending}, Name: "verify" + ending}, func(path string) {
		r.write(path, func(ctx context.Context) error { return r.engine.SaveReport(ctx, path, results) }, "checking.report.done", "checking.report.failed")
	})
}

// write does something that ends in a file, and says so.
func (r *Room) write(path string, work func(context.Context) error, done, failed string) {
	kit.Do(r.env.Tasks, work, func(err error) {
		if err != nil {
			r.tell(kit.Banner(kit.Err, r.env.T(failed), r.env.Say(err).Whole()))
			return
		}
		r.tell(kit.Banner(kit.OK, r.env.T(done, "file", filepath.Base(path)), "",
			kit.NewButton(r.env.T("checking.folder"), "folder", kit.Plain, func() { r.env.OpenFolder(filepath.Dir(path)) })))
	})
}

// tell shows a notice in the view in front.
func (r *Room) tell(note fyne.CanvasObject) {
	switch r.view {
	case viewRecord:
		r.record.note = note
		r.record.lay()
	case viewTrust:
		r.trust.note = note
		r.build()
	default:
		r.note = note
		r.build()
	}
}
