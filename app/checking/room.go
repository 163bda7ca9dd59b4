package checking

import (
	"regexp"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"badgekiln/app/kit"
)

// prefOnline is the preference whether the network may be asked.
const prefOnline = "verify.online"

// Room is the room Verify.
type Room struct {
	env    kit.Env
	q      *queue
	chosen *item
	all    bool // every check is shown
	whose  string
	note   fyne.CanvasObject
	when   *regexp.Regexp // a moment as standards write it

	entry  *kit.Entry
	typed  string
	head   *kit.Head
	pane   *pane // nil while nothing was checked
	detail *fyne.Container
	shown  shown
	whole  *fyne.Container
}

// shown says which answer stands in the page.
type shown struct {
	item *item
	turn int
}

// New makes the room.
func New(env kit.Env, engine Engine) *Room {
	r := &Room{env: env, when: regexp.MustCompile(`(\d{4}-\d\d-\d\d)T(\d\d:\d\d):\d\d(?:Z|[+-]\d\d:\d\d)`)}
	r.q = &queue{env: env, engine: engine, online: env.Prefs.Bool(prefOnline, false), changed: r.changed}
	r.head = kit.NewHead(env.T("checking.title"), env.T("checking.state"),
		kit.NewButton(env.T("checking.paste"), "paste", kit.Plain, r.paste),
		kit.NewButton(env.T("checking.open"), "folder", kit.Primary, r.open))
	r.whole = container.NewStack()
	r.build()
	return r
}

// Name is the room's name.
func (*Room) Name() string { return kit.RoomVerify }

// Content is what the window shows.
func (r *Room) Content() fyne.CanvasObject { return r.whole }

// Shown has nothing to read: what was checked stays as it was checked.
func (*Room) Shown() {}

// Hidden leaves everything as it is.
func (*Room) Hidden() {}

// Closing stops what is being checked.
func (r *Room) Closing() { r.q.stop() }

// Arrive checks a file or address the window was sent with.
func (r *Room) Arrive(to kit.Route) {
	if to.ID != "" {
		r.check(to.ID)
	}
}

// Dropped checks whatever is dropped.
func (r *Room) Dropped(paths []string) bool {
	r.check(paths...)
	return len(paths) > 0
}

// Actions are what the menus offer of this room.
func (r *Room) Actions() []kit.Action {
	some := func() bool { return len(r.q.items) > 0 }
	return []kit.Action{
		{Name: "verify.open", Word: "checking.action.open", Icon: "folder", Keys: "ctrl+o", Menu: "file", Run: r.open},
		{Name: "verify.next", Word: "checking.action.next", Keys: "ctrl+return", Primary: true, Run: r.primary},
		{Name: "verify.paste", Word: "checking.action.paste", Icon: "paste", Keys: "ctrl+shift+v", Menu: "edit", Run: r.paste},
		{Name: "verify.again", Word: "checking.action.again", Icon: "refresh", Keys: "f5", Menu: "view", Enabled: func() bool { return r.chosen != nil }, Run: r.again},
		{Name: "verify.clear", Word: "checking.action.clear", Icon: "trash", Menu: "edit", Enabled: some, Run: r.clear},
	}
}

// primary checks what is typed, or asks for a file.
func (r *Room) primary() {
	if strings.TrimSpace(r.typed) != "" {
		r.submit()
		return
	}
	r.open()
}

// open asks for a file and checks it.
func (r *Room) open() {
	r.env.ChooseFile(kit.Choose{
		Title: r.env.T("checking.choose"), Button: r.env.T("checking.check"),
		Extensions: []string{".png", ".svg", ".json", ".jsonld", ".jwt", ".jws", ".txt"},
	}, func(path string) { r.check(path) })
}

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

// check puts inputs into the list and shows the first of them.
func (r *Room) check(inputs ...string) {
	r.note = nil
	before := r.chosen
	if first := r.q.add(inputs...); first != nil {
		r.choose(first)
	} else {
		r.chosen = before
	}
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
		r.all, r.note = false, nil
		r.whose = i.recipient
	}
	r.chosen = i
	r.build()
	r.env.Changed()
}

// changed follows the queue.
func (r *Room) changed() {
	if r.chosen != nil && r.q.find(r.chosen.input) == nil {
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
	if len(r.q.items) == 0 {
		r.pane, r.shown = nil, shown{}
		r.whole.Objects = []fyne.CanvasObject{kit.Page(r.head, r.empty(), nil)}
		r.whole.Refresh()
		return
	}
	if r.pane == nil {
		r.pane, r.detail = r.newPane(), container.NewStack()
		left := container.NewBorder(nil, nil, nil, kit.UprightRule(), r.pane.whole)
		r.whole.Objects = []fyne.CanvasObject{kit.Page(r.head, container.New(panes{280, 0.36}, left, r.detail), nil)}
		r.whole.Refresh()
	}
	r.pane.update()
	now := shown{r.chosen, 0}
	if r.chosen != nil {
		now.turn = r.chosen.turn
	}
	if now != r.shown {
		r.shown = now
		r.detail.Objects = []fyne.CanvasObject{kit.Scroll(kit.Inset(16, 24, 24, 24, kit.VBox(14, r.detailOf(r.chosen)...)))}
		r.detail.Refresh()
	}
}

// empty is the page before anything was checked: one large place to drop
// things, and a line to type in.
func (r *Room) empty() fyne.CanvasObject {
	column := []fyne.CanvasObject{
		r.dropZone("checking.drop.title", "checking.drop.text", 36, 220),
		kit.NewField(r.env.T("checking.input.label"), "", r.input(false)), r.web(),
	}
	if r.note != nil {
		column = append([]fyne.CanvasObject{r.note}, column...)
	}
	return kit.Scroll(kit.Inset(40, 24, 24, 24, container.NewCenter(kit.Exactly(640, 0, kit.VBox(20, column...)))))
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
