package checking

import (
	"context"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"badgekiln/app/kit"
)

// prefOnline is the preference whether the network may be asked.
const prefOnline = "verify.online"

// The views of the room.
const (
	viewCheck  = "check"
	viewRecord = "record"
	viewTrust  = "trust"
)

// maxFiles is how many files of folders are checked at once.
const maxFiles = 2000

// Room is the room Verify.
type Room struct {
	env    kit.Env
	engine Engine
	q      *queue
	view   string
	tabs   *kit.Tabs
	record *record
	trust  *trust
	body   *fyne.Container // the view in front
	chosen *item
	all    bool // every check is shown
	raw    bool // the document is shown
	badge  int  // which of a picture's badges is shown
	whose  string
	note   fyne.CanvasObject
	when   *regexp.Regexp // a moment as standards write it

	entry  *kit.Entry
	typed  string
	head   *kit.Head
	pane   *pane // nil while nothing was checked
	column *column
	both   *fyne.Container // pane and detail
	shown  shown
	whole  *fyne.Container
}

// shown says which answer stands in the page.
type shown struct {
	view string
	item *item
	turn int
}

// New makes the room.
func New(env kit.Env, engine Engine) *Room {
	r := &Room{
		env: env, engine: engine, view: viewCheck, whole: container.NewStack(), body: container.NewStack(),
		when: regexp.MustCompile(`(\d{4}-\d\d-\d\d)T(\d\d:\d\d):\d\d(?:Z|[+-]\d\d:\d\d)`),
	}
	r.q = &queue{env: env, engine: engine, online: env.Prefs.Bool(prefOnline, false), changed: r.changed}
	r.head = kit.NewHead(env.T("checking.title"), env.T("checking.state"))
	var items []kit.TabItem
	for _, v := range []string{viewCheck, viewRecord, viewTrust} {
		items = append(items, kit.TabItem{Value: v, Text: env.T("checking.view." + v)})
	}
	r.tabs = kit.NewTabs(items, r.view, r.turn)
	r.record, r.trust = newRecord(r), newTrust(r)
	page := kit.VBox(0, kit.On(kit.ColorBg, kit.Inset(0, 16, 0, 16, r.tabs.Container)), kit.Spread(r.body))
	r.whole.Objects = []fyne.CanvasObject{kit.Page(r.head, page, nil)}
	r.build()
	return r
}

// turn changes the view.
func (r *Room) turn(view string) {
	r.view = view
	r.tabs.Put(view)
	r.note = nil
	r.build()
	r.reread()
	r.env.Changed()
}

// Name is the room's name.
func (*Room) Name() string { return kit.RoomVerify }

// Content is what the window shows.
func (r *Room) Content() fyne.CanvasObject { return r.whole }

// Shown reads whom one trusts and what is on record. What was checked stays as
// it was checked.
func (r *Room) Shown() { r.reread() }

// Reread reads again what another program may have changed.
func (r *Room) Reread() { r.reread() }

func (r *Room) reread() {
	r.trust.read()
	if r.view == viewRecord {
		r.record.read()
	}
}

// Hidden leaves everything as it is.
func (*Room) Hidden() {}

// Closing stops what is being checked.
func (r *Room) Closing() {
	r.q.stop()
	r.record.stop()
}

// Arrive checks a file or address the window was sent with, or shows a view.
func (r *Room) Arrive(to kit.Route) {
	if slices.Contains([]string{viewCheck, viewRecord, viewTrust}, to.What) {
		r.turn(to.What)
	}
	if to.ID != "" {
		r.check(to.ID)
	}
}

// Dropped checks whatever is dropped, or takes it on record where those are in
// front.
func (r *Room) Dropped(paths []string) bool {
	if r.view == viewRecord && r.engine.Ledger() {
		r.record.take(paths)
		return len(paths) > 0
	}
	r.check(paths...)
	return len(paths) > 0
}

// Actions are what the menus offer of this room.
func (r *Room) Actions() []kit.Action {
	some := func() bool { return len(r.q.items) > 0 }
	return []kit.Action{
		{Name: "verify.open", Word: "checking.action.open", Icon: "folder", Keys: "ctrl+o", Menu: "file", Run: r.open},
		{Name: "verify.folder", Word: "checking.action.folder", Icon: "folder", Menu: "file", Run: r.openFolder},
		{Name: "verify.next", Word: "checking.action.next", Keys: "ctrl+return", Primary: true, Run: r.primary},
		{Name: "verify.paste", Word: "checking.action.paste", Icon: "paste", Keys: "ctrl+shift+v", Menu: "edit", Run: r.paste},
		{Name: "verify.again", Word: "checking.action.again", Icon: "refresh", Keys: "f5", Menu: "view", Enabled: func() bool { return r.chosen != nil }, Run: r.again},
		{Name: "verify.take", Word: "checking.action.take", Icon: "ledger", Menu: "file", Enabled: func() bool { return len(r.takeable()) > 0 }, Run: r.takeAll},
		{Name: "verify.report", Word: "checking.action.report", Icon: "download", Menu: "file", Enabled: some, Run: r.report},
		{Name: "verify.record", Word: "checking.action.record", Menu: "view", Run: func() { r.turn(viewRecord) }},
		{Name: "verify.trust", Word: "checking.action.trust", Icon: "shield", Menu: "view", Run: func() { r.turn(viewTrust) }},
		{Name: "verify.clear", Word: "checking.action.clear", Icon: "trash", Menu: "edit", Enabled: some, Run: r.clear},
	}
}

// primary checks what is typed, or asks for a file; in the other views it does
// what stands first there.
func (r *Room) primary() {
	switch r.view {
	case viewRecord:
		r.record.primary()
		return
	case viewTrust:
		r.trust.add()
		return
	}
	if strings.TrimSpace(r.typed) != "" {
		r.submit()
		return
	}
	r.open()
}

// open asks for a file and checks it.
func (r *Room) open() {
	r.env.ChooseFile(kit.Choose{
		Title: r.env.T("checking.choose"), Button: r.env.T("checking.check"), Extensions: endings(),
	}, func(path string) { r.check(path) })
}

// openFolder asks for a folder and checks what could be a badge in it.
func (r *Room) openFolder() {
	r.env.ChooseFile(kit.Choose{Title: r.env.T("checking.choose.folder"), Button: r.env.T("checking.check.folder"), Folder: true},
		func(path string) { r.check(path) })
}

// endings are those of files that could hold a badge.
func endings() []string { return []string{".png", ".svg", ".json", ".jsonld", ".jwt", ".jws", ".txt"} }

// paste checks what is on the clipboard.
func (r *Room) paste() {
	text := strings.TrimSpace(r.env.Paste())
	if text == "" {
		r.note = kit.Banner(kit.Info, "", r.env.T("checking.paste.nothing"))
		r.build()
		return
	}
	r.check(text)
}

// check puts inputs into the list and shows the first of them. Of a folder it
// takes what could be a badge.
func (r *Room) check(inputs ...string) {
	if r.view != viewCheck {
		r.turn(viewCheck)
	}
	r.note = nil
	type found struct {
		files []string
		more  bool
	}
	kit.Run(r.env.Tasks, func(ctx context.Context) (found, error) {
		files, more, err := r.engine.Files(ctx, inputs, maxFiles)
		return found{files, more}, err
	}, func(f found, err error) {
		if err != nil {
			r.note = r.env.ErrorBanner(err)
			r.build()
			return
		}
		r.enter(inputs, f.files, f.more)
	})
}

// enter puts files into the list, and says what was found of a folder.
func (r *Room) enter(inputs, files []string, more bool) {
	var note fyne.CanvasObject
	if spread := !slices.Equal(inputs, files); spread {
		note = r.foundNote(inputs, files, more)
	}
	before := r.chosen
	if first := r.q.add(files...); first != nil {
		r.choose(first)
	} else {
		r.chosen = before
	}
	if r.note = note; note != nil {
		r.build()
	}
}

// foundNote says how much a folder holds, and offers to take it on record.
func (r *Room) foundNote(inputs, files []string, more bool) fyne.CanvasObject {
	folder := filepath.Base(inputs[0])
	if len(files) == 0 {
		return kit.Banner(kit.Info, "", r.env.T("checking.folder.none", "folder", folder))
	}
	word := "checking.folder.found"
	switch {
	case more:
		word = "checking.folder.more"
	case len(files) == 1:
		word = "checking.folder.found.one"
	}
	text := r.env.T(word, "folder", folder, "count", r.env.Count(len(files)))
	if !r.engine.Ledger() {
		return kit.Banner(kit.Info, "", text)
	}
	return kit.Banner(kit.Info, "", text, kit.NewButton(r.env.T("checking.take.all"), "ledger", kit.Plain, r.takeAll))
}

func (r *Room) again() {
	if r.chosen != nil {
		r.q.again(r.chosen)
	}
}

func (r *Room) clear() {
	r.chosen, r.note = nil, nil
	r.q.clear()
}

func (r *Room) choose(i *item) {
	if r.chosen != i {
		r.all, r.raw, r.badge, r.note = false, false, 0, nil
		r.whose = i.recipient
	}
	r.chosen = i
	r.build()
	r.env.Changed()
}

// changed follows the queue.
func (r *Room) changed() {
	if r.chosen != nil && !slices.Contains(r.q.items, r.chosen) {
		r.chosen = nil
	}
	if r.chosen == nil && len(r.q.items) > 0 {
		r.chosen = r.q.items[0]
	}
	r.refresh()
	r.env.Changed()
}

// build brings the page up to date: what one typed or scrolled in the list
// stays, and the answer is made anew.
func (r *Room) build() {
	r.shown = shown{}
	r.refresh()
}

// refresh brings the page up to date, and touches only what changed.
func (r *Room) refresh() {
	switch r.view {
	case viewRecord:
		if r.shown.view != viewRecord {
			r.shown = shown{view: viewRecord}
			r.head.SetActions(r.record.actions()...)
		}
		r.put(r.record.content())
		return
	case viewTrust:
		r.shown = shown{view: viewTrust}
		r.head.SetActions()
		r.put(r.trust.content())
		return
	}
	if r.shown.view != viewCheck {
		r.head.SetActions(kit.NewButton(r.env.T("checking.paste"), "paste", kit.Plain, r.paste),
			kit.NewButton(r.env.T("checking.open"), "folder", kit.Primary, r.open))
	}
	if len(r.q.items) == 0 {
		r.pane, r.shown = nil, shown{view: viewCheck}
		r.put(r.empty())
		return
	}
	if r.pane == nil {
		r.pane, r.column = r.newPane(), newColumn(14, 24)
		left := container.NewBorder(nil, nil, nil, kit.UprightRule(), r.pane.whole)
		r.both = container.New(panes{280, 0.36}, left, r.column.scroll)
	}
	r.put(r.both)
	r.pane.update()
	now := shown{viewCheck, r.chosen, 0}
	if r.chosen != nil {
		now.turn = r.chosen.turn
	}
	if now != r.shown {
		r.shown = now
		r.column.show(r.chosen, r.detailOf(r.chosen))
	}
}

// put brings a view to the front.
func (r *Room) put(o fyne.CanvasObject) {
	if len(r.body.Objects) == 1 && r.body.Objects[0] == o {
		return
	}
	r.body.Objects = []fyne.CanvasObject{o}
	r.body.Refresh()
}

// empty is the page before anything was checked: one large place to drop
// things, and a line to type in.
func (r *Room) empty() fyne.CanvasObject {
	column := []fyne.CanvasObject{
		r.dropZone("checking.drop.title", "checking.drop.text", 36, 220),
		kit.NewField(r.env.T("checking.input.label"), "", r.input(false)), r.web(),
		kit.HBox(0, kit.NewButton(r.env.T("checking.open.folder"), "folder", kit.Plain, r.openFolder)),
	}
	if r.note != nil {
		column = append([]fyne.CanvasObject{r.note}, column...)
	}
	return kit.Scroll(kit.Inset(28, 24, 24, 24, container.NewCenter(kit.Exactly(640, 0, kit.VBox(20, column...)))))
}

// dropZone says where to drop files, and opens the file chooser when pressed.
func (r *Room) dropZone(title, text string, icon, height float32) fyne.CanvasObject {
	words := kit.VBox(6, kit.NewGlyph("download", kit.ColorText2, icon),
		kit.Strong(r.env.T(title)).Wrapping(kit.Wrapped).Aligned(fyne.TextAlignCenter),
		kit.Second(r.env.T(text)).Wrapping(kit.Wrapped).Aligned(fyne.TextAlignCenter))
	return kit.NewTile(r.env.T(title), kit.AtLeast(0, height, kit.Inset(12, 16, 12, 16, kit.VBox(0, kit.Spread(), words, kit.Spread()))), r.open)
}

// input is the line to type a path or an address in; slim has no words on its
// button.
func (r *Room) input(slim bool) fyne.CanvasObject {
	r.entry = kit.NewEntry(r.env.T("checking.input.label"))
	r.entry.SetPlaceHolder(r.env.T("checking.input.example"))
	r.entry.SetText(r.typed)
	check := kit.NewButton(r.env.T("checking.check"), "", kit.Plain, r.submit)
	if slim {
		r.entry.SetPlaceHolder(r.env.T("checking.input.short"))
		check = kit.NewIconButton("arrow-right", r.env.T("checking.check"), r.submit)
	}
	check.SetEnabled(strings.TrimSpace(r.typed) != "")
	r.entry.OnChanged = func(text string) {
		r.typed = text
		check.SetEnabled(strings.TrimSpace(text) != "")
	}
	r.entry.OnSubmitted = func(string) { r.submit() }
	if slim {
		return kit.HBox(4, kit.Spread(r.entry), check, kit.NewIconButton("folder", r.env.T("checking.open.folder"), r.openFolder))
	}
	return kit.HBox(8, kit.Spread(r.entry), check)
}

func (r *Room) submit() {
	text := strings.TrimSpace(r.typed)
	if text == "" {
		return
	}
	r.entry.SetText("")
	r.check(r.path(text))
}

// path writes a path as typed the way it is found: without quotes, with ~ as
// the user's folder. What is no path stays as it is.
func (r *Room) path(text string) string {
	text = strings.Trim(text, `"'`)
	text = strings.TrimPrefix(text, "file://")
	if strings.HasPrefix(text, "~/") && r.env.Home != "" {
		return r.env.Home + text[1:]
	}
	return text
}

// web is the switch whether the network may be asked, and what that means.
func (r *Room) web() fyne.CanvasObject {
	word := "checking.online.off"
	if r.q.online {
		word = "checking.online.on"
	}
	return kit.VBox(4, r.webSwitch(), kit.Inset(0, 0, 0, 28, kit.Hint(r.env.T(word)+" "+r.env.T("checking.online.address"))))
}

func (r *Room) webSwitch() *kit.Check {
	return kit.NewCheck(r.env.T("checking.online"), r.q.online, func(on bool) {
		r.q.online = on
		r.env.Prefs.SetBool(prefOnline, on)
		r.build()
	})
}
