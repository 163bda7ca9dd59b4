package settings

import (
	"context"
	"path/filepath"

	"fyne.io/fyne/v2"

	"badgekiln/app/kit"
)

// keysPage is the signing keys.
type keysPage struct {
	room *Room
	busy bool
}

func (*keysPage) took() {}

func (p *keysPage) actions() []fyne.CanvasObject {
	if _, known := p.room.who(); !known {
		return nil
	}
	add := kit.NewButton(p.room.env.T("settings.keys.new"), "plus", kit.Primary, p.askNew)
	add.SetEnabled(!p.busy)
	return []fyne.CanvasObject{add}
}

func (p *keysPage) build() []fyne.CanvasObject {
	r := p.room
	if _, known := r.who(); !known {
		return []fyne.CanvasObject{r.noIssuer()}
	}
	rows := []fyne.CanvasObject{
		kit.Inset(20, 20, 16, 20, kit.VBox(8, kit.Section(r.env.T("settings.section.keys")), kit.Body(r.env.T("settings.keys.text")).In(kit.ColorText2))),
		kit.Rule(),
	}
	n := 0
	for i := len(r.state.Keys) - 1; i >= 0; i-- {
		if k := r.state.Keys[i]; k.Issuer == r.issuer {
			if n++; n > 1 {
				rows = append(rows, kit.Inset(0, 20, 0, 20, kit.Rule()))
			}
			rows = append(rows, p.row(k))
		}
	}
	if n == 0 {
		rows = append(rows, kit.Pad(20, kit.Body(r.env.T("settings.keys.none")).In(kit.ColorText2)))
	}
	column := append(r.which(), kit.CardWith(0, kit.VBox(0, rows...)))
	if r.state.LastBackup.IsZero() && !r.state.Sample {
		column = append(column, kit.Banner(kit.Warn, "", r.env.T("settings.backup.never"),
			kit.NewButton(r.env.T("settings.action.backup"), "backup", kit.Plain, func() { r.choose(sectionBackup) })))
	}
	return append(column, p.recovery())
}

// recovery is the page of text that keys can be put back from.
func (p *keysPage) recovery() fyne.CanvasObject {
	r := p.room
	return kit.CardWith(20, kit.VBox(12,
		kit.Section(r.env.T("settings.recovery")), kit.Body(r.env.T("settings.recovery.text")).In(kit.ColorText2),
		kit.Chips(8, kit.NewButton(r.env.T("settings.recovery.save"), "save", kit.Plain, p.askPage),
			kit.NewButton(r.env.T("settings.recovery.restore"), "key", kit.Plain, p.putBack))))
}

// askPage asks for the passphrase that seals the page, and writes it.
func (p *keysPage) askPage() {
	r := p.room
	secret, again := kit.NewPasswordEntry(r.env.T("settings.backup.passphrase")), kit.NewPasswordEntry(r.env.T("settings.backup.again"))
	first := kit.NewField(r.env.T("settings.backup.passphrase"), r.env.T("settings.recovery.passphrase.hint"), secret)
	second := kit.NewField(r.env.T("settings.backup.again"), "", again)
	no := kit.NewButton(r.env.T("settings.cancel"), "", kit.Plain, nil)
	do := kit.NewButton(r.env.T("settings.recovery.do"), "", kit.Primary, nil)
	d := r.env.NewDialog(r.env.T("settings.recovery.title"), kit.VBox(12, kit.Body(r.env.T("settings.recovery.warning")), first, second), no, do).Sized(500, 0).Focus(secret)
	no.OnTap(d.Close)
	do.OnTap(func() {
		faults := backupFaults("there", secret.Text != "" || again.Text != "", secret.Text, again.Text)
		for field, at := range map[string]*kit.Field{"passphrase": first, "again": second} {
			at.SetError("")
			if word := faults[field]; word != "" {
				at.SetError(r.env.T(word))
			}
		}
		if len(faults) > 0 {
			return
		}
		d.Close()
		passphrase := secret.Text
		r.saveFile("settings.recovery.place", r.env.T("settings.recovery.file")+".txt", func(path string) { p.writePage(path, passphrase) })
	})
	d.Show()
}

func (p *keysPage) writePage(path, passphrase string) {
	r := p.room
	type page struct {
		count int
		open  bool
	}
	kit.Run(r.env.Tasks, func(ctx context.Context) (page, error) {
		count, open, err := r.engine.Recovery(ctx, path, passphrase)
		return page{count, open}, err
	}, func(done page, err error) {
		if err != nil {
			r.failed(sectionKeys, r.env.T("settings.recovery.failed"), err)
			return
		}
		word := "settings.recovery.done.sealed"
		if done.open {
			word = "settings.recovery.done.open"
		}
		r.tell(sectionKeys, kit.Banner(kit.OK, r.counted("settings.recovery.done", done.count, "file", path), r.env.T(word),
			kit.NewButton(r.env.T("settings.recovery.show"), "file", kit.Plain, func() { r.env.OpenFolder(path) }),
			kit.NewButton(r.env.T("settings.ledger.show"), "folder", kit.Plain, func() { r.env.OpenFolder(filepath.Dir(path)) })))
	})
}

// putBack reads a page and puts its keys back.
func (p *keysPage) putBack() {
	r := p.room
	r.openFile("settings.recovery.open", []string{".txt"}, func(path string) {
		secret := kit.NewPasswordEntry(r.env.T("settings.recovery.restore.passphrase"))
		no := kit.NewButton(r.env.T("settings.cancel"), "", kit.Plain, nil)
		do := kit.NewButton(r.env.T("settings.recovery.restore.do"), "", kit.Primary, nil)
		body := kit.VBox(12, kit.Body(r.env.T("settings.recovery.restore.text", "file", filepath.Base(path))),
			kit.NewField(r.env.T("settings.recovery.restore.passphrase"), "", secret))
		d := r.env.NewDialog(r.env.T("settings.recovery.restore.title"), body, no, do).Sized(500, 0).Focus(secret)
		no.OnTap(d.Close)
		do.OnTap(func() {
			d.Close()
			passphrase := secret.Text
			kit.Run(r.env.Tasks, func(ctx context.Context) (int, error) { return r.engine.Recover(ctx, path, passphrase) }, func(n int, err error) {
				if err != nil {
					r.failed(sectionKeys, r.env.T("settings.recovery.restore.failed"), err)
					return
				}
				r.done(sectionKeys, r.counted("settings.recovery.restored", n))
			})
		})
		d.Show()
	})
}

func (p *keysPage) row(k Key) fyne.CanvasObject {
	r := p.room
	name := kit.Mono(shortKey(k.Multibase)).Strong().Tip(k.Multibase)
	state, tone := keyState(k), kit.Neutral
	icon := "clock"
	switch state {
	case "current":
		tone, icon = kit.OK, "check"
	case "lost":
		tone, icon = kit.Warn, "warn"
	case "compromised":
		tone, icon = kit.Err, "error"
	}
	chips := []fyne.CanvasObject{kit.Chip(r.env.T("settings.keys.state."+state), icon, tone)}
	if k.Algorithm != "" {
		chips = append(chips, kit.Chip(r.env.T("settings.keys.alg."+string(k.Algorithm)), "", kit.Neutral))
	}
	if k.Worthless {
		chips = append(chips, kit.Chip(r.env.T("settings.keys.worthless"), "info", kit.Info))
	}
	top := kit.Chips(10, append([]fyne.CanvasObject{kit.HBox(10, kit.NewGlyph("key", kit.ColorText2, 18), name)}, chips...)...)
	more := kit.NewMenuButton("", "more", kit.Quiet, func() []kit.MenuItem { return p.menu(k) })
	more.SetTip(r.env.T("settings.keys.more"))
	left := kit.VBox(4, top, kit.Inset(0, 0, 0, 28, kit.Second(p.used(k)).Wrapping(kit.Wrapped)))
	return kit.Inset(12, 16, 12, 20, kit.HBox(12, kit.Spread(left), more))
}

func (p *keysPage) menu(k Key) []kit.MenuItem {
	r := p.room
	items := []kit.MenuItem{
		{Text: r.env.T("settings.keys.copy"), Icon: "copy", Act: func() { r.env.Copy(k.Multibase) }},
		{Text: r.env.T("settings.keys.export"), Icon: "download", Act: func() { p.export(k) }},
	}
	if k.Why != Compromised {
		items = append(items, kit.MenuItem{}, kit.MenuItem{Text: r.env.T("settings.keys.end"), Icon: "lock", Off: p.busy, Act: func() { p.askEnd(k) }})
	}
	return items
}

// used tells from when to when a key signed, and how much.
func (p *keysPage) used(k Key) string {
	r := p.room
	signed := r.counted("settings.keys.signed", k.Signed)
	if k.Retired.IsZero() {
		return r.env.T("settings.keys.since", "from", kit.Day(k.Made.Local()), "signed", signed)
	}
	return r.env.T("settings.keys.from-to", "from", kit.Day(k.Made.Local()), "to", kit.Day(k.Retired.Local()), "signed", signed)
}

// askNew says what a new key brings about, and makes it.
func (p *keysPage) askNew() {
	r := p.room
	who, _ := r.who()
	text := "settings.keys.new.text"
	if who.BaseURL == "" {
		text = "settings.keys.new.text.did"
	}
	keep := kit.NewButton(r.env.T("settings.cancel"), "", kit.Plain, nil)
	do := kit.NewButton(r.env.T("settings.keys.new.do"), "", kit.Primary, nil)
	var values, texts []string
	for _, a := range Algorithms() {
		values, texts = append(values, string(a)), append(texts, r.env.T("settings.keys.new.alg."+string(a)))
	}
	kind, effect, follows := Ed25519, kit.Hint(""), kit.Body("")
	tell := func(value string) {
		kind = Algorithm(value)
		effect.SetText(r.env.T("settings.keys.new.effect." + value))
		useless := kind != Ed25519 && who.BaseURL == ""
		switch {
		case useless:
			follows.SetText(r.env.T("settings.keys.new.needs-web"))
		case kind != Ed25519:
			follows.SetText(r.env.T("settings.keys.new.text.tokens"))
		default:
			follows.SetText(r.env.T(text))
		}
		do.SetEnabled(!useless)
	}
	tell(values[0])
	body := kit.VBox(12, kit.NewRadio(values, texts, values[0], true, tell).Container, effect, follows)
	d := r.env.NewDialog(r.env.T("settings.keys.new.title", "issuer", who.Name), body, keep, do).Sized(500, 0).Focus(do)
	keep.OnTap(d.Close)
	do.OnTap(func() {
		d.Close()
		done := "settings.keys.done.new"
		if kind != Ed25519 {
			done = "settings.keys.done.new.tokens"
		}
		p.do(done, func(ctx context.Context) error { return r.engine.NewKey(ctx, who.ID, kind) })
	})
	d.Show()
}

// askEnd asks why a key is to be used no more, says what each answer brings
// about, and ends its use.
func (p *keysPage) askEnd(k Key) {
	r := p.room
	var values, texts []string
	for _, why := range []Reason{Retired, Lost, Compromised} {
		if graver(why, k) {
			values, texts = append(values, string(why)), append(texts, r.env.T("settings.keys.end."+string(why)))
		}
	}
	effect := kit.Body("")
	do := kit.NewButton("", "", kit.DangerFilled, nil)
	why := values[0]
	tell := func(value string) {
		why = value
		effect.SetText(r.env.T("settings.keys.end.effect." + value))
		do.SetText(r.env.T("settings.keys.end.do." + value))
	}
	tell(why)
	body := []fyne.CanvasObject{kit.Body(r.env.T("settings.keys.end.text")), kit.NewRadio(values, texts, why, true, tell).Container, effect}
	if k.Retired.IsZero() && usable(r.state.Keys, k.Issuer) == 1 {
		body = append(body, kit.Banner(kit.Warn, "", r.env.T("settings.keys.end.last")))
	}
	keep := kit.NewButton(r.env.T("settings.cancel"), "", kit.Plain, nil)
	d := r.env.NewDialog(r.env.T("settings.keys.end.title"), kit.VBox(12, body...), keep, do).Sized(480, 0)
	keep.OnTap(d.Close)
	do.OnTap(func() {
		d.Close()
		p.do("settings.keys.done."+why, func(ctx context.Context) error { return r.engine.RetireKey(ctx, k.ID, Reason(why)) })
	})
	d.Show()
}

// graver tells whether a reason says more about a key than is known of it.
func graver(why Reason, k Key) bool {
	rank := map[Reason]int{Retired: 1, Lost: 2, Compromised: 3}
	return k.Retired.IsZero() || rank[why] > rank[k.Why]
}

func (p *keysPage) do(word string, work func(context.Context) error) {
	r := p.room
	p.busy = true
	r.show()
	kit.Do(r.env.Tasks, work, func(err error) {
		p.busy = false
		if err != nil {
			r.failed(sectionKeys, r.env.T("settings.keys.failed"), err)
			return
		}
		r.done(sectionKeys, r.env.T(word))
	})
}

func (p *keysPage) export(k Key) {
	r := p.room
	r.saveFile("settings.keys.export.title", k.ID+".json", func(path string) {
		kit.Do(r.env.Tasks, func(ctx context.Context) error { return r.engine.ExportKey(ctx, k.ID, path) }, func(err error) {
			if err != nil {
				r.failed(sectionKeys, "", err)
				return
			}
			r.tell(sectionKeys, kit.Banner(kit.OK, r.env.T("settings.keys.export.done", "file", path), "",
				kit.NewButton(r.env.T("settings.ledger.show"), "folder", kit.Plain, func() { r.env.OpenFolder(filepath.Dir(path)) })))
		})
	})
}
