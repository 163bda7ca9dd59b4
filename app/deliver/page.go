package deliver

import (
	"slices"
	"time"

	"fyne.io/fyne/v2"

	"badgekiln/app/kit"
)

func (r *Room) put(body fyne.CanvasObject) {
	r.root.Objects = []fyne.CanvasObject{kit.Page(r.head(), body, nil)}
	r.root.Refresh()
}

func (r *Room) head() fyne.CanvasObject {
	t := r.env.T
	if !r.known || r.at == "" {
		return kit.NewHead(t("deliver.title"), t("deliver.state"))
	}
	word, icon := t("deliver.pause"), "pause"
	if r.state.Paused {
		word, icon = t("deliver.resume"), "play"
	}
	buttons := []fyne.CanvasObject{kit.NewButton(word, icon, kit.Plain, r.pause)}
	if n := r.failed(); n > 0 {
		look := kit.Plain // the other tabs have something of their own that comes first
		if r.tab == tabPeople || r.tab == tabOutbox {
			look = kit.Primary
		}
		again := kit.NewButton(r.count("deliver.retry", n), "refresh", look, r.retry)
		again.SetEnabled(r.stop == nil && !r.state.Paused)
		buttons = append(buttons, again)
	}
	return kit.NewHead(t("deliver.title"), r.line(), buttons...)
}

// line is how everything stands, in one line.
func (r *Room) line() string {
	t := r.env.T
	text := t("deliver.state.some", "waiting", r.env.Count(r.state.Waiting), "failed", r.env.Count(r.state.Failed))
	switch {
	case r.state.Paused:
		text = t("deliver.state.paused")
	case r.state.Failed+r.state.Waiting == 0:
		text = t("deliver.state.none")
	}
	if n := len(r.state.Unheard); n > 0 {
		text += " · " + t("deliver.state.unheard", "n", r.env.Count(n), "name", r.state.Unheard[0])
	}
	return text
}

// show builds the page.
func (r *Room) show() {
	if !r.known {
		return
	}
	t := r.env.T
	if r.at == "" && r.tab != tabBackpacks {
		r.put(kit.Empty("mail", t("deliver.empty"), t("deliver.empty.text"),
			kit.NewButton(t("deliver.empty.do"), "award", kit.Primary, func() { r.env.Go(kit.Route{Room: kit.RoomAward}) }),
			kit.NewButton(t("deliver.tab.backpacks"), "badge", kit.Plain, func() { r.turn(tabBackpacks) })))
		r.env.Changed()
		return
	}
	// First, as they stay where they are whichever is chosen.
	column := []fyne.CanvasObject{kit.NewTabs([]kit.TabItem{
		{Value: tabPeople, Text: t("deliver.tab.people")},
		{Value: tabMail, Text: t("deliver.tab.mail")},
		{Value: tabPaper, Text: t("deliver.tab.paper")},
		{Value: tabRemind, Text: t("deliver.tab.remind")},
		{Value: tabBackpacks, Text: t("deliver.tab.backpacks")},
		{Value: tabOutbox, Text: t("deliver.tab.outbox"), Wrong: slices.ContainsFunc(r.batch.Posts, Post.failed)},
	}, r.tab, r.turn)}
	if r.at != "" && (r.tab != tabMail || !r.mail.writing()) && r.tab != tabRemind { // a form needs the room, and reminders are of all batches
		column = append(column, r.which())
	}
	if r.stop != nil {
		r.bar = r.env.NewBusyBar(r.name, r.stop)
		column = append(column, kit.CardWith(14, r.bar.Container))
	} else if r.note != nil {
		column = append(column, r.note)
	}
	column = append(column, kit.Spread(r.view()))
	r.put(kit.Inset(16, 24, 16, 24, kit.VBox(14, column...)))
	r.env.Changed()
}

func (r *Room) view() fyne.CanvasObject {
	switch r.tab {
	case tabOutbox:
		return r.outbox()
	case tabMail:
		return r.mail.view()
	case tabPaper:
		return r.paper.view()
	case tabRemind:
		return r.remind.view()
	case tabBackpacks:
		return r.packs.view()
	}
	return r.people()
}

// which is the batch, and how its people were reached: the chips add up to it.
func (r *Room) which() fyne.CanvasObject {
	t := r.env.T
	values, texts := make([]string, 0, len(r.state.Batches)), make([]string, 0, len(r.state.Batches))
	total := 0
	for _, b := range r.state.Batches {
		values = append(values, b.ID)
		texts = append(texts, t("deliver.batch", "badge", b.Badge, "day", kit.Day(b.At.Local()), "list", b.List, "count", r.env.Count(b.People)))
	}
	choose := kit.NewSelect(t("deliver.batch.name"), values, texts, r.at, func(value string) {
		r.at, r.note, r.only, r.chosen, r.back = value, nil, "", "", nil
		r.paper.page = 0
		r.Shown()
	})
	chips := []fyne.CanvasObject{}
	for _, way := range ways() {
		n := r.batch.Ways[way]
		total += n
		if n == 0 && way != "none" {
			continue
		}
		tone := wayTone(way)
		if n == 0 {
			tone = kit.Neutral
		}
		chips = append(chips, kit.Chip(t("deliver.way."+way)+" "+r.env.Count(n), iconOf(way), tone))
	}
	chips = append(chips, kit.Spread(kit.Upright(kit.Hint(r.count("deliver.of", total)).Wrapping(kit.Ellipsis).Aligned(fyne.TextAlignTrailing))))
	return kit.CardWith(16, kit.VBox(12, kit.NewField(t("deliver.batch.name"), "", choose), kit.HBox(8, chips...)))
}

func ways() []string { return []string{"push", "claim", "mail", "print", waySaved, "none"} }

// waySaved is of whoever has a mail in a file, and nothing better: perhaps it was sent.
const waySaved = "saved"

func wayTone(way string) kit.Tone {
	switch way {
	case "none":
		return kit.Warn
	case waySaved:
		return kit.Neutral
	}
	return kit.OK
}

func iconOf(way string) string {
	switch way {
	case "push":
		return "badge"
	case "claim":
		return "globe"
	case "mail", "remind":
		return "mail"
	case "print":
		return "print"
	case waySaved, byFiles:
		return "folder"
	}
	return ""
}

// when is a time as tables say it; "" for none.
func (r *Room) when(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return kit.Day(at.Local())
}
