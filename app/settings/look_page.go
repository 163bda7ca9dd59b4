package settings

import (
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"badgekiln/app/kit"
)

// PrefPublicNames is the preference of what a new badge begins with: names on
// public pages or none.
const PrefPublicNames = "badges.public-names"

// lookPage is how the window looks, on this computer.
type lookPage struct{ room *Room }

func (*lookPage) took() {}

func (*lookPage) actions() []fyne.CanvasObject { return nil }

func (p *lookPage) build() []fyne.CanvasObject {
	e := p.room.env
	themes := []string{"system", "light", "dark"}
	var themeTexts []string
	for _, name := range themes {
		themeTexts = append(themeTexts, e.T("settings.look.theme."+name))
	}
	theme := kit.NewRadio(themes, themeTexts, e.Prefs.String(kit.PrefTheme, "system"), false, func(name string) {
		e.Prefs.SetString(kit.PrefTheme, name)
		e.Restyle()
	})
	sizes := []string{"90", "100", "115", "130", "150"}
	var sizeTexts []string
	for _, percent := range sizes {
		sizeTexts = append(sizeTexts, e.T("settings.look.size.percent", "percent", percent))
	}
	now := strconv.Itoa(int(e.Prefs.Float(kit.PrefSize, 1)*100 + 0.5))
	size := kit.NewSelect(e.T("settings.look.size"), sizes, sizeTexts, now, func(percent string) {
		n, err := strconv.Atoi(percent)
		if err != nil {
			return
		}
		e.Prefs.SetFloat(kit.PrefSize, float64(n)/100)
		e.Restyle()
	})
	rail := kit.NewCheck(e.T("settings.look.rail"), e.Prefs.Bool(kit.PrefWideRail, false), func(on bool) {
		e.Prefs.SetBool(kit.PrefWideRail, on)
		e.Restyle()
	})
	return []fyne.CanvasObject{kit.CardWith(20, kit.VBox(16,
		kit.Section(e.T("settings.section.appearance")), kit.Body(e.T("settings.look.text")).In(kit.ColorText2),
		kit.NewField(e.T("settings.look.theme"), "", theme.Container),
		narrow(kit.NewField(e.T("settings.look.size"), "", size)),
		narrow(kit.NewField(e.T("settings.look.language"), "", p.language())),
		rail))}
}

// narrow keeps a short choice from being as wide as the page.
func narrow(o fyne.CanvasObject) fyne.CanvasObject { return kit.HBox(0, kit.Exactly(280, 0, o)) }

// language chooses between the languages there are, each called by its own
// name.
func (p *lookPage) language() fyne.CanvasObject {
	e := p.room.env
	var texts []string
	for _, code := range e.Languages {
		text := code
		if key := "settings.look.language." + code; e.Has(key) {
			text = e.T(key)
		}
		texts = append(texts, text)
	}
	return kit.NewSelect(e.T("settings.look.language"), e.Languages, texts, e.Language, e.SetLanguage)
}

// privacyPage is what others can see.
type privacyPage struct{ room *Room }

func (*privacyPage) took() {}

func (*privacyPage) actions() []fyne.CanvasObject { return nil }

func (p *privacyPage) build() []fyne.CanvasObject {
	e := p.room.env
	names := kit.NewCheck(e.T("settings.privacy.names"), e.Prefs.Bool(PrefPublicNames, false), func(on bool) { e.Prefs.SetBool(PrefPublicNames, on) })
	fact := func(icon, word string) fyne.CanvasObject {
		return kit.HBox(10, kit.NewGlyph(icon, kit.ColorText2, 18), kit.Spread(kit.Body(e.T(word))))
	}
	return []fyne.CanvasObject{kit.CardWith(20, kit.VBox(16,
		kit.Section(e.T("settings.section.privacy")), kit.Body(e.T("settings.privacy.text")).In(kit.ColorText2),
		kit.VBox(4, names, kit.Inset(0, 0, 0, 30, kit.Hint(e.T("settings.privacy.names.hint")))),
		fact("offline", "settings.privacy.offline"), fact("lock", "settings.privacy.hashed")))}
}

// aboutPage is what this program is.
type aboutPage struct {
	room   *Room
	copied bool
}

func (p *aboutPage) took() { p.copied = false }

func (*aboutPage) actions() []fyne.CanvasObject { return nil }

func (p *aboutPage) build() []fyne.CanvasObject {
	r := p.room
	about := r.engine.About()
	head := []fyne.CanvasObject{
		kit.Section(r.env.T("settings.about.version", "version", about.Version)), kit.Body(r.env.T("settings.about.text")).In(kit.ColorText2),
	}
	if about.Website != "" {
		head = append(head, kit.HBox(8, kit.NewButton(r.env.T("settings.about.website"), "external", kit.Plain, func() { r.env.OpenURL(about.Website) })))
	}
	word := "settings.about.licences.copy"
	if p.copied {
		word = "settings.about.copied"
	}
	copyAll := kit.NewButton(r.env.T(word), "copy", kit.Plain, func() {
		r.env.Copy(licenceText(about.Parts))
		p.copied = true
		r.show()
	}).Small()
	rows := []fyne.CanvasObject{
		kit.Inset(16, 20, 4, 20, kit.HBox(8, kit.Spread(kit.Strong(r.env.T("settings.about.licences"))), copyAll)),
		kit.Inset(0, 20, 12, 20, kit.Hint(r.env.T("settings.about.licences.text"))),
	}
	for _, part := range about.Parts {
		licence := part.Licence
		if licence == "" {
			licence = r.env.T("settings.about.licence.unknown")
		}
		line := kit.Columns(12, []float32{2, 1, 1}, kit.Line(part.Name), kit.Line(part.Version).In(kit.ColorText2), kit.Line(licence).In(kit.ColorText2))
		rows = append(rows, kit.Rule(), kit.AtLeast(0, 30, kit.Inset(0, 20, 0, 20, line)))
	}
	return []fyne.CanvasObject{kit.CardWith(20, kit.VBox(12, head...)), kit.CardWith(0, kit.VBox(0, rows...))}
}

// licenceText lists the parts and then the texts of their licences.
func licenceText(parts []Part) string {
	var b strings.Builder
	for _, p := range parts {
		b.WriteString(strings.TrimSpace(p.Name+" "+p.Version+" "+p.Licence) + "\n")
	}
	for _, p := range parts {
		if p.Text != "" {
			b.WriteString("\n== " + p.Name + " " + p.Version + " ==\n\n" + p.Text)
		}
	}
	return b.String()
}
