package badges

import (
	"path/filepath"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"badgekiln/app/kit"
)

// What one can be sent to this room for.
const (
	WhatNew    = "new"    // a new badge; ID or Args "design" is a design to draw it from, Args "file" a picture
	WhatEdit   = "edit"   // the badge ID
	WhatDesign = "design" // the design ID becomes the picture of the badge that is open, or of a new one
)

// prefPublicNames is what a new badge begins with; Settings sets it.
const prefPublicNames = "badges.public-names"

// Room is the room Badges.
type Room struct {
	env    kit.Env
	engine Engine

	overview Overview
	ready    bool
	err      error
	find     string
	archived bool               // archived ones are shown
	editors  map[string]*editor // by slug, "" is the new one; kept while something is unsaved
	open     *editor            // nil: the list
	after    func()             // what follows once the room is shown
	away     string             // slug of the badge whose design was opened in the studio

	tiles *fyne.Container
	whole *fyne.Container
	read  *kit.Latest[Overview]
}

// New makes the room.
func New(env kit.Env, engine Engine) *Room {
	r := &Room{env: env, engine: engine, editors: map[string]*editor{}, read: kit.NewLatest[Overview](env.Tasks), whole: container.NewStack()}
	r.build()
	return r
}

// Name is the room's name.
func (*Room) Name() string { return kit.RoomBadges }

// Content is what the window shows.
func (r *Room) Content() fyne.CanvasObject { return r.whole }

// Shown reads everything again; what is typed stays.
func (r *Room) Shown() {
	r.reload()
	if r.open != nil {
		r.open.reload()
		r.open.redraw()
	}
	if after := r.after; after != nil {
		r.after = nil
		after()
	}
}

// Hidden leaves what is typed as it is; that something was saved is old news
// afterwards.
func (r *Room) Hidden() {
	if e := r.open; e != nil && e.note != nil && len(e.faults) == 0 {
		e.note = nil
		e.build()
	}
}

// Arrive opens what the window was sent for.
func (r *Room) Arrive(to kit.Route) {
	switch to.What {
	case WhatNew:
		r.arriveNew(to)
	case WhatEdit:
		if to.ID != "" {
			r.edit(to.ID)
		}
	case WhatDesign:
		if r.open == nil {
			r.begin()
		}
		r.bring(to.ID, "")
	}
}

// arriveNew begins a new badge. When the studio was entered from a badge, the
// design may as well be meant for that one: this is asked.
func (r *Room) arriveNew(to kit.Route) {
	design := to.Args["design"]
	if design == "" {
		design = to.ID
	}
	fresh := func() {
		r.begin()
		r.open.name(to.Args["name"])
		r.bring(design, to.Args["file"])
	}
	from := r.editors[r.away]
	r.away = ""
	if from == nil || design == "" || from.class.Slug == "" || from.class.State == Archived {
		fresh()
		return
	}
	another := kit.NewButton(r.env.T("badges.use.new"), "", kit.Plain, nil)
	same := kit.NewButton(r.env.T("badges.use.same"), "", kit.Primary, nil)
	d := r.env.NewDialog(r.env.T("badges.use.title", "name", from.class.Name), kit.Body(r.env.T("badges.use.text")), another, same).Focus(same)
	another.OnTap(func() {
		d.Close()
		fresh()
	})
	same.OnTap(func() {
		d.Close()
		r.edit(from.slug)
		r.open.take(FromDesign, design)
	})
	r.edit(from.slug)
	r.after = d.Show
}

func (r *Room) bring(design, file string) {
	switch {
	case design != "":
		r.open.take(FromDesign, design)
	case file != "":
		r.open.take(FromFile, file)
	}
}

// Dropped takes a picture or a design for the badge that is open.
func (r *Room) Dropped(paths []string) bool {
	if len(paths) != 1 {
		return false
	}
	kind := FromFile
	switch {
	case strings.EqualFold(filepath.Ext(paths[0]), ".badge"):
		kind = FromDesign
	case !kit.IsPicture(paths[0]) || r.open == nil: // a picture may be a badge to verify
		return false
	}
	if r.open == nil {
		r.begin()
	}
	r.open.take(kind, paths[0])
	return true
}

// Escape goes back to the list; what is typed stays.
func (r *Room) Escape() bool {
	if r.open == nil {
		return false
	}
	r.back()
	return true
}

// Actions are what the menus offer of this room.
func (r *Room) Actions() []kit.Action {
	editing := func() bool { return r.open != nil && r.open.loaded() }
	saved := func() bool { return editing() && r.open.form.slug != "" && r.open.class.State != Archived }
	return []kit.Action{
		{Name: "badges.new", Word: "badges.action.new", Icon: "plus", Keys: "ctrl+n", Menu: "file", Enabled: func() bool { return r.ready }, Run: r.begin},
		{Name: "badges.next", Word: "badges.action.next", Keys: "ctrl+return", Primary: true, Enabled: func() bool { return r.ready }, Run: r.next},
		{Name: "badges.save", Word: "badges.action.save", Icon: "save", Keys: "ctrl+s", Menu: "file", Enabled: func() bool { return editing() && r.open.canSave() }, Run: func() { r.open.save() }},
		{Name: "badges.award", Word: "badges.action.award", Icon: "award", Menu: "award", Enabled: saved, Run: func() { r.award(r.open.form.slug) }},
		{Name: "badges.archive", Word: "badges.action.archive", Icon: "folder", Menu: "edit", Enabled: saved, Run: func() { r.open.askArchive() }},
		{Name: "badges.discard", Word: "badges.action.discard", Icon: "undo", Menu: "edit", Enabled: func() bool { return editing() && r.open.dirty() }, Run: func() { r.open.askDiscard() }},
	}
}

// next does what the primary button of the page does.
func (r *Room) next() {
	switch e := r.open; {
	case e == nil && len(r.overview.Classes) == 0:
		r.env.Go(kit.Route{Room: kit.RoomDesigns})
	case e == nil:
		r.begin()
	case e.canSave():
		e.save()
	case e.loaded() && e.slug != "" && !e.busy && e.class.State != Archived:
		r.award(e.slug)
	}
}

// reload reads the list.
func (r *Room) reload() {
	r.read.Run(r.engine.Overview, func(o Overview, err error) {
		r.overview, r.err, r.ready = o, err, err == nil
		if r.open == nil {
			r.build()
		} else if r.ready {
			r.open.met()
		}
		r.env.Changed()
	})
}

// begin opens the page of a new badge, as it was left.
func (r *Room) begin() { r.edit("") }

// edit opens the page of a badge.
func (r *Room) edit(slug string) {
	e := r.editors[slug]
	if e == nil {
		e = newEditor(r, slug)
		r.editors[slug] = e
	}
	r.open = e
	e.build()
	if !e.loaded() {
		e.reload()
	}
	r.build()
	if slug == "" {
		e.focus()
		r.after = e.focus // the window takes the focus away from what is not shown yet
	}
	r.env.Changed()
}

// back shows the list. A page with nothing unsaved is forgotten, so that it is
// read anew next time.
func (r *Room) back() {
	if e := r.open; e != nil && !e.dirty() && !e.busy {
		r.forget(e)
	}
	r.open = nil
	r.build()
	r.reload()
}

func (r *Room) forget(e *editor) {
	for slug, other := range r.editors {
		if other == e {
			delete(r.editors, slug)
		}
	}
}

func (r *Room) award(slug string) { r.env.Go(kit.Route{Room: kit.RoomAward, ID: slug}) }

// build shows the list or the page that is open.
func (r *Room) build() {
	var content fyne.CanvasObject
	switch {
	case r.open != nil:
		content = r.open.whole
	case r.err != nil:
		content = kit.Page(r.head().Container, r.env.ErrorPage(r.err, kit.NewButton(r.env.T("badges.retry"), "refresh", kit.Primary, r.reload)), nil)
	case !r.ready:
		content = kit.Page(r.head().Container, kit.Empty("refresh", r.env.T("badges.busy"), ""), nil)
	case len(r.overview.Classes) == 0:
		content = kit.Page(r.head().Container, r.empty(), nil)
	default:
		content = kit.Page(r.head(r.listActions()...).Container, r.list(), nil)
	}
	r.whole.Objects = []fyne.CanvasObject{content}
	r.whole.Refresh()
}

func (r *Room) head(actions ...fyne.CanvasObject) *kit.Head {
	state := ""
	if r.ready {
		state = r.counted("badges.state", len(r.overview.Classes))
	}
	return kit.NewHead(r.env.T("badges.title"), state, actions...)
}

func (r *Room) listActions() []fyne.CanvasObject {
	var list []fyne.CanvasObject
	if slices.ContainsFunc(r.overview.Classes, func(c Summary) bool { return c.State == Archived }) {
		list = append(list, kit.NewCheck(r.env.T("badges.show-archived"), r.archived, func(on bool) {
			r.archived = on
			r.fill()
		}))
	}
	return append(list, kit.NewButton(r.env.T("badges.new"), "plus", kit.Primary, r.begin))
}

// empty is the list before there is a badge.
func (r *Room) empty() fyne.CanvasObject {
	return kit.Empty("badge", r.env.T("badges.empty.title"), r.env.T("badges.empty.text"),
		kit.NewButton(r.env.T("badges.empty.design"), "designs", kit.Primary, func() { r.env.Go(kit.Route{Room: kit.RoomDesigns}) }),
		kit.NewButton(r.env.T("badges.empty.picture"), "picture", kit.Plain, r.begin))
}
