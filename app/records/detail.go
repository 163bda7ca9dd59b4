package records

import (
	"context"
	"strconv"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"badgekiln/app/kit"
)

// The tabs of the pane.
const (
	tabHistory = "history"
	tabFaces   = "faces"
	tabDetails = "details"
)

// still is how long the selection must rest before everything about it is read.
const still = 60 * time.Millisecond

// selected shows everything about the row the selection moved to.
func (r *Room) selected() {
	r.told()
	row, ok := r.pages.peek(r.table.Row())
	if !ok || len(r.table.Selected()) == 0 {
		r.reader.Cancel()
		r.award, r.awardErr = nil, nil
		r.fillDetail()
		r.env.Changed()
		return
	}
	r.reader.After(still, func(ctx context.Context) (Award, error) { return r.engine.Award(ctx, row.ID) }, func(a Award, err error) {
		r.award, r.awardErr = &a, err
		r.fillDetail()
		r.env.Changed()
	})
}

// fillDetail fills the pane.
func (r *Room) fillDetail() {
	var page fyne.CanvasObject
	switch {
	case r.awardErr != nil:
		page = r.env.ErrorPage(r.awardErr, kit.NewButton(r.t("again"), "refresh", kit.Plain, r.selected))
	case r.award == nil:
		page = container.NewCenter(kit.Exactly(240, 0, kit.Body(r.t("pick")).In(kit.ColorText3).Aligned(fyne.TextAlignCenter)))
	default:
		page = r.about(r.award)
	}
	r.detail.Objects = []fyne.CanvasObject{page}
	r.detail.Refresh()
}

// about is everything about one award.
func (r *Room) about(a *Award) fyne.CanvasObject {
	well := kit.NewPictureWell(88, 88, kit.NoGround)
	well.SetImage(a.Picture)
	name := a.Name
	if name == "" {
		name = a.Email
	}
	words := kit.VBox(4, kit.Strong(name).Wrapping(kit.Wrapped), kit.Second(r.t("class.version", "class", a.Badge, "version", strconv.Itoa(a.Version))).Wrapping(kit.Wrapped),
		kit.HBox(0, kit.Chip(r.t("state."+string(a.State)), iconOf(a.State), toneOf(a.State))))
	head := kit.Columns(12, []float32{88, 1}, kit.VBox(0, kit.Exactly(88, 88, well)), words)
	save := kit.NewButton(r.t("save.picture"), "download", kit.Plain, r.savePicture).Small()
	save.SetEnabled(r.stands())
	mend := kit.NewButton(r.t("correct"), "", kit.Plain, r.correct).Small()
	mend.SetEnabled(r.stands())
	revoke := kit.NewButton(r.t("revoke"), "", kit.Danger, r.revoke).Small()
	revoke.SetEnabled(a.State == Valid || a.State == Expired || a.State == Paused)
	pause := kit.NewButton(r.t("suspend"), "", kit.Plain, r.suspend).Small()
	pause.SetEnabled(a.Pausable && (a.State == Valid || a.State == Expired))
	if !a.Pausable {
		pause.SetTip(r.t("suspend.not"))
	}
	if a.State == Paused {
		pause = kit.NewButton(r.t("resume"), "", kit.Plain, r.resume).Small()
	}
	tabs := kit.NewTabs([]kit.TabItem{
		{Value: tabHistory, Text: r.t("tab.history")}, {Value: tabFaces, Text: r.t("tab.faces")}, {Value: tabDetails, Text: r.t("tab.details")},
	}, r.tab, func(v string) {
		r.tab = v
		r.fillDetail()
	})
	var body fyne.CanvasObject
	switch r.tab {
	case tabFaces:
		body = r.faces(a)
	case tabDetails:
		body = r.details(a)
	default:
		body = r.history(a)
	}
	return kit.VBox(0, kit.Inset(16, 16, 14, 16, head), kit.Rule(), kit.Inset(10, 16, 10, 16, kit.Chips(8, save, mend, pause, revoke)), kit.Rule(),
		kit.Inset(0, 8, 0, 8, tabs.Container), kit.Spread(kit.Scroll(kit.Inset(14, 16, 16, 16, body))))
}

// history lists what happened, the latest first, and below it the facts people
// ask for most.
func (r *Room) history(a *Award) fyne.CanvasObject {
	rows := []fyne.CanvasObject{}
	for i, e := range a.History {
		ink := kit.ColorLine2
		if i == 0 {
			ink = kit.ColorAccent
		}
		dot := kit.VBox(0, kit.Gap(0, 5), kit.HBox(0, kit.Exactly(10, 10, kit.NewFill(ink).Round(5))))
		text := []fyne.CanvasObject{kit.Body(r.t("event." + e.Kind)), kit.Second(r.stamp(e)).Wrapping(kit.Wrapped)}
		if e.Note != "" {
			text = append(text, kit.Second(e.Note).Wrapping(kit.Wrapped))
		}
		rows = append(rows, kit.Columns(10, []float32{21, 1}, dot, kit.VBox(0, text...)))
	}
	if len(rows) == 0 {
		rows = append(rows, kit.Body(r.t("history.none")).In(kit.ColorText2))
	}
	facts := []fyne.CanvasObject{r.fact("fact.awarded", kit.Day(a.Awarded))}
	if a.Expires.IsZero() {
		facts = append(facts, r.fact("fact.expires", r.t("fact.never")))
	} else {
		facts = append(facts, r.fact("fact.expires", kit.Day(a.Expires)))
	}
	if a.Reason != "" {
		facts = append(facts, r.fact("fact.reason", a.Reason))
	}
	return kit.VBox(12, kit.VBox(10, rows...), kit.Rule(), kit.VBox(6, facts...))
}

// stamp is when something happened, and who did it if that is known.
func (r *Room) stamp(e Event) string {
	if e.Who == "" {
		return kit.Moment(e.At)
	}
	return r.t("history.who", "at", kit.Moment(e.At), "who", isolated(e.Who))
}

// fact is one labelled value, wrapped.
func (r *Room) fact(key, value string) fyne.CanvasObject {
	return kit.Columns(8, []float32{92, 1}, kit.VBox(0, kit.NewText(r.t(key)).In(kit.ColorText2)), kit.Body(value))
}

// monoFact is a fact that people compare letter by letter.
func (r *Room) monoFact(key, value string) fyne.CanvasObject {
	copied := kit.NewIconButton("copy", r.t("copy", "what", r.t(key)), func() { r.env.Copy(value) })
	return kit.VBox(0, kit.HBox(0, kit.Spread(kit.Label(r.t(key))), copied.Small()), kit.Mono(value).Wrapping(kit.Wrapped))
}

// faces are the credentials of the award.
func (r *Room) faces(a *Award) fyne.CanvasObject {
	cards := []fyne.CanvasObject{}
	for _, f := range a.Faces {
		rows := []fyne.CanvasObject{kit.Strong(r.t("format." + f.Format)).Wrapping(kit.Wrapped)}
		key := "face.own"
		switch {
		case f.Hosted:
			key = "face.hosted"
		case f.Looked:
			key = "face.looked-up"
		}
		rows = append(rows, kit.Second(r.t(key)).Wrapping(kit.Wrapped), r.monoFact("face.id", f.Address))
		if f.SHA256 == "" {
			rows = append(rows, kit.Second(r.t("face.unsigned")).Wrapping(kit.Wrapped))
		} else {
			rows = append(rows, r.monoFact("face.sha256", f.SHA256),
				kit.HBox(0, kit.NewButton(r.t("save.face"), "download", kit.Plain, func() { r.saveFace(a, f) }).Small()))
		}
		if len(cards) > 0 {
			cards = append(cards, kit.Rule())
		}
		cards = append(cards, kit.VBox(6, rows...))
	}
	if len(cards) == 0 {
		return kit.Body(r.t("face.none")).In(kit.ColorText2)
	}
	return kit.VBox(14, cards...)
}

// details are the rest.
func (r *Room) details(a *Award) fyne.CanvasObject {
	rows := []fyne.CanvasObject{}
	add := func(key, value string) {
		if strings.TrimSpace(value) != "" {
			rows = append(rows, r.fact(key, value))
		}
	}
	add("fact.name", a.Name)
	add("fact.email", a.Email)
	if a.Email != "" {
		rows = append(rows, kit.HBox(0, kit.NewButton(r.t("person.ask"), "people", kit.Plain, r.person).Small()))
	}
	add("fact.issuer", a.Issuer)
	add("fact.list", a.List)
	if a.ListRow > 0 {
		add("fact.row", strconv.Itoa(a.ListRow))
	}
	add("fact.narrative", a.Narrative)
	add("fact.language", a.Language)
	for _, address := range a.Evidence {
		link := kit.NewButton(r.t("fact.evidence.open"), "external", kit.Link, func() { r.env.OpenURL(address) }).Small()
		link.SetTip(address)
		rows = append(rows, r.fact("fact.evidence", address), kit.HBox(0, link))
	}
	rows = append(rows, r.monoFact("fact.id", a.ID))
	return kit.VBox(8, rows...)
}
