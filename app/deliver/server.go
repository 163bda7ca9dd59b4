package deliver

import (
	"context"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"badgekiln/app/kit"
)

// serverForm is where a mail server is typed.
type serverForm struct {
	r     *Room
	s     Server
	fresh bool // it is not kept yet
}

func newServerForm(r *Room, s Server) *serverForm {
	f := &serverForm{r: r, s: s, fresh: s.ID == ""}
	if s.Port == 0 {
		f.s.Port, f.s.Security, f.s.Auth = 587, "starttls", "auto"
	}
	return f
}

func (f *serverForm) view() fyne.CanvasObject {
	t, s := f.r.env.T, &f.s
	text := func(key, hint, value string, to *string) fyne.CanvasObject {
		if hint != "" {
			hint = t("deliver.server." + hint)
		}
		return kit.NewTextField(t("deliver.server."+key), hint, value, func(now string) { *to = strings.TrimSpace(now) })
	}
	number := func(key string, to *int) fyne.CanvasObject {
		value := ""
		if *to > 0 {
			value = strconv.Itoa(*to)
		}
		return kit.NewTextField(t("deliver.server."+key), "", value, func(now string) { *to, _ = strconv.Atoi(strings.TrimSpace(now)) })
	}
	choose := func(key, prefix string, to *string, values ...string) fyne.CanvasObject {
		texts := make([]string, len(values))
		for i, v := range values {
			texts[i] = t(prefix + v)
		}
		return kit.NewField(t(key), "", kit.NewSelect(t(key), values, texts, *to, func(v string) { *to = v }))
	}
	secret := kit.NewPasswordEntry(t("deliver.server.secret"))
	secret.OnChanged = func(now string) { s.Secret = now }
	hint := ""
	if !f.fresh {
		hint = t("deliver.server.secret.hint")
	}
	column := []fyne.CanvasObject{kit.Section(t("deliver.server")), kit.Body(t("deliver.server.text")).In(kit.ColorText2)}
	if f.fresh && len(f.r.state.Servers) > 0 {
		column = append(column, text("id", "id.hint", s.ID, &s.ID))
	}
	column = append(column,
		kit.Columns(16, []float32{3, 1, 2}, text("host", "", s.Host, &s.Host), number("port", &s.Port),
			choose("deliver.server.security", "deliver.server.security.", &s.Security, "starttls", "tls", "none")),
		kit.Columns(16, []float32{2, 2, 1}, text("user", "", s.User, &s.User), kit.NewField(t("deliver.server.secret"), hint, secret),
			choose("deliver.server.auth", "deliver.server.auth.", &s.Auth, "auto", "none", "plain", "login", "cram-md5", "scram-sha-1", "scram-sha-256", "xoauth2")),
		kit.Columns(16, []float32{1, 1, 1}, text("sender", "", s.Sender, &s.Sender), text("name", "", s.Name, &s.Name), text("reply", "", s.ReplyTo, &s.ReplyTo)),
		kit.Section(t("deliver.server.limits")), kit.Hint(t("deliver.server.limits.text")),
		kit.Columns(16, []float32{1, 1, 1}, number("minute", &s.PerMinute), number("hour", &s.PerHour), number("day", &s.PerDay)),
		text("fingerprint", "fingerprint.hint", s.Fingerprint, &s.Fingerprint))
	return kit.CardWith(16, kit.VBox(12, kit.Spread(kit.Scroll(kit.Inset(0, 12, 0, 0, kit.VBox(12, column...)))), f.buttons()))
}

func (f *serverForm) buttons() fyne.CanvasObject {
	r, t := f.r, f.r.env.T
	row := []fyne.CanvasObject{
		kit.NewButton(t("deliver.server.keep"), "check", kit.Primary, func() { f.keep(false) }),
		kit.NewButton(t("deliver.server.try"), "globe", kit.Plain, func() { f.keep(true) }),
	}
	if len(r.state.Servers) > 0 {
		row = append(row, kit.NewButton(t("app.cancel"), "", kit.Plain, f.close))
	}
	if f.fresh {
		row = append(row, kit.NewButton(t("deliver.mail.eml"), "folder", kit.Quiet, r.mail.save), kit.NewButton(t("deliver.mail.text"), "pen", kit.Quiet, func() { r.mail.write(ForAward) }))
	} else {
		row = append(row, kit.NewButton(t("deliver.server.other"), "plus", kit.Quiet, func() { r.mail.form = newServerForm(r, Server{}); r.show() }),
			kit.NewButton(t("deliver.server.remove"), "trash", kit.Quiet, f.remove))
	}
	return kit.Chips(8, row...)
}

func (f *serverForm) close() {
	f.r.mail.form = nil
	f.r.Shown() // what changed meanwhile was left unread
}

// keep keeps it, and with try asks the server whether it works.
func (f *serverForm) keep(try bool) {
	r, s := f.r, f.s
	type out struct {
		kept Server
		open bool
	}
	server := ""
	if try {
		server = s.Host
	}
	online(r, server, "deliver.busy.server", func(ctx context.Context, _ func(int, int)) (o out, err error) {
		if o.kept, err = r.engine.SetServer(ctx, s); err == nil && try {
			o.open, err = r.engine.TryServer(ctx, o.kept.ID)
		}
		return o, err
	}, func(o out, err error) {
		if o.kept.ID != "" { // kept, whatever the server says
			f.s, f.fresh, r.mail.server = o.kept, false, o.kept.ID
			r.env.Changed()
		}
		switch {
		case err != nil:
		case !try:
			r.mail.form = nil
		case o.open:
			r.note = kit.Banner(kit.Warn, r.env.T("deliver.server.works"), r.env.T("deliver.server.works.open"))
		default:
			r.note = kit.Banner(kit.OK, r.env.T("deliver.server.works"), "")
		}
	})
}

func (f *serverForm) remove() {
	r, t, id := f.r, f.r.env.T, f.s.ID
	var d *kit.Dialog
	no := kit.NewButton(t("app.cancel"), "", kit.Plain, func() { d.Close() })
	yes := kit.NewButton(t("deliver.server.remove"), "trash", kit.Primary, func() {
		d.Close()
		kit.Do(r.env.Tasks, func(ctx context.Context) error { return r.engine.RemoveServer(ctx, id) }, func(err error) {
			if err != nil {
				r.env.Fail(err)
			}
			r.mail.form, r.mail.server = nil, ""
			r.Shown()
		})
	})
	d = r.env.NewDialog(t("deliver.server.remove"), kit.Body(t("deliver.server.remove.text", "name", id)), no, yes).Sized(420, 0)
	d.Show()
}
