package deliver

import (
	"context"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"badgekiln/app/kit"
)

// mailSide is the tab Mail: what will be sent, how it looks, a test, the server.
type mailSide struct {
	r       *Room
	detail  *fyne.Container // what the tab People shows of one person
	server  Server          // as typed
	editing bool
	to      string // of a test
	plan    *kit.Latest[planned]
	known   planned
	of      string // the batch that known belongs to
}

type planned struct {
	plan   MailPlan
	letter Letter
}

func (m *mailSide) begin(r *Room) {
	m.r, m.plan = r, kit.NewLatest[planned](r.env.Tasks)
}

func (m *mailSide) view() fyne.CanvasObject {
	r, t := m.r, m.r.env.T
	switch {
	case r.state.Sample:
		return kit.PageBody(kit.Banner(kit.Warn, t("error.sample-mail"), t("deliver.sample")))
	case r.state.Server.Host == "" || m.editing:
		return m.form()
	}
	left := container.NewStack()
	at := r.at
	m.plan.Run(func(ctx context.Context) (p planned, err error) {
		if p.plan, err = r.engine.PlanMail(ctx, at); err == nil {
			p.letter, err = r.engine.PreviewMail(ctx, at, "")
		}
		return p, err
	}, func(p planned, err error) {
		if err != nil {
			left.Objects = []fyne.CanvasObject{r.env.ErrorBanner(err)}
		} else {
			left.Objects = []fyne.CanvasObject{m.letter(p.letter)}
			m.known, m.of = p, at
		}
		left.Objects = []fyne.CanvasObject{kit.Beside(16, 320, 520, kit.Scroll(left.Objects[0]), kit.Scroll(m.aside()))}
		left.Refresh()
	})
	return left
}

// letter is the mail as the person for whom most can go wrong gets it.
func (m *mailSide) letter(l Letter) fyne.CanvasObject {
	t := m.r.env.T
	return kit.CardWith(16, kit.VBox(10, kit.Section(t("deliver.mail.preview")),
		kit.ReadOnly(t("deliver.mail.to"), "", l.To), kit.ReadOnly(t("deliver.mail.subject"), "", l.Subject),
		kit.CardWith(14, kit.Body(l.Text)), kit.Hint(t("deliver.mail.attached", "files", strings.Join(l.Attached, ", ")))))
}

// aside says what will be sent, and sends.
func (m *mailSide) aside() fyne.CanvasObject {
	r, t := m.r, m.r.env.T
	p := m.known.plan
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
		column = append(column, kit.Hint(strings.Join(p.NoAddress, ", ")))
	}
	for _, why := range p.Held {
		column = append(column, kit.Banner(kit.Warn, r.count("deliver.mail.held", why.Count), why.Why))
	}
	send := kit.NewButton(r.count("deliver.mail.do", p.Goes), "mail", kit.Primary, m.send)
	send.SetEnabled(p.Goes > 0 && r.stop == nil && !r.state.Paused)
	column = append(column, kit.Hint(t("deliver.mail.through", "server", r.state.Server.Host, "from", r.state.Server.Sender)), kit.HBox(0, send))
	to := kit.NewTextField(t("deliver.mail.test.to"), "", m.to, func(text string) { m.to = text })
	test := kit.NewButton(t("deliver.mail.test"), "mail", kit.Plain, m.test)
	files := kit.NewButton(t("deliver.mail.eml"), "folder", kit.Quiet, m.save)
	change := kit.NewButton(t("deliver.mail.server"), "settings", kit.Quiet, func() { m.editing, m.server = true, r.state.Server; r.show() })
	return kit.VBox(14, kit.CardWith(16, kit.VBox(10, column...)),
		kit.CardWith(16, kit.VBox(10, kit.Section(t("deliver.mail.first")), to, kit.HBox(0, test))), kit.HBox(0, files), kit.HBox(0, change))
}

func (m *mailSide) send() {
	r, at := m.r, m.r.at
	run(r, "deliver.busy.send", func(ctx context.Context, report func(int, int)) (Sent, error) { return r.engine.Mail(ctx, at, report) }, r.sent)
}

func (m *mailSide) test() {
	r, at, to := m.r, m.r.at, strings.TrimSpace(m.to)
	if to == "" {
		return
	}
	run(r, "deliver.busy.test", func(ctx context.Context, _ func(int, int)) (string, error) { return r.engine.TestMail(ctx, at, to) }, func(answer string, err error) {
		if err == nil {
			r.note = kit.Banner(kit.OK, r.env.T("deliver.mail.tested", "to", to), answer)
		}
	})
}

func (m *mailSide) save() {
	r, at := m.r, m.r.at
	r.env.ChooseFile(kit.Choose{Title: r.env.T("deliver.mail.eml"), Folder: true}, func(folder string) {
		run(r, "deliver.busy.eml", func(ctx context.Context, report func(int, int)) (int, error) {
			return r.engine.SaveMails(ctx, at, folder, report)
		}, func(n int, err error) {
			if err == nil {
				r.note = kit.Banner(kit.OK, r.count("deliver.mail.saved", n, "folder", folder), "", kit.NewButton(r.env.T("deliver.show"), "folder", kit.Plain, func() { r.env.OpenFolder(folder) }))
			}
		})
	})
}

// form asks for the server.
func (m *mailSide) form() fyne.CanvasObject {
	r, t := m.r, m.r.env.T
	s := &m.server
	if s.Port == 0 {
		s.Port, s.Security = 587, "starttls"
	}
	text := func(key, value string, to *string) fyne.CanvasObject {
		return kit.NewTextField(t("deliver.server."+key), "", value, func(now string) { *to = strings.TrimSpace(now) })
	}
	secret := kit.NewPasswordEntry(t("deliver.server.secret"))
	secret.OnChanged = func(now string) { s.Secret = now }
	port := kit.NewTextField(t("deliver.server.port"), "", strconv.Itoa(s.Port), func(now string) { s.Port, _ = strconv.Atoi(strings.TrimSpace(now)) })
	how := kit.NewSelect(t("deliver.server.security"), []string{"starttls", "tls", "none"},
		[]string{t("deliver.server.starttls"), t("deliver.server.tls"), t("deliver.server.open")}, s.Security, func(v string) { s.Security = v })
	keep := kit.NewButton(t("deliver.server.keep"), "check", kit.Primary, m.keep)
	row := []fyne.CanvasObject{keep}
	if m.editing {
		row = append(row, kit.NewButton(t("app.cancel"), "", kit.Plain, func() { m.editing = false; r.show() }))
	}
	row = append(row, kit.NewButton(t("deliver.mail.eml"), "folder", kit.Quiet, m.save))
	return kit.PageBody(kit.Section(t("deliver.server")), kit.Body(t("deliver.server.text")).In(kit.ColorText2),
		kit.Columns(16, []float32{3, 1, 2}, text("host", s.Host, &s.Host), port, kit.NewField(t("deliver.server.security"), "", how)),
		kit.Columns(16, []float32{1, 1}, text("user", s.User, &s.User), kit.NewField(t("deliver.server.secret"), t("deliver.server.secret.hint"), secret)),
		kit.Columns(16, []float32{1, 1}, text("sender", s.Sender, &s.Sender), text("name", s.Name, &s.Name)), kit.HBox(8, row...))
}

func (m *mailSide) keep() {
	r, s := m.r, m.server
	kit.Do(r.env.Tasks, func(ctx context.Context) error { return r.engine.SetServer(ctx, s) }, func(err error) {
		if err != nil {
			r.note = r.env.ErrorBanner(err)
			r.show()
			return
		}
		m.editing, m.server.Secret, r.note = false, "", nil
		r.Shown()
	})
}
