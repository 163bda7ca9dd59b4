package settings

import (
	"strings"

	"fyne.io/fyne/v2"

	"badgekiln/app/kit"
	"badgekiln/issuer"
)

// webPage is where badges are hosted. What a change brings about stands there
// before it is saved.
type webPage struct {
	room   *Room
	of     string
	saved  string
	typed  string
	was    Method // how the issuer is named now, with web space
	method Method // as chosen
	fault  string
	email  string // asked for here when the issuer has none: hosted badges need one
	noMail string // what is wrong with it
	busy   bool
	field  *kit.TextField
	mail   *kit.TextField
	effect *fyne.Container
}

func (p *webPage) took() {
	who, _ := p.room.who()
	was := who.Method
	if was != ByDID {
		was = ByWeb
	}
	if who.ID != p.of || p.typed == p.saved && p.method == p.was {
		p.typed, p.fault, p.email, p.noMail, p.method = who.BaseURL, "", "", "", was
	}
	p.of, p.saved, p.was = who.ID, who.BaseURL, was
}

func (p *webPage) dirty() bool {
	return strings.TrimSpace(p.typed) != p.saved || strings.TrimSpace(p.email) != "" || p.method != p.was
}

func (p *webPage) actions() []fyne.CanvasObject {
	r := p.room
	if _, known := r.who(); !known {
		return nil
	}
	var list []fyne.CanvasObject
	if p.dirty() {
		list = append(list, kit.NewButton(r.env.T("settings.undo"), "", kit.Quiet, func() {
			p.typed, p.fault, p.email, p.noMail, p.method = p.saved, "", "", "", p.was
			r.tell(sectionWeb, nil)
		}))
	}
	word := "settings.web.save"
	if base, _, err := r.engine.NormalBase(p.typed); err == nil && base != p.saved && p.saved != "" {
		word = "settings.web.save.move"
	}
	save := kit.NewButton(r.env.T(word), "", kit.Primary, p.save)
	save.SetEnabled(p.dirty() && !p.busy)
	return append(list, save)
}

func (p *webPage) build() []fyne.CanvasObject {
	r := p.room
	if _, known := r.who(); !known {
		return []fyne.CanvasObject{r.noIssuer()}
	}
	p.field = kit.NewTextField(r.env.T("settings.web.field"), r.env.T("settings.web.hint"), p.typed, func(text string) {
		p.typed, p.fault = text, ""
		p.field.SetError("")
		p.say()
		r.head.SetActions(p.actions()...)
		r.env.Changed()
	})
	p.field.SetError(p.fault)
	p.mail = kit.NewTextField(r.env.T("settings.issuer.email"), r.env.T("settings.web.email.hint"), p.email, func(text string) {
		p.email, p.noMail = text, ""
		p.mail.SetError("")
		r.head.SetActions(p.actions()...)
		r.env.Changed()
	})
	p.mail.SetError(p.noMail)
	p.effect = kit.VBox(12)
	p.say()
	return append(r.which(), kit.CardWith(20, kit.VBox(16,
		kit.Section(r.env.T("settings.section.web")), kit.Body(r.env.T("settings.web.text")).In(kit.ColorText2),
		p.field, p.effect, kit.Hint(r.env.T("settings.web.offline")))), p.naming())
}

// naming chooses how the issuer is named in what it signs.
func (p *webPage) naming() fyne.CanvasObject {
	r := p.room
	rows := []fyne.CanvasObject{kit.Section(r.env.T("settings.method")), kit.Body(r.env.T("settings.method.text")).In(kit.ColorText2)}
	base, _, err := r.engine.NormalBase(p.typed)
	if err != nil || base == "" {
		return kit.CardWith(20, kit.VBox(12, append(rows, kit.Banner(kit.Info, "", r.env.T("settings.method.key")))...))
	}
	values := []string{string(ByWeb), string(ByDID)}
	effect, name := kit.Hint(""), kit.Mono("").Wrapping(kit.Wrapped)
	tell := func(value string) {
		p.method = Method(value)
		word := "settings.method.web.effect"
		if p.method == ByDID {
			word = "settings.method.did.effect"
		}
		effect.SetText(r.env.T(word))
		name.SetText(r.engine.NameAs(r.issuer, base, p.method))
	}
	choice := kit.NewRadio(values, []string{r.env.T("settings.method.web"), r.env.T("settings.method.did")}, string(p.method), true, func(value string) {
		tell(value)
		r.head.SetActions(p.actions()...)
		r.show()
		r.env.Changed()
	})
	tell(string(p.method))
	rows = append(rows, choice.Container, effect, kit.NewField(r.env.T("settings.method.name"), "", name))
	if p.method != p.was {
		rows = append(rows, kit.Banner(kit.Warn, "", r.env.T("settings.method.changes")))
	}
	return kit.CardWith(20, kit.VBox(12, rows...))
}

// say tells what saving would bring about, or how it is now.
func (p *webPage) say() {
	r := p.room
	who, _ := r.who()
	p.effect.Objects = nil
	base, unreachable, err := r.engine.NormalBase(p.typed)
	if err == nil {
		s := webEffect(p.saved, base, who.Awards)
		tone := kit.Info
		if base != p.saved && p.saved != "" {
			tone = kit.Warn
		}
		p.effect.Objects = append(p.effect.Objects, kit.Banner(tone, "", r.env.T(s.word, s.pairs...)))
		if unreachable {
			p.effect.Objects = append(p.effect.Objects, kit.Banner(kit.Warn, "", r.env.T("settings.web.unreachable")))
		}
		if base != "" && who.Email == "" {
			p.effect.Objects = append(p.effect.Objects, p.mail)
		}
	}
	p.effect.Refresh()
	if r.scroll != nil {
		r.scroll.Refresh()
	}
}

func (p *webPage) save() {
	r := p.room
	if p.busy || !p.dirty() {
		return
	}
	base, _, err := r.engine.NormalBase(p.typed)
	if err != nil {
		p.fault = r.env.Say(err).Whole()
		r.tell(sectionWeb, nil)
		return
	}
	change := IssuerChange{ID: r.issuer, BaseURL: &base}
	if who, _ := r.who(); base != "" && who.Email == "" {
		email := strings.TrimSpace(p.email)
		if !issuer.IsAddress(email) {
			p.noMail = r.env.T("settings.web.email.needed")
			r.tell(sectionWeb, nil)
			return
		}
		change.Email = &email
	}
	if base != "" && (p.method != p.was || p.saved == "") {
		method := p.method
		change.Method = &method
	}
	p.busy = true
	r.setIssuer(sectionWeb, change, func(error) bool {
		p.busy = false
		return false
	}, func(i Issuer) {
		p.busy = false
		p.of, p.saved, p.typed, p.email, p.was = i.ID, i.BaseURL, i.BaseURL, "", p.method
	})
}
