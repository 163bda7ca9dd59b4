package settings

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"badgekiln/app/kit"
)

// The sections, in the order of the list.
const (
	sectionIssuer     = "issuer"
	sectionZone       = "zone"
	sectionWeb        = "web"
	sectionKeys       = "keys"
	sectionBackup     = "backup"
	sectionLedger     = "ledger"
	sectionAppearance = "appearance"
	sectionPrivacy    = "privacy"
	sectionAbout      = "about"
)

func sections() []string {
	return []string{
		sectionIssuer, sectionZone, sectionWeb, sectionKeys, sectionBackup, sectionLedger,
		sectionAppearance, sectionPrivacy, sectionAbout,
	}
}

func sectionIcon(name string) string {
	return map[string]string{
		sectionIssuer: "person", sectionZone: "clock", sectionWeb: "globe", sectionKeys: "key", sectionBackup: "backup",
		sectionLedger: "ledger", sectionAppearance: "eye", sectionPrivacy: "offline", sectionAbout: "info",
	}[name]
}

// section is one page of the settings. What is typed in it stays when one goes
// elsewhere.
type section interface {
	// build makes what stands in the page, anew each time it is shown.
	build() []fyne.CanvasObject
	// actions stand in the head, the primary one last.
	actions() []fyne.CanvasObject
	// took tells that the state was read anew.
	took()
}

// Room is the room Settings.
type Room struct {
	env    kit.Env
	engine Engine

	state   State
	ready   bool
	err     error
	issuer  string // id of the one being set; "" while there is none
	making  bool   // another one is being made
	current string
	sought  string // the section that somebody was sent to, until it is shown

	pages  map[string]section
	note   *note // what was done last, shown at the top of its section
	items  map[string]*kit.Item
	names  map[string]*kit.Text
	head   *kit.Head
	holder *fyne.Container
	scroll *container.Scroll
	place  place
	whole  *fyne.Container
	read   *kit.Latest[State]
}

// place is what is in front: a section, and what was said at its top.
type place struct {
	section string
	note    *note
}

// note is a sentence about what was done last.
type note struct {
	section string
	object  fyne.CanvasObject
}

// New makes the room.
func New(env kit.Env, engine Engine) *Room {
	r := &Room{env: env, engine: engine, current: sectionIssuer, read: kit.NewLatest[State](env.Tasks)}
	r.pages = map[string]section{
		sectionIssuer: newIssuerPage(r), sectionZone: &zonePage{room: r}, sectionWeb: &webPage{room: r}, sectionKeys: &keysPage{room: r},
		sectionBackup: newBackupPage(r), sectionLedger: &ledgerPage{room: r, limit: firstEntries}, sectionAppearance: &lookPage{room: r},
		sectionPrivacy: &privacyPage{room: r}, sectionAbout: &aboutPage{room: r},
	}
	r.head = kit.NewHead(env.T("settings.title"), "")
	r.holder = container.NewStack()
	r.whole = container.NewStack(kit.Page(r.head.Container, r.body(), nil))
	r.show()
	return r
}

func (r *Room) body() fyne.CanvasObject {
	r.items, r.names = map[string]*kit.Item{}, map[string]*kit.Text{}
	list := make([]fyne.CanvasObject, 0, len(sections()))
	for _, name := range sections() {
		text := r.env.T("settings.section." + name)
		words := kit.Line(text)
		r.names[name] = words
		line := kit.AtLeast(0, 36, kit.Inset(0, 10, 0, 10, kit.HBox(10, kit.NewGlyph(sectionIcon(name), kit.ColorText2, 18), kit.Spread(words))))
		r.items[name] = kit.NewRow(text, line, func() { r.choose(name) })
		list = append(list, r.items[name])
	}
	left := kit.On(kit.ColorBg, kit.Scroll(kit.Inset(16, 12, 12, 12, kit.VBox(2, list...))))
	return kit.Framed(nil, nil, kit.Exactly(204, 0, left), nil, kit.Framed(nil, nil, kit.UprightRule(), nil, r.holder))
}

// Name is the room's name.
func (*Room) Name() string { return kit.RoomSettings }

// Content is what the window shows.
func (r *Room) Content() fyne.CanvasObject { return r.whole }

// Shown reads everything again.
func (r *Room) Shown() { r.reload() }

// Hidden leaves everything as it is.
func (*Room) Hidden() {}

// Arrive goes to a section.
func (r *Room) Arrive(to kit.Route) {
	if slices.Contains(sections(), to.What) {
		r.choose(to.What)
		r.sought = to.What
		r.point()
	}
}

// point puts the focus where somebody came to type: into the web address. Once more
// after everything is read anew, which makes the field anew.
func (r *Room) point() {
	p, ok := r.pages[r.sought].(*webPage)
	if !ok || !r.ready || r.current != r.sought {
		return
	}
	if p.field != nil {
		r.env.Window.Canvas().Focus(p.field.Entry)
	}
}

// Actions are what the menus offer of this room.
func (r *Room) Actions() []kit.Action {
	return []kit.Action{
		{Name: "settings.backup", Word: "settings.action.backup", Icon: "backup", Menu: "ledger", Run: func() {
			r.env.Go(kit.Route{Room: kit.RoomSettings, What: sectionBackup})
		}},
		{Name: "settings.check", Word: "settings.action.check", Icon: "verify", Menu: "ledger", Enabled: func() bool { return r.ready }, Run: func() {
			r.env.Go(kit.Route{Room: kit.RoomSettings, What: sectionLedger})
			r.pages[sectionLedger].(*ledgerPage).check() //nolint:forcetypeassert // made so in New
		}},
		{Name: "settings.save", Word: "settings.action.save", Icon: "save", Keys: "ctrl+s", Menu: "file", Enabled: r.canSave, Run: r.save},
		{Name: "settings.next", Word: "settings.action.next", Keys: "ctrl+return", Primary: true, Enabled: func() bool { return r.ready }, Run: r.primary},
	}
}

// primary presses the primary button of the section.
func (r *Room) primary() {
	list := r.pages[r.current].actions()
	if len(list) == 0 {
		return
	}
	if b, ok := list[len(list)-1].(*kit.Button); ok && !b.Disabled() {
		b.Act()
	}
}

// saver is a section with something to save.
type saver interface {
	save()
	dirty() bool
}

func (r *Room) canSave() bool {
	s, ok := r.pages[r.current].(saver)
	return ok && r.ready && s.dirty()
}

func (r *Room) save() {
	if s, ok := r.pages[r.current].(saver); ok && r.ready {
		s.save()
	}
}

// Dropped takes a picture as the logo, and nothing else.
func (r *Room) Dropped(paths []string) bool {
	if r.current != sectionIssuer || len(paths) != 1 || !kit.IsPicture(paths[0]) || !r.ready {
		return false
	}
	r.pages[sectionIssuer].(*issuerPage).takePicture(paths[0]) //nolint:forcetypeassert // made so in New
	return true
}

// reload reads the state of the ledger.
func (r *Room) reload() {
	r.read.Run(r.engine.State, func(s State, err error) {
		r.state, r.err, r.ready = s, err, err == nil
		if err == nil && !r.making && !slices.ContainsFunc(s.Issuers, func(i Issuer) bool { return i.ID == r.issuer }) {
			r.issuer = ""
			if len(s.Issuers) > 0 {
				r.issuer = s.Issuers[0].ID
			}
		}
		for _, p := range r.pages {
			p.took()
		}
		r.show()
		r.point()
		r.sought = ""
		r.env.Changed()
	})
}

// choose goes to a section.
func (r *Room) choose(name string) {
	if name == r.current {
		return
	}
	r.current, r.note = name, nil
	r.show()
	r.env.Changed()
}

// show builds the section that is in front.
func (r *Room) show() {
	for name, item := range r.items {
		item.SetOn(name == r.current)
		r.names[name].SetStrong(name == r.current)
	}
	r.head.SetState(r.stateLine())
	var content fyne.CanvasObject
	switch {
	case r.err != nil:
		r.head.SetActions()
		content = r.env.ErrorPage(r.err, kit.NewButton(r.env.T("settings.retry"), "refresh", kit.Primary, r.reload))
	case !r.ready:
		r.head.SetActions()
		content = kit.Empty("refresh", r.env.T("settings.busy"), "")
	default:
		p := r.pages[r.current]
		r.head.SetActions(p.actions()...)
		column := p.build()
		if r.note != nil && r.note.section == r.current {
			column = append([]fyne.CanvasObject{r.note.object}, column...)
		}
		before := r.scroll
		r.scroll = kit.Scroll(kit.Inset(16, 24, 24, 24, kit.VBox(16, column...)))
		content = r.scroll
		if now := (place{r.current, r.note}); before != nil && now == r.place { // where one was
			defer r.scroll.ScrollToOffset(before.Offset)
		} else {
			r.place = now
		}
	}
	r.holder.Objects = []fyne.CanvasObject{content}
	r.holder.Refresh()
}

func (r *Room) stateLine() string {
	who, known := r.who()
	switch {
	case !r.ready:
		return ""
	case r.making:
		return r.env.T("settings.issuer.another.now")
	case r.state.Sample:
		return r.env.T("settings.state.sample")
	case !known:
		return r.env.T("settings.state.none")
	}
	return r.env.T("settings.state", "issuer", who.Name)
}

// who is the issuer being set.
func (r *Room) who() (Issuer, bool) {
	for _, i := range r.state.Issuers {
		if i.ID == r.issuer {
			return i, true
		}
	}
	return Issuer{}, false
}

// tell puts a sentence at the top of a section; nil takes it away.
func (r *Room) tell(in string, object fyne.CanvasObject) {
	r.note = nil
	if object != nil {
		r.note = &note{in, object}
	}
	r.show()
}

// done says that something was done, and reads the state again.
func (r *Room) done(in, lead string, actions ...fyne.CanvasObject) {
	r.note = &note{in, kit.Banner(kit.OK, lead, "", actions...)}
	r.env.Saved()
	r.reload()
}

// failed says that something was not done.
func (r *Room) failed(in, lead string, err error) {
	m := r.env.Say(err)
	if lead != "" {
		m.Text = lead + " " + m.Text
	}
	rest := m.Hint
	if m.Where != "" {
		rest = m.Where + "\n" + rest
	}
	r.tell(in, kit.Banner(kit.Err, m.Text, rest))
}

// setIssuer saves a change of an issuer and says how it went.
func (r *Room) setIssuer(in string, change IssuerChange, fault func(error) bool, then func(Issuer)) {
	kit.Run(r.env.Tasks, func(ctx context.Context) (Issuer, error) { return r.engine.SetIssuer(ctx, change) },
		func(i Issuer, err error) {
			switch {
			case err == nil:
				r.issuer, r.making = i.ID, false
				then(i)
				r.done(in, r.env.T("settings.saved"))
			case fault != nil && fault(err):
				r.tell(in, nil)
			default:
				r.failed(in, r.env.T("settings.save.failed"), err)
			}
		})
}

// turnTo sets another issuer from now on, or a new one that is to be made.
func (r *Room) turnTo(id string, making bool) {
	r.issuer, r.making = id, making
	for _, p := range r.pages {
		p.took()
	}
	r.tell(r.current, nil)
	r.env.Changed()
}

// which chooses between several issuers; nil when there is nothing to choose.
func (r *Room) which() []fyne.CanvasObject {
	if len(r.state.Issuers) < 2 && !r.making {
		return nil
	}
	var values, texts []string
	for _, i := range r.state.Issuers {
		values, texts = append(values, i.ID), append(texts, i.Name)
	}
	label := r.env.T("settings.issuer.which")
	choice := kit.NewSelect(label, values, texts, r.issuer, func(id string) { r.turnTo(id, false) }).Placeholder(r.env.T("settings.issuer.another.now"))
	return []fyne.CanvasObject{kit.NewField(label, "", choice)}
}
