package checking

import (
	"context"
	"errors"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"badgekiln/app/kit"
)

// maxTaken is how many files of folders are taken on record at once.
const maxTaken = 20000

// record is the view of the badges of others that were taken on record, apart
// from one's own, which are in the Ledger.
type record struct {
	room    *Room
	list    []Record
	seen    []int // of list, those that answer the search
	wasRead bool
	err     error
	note    fyne.CanvasObject

	chosen  string // id
	detail  *Recorded
	failed  error
	raw     bool
	reader  *kit.Latest[Recorded]
	cancel  func()
	answers []Taken // of the last run, while they are shown

	find, typed string
	entry       *kit.Entry
	table       *kit.Table
	given       *kit.Table // the answers
	top, middle *fyne.Container
	side        *fyne.Container
	column      *column
	whole       fyne.CanvasObject
}

func newRecord(r *Room) *record {
	return &record{room: r, reader: kit.NewLatest[Recorded](r.env.Tasks)}
}

func (v *record) t(key string, pairs ...string) string {
	return v.room.env.T("checking.record."+key, pairs...)
}

// actions stand in the head.
func (v *record) actions() []fyne.CanvasObject {
	if !v.room.engine.Ledger() {
		return nil
	}
	return []fyne.CanvasObject{
		kit.NewButton(v.t("folder"), "folder", kit.Plain, v.askFolder),
		kit.NewButton(v.t("file"), "file", kit.Primary, v.askFile),
	}
}

func (v *record) askFile() {
	v.room.env.ChooseFile(kit.Choose{Title: v.t("choose"), Button: v.t("take"), Extensions: endings()}, func(path string) { v.take([]string{path}) })
}

func (v *record) askFolder() {
	v.room.env.ChooseFile(kit.Choose{Title: v.t("choose.folder"), Button: v.t("take"), Folder: true}, func(path string) { v.take([]string{path}) })
}

// primary takes what is typed, or asks for a file.
func (v *record) primary() {
	switch {
	case !v.room.engine.Ledger():
	case strings.TrimSpace(v.typed) != "":
		v.submit()
	default:
		v.askFile()
	}
}

func (v *record) submit() {
	text := strings.TrimSpace(v.typed)
	if text == "" {
		return
	}
	v.entry.SetText("")
	v.take([]string{v.room.path(text)})
}

// read asks for the list.
func (v *record) read() {
	r := v.room
	if !r.engine.Ledger() {
		return
	}
	kit.Run(r.env.Tasks, r.engine.OnRecord, func(list []Record, err error) {
		v.wasRead, v.err = true, err
		if err == nil {
			v.list = list
		}
		v.search(v.find)
	})
}

// search shows what answers a search.
func (v *record) search(text string) {
	v.find, v.seen = text, nil
	text = strings.ToLower(strings.TrimSpace(text))
	for i, one := range v.list {
		if strings.Contains(strings.ToLower(one.Name+"\n"+one.Issuer+"\n"+one.Source), text) {
			v.seen = append(v.seen, i)
		}
	}
	if v.table != nil {
		v.table.SetCount(len(v.seen))
		at := -1
		for row, i := range v.seen {
			if v.list[i].ID == v.chosen {
				at = row
			}
		}
		if at < 0 {
			v.chosen, v.detail, v.failed = "", nil, nil
			v.table.Clear()
		}
	}
	v.lay()
}

// take takes inputs on record and says of each what became of it.
func (v *record) take(inputs []string) {
	r := v.room
	list := make([]Question, 0, len(inputs))
	for _, input := range inputs {
		list = append(list, Question{Input: input, Online: r.q.online || isAddress(input)})
	}
	v.run(list, nil)
}

// run takes on record; done, where it is not nil, shows the answers in place of
// this view.
func (v *record) run(list []Question, done func([]Taken, error)) {
	r := v.room
	if v.cancel != nil || !r.engine.Ledger() {
		return
	}
	v.note, v.answers = nil, nil
	name := v.t("busy")
	bar := r.env.NewBusyBar(name, func() { v.stop() })
	if done == nil {
		v.note = bar
	}
	stop := func() {}
	v.cancel = func() { stop() }
	v.lay()
	stop = kit.RunBusy(r.env.Tasks, name, kit.Route{Room: kit.RoomVerify, What: viewRecord}, func(p kit.Progress) { bar.Set(p) },
		func(ctx context.Context, report func(string, int, int)) ([]Taken, error) {
			all, err := spread(ctx, r.engine, list)
			if err != nil {
				return nil, err
			}
			return r.engine.TakeOn(ctx, all, func(done, total int) { report("", done, total) })
		}, func(answers []Taken, err error) {
			v.cancel = nil
			if done != nil {
				done(answers, err)
				return
			}
			v.answered(answers, err)
		})
}

// spread replaces folders by their files.
func spread(ctx context.Context, engine Engine, list []Question) ([]Question, error) {
	var all []Question
	for _, q := range list {
		files, _, err := engine.Files(ctx, []string{q.Input}, maxTaken)
		if err != nil {
			return nil, err
		}
		for _, file := range files {
			all = append(all, Question{Input: file, Online: q.Online})
		}
	}
	return all, nil
}

// stop gives up what runs. What is on record stays there.
func (v *record) stop() {
	if v.cancel != nil {
		v.cancel()
	}
}

// answered shows what became of everything.
func (v *record) answered(answers []Taken, err error) {
	v.answers = answers
	sum := v.sum(answers)
	switch {
	case errors.Is(err, context.Canceled):
		v.note = kit.Banner(kit.Warn, v.t("cancelled"), sum, v.closer())
	case err != nil:
		v.note = v.room.env.ErrorBanner(err)
	default:
		tone := kit.OK
		if count(answers)[TakenNone] == len(answers) {
			tone = kit.Info
		}
		v.note = kit.Banner(tone, sum, "", v.closer())
	}
	v.read()
}

func (v *record) closer() fyne.CanvasObject {
	return kit.NewButton(v.t("close"), "", kit.Plain, func() {
		v.note, v.answers = nil, nil
		v.lay()
	})
}

func count(answers []Taken) map[TakenState]int {
	n := map[TakenState]int{}
	for _, one := range answers {
		n[one.State]++
	}
	return n
}

// sum counts the answers.
func (v *record) sum(answers []Taken) string {
	n := count(answers)
	var parts []string
	for _, s := range []TakenState{TakenNew, TakenKnown, TakenOwn, TakenNone} {
		switch {
		case n[s] == 1:
			parts = append(parts, v.t("sum."+string(s)+".one"))
		case n[s] > 1:
			parts = append(parts, v.t("sum."+string(s), "count", v.room.env.Count(n[s])))
		}
	}
	if len(parts) == 0 {
		return v.t("sum.nothing")
	}
	return strings.Join(parts, " · ")
}

// content is the view.
func (v *record) content() fyne.CanvasObject {
	r := v.room
	if !r.engine.Ledger() {
		return kit.Empty("ledger", v.t("none"), v.t("none.text"), kit.NewButton(r.env.T("checking.begin"), "ledger", kit.Plain, r.env.BeginLedger))
	}
	if v.whole == nil {
		v.build()
	}
	return v.whole
}

func (v *record) build() {
	e := kit.NewEntry(v.t("input"))
	e.SetPlaceHolder(v.t("input.example"))
	e.SetText(v.typed)
	do := kit.NewButton(v.t("take"), "", kit.Plain, v.submit)
	do.SetEnabled(strings.TrimSpace(v.typed) != "")
	e.OnChanged = func(text string) {
		v.typed = text
		do.SetEnabled(strings.TrimSpace(text) != "")
	}
	e.OnSubmitted = func(string) { v.submit() }
	v.entry = e
	s := kit.NewEntry(v.t("search"))
	s.SetPlaceHolder(v.t("search"))
	s.SetText(v.find)
	s.OnChanged = v.search
	v.buildTables()
	v.top, v.middle, v.side = kit.VBox(0), container.NewStack(), container.NewStack()
	ways := kit.Columns(16, []float32{3, 2}, kit.HBox(8, kit.Spread(e), do), s)
	left := kit.VBox(0, kit.Inset(12, 16, 10, 24, kit.VBox(10, v.top, ways)), kit.Spread(kit.Inset(0, 16, 16, 24, v.middle)))
	pane := container.NewStack(kit.NewFill(kit.ColorSurface), container.NewBorder(nil, nil, kit.UprightRule(), nil, v.side))
	v.whole = kit.Columns(0, []float32{1, 340}, left, pane)
	v.search(v.find)
}

func (v *record) buildTables() {
	v.table = kit.NewTable(v.t("table"), []kit.TableColumn{
		{Title: v.t("col.badge"), Weight: 1.4, Least: 120},
		{Title: v.t("col.issuer"), Weight: 1.2, Least: 110},
		{Title: v.t("col.version"), Width: 84},
		{Title: v.t("col.verdict"), Width: 188},
		{Title: v.t("col.made"), Width: 104},
	}, v.cell)
	v.table.OnSelect = v.selected
	v.table.OnOpen = func(int) { v.verify() }
	v.given = kit.NewTable(v.t("answers"), []kit.TableColumn{
		{Title: v.t("col.file"), Weight: 1.2, Least: 120},
		{Title: v.t("col.state"), Width: 190},
		{Title: v.t("col.what"), Weight: 1.6, Least: 140},
	}, v.answer)
	v.given.OnOpen = func(row int) { v.show(v.answers[row].ID) }
}

func (v *record) cell(row, col int) kit.TableCell {
	one := v.list[v.seen[row]]
	switch col {
	case 0:
		if one.Name == "" {
			return kit.TableCell{Text: v.t("unnamed"), Second: true}
		}
		return kit.TableCell{Text: one.Name}
	case 1:
		return kit.TableCell{Text: one.Issuer, Second: true}
	case 2:
		return kit.TableCell{Text: one.Version}
	case 3:
		l := lookOf(&item{stage: answered, result: Result{Verdict: one.Verdict, Status: one.Status}})
		return kit.TableCell{Text: v.room.short(l), Icon: l.icon, Tone: l.tone, Chip: true}
	}
	return kit.TableCell{Text: kit.Day(one.Made.Local())}
}

func (v *record) answer(row, col int) kit.TableCell {
	one := v.answers[row]
	switch col {
	case 0:
		return kit.TableCell{Text: (&item{input: one.Input}).name(v.room.env.T("checking.pasted")), Tip: one.Input}
	case 1:
		icon, tone := "check", kit.OK
		switch one.State {
		case TakenNew:
		case TakenKnown, TakenOwn:
			icon, tone = "info", kit.Info
		case TakenNone:
			icon, tone = "close", kit.Neutral
		}
		return kit.TableCell{Text: v.t("state." + string(one.State)), Icon: icon, Tone: tone, Chip: true}
	}
	if one.State == TakenNone || one.Name == "" {
		return kit.TableCell{Text: one.Reason, Second: true}
	}
	text := one.Name
	if one.Issuer != "" {
		text += " · " + one.Issuer
	}
	return kit.TableCell{Text: text}
}

// lay brings the view up to date.
func (v *record) lay() {
	r := v.room
	if v.whole == nil || v.top == nil {
		return
	}
	v.top.Objects = nil
	if v.note != nil {
		v.top.Objects = []fyne.CanvasObject{v.note}
	}
	v.top.Hidden = v.note == nil
	v.top.Refresh()
	box := func(t *kit.Table) fyne.CanvasObject {
		return container.NewStack(kit.NewFill(kit.ColorSurface).Edge(kit.ColorLine, 1).Round(8), kit.Pad(1, t))
	}
	var middle fyne.CanvasObject
	switch {
	case v.err != nil:
		middle = r.env.ErrorPage(v.err, kit.NewButton(r.env.T("checking.reread"), "refresh", kit.Plain, v.read))
	case len(v.answers) > 0:
		v.given.SetCount(len(v.answers))
		middle = box(v.given)
	case v.wasRead && len(v.list) == 0:
		middle = kit.Empty("ledger", v.t("empty"), v.t("empty.text"))
	case v.wasRead && len(v.seen) == 0:
		middle = kit.Empty("search", v.t("nothing", "search", strings.TrimSpace(v.find)), "")
	default:
		middle = box(v.table)
	}
	v.middle.Objects = []fyne.CanvasObject{middle}
	v.middle.Refresh()
	v.side.Objects = []fyne.CanvasObject{v.aside()}
	v.side.Refresh()
	v.whole.Refresh()
}

// selected reads everything about the badge in a row.
func (v *record) selected(row int) {
	if row < 0 || row >= len(v.seen) {
		return
	}
	v.open(v.list[v.seen[row]].ID)
}

// show shows a badge on record, from an answer about it.
func (v *record) show(id string) {
	if id == "" {
		return
	}
	v.answers, v.note, v.find = nil, nil, ""
	v.chosen = id
	v.search("")
	v.open(id)
}

func (v *record) open(id string) {
	r := v.room
	v.chosen, v.raw = id, false
	v.reader.Run(func(ctx context.Context) (Recorded, error) { return r.engine.Recorded(ctx, id) }, func(one Recorded, err error) {
		v.detail, v.failed = &one, err
		if err != nil {
			v.detail = nil
		}
		v.lay()
	})
}

// aside is all about the chosen badge.
func (v *record) aside() fyne.CanvasObject {
	r := v.room
	switch {
	case v.failed != nil:
		return kit.Pad(16, r.env.ErrorBanner(v.failed))
	case v.detail == nil:
		return kit.Empty("badge", v.t("aside"), v.t("aside.text"))
	}
	d := v.detail
	name := d.Name
	if name == "" {
		name = v.t("unnamed")
	}
	l := lookOf(&item{stage: answered, result: Result{Verdict: d.Verdict, Status: d.Status}})
	words := []fyne.CanvasObject{
		kit.Section(name).Wrapping(kit.Wrapped), kit.Body(d.Issuer).In(kit.ColorText2), kit.Chips(0, kit.Chip(r.short(l), l.icon, l.tone)),
	}
	head := []fyne.CanvasObject{kit.Spread(kit.VBox(4, words...))}
	if d.Picture != nil {
		well := kit.NewPictureWell(88, 88, kit.NoGround)
		well.SetImage(d.Picture)
		head = append([]fyne.CanvasObject{kit.VBox(0, well)}, head...)
	}
	source := d.Source
	if source == "" {
		source = r.env.T("checking.pasted")
	}
	parts := []fyne.CanvasObject{
		kit.HBox(12, head...),
		kit.Second(v.t("that-day", "date", kit.Day(d.Made.Local()), "source", filepath.Base(source))).Wrapping(kit.Wrapped).Tip(source),
		kit.Chips(8, kit.NewButton(v.t("verify"), "verify", kit.Plain, v.verify)),
		kit.Hint(v.t("stranger")),
	}
	parts = append(parts, r.sections(d.Badge.Sections, []float32{1, 2})...)
	parts = append(parts, r.document(d.Badge, v.raw, func() {
		v.raw = !v.raw
		v.lay()
	}))
	if v.column == nil {
		v.column = newColumn(12, 16)
	}
	v.column.show(d.ID, parts)
	return v.column.scroll
}

// verify checks the chosen badge once more, as it came.
func (v *record) verify() {
	if v.detail == nil {
		return
	}
	r, d := v.room, v.detail
	name := d.Name
	if name == "" {
		name = v.t("unnamed")
	}
	r.turn(viewCheck)
	r.choose(r.q.addRecord(d.ID, name))
}
