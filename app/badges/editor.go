package badges

import (
	"context"
	"maps"
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"badgekiln/app/further"
	"badgekiln/app/kit"
	"badgekiln/issuer"
)

// The tabs of the page.
const (
	tabMeaning   = "meaning"
	tabPicture   = "picture"
	tabRules     = "rules"
	tabSkills    = "skills"
	tabLanguages = "languages"
	tabVersions  = "versions"
)

func editTabs() []string { return []string{tabMeaning, tabPicture, tabRules, tabSkills, tabLanguages} }

// editor is the page of one badge.
type editor struct {
	room  *Room
	slug  string // "" until it is saved for the first time
	class Class  // as saved; zero of a new one
	saved form
	form  form
	err   error // why it could not be read

	faults  map[string]string // field → sentence
	note    fyne.CanvasObject // what was done last
	tab     string
	busy    bool
	known   bool // there was an issuer when the page was built
	drawing bool // a picture is being drawn or read
	designs []Design
	asked   bool   // the designs were asked for
	given   string // the name a design gave the badge, while nobody typed another

	sheet   *further.Sheet
	fields  map[string]interface{ SetError(string) }
	order   []string   // of the further fields, as they stand in the page
	path    *kit.Entry // of a picture
	tabs    *kit.Tabs
	well    *kit.PictureWell
	aside   *fyne.Container
	scroll  *container.Scroll
	place   place
	actions *kit.Head
	whole   *fyne.Container
	art     *kit.Latest[Art]
	read    *kit.Latest[Class]
}

// place is what is in front: a tab, and what was said at its top.
type place struct {
	tab  string
	note fyne.CanvasObject
}

func newEditor(r *Room, slug string) *editor {
	e := &editor{
		room: r, slug: slug, tab: tabMeaning, faults: map[string]string{}, whole: container.NewStack(),
		art: kit.NewLatest[Art](r.env.Tasks), read: kit.NewLatest[Class](r.env.Tasks),
	}
	e.sheet = further.NewSheet(further.Page{
		Env: r.env, Fault: func(path string) string { return e.faults[path] }, Typed: e.edited, Rebuild: e.rebuild,
		Field: func(path string, f interface{ SetError(string) }) {
			e.fields[path], e.order = f, append(e.order, path)
		},
	})
	e.saved = blank(r.env.Prefs.Bool(prefPublicNames, false))
	e.form = e.saved.clone()
	return e
}

// loaded tells whether there is something to edit.
func (e *editor) loaded() bool { return e.slug == "" || e.class.Slug != "" }

func (e *editor) dirty() bool { return e.loaded() && !e.form.same(e.saved) }

func (e *editor) canSave() bool { return !e.busy && !e.drawing && (e.dirty() || e.slug == "") }

// issuers are those that can award.
func (e *editor) issuers() []Issuer { return e.room.overview.Issuers }

// hasIssuer tells whether somebody awards the badge: it is not asked for then.
func (e *editor) hasIssuer() bool { return e.slug != "" || len(e.issuers()) > 0 }

// reload reads the badge; what is typed stays.
func (e *editor) reload() {
	if e.slug == "" || e.busy {
		return
	}
	slug := e.slug
	e.read.Run(func(ctx context.Context) (Class, error) { return e.room.engine.Class(ctx, slug) }, func(c Class, err error) {
		if e.err = err; err == nil {
			was := e.class
			e.took(c)
			if was.Slug != "" && slices.EqualFunc(was.Versions, c.Versions, func(a, b Version) bool { return a.Number == b.Number && a.Held == b.Held }) && was.State == c.State {
				return // nothing to show anew, and the focus stays where it is
			}
		}
		e.again()
		e.room.env.Changed()
	})
}

// took takes over a badge as it stands now.
func (e *editor) took(c Class) {
	clean := !e.dirty() || e.class.Slug == ""
	e.class, e.slug, e.saved = c, c.Slug, formOf(c)
	if clean {
		e.form = e.saved.clone()
	}
}

// met tells that issuers were read: the page asks for one only when there is
// none.
func (e *editor) met() {
	if e.slug == "" && e.known != (len(e.issuers()) > 0) && !e.again() {
		e.focus()
	}
}

// again makes the page anew while somebody may be typing in it: the field that has
// the keys keeps them. It tells whether one had.
func (e *editor) again() bool {
	at := e.room.env.Window.Canvas()
	name, row, column := "", 0, 0
	for field, f := range e.fields {
		if t, ok := f.(*kit.TextField); ok && at.Focused() == fyne.Focusable(t.Entry) {
			name, row, column = field, t.Entry.CursorRow, t.Entry.CursorColumn
		}
	}
	e.build()
	t, ok := e.fields[name].(*kit.TextField)
	if !ok {
		return false
	}
	at.Focus(t.Entry)
	t.Entry.CursorRow, t.Entry.CursorColumn = row, column
	t.Entry.Refresh()
	return true
}

// name gives a new badge the name of a design, unless somebody typed one.
func (e *editor) name(text string) {
	if e.slug != "" || text == "" || strings.TrimSpace(e.form.name) != "" && e.form.name != e.given {
		return
	}
	text = calm(text)
	e.form.name, e.given = text, text
	delete(e.faults, fieldName)
}

// take draws a design or reads a picture file, and makes it the badge's.
func (e *editor) take(kind ArtKind, ref string) {
	r := e.room
	e.drawing, e.note = true, nil
	e.again()
	e.art.Run(func(ctx context.Context) (Art, error) {
		if kind == FromDesign {
			return r.engine.FromDesign(ctx, ref)
		}
		return r.engine.FromFile(ctx, ref)
	}, func(a Art, err error) {
		e.drawing = false
		switch {
		case err != nil:
			e.tab = tabPicture
			e.faults[fieldPicture] = r.env.T("badges.picture.failed") + " " + r.env.Say(err).Whole()
		default:
			delete(e.faults, fieldPicture)
			a.Kind, a.Ref = kind, ref
			e.form.art = a
			if kind == FromDesign && strings.TrimSpace(e.form.name) == "" {
				e.name(a.Title)
			}
		}
		if !e.again() && e.slug == "" && e.tab == tabMeaning {
			e.focus()
		}
		r.env.Changed()
	})
}

// redraw draws a design anew that may have been changed in the studio
// meanwhile. One that is gone keeps its picture here; saving tells.
func (e *editor) redraw() {
	a := e.form.art
	if a.Kind != FromDesign || e.drawing || e.busy {
		return
	}
	e.art.Run(func(ctx context.Context) (Art, error) { return e.room.engine.FromDesign(ctx, a.Ref) }, func(now Art, err error) {
		if err == nil && e.form.art.Kind == FromDesign && e.form.art.Ref == a.Ref {
			e.form.art.Image, e.form.art.Title = now.Image, now.Title
			e.show()
		}
	})
}

// save checks everything at once, and saves.
func (e *editor) save() {
	r := e.room
	if !e.canSave() {
		return
	}
	e.note = nil
	e.form = e.form.tidied()
	e.faults = e.form.allFaults(r.env, e.hasIssuer())
	e.sheet.OpenFaults(slices.Collect(maps.Keys(e.faults)))
	if len(e.faults) > 0 {
		e.toFault()
		return
	}
	e.busy = true
	e.build()
	draft, before := e.form.draft(), e.class.Version()
	if draft.Issuer == "" && len(e.issuers()) > 0 {
		draft.Issuer, draft.IssuerName, draft.IssuerEmail = e.issuers()[0].ID, "", ""
	}
	kit.Run(r.env.Tasks, func(ctx context.Context) (Class, error) { return r.engine.Save(ctx, draft) }, func(c Class, err error) {
		e.busy = false
		if err != nil {
			e.failed(err)
			return
		}
		r.forget(e)
		e.class, e.slug, e.saved = c, c.Slug, formOf(c)
		e.form = e.saved.clone()
		r.editors[c.Slug] = e
		word := "badges.saved"
		if c.Version() == before {
			word = "badges.saved.same"
		}
		e.note = kit.Banner(kit.OK, r.env.T(word, "version", strconv.Itoa(c.Version())), "")
		r.env.Saved()
		e.build()
		r.reload()
	})
}

// failed shows why something was not saved, under its field where it has one.
func (e *editor) failed(err error) {
	r := e.room
	m := r.env.Say(err)
	if field := fieldOf(issuer.CodeOf(err)); field != "" {
		e.faults[field] = m.Whole()
		e.toFault()
		return
	}
	e.note = kit.Banner(kit.Err, r.env.T("badges.save.failed")+" "+m.Text, m.Hint)
	e.build()
	r.reload() // perhaps the issuer was made
}

// toFault shows the first tab with something to mend.
func (e *editor) toFault() {
	if !e.wrong(e.tab) {
		for _, tab := range editTabs() {
			if e.wrong(tab) {
				e.tab = tab
				break
			}
		}
	}
	e.note = kit.Banner(kit.Err, e.room.env.T("badges.faults"), "")
	e.build()
	e.focus()
}

// focus goes to the first field with something to mend, or else to the first
// that still has to be filled in.
func (e *editor) focus() {
	empty := map[string]bool{
		fieldIssuerName: strings.TrimSpace(e.form.issuerName) == "", fieldName: strings.TrimSpace(e.form.name) == "",
		fieldDescription: strings.TrimSpace(e.form.description) == "", fieldCriteria: strings.TrimSpace(e.form.criteria+e.form.page) == "",
	}
	if e.tab == tabPicture && e.faults[fieldPicture] != "" {
		e.room.env.Window.Canvas().Focus(e.path)
		return
	}
	for _, marked := range []bool{true, false} {
		for _, field := range append([]string{fieldIssuerName, fieldIssuerEmail, fieldName, fieldDescription, fieldCriteria, fieldPage, fieldLanguage}, e.order...) {
			f, shown := e.fields[field].(*kit.TextField)
			if shown && (marked && e.faults[field] != "" || !marked && empty[field]) {
				e.room.env.Window.Canvas().Focus(f.Entry)
				return
			}
		}
	}
}

// wrong tells whether something in a tab is marked.
func (e *editor) wrong(tab string) bool {
	for field := range e.faults {
		if tabOf(field) == tab {
			return true
		}
	}
	return false
}

func tabOf(field string) string {
	field, _, _ = strings.Cut(field, "[")
	switch field {
	case fieldPicture:
		return tabPicture
	case fieldExpires, "suspendable":
		return tabRules
	case "imageCaption", "imageAuthor", "credentialImage.id", "credentialImage.caption", "credentialImage":
		return tabPicture
	case "translations":
		return tabLanguages
	case fieldIssuerName, fieldIssuerEmail, fieldName, fieldDescription, fieldCriteria, fieldPage, fieldLanguage, "tags", "issuer", "rule", "names", "schema":
		return tabMeaning
	}
	return tabSkills
}

// askDiscard asks before typed texts are lost.
func (e *editor) askDiscard() {
	r := e.room
	text := "badges.discard.text"
	if e.slug == "" {
		text = "badges.discard.text.new"
	}
	keep := kit.NewButton(r.env.T("badges.keep"), "", kit.Plain, nil)
	do := kit.NewButton(r.env.T("badges.discard"), "", kit.DangerFilled, nil)
	d := r.env.NewDialog(r.env.T("badges.discard.title"), kit.Body(r.env.T(text)), keep, do)
	keep.OnTap(d.Close)
	do.OnTap(func() {
		d.Close()
		e.form, e.faults, e.note = e.saved.clone(), map[string]string{}, nil
		e.art.Cancel()
		e.drawing = false
		if e.slug == "" {
			r.back()
			return
		}
		e.build()
		r.env.Changed()
	})
	d.Show()
}

// askArchive says what archiving means, and does it.
func (e *editor) askArchive() {
	r := e.room
	keep := kit.NewButton(r.env.T("badges.archive.not"), "", kit.Plain, nil)
	do := kit.NewButton(r.env.T("badges.archive.do"), "", kit.DangerFilled, nil)
	d := r.env.NewDialog(r.env.T("badges.archive.title", "name", e.class.Name), kit.Body(r.env.T("badges.archive.text")), keep, do)
	keep.OnTap(d.Close)
	do.OnTap(func() {
		d.Close()
		e.busy = true
		slug := e.slug
		kit.Run(r.env.Tasks, func(ctx context.Context) (Class, error) { return r.engine.Archive(ctx, slug) }, func(c Class, err error) {
			e.busy = false
			if err != nil {
				r.env.Fail(err)
				return
			}
			e.took(c)
			r.env.Saved()
			e.build()
			r.reload()
			r.env.Changed()
		})
	})
	d.Show()
}
