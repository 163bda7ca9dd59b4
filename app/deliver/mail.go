package deliver

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"badgekiln/app/kit"
)

// mailSide is the tab Mail: what will be sent, how it looks, a test, the server
// and the texts.
type mailSide struct {
	r      *Room
	detail *fyne.Container // what the tab People shows of one person
	server string          // the one chosen, "" for the first
	form   *serverForm     // while a server is typed
	words  *wordingForm    // while a text is
	who    string          // award of the mail in front; "" is the one for whom most can go wrong
	to     string          // of a test
	trial  *trial
	plan   *kit.Latest[planned]
	known  planned
}

// planned is what one reading gives.
type planned struct {
	mailing Mailing
	who     string
	reading int // of the room
	plan    MailPlan
	letter  Letter
	err     error
}

// same tells whether the plan of both is the same.
func (p planned) same(as planned) bool {
	return p.mailing == as.mailing && p.reading == as.reading && p.err == nil
}

// trial is the card that sends one mail to oneself. It outlives the pages it is on:
// what is being typed there must not go to one that is gone.
type trial struct {
	card    fyne.CanvasObject
	do      *kit.Button
	mailing func() Mailing
	award   func() string
}

func (m *mailSide) begin(r *Room) {
	m.r, m.plan = r, kit.NewLatest[planned](r.env.Tasks)
}

// through is the server that is chosen; false when there is none.
func (m *mailSide) through() (Server, bool) {
	all := m.r.state.Servers
	for _, s := range all {
		if s.ID == m.server {
			return s, true
		}
	}
	if len(all) == 0 {
		return Server{}, false
	}
	m.server = all[0].ID
	return all[0], true
}

// host is the mail server that is chosen, "" for none.
func (m *mailSide) host() string {
	s, _ := m.through()
	return s.Host
}

func (m *mailSide) view() fyne.CanvasObject {
	r, t := m.r, m.r.env.T
	if r.state.Sample && m.words == nil {
		return kit.PageBody(kit.Banner(kit.Warn, t("error.sample-mail"), t("deliver.sample")))
	}
	if m.words != nil {
		return m.words.view()
	}
	if _, there := m.through(); !there && m.form == nil {
		m.form = newServerForm(r, Server{})
	}
	if m.form != nil {
		return m.form.view()
	}
	at := container.NewStack()
	wish := planned{mailing: m.mailing(), who: m.who, reading: r.reading}
	known := m.known
	if known.mailing == wish.mailing && known.reading > 0 {
		at.Objects = []fyne.CanvasObject{m.page()}
	}
	if known.same(wish) && known.who == wish.who {
		m.plan.Cancel() // of another person, who is not in front any more
		return at
	}
	m.plan.Run(func(ctx context.Context) (p planned, err error) {
		p = wish
		if known.same(wish) {
			p.plan = known.plan
		} else if p.plan, err = r.engine.PlanMail(ctx, p.mailing); err != nil {
			return p, err
		}
		p.letter, err = r.engine.PreviewMail(ctx, p.mailing, p.who)
		return p, err
	}, func(p planned, err error) {
		if p.err = err; err != nil {
			p.plan = MailPlan{}
		}
		m.known = p
		at.Objects = []fyne.CanvasObject{m.page()}
		at.Refresh()
	})
	return at
}

// page is a mail, and beside it what will be sent.
func (m *mailSide) page() fyne.CanvasObject {
	var first fyne.CanvasObject
	if m.known.err != nil {
		first = m.r.env.ErrorBanner(m.known.err)
	} else {
		first = m.front(m.known.letter)
	}
	return kit.Beside(16, 320, 520, kit.Scroll(first), kit.Scroll(m.aside()))
}

// writing tells whether a server or a text is being typed.
func (m *mailSide) writing() bool {
	_, there := m.through()
	return m.words != nil || m.form != nil || !there && !m.r.state.Sample
}

func (m *mailSide) mailing() Mailing {
	return Mailing{Batch: m.r.at, Server: m.server, Purpose: ForAward}
}

// front is a mail as somebody gets it, with ways to the others.
func (m *mailSide) front(l Letter) fyne.CanvasObject {
	t := m.r.env.T
	step := func(by int) func() { return func() { m.turn(l.Award, by) } }
	worst := kit.NewButton(t("deliver.paper.worst"), "", kit.Quiet, func() { m.who = ""; m.r.show() })
	head := kit.HBox(8, kit.Spread(kit.Upright(kit.Section(t("deliver.mail.preview")))), worst,
		kit.NewIconButton("chevron-left", t("deliver.mail.back"), step(-1)), kit.NewIconButton("chevron-right", t("deliver.mail.on"), step(1)))
	return kit.CardWith(16, kit.VBox(10, append([]fyne.CanvasObject{head}, m.r.letter(l)...)...))
}

// letter is a mail.
func (r *Room) letter(l Letter) []fyne.CanvasObject {
	t := r.env.T
	out := []fyne.CanvasObject{
		kit.ReadOnly(t("deliver.mail.to"), "", l.To), kit.ReadOnly(t("deliver.mail.subject"), "", l.Subject),
		kit.CardWith(14, kit.Body(l.Text)), kit.Hint(t("deliver.mail.attached", "files", strings.Join(l.Attached, ", "))),
	}
	if len(l.Lacks) > 0 {
		out = append(out, kit.Banner(kit.Warn, "", t("deliver.text.lacks", "fields", "{"+strings.Join(l.Lacks, "} {")+"}")))
	}
	return out
}

// turn goes to the mail of the person before or after.
func (m *mailSide) turn(award string, by int) {
	var all []string
	at := 0
	for _, p := range m.r.batch.People {
		if p.Email == "" {
			continue
		}
		if p.Award == award {
			at = len(all)
		}
		all = append(all, p.Award)
	}
	if len(all) > 0 {
		m.who = all[(at+by+len(all))%len(all)]
		m.r.show()
	}
}

// aside says what will be sent, and sends.
func (m *mailSide) aside() fyne.CanvasObject {
	r, t := m.r, m.r.env.T
	p := m.known.plan
	s, _ := m.through()
	column := []fyne.CanvasObject{kit.Section(t("deliver.mail.send")), kit.Body(r.count("deliver.mail.new", p.Goes))}
	for _, one := range []struct {
		key string
		n   int
	}{{"later", p.Later}, {"already", p.Already}, {"ended", p.Ended}, {"gone", p.Gone}, {"no-address", len(p.NoAddress)}} {
		if one.n > 0 {
			column = append(column, kit.Hint(t("deliver.mail."+one.key, "count", r.env.Count(one.n))))
		}
	}
	if len(p.NoAddress) > 0 {
		column = append(column, kit.Hint(r.some(p.NoAddress)))
	}
	for _, why := range p.Held {
		column = append(column, kit.Banner(kit.Warn, r.count("deliver.mail.held", why.Count), why.Why))
	}
	send := kit.NewButton(r.count("deliver.mail.do", p.Goes), "mail", kit.Primary, m.send)
	send.SetEnabled(p.Goes > 0 && r.stop == nil && !r.state.Paused)
	change := kit.NewButton(t("deliver.mail.server"), "settings", kit.Quiet, func() { m.form = newServerForm(r, s); r.show() })
	column = append(column, kit.Hint(t("deliver.mail.through", "server", s.Host, "from", s.Sender)), kit.Chips(8, send, change))
	cards := []fyne.CanvasObject{kit.CardWith(16, kit.VBox(10, column...)), m.tester(m.mailing, func() string { return m.known.letter.Award })}
	if len(r.state.Servers) > 1 {
		cards = append(cards, m.servers(func(id string) { m.server = id; r.show() }))
	}
	words := kit.NewButton(t("deliver.mail.text"), "pen", kit.Plain, func() { m.write(ForAward) })
	files := kit.NewButton(t("deliver.mail.eml"), "folder", kit.Quiet, m.save)
	return kit.VBox(14, append(cards, kit.VBox(4, kit.HBox(0, words), kit.HBox(0, files)))...)
}

// some are the first of many names.
func (r *Room) some(names []string) string {
	const most = 12
	text := strings.Join(names[:min(len(names), most)], ", ")
	if more := len(names) - most; more > 0 {
		text += " " + r.env.T("deliver.more", "count", r.env.Count(more))
	}
	return text
}

// servers is where a server is chosen.
func (m *mailSide) servers(chosen func(string)) fyne.CanvasObject {
	t := m.r.env.T
	var values, texts []string
	for _, s := range m.r.state.Servers {
		values = append(values, s.ID)
		texts = append(texts, t("deliver.server.one", "name", s.ID, "from", s.Sender))
	}
	return kit.NewField(t("deliver.server.which"), "", kit.NewSelect(t("deliver.server.which"), values, texts, m.server, chosen))
}

func (m *mailSide) send() {
	r, mailing := m.r, m.mailing()
	online(r, m.host(), "deliver.busy.send", func(ctx context.Context, report func(int, int)) (Sent, error) {
		return r.engine.Mail(ctx, mailing, report)
	}, r.sent)
}

// tester is the card that sends one mail to oneself: that of the page it is on.
func (m *mailSide) tester(mailing func() Mailing, award func() string) fyne.CanvasObject {
	t := m.r.env.T
	if m.trial == nil {
		one := &trial{}
		to := kit.NewTextField(t("deliver.mail.test.to"), "", m.to, func(text string) { m.to = text })
		one.do = kit.NewButton(t("deliver.mail.test"), "mail", kit.Plain, func() { m.test(one.mailing(), one.award()) })
		one.card = kit.CardWith(16, kit.VBox(10, kit.Section(t("deliver.mail.first")), to, kit.HBox(0, one.do)))
		m.trial = one
	}
	m.trial.mailing, m.trial.award = mailing, award
	_, there := m.through()
	m.trial.do.SetEnabled(there && m.r.stop == nil)
	return m.trial.card
}

func (m *mailSide) test(mailing Mailing, award string) {
	r, to := m.r, strings.TrimSpace(m.to)
	if to == "" {
		return
	}
	online(r, m.host(), "deliver.busy.test", func(ctx context.Context, _ func(int, int)) (string, error) {
		return r.engine.TestMail(ctx, mailing, award, to)
	}, func(answer string, err error) {
		if err == nil {
			r.note = kit.Banner(kit.OK, r.env.T("deliver.mail.tested", "to", to), answer)
		}
	})
}

func (m *mailSide) save() {
	r, mailing := m.r, m.mailing()
	r.env.ChooseFile(kit.Choose{Title: r.env.T("deliver.mail.eml"), Folder: true}, func(folder string) {
		run(r, "deliver.busy.eml", func(ctx context.Context, report func(int, int)) (int, error) {
			return r.engine.SaveMails(ctx, mailing, folder, report)
		}, func(n int, err error) {
			if err == nil {
				r.note = kit.Banner(kit.OK, r.count("deliver.mail.saved", n, "folder", folder), "", kit.NewButton(r.env.T("deliver.show"), "folder", kit.Plain, func() { r.env.OpenFolder(folder) }))
			}
		})
	})
}

// write opens a text.
func (m *mailSide) write(purpose string) {
	m.words = newWordingForm(m.r, purpose)
	m.r.tab = tabMail
	m.r.show()
}
