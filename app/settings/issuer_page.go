package settings

import (
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"badgekiln/app/kit"
	"badgekiln/issuer"
)

// issuerForm is what the issuer's page holds, as typed.
type issuerForm struct{ name, email, url, description, picture string }

func issuerFormOf(i Issuer) issuerForm {
	return issuerForm{name: i.Name, email: i.Email, url: i.URL, description: i.Description}
}

// issuerPage is who issues.
type issuerPage struct {
	room   *Room
	of     string // id the forms belong to
	saved  issuerForm
	form   issuerForm
	faults map[string]string // field → sentence
	busy   bool
	fields map[string]*kit.TextField
}

func newIssuerPage(r *Room) *issuerPage { return &issuerPage{room: r, faults: map[string]string{}} }

func (p *issuerPage) took() {
	who, _ := p.room.who()
	fresh := issuerFormOf(who)
	if who.ID != p.of || p.form == p.saved {
		p.form, p.faults = fresh, map[string]string{}
	}
	p.of, p.saved = who.ID, fresh
}

func (p *issuerPage) dirty() bool { return p.form != p.saved }

func (p *issuerPage) actions() []fyne.CanvasObject {
	r := p.room
	word := "settings.issuer.save"
	if _, known := r.who(); !known {
		word = "settings.issuer.make"
	}
	var list []fyne.CanvasObject
	if p.dirty() {
		list = append(list, kit.NewButton(r.env.T("settings.undo"), "", kit.Quiet, p.undo))
	}
	save := kit.NewButton(r.env.T(word), "", kit.Primary, p.save)
	save.SetEnabled(!p.busy)
	return append(list, save)
}

func (p *issuerPage) undo() {
	p.form, p.faults = p.saved, map[string]string{}
	p.room.tell(sectionIssuer, nil)
}

func (p *issuerPage) build() []fyne.CanvasObject {
	r := p.room
	_, known := r.who()
	about := "settings.issuer.text"
	if !known {
		about = "settings.issuer.first"
	}
	p.fields = map[string]*kit.TextField{}
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
		column = append(column, kit.Card(kit.ReadOnly(r.env.T("settings.issuer.signs-as"), "", who.SignsAs)))
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
		was := p.dirty()
		*to = text
		if p.faults[name] != "" {
			delete(p.faults, name)
			p.fields[name].SetError("")
		}
		if p.dirty() != was {
			p.room.head.SetActions(p.actions()...)
			p.room.env.Changed()
		}
	}
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
		r.openFile("settings.choose.picture", pictureEndings(), p.takePicture)
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
	p.faults = map[string]string{}
	if strings.TrimSpace(p.form.name) == "" {
		p.faults["name"] = p.room.env.T("settings.fault.name")
	}
	if email := strings.TrimSpace(p.form.email); email != "" && !address(email) {
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
	form := p.form
	p.busy = true
	r.setIssuer(sectionIssuer, IssuerChange{
		ID: r.issuer, Name: &form.name, Email: &form.email, URL: &form.url, Description: &form.description, PicturePath: form.picture,
	}, func(err error) bool {
		p.busy = false
		return p.fault(err)
	}, func(i Issuer) {
		p.busy = false
		p.of, p.saved = i.ID, issuerFormOf(i)
		p.form = p.saved
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
