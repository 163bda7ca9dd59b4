package badges

import (
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"badgekiln/app/kit"
)

// asideWidth is how wide the preview is, in px of tokens.md.
const asideWidth = 300

// build makes the page anew.
func (e *editor) build() {
	r := e.room
	e.known = len(e.issuers()) > 0
	e.actions = kit.NewHeadWith(kit.NewIconButton("chevron-left", r.env.T("badges.back"), r.back), e.title(), e.state(), e.buttons()...)
	var body fyne.CanvasObject
	switch {
	case e.err != nil:
		body = r.env.ErrorPage(e.err, kit.NewButton(r.env.T("badges.retry"), "refresh", kit.Primary, e.reload))
	case !e.loaded():
		body = kit.Empty("refresh", r.env.T("badges.busy"), "")
	default:
		body = e.body()
	}
	e.whole.Objects = []fyne.CanvasObject{kit.Page(e.actions.Container, body, nil)}
	e.whole.Refresh()
}

func (e *editor) body() fyne.CanvasObject {
	e.fields, e.order = map[string]interface{ SetError(string) }{}, nil
	e.tabs = kit.NewTabs(e.tabItems(), e.tab, func(tab string) {
		e.tab = tab
		if len(e.faults) == 0 {
			e.note = nil
		}
		e.build()
	})
	var content []fyne.CanvasObject
	switch e.tab {
	case tabPicture:
		content = e.picturePage()
	case tabRules:
		content = e.rulesPage()
	case tabSkills:
		content = e.sheet.Skills(&e.form.more)
	case tabLanguages:
		content = []fyne.CanvasObject{e.sheet.Languages(&e.form.more)}
	case tabVersions:
		content = e.versionsPage()
	default:
		content = e.meaningPage()
	}
	if e.class.State == Archived {
		content = append([]fyne.CanvasObject{kit.Banner(kit.Info, "", e.room.env.T("badges.archived"))}, content...)
	}
	if e.note != nil {
		content = append([]fyne.CanvasObject{e.note}, content...)
	}
	e.well = kit.NewPictureWell(asideWidth-34, 176, kit.Sunken)
	e.aside = kit.VBox(16)
	e.show()
	before := e.scroll
	left := kit.Scroll(kit.Inset(20, 14, 24, 4, kit.VBox(16, content...))) // room for rings and the scroll bar
	right := kit.Scroll(kit.Inset(20, 12, 24, 4, e.aside))
	e.scroll = left
	if now := (place{e.tab, e.note}); before != nil && now == e.place { // where one was
		left.Offset = before.Offset
	} else {
		e.place = now
	}
	return kit.Framed(kit.Inset(0, 24, 4, 24, e.tabs.Container), nil, nil, nil,
		kit.Inset(0, 12, 0, 20, container.New(panes{}, left, right)))
}

func (e *editor) tabItems() []kit.TabItem {
	t := e.room.env.T
	items := []kit.TabItem{
		{Value: tabMeaning, Text: t("badges.tab.meaning"), Wrong: e.wrong(tabMeaning)},
		{Value: tabPicture, Text: t("badges.tab.picture"), Wrong: e.wrong(tabPicture)},
		{Value: tabRules, Text: t("badges.tab.rules"), Wrong: e.wrong(tabRules)},
		{Value: tabSkills, Text: t("badges.tab.skills"), Wrong: e.wrong(tabSkills)},
		{Value: tabLanguages, Text: t("badges.tab.languages", "count", strconv.Itoa(1+len(e.form.more.Translations))), Wrong: e.wrong(tabLanguages)},
	}
	if n := e.class.Version(); n > 0 {
		items = append(items, kit.TabItem{Value: tabVersions, Text: t("badges.tab.versions", "count", strconv.Itoa(n))})
	}
	return items
}

func (e *editor) title() string {
	switch {
	case e.slug == "":
		return e.room.env.T("badges.edit.new")
	case e.class.Slug == "":
		return ""
	}
	return e.class.Name
}

// state is the line below the title: what this is, and what saving will make
// of it.
func (e *editor) state() string {
	r, n := e.room, e.class.Version()
	held := r.counted("badges.class.held", e.class.Held())
	version, next := strconv.Itoa(n), strconv.Itoa(e.next())
	switch {
	case e.slug == "":
		return r.env.T("badges.edit.new.state")
	case e.class.Slug == "":
		return ""
	case e.class.State == Archived:
		return r.env.T("badges.edit.state.archived", "held", held)
	case e.next() > n:
		return r.env.T("badges.edit.state.editing", "next", next, "held", held)
	case e.class.State == Unawarded:
		return r.env.T("badges.edit.state.draft", "version", version)
	}
	return r.env.T("badges.edit.state.held", "version", version, "held", held)
}

// next is the version that saving makes: whether names are public is of the
// badge, not of a version.
func (e *editor) next() int {
	f := e.form
	f.publicNames = e.saved.publicNames
	if f.same(e.saved) && e.slug != "" {
		return e.class.Version()
	}
	return e.class.Version() + 1
}

// buttons stand in the head; the primary one is what comes next.
func (e *editor) buttons() []fyne.CanvasObject {
	r := e.room
	if e.err != nil || !e.loaded() {
		return nil
	}
	if e.busy {
		b := kit.NewButton(r.env.T("badges.save.busy"), "refresh", kit.Primary, nil)
		b.Disable()
		return []fyne.CanvasObject{b}
	}
	var list []fyne.CanvasObject
	if e.dirty() {
		list = append(list, kit.NewButton(r.env.T("badges.discard"), "", kit.Quiet, e.askDiscard))
	}
	awardable := e.slug != "" && e.class.State != Archived
	switch {
	case e.slug == "":
		list = append(list, kit.NewButton(r.env.T("badges.save"), "", kit.Primary, e.save))
	case e.dirty():
		word := r.env.T("badges.save")
		if n := e.next(); n > e.class.Version() {
			word = r.env.T("badges.save.version", "version", strconv.Itoa(n))
		}
		list = append(list, kit.NewButton(word, "", kit.Primary, e.save))
	case awardable:
		list = append(list, kit.NewButton(r.env.T("badges.award"), "award", kit.Primary, func() { r.award(e.slug) }))
	}
	if awardable {
		more := kit.NewMenuButton("", "more", kit.Quiet, func() []kit.MenuItem {
			return []kit.MenuItem{{Text: r.env.T("badges.archive"), Icon: "folder", Act: e.askArchive}}
		})
		more.SetTip(r.env.T("badges.more"))
		list = append(list, more)
	}
	return list
}

// edited follows what is typed in a field.
func (e *editor) edited(field string) {
	if e.faults[field] != "" {
		delete(e.faults, field)
		if f := e.fields[field]; f != nil {
			f.SetError("")
		}
		e.tabs.SetWrong(tabOf(field), e.wrong(tabOf(field)))
	}
	e.show()
	e.actions.SetState(e.state())
	e.actions.SetActions(e.buttons()...)
	e.room.env.Changed()
}

// text is a field for a text of the form.
func (e *editor) text(field, hint, example string, to *string, rows int) *kit.TextField {
	t := e.room.env.T
	if hint != "" {
		hint = t(hint)
	}
	typed := func(text string) {
		*to = text
		e.edited(field)
	}
	label := t("badges.field." + field)
	var f *kit.TextField
	if rows > 1 {
		f = kit.NewTextArea(label, hint, *to, rows, typed)
	} else {
		f = kit.NewTextField(label, hint, *to, typed)
	}
	if example != "" {
		f.Entry.SetPlaceHolder(t(example))
	}
	f.SetError(e.faults[field])
	e.fields[field] = f
	return f
}

func (e *editor) meaningPage() []fyne.CanvasObject {
	t := e.room.env.T
	var column []fyne.CanvasObject
	if e.slug == "" {
		column = e.issuerPart()
	}
	name := e.text(fieldName, "", "", &e.form.name, 1)
	hint := func() string { return t("badges.hint.name", "count", strconv.Itoa(letters(e.form.name))) }
	if e.faults[fieldName] == "" {
		name.SetHint(hint())
	}
	typed := name.Entry.OnChanged
	name.Entry.OnChanged = func(text string) {
		typed(text)
		name.SetHint(hint())
	}
	return append(column, name,
		e.text(fieldDescription, "badges.hint.description", "badges.example.description", &e.form.description, 2),
		e.text(fieldCriteria, "badges.hint.criteria", "badges.example.criteria", &e.form.criteria, 4),
		e.text(fieldPage, "badges.hint.page", "", &e.form.page, 1),
		kit.Columns(12, []float32{3, 2},
			e.text("tags", "badges.hint.tags", "badges.example.tags", &e.form.tags, 1),
			e.text(fieldLanguage, "badges.hint.language", "", &e.form.language, 1)))
}

// issuerPart asks who awards: by name while there is nobody, by choice when
// there are several.
func (e *editor) issuerPart() []fyne.CanvasObject {
	t := e.room.env.T
	switch list := e.issuers(); len(list) {
	case 0:
		return []fyne.CanvasObject{kit.Card(
			kit.Strong(t("badges.issuer.section")), kit.Hint(t("badges.issuer.text")),
			kit.Columns(12, nil,
				e.text(fieldIssuerName, "badges.hint.issuer-name", "", &e.form.issuerName, 1),
				e.text(fieldIssuerEmail, "badges.hint.issuer-email", "", &e.form.issuerEmail, 1)))}
	case 1:
		return nil
	default:
		var values, texts []string
		for _, i := range list {
			values, texts = append(values, i.ID), append(texts, i.Name)
		}
		if e.form.issuer == "" {
			e.form.issuer, e.saved.issuer = values[0], values[0]
		}
		label := t("badges.field.issuer")
		return []fyne.CanvasObject{kit.NewField(label, "", kit.NewSelect(label, values, texts, e.form.issuer, func(id string) {
			e.form.issuer = id
			e.edited("issuer")
		}))}
	}
}

func (e *editor) rulesPage() []fyne.CanvasObject {
	t := e.room.env.T
	rules := []string{string(Once), string(Renewable), string(Many)}
	var ruleTexts, unitTexts []string
	for _, rule := range rules {
		ruleTexts = append(ruleTexts, t("badges.rule."+rule))
	}
	for _, unit := range units() {
		unitTexts = append(unitTexts, t("badges.rules.unit."+unit))
	}
	rule := kit.NewRadio(rules, ruleTexts, string(e.form.rule), true, func(rule string) {
		e.form.rule = Rule(rule)
		e.edited("rule")
		e.build()
	})
	count := kit.NewEntry(t("badges.rules.expires"))
	count.SetText(e.form.count)
	count.OnChanged = func(text string) {
		e.form.count = text
		e.edited(fieldExpires)
	}
	unit := kit.NewSelect(t("badges.rules.expires"), units(), unitTexts, e.form.unit, func(unit string) {
		e.form.unit = unit
		e.edited(fieldExpires)
	})
	expires := kit.NewCheck(t("badges.rules.expires"), e.form.expires, func(on bool) {
		e.form.expires = on
		e.edited(fieldExpires)
		e.build()
	})
	row := []fyne.CanvasObject{expires}
	if e.form.expires {
		row = append(row, kit.Exactly(64, 0, count), kit.Exactly(120, 0, unit))
	}
	period := kit.NewField("", "", kit.HBox(12, row...))
	period.SetError(e.faults[fieldExpires])
	count.SetWrong(e.faults[fieldExpires] != "")
	e.fields[fieldExpires] = marked{period, count}
	who := []fyne.CanvasObject{
		kit.HBox(8, kit.Spread(kit.Strong(t("badges.rules.who"))), kit.Second(t("badges.rules.note"))), rule.Container, period,
	}
	if e.form.rule == Renewable && !e.form.expires {
		who = append(who, kit.Banner(kit.Warn, "", t("badges.rules.renewable-needs")))
	}
	return []fyne.CanvasObject{kit.Card(who...), e.namesCard(), e.sheet.Suspension(&e.form.more), e.schemaCard()}
}

// marked marks a field and the entry inside its row.
type marked struct {
	field *kit.Field
	entry *kit.Entry
}

func (m marked) SetError(text string) {
	m.field.SetError(text)
	m.entry.SetWrong(text != "")
}

func (e *editor) namesCard() fyne.CanvasObject {
	t := e.room.env.T
	effect := "badges.rules.names.off"
	if e.form.publicNames {
		effect = "badges.rules.names.on"
	}
	until := "badges.rules.names.until"
	names := kit.NewCheck(t("badges.rules.names.check"), e.form.publicNames, func(on bool) {
		e.form.publicNames = on
		e.edited("names")
		e.build()
	})
	if e.class.NamesFixed {
		until = "badges.rules.names.fixed"
		names.Disable()
	}
	return kit.Card(kit.HBox(8, kit.Spread(kit.Strong(t("badges.rules.names"))), kit.Second(t(until))), names, kit.Hint(t(effect)))
}

// schemaCard is for those whose verifiers ask for it.
func (e *editor) schemaCard() fyne.CanvasObject {
	t := e.room.env.T
	return kit.Card(kit.Strong(t("badges.rules.schema")), kit.NewCheck(t("badges.rules.schema.check"), e.form.schema, func(on bool) {
		e.form.schema = on
		e.edited("schema")
	}), kit.Hint(t("badges.rules.schema.hint")))
}

// rebuild builds the page again after an entry came or went.
func (e *editor) rebuild() {
	e.build()
	e.sheet.Focus()
}

func (e *editor) versionsPage() []fyne.CanvasObject {
	r := e.room
	rows := []fyne.CanvasObject{kit.Inset(16, 20, 12, 20, kit.Body(r.env.T("badges.versions.text")).In(kit.ColorText2))}
	for i := len(e.class.Versions) - 1; i >= 0; i-- {
		v := e.class.Versions[i]
		well := kit.NewPictureWell(40, 40, kit.NoGround)
		well.SetImage(v.Picture)
		head := []fyne.CanvasObject{kit.Strong(r.env.T("badges.versions.number", "version", strconv.Itoa(v.Number)))}
		if i == len(e.class.Versions)-1 && e.class.State != Archived {
			head = append(head, kit.Chip(r.env.T("badges.versions.now"), "check", kit.OK))
		}
		facts := strings.Join([]string{r.env.T("badges.versions.made", "date", kit.Day(v.Made.Local())), r.counted("badges.class.held", v.Held)}, " · ")
		words := kit.VBox(2, kit.Chips(8, head...), kit.Line(v.Name), kit.Second(facts).Wrapping(kit.Wrapped))
		rows = append(rows, kit.Rule(), kit.Inset(12, 20, 12, 20, kit.HBox(16, kit.Exactly(40, 40, well), kit.Spread(words))))
	}
	return []fyne.CanvasObject{kit.CardWith(0, kit.VBox(0, rows...))}
}
