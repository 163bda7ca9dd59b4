package settings

import (
	"context"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"

	"badgekiln/app/kit"
	"badgekiln/issuer"
)

// backupPage writes a backup and restores one.
type backupPage struct {
	room    *Room
	path    string
	seal    bool
	secret  string
	again   string
	faults  map[string]string // field → sentence
	exists  bool              // the last try found a file there
	agreed  string            // path that may be written over: its chooser asked
	busy    bool
	cancel  func()
	from    string
	to      string
	way     string // passphrase of the backup to restore
	missing map[string]string
	fields  map[string]*kit.TextField
}

func newBackupPage(r *Room) *backupPage {
	return &backupPage{room: r, seal: true, faults: map[string]string{}, missing: map[string]string{}}
}

func (p *backupPage) took() {
	r := p.room
	if p.path == "" && r.ready {
		folder := r.env.Home
		if folder == "" {
			folder = r.state.Folder
		}
		p.path = filepath.Join(folder, backupName(r.state.Ledger, r.env.Now()))
	}
}

func (p *backupPage) dirty() bool { return !p.busy }

func (p *backupPage) actions() []fyne.CanvasObject {
	do := kit.NewButton(p.room.env.T("settings.backup.do"), "backup", kit.Primary, p.save)
	do.SetEnabled(!p.busy)
	return []fyne.CanvasObject{do}
}

func (p *backupPage) build() []fyne.CanvasObject {
	p.fields = map[string]*kit.TextField{}
	return []fyne.CanvasObject{p.backupCard(), p.copiesCard(), p.restoreCard()}
}

func (p *backupPage) backupCard() fyne.CanvasObject {
	r := p.room
	state := kit.Banner(kit.Warn, "", r.env.T("settings.backup.never"))
	if !r.state.LastBackup.IsZero() {
		state = kit.Banner(kit.OK, "", r.env.T("settings.backup.last", "date", kit.Moment(r.state.LastBackup)))
	}
	choose := kit.NewButton(r.env.T("settings.backup.choose"), "folder", kit.Plain, func() {
		r.saveFile("settings.choose.place", backupName(r.state.Ledger, r.env.Now()), func(path string) {
			p.path, p.agreed, p.exists = path, path, false
			delete(p.faults, "path")
			r.show()
		})
	})
	column := []fyne.CanvasObject{
		kit.Section(r.env.T("settings.section.backup")), kit.Body(r.env.T("settings.backup.text")).In(kit.ColorText2), state,
		p.field("path", "settings.backup.path", "settings.backup.path.hint", &p.path, false, choose),
	}
	if p.exists {
		replace := kit.NewButton(r.env.T("settings.backup.replace"), "", kit.Danger, func() { p.write(true) })
		column = append(column, kit.HBox(8, replace))
	}
	column = append(column, kit.NewCheck(r.env.T("settings.backup.seal"), p.seal, func(on bool) {
		p.seal = on
		r.show()
	}))
	if p.seal {
		column = append(column, kit.Columns(12, nil,
			p.field("passphrase", "settings.backup.passphrase", "settings.backup.passphrase.hint", &p.secret, true),
			p.field("again", "settings.backup.again", "", &p.again, true)))
	} else {
		column = append(column, kit.Banner(kit.Warn, "", r.env.T("settings.backup.open-note")))
	}
	return kit.CardWith(20, kit.VBox(16, column...))
}

func (p *backupPage) restoreCard() fyne.CanvasObject {
	r := p.room
	choose := kit.NewButton(r.env.T("settings.restore.choose"), "folder", kit.Plain, func() {
		r.openFile("settings.choose.backup", []string{".zip", ".db"}, func(path string) {
			p.from = path
			delete(p.missing, "from")
			r.show()
		})
	})
	place := kit.NewButton(r.env.T("settings.backup.choose"), "folder", kit.Plain, func() {
		r.saveFile("settings.choose.place", "restored.db", func(path string) {
			p.to = path
			delete(p.missing, "to")
			r.show()
		})
	})
	do := kit.NewButton(r.env.T("settings.restore.do"), "upload", kit.Plain, p.restore)
	do.SetEnabled(!p.busy)
	return kit.CardWith(20, kit.VBox(16,
		kit.Section(r.env.T("settings.restore.title")), kit.Body(r.env.T("settings.restore.text")).In(kit.ColorText2),
		p.field("from", "settings.restore.from", "", &p.from, false, choose),
		p.field("to", "settings.restore.to", "settings.restore.to.hint", &p.to, false, place),
		p.field("way", "settings.restore.passphrase", "", &p.way, true),
		kit.HBox(8, do)))
}

// field is an entry for a value of the page, with what is wrong with it and
// buttons beside it.
func (p *backupPage) field(name, label, hint string, to *string, hidden bool, buttons ...fyne.CanvasObject) *kit.TextField {
	r := p.room
	if hint != "" {
		hint = r.env.T(hint)
	}
	e := kit.NewEntry(r.env.T(label))
	if hidden {
		e = kit.NewPasswordEntry(r.env.T(label))
	}
	e.SetText(*to)
	var control fyne.CanvasObject = e
	if len(buttons) > 0 {
		control = kit.HBox(12, append([]fyne.CanvasObject{kit.Spread(e)}, buttons...)...)
	}
	f := &kit.TextField{Field: kit.NewField(r.env.T(label), hint, control), Entry: e}
	mark := func(text string) {
		f.SetError(text)
		e.SetWrong(text != "")
	}
	e.OnChanged = func(text string) {
		*to = text
		delete(p.faults, name)
		delete(p.missing, name)
		mark("")
	}
	mark(p.faults[name] + p.missing[name])
	p.fields[name] = f
	return f
}

// save writes the backup, unless something is missing.
func (p *backupPage) save() { p.write(p.path == p.agreed) }

func (p *backupPage) write(replace bool) {
	r := p.room
	if p.busy {
		return
	}
	p.faults = map[string]string{}
	for field, word := range backupFaults(p.path, p.seal, p.secret, p.again) {
		p.faults[field] = r.env.T(word)
	}
	if len(p.faults) > 0 {
		r.tell(sectionBackup, nil)
		return
	}
	path, secret := r.path(p.path), ""
	if p.seal {
		secret = p.secret
	}
	p.run("settings.backup.busy", func(ctx context.Context) (bool, error) { return r.engine.Backup(ctx, path, secret, replace) }, func(open bool, err error) {
		p.exists = issuer.CodeOf(err) == "backup-exists"
		switch {
		case p.exists:
			p.faults["path"] = r.env.Say(err).Whole()
			r.tell(sectionBackup, nil)
		case err != nil:
			r.failed(sectionBackup, r.env.T("settings.backup.failed"), err)
		default:
			p.secret, p.again, p.agreed = "", "", ""
			word := "settings.backup.done.sealed"
			if open {
				word = "settings.backup.done.open"
			}
			r.done(sectionBackup, r.env.T(word, "file", path), kit.NewButton(r.env.T("settings.ledger.show"), "folder", kit.Plain, func() {
				r.env.OpenFolder(filepath.Dir(path))
			}))
		}
	})
}

// restore puts a backup's ledger at a new place, and offers to open it.
func (p *backupPage) restore() {
	r := p.room
	if p.busy {
		return
	}
	p.missing = map[string]string{}
	if strings.TrimSpace(p.from) == "" {
		p.missing["from"] = r.env.T("settings.restore.fault.from")
	}
	if strings.TrimSpace(p.to) == "" {
		p.missing["to"] = r.env.T("settings.restore.fault.to")
	}
	if len(p.missing) > 0 {
		r.tell(sectionBackup, nil)
		return
	}
	from, to, way := r.path(p.from), r.path(p.to), p.way
	p.run("settings.restore.busy", func(ctx context.Context) (bool, error) { return false, r.engine.Restore(ctx, from, to, way) }, func(_ bool, err error) {
		if err != nil {
			r.failed(sectionBackup, r.env.T("settings.restore.failed"), err)
			return
		}
		p.way = ""
		r.tell(sectionBackup, kit.Banner(kit.OK, r.env.T("settings.restore.done", "file", to), "",
			kit.NewButton(r.env.T("settings.restore.open"), "ledger", kit.Plain, func() { r.env.OpenLedger(to) })))
	})
}

// run does something that takes its time, shown in the page and in the status
// bar.
func (p *backupPage) run(word string, work func(context.Context) (bool, error), done func(bool, error)) {
	r := p.room
	p.busy = true
	name := r.env.T(word)
	p.cancel = kit.RunBusy(r.env.Tasks, name, kit.Route{Room: kit.RoomSettings, What: sectionBackup}, nil,
		func(ctx context.Context, _ func(string, int, int)) (bool, error) { return work(ctx) },
		func(open bool, err error) {
			p.busy, p.cancel = false, nil
			done(open, err)
		})
	if p.busy {
		r.tell(sectionBackup, kit.Card(r.env.NewBusyBar(name, p.cancel).Container))
	}
}
