package deliver

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"badgekiln/app/kit"
)

// backpackSide is the tab Backpacks: which hosts are known, who is signed in there,
// what goes into whose backpack and why the rest does not.
type backpackSide struct {
	r     *Room
	read  *kit.Latest[backpackSeen]
	seen  backpackSeen
	of    string // the batch that seen belongs to
	when  int    // the reading of the room that it belongs to
	known bool
	at    string // the host chosen
	form  *hostForm
	kiosk *kiosk

	leave   func()            // ends waiting for whoever signs in; nil when nobody does
	entered Host              // where they sign in
	told    fyne.CanvasObject // what became of the last sign-in

	link   string // what is open in the browser, while somebody signs in
	asks   bool   // the host did not tell whose backpack it is
	email  string // whose it is
	picked string // award chosen in the table
	detail *fyne.Container
	aside  *fyne.Container
	ticks  bool // the clock of the kiosk goes
}

// backpackSeen is what one reading gives.
type backpackSeen struct {
	hosts Hosts
	at    string
	rows  []PushRow
}

func (b *backpackSide) begin(r *Room) {
	b.r, b.read = r, kit.NewLatest[backpackSeen](r.env.Tasks)
}

func (b *backpackSide) view() fyne.CanvasObject {
	r := b.r
	if r.state.Sample {
		return kit.PageBody(kit.Banner(kit.Warn, r.env.T("error.sample-push"), r.env.T("deliver.sample")))
	}
	if b.form != nil {
		return b.form.build()
	}
	at := container.NewStack()
	put := func(o fyne.CanvasObject) {
		at.Objects = []fyne.CanvasObject{o}
		at.Refresh()
	}
	batch, host := r.at, b.at
	if b.known && b.of == batch && b.seen.at == host {
		put(b.page())
		if b.when == r.reading {
			b.read.Cancel() // of a host that is not chosen any more
			return at
		}
	}
	when := r.reading
	b.read.Run(func(ctx context.Context) (s backpackSeen, err error) {
		if s.hosts, err = r.engine.Hosts(ctx); err != nil {
			return s, err
		}
		s.at = s.hosts.among(host)
		if s.at != "" && batch != "" {
			s.rows, err = r.engine.PlanPush(ctx, s.at, batch)
		}
		return s, err
	}, func(s backpackSeen, err error) {
		if err != nil {
			put(kit.PageBody(r.env.ErrorBanner(err)))
			return
		}
		b.seen, b.of, b.when, b.at, b.known = s, batch, when, s.at, true
		put(b.page())
		r.env.Changed()
	})
	return at
}

// among is the host asked for if it is known, or the first.
func (h Hosts) among(id string) string {
	for _, one := range h.All {
		if one.ID == id {
			return id
		}
	}
	if len(h.All) == 0 {
		return ""
	}
	return h.All[0].ID
}

// host is the one chosen.
func (b *backpackSide) host() (Host, bool) {
	for _, one := range b.seen.hosts.All {
		if one.ID == b.at {
			return one, true
		}
	}
	return Host{}, false
}

// server is where the host in front answers, "" for none.
func (b *backpackSide) server() string {
	h, _ := b.host()
	return kit.ServerOf(h.Address)
}

func (b *backpackSide) page() fyne.CanvasObject {
	t := b.r.env.T
	h, known := b.host()
	if !known {
		return kit.Empty("badge", t("deliver.packs.none"), t("deliver.packs.none.text"), kit.NewButton(t("deliver.packs.add"), "plus", kit.Primary, b.add))
	}
	b.detail = container.NewStack()
	b.detail.Hide() // until a row is chosen
	column := []fyne.CanvasObject{b.goes(), b.detail, b.people(h), b.about(h)}
	switch {
	case b.leave != nil && b.link != "":
		column = append([]fyne.CanvasObject{b.waiting()}, column...)
	case b.told != nil:
		column = append([]fyne.CanvasObject{b.told}, column...)
	}
	b.aside = kit.VBox(14, column...)
	return kit.Beside(16, 320, 600, b.table(), kit.Scroll(b.aside))
}

// table is who gets something and who does not.
func (b *backpackSide) table() fyne.CanvasObject {
	t, list := b.r.env.T, b.seen.rows
	if b.r.at == "" {
		return kit.Empty("award", t("deliver.empty"), t("deliver.packs.empty"))
	}
	table := kit.NewTable("deliver.packs", []kit.TableColumn{
		{Title: t("deliver.column.person")},
		{Title: t("deliver.column.address")},
		{Title: t("deliver.column.state"), Width: 160},
		{Title: t("deliver.column.answer"), Weight: 1.2},
	}, func(row, col int) kit.TableCell { return b.cell(list, row, col) })
	table.OnSelect = func(row int) {
		if row >= 0 && row < len(list) {
			b.picked = list[row].Award
			b.show(list[row])
		}
	}
	table.SetCount(len(list))
	for i, row := range list {
		if row.Award == b.picked {
			table.Select(i)
			b.show(row)
		}
	}
	return kit.CardWith(1, table)
}

func (b *backpackSide) cell(list []PushRow, row, col int) kit.TableCell {
	if row >= len(list) {
		return kit.TableCell{}
	}
	p := list[row]
	switch col {
	case 0:
		return kit.TableCell{Text: p.Name}
	case 1:
		return kit.TableCell{Text: p.Email, Second: true}
	case 2:
		word, icon, tone := b.r.pushState(p)
		return kit.TableCell{Text: word, Icon: icon, Tone: tone, Chip: true}
	}
	if p.Answer == "" && p.State != "none" {
		return kit.TableCell{Text: p.Why, Second: true}
	}
	return kit.TableCell{Text: p.Answer, Second: true}
}

// pushState is how a badge stands, in a word.
func (r *Room) pushState(p PushRow) (word, icon string, tone kit.Tone) {
	switch p.State {
	case "ready":
		return r.env.T("deliver.packs.ready"), "badge", kit.Info
	case "none":
		return r.env.T("deliver.packs.code." + p.Code), "", kit.Neutral
	}
	return r.env.T("delivery.state." + p.State), stateIcon(p.State), toneOf(p.State)
}

// show tells all of one row.
func (b *backpackSide) show(p PushRow) {
	word, _, tone := b.r.pushState(p)
	column := []fyne.CanvasObject{kit.Strong(p.Name).Wrapping(kit.Wrapped), kit.Hint(p.Email)}
	if p.Why == "" {
		column = append(column, kit.Hint(word))
	} else {
		column = append(column, kit.Banner(tone, "", p.Why))
	}
	if p.Answer != "" {
		column = append(column, b.r.answer(p.Answer))
	}
	if p.Tries > 0 {
		column = append(column, kit.Hint(b.r.count("deliver.tries", p.Tries)))
	}
	if h, _ := b.host(); h.Kind == "mozilla" && p.State != "none" {
		column = append(column, kit.HBox(0, kit.NewButton(b.r.env.T("deliver.packs.bake"), "check", kit.Quiet, func() { b.bake(p.Award) })))
	}
	b.detail.Objects = []fyne.CanvasObject{kit.CardWith(16, kit.VBox(10, column...))}
	b.detail.Show()
	b.detail.Refresh()
	b.aside.Refresh() // it has become higher
}

// Escape leaves a form, and what is told of mails that came back.
func (r *Room) Escape() bool {
	if r.tab == tabOutbox && r.back != nil {
		r.turn(tabOutbox)
		return true
	}
	if r.tab != tabBackpacks || r.packs.form == nil {
		return false
	}
	r.packs.form = nil
	r.show()
	return true
}

// actions are what the menus offer of backpacks.
func (b *backpackSide) actions() []kit.Action {
	r := b.r
	idle := func() bool { return r.known && r.stop == nil && !r.state.Sample }
	chosen := func() bool {
		_, ok := b.host()
		return idle() && ok && b.form == nil && b.leave == nil && r.tab == tabBackpacks
	}
	return []kit.Action{
		{Name: "deliver.packs", Word: "deliver.action.packs", Icon: "badge", Enabled: func() bool { return r.known }, Run: func() { r.turn(tabBackpacks) }},
		{Name: "deliver.packs.add", Word: "deliver.packs.add", Icon: "plus", Enabled: idle, Run: func() { r.turn(tabBackpacks); b.add() }},
		{Name: "deliver.packs.signin", Word: "deliver.packs.signin", Icon: "person", Enabled: chosen, Run: b.signIn},
		{Name: "deliver.packs.kiosk", Word: "deliver.packs.kiosk", Icon: "people", Enabled: func() bool { return chosen() && !r.state.Paused }, Run: b.beginKiosk},
	}
}
