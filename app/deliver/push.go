package deliver

import (
	"context"
	"errors"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"badgekiln/app/kit"
)

// pushCodes are why badges stay here, in the order in which they are told.
func pushCodes() []string {
	return []string{"nobody", "out", "no-face", "no-mail", "gone", "delivered"}
}

// goes says what will be pushed, and pushes.
func (b *backpackSide) goes() fyne.CanvasObject {
	r, t := b.r, b.r.env.T
	ids, names := make([]string, 0, len(b.seen.hosts.All)), make([]string, 0, len(b.seen.hosts.All))
	for _, one := range b.seen.hosts.All {
		ids, names = append(ids, one.ID), append(names, t("deliver.packs.host", "host", one.Name, "id", one.ID))
	}
	which := kit.NewSelect(t("deliver.packs.which"), ids, names, b.at, func(id string) {
		b.at, b.picked, b.asks, b.email, b.told, r.note = id, "", false, "", nil, nil
		r.show()
	})
	n, stay := 0, map[string]int{}
	for _, row := range b.seen.rows {
		if row.Code == "" {
			n++
		} else {
			stay[row.Code]++
		}
	}
	column := []fyne.CanvasObject{kit.NewField(t("deliver.packs.which"), "", which)}
	switch {
	case n > 0:
		column = append(column, kit.Body(r.count("deliver.packs.new", n)))
	case len(b.seen.rows) > 0 && stay["delivered"] == len(b.seen.rows):
		column = append(column, kit.Body(t("deliver.packs.all")))
	case stay["delivered"] > 0:
		column = append(column, kit.Body(t("deliver.packs.rest")))
	case len(b.seen.rows) > 0:
		column = append(column, kit.Body(t("deliver.packs.nobody")))
	}
	why := []fyne.CanvasObject{}
	for _, code := range pushCodes() {
		if stay[code] > 0 {
			why = append(why, kit.Hint(t("deliver.packs.stay", "why", t("deliver.packs.code."+code), "count", r.env.Count(stay[code]))))
		}
	}
	if len(why) > 0 {
		column = append(column, kit.VBox(2, why...))
	}
	if n > 0 {
		free := r.stop == nil && !r.state.Paused
		push := kit.NewButton(r.count("deliver.packs.do", n), "badge", kit.Primary, func() { b.push("") })
		push.SetEnabled(free)
		row := []fyne.CanvasObject{push}
		if n > 1 {
			one := kit.NewButton(t("deliver.packs.one"), "", kit.Plain, b.pushOne)
			one.SetEnabled(free)
			row = append(row, one)
		}
		column = append(column, kit.Chips(8, row...))
		if r.state.Paused {
			column = append(column, kit.Hint(t("deliver.packs.paused")))
		}
	}
	return kit.CardWith(16, kit.VBox(10, column...))
}

// pushOne tries the chosen badge, or the first that goes.
func (b *backpackSide) pushOne() {
	first := ""
	for _, row := range b.seen.rows {
		if row.Code == "" && (first == "" || row.Award == b.picked) {
			first = row.Award
		}
	}
	if first != "" {
		b.picked = first
		b.push(first)
	}
}

// push puts badges into backpacks: all that go, or one.
func (b *backpackSide) push(award string) {
	r, host, batch := b.r, b.at, b.r.at
	b.told = nil // of a sign-in, which may have ended meanwhile
	online(r, b.server(), "deliver.busy.push", func(ctx context.Context, report func(int, int)) (Pushed, error) {
		return r.engine.Push(ctx, host, batch, award, report)
	}, func(p Pushed, err error) {
		if err == nil {
			b.turnTo(p.Rows)
			r.sent(p.Sent, nil)
		}
	})
}

// turnTo chooses the first badge that did not go, so that the whole reason stands
// beside the table.
func (b *backpackSide) turnTo(rows []PushRow) {
	at := slices.IndexFunc(rows, func(p PushRow) bool { return p.Why != "" && p.State != "none" && p.State != "delivered" })
	if at >= 0 {
		b.picked = rows[at].Award
	}
}

// people is who is signed in, and the way to sign in.
func (b *backpackSide) people(h Host) fyne.CanvasObject {
	r, t := b.r, b.r.env.T
	column := []fyne.CanvasObject{kit.Section(t("deliver.packs.people"))}
	if len(h.Accounts) == 0 {
		column = append(column, kit.Hint(t("deliver.push.none")))
	}
	for _, a := range h.Accounts {
		column = append(column, b.account(a))
	}
	if b.asks {
		column = append(column, kit.NewTextField(t("deliver.packs.whose"), t("deliver.packs.whose.hint"), b.email, func(text string) { b.email = strings.TrimSpace(text) }))
	}
	in := kit.NewButton(t("deliver.packs.signin"), "person", kit.Plain, b.signIn)
	in.SetEnabled(b.leave == nil)
	shared := kit.NewButton(t("deliver.packs.kiosk"), "people", kit.Plain, b.beginKiosk)
	shared.SetEnabled(r.stop == nil && b.leave == nil && !r.state.Paused && r.at != "")
	return kit.CardWith(16, kit.VBox(10, append(column, kit.Chips(8, in, shared))...))
}

// account is one sign-in.
func (b *backpackSide) account(a Account) fyne.CanvasObject {
	t := b.r.env.T
	out := kit.NewButton(t("deliver.packs.out"), "", kit.Quiet, func() { b.signOut(a) }).Small()
	out.SetEnabled(b.r.stop == nil)
	state := kit.Second(b.until(a)).Wrapping(kit.Wrapped)
	if !a.Here || !a.Known {
		state = state.In(kit.ColorWarn)
	}
	row := kit.HBox(8, kit.Spread(kit.VBox(0, kit.Line(b.r.owner(a)), state)), kit.Upright(out))
	if h, _ := b.host(); h.Kind != "badgr" || !a.Here {
		return row
	}
	return kit.VBox(2, row, kit.HBox(0, kit.NewButton(t("deliver.collect"), "folder", kit.Quiet, func() { b.collections(a) }).Small()))
}

// until is how long a sign-in holds.
func (b *backpackSide) until(a Account) string {
	t, at := b.r.env.T, kit.Moment(a.Until)
	switch {
	case !a.Here:
		return t("deliver.packs.gone")
	case !a.Known:
		return t("deliver.packs.untold.text")
	case a.Renews:
		return t("deliver.packs.renewed", "day", kit.Day(a.Since.Local()))
	case a.Until.IsZero():
		return t("deliver.packs.since", "day", kit.Day(a.Since.Local()))
	case a.Until.Before(b.r.env.Now()):
		return t("deliver.packs.over", "at", at)
	}
	return t("deliver.packs.until", "at", at)
}

// owner is how somebody signed in is called.
func (r *Room) owner(a Account) string {
	switch {
	case a.Owner != "":
		return a.Owner
	case a.Hashed:
		return r.env.T("deliver.packs.hashed")
	}
	return r.env.T("deliver.packs.untold")
}

// signIn lets somebody sign in, and waits for them.
func (b *backpackSide) signIn() {
	h, known := b.host()
	email := b.email
	switch {
	case !known || b.leave != nil:
	case h.Browser:
		b.signInBy(h, func(ctx context.Context) (Account, error) {
			return b.r.engine.SignIn(ctx, h.ID, email, func(address string) {
				b.r.env.Tasks.Back(func() {
					b.link = address
					b.r.env.OpenURL(address)
					b.again()
				})
			})
		})
	default:
		b.askSecret(h)
	}
}

// signInBy waits for whoever signs in. Other work goes on meanwhile: a person may
// take ten minutes in the browser.
func (b *backpackSide) signInBy(h Host, work func(context.Context) (Account, error)) {
	r := b.r
	b.entered, b.told = h, nil
	ended, left := false, r.env.Tasks.Meet(kit.ServerOf(h.Address))
	leave := kit.RunBusy(r.env.Tasks, r.env.T("deliver.busy.signin"), kit.Route{Room: kit.RoomDeliver, What: tabBackpacks}, nil,
		func(ctx context.Context, _ func(string, int, int)) (Account, error) { return work(ctx) },
		func(a Account, err error) {
			left()
			ended, b.leave, b.link = true, nil, ""
			b.told = b.became(a, err)
			r.Reread()
			r.env.Changed()
		})
	if !ended {
		b.leave = leave
		b.again()
	}
}

// became tells what came of a sign-in.
func (b *backpackSide) became(a Account, err error) fyne.CanvasObject {
	t := b.r.env.T
	switch {
	case errors.Is(err, context.Canceled):
		return kit.Banner(kit.Info, t("deliver.packs.nobody.in"), "")
	case err != nil:
		return b.r.env.ErrorBanner(err)
	case !a.Known:
		b.asks = true
		return kit.Banner(kit.Warn, t("deliver.packs.untold"), t("deliver.packs.untold.next"))
	}
	b.asks, b.email = false, ""
	return kit.Banner(kit.OK, t("deliver.packs.in", "owner", b.r.owner(a)), "")
}

// again shows the tab anew, if it is what is shown and nobody writes in it.
func (b *backpackSide) again() {
	if b.r.tab == tabBackpacks && b.form == nil {
		b.r.show()
	}
}

// askSecret asks for an address and a password, or for a token.
func (b *backpackSide) askSecret(h Host) {
	t := b.r.env.T
	user := kit.NewTextField(t("deliver.packs.user"), t("deliver.packs.user.hint"), "", nil)
	secret := kit.NewPasswordEntry(t("deliver.packs.secret"))
	var d *kit.Dialog
	do := kit.NewButton(t("deliver.packs.signin.do"), "", kit.Primary, func() {
		who, word, email := strings.TrimSpace(user.Text()), secret.Text, b.email
		if word == "" {
			return
		}
		d.Close()
		b.signInBy(h, func(ctx context.Context) (Account, error) {
			return b.r.engine.SignInWith(ctx, h.ID, who, word, email)
		})
	})
	no := kit.NewButton(t("app.cancel"), "", kit.Plain, func() { d.Close() })
	d = b.r.env.NewDialog(t("deliver.packs.signin.at", "host", h.Name), kit.VBox(12, user, kit.NewField(t("deliver.packs.secret"), t("deliver.packs.secret.hint"), secret)), no, do)
	d.Show()
}

// waiting is shown while somebody is in the browser.
func (b *backpackSide) waiting() fyne.CanvasObject {
	r, t := b.r, b.r.env.T
	row := kit.Chips(8, kit.NewButton(t("deliver.packs.open"), "external", kit.Plain, func() { r.env.OpenURL(b.link) }),
		kit.NewButton(t("deliver.claim.copy"), "copy", kit.Quiet, func() { r.env.Copy(b.link) }),
		kit.NewButton(t("app.cancel"), "stop", kit.Quiet, b.leave))
	return kit.CardWith(16, kit.VBox(10, kit.Section(t("deliver.packs.wait")), kit.Body(t("deliver.packs.wait.text", "host", b.entered.Name)),
		row, kit.ReadOnly(t("deliver.packs.link"), t("deliver.packs.link.hint"), b.link))) // the address is long: what can be done stands before it
}

// signOut ends a sign-in, there and here.
func (b *backpackSide) signOut(a Account) {
	r := b.r
	b.told = nil
	online(r, b.server(), "deliver.busy.signout", func(ctx context.Context, _ func(int, int)) (SignedOut, error) { return r.engine.SignOut(ctx, a.ID) }, func(out SignedOut, err error) {
		if err == nil {
			r.note = r.leaving(r.owner(a), out)
		}
	})
}

// leaving tells what became of a permission.
func (r *Room) leaving(owner string, out SignedOut) fyne.CanvasObject {
	t := r.env.T
	if out.Revoked {
		return kit.Banner(kit.OK, t("deliver.packs.left", "owner", owner), t("deliver.packs.left.text"))
	}
	return kit.Banner(kit.Warn, t("deliver.packs.left", "owner", owner), t("deliver.packs.kept"),
		kit.NewButton(t("deliver.packs.home"), "external", kit.Plain, func() { r.env.OpenURL(out.Home) }))
}
