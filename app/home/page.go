package home

import (
	"strconv"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"badgekiln/app/kit"
)

// show builds the page from how things stand.
func (r *Room) show() {
	left := []fyne.CanvasObject{r.templates()}
	if len(r.state.Drafts) > 0 {
		left = append(left, r.drafts())
	}
	left = append(left, kit.NewDropZone(r.env.T("home.drop"), r.env.T("home.drop.text"), 104, r.openFile))
	right := []fyne.CanvasObject{r.way(), r.workshop()}
	body := kit.Beside(20, 316, 820, kit.VBox(20, left...), kit.VBox(20, right...))
	page := container.NewVScroll(kit.Inset(20, 24, 24, 24, body))
	r.put(page)
}

func (r *Room) openFile() {
	r.env.ChooseFile(kit.Choose{
		Title: r.env.T("app.open.title"), Recent: true,
		Extensions: kit.FileEndings(),
	}, r.env.Drop)
}

// templates are a few designs to begin with.
func (r *Room) templates() fyne.CanvasObject {
	all := kit.NewButton(r.env.T("home.templates.all", "n", r.env.Count(r.state.All)), "", kit.Link, func() { r.env.Go(r.state.Gallery) }).After("chevron-right")
	head := kit.HBox(12, kit.Spread(kit.Section(r.env.T("home.templates"))), all)
	row := make([]fyne.CanvasObject, 0, len(r.state.Templates))
	for _, t := range r.state.Templates {
		words := kit.VBox(0,
			kit.Line(t.Title).Strong().Aligned(fyne.TextAlignCenter),
			kit.Second(t.Note).Wrapping(kit.Ellipsis).Aligned(fyne.TextAlignCenter))
		in := kit.Inset(12, 10, 10, 10, kit.VBox(8, kit.Exactly(0, 116, r.picture(t.Key, 108)), words))
		row = append(row, kit.NewTile(t.Title, in, func() { r.env.Go(t.Route) }))
	}
	return kit.VBox(8, head, kit.Fitting(12, 126, row...))
}

// drafts are what one can go on with.
func (r *Room) drafts() fyne.CanvasObject {
	count := r.env.T("home.drafts.many", "n", strconv.Itoa(len(r.state.Drafts)))
	if len(r.state.Drafts) == 1 {
		count = r.env.T("home.drafts.one")
	}
	head := kit.Exactly(0, 42, kit.Inset(0, 16, 0, 16, kit.HBox(12, kit.Spread(kit.Strong(r.env.T("home.drafts"))), kit.Second(count))))
	rows := []fyne.CanvasObject{head}
	for _, d := range r.state.Drafts[:min(len(r.state.Drafts), 5)] {
		words := kit.Spread(kit.Upright(kit.VBox(0, kit.Line(d.Title).Strong(), kit.Second(r.about(d)).Wrapping(kit.Ellipsis))))
		open := kit.Strong(r.env.T("home.drafts.open")).In(kit.ColorText2)
		in := kit.Exactly(0, 62, kit.Inset(0, 26, 0, 16, kit.HBox(14, kit.Exactly(40, 40, r.picture(d.Key, 40)), words, open)))
		rows = append(rows, kit.Rule(), kit.NewRow(d.Title, in, func() { r.env.Go(d.Route) }))
	}
	return kit.CardWith(0, kit.Inset(1, 1, 1, 1, kit.VBox(0, rows...)))
}

func (r *Room) about(d Draft) string {
	switch d.Kind {
	case DraftRun:
		if d.Left == 1 {
			return r.env.T("home.draft.run.one")
		}
		return r.env.T("home.draft.run", "n", r.env.Count(d.Left))
	case DraftClass:
		return r.env.T("home.draft.class")
	case DraftFailed:
		if d.Left == 1 {
			return r.env.T("home.draft.failed.one")
		}
		return r.env.T("home.draft.failed", "n", r.env.Count(d.Left))
	}
	return r.env.T("home.draft.design", "when", r.when(d.Changed))
}

// when says when something was changed.
func (r *Room) when(t time.Time) string {
	now := r.env.Now().Local()
	t = t.Local()
	switch kit.Day(t) {
	case kit.Day(now):
		return r.env.T("home.when.today", "time", t.Format("15:04"))
	case kit.Day(now.AddDate(0, 0, -1)):
		return r.env.T("home.when.yesterday", "time", t.Format("15:04"))
	}
	return r.env.T("home.when.day", "day", kit.Day(t))
}

// way is the way to a first badge, and once it is gone what there is.
func (r *Room) way() fyne.CanvasObject {
	next := r.state.next()
	if next == "" {
		return r.glance()
	}
	column := []fyne.CanvasObject{kit.Section(r.env.T("home.steps")), kit.Second(r.env.T("home.steps.time")), kit.Gap(0, 8)}
	for i, s := range steps() {
		column = append(column, r.step(i, s, next))
	}
	do := kit.NewButton(r.env.T("home.do."+string(next)), "", kit.Primary, r.takeNext)
	column = append(column, kit.Gap(0, 4), do)
	return kit.CardWith(0, kit.Inset(16, 16, 16, 16, kit.VBox(2, column...)))
}

// step is one line of the way. It can be pressed, so that nobody has to take
// the steps in our order.
func (r *Room) step(i int, s, next Step) fyne.CanvasObject {
	present := i + 1 // behind: a tick
	switch {
	case r.state.done(s):
	case s == next:
		present = i
	default:
		present = -1
	}
	text := r.env.T("home.step." + string(s) + ".text")
	if s == StepIssuer && r.state.Issuer != "" {
		text = r.state.Issuer
	}
	words := kit.VBox(0, kit.Strong(r.env.T("home.step."+string(s))), kit.Second(text).Wrapping(kit.Ellipsis))
	in := kit.Inset(6, 0, 6, 0, kit.HBox(12, kit.StepMark(i, present, 24), kit.Spread(kit.Upright(words))))
	return kit.NewRow(r.env.T("home.step."+string(s)), in, func() { r.env.Go(r.state.Steps[s]) })
}

// glance is what stands in the card once there are awards.
func (r *Room) glance() fyne.CanvasObject {
	t := r.env.T
	held := t("home.glance.awards", "n", r.env.Count(r.state.Awards))
	if r.state.Awards == 1 {
		held = t("home.glance.award")
	}
	column := []fyne.CanvasObject{
		kit.Section(t("home.glance")),
		kit.Body(held), r.people,
		kit.NewButton(t("home.glance.award-more"), "award", kit.Primary, func() { r.env.Go(kit.Route{Room: kit.RoomAward}) }),
		kit.NewButton(t("home.glance.ledger"), "ledger", kit.Plain, func() { r.env.Go(kit.Route{Room: kit.RoomLedger}) }),
	}
	return kit.Card(column...)
}

// sayPeople says how many were awarded something. The line is there before, so
// that nothing moves.
func (r *Room) sayPeople(n int) {
	text := r.env.T("home.glance.people", "n", r.env.Count(n))
	if n == 1 {
		text = r.env.T("home.glance.person")
	}
	r.people.SetText(text)
}

// workshop offers the sample, or the way out of it.
func (r *Room) workshop() fyne.CanvasObject {
	t := r.env.T
	title, text := t("home.sample"), t("home.sample.text")
	do := kit.NewButton(t("home.sample.open"), "", kit.Plain, r.env.OpenSample)
	if r.state.Sample {
		title, text = t("home.own"), t("home.own.text")
		do = kit.NewButton(t("home.own.do"), "", kit.Plain, r.env.BeginLedger)
	}
	words := kit.Spread(kit.VBox(0, kit.Strong(title), kit.Second(text).Wrapping(kit.Wrapped)))
	return kit.Card(kit.HBox(12, kit.Exactly(56, 56, r.picture(r.state.Sampler, 56)), words), do)
}
