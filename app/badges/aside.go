package badges

import (
	"cmp"
	"path/filepath"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"badgekiln/app/kit"
)

func stack(objects ...fyne.CanvasObject) fyne.CanvasObject { return container.NewStack(objects...) }

// show fills the right side: the badge as people see it, and what saving will
// do.
func (e *editor) show() {
	e.well.SetImage(e.picture())
	e.aside.Objects = []fyne.CanvasObject{e.preview()}
	if note := e.versionNote(); note != nil {
		e.aside.Objects = append(e.aside.Objects, note)
	}
	e.aside.Objects = append(e.aside.Objects, e.readyCard())
	e.aside.Refresh()
}

func (e *editor) preview() fyne.CanvasObject {
	r := e.room
	t := r.env.T
	said := func(text, instead string) *kit.Text {
		if text = strings.TrimSpace(text); text != "" {
			return kit.Body(text)
		}
		return kit.Body(t(instead)).In(kit.ColorText3)
	}
	ways := []fyne.CanvasObject{}
	if e.tab != tabPicture {
		ways = append(ways, kit.NewButton(t("badges.picture.choose"), "", kit.Plain, func() {
			e.tab = tabPicture
			e.build()
		}).Small())
	}
	if to, ok := e.studio(); ok {
		ways = append(ways, kit.NewButton(t("badges.picture.studio"), "", kit.Plain, func() {
			r.away = e.slug
			r.env.Go(to)
		}).Small())
	}
	expires := t("badges.preview.for-ever")
	if e.form.expires {
		expires = t("badges.preview.expires", "period", strings.TrimSpace(e.form.count)+" "+t("badges.rules.unit."+e.form.unit))
	}
	who := e.issuerName()
	by := kit.Second(t("badges.preview.by", "issuer", who)).Wrapping(kit.Wrapped)
	if who == "" {
		by = kit.Second(t("badges.preview.by", "issuer", t("badges.preview.no-issuer"))).In(kit.ColorText3).Wrapping(kit.Wrapped)
	}
	return kit.Card(
		kit.Label(t("badges.preview")), e.well, kit.Second(e.origin()).Wrapping(kit.Wrapped), kit.Chips(8, ways...),
		kit.VBox(2, said(e.form.name, "badges.preview.no-name").With(kit.SizeSection).Strong(), by),
		said(e.form.description, "badges.preview.no-description"),
		kit.VBox(2, kit.Label(t("badges.preview.earned")), said(cmp.Or(strings.TrimSpace(e.form.criteria), e.form.page), "badges.preview.no-criteria")),
		kit.Second(expires).Wrapping(kit.Wrapped))
}

// studio is where the picture's design can be changed, if it has one.
func (e *editor) studio() (kit.Route, bool) {
	to := kit.Route{Room: kit.RoomDesigns}
	switch {
	case e.form.art.Kind == FromDesign && filepath.IsAbs(e.form.art.Ref):
		to.What, to.ID = "file", e.form.art.Ref
	case e.form.art.Kind == FromDesign:
		to.What, to.ID = "open", e.form.art.Ref
	case e.form.art.Kind == Kept && e.class.Design != "":
		to.What, to.ID = "class", e.slug
	default:
		return to, false
	}
	return to, true
}

func (e *editor) issuerName() string {
	if e.class.IssuerName != "" {
		return e.class.IssuerName
	}
	for i, who := range e.issuers() {
		if who.ID == e.form.issuer || e.form.issuer == "" && i == 0 {
			return who.Name
		}
	}
	return strings.TrimSpace(e.form.issuerName)
}

// versionNote says that saving leaves alone what was awarded.
func (e *editor) versionNote() fyne.CanvasObject {
	held, on, version := e.class.Held(), 0, 0 // in all, by how many versions, and one of these
	for _, v := range e.class.Versions {
		if v.Held > 0 {
			on, version = on+1, v.Number
		}
	}
	if held == 0 || e.next() == e.class.Version() {
		return nil
	}
	word := "badges.version-note"
	switch {
	case held == 1:
		word = "badges.version-note.one"
	case on > 1:
		word = "badges.version-note.several"
	}
	t := e.room.env.T
	return kit.Banner(kit.Warn, t(word, "count", e.room.env.Count(held), "version", strconv.Itoa(version)),
		t("badges.version-note.text", "next", strconv.Itoa(e.next())))
}

// readyCard ticks off what an award needs.
func (e *editor) readyCard() fyne.CanvasObject {
	t := e.room.env.T
	faults := e.form.faults(e.hasIssuer())
	line := func(word string, fields ...string) fyne.CanvasObject {
		icon, ink := "ok", kit.ColorOK
		for _, f := range fields {
			if _, missing := faults[f]; missing {
				icon, ink = "dot", kit.ColorText3
			}
		}
		return kit.HBox(10, kit.NewGlyph(icon, ink, 16), kit.Spread(kit.Body(t(word))))
	}
	return kit.Card(kit.Strong(t("badges.ready")), kit.VBox(6,
		line("badges.ready.issuer", fieldIssuerName, fieldIssuerEmail),
		line("badges.ready.texts", fieldName, fieldDescription, fieldCriteria, fieldPage, fieldLanguage),
		line("badges.ready.picture", fieldPicture)))
}
