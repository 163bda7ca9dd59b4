package records

import (
	"context"
	"path/filepath"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"badgekiln/app/kit"
)

// rowMenu is what the other mouse button offers on a row.
func (r *Room) rowMenu() []kit.MenuItem {
	return []kit.MenuItem{
		{Text: r.t("save.picture"), Icon: "picture", Off: !r.stands(), Act: r.savePicture},
		{Text: r.t("hand-out"), Icon: "download", Act: r.handOut},
		{Text: r.t("correct"), Icon: "pen", Off: !r.mends(), Act: r.mend},
		{Text: r.t("renew"), Icon: "refresh", Act: r.renew},
		{Text: r.t("suspend"), Icon: "pause", Act: r.suspend},
		{Text: r.t("resume"), Icon: "play", Act: r.resume},
		{Text: r.t("revoke"), Icon: "error", Act: r.revoke},
		{Text: r.t("erase"), Icon: "trash", Off: r.award == nil || r.award.Email == "", Act: r.erase},
	}
}

// moreMenu is what else can be done with all that is selected.
func (r *Room) moreMenu() []kit.MenuItem {
	return []kit.MenuItem{
		{Text: r.t("correct"), Icon: "pen", Off: !r.mends(), Act: r.mend},
		{Text: r.t("renew"), Icon: "refresh", Act: r.renew},
		{Text: r.t("suspend"), Icon: "pause", Act: r.suspend},
		{Text: r.t("resume"), Icon: "play", Act: r.resume},
		{Text: r.t("action.table"), Icon: "table", Act: r.saveTable},
	}
}

// exportMenu is what can be exported.
func (r *Room) exportMenu() []kit.MenuItem {
	items := []kit.MenuItem{
		{Text: r.t("export.chosen"), Icon: "download", Off: len(r.table.Selected()) == 0, Act: r.handOut},
		{Text: r.t("action.table"), Icon: "table", Act: r.saveTable},
		{Text: r.t("export.all"), Icon: "upload", Act: r.exportAll},
	}
	if r.over != nil {
		for _, s := range r.over.Sites {
			items = append(items, kit.MenuItem{Text: r.t("export.site", "issuer", s.Name), Icon: "globe", Act: func() { r.exportSite(s) }})
		}
	}
	items = append(items, kit.MenuItem{Text: r.t("expiring"), Icon: "clock", Act: r.expiring})
	return append(items, kit.MenuItem{Text: r.t("action.log"), Icon: "clock", Act: r.goLog}, kit.MenuItem{Text: r.t("check"), Icon: "verify", Act: r.check})
}

// fileName makes a name for a file of what somebody is called.
func fileName(name, otherwise string) string {
	name = strings.Map(func(c rune) rune {
		if c < ' ' || strings.ContainsRune(`/\:*?"<>|`, c) {
			return '_'
		}
		return c
	}, strings.Trim(strings.TrimSpace(name), "."))
	if name == "" {
		return otherwise
	}
	if letters := []rune(name); len(letters) > 80 {
		name = string(letters[:80])
	}
	return name
}

// savePicture saves the baked picture of the award in the pane.
func (r *Room) savePicture() {
	if !r.stands() {
		return
	}
	a := r.award
	r.env.ChooseFile(kit.Choose{Title: r.t("save.picture.title"), Save: true, Name: fileName(a.Name, a.ID) + ".png", Extensions: []string{".png"}}, func(path string) {
		kit.Do(r.env.Tasks, func(ctx context.Context) error { return r.engine.SavePicture(ctx, a.ID, path) }, r.saved(path))
	})
}

// saveFace saves one credential.
func (r *Room) saveFace(a *Award, f Face) {
	ending := map[string]string{"ob2-signed": ".ob2.jws", "ob3-jwt": ".ob3.jwt"}[f.Format]
	if ending == "" {
		ending = "." + f.Format + ".json"
	}
	name := fileName(a.Name, a.ID) + ending
	r.env.ChooseFile(kit.Choose{Title: r.t("save.face.title"), Save: true, Name: name, Extensions: []string{filepath.Ext(ending)}}, func(path string) {
		kit.Do(r.env.Tasks, func(ctx context.Context) error { return r.engine.SaveCredential(ctx, f.ID, path) }, r.saved(path))
	})
}

// saved tells that a file was saved, or why not.
func (r *Room) saved(path string) func(error) {
	return func(err error) {
		if err != nil {
			r.env.Fail(err)
			return
		}
		r.say(r.t("saved"), path, path)
	}
}

// say shows good news above the list until somebody closes it.
func (r *Room) say(lead, text, folder string) {
	buttons := []fyne.CanvasObject{}
	if folder != "" {
		buttons = append(buttons, kit.NewButton(r.t("open-folder"), "folder", kit.Plain, func() { r.env.OpenFolder(folder) }).Small())
	}
	buttons = append(buttons, kit.NewIconButton("close", r.t("close"), func() {
		r.notice = nil
		r.lay()
	}))
	r.notice = kit.Banner(kit.OK, lead, text, buttons...)
	r.lay()
}

// handOut writes the files of the selected awards into a folder.
func (r *Room) handOut() {
	numbers := r.numbers()
	if len(numbers) == 0 {
		return
	}
	r.env.ChooseFile(kit.Choose{Title: r.counted("hand-out.title", len(numbers)), Button: r.t("hand-out.do"), Folder: true}, func(folder string) {
		r.busily(r.t("hand-out.busy"), folder, func(ctx context.Context, report Report) (Handed, error) {
			return r.engine.HandOut(ctx, numbers, folder, report)
		})
	})
}

// exportAll writes everything for other programs.
func (r *Room) exportAll() {
	r.env.ChooseFile(kit.Choose{Title: r.t("export.all.title"), Button: r.t("hand-out.do"), Folder: true}, func(folder string) {
		r.busily(r.t("export.busy"), folder, func(ctx context.Context, _ Report) (Handed, error) { return r.engine.Export(ctx, folder) })
	})
}

// exportSite writes what a web server shows.
func (r *Room) exportSite(s Site) {
	r.env.ChooseFile(kit.Choose{Title: r.t("export.site.title", "address", s.Address), Button: r.t("hand-out.do"), Folder: true}, func(folder string) {
		r.busily(r.t("export.busy"), folder, func(ctx context.Context, _ Report) (Handed, error) { return r.engine.ExportSite(ctx, s.Issuer, folder) })
	})
}

// busily does an export with its progress above the list.
func (r *Room) busily(name, folder string, work func(context.Context, Report) (Handed, error)) {
	var cancel func()
	bar := r.env.NewBusyBar(name, func() { cancel() })
	r.notice = kit.CardWith(12, bar.Container)
	r.lay()
	cancel = kit.RunBusy(r.env.Tasks, name, kit.Route{Room: kit.RoomLedger}, func(p kit.Progress) { bar.Set(p) },
		func(ctx context.Context, report func(string, int, int)) (Handed, error) {
			return work(ctx, func(done, total int) { report("", done, total) })
		}, func(h Handed, err error) {
			r.notice = nil
			if err != nil {
				r.lay()
				r.env.Fail(err)
				return
			}
			if h.Folder != "" {
				folder = h.Folder // a new one inside, when there was something in it
			}
			text := folder
			if h.Right > 0 {
				text += "\n" + r.counted("handed.right", h.Right)
			}
			if h.Kept > 0 {
				text += "\n" + r.counted("handed.kept", h.Kept)
			}
			r.say(r.counted("handed", h.Files), text, folder)
		})
}

// check reads the whole ledger and says what it found.
func (r *Room) check() {
	name := r.t("check.busy")
	var cancel func()
	bar := r.env.NewBusyBar(name, func() { cancel() })
	r.notice = kit.CardWith(12, bar.Container)
	r.lay()
	cancel = kit.RunBusy(r.env.Tasks, name, kit.Route{Room: kit.RoomLedger}, nil,
		func(ctx context.Context, _ func(string, int, int)) (Checked, error) { return r.engine.Check(ctx) },
		func(c Checked, err error) {
			r.notice = nil
			r.lay()
			if err != nil {
				r.env.Fail(err)
				return
			}
			r.showChecked(c)
		})
}

func (r *Room) showChecked(c Checked) {
	read := r.t("check.read", "awards", kit.Count(c.Awards), "credentials", kit.Count(c.Credentials), "events", kit.Count(c.Events))
	if len(c.Findings) == 0 {
		text := read
		for _, n := range c.Notes {
			text += "\n" + n
		}
		r.say(r.t("check.good"), text, "")
		return
	}
	rows := []fyne.CanvasObject{kit.Body(read).In(kit.ColorText2)}
	for _, f := range append(append([]string{}, c.Findings...), c.Notes...) {
		rows = append(rows, kit.HBox(8, kit.NewGlyph("error", kit.ColorErr, 16), kit.Spread(kit.Body(f))))
	}
	rows = append(rows, kit.Body(r.t("check.restore")))
	r.env.Tell(r.counted("check.bad", len(c.Findings)), kit.AtLeast(0, 240, kit.Scroll(kit.VBox(8, rows...))))
}

// revoke takes the selected awards back, after saying what that means.
func (r *Room) revoke() {
	numbers := r.numbers()
	if len(numbers) == 0 {
		return
	}
	kit.Run(r.env.Tasks, func(ctx context.Context) (Audience, error) { return r.engine.Audience(ctx, numbers) }, func(a Audience, err error) {
		switch {
		case err != nil:
			r.env.Fail(err)
		case a.Standing == 0:
			r.env.Tell(r.t("revoke.none"), kit.Body(r.t("revoke.none.text")))
		default:
			r.askRevoke(numbers, a)
		}
	})
}

// reasons are what is given as reason most.
func reasons() []string { return []string{"mistake", "person", "conduct", "replaced"} }

// askRevoke asks for a reason, and for the number when there are several.
func (r *Room) askRevoke(numbers []int64, a Audience) {
	reason := kit.NewTextField(r.t("revoke.reason"), r.t("revoke.reason.hint"), "", nil)
	again := kit.NewTextField(r.t("revoke.type", "count", strconv.Itoa(a.Standing)), "", "", nil)
	var d *kit.Dialog
	no := kit.NewButton(r.env.T("app.cancel"), "", kit.Plain, func() { d.Close() })
	yes := kit.NewButton(r.counted("revoke.do", a.Standing), "", kit.DangerFilled, func() {
		d.Close()
		r.revokeNow(numbers, reason.Text())
	})
	ready := func(string) {
		yes.SetEnabled(strings.TrimSpace(reason.Text()) != "" && (a.Standing == 1 || strings.TrimSpace(again.Text()) == strconv.Itoa(a.Standing)))
	}
	reason.Entry.OnChanged, again.Entry.OnChanged = ready, ready
	quick := []fyne.CanvasObject{}
	for _, key := range reasons() {
		text := r.t("revoke.reason." + key)
		quick = append(quick, kit.NewButton(text, "", kit.Plain, func() { reason.SetText(text) }).Small())
	}
	body := []fyne.CanvasObject{kit.Body(r.listed(a)).In(kit.ColorText2), r.whoSees(a), reason, kit.Chips(6, quick...)}
	if a.Gone > 0 {
		body = append(body, kit.Second(r.counted("revoke.gone", a.Gone)).Wrapping(kit.Wrapped))
	}
	if a.Standing > 1 {
		body = append(body, again)
	}
	d = r.env.NewDialog(r.counted("revoke.title", a.Standing), kit.VBox(12, body...), no, yes).Sized(520, 0).Focus(reason.Entry)
	ready("")
	d.Show()
}

// listed names those who lose a badge, and counts the rest. Each name is kept
// from turning the sentence round it.
func (r *Room) listed(a Audience) string {
	names := make([]string, 0, len(a.Names))
	for _, n := range a.Names {
		names = append(names, "\u2068"+n+"\u2069")
	}
	text := strings.Join(names, ", ")
	if n := a.Standing - len(a.Names); n > 0 {
		text += " " + r.counted("revoke.others", n)
	}
	return text
}

// whoSees says who will learn of a revocation.
func (r *Room) whoSees(a Audience) fyne.CanvasObject {
	var text []string
	if a.Public > 0 {
		text = append(text, r.counted("revoke.public", a.Public))
	}
	if a.Private > 0 {
		text = append(text, r.counted("revoke.private", a.Private))
	}
	return kit.Banner(kit.Warn, r.t("revoke.forever"), strings.Join(text, " "))
}

func (r *Room) revokeNow(numbers []int64, reason string) {
	kit.Run(r.env.Tasks, func(ctx context.Context) (int, error) { return r.engine.Revoke(ctx, numbers, reason) }, func(n int, err error) {
		if err != nil {
			r.env.Fail(err)
			return
		}
		r.env.Saved()
		r.say(r.counted("revoke.done", n), r.t("revoke.done.text"), "")
		r.Shown()
	})
}
