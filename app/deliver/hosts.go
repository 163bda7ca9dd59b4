package deliver

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"

	"badgekiln/app/kit"
	"badgekiln/issuer"
)

// hostForm is a new backpack host while it is typed, and then, when it was asked,
// what it says of itself.
type hostForm struct {
	b     *backpackSide
	n     NewHost
	found *Host
	more  bool
	own   bool // its operator made a client for this program
}

func (b *backpackSide) add() {
	b.form = &hostForm{b: b}
	if all := b.seen.hosts.Issuers; len(all) > 0 {
		b.form.n.Issuer = all[0][0]
	}
	b.r.note = nil
	b.r.show()
}

func (f *hostForm) build() fyne.CanvasObject {
	if f.found != nil {
		return f.answered()
	}
	r, t := f.b.r, f.b.r.env.T
	column := []fyne.CanvasObject{kit.Section(t("deliver.packs.add")), kit.Body(t("deliver.packs.add.text")).In(kit.ColorText2)}
	if known := f.b.seen.hosts.Known; len(known) > 0 {
		addresses, names := make([]string, 0, len(known)), make([]string, 0, len(known))
		for _, one := range known {
			addresses, names = append(addresses, one.Address), append(names, one.Name)
		}
		chosen := kit.NewSelect(t("deliver.packs.known"), addresses, names, f.n.Address, func(address string) { f.n.Address = address; r.show() })
		column = append(column, kit.NewField(t("deliver.packs.known"), "", chosen.Placeholder(t("deliver.packs.known.other"))))
	}
	address := kit.NewTextField(t("deliver.packs.address"), t("deliver.packs.address.hint"), f.n.Address, func(text string) { f.n.Address = strings.TrimSpace(text) })
	address.Entry.OnSubmitted = func(string) { f.ask() }
	column = append(column, address)
	if f.more {
		column = append(column, f.further()...)
	} else {
		column = append(column, kit.HBox(0, kit.NewButton(t("deliver.packs.more"), "chevron-down", kit.Quiet, func() { f.more = true; r.show() })))
	}
	ask := kit.NewButton(t("deliver.packs.ask"), "search", kit.Primary, f.ask)
	ask.SetEnabled(r.stop == nil)
	column = append(column, kit.Hint(t("deliver.packs.ask.hint")), kit.HBox(8, ask, f.cancel()))
	return kit.Scroll(kit.CardWith(20, kit.VBox(14, column...)))
}

// further is what few need.
func (f *hostForm) further() []fyne.CanvasObject {
	t := f.b.r.env.T
	kinds := []string{"", "ob3", "connect", "badgr", "mozilla"}
	names := []string{t("deliver.packs.kind.ask")}
	for _, kind := range kinds[1:] {
		names = append(names, t("backpack.kind."+kind))
	}
	kind := kit.NewSelect(t("deliver.packs.kind"), kinds, names, f.n.Kind, func(kind string) { f.n.Kind = kind })
	id := kit.NewTextField(t("deliver.packs.id"), t("deliver.packs.id.hint"), f.n.ID, func(text string) { f.n.ID = strings.TrimSpace(text) })
	local := kit.NewCheck(t("deliver.packs.local"), f.n.Local, func(on bool) { f.n.Local = on })
	rows := []fyne.CanvasObject{kit.Columns(16, []float32{1, 1}, kit.NewField(t("deliver.packs.kind"), "", kind), id)}
	if all := f.b.seen.hosts.Issuers; len(all) > 0 {
		slugs, titles := make([]string, 0, len(all)), make([]string, 0, len(all))
		for _, one := range all {
			slugs, titles = append(slugs, one[0]), append(titles, one[1])
		}
		who := kit.NewSelect(t("deliver.packs.issuer"), slugs, titles, f.n.Issuer, func(slug string) { f.n.Issuer = slug })
		rows = append(rows, kit.NewField(t("deliver.packs.issuer"), t("deliver.packs.issuer.hint"), who))
	}
	return append(rows, local)
}

func (f *hostForm) cancel() fyne.CanvasObject {
	return kit.NewButton(f.b.r.env.T("app.cancel"), "", kit.Plain, func() { f.b.form = nil; f.b.r.show() })
}

// ask asks the host what it is. Nothing is left there.
func (f *hostForm) ask() {
	r, n := f.b.r, f.n
	if n.Address == "" {
		return
	}
	online(r, kit.ServerOf(n.Address), "deliver.busy.ask", func(ctx context.Context, _ func(int, int)) (Host, error) { return r.engine.AskHost(ctx, n) }, func(h Host, err error) {
		if err == nil {
			f.found, f.own = &h, !h.Registers
		}
	})
}

// answered is what the host says of itself, and what adding it means.
func (f *hostForm) answered() fyne.CanvasObject {
	r, t, h := f.b.r, f.b.r.env.T, *f.found
	column := []fyne.CanvasObject{kit.Section(h.Name).Wrapping(kit.Wrapped), kit.Hint(h.Address), kit.HBox(0, kit.Chip(t("backpack.kind."+h.Kind), "badge", kit.Info))}
	column = append(column, r.abilities(h)...)
	column = append(column, r.links(h)...)
	if h.Kind == "ob3" || h.Kind == "connect" {
		own := kit.NewCheck(t("deliver.packs.own"), f.own, func(on bool) { f.own = on; r.show() })
		column = append(column, own)
		if f.own {
			column = append(column, f.client()...)
		}
	}
	do := kit.NewButton(t("deliver.packs.keep"), "plus", kit.Primary, f.keep)
	do.SetEnabled(r.stop == nil)
	back := kit.NewButton(t("deliver.packs.back"), "", kit.Plain, func() { f.found = nil; r.show() })
	return kit.Scroll(kit.CardWith(20, kit.VBox(12, append(column, kit.HBox(8, do, back, f.cancel()))...)))
}

// client asks for what the host's operator made.
func (f *hostForm) client() []fyne.CanvasObject {
	t := f.b.r.env.T
	id := kit.NewTextField(t("deliver.packs.client"), t("deliver.packs.client.hint"), f.n.ClientID, func(text string) { f.n.ClientID = strings.TrimSpace(text) })
	secret := kit.NewPasswordEntry(t("deliver.packs.client.secret"))
	secret.SetText(f.n.ClientSecret)
	secret.OnChanged = func(text string) { f.n.ClientSecret = strings.TrimSpace(text) }
	back := kit.NewTextField(t("deliver.packs.redirect"), t("deliver.packs.redirect.hint"), f.n.ClientRedirect, func(text string) { f.n.ClientRedirect = strings.TrimSpace(text) })
	return []fyne.CanvasObject{
		kit.Columns(16, []float32{1, 1}, id, kit.NewField(t("deliver.packs.client.secret"), t("deliver.packs.client.secret.hint"), secret)), back,
	}
}

// keep makes the host known here, and this program there.
func (f *hostForm) keep() {
	r, n := f.b.r, f.n
	if !f.own {
		n.ClientID, n.ClientSecret, n.ClientRedirect = "", "", ""
	}
	if f.own && n.ClientID == "" {
		r.note = kit.Banner(kit.Warn, r.env.T("deliver.packs.client.missing"), "")
		r.show()
		return
	}
	online(r, kit.ServerOf(n.Address), "deliver.busy.keep", func(ctx context.Context, _ func(int, int)) (Host, error) { return r.engine.AddHost(ctx, n) }, func(h Host, err error) {
		switch {
		case issuer.CodeOf(err) == "signin-client-needed":
			f.own = true
		case issuer.CodeOf(err) == "backpack-taken":
			f.found, f.more = nil, true
		case err == nil:
			f.b.form, f.b.at = nil, h.ID
			r.note = kit.Banner(kit.OK, r.env.T("deliver.packs.added", "host", h.Name), r.env.T("deliver.packs.added.next"))
		}
	})
}

// abilities are what a host can do, and where it differs from what one expects.
func (r *Room) abilities(h Host) []fyne.CanvasObject {
	t := r.env.T
	takes := make([]string, 0, len(h.Takes))
	for _, format := range h.Takes {
		takes = append(takes, t("deliver.packs.format."+format))
	}
	line := func(good bool, text string) fyne.CanvasObject {
		icon, ink := "check", kit.ColorOK
		if !good {
			icon, ink = "warn", kit.ColorWarn
		}
		return kit.HBox(8, kit.NewGlyph(icon, ink, 16), kit.Spread(kit.Body(text)))
	}
	choose := func(good bool, key string) fyne.CanvasObject {
		if !good {
			key += ".not"
		}
		return line(good, t(key))
	}
	list := []fyne.CanvasObject{line(true, t("deliver.packs.can.take", "formats", strings.Join(takes, ", ")))}
	if h.Browser {
		list = append(list, line(true, t("deliver.packs.can.browser")))
	} else {
		list = append(list, line(true, t("deliver.packs.can.secret")))
	}
	list = append(list, choose(h.Registers, "deliver.packs.can.register"), choose(h.Revokes, "deliver.packs.can.revoke"))
	if h.Page {
		list = append(list, line(false, t("deliver.packs.can.page")))
	}
	if h.Local {
		list = append(list, line(false, t("deliver.packs.can.local")))
	}
	return []fyne.CanvasObject{kit.VBox(6, list...)}
}

// links lead to what a host says about itself.
func (r *Room) links(h Host) []fyne.CanvasObject {
	row := []fyne.CanvasObject{}
	if h.Terms != "" {
		row = append(row, kit.NewButton(r.env.T("deliver.packs.terms"), "external", kit.Link, func() { r.env.OpenURL(h.Terms) }))
	}
	if h.Privacy != "" {
		row = append(row, kit.NewButton(r.env.T("deliver.packs.privacy"), "external", kit.Link, func() { r.env.OpenURL(h.Privacy) }))
	}
	if len(row) == 0 {
		return nil
	}
	return []fyne.CanvasObject{kit.Chips(12, row...)}
}

// about is the host chosen, and what else can be done with hosts.
func (b *backpackSide) about(h Host) fyne.CanvasObject {
	r, t := b.r, b.r.env.T
	column := []fyne.CanvasObject{kit.Section(h.Name).Wrapping(kit.Wrapped), kit.Hint(t("deliver.packs.kind.at", "kind", t("backpack.kind."+h.Kind), "url", h.Address))}
	column = append(column, r.abilities(h)...)
	column = append(column, r.links(h)...)
	if h.Kind == "mozilla" {
		column = append(column, b.mozilla(h))
	}
	remove := kit.NewButton(t("deliver.packs.remove"), "trash", kit.Danger, func() { b.remove(h) })
	remove.SetEnabled(r.stop == nil && b.leave == nil)
	return kit.VBox(14, kit.CardWith(16, kit.VBox(10, column...)),
		kit.Chips(8, kit.NewButton(t("deliver.packs.add.another"), "plus", kit.Quiet, b.add), remove))
}

// remove signs everybody out and forgets a host, after asking.
func (b *backpackSide) remove(h Host) {
	r, t := b.r, b.r.env.T
	r.env.Ask(t("deliver.packs.remove.title", "host", h.Name), r.count("deliver.packs.remove.text", len(h.Accounts)), t("deliver.packs.remove.do"), true, func() {
		online(r, kit.ServerOf(h.Address), "deliver.busy.remove", func(ctx context.Context, _ func(int, int)) ([]SignedOut, error) {
			return r.engine.RemoveHost(ctx, h.ID)
		}, func(list []SignedOut, err error) {
			if err != nil {
				return
			}
			kept := []string{}
			for _, out := range list {
				if !out.Revoked {
					kept = append(kept, out.Owner)
				}
			}
			b.at = ""
			r.note = kit.Banner(kit.OK, t("deliver.packs.removed", "host", h.Name), "")
			if len(kept) > 0 {
				r.note = kit.Banner(kit.Warn, t("deliver.packs.removed", "host", h.Name), t("deliver.packs.removed.kept", "people", strings.Join(kept, ", ")))
			}
		})
	})
}
