package settings

import (
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"badgekiln/app/further"
	"badgekiln/app/kit"
	"badgekiln/issuer"
)

// issuerForm is what the issuer's page holds, as typed.
type issuerForm struct {
	name, email, url, description, picture string
	more                                   issuer.ProfileMore
}

func issuerFormOf(i Issuer) issuerForm {
	return issuerForm{name: i.Name, email: i.Email, url: i.URL, description: i.Description, more: further.Clone(i.More)}
}

// clone is a form of its own: typing in it leaves the other alone.
func (f issuerForm) clone() issuerForm {
	f.more = further.Clone(f.more)
	return f
}

// same tells whether two forms say the same.
func (f issuerForm) same(g issuerForm) bool {
	return f.name == g.name && f.email == g.email && f.url == g.url && f.description == g.description && f.picture == g.picture && further.Same(f.more, g.more)
}

// issuerPage is who issues.
type issuerPage struct {
	room   *Room
	of     string // id the forms belong to
	saved  issuerForm
	form   issuerForm
	faults map[string]string // field → sentence
	busy   bool
	sheet  *further.Sheet
	fields map[string]interface{ SetError(string) }
}

func newIssuerPage(r *Room) *issuerPage {
	p := &issuerPage{room: r, faults: map[string]string{}, fields: map[string]interface{ SetError(string) }{}}
	p.sheet = further.NewSheet(further.Page{
		Env: r.env, Fault: func(path string) string { return p.faults[path] }, Typed: p.touched,
		Field: func(path string, f interface{ SetError(string) }) { p.fields[path] = f },
		Rebuild: func() {
			r.show()
			p.sheet.Focus()
		},
	})
	return p
}

func (p *issuerPage) took() {
	who, _ := p.room.who()
	fresh := issuerFormOf(who)
	if who.ID != p.of || p.form.same(p.saved) {
		p.form, p.faults = fresh, map[string]string{}
	}
	p.of, p.saved = who.ID, fresh.clone()
}

func (p *issuerPage) dirty() bool { return !p.form.same(p.saved) }

func (p *issuerPage) actions() []fyne.CanvasObject {
	r := p.room
	word := "settings.issuer.save"
	if _, known := r.who(); !known {
		word = "settings.issuer.make"
	}
	var list []fyne.CanvasObject
	switch {
	case r.making:
		list = append(list, kit.NewButton(r.env.T("settings.cancel"), "", kit.Quiet, func() { r.turnTo(r.state.Issuers[0].ID, false) }))
	case p.dirty():
		list = append(list, kit.NewButton(r.env.T("settings.undo"), "", kit.Quiet, p.undo))
	}
	save := kit.NewButton(r.env.T(word), "", kit.Primary, p.save)
	save.SetEnabled(!p.busy)
	return append(list, save)
}

func (p *issuerPage) undo() {
	p.form, p.faults = p.saved.clone(), map[string]string{}
	p.room.tell(sectionIssuer, nil)
}

func (p *issuerPage) build() []fyne.CanvasObject {
	r := p.room
	_, known := r.who()
	about := "settings.issuer.text"
	switch {
	case r.making:
		about = "settings.issuer.another.text"
	case !known:
		about = "settings.issuer.first"
	}
	p.fields = map[string]interface{ SetError(string) }{}
	left := kit.VBox(16,
		kit.Columns(12, nil, p.field("name", &p.form.name), p.field("email", &p.form.email)),
		p.field("url", &p.form.url),
		p.area("description", &p.form.description),
	)
	content := []fyne.CanvasObject{
		kit.Section(r.env.T("settings.section.issuer")), kit.Body(r.env.T(about)).In(kit.ColorText2),
		kit.Columns(24, []float32{1, 168}, left, p.logo()),
	}
	column := append(r.which(), kit.CardWith(20, kit.VBox(16, content...)))
	if who, ok := r.who(); ok && who.SignsAs != "" {
		column = append(column, kit.Card(kit.ReadOnly(r.env.T("settings.issuer.signs-as"), r.env.T("settings.issuer.signs-as."+strings.ReplaceAll(string(who.Method), ":", "-")), who.SignsAs)))
	}
	column = append(column, p.sheet.Profile(&p.form.more)...)
	if known {
		column = append(column, kit.Card(kit.Strong(r.env.T("settings.issuer.another")), kit.Hint(r.env.T("settings.issuer.another.hint")),
			kit.HBox(0, kit.NewButton(r.env.T("settings.issuer.another.do"), "plus", kit.Plain, func() { r.turnTo("", true) }))))
	}
	return column
}

func (p *issuerPage) field(name string, to *string) fyne.CanvasObject {
	return p.shown(name, kit.NewTextField(p.room.env.T("settings.issuer."+name), p.room.env.T("settings.issuer."+name+".hint"), *to, p.typed(name, to)))
}

func (p *issuerPage) area(name string, to *string) fyne.CanvasObject {
	return p.shown(name, kit.NewTextArea(p.room.env.T("settings.issuer."+name), p.room.env.T("settings.issuer."+name+".hint"), *to, 3, p.typed(name, to)))
}

func (p *issuerPage) shown(name string, f *kit.TextField) fyne.CanvasObject {
	p.fields[name] = f
	f.SetError(p.faults[name])
	return f
}

// typed takes over what is typed, and takes back what was said about it.
func (p *issuerPage) typed(name string, to *string) func(string) {
	return func(text string) {
		*to = text
		p.touched(name)
	}
}

// touched tells that a field was changed.
func (p *issuerPage) touched(name string) {
	if p.faults[name] != "" {
		delete(p.faults, name)
		if f := p.fields[name]; f != nil {
			f.SetError("")
		}
	}
	p.room.head.SetActions(p.actions()...)
	p.room.env.Changed()
}

func (p *issuerPage) logo() fyne.CanvasObject {
	r := p.room
	who, _ := r.who()
	well := pictureBox(who.Picture, 112)
	hint := r.env.T("settings.issuer.picture.hint")
	if p.form.picture != "" {
		hint = r.env.T("settings.issuer.picture.new", "file", filepath.Base(p.form.picture))
	}
	below := kit.Hint(hint)
	if text := p.faults["picture"]; text != "" {
		below = kit.Hint(text).In(kit.ColorErr)
	}
	choose := kit.NewButton(r.env.T("settings.issuer.picture.choose"), "picture", kit.Plain, func() {
		r.openFile("settings.choose.picture", kit.PictureEndings(), p.takePicture)
	})
	if who.Picture == nil {
		well = container.NewStack(well, container.NewCenter(kit.Second(r.env.T("settings.issuer.picture.none")).In(kit.ColorText3)))
	}
	return kit.VBox(8, kit.Label(r.env.T("settings.issuer.picture")), well, choose.Small(), below)
}

func (p *issuerPage) takePicture(path string) {
	p.form.picture = path
	delete(p.faults, "picture")
	p.room.show()
	p.room.env.Changed()
}

func (p *issuerPage) check() bool {
	p.form.more = further.Tidy(p.form.more)
	p.faults = further.Say(p.room.env, p.form.more.Faults())
	p.sheet.OpenFaults(slices.Collect(maps.Keys(p.faults)))
	if strings.TrimSpace(p.form.name) == "" {
		p.faults["name"] = p.room.env.T("settings.fault.name")
	}
	if email := strings.TrimSpace(p.form.email); email != "" && !issuer.IsAddress(email) {
		p.faults["email"] = p.room.env.T("settings.fault.email", "value", email)
	}
	return len(p.faults) == 0
}

func (p *issuerPage) save() {
	r := p.room
	if p.busy {
		return
	}
	if !p.check() {
		r.tell(sectionIssuer, nil)
		return
	}
	form := p.form.clone()
	p.busy = true
	r.setIssuer(sectionIssuer, IssuerChange{
		ID: r.issuer, New: r.making, More: &form.more, Name: &form.name, Email: &form.email, URL: &form.url, Description: &form.description, PicturePath: form.picture,
	}, func(err error) bool {
		p.busy = false
		return p.fault(err)
	}, func(i Issuer) {
		p.busy = false
		p.of, p.saved = i.ID, issuerFormOf(i)
		p.form = p.saved.clone()
	})
}

// fault puts a failure under the field it is about.
func (p *issuerPage) fault(err error) bool {
	var field string
	switch code := issuer.CodeOf(err); {
	case code == "issuer-no-name":
		field = "name"
	case code == "url-unusable":
		field = "url"
	case strings.HasPrefix(code, "picture-"):
		field = "picture"
	default:
		return false
	}
	p.faults[field] = p.room.env.Say(err).Whole()
	return true
}
