package deliver

import (
	"context"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"badgekiln/app/kit"
)

// remindSide is the tab Reminders: who was not reached after some days, or whose
// badge expires within some, with the reason; some of them are written to. It is
// about all batches.
type remindSide struct {
	r      *Room
	what   Reminding
	list   []Reminder
	chosen map[string]bool // awards
	read   *kit.Latest[[]Reminder]
	body   *fyne.Container
	days   *kit.Entry      // kept while the page is built anew under whoever types into it
	asked  string          // what it is called
	at     int             // the row that was moved to
	row    *fyne.Container // what it says
	side   *fyne.Container
}

// The usual days.
const (
	usualUnheard  = 14
	usualExpiring = 30
)

func (s *remindSide) begin(r *Room) {
	s.r, s.read = r, kit.NewLatest[[]Reminder](r.env.Tasks)
	s.what = Reminding{Purpose: ForReminder, Days: usualUnheard}
}

func (s *remindSide) view() fyne.CanvasObject {
	t := s.r.env.T
	if s.r.state.Sample {
		return kit.PageBody(kit.Banner(kit.Warn, t("error.sample-mail"), t("deliver.sample")))
	}
	purposes := []string{ForReminder, ForExpiring}
	purpose := kit.NewSegmented(purposes, []string{t("deliver.remind.unreached"), t("deliver.remind.expiring")}, nil, s.what.Purpose, func(v string) {
		if v == s.what.Purpose { // pressed once more: the days stay as typed
			return
		}
		s.what.Purpose, s.what.Days = v, map[string]int{ForReminder: usualUnheard, ForExpiring: usualExpiring}[v]
		s.r.show()
	})
	s.field(t("deliver.remind.days." + s.what.Purpose))
	head := kit.HBox(12, purpose, kit.Upright(kit.Hint(t("deliver.remind.days."+s.what.Purpose))), kit.Exactly(72, 34, s.days), kit.Upright(kit.Hint(t("deliver.remind.days"))),
		kit.Spread(kit.Upright(kit.Hint(t("deliver.remind.scope")).Wrapping(kit.Ellipsis).Aligned(fyne.TextAlignTrailing))))
	s.body = container.NewStack()
	s.ask()
	return kit.VBox(12, head, kit.Spread(s.body))
}

// field is where the days are typed; for the other purpose it is another.
func (s *remindSide) field(name string) {
	if s.days != nil && s.asked == name {
		return
	}
	days := kit.NewEntry(name)
	days.SetText(strconv.Itoa(s.what.Days))
	days.OnChanged = func(text string) {
		n, err := strconv.Atoi(strings.TrimSpace(text))
		days.SetWrong(err != nil || n < 0)
		if err == nil && n >= 0 && n != s.what.Days {
			s.what.Days = n
			s.ask()
		}
	}
	s.days, s.asked = days, name
}

// ask reads the list. Those whose address is likely to be wrong are not chosen from
// the beginning.
func (s *remindSide) ask() {
	r, what := s.r, s.what
	s.read.Run(func(ctx context.Context) ([]Reminder, error) { return r.engine.Reminders(ctx, what) }, func(list []Reminder, err error) {
		s.list, s.chosen = list, map[string]bool{}
		for _, one := range list {
			if one.Not == "" && !one.Doubtful {
				s.chosen[one.Award] = true
			}
		}
		if err != nil {
			s.body.Objects = []fyne.CanvasObject{r.env.ErrorBanner(err)}
			s.body.Refresh()
			return
		}
		s.put()
	})
}

func (s *remindSide) put() {
	r, t := s.r, s.r.env.T
	if len(s.list) == 0 {
		s.body.Objects = []fyne.CanvasObject{kit.Empty("check", t("deliver.remind.none"), t("deliver.remind.none."+s.what.Purpose))}
		s.body.Refresh()
		return
	}
	table := kit.NewTable("deliver.remind", []kit.TableColumn{
		{Title: t("deliver.remind.column"), Width: 90},
		{Title: t("deliver.column.person")},
		{Title: t("deliver.column.address")},
		{Title: t("deliver.remind.badge")},
		{Title: t("deliver.remind.why"), Weight: 1.8},
	}, s.cell)
	table.OnOpen = s.tick
	table.SetCount(len(s.list))
	if s.at < len(s.list) {
		table.Select(s.at)
	}
	table.OnSelect = s.chose
	s.row = container.NewStack()
	s.side = s.aside()
	s.chose(min(s.at, len(s.list)-1))
	s.body.Objects = []fyne.CanvasObject{kit.Beside(16, 300, 620, kit.CardWith(1, table), kit.Scroll(s.side))}
	s.body.Refresh()
	r.env.Changed()
}

func (s *remindSide) cell(row, col int) kit.TableCell {
	if row >= len(s.list) {
		return kit.TableCell{}
	}
	one := s.list[row]
	switch col {
	case 0:
		if one.Not != "" {
			return kit.TableCell{}
		}
		return kit.TableCell{Check: true, On: s.chosen[one.Award], Act: func() { s.tick(row) }}
	case 1:
		return kit.TableCell{Text: one.Name}
	case 2:
		return kit.TableCell{Text: one.Email, Second: true}
	case 3:
		return kit.TableCell{Text: one.Badge, Second: true}
	}
	if one.Not != "" {
		return kit.TableCell{Text: one.reason(), Second: true}
	}
	return kit.TableCell{Text: one.Why}
}

// reason is why a row is listed, after what keeps it from being written to: that is
// what whoever finds no tick there looks for.
func (one Reminder) reason() string {
	if one.Not == "" {
		return one.Why
	}
	return one.Not + " · " + one.Why
}

// chose shows the row moved to in full: the table may have no room for its reason.
func (s *remindSide) chose(row int) {
	s.at = max(row, 0)
	s.row.Hide()
	if row >= 0 && row < len(s.list) {
		one := s.list[row]
		s.row.Objects = []fyne.CanvasObject{kit.CardWith(16, kit.VBox(10,
			kit.Strong(one.Name).Wrapping(kit.Wrapped), kit.Hint(one.Email), kit.Body(one.reason())))}
		s.row.Show()
	}
	s.side.Refresh() // it may be higher now
}

// tick chooses a row, or leaves it out.
func (s *remindSide) tick(row int) {
	if row < 0 || row >= len(s.list) || s.list[row].Not != "" {
		return
	}
	s.at = row
	id := s.list[row].Award
	if s.chosen[id] {
		delete(s.chosen, id)
	} else {
		s.chosen[id] = true
	}
	s.put()
}

// all chooses everybody who can be written to, or nobody.
func (s *remindSide) all(on bool) {
	s.chosen = map[string]bool{}
	for _, one := range s.list {
		if on && one.Not == "" {
			s.chosen[one.Award] = true
		}
	}
	s.put()
}

// aside says what will be sent, and sends.
func (s *remindSide) aside() *fyne.Container {
	r, t := s.r, s.r.env.T
	n := len(s.chosen)
	cannot := 0
	for _, one := range s.list {
		if one.Not != "" {
			cannot++
		}
	}
	column := []fyne.CanvasObject{kit.Section(t("deliver.mail.send")), kit.Body(r.count("deliver.mail.new", n)), kit.Hint(t("deliver.remind.once"))}
	if cannot > 0 {
		column = append(column, kit.Hint(t("deliver.remind.cannot", "count", r.env.Count(cannot))))
	}
	server, there := r.mail.through()
	if there {
		column = append(column, kit.Hint(t("deliver.mail.through", "server", server.Host, "from", server.Sender)))
	} else {
		column = append(column, kit.Banner(kit.Warn, "", t("error.mail-profile-none"), kit.NewButton(t("deliver.server"), "settings", kit.Plain, func() { r.turn(tabMail) })))
	}
	send := kit.NewButton(r.count("deliver.remind.do", n), "mail", kit.Primary, s.send)
	send.SetEnabled(n > 0 && there && r.stop == nil && !r.state.Paused)
	column = append(column, kit.HBox(0, send))
	cards := []fyne.CanvasObject{kit.CardWith(16, kit.VBox(10, column...)), s.row}
	if len(r.state.Servers) > 1 {
		cards = append(cards, r.mail.servers(func(id string) { r.mail.server = id; s.put() }))
	}
	return kit.VBox(14, append(cards, kit.VBox(4,
		kit.HBox(0, kit.NewButton(t("deliver.remind.all"), "check", kit.Quiet, func() { s.all(true) })),
		kit.HBox(0, kit.NewButton(t("deliver.remind.nobody"), "", kit.Quiet, func() { s.all(false) })),
		kit.HBox(0, kit.NewButton(t("deliver.mail.text"), "pen", kit.Quiet, func() { r.mail.write(s.what.Purpose) }))))...)
}

func (s *remindSide) send() {
	r, what := s.r, s.what
	what.Server = r.mail.server
	var awards []string
	for _, one := range s.list {
		if s.chosen[one.Award] {
			awards = append(awards, one.Award)
		}
	}
	online(r, r.mail.host(), "deliver.busy.send", func(ctx context.Context, report func(int, int)) (Sent, error) {
		return r.engine.Remind(ctx, what, awards, report)
	}, r.sent)
}
