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
	return column
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
	if k.Worthless {
		chips = append(chips, kit.Chip(r.env.T("settings.keys.worthless"), "info", kit.Info))
	}
	top := kit.HBox(10, append([]fyne.CanvasObject{kit.NewGlyph("key", kit.ColorText2, 18), name}, chips...)...)
	more := kit.NewMenuButton("", "more", kit.Quiet, func() []kit.MenuItem { return p.menu(k) })
	more.SetTip(r.env.T("settings.keys.more"))
	left := kit.VBox(4, kit.Chips(8, top), kit.Inset(0, 0, 0, 28, kit.Second(p.used(k)).Wrapping(kit.Wrapped)))
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
		return r.env.T("settings.keys.since", "from", day(k.Made), "signed", signed)
	}
	return r.env.T("settings.keys.from-to", "from", day(k.Made), "to", day(k.Retired), "signed", signed)
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
	d := r.env.NewDialog(r.env.T("settings.keys.new.title", "issuer", who.Name), kit.Body(r.env.T(text)), keep, do).Focus(do)
	keep.OnTap(d.Close)
	do.OnTap(func() {
		d.Close()
		p.do("settings.keys.done.new", func(ctx context.Context) error { return r.engine.NewKey(ctx, who.ID) })
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
