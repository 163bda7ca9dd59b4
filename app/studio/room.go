package studio

import (
	"bytes"
	"context"
	"image"
	"slices"
	"strconv"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"badgekiln/app/kit"
	"badgekiln/designer"
	"badgekiln/designer/edit"
	"badgekiln/designer/render"
	"badgekiln/designer/store"
	"badgekiln/designer/template"
	"badgekiln/designer/typeset"
)

// What the room can be sent to.
const (
	WhatOpen     = "open"     // edit the working copy ID
	WhatTemplate = "template" // begin from the template ID
	WhatClass    = "class"    // make a working copy of the design of the badge class ID, and edit it
	WhatFile     = "file"     // make a working copy of the .badge at the path ID, and edit it
	WhatList     = "list"     // the gallery
	WhatNew      = "new"      // a blank design
)

// Room is the room of designs: the gallery in front, or the studio.
type Room struct {
	env       kit.Env
	engine    Engine
	catalogue *template.Catalogue
	gallery   *gallery
	studio    *studio
	brand     *brandHold
	front     fyne.CanvasObject
	root      *fyne.Container
	buttons   []boundButton
	visible   bool
}

var (
	_ kit.Room    = (*Room)(nil)
	_ kit.Routed  = (*Room)(nil)
	_ kit.Slim    = (*Room)(nil)
	_ kit.Escaper = (*Room)(nil)
	_ kit.Closer  = (*Room)(nil)
	_ kit.Paned   = (*Room)(nil)
	_ kit.Keeper  = (*Room)(nil)
	_ kit.Aimed   = (*Room)(nil)
)

// New makes the room.
func New(env kit.Env, engine Engine) *Room {
	r := &Room{env: env, engine: engine, root: container.NewStack()}
	r.brand = &brandHold{r: r}
	r.gallery = newGallery(r)
	r.studio = newStudio(r)
	r.bring(r.gallery.page)
	return r
}

// Name is the room's.
func (r *Room) Name() string { return kit.RoomDesigns }

// Content is what it shows.
func (r *Room) Content() fyne.CanvasObject { return r.root }

// Shown reads the gallery again, if that is in front.
func (r *Room) Shown() {
	r.visible = true
	if r.inStudio() {
		// The window brings the page in front only after this.
		kit.Do(r.env.Tasks, func(context.Context) error { return nil }, func(error) {
			if r.visible && r.inStudio() {
				r.studio.focus()
			}
		})
		return
	}
	r.gallery.shown()
}

// Hidden stores what is waiting to be stored.
func (r *Room) Hidden() {
	r.visible = false
	r.studio.saving.flush()
}

// Closing stores what is waiting to be stored.
func (r *Room) Closing() {
	r.studio.saving.close()
	r.studio.past.close()
}

// kept is what lives on when the window is rebuilt.
type kept struct {
	design   Design
	file     store.File
	session  *edit.Session
	lent     *measures
	plain    *measures
	fonts    *typeset.Fonts
	view     view
	fit      bool
	sample   int
	open     map[string]bool
	saving   *saver
	past     *pastKeeper
	inStudio bool
	shelf    string
	chosen   string
	search   string
	clipSaid string
}

// Keep gives the design being edited with all that can be undone, and the place.
func (r *Room) Keep() any {
	s := r.studio
	if s.session != nil {
		s.session.Cancel() // what the hand still holds is nowhere any more
		s.session.CommitText()
		s.saving.flush()
	}
	if s.deaf != nil {
		s.deaf()
		s.deaf = nil
	}
	return kept{
		s.design, s.file, s.session, s.measure, s.plain, s.fonts, s.board.view, s.board.fit, s.sample, s.layers.open,
		s.saving, s.past, r.inStudio(), r.gallery.shelf, r.gallery.chosen, r.gallery.search.Text,
		s.clipSaid,
	}
}

// Resume goes on with it.
func (r *Room) Resume(from any) {
	k, ok := from.(kept)
	if !ok {
		return
	}
	r.gallery.shelf, r.gallery.chosen, r.gallery.loaded = k.shelf, k.chosen, true
	r.gallery.search.SetText(k.search)
	if k.session == nil {
		return
	}
	s := r.studio
	s.fonts, s.sample, s.layers.open = k.fonts, k.sample, k.open
	k.lent.word = r.env.T
	if r.catalogue == nil {
		kit.Run(r.env.Tasks, func(context.Context) (*template.Catalogue, error) { return r.engine.Catalogue() },
			func(c *template.Catalogue, err error) {
				if err == nil {
					r.catalogue = c
				}
			})
	}
	if k.inStudio {
		r.bring(s.page)
	}
	// What writes goes on too: two writers of one design could end in the wrong
	// order, and what waits behind a write that runs would wait for ever.
	s.saving, s.past, s.clipSaid = k.saving, k.past, k.clipSaid
	s.saving.s, s.past.s = s, s
	s.take(k.design, k.file, k.session, k.lent, k.plain)
	if !k.fit {
		s.board.view, s.board.fit = k.view, false
	}
}

// WantsSlim folds the rail in the studio.
func (r *Room) WantsSlim() bool { return r.inStudio() }

func (r *Room) inStudio() bool { return r.front == r.studio.page }

// Escape takes back the innermost thing on the canvas.
func (r *Room) Escape() bool { return r.inStudio() && r.studio.board.Escape() }

// Panes are what F6 walks through.
func (r *Room) Panes() []fyne.Focusable {
	if !r.inStudio() {
		return r.gallery.panes()
	}
	s := r.studio
	panes := []fyne.Focusable{s.bar.back, s.bar.tool[toolSelect], s.layers}
	if len(s.slots.made) > 0 {
		panes = append(panes, s.slots.made[0])
	}
	panes = append(panes, s.board)
	if s.names.shown {
		panes = append(panes, s.names.first)
	}
	for _, part := range s.props.sections {
		if part.all.Visible() {
			panes = append(panes, part.head)
			break
		}
	}
	return append(panes, s.strip.fold)
}

// Actions are those of the view in front.
func (r *Room) Actions() []kit.Action {
	there := func() bool { return r.visible }
	list := []kit.Action{
		{Name: "designs.blank", Word: "designs.action.blank", Icon: "plus", Keys: "ctrl+n", Menu: "file", Enabled: there, Run: r.newBlank},
		{Name: "designs.open", Word: "designs.action.open", Icon: "folder", Keys: "ctrl+o", Menu: "file", Enabled: there, Run: r.chooseFile},
	}
	if r.inStudio() {
		return append(list, asWindows(r.studio.actions())...)
	}
	return append(list, kit.Action{
		Name: "designs.use", Word: "designs.action.use", Keys: "ctrl+return", Enabled: func() bool { _, ok := r.gallery.piece(); return ok }, Primary: true,
		Run: func() {
			if p, ok := r.gallery.piece(); ok {
				r.use(p)
			}
		},
	}, kit.Action{
		Name: "designs.find", Word: "designs.action.find", Icon: "search", Keys: "ctrl+f", Menu: "edit", Enabled: there,
		Run: func() { r.env.Window.Canvas().Focus(r.gallery.search) },
	})
}

// asWindows names the actions that the window has too as the window does, so
// that ours take their place, and leaves to the canvas the keys that are of use
// there only: the window would put each into a menu.
func asWindows(list []kit.Action) []kit.Action {
	names := map[string]string{
		"design.undo": "edit.undo", "design.redo": "edit.redo", "design.cut": "edit.cut", "design.copy": "edit.copy",
		"design.paste": "edit.paste", "design.select-all": "edit.all",
	}
	for i, a := range list {
		if own := names[a.Name]; own != "" {
			list[i].Name = own
		}
		if strings.HasPrefix(a.Name, "design.inch-") {
			list[i].Keys = ""
		}
	}
	return list
}

// Arrive goes where the window was sent.
func (r *Room) Arrive(to kit.Route) {
	switch to.What {
	case WhatOpen:
		r.openDesign(Design{ID: to.ID})
	case WhatTemplate:
		r.useTemplate(to.ID, nil, r.studio.greet)
	case WhatClass:
		r.openWith(func(ctx context.Context) (Design, error) { return r.copyOf(ctx, to.ID) })
	case WhatFile:
		r.openFile(to.ID)
	case WhatNew:
		r.newBlank()
	case WhatList:
		r.showList()
	}
}

// copyOf finds the working copy of a class's design, or makes one: opened twice
// it is not copied twice.
func (r *Room) copyOf(ctx context.Context, class string) (Design, error) {
	f, err := r.engine.ClassDesign(ctx, class)
	if err != nil {
		return Design{}, err
	}
	want, err := store.Bytes(f)
	if err != nil {
		return Design{}, err
	}
	list, err := r.engine.Designs(ctx)
	if err != nil {
		return Design{}, err
	}
	for _, d := range list {
		if d.Trouble != nil || d.Name != f.Doc.Name {
			continue
		}
		if have, err := r.engine.Design(ctx, d.ID); err == nil {
			if data, err := store.Bytes(have); err == nil && bytes.Equal(data, want) {
				return d, nil
			}
		}
	}
	return r.engine.AddDesign(ctx, f.Doc.Name, f)
}

// bring puts a view in front.
func (r *Room) bring(page fyne.CanvasObject) {
	r.front = page
	r.root.Objects = []fyne.CanvasObject{page}
	r.root.Refresh()
	r.env.Changed()
}

// showList goes back to the gallery.
func (r *Room) showList() {
	r.studio.saving.flush()
	r.bring(r.gallery.page)
	r.gallery.shown()
}

// opened is a design that was read, with what it takes to show it.
type opened struct {
	design    Design
	catalogue *template.Catalogue
	past      Past
	keeper    Keeper
	fonts     *typeset.Fonts
}

// openWith makes or finds a working copy and edits it.
func (r *Room) openWith(find func(context.Context) (Design, error)) { r.openThen(find, func() {}) }

// openThen is openWith, followed by something.
func (r *Room) openThen(find func(context.Context) (Design, error), then func()) {
	kit.Run(r.env.Tasks, func(ctx context.Context) (opened, error) {
		var out opened
		var err error
		if out.design, err = find(ctx); err != nil {
			return out, err
		}
		if out.catalogue, err = r.engine.Catalogue(); err != nil {
			return out, err
		}
		if out.past, out.keeper, err = r.engine.Past(ctx, out.design.ID); err != nil {
			return out, err
		}
		file := store.File{Blobs: out.past.Blobs}
		if t := out.past.Trail; t.Now >= 0 && t.Now < len(t.Steps) {
			file.Doc = t.Steps[t.Now].Doc
			file.Doc.Fonts = fontsOfSteps(t)
		}
		out.fonts, err = r.engine.Fonts(file)
		return out, err
	}, func(out opened, err error) {
		if err != nil {
			r.env.Fail(err)
			return
		}
		r.catalogue = out.catalogue // the gallery may set it as well, on this goroutine
		r.bring(r.studio.page)
		r.studio.open(out.design, out.past, out.keeper, out.fonts)
		then()
	})
}

func (r *Room) openDesign(d Design) { r.openDesignThen(d, func() {}) }

func (r *Room) openDesignThen(d Design, then func()) {
	if r.studio.session != nil && r.studio.design.ID == d.ID {
		r.bring(r.studio.page)
		r.studio.focus()
		then()
		return
	}
	r.openThen(func(context.Context) (Design, error) { return d, nil }, then)
}

// makeSetOf opens what a tile stands for, a template as a design of one's own, and
// asks which set is to be made of it.
func (r *Room) makeSetOf(p piece) {
	if p.own != nil {
		r.openDesignThen(*p.own, r.studio.setDialog)
		return
	}
	r.useTemplate(p.template, p.in, r.studio.setDialog)
}

func (r *Room) openFile(path string) {
	var lost []Lost
	r.openThen(func(ctx context.Context) (Design, error) {
		d, err := r.engine.ImportDesign(ctx, path)
		lost = d.Lost
		return d, err
	}, func() { r.studio.tellLost(lost) })
}

func (r *Room) newBlank() {
	name := r.env.T("designs.blank.name")
	r.openWith(func(ctx context.Context) (Design, error) {
		free, err := r.freeName(ctx, name)
		if err != nil {
			return Design{}, err
		}
		return r.engine.AddDesign(ctx, free, store.File{Doc: blank(free)})
	})
}

// useTemplate begins a design from a template, in colours of its own if any are
// given.
func (r *Room) useTemplate(id string, in map[string]designer.Color, then func()) {
	title := r.env.T("template." + id)
	r.openThen(func(ctx context.Context) (Design, error) {
		f, err := r.templateFile(ctx, id, in)
		if err != nil {
			return Design{}, err
		}
		doc := f.Doc
		doc.Template = id
		if doc.Name, err = r.freeName(ctx, title); err != nil {
			return Design{}, err
		}
		return r.engine.AddDesign(ctx, doc.Name, store.File{Doc: doc, Blobs: f.Blobs})
	}, then)
}

// freeName puts a number behind a name that a design has already.
func (r *Room) freeName(ctx context.Context, name string) (string, error) {
	list, err := r.engine.Designs(ctx)
	if err != nil {
		return "", err
	}
	free := name
	for n := 2; slices.ContainsFunc(list, func(d Design) bool { return strings.EqualFold(d.Name, free) }); n++ {
		free = name + " " + strconv.Itoa(n)
	}
	return free, nil
}

// greet selects the title of a new design, ready to be typed over.
func (s *studio) greet() {
	edit.Walk(s.session.Document(), func(l *designer.Layer) {
		if l.Role == template.RoleTitle && l.Text != nil && s.session.Editing() == "" {
			s.session.BeginText(l.ID)
		}
	})
}

// use opens what a tile stands for.
func (r *Room) use(p piece) {
	if p.own != nil {
		r.openDesign(*p.own)
		return
	}
	if p.mine != nil {
		r.useMine(*p.mine)
		return
	}
	if p.gone != nil {
		r.gallery.restore(p.gone.ID)
		return
	}
	r.useTemplate(p.template, p.in, r.studio.greet)
}

// useMine begins a design from a template of one's own.
func (r *Room) useMine(d Design) {
	r.openThen(func(ctx context.Context) (Design, error) {
		f, err := r.mineFile(ctx, d.ID)
		if err != nil {
			return Design{}, err
		}
		if f.Doc.Name, err = r.freeName(ctx, d.Name); err != nil {
			return Design{}, err
		}
		return r.engine.AddDesign(ctx, f.Doc.Name, f)
	}, r.studio.greet)
}

func (r *Room) chooseFile() {
	r.env.ChooseFile(kit.Choose{Title: r.env.T("designs.open.title"), Extensions: []string{".badge", ".svg"}, Recent: true}, r.openFile)
}

// scale is how many pixels of the screen a unit of the window has.
func (r *Room) scale() float64 {
	if r.env.Window == nil || r.env.Window.Canvas() == nil {
		return 1
	}
	return max(float64(r.env.Window.Canvas().Scale()), 0.1)
}

// day writes when something was changed.
func (r *Room) day(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(r.env.Now().Location()).Format("2006-01-02 15:04")
}

// options are what a design outside the studio is drawn with: the name of the
// first of the samples.
func (r *Room) options(f store.File) (render.Options, error) {
	fonts, err := r.engine.Fonts(f)
	return render.Options{Fonts: fonts, Blob: f.Blob, Fields: fieldsFor(r.env, sampleNames(r.env)[0])}, err
}

// draw makes a picture of a design.
func (r *Room) draw(ctx context.Context, f store.File, px int) (image.Image, error) {
	o, err := r.options(f)
	if err != nil {
		return nil, err
	}
	o.Width = px
	m, _, err := render.Image(ctx, f.Doc, o)
	return m, err
}

// syncButtons shows which of the buttons of actions can be pressed now.
func (r *Room) syncButtons() {
	can := map[string]bool{}
	for _, a := range r.studio.actions() {
		can[a.Name] = a.On()
	}
	for _, b := range r.buttons {
		b.button.SetEnabled(can[b.name])
	}
}
